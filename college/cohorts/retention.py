"""What cohorts throw away: what imports remember of single people; and who has long been in no cohort."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, String, and_, case, cast, func, or_, select, update

from college.cohorts.models import ACTIVE, Cohort, Enrollment
from college.cohorts.roster_models import APPLYING, READING, RosterImport
from college.core.db import db
from college.core.retention import Sweep, count, keys_of

#: How SQLite and PostgreSQL write an empty list and an empty object.
EMPTY = ("{}", "[]", "null")


def _holds(column: object) -> ColumnElement[bool]:
    return cast(column, String).not_in(EMPTY)


def _remembering(before: datetime) -> ColumnElement[bool]:
    """Old imports that still say something of single people: what was answered, remarked, and how to take it back."""
    last = func.coalesce(RosterImport.undone_at, RosterImport.applied_at, RosterImport.made_at)
    details = (RosterImport.deeds, RosterImport.answers, RosterImport.remarks, RosterImport.failed)
    resting = RosterImport.state.not_in((READING, APPLYING))
    return and_(last < before, resting, or_(*(_holds(each) for each in details)))


def _forget_details(before: datetime, limit: int) -> int:
    """Keep what an import was and how many people it brought; from then on it can no longer be taken back."""
    ids = keys_of(RosterImport, _remembering(before), limit)
    emptied = update(RosterImport).where(RosterImport.id.in_(ids)).values(
        deeds={}, answers={}, choices={}, remarks=[], failed=[], before_id=None
    )
    return db.session.execute(emptied, execution_options={"synchronize_session": False}).rowcount


#: What is thrown away, by the key of its rule.
SWEEPS = {"imports": Sweep(lambda before: count(RosterImport, _remembering(before)), _forget_details)}


def left_before(day: date) -> list[UUID]:
    """Give everybody whose last cohort ended, or who left it, before a day: students of one that runs are not among them.

    An enrollment ends with its own last day, else with its cohort's.
    """
    own_end = case((Enrollment.status == ACTIVE, Cohort.ends_on), else_=func.coalesce(Enrollment.to_on, Cohort.ends_on))
    ends = select(Enrollment.person_id).join(Cohort, Cohort.id == Enrollment.cohort_id).group_by(Enrollment.person_id)
    return list(db.session.scalars(ends.having(func.max(own_end) < day)))
