"""Snapshots taken and kept: of cohorts one by one, of districts and cities with each person once; proved by counting anew."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from college.board import service
from college.board.models import CohortSnapshot, DistrictSnapshot
from college.board.rules_comparing import (
    COUNTED, SPREADS, Tally, as_one, facts_of_row, median, tally_of, together,
)  # fmt: skip
from college.board.weeks import monday_of
from college.cohorts import service as cohorts
from college.core.clock import now, today
from college.core.db import db, insert_once, run_in_unit

#: Cohorts that one transaction keeps.
AT_ONCE = 50

Report = Callable[[int, int], None]


@dataclass(frozen=True)
class Difference:
    """One number of a kept snapshot that was not what counting anew gives."""

    where: str
    what: str
    was: object
    now: object

    def __str__(self) -> str:
        return f"{self.where}: {self.what} was {self.was}, is {self.now}"


def recount(cohort_ids: Collection[UUID], report: Report = lambda done, total: None) -> list[Difference]:
    """Count these living cohorts and keep their snapshots, a few in each transaction; give what had been otherwise.

    Reads outside of any transaction that writes. ``report(done, total)`` hears how far it is. Call it outside any unit of work.
    """
    rest, done, found = iter(cohort_ids), 0, []
    while some := list(islice(rest, AT_ONCE)):
        moment = now()
        tallies = run_in_unit(lambda some=some: _tallies(some), writes=False)
        found += run_in_unit(lambda tallies=tallies, moment=moment: _keep_cohorts(tallies, moment))
        done += len(some)
        report(done, len(cohort_ids))
    return found


def _tallies(cohort_ids: Sequence[UUID]) -> dict[UUID, Tally]:
    return {each: tally_of(map(facts_of_row, rows)) for each, rows in service.rows_of(cohort_ids)}


def _keep_cohorts(tallies: dict[UUID, Tally], moment: datetime) -> list[Difference]:
    week = monday_of(today())
    mine = CohortSnapshot.cohort_id.in_(list(tallies))
    before = {row.cohort_id: row for row in db.session.scalars(_latest().where(mine))}
    codes = {each.id: each.district_code for each in cohorts.cohorts_by_ids(tallies).values()}
    older = update(CohortSnapshot).where(mine, CohortSnapshot.week < week)
    db.session.execute(older.values(is_latest=False), execution_options={"synchronize_session": False})
    found: list[Difference] = []
    for cohort_id, tally in tallies.items():
        found += _differences(f"cohort {cohort_id}", before.get(cohort_id), tally)
        key = {"cohort_id": cohort_id, "week": week}
        _keep(CohortSnapshot, key, _values(tally, moment) | {"district_code": codes[cohort_id], "is_latest": True})
    return found


def recount_places(district_codes: Collection[str]) -> list[Difference]:
    """Add up the latest snapshots of these districts and of their cities, everybody once; give what had been otherwise."""
    every = run_in_unit(cohorts.districts_of, writes=False)
    cities = {each.city for each in every if each.code in set(district_codes)}
    places = [(each.code, [each.code]) for each in every if each.code in set(district_codes)]
    places += [(city, [each.code for each in every if each.city == city]) for city in sorted(cities)]
    return [found for place, codes in places for found in _recount_place(place, codes)]


def _recount_place(place: str, codes: Sequence[str]) -> list[Difference]:
    tally, count, moment = run_in_unit(lambda: _tally_of_place(codes), writes=False)
    return run_in_unit(lambda: _keep_place(place, tally, count, moment))


def _tally_of_place(codes: Sequence[str]) -> tuple[Tally, int, datetime]:
    living = set(cohorts.living_cohort_ids(codes))
    rows = db.session.scalars(_latest().where(CohortSnapshot.district_code.in_(codes)))
    kept = [row for row in rows if row.cohort_id in living]
    several = cohorts.in_several(codes)
    among: dict[UUID, list[UUID]] = {}
    for person_id, cohort_ids in several.items():
        for cohort_id in cohort_ids:
            among.setdefault(cohort_id, []).append(person_id)
    hers: dict[UUID, list[Any]] = {}
    for _cohort_id, rows in service.rows_of(list(among), among):
        for row in rows:
            hers.setdefault(row.member.person_id, []).append(row)
    doubled = tally_of(facts_of_row(row) for rows in hers.values() for row in rows)
    once = tally_of(as_one(rows) for rows in hers.values())
    whole = together([*map(_tally_of_row, kept), once], less=doubled)
    return whole, len(living), min((row.taken_at for row in kept), default=now())


def _keep_place(place: str, tally: Tally, count: int, moment: datetime) -> list[Difference]:
    week = monday_of(today())
    latest = select(DistrictSnapshot).where(DistrictSnapshot.place == place).order_by(DistrictSnapshot.week.desc()).limit(1)
    found = _differences(place, db.session.scalars(latest).first(), tally)
    _keep(DistrictSnapshot, {"place": place, "week": week}, _values(tally, moment) | {"cohorts": count})
    return found


def _latest() -> Any:
    return select(CohortSnapshot).where(CohortSnapshot.is_latest)


def _tally_of_row(row: CohortSnapshot | DistrictSnapshot) -> Tally:
    spread = {name: {int(value): people for value, people in row.spread.get(name, {}).items()} for name in SPREADS}
    return Tally({name: getattr(row, name) for name in COUNTED}, spread)


def _values(tally: Tally, moment: datetime) -> dict[str, Any]:
    spread = {name: {str(value): people for value, people in sorted(each.items())} for name, each in tally.spread.items()}
    medians = {f"{name}_median": median(each) for name, each in tally.spread.items()}
    return {**tally.numbers, **medians, "spread": spread, "taken_at": moment}


def _keep(model: Any, key: dict[str, Any], values: dict[str, Any]) -> None:
    if not insert_once(model, **key, **values):
        mine = update(model).where(*(getattr(model, name) == value for name, value in key.items()))
        db.session.execute(mine.values(values), execution_options={"synchronize_session": False})


def _differences(where: str, row: CohortSnapshot | DistrictSnapshot | None, tally: Tally) -> list[Difference]:
    if row is None:
        return [Difference(where, "the whole snapshot", "missing", "kept")]
    kept = _tally_of_row(row)
    pairs = [(name, kept.numbers[name], tally.numbers[name]) for name in COUNTED]
    pairs += [(f"spread of {name}", kept.spread[name], tally.spread[name]) for name in SPREADS]
    return [Difference(where, name, was, now_is) for name, was, now_is in pairs if was != now_is]


def rebuild(report: Report = lambda done, total: None) -> Iterator[Difference]:
    """Count every living cohort, district and city anew; give what was otherwise. Call it outside any unit of work."""
    ids = run_in_unit(cohorts.living_cohort_ids, writes=False)
    yield from recount(ids, report)
    codes = [each.code for each in run_in_unit(cohorts.districts_of, writes=False)]
    yield from recount_places(codes)
