"""What coordinators of a district said about headings: remembered for the next file, shown, and forgotten on request."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update

from college.cohorts.membership import cohort_for
from college.cohorts.models import Cohort
from college.cohorts.roster_keeping import Sample
from college.cohorts.roster_models import KnownColumns
from college.cohorts.roster_remembering import by_heading, key_of
from college.core import audit, crypto
from college.core.clock import now
from college.core.db import db, insert_once, new_id
from college.core.errors import NotFound
from college.core.permissions import Actor, Permission


@dataclass(frozen=True)
class Remembered:
    """What is remembered about one set of headings: the headings, and what (`BY_HAND`) stands under which token."""

    id: UUID
    key: str
    said_at: datetime
    headings: tuple[str, ...]
    where: dict[str, str]


def remember(cohort: Cohort, sample: Sample, where: dict[str, int]) -> None:
    """Keep what was said about the headings of a file for its district; what was said before about them is replaced."""
    key, told = key_of(sample.first_cells), by_heading(sample.first_cells, where)
    if len(told) < len(where):
        return
    packed = crypto.encrypt(json.dumps([list(sample.first_cells), told]))
    place = {"district_code": cohort.district_code, "headings_key": key}
    if not insert_once(KnownColumns, id=new_id(), **place, said_cipher=packed, said_at=now()):
        db.session.execute(update(KnownColumns).filter_by(**place).values(said_cipher=packed, said_at=now()))


def remembered_in(district_code: str) -> list[Remembered]:
    """Give what is remembered in a district, the latest first; the caller has asked who may see it."""
    rows = select(KnownColumns).where(KnownColumns.district_code == district_code)
    return [_remembered(row) for row in db.session.scalars(rows.order_by(KnownColumns.said_at.desc(), KnownColumns.id))]


def _remembered(row: KnownColumns) -> Remembered:
    headings, where = json.loads(crypto.decrypt(row.said_cipher))
    return Remembered(row.id, row.headings_key, row.said_at, tuple(headings), where)


def forget_columns(*, actor: Actor, cohort_id: UUID, known_id: UUID) -> None:
    """Forget one set of headings of the cohort's district; what was imported with it stays.

    Forgetting what is forgotten changes nothing. Raises NotFound for a foreign cohort and another district's.
    """
    cohort = cohort_for(actor, Permission.ROSTER_IMPORT, cohort_id)
    row = db.session.get(KnownColumns, known_id)
    if row is None:
        return
    if row.district_code != cohort.district_code:
        raise NotFound
    db.session.delete(row)
    db.session.flush()
    audit.record(actor, "import.forget_columns", subject=f"cohort:{cohort.id}", district=cohort.district_code)


def forget_headings_with(name: str) -> None:
    """Forget every set of headings in which a person's name stands: somebody took her row for headings."""
    for row in db.session.scalars(select(KnownColumns)):
        if name and any(name in heading for heading in _remembered(row).headings):
            db.session.execute(delete(KnownColumns).where(KnownColumns.id == row.id))
