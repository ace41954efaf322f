"""Taking an import back as a whole: whoever only ever stood on the list goes, whoever has done something stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import current_app
from flask_babel import gettext as _

from college.accounts import service as accounts
from college.cohorts import queries_rosters, queries_transfers
from college.cohorts.imports import import_for
from college.cohorts.imports_before import put_back
from college.cohorts.imports_removing import go_on, remove_soon
from college.cohorts.membership import refuse_archived
from college.cohorts.models import ACTIVE, ENDED, Cohort
from college.cohorts.roster_models import APPLIED, UNDONE, RosterImport
from college.core import audit
from college.core.clock import now, today
from college.core.db import db
from college.core.errors import RuleBroken
from college.core.permissions import Actor

#: Why somebody stays, beside the reasons of `accounts.touched` and of what has grown: in another cohort too.
ELSEWHERE = "elsewhere"


@dataclass(frozen=True)
class Plan:
    """What taking an import back comes to, as ids of people."""

    #: People that it made and nobody has met: they go.
    going: list[UUID]
    #: People that it made who stay, each with the reasons; only their enrollment ends.
    staying: dict[UUID, tuple[str, ...]]
    #: People known before, whose new enrollment ends.
    ending: list[UUID]
    #: People whom it had brought back, with the day on which they had ended.
    ending_again: dict[UUID, date | None]
    #: People whose enrollment it had ended: they are in the cohort again.
    reopening: list[UUID]

    def reasons(self) -> dict[str, int]:
        """Give how many people stay for each reason."""
        return dict(Counter(reason for reasons in self.staying.values() for reason in reasons))


def plan(cohort: Cohort, record: RosterImport) -> Plan:
    """Say what taking an applied import back would come to now."""
    deeds = record.deeds
    created = _ids(deeds.get("created", []))
    restored = _days(deeds.get("restored", {}))
    alive = {each.id for each in accounts.outlines_by_ids(created)}
    staying = what_grew(created, cohort.id)
    standing = queries_rosters.standing(cohort.id)
    active = {person_id for person_id, (status, _to_on) in standing.items() if status == ACTIVE}
    made = set(created)
    ended = [each for each, day in _days(deeds.get("ended", {})).items() if standing.get(each) == (ENDED, day)]
    moved = queries_transfers.moved_away_among(ended, cohort.district_code)
    return Plan(
        going=[each for each in created if each in alive and each not in staying],
        staying={each: staying[each] for each in created if each in alive and each in staying},
        ending=[each for each in _ids(deeds.get("added", [])) if each not in made and each in active],
        ending_again={each: day for each, day in restored.items() if each in active},
        reopening=[each for each in ended if each not in moved],
    )


def what_grew(person_ids: list[UUID], cohort_id: UUID) -> dict[UUID, tuple[str, ...]]:
    """Give those of these people who are more than rows of a list by now, each with every reason.

    What has grown beyond this feature is told by the sources that `create_app` names.
    """
    reasons: dict[UUID, list[str]] = {}
    for person_id, reason in accounts.touched(person_ids).items():
        reasons.setdefault(person_id, []).append(reason)
    for person_id in queries_rosters.enrolled_elsewhere(person_ids, cohort_id):
        reasons.setdefault(person_id, []).append(ELSEWHERE)
    for reason, among in current_app.extensions["grown_sources"].items():
        for person_id in among(person_ids):
            reasons.setdefault(person_id, []).append(reason)
    return {person_id: tuple(told) for person_id, told in reasons.items()}


def plan_for(actor: Actor, cohort_id: UUID, import_id: UUID) -> tuple[RosterImport, Plan]:
    """Give an applied import and what taking it back would come to. Raises RuleBroken when it is not applied."""
    cohort, record = import_for(actor, cohort_id, import_id)
    refuse_archived(cohort)
    _refuse_unless_applied(record)
    return record, plan(cohort, record)


def _refuse_unless_applied(record: RosterImport) -> None:
    """Retention empties ``deeds`` after 30 days: from then on nobody knows whom the import brought."""
    if record.state != APPLIED:
        raise RuleBroken(_("Only an import that is done and not taken back yet can be taken back."))
    if not record.deeds:
        raise RuleBroken(_("This import is older than 30 days, so it is no longer known whom it brought. People can leave the cohort one by one."))


def undo(*, actor: Actor, cohort_id: UUID, import_id: UUID) -> RosterImport:
    """Take an import back as a whole; doing it twice does it once.

    From the end of this unit of work nobody of it stands in the cohort any more, and everything it wrote over is
    back. Rows of people whom nobody has met are deleted here when they are few, by a job a few at a time when they
    are many: deleting 10,000 at once would keep every other writer waiting. Raises RuleBroken when the cohort is in
    the archive or the import was never applied.
    """
    queries_rosters.hold_imports()
    cohort, record = import_for(actor, cohort_id, import_id, hold=True)
    refuse_archived(cohort)
    if record.state == UNDONE:
        go_on(actor, record)
        return record
    _refuse_unless_applied(record)
    planned = plan(cohort, record)
    _end(cohort, planned)
    queries_rosters.reopen_enrollments(cohort.id, planned.reopening, today())
    rewritten, edited = put_back(actor, record)
    record.state, record.undone_at, record.undone_by = UNDONE, now(), actor.person_id
    more = {"reopened": len(planned.reopening), "rewritten": rewritten, "edited_since": edited}
    record.undone_counts = {
        "gone": 0,
        "ended": len(planned.ending) + len(planned.ending_again),
        "stayed": len(planned.staying),
        "reasons": planned.reasons(),
        **{word: count for word, count in more.items() if count},
    }
    remove_soon(actor, record, planned.going)
    db.session.flush()
    _note(actor, cohort, record, {**record.undone_counts, "gone": len(planned.going)})
    return record


def _end(cohort: Cohort, planned: Plan) -> None:
    """End the enrollments of everybody whom it brought; of who had ended before, on the day of then."""
    ending = [*planned.going, *planned.staying, *planned.ending]
    queries_rosters.end_enrollments(cohort.id, ending, today())
    for day in set(planned.ending_again.values()):
        again = [each for each, ended in planned.ending_again.items() if ended == day]
        queries_rosters.end_enrollments(cohort.id, again, day or today())


def _note(actor: Actor, cohort: Cohort, record: RosterImport, counts: dict[str, Any]) -> None:
    audit.record(
        actor,
        "import.undo",
        subject=f"import:{record.id}",
        district=cohort.district_code,
        cohort=str(cohort.id),
        file_hash=record.file_hash,
        counts=counts,
    )


def _ids(texts: Iterable[str]) -> list[UUID]:
    return [UUID(each) for each in texts]


def _days(kept: dict[str, str | None]) -> dict[UUID, date | None]:
    return {UUID(each): date.fromisoformat(day) if day else None for each, day in kept.items()}
