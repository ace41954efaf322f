"""A deleted person leaves her cohorts: her enrollments go, and every kept file that names her as a whole."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import delete, or_, select

from college.accounts import service as accounts
from college.cohorts.hand_edits import forget_hand_edits
from college.cohorts.imports import PURPOSE_FILE, PURPOSE_ROWS, kept_rows
from college.cohorts.imports_columns import forget_headings_with
from college.cohorts.imports_before import forget_before
from college.cohorts.models import Enrollment, StaffPost
from college.cohorts.roster_keeping import Kept
from college.cohorts.roster_models import RosterImport
from college.cohorts.seats_moving import forget_seats
from college.cohorts.transfers import forget_transfers
from college.core import files
from college.core.db import db
from college.core.errors import RuleBroken
from college.core.files import StoredFile

#: What a sheet of cards is kept for begins so, followed by its cohort.
CARDS = "cards:"
#: The same for handouts with the names of a class on them.
HANDOUTS = "handouts:"
#: Stands for a file name in which her name stood.
PLAIN_NAME = "roster"


def forget(person_id: UUID) -> None:
    """Delete a person's enrollments, posts, and the kept rosters and printed sheets that name her. Safe to repeat."""
    hers = select(Enrollment.cohort_id).where(Enrollment.person_id == person_id)
    cohort_ids = set(db.session.scalars(hers))
    _discard_sheets(cohort_ids)
    _discard_rosters(person_id, cohort_ids)
    forget_transfers(person_id)
    forget_hand_edits(person_id)
    forget_before(person_id)
    forget_seats(person_id)
    for model in (Enrollment, StaffPost):
        db.session.execute(delete(model).where(model.person_id == person_id))


def _discard_sheets(cohort_ids: Iterable[UUID]) -> None:
    purposes = [f"{kind}{cohort_id}" for cohort_id in cohort_ids for kind in (CARDS, HANDOUTS)]
    db.session.execute(delete(StoredFile).where(StoredFile.purpose.in_(purposes)))


def _discard_rosters(person_id: UUID, cohort_ids: set[UUID]) -> None:
    person = accounts.get_person(person_id)
    forget_headings_with(person.name)
    files.purge()
    kept = select(StoredFile.id).where(StoredFile.purpose.in_((PURPOSE_FILE, PURPOSE_ROWS)))
    with_files = select(RosterImport).where(or_(RosterImport.file_id.in_(kept), RosterImport.rows_id.in_(kept)))
    for record in list(db.session.scalars(with_files)):
        if _may_name(record, person, cohort_ids):
            for file_id in (record.file_id, record.rows_id):
                files.discard(file_id)
    if person.name:
        named = RosterImport.file_name.contains(person.name, autoescape=True)
        for record in db.session.scalars(select(RosterImport).where(named)):
            record.file_name = PLAIN_NAME
    db.session.flush()


def _may_name(record: RosterImport, person: accounts.Person, cohort_ids: set[UUID]) -> bool:
    """Say whether a kept roster names her. One whose rows cannot be read is taken to, in a cohort of hers."""
    try:
        rows, _sample = kept_rows(record)
    except RuleBroken:
        return record.cohort_id in cohort_ids
    return any(_names(row, person) for row in rows)


def _names(row: Kept, person: accounts.Person) -> bool:
    one, listed = row.decided, row.decided.listed
    return (
        listed.name == person.name
        or (person.phone_hash is not None and row.phone.get("phone_hash") == person.phone_hash)
        or (person.outside_id is not None and listed.outside_id == person.outside_id)
        or str(person.id) in {one.person_id, *(each.key for each in one.candidates)}
    )
