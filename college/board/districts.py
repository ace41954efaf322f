"""Boards of districts and cities: never a name, numbers of others only in fives, other districts only as medians."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select

from college.board.comparing import COLUMNS, Line, line_of
from college.board.models import CohortSnapshot, DistrictSnapshot
from college.board.rules_comparing import HIDDEN
from college.board.rules_lessons import FEW
from college.cohorts import service as cohorts
from college.cohorts.service import Cohort, District
from college.core.db import db
from college.core.errors import NotFound
from college.core.guard import ensure, ensure_somewhere
from college.core.pages import Page, page_of, page_of_list
from college.core.permissions import Actor, Permission, Scope

#: Cohorts or districts of one page, and weeks that a district's page goes back.
ON_A_PAGE, WEEKS = 20, 12
#: By what a list of cohorts may be sorted; the name comes first in the alphabet, numbers with the greatest first.
SORTS = ("name", *COLUMNS, "lessons_median", "times_median")


@dataclass(frozen=True)
class DistrictBoard:
    """A district at one moment: its numbers, its weeks from the latest back, and a page of its cohorts.

    ``whole`` is None before it was counted for the first time; a cohort that was not counted yet has no line.
    """

    district: District
    whole: Line | None
    weeks: list[Line]
    page: Page
    sort: str
    cohorts: int
    is_hers: bool

    @property
    def taken_at(self) -> datetime | None:
        """The moment of which its numbers are."""
        return self.whole.taken_at if self.whole else None


@dataclass(frozen=True)
class CityBoard:
    """The districts of a city beside each other. ``whole`` is for those who may see all of them."""

    city: str
    whole: Line | None
    lines: list[Line]
    sort: str
    sees_all: bool
    #: Districts that are left out because nobody, or too few people, are in them.
    left_out: int

    @property
    def taken_at(self) -> datetime | None:
        """The oldest moment of which one of its numbers is."""
        return min((line.taken_at for line in self.lines), default=None)


def may_open(actor: Actor, code: str) -> bool:
    """Say whether an actor may see the numbers of a whole district."""
    return actor.reach(Permission.NUMBERS_VIEW).covers(Scope(district=code))


def index(actor: Actor, page: int) -> tuple[Page, list[str]]:
    """Give the districts whose numbers an actor may see, a page of them as (district, line or None), and their cities.

    Raises NotAllowed for whoever sees numbers nowhere.
    """
    ensure_somewhere(actor, Permission.NUMBERS_VIEW)
    every = [each for each in cohorts.districts_of() if may_open(actor, each.code)]
    shown = page_of_list(every, page, ON_A_PAGE)
    lines = _lines(actor, shown.items)
    items = [(each, lines.get(each.code)) for each in shown.items]
    cities = list(dict.fromkeys(each.city for each in every))
    return Page(items, shown.total, shown.page, shown.pages), cities


def district_board(*, actor: Actor, code: str, sort: str, page: int, per_page: int = ON_A_PAGE) -> DistrictBoard:
    """Give the board of a district over which the actor sees numbers. The number of queries grows with nothing.

    Raises NotFound for one that is not there or not hers.
    """
    district = db.session.get(District, code)
    if district is None:
        raise NotFound
    ensure(actor, Permission.NUMBERS_VIEW, Scope(district=code))
    is_hers, sort = _is_hers(actor, code), sort if sort in SORTS else "name"
    rows = _weeks_of(code)
    weeks = [line_of(row, key=code, name=district.name, is_hers=is_hers) for row in rows]
    found = page_of(_cohorts_of(code, sort, is_hers), page, per_page)
    beside = {} if is_hers else _beside_few(code)
    items = [
        (cohort, line_of(row, key=str(cohort.id), name=cohort.name, is_hers=is_hers, beside=beside) if row else None)
        for cohort, row in found.items
    ]
    return DistrictBoard(
        district, weeks[0] if weeks else None, weeks, Page(items, found.total, found.page, found.pages), sort,
        found.total, is_hers,
    )  # fmt: skip


def _is_hers(actor: Actor, code: str) -> bool:
    return actor.reach(Permission.BOARD_VIEW).covers(Scope(district=code))


def _weeks_of(place: str) -> Sequence[DistrictSnapshot]:
    latest = select(DistrictSnapshot).where(DistrictSnapshot.place == place)
    return list(db.session.scalars(latest.order_by(DistrictSnapshot.week.desc()).limit(WEEKS)))


def _cohorts_of(code: str, sort: str, is_hers: bool) -> Any:
    latest = and_(CohortSnapshot.cohort_id == Cohort.id, CohortSnapshot.is_latest)
    living = select(Cohort, CohortSnapshot).outerjoin(CohortSnapshot, latest)
    living = living.where(Cohort.district_code == code, Cohort.archived_at.is_(None))
    return living.order_by(*_order(sort, is_hers), Cohort.name, Cohort.id)


def _beside_few(code: str) -> dict[str, int | None]:
    """Give, for each column, the smallest number of all cohorts of a district that stands beside one of few people: one query."""
    columns = {name: getattr(CohortSnapshot, name) for name in COLUMNS}
    smallest = [func.min(case((column >= FEW, column))) for column in columns.values()]
    few = [func.sum(case((and_(column > 0, column < FEW), 1), else_=0)) for column in columns.values()]
    latest = and_(CohortSnapshot.cohort_id == Cohort.id, CohortSnapshot.is_latest)
    asked = select(*smallest, *few).join(Cohort, latest).where(Cohort.district_code == code, Cohort.archived_at.is_(None))
    row = db.session.execute(asked).one()
    return {name: row[at] if row[at + len(columns)] else None for at, name in enumerate(columns)}


def _order(sort: str, is_hers: bool) -> list[ColumnElement[Any]]:
    """Sort by what the reader is told, so that the order of small groups says nothing of them either."""
    if sort == "name":
        return []
    column = getattr(CohortSnapshot, sort)
    if is_hers:
        return [func.coalesce(column, -1).desc()]
    if sort in ("lessons_median", "times_median"):
        return [case((CohortSnapshot.enrolled < FEW, -1), else_=func.coalesce(column, -1)).desc()]
    known = case((CohortSnapshot.enrolled.is_(None), -1), (column == 0, 0), else_=1 + func.coalesce(column, 0) // FEW)
    return [case((CohortSnapshot.enrolled < FEW, 1), else_=known).desc()]


def city_board(*, actor: Actor, city: str, sort: str) -> CityBoard:
    """Give the districts of a city ("": hers) beside each other for whoever sees the numbers of one of them, or of all.

    Others' districts are there with their medians alone. Raises NotFound for a city that is not there or of which she
    sees no district.
    """
    city = city or _first_city(actor)
    every = cohorts.districts_of(city)
    if not every:
        raise NotFound
    ensure(actor, Permission.NUMBERS_VIEW, Scope(district=_first_hers(actor, every)))
    sees_all = actor.reach(Permission.NUMBERS_VIEW).college
    found = list(_lines(actor, every).values())
    shown = [line for line in found if line.may_open or not line.is_few]
    rows = _weeks_of(city) if sees_all else []
    whole = _whole(rows[0], city, found) if rows else None
    return CityBoard(city, whole, _sorted(shown, sort), sort, sees_all, len(every) - len(shown))


def _whole(row: DistrictSnapshot, city: str, parts: Sequence[Line]) -> Line:
    """Give the line of a city; a number that one of its districts has of few people is not told of the whole."""
    line = line_of(row, key=city, name=city, is_hers=False)
    few = {name for name in COLUMNS for part in parts if part.cells and part.cells[name].is_few}
    return replace(line, cells={name: HIDDEN if name in few else cell for name, cell in line.cells.items()})


def _first_hers(actor: Actor, districts: Sequence[District]) -> str:
    """Give the first of these districts whose numbers an actor sees, or one that she does not see: to be asked about."""
    return next((each.code for each in districts if may_open(actor, each.code)), districts[0].code)


def _first_city(actor: Actor) -> str:
    every = cohorts.districts_of()
    return next((each.city for each in every if may_open(actor, each.code)), every[0].city if every else "")


def _lines(actor: Actor, districts: Sequence[District]) -> dict[str, Line]:
    """Give a line for each of these districts that has living cohorts, and people where it is not hers: one query."""
    codes = {each.code: each for each in districts}
    latest = select(DistrictSnapshot.place, func.max(DistrictSnapshot.week).label("week")).where(DistrictSnapshot.place.in_(list(codes)))
    newest = latest.group_by(DistrictSnapshot.place).subquery()
    same = and_(DistrictSnapshot.place == newest.c.place, DistrictSnapshot.week == newest.c.week)
    rows = db.session.scalars(select(DistrictSnapshot).join(newest, same).order_by(DistrictSnapshot.place))
    return {
        row.place: line_of(
            row, key=row.place, name=codes[row.place].name, is_hers=_is_hers(actor, row.place),
            may_open=may_open(actor, row.place), only_medians=not may_open(actor, row.place),
        )
        for row in rows
        if row.cohorts and (row.enrolled or may_open(actor, row.place))
    }  # fmt: skip


def _sorted(lines: list[Line], sort: str) -> list[Line]:
    keys = {"people": lambda line: line.people.value, "times": lambda line: line.times or 0, "lessons": lambda line: line.lessons or 0}
    return sorted(lines, key=keys[sort], reverse=True) if sort in keys else lines


def codes_in(actor: Actor, city: str) -> list[str]:
    """Give the districts of a city whose numbers the actor may see. Raises NotFound where there is none."""
    every = cohorts.districts_of(city)
    if not every:
        raise NotFound
    ensure(actor, Permission.NUMBERS_VIEW, Scope(district=_first_hers(actor, every)))
    return [each.code for each in every if may_open(actor, each.code)]
