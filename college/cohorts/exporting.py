"""Giving a cohort's roster out as a file: who is in it, telephones hidden unless a reason for whole ones is kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from college.accounts import service as accounts
from college.cohorts import queries_seats, queries_transfers
from college.cohorts.exporting_oneroster import ClassFacts, oneroster_bytes
from college.cohorts.exporting_rows import RosterRow, table_of
from college.cohorts.membership import cohort_for, enrolled, scope_of
from college.cohorts.models import Cohort, Enrollment
from college.core import audit
from college.core.permissions import Actor, Permission
from college.core.tables import CSV_TYPE, XLSX_TYPE, ZIP_TYPE, csv_bytes, xlsx_bytes


class Shape(StrEnum):
    """The kinds of files in which a roster is given out."""

    XLSX = "xlsx"
    CSV = "csv"
    ONEROSTER = "oneroster"


#: What each is called to a browser, and how its name ends.
KINDS = {Shape.XLSX: (XLSX_TYPE, "xlsx"), Shape.CSV: (CSV_TYPE, "csv"), Shape.ONEROSTER: (ZIP_TYPE, "zip")}


@dataclass(frozen=True)
class Exported:
    """A roster as a file: its bytes, their type, how the name ends, and the cohort."""

    data: bytes
    kind: str
    ending: str
    cohort: Cohort


def export_roster(
    *, actor: Actor, cohort_id: UUID, shape: Shape, with_ended: bool = False, is_whole: bool = False, reason: str = ""
) -> Exported:
    """Give a cohort's roster as a file and write down that it was taken out.

    ``with_ended`` gives also those who have left; a OneRoster file never holds them. With ``is_whole`` telephones
    are whole: each is kept in the audit with the ``reason``. Raises RuleBroken without one, NotAllowed and NotFound
    as `cohort_for` does.
    """
    cohort = cohort_for(actor, Permission.ROSTER_EXPORT, cohort_id)
    pairs = _people(cohort, with_ended=with_ended and shape is not Shape.ONEROSTER)
    ids = [person.id for _enrollment, person in pairs]
    numbers = (
        accounts.unmask_phones(actor=actor, person_ids=ids, reason=reason, scope=scope_of(cohort)) if is_whole else {}
    )
    seats = queries_seats.seats(cohort.id)
    rows = [_row(enrollment, person, seats, numbers) for enrollment, person in pairs]
    audit.record(
        actor,
        "roster.export",
        subject=f"cohort:{cohort.id}",
        district=cohort.district_code,
        cohort=str(cohort.id),
        form=shape.value,
        people=len(rows),
        whole_numbers=len(numbers),
        **({"reason": reason.strip()[:200]} if is_whole else {}),
    )
    return Exported(_bytes(cohort, shape, rows), *KINDS[shape], cohort)


def _people(cohort: Cohort, *, with_ended: bool) -> list[tuple[Enrollment, accounts.Person]]:
    """Give who stands in a roster: whoever left for another district is nobody's to give out here."""
    pairs = enrolled(cohort.id, with_ended=with_ended)
    ended = [person.id for enrollment, person in pairs if not enrollment.is_active]
    gone = queries_transfers.moved_away_among(ended, cohort.district_code) if ended else set()
    return [pair for pair in pairs if pair[1].id not in gone]


def _row(
    enrollment: Enrollment, person: accounts.Person, seats: dict[UUID, int], numbers: dict[UUID, str]
) -> RosterRow:
    return RosterRow(
        person_id=person.id,
        name=person.name,
        phone=numbers.get(person.id) or person.phone_masked,
        age_band=person.age_band or "",
        outside_id=person.outside_id or "",
        seat=seats.get(person.id),
        is_active=enrollment.is_active,
        from_on=enrollment.from_on,
        to_on=enrollment.to_on,
    )


def _bytes(cohort: Cohort, shape: Shape, rows: Iterable[RosterRow]) -> bytes:
    if shape is Shape.ONEROSTER:
        facts = ClassFacts(
            cohort.id, cohort.name, cohort.district_code, cohort.district.name, cohort.starts_on, cohort.ends_on
        )
        return oneroster_bytes(facts, rows)
    return csv_bytes(table_of(rows)) if shape is Shape.CSV else xlsx_bytes(table_of(rows), cohort.name)
