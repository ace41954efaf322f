"""A meeting that takes place now and one of the day before, with who came, a noted name, and a lesson shown in person."""

from datetime import datetime, time, timedelta
from uuid import UUID

from college.core.clock import LOCAL, now, today
from college.core.db import db, new_id
from college.meetings import walk_in
from college.meetings.models import WalkIn
from college.progress import service as progress
from tests.support.college import College
from tests.support.meeting_making import LESSON, came, just_begun, meeting_of

#: The lesson that somebody has shown already.
SHOWN_BEFORE = "ask-refund"


def attended(make: College, cohort: UUID, student: UUID, helper: UUID) -> dict[str, UUID]:
    """Make both meetings; the student was at the earlier one. The present one begins not before midnight in China."""
    midnight = datetime.combine(today(), time(), tzinfo=LOCAL)
    present = meeting_of(make, cohort, starts_at=just_begun(), **LESSON)
    past = meeting_of(make, cohort, starts_at=midnight - timedelta(hours=14), **LESSON)
    came(make, past, student)
    with make.work():
        place = {"cohort_id": cohort, "meeting_id": present}
        walk_in.note(actor=make.actor(helper), **place, form_id=new_id(), name="周临时")
        seen = {"seen_by": helper, "shown_at": now()}
        progress.keep_shown(person_ids=[student], course_id="refunds", lesson_id=SHOWN_BEFORE, **seen)
        noted = db.session.query(WalkIn).filter_by(meeting_id=present).one().id
    return {"present_meeting_id": present, "past_meeting_id": past, "walk_in_id": noted}
