"""Taking an import back as a whole: whoever only ever stood on the list goes, whoever has done something stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from college.accounts import service as accounts
from college.cohorts import queries_rosters
from college.cohorts.imports import import_for
from college.cohorts.membership import refuse_archived
from college.cohorts.models import ACTIVE
from college.cohorts.roster_models import APPLIED, UNDONE, RosterImport
from college.core import audit
from college.core.clock import now, today
from college.core.db import db
from college.core.errors import RuleBroken
from college.core.permissions import Actor

#: Why somebody stays, beside the reasons of `accounts.touched`: in another cohort too, or something else is kept of her.
ELSEWHERE, HOLDS = "elsewhere", "holds"
#: How many people are deleted in one go; where one of them cannot be, her group is gone through one by one.
GROUP = 1000


@dataclass(frozen=True)
class Plan:
    """What taking an import back comes to, as ids of people."""

    #: People that it made and nobody has met: they go.
    going: list[UUID]
    #: People that it made who stay, each with the reason; only their enrollment ends.
    staying: dict[UUID, str]
    #: People known before, whose new enrollment ends.
    ending: list[UUID]
    #: People whom it had brought back, with the day on which they had ended.
    ending_again: dict[UUID, date | None]

    def reasons(self) -> dict[str, int]:
        """Give how many people stay for each reason."""
        return dict(Counter(self.staying.values()))


def plan(record: RosterImport) -> Plan:
    """Say what taking an applied import back would come to now."""
    deeds = record.deeds
    created = [UUID(each) for each in deeds.get("created", [])]
    added = [UUID(each) for each in deeds.get("added", [])]
    restored = {UUID(each): date.fromisoformat(day) if day else None for each, day in deeds.get("restored", {}).items()}
    alive = {each.id for each in accounts.outlines_by_ids(created)}
    elsewhere = queries_rosters.enrolled_elsewhere(created, record.cohort_id)
    staying = dict.fromkeys(elsewhere, ELSEWHERE) | accounts.touched(created)
    active = {
        person_id
        for person_id, (status, _to_on) in queries_rosters.standing(record.cohort_id).items()
        if status == ACTIVE
    }
    made = set(created)
    return Plan(
        going=[each for each in created if each in alive and each not in staying],
        staying={each: staying[each] for each in created if each in alive and each in staying},
        ending=[each for each in added if each not in made and each in active],
        ending_again={each: day for each, day in restored.items() if each in active},
    )


def plan_for(actor: Actor, cohort_id: UUID, import_id: UUID) -> tuple[RosterImport, Plan]:
    """Give an applied import and what taking it back would come to. Raises RuleBroken when it is not applied."""
    cohort, record = import_for(actor, cohort_id, import_id)
    refuse_archived(cohort)
    _refuse_unless_applied(record)
    return record, plan(record)


def _refuse_unless_applied(record: RosterImport) -> None:
    """Retention empties ``deeds`` after 30 days: from then on nobody knows whom the import brought."""
    if record.state != APPLIED:
        raise RuleBroken(_("Only an import that is done and not taken back yet can be taken back."))
    if not record.deeds:
        raise RuleBroken(_("This import is older than 30 days, so it is no longer known whom it brought. People can leave the cohort one by one."))


def undo(*, actor: Actor, cohort_id: UUID, import_id: UUID) -> RosterImport:
    """Take an import back as a whole; doing it twice does it once.

    Raises RuleBroken when the cohort is in the archive or the import was never applied.
    """
    cohort, record = import_for(actor, cohort_id, import_id, hold=True)
    refuse_archived(cohort)
    if record.state == UNDONE:
        return record
    _refuse_unless_applied(record)
    planned = plan(record)
    holding = _delete(record.cohort_id, planned.going)
    staying = [*planned.staying, *holding]
    queries_rosters.end_enrollments(cohort.id, [*staying, *planned.ending], today())
    for day in set(planned.ending_again.values()):
        again = [each for each, ended in planned.ending_again.items() if ended == day]
        queries_rosters.end_enrollments(cohort.id, again, day or today())
    record.state, record.undone_at, record.undone_by = UNDONE, now(), actor.person_id
    record.undone_counts = {
        "gone": len(planned.going) - len(holding),
        "ended": len(planned.ending) + len(planned.ending_again),
        "stayed": len(staying),
        "reasons": {**planned.reasons(), **({HOLDS: len(holding)} if holding else {})},
    }
    db.session.flush()
    audit.record(
        actor,
        "import.undo",
        subject=f"import:{record.id}",
        district=cohort.district_code,
        cohort=str(cohort.id),
        file_hash=record.file_hash,
        counts=record.undone_counts,
    )
    return record


def _delete(cohort_id: UUID, person_ids: list[UUID]) -> list[UUID]:
    """Delete these people and give those who cannot be, because something of theirs is kept elsewhere."""
    holding: list[UUID] = []
    for start in range(0, len(person_ids), GROUP):
        group = person_ids[start : start + GROUP]
        if not _deleted(cohort_id, group):
            holding += [each for each in group if not _deleted(cohort_id, [each])]
    return holding


def _deleted(cohort_id: UUID, person_ids: Collection[UUID]) -> bool:
    """Try to delete these people; the database itself says whether anything still points at one of them."""
    try:
        with db.session.begin_nested():
            queries_rosters.delete_enrollments(cohort_id, person_ids)
            accounts.delete_untouched(person_ids)
    except IntegrityError:
        return False
    return True
