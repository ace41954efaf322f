"""A note that a lesson was shown in person was a slip: what becomes of the certificate that came by it."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from sqlalchemy import delete

from college.certificates.giving import notice_key
from college.certificates.models import Certificate
from college.certificates.standing import asked_of, done_of
from college.core.clock import today
from college.core.db import db
from college.notices import service as notices


def take_back_slip(*, person_id: UUID, course_id: str, lesson_id: str) -> bool:
    """Take today's certificate back after somebody's note on a lesson was taken back, when it came only by that note.

    Call it after the note is gone, in its transaction, within the day on which whoever kept it may take it back. It
    stays when it was given on an earlier day or handed over on paper, when she has earned it without the note, and
    when she would not earn it today even with it: then the course has changed, and that takes none back.
    """
    asked = asked_of([course_id]).get(course_id)
    if asked is None:
        return False
    done = done_of([person_id], [asked])[person_id, course_id]
    if asked.is_met(done) or not asked.is_met(replace(done, shown={*done.shown, lesson_id})):
        return False
    hers = delete(Certificate).where(Certificate.person_id == person_id, Certificate.course_id == course_id)
    slip = hers.where(Certificate.given_on == today(), Certificate.handed_at.is_(None))
    is_gone = db.session.execute(slip).rowcount == 1
    if is_gone:
        notices.untell(person_id=person_id, key=notice_key(course_id))
    return is_gone
