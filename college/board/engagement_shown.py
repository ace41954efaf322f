"""The page of how much the college is used: people, opens and minutes by day, week, district and cohort, never by name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from college.board import rules_engagement as rules
from college.board.districts import may_open
from college.board.rules_comparing import HIDDEN, smallest_beside_few, told
from college.board.shapes_lessons import Number
from college.board.weeks import monday_of
from college.cohorts import service as cohorts
from college.core.clock import today
from college.core.errors import NotFound
from college.core.guard import ensure, ensure_somewhere
from college.core.pages import Page, page_of_list
from college.core.permissions import COLLEGE, Actor, Permission, Scope
from college.progress import service as progress

#: Days and weeks that the page goes back, and groups on one page.
DAYS, WEEKS, ON_A_PAGE = 14, 12, 20
#: The whole college.
ALL = "all"


@dataclass(frozen=True)
class Use:
    """How much one group was there in one span of days; ``each`` is the minutes of one person, from the told numbers."""

    key: str
    name: str
    on: date
    people: Number
    opens: Number
    minutes: Number
    each: int | None
    is_unfinished: bool = False


@dataclass(frozen=True)
class EngagementPage:
    """The use of the whole college (``district`` None) or of one district; numbers in fives, fewer than five never.

    ``share`` is the average day over the month in percent, in fives. ``groups`` are districts, or cohorts, in one week.
    """

    district: cohorts.District | None
    may_choose: list[cohorts.District]
    sees_all: bool
    day: Use | None
    seven: Number
    thirty: Number
    share: int | None
    days: list[Use]
    weeks: list[Use]
    week: date
    groups: Page
    counted_at: datetime | None


def page_for(*, actor: Actor, code: str, week: str, page: int, per_page: int = ON_A_PAGE) -> EngagementPage:
    """Give how much the college, or a district, is used; without a district the widest that the actor may see.

    ``week`` is a Monday, else the present week. Raises NotFound for a district that is not there or not hers.
    """
    ensure_somewhere(actor, Permission.NUMBERS_VIEW)
    every = [each for each in cohorts.districts_of() if may_open(actor, each.code)]
    sees_all = actor.reach(Permission.NUMBERS_VIEW).college
    if not code and not sees_all:
        code = every[0].code if every else ""
    ensure(actor, Permission.NUMBERS_VIEW, Scope(district=code) if code else COLLEGE)
    district = next((each for each in every if each.code == code), None)
    if code and district is None:
        raise NotFound
    return _page(code or ALL, district, every, sees_all, _week_of(week), page, per_page)


def _week_of(asked: str) -> date:
    try:
        return monday_of(date.fromisoformat(asked))
    except ValueError:
        return monday_of(today())


def _page(
    part: str,
    district: cohorts.District | None,
    every: list[cohorts.District],
    sees_all: bool,
    week: date,
    page: int,
    per_page: int,
) -> EngagementPage:
    on = today()
    counted = progress.active_counts(span="day", parts=[part], since=on - timedelta(days=rules.MONTH + 1))
    last = rules.last_full_day(on, [each.on for each in counted])
    spans = {name: _latest(progress.active_counts(span=name, parts=[part], since=last)) for name in ("seven", "thirty")}
    average = rules.average_day({each.on: each.people for each in counted}, last)
    in_month = spans["thirty"].people if spans["thirty"] else 0
    days = _uses("day", part, on - timedelta(days=DAYS - 1), on, every if district and sees_all else [])
    begun = monday_of(on)
    weeks = _uses("week", part, begun - timedelta(weeks=WEEKS), begun, every if district and sees_all else [])
    return EngagementPage(
        district=district,
        may_choose=every,
        sees_all=sees_all,
        day=next((each for each in days if each.on == last), None),
        seven=_told(spans["seven"]),
        thirty=_told(spans["thirty"]),
        share=rules.stickiness(average, in_month),
        days=days,
        weeks=weeks,
        week=week,
        groups=_groups(district, every, week, page, per_page),
        counted_at=progress.counted_at(),
    )


def _latest(rows: list[progress.ActiveCount]) -> progress.ActiveCount | None:
    return rows[0] if rows else None


def _told(row: progress.ActiveCount | None) -> Number:
    return told(row.people if row else 0, is_hers=False)


def _uses(span: str, part: str, since: date, unfinished: date, beside: list[cohorts.District]) -> list[Use]:
    """Give the use of a part in each span since a day, the latest first.

    ``beside`` are the districts of whoever sees the whole college too: what is hidden in their list is hidden here.
    """
    hidden = _beside_few(span, [each.code for each in beside], since) if beside else {}
    rows = progress.active_counts(span=span, parts=[part], since=since)
    return [_use(each, part, "", unfinished, hidden.get(each.on)) for each in reversed(rows)]


def _use(row: progress.ActiveCount, key: str, name: str, unfinished: date, beside: int | None) -> Use:
    """Give the use of a part; the smallest beside one of few people is not told (`smallest_beside_few`)."""
    if beside is not None and row.people == beside:
        return Use(key, name, row.on, HIDDEN, HIDDEN, HIDDEN, None, row.on == unfinished)
    people = told(row.people, is_hers=False)
    opens, minutes = (told(value, is_hers=False, people=row.people) for value in (row.opens, row.minutes))
    return Use(key, name, row.on, people, opens, minutes, rules.minutes_each(minutes, people), row.on == unfinished)


def _group(row: progress.ActiveCount | None, key: str, name: str, week: date, beside: int | None) -> Use:
    """Give a cohort or district in a week, also one in which nobody was active."""
    nobody = Number(0)
    return _use(row, key, name, monday_of(today()), beside) if row else Use(key, name, week, nobody, nobody, nobody, None)


def _beside_few(span: str, parts: list[str], since: date) -> dict[date, int | None]:
    """Give by span the smallest number of these parts that is not told, because it stands beside one of few people."""
    people: dict[date, list[int]] = {}
    for row in progress.active_counts(span=span, parts=parts, since=since):
        people.setdefault(row.on, []).append(row.people)
    return {on: smallest_beside_few(each) for on, each in people.items()}


def _groups(district: cohorts.District | None, every: list[cohorts.District], week: date, page: int, per_page: int) -> Page:
    """Give the districts, or the cohorts of one, in a week: a page of them by name, those without anybody too."""
    if district is None:
        names = [(each.code, each.name) for each in every]
    else:
        living = cohorts.cohorts_by_ids(cohorts.living_cohort_ids([district.code])).values()
        names = [(each.id.hex, each.name) for each in sorted(living, key=lambda each: (each.name, each.id))]
    shown = page_of_list(names, page, per_page)
    rows = progress.active_counts(span="week", parts=[key for key, _name in shown.items], since=week)
    counted = {each.part: each for each in rows if each.on == week}
    beside = _beside_few("week", [key for key, _name in names], week).get(week)
    items = [_group(counted.get(key), key, name, week, beside) for key, name in shown.items]
    return Page(items, shown.total, shown.page, shown.pages)
