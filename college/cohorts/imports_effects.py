"""What an import would do beside adding: write what the file says otherwise, end who is missing in it."""

from __future__ import annotations

from uuid import UUID

from college.accounts import service as accounts
from college.cohorts import queries_rosters
from college.cohorts.models import ACTIVE, Cohort
from college.cohorts.roster_absent import Member, Missing, missing
from college.cohorts.roster_changes import written
from college.cohorts.roster_keeping import Kept, settled
from college.cohorts.roster_models import ABSENT, UPDATE, RosterImport
from college.cohorts.roster_rules import Decided


def fates_of(record: RosterImport, rows: list[Kept]) -> list[Decided]:
    """Give what each row comes to with the answers that are kept."""
    return [settled(row, record.answers.get(str(row.decided.listed.number))) for row in rows]


def overwritten(record: RosterImport, row_number: int) -> list[str]:
    """Give the fields of a row that overwrite what a hand had changed, because the coordinator said so."""
    return record.choices.get("overwrite", {}).get(str(row_number), [])


def fields_written(record: RosterImport, one: Decided) -> list[str]:
    """Give the fields of the person of a row that this import writes; none where it only adds."""
    return written(one.changes, overwritten(record, one.listed.number)) if record.mode == UPDATE else []


def written_count(record: RosterImport, fates: list[Decided]) -> int:
    """Give of how many people this import writes something."""
    return len({one.person_id for one in fates if fields_written(record, one)})


def missing_now(cohort: Cohort, record: RosterImport, fates: list[Decided]) -> Missing:
    """Give who of the cohort is missing in the file, for an import that ends them; for the others nobody."""
    if record.mode != ABSENT:
        return Missing()
    return missing(
        _members(cohort.id),
        fates,
        with_by_hand=bool(record.choices.get("by_hand")),
        stay=record.choices.get("stay", []),
    )


def _members(cohort_id: UUID) -> list[Member]:
    active = [each for each, (status, _to_on) in queries_rosters.standing(cohort_id).items() if status == ACTIVE]
    staff, by_hand = accounts.staff_among(active), queries_rosters.put_in_by_hand(cohort_id)
    people = {each.id: each for each in accounts.outlines_by_ids(active)}
    return [
        Member(str(each), people[each].name, people[each].phone_hash, each in staff, each in by_hand)
        for each in active
        if each in people
    ]
