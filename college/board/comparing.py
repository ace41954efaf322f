"""Lines of numbers as their reader may see them: of cohorts, districts, cities and weeks, made of snapshots."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from college.board.models import CohortSnapshot, DistrictSnapshot
from college.board.rules_comparing import OF_PEOPLE, told, told_median
from college.board.shapes_lessons import Number

#: The numbers of a line in their order on pages and in files: what is counted of people, then what is not.
COLUMNS = ("enrolled", "came", "started", "practised", "shown", "finished", "silent", "calling", "open_questions")
#: No number stands beside one of few people.
NOTHING: Mapping[str, int | None] = {}


@dataclass(frozen=True)
class Line:
    """The numbers of one group of people.

    ``cells`` has a `Number` for each of `COLUMNS`, nothing where only medians may be told. Medians are of lessons
    finished and of meetings attended by one person; None where too few people stand behind them.
    """

    key: str
    name: str
    people: Number
    cells: dict[str, Number]
    lessons: float | None
    times: float | None
    taken_at: datetime
    #: Its reader may open the people behind every number.
    is_hers: bool
    #: Its reader may open the page of this district.
    may_open: bool = False
    week: date | None = None

    @property
    def is_few(self) -> bool:
        """Whether so few people are in it that nothing is told of them."""
        return self.people.is_few


def line_of(
    row: CohortSnapshot | DistrictSnapshot, *, key: str, name: str, is_hers: bool, may_open: bool = False,
    only_medians: bool = False, beside: Mapping[str, int | None] = NOTHING,
) -> Line:  # fmt: skip
    """Give a snapshot as its reader may see it: of too small a group of others nothing but that it is small.

    ``beside`` has the number of each column that is not told because it stands beside one of few people.
    """
    people = told(row.enrolled, is_hers=is_hers, beside=beside.get("enrolled"))
    cells = {} if only_medians else {name: _cell(row, name, is_hers, beside.get(name)) for name in COLUMNS}
    if people.is_few:
        cells = {name: Number(0, is_few=True) for name in cells}
    return Line(
        key=key,
        name=name,
        people=people,
        cells=cells,
        lessons=told_median(row.lessons_median, people=row.enrolled, is_hers=is_hers),
        times=told_median(row.times_median, people=row.enrolled, is_hers=is_hers),
        taken_at=row.taken_at,
        is_hers=is_hers,
        may_open=may_open,
        week=row.week,
    )


def _cell(row: CohortSnapshot | DistrictSnapshot, name: str, is_hers: bool, beside: int | None) -> Number:
    counts_people = name in OF_PEOPLE or name == "enrolled"
    return told(getattr(row, name), is_hers=is_hers, people=None if counts_people else row.enrolled, beside=beside)
