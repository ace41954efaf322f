"""The purge: everything about a person whose day has come goes, in one transaction each, and stays gone after a backup."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import structlog

from college.accounts import service as accounts
from college.authoring import service as authoring
from college.certificates import service as certificates
from college.cohorts import service as cohorts
from college.core import audit
from college.core.clock import LOCAL, now
from college.core.db import db, empty_log, insert_once, run_in_unit
from college.core.errors import CollegeError
from college.core.forgetting import black_out_jobs
from college.core.permissions import Actor
from college.feedback import service as feedback
from college.library import service as library
from college.meetings import service as meetings
from college.notices import service as notices
from college.privacy import forgotten, merging, queries, rules
from college.privacy.merging import forget_merges
from college.privacy.models import Deletion
from college.progress import service as progress
from college.questions import service as questions
from college.search import service as search

log = structlog.get_logger()

#: Each feature's own way to forget, from the highest to the lowest; accounts come last, because they know her name.
#: Search follows questions: whoever is just cutting her words ends first, and then they are taken out.
FORGETTERS = (
    merging.forget_merges, feedback.forget, authoring.forget, questions.forget, search.forget, certificates.forget, progress.forget,
    meetings.forget, cohorts.forget, library.forget, notices.forget, forget_merges,
)  # fmt: skip


def due_count(moment: datetime | None = None) -> int:
    """Count who would be purged now."""
    return len(queries.due_ids((moment or now()).astimezone(LOCAL).date()))


def purge_due(moment: datetime | None = None) -> int:
    """Purge everybody whose day has come, each in a unit of work of its own; give how many went.

    Call it outside any unit of work. Killed half-way, it goes on where it was when it is called again.
    """
    on = (moment or now()).astimezone(LOCAL).date()
    _keep_list()
    due = run_in_unit(lambda: queries.due_ids(on), writes=False)
    count = sum(_purge_safely(person_id) for person_id in due)
    _keep_list()
    if count:
        empty_log()
    return count


def _keep_list() -> None:
    """Bring the list beside the database up to date: it also heals a purge that was killed before it was noted."""
    forgotten.note(run_in_unit(queries.purged, writes=False))


def _purge_safely(person_id: UUID) -> bool:
    """Purge one person; what fails for her must not keep the others, and shows as overdue to the operator."""
    try:
        return run_in_unit(lambda: _purge(person_id))
    except Exception:
        log.exception("purge failed", person=str(person_id))
        return False


def _purge(person_id: UUID) -> bool:
    deletion = queries.deletion_of(person_id, hold=True)
    if deletion is None or not deletion.is_pending:
        return False
    forget_everywhere(person_id)
    deletion.purged_at, deletion.note_cipher, deletion.before = now(), None, {}
    db.session.flush()
    return True


def forget_everywhere(person_id: UUID) -> None:
    """Delete everything about a person and about every record put together with hers. Safe to repeat."""
    for each in [*accounts.absorbed_by(person_id), person_id]:
        words = accounts.words_of(each)
        for forget in FORGETTERS:
            forget(each)
        black_out_jobs(words)
        audit.black_out(subject=f"person:{each}", words=words)
        accounts.forget(each)
    audit.record(Actor.system(), "person.forget", subject=f"person:{person_id}")


def purge_again() -> int:
    """Delete once more whoever came back with a restored backup; give how many. Call it outside any unit of work."""
    _keep_list()
    back = run_in_unit(lambda: accounts.remembered_among(list(forgotten.noted())), writes=False)
    count = sum(run_in_unit(lambda who=person_id: _purge_restored(who)) for person_id in back)
    if count:
        empty_log()
    return count


def _purge_restored(person_id: UUID) -> bool:
    moment = now()
    insert_once(
        Deletion,
        person_id=person_id,
        asked_at=moment,
        way=rules.RETENTION,
        due_on=moment.astimezone(LOCAL).date(),
        before={},
    )
    deletion = queries.deletion_of(person_id, hold=True)
    if deletion is None:
        raise CollegeError("a row that could not be inserted is there")
    accounts.hide_person(person_id)
    forget_everywhere(person_id)
    deletion.purged_at, deletion.note_cipher, deletion.before, deletion.taken_back_at = moment, None, {}, None
    db.session.flush()
    return True
