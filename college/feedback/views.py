"""What the product manager sees: themes ranked, and one theme with its numbers, excerpts, screens and history."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from flask_babel import gettext as _

from college.cohorts import service as cohorts
from college.core.clock import LOCAL, today
from college.core.errors import NotFound
from college.core.guard import ensure
from college.core.pages import Page, page_of
from college.core.permissions import COLLEGE, Actor, Permission
from college.feedback import queries, rules
from college.feedback.models import Evidence, Theme, ThemeMove
from college.feedback.queries import Filters
from college.feedback.rules import Status
from college.feedback.screens import Scene, scenes
from college.library import service as library
from college.questions.service import Place, Places

#: Excerpts on one page of a theme.
EXCERPTS_SHOWN = 20
#: So many weeks back a week can be chosen.
WEEKS_SHOWN = 12

#: What may be chosen of the statuses: a group, or one of them.
SHOWS: dict[str, tuple[Status, ...]] = {
    "open": rules.OPEN,
    "closed": rules.CLOSED,
    "all": tuple(Status),
    **{each.value: (each,) for each in Status},
}


@dataclass(frozen=True)
class Chosen:
    """What a manager wants to see; empty strings and None let everything through."""

    show: str = "open"
    feature_id: str = ""
    district_code: str = ""
    week: date | None = None

    def filters(self) -> Filters:
        """Give the same for a query; a week begins on Monday in China."""
        since = datetime.combine(self.week, time(), LOCAL) if self.week else None
        return Filters(
            feature_id=self.feature_id or None,
            district_code=self.district_code or None,
            since=since,
            until=since + timedelta(days=7) if since else None,
            statuses=SHOWS[self.show],
        )


@dataclass(frozen=True)
class ThemeLine:
    """A theme in a list: distinct people, districts and questions behind it, and its last sentence."""

    theme: Theme
    people: int
    districts: int
    questions: int
    feature: str
    sentence: str = ""

    @property
    def status(self) -> Status:
        """Where it is."""
        return Status(self.theme.status)


@dataclass(frozen=True)
class Board:
    """One page of themes, and what they may be narrowed to."""

    page: Page
    features: list[tuple[str, str]]
    districts: list[tuple[str, str]]
    weeks: list[date]


@dataclass(frozen=True)
class Excerpt:
    """One piece of evidence: words without a name, a district, an age band and a step."""

    text: str
    district: str
    age_band: str
    place: Place
    raised_at: datetime


@dataclass(frozen=True)
class ThemePage:
    """Everything about one theme that helps to decide."""

    line: ThemeLine
    first_at: datetime | None
    last_at: datetime | None
    path: str
    excerpts: Page
    scenes: list[Scene]
    moves: list[ThemeMove]

    @property
    def theme(self) -> Theme:
        """The theme itself."""
        return self.line.theme

    @property
    def next_statuses(self) -> tuple[Status, ...]:
        """Where it may go from here."""
        return rules.MOVES[self.line.status]


@dataclass(frozen=True)
class ThemeCounts:
    """What waits for a product manager: themes by status, and since when the oldest promise stands."""

    new: int
    looking: int
    planned: int
    oldest_planned_at: datetime | None


def theme_counts(actor: Actor) -> ThemeCounts:
    """Give what waits for this actor's decision: for her start page; zeros for whoever sees no themes."""
    if not actor.reach(Permission.THEME_VIEW).covers(COLLEGE):
        return ThemeCounts(0, 0, 0, None)
    rows = {status: (count, oldest) for status, count, oldest in queries.status_counts()}
    counts = [rows.get(each.value, (0, None)) for each in rules.OPEN]
    return ThemeCounts(counts[0][0], counts[1][0], counts[2][0], counts[2][1])


def board_of(*, actor: Actor, chosen: Chosen, page: int, lang: str) -> Board:
    """Give one page of themes, most people first; items are `ThemeLine`. The number of queries never grows."""
    ensure(actor, Permission.THEME_VIEW, COLLEGE)
    found = page_of(queries.ranked(chosen.filters()), page)
    lines = lines_of(found.items, lang)
    return Board(
        replace_items(found, lines),
        [(each.id, each.name(lang)) for each in library.features().values()],
        districts(),
        weeks(today()),
    )


def replace_items(page: Page, items: list) -> Page:
    """Give the same page with other items."""
    return replace(page, items=items)


def lines_of(rows: list, lang: str) -> list[ThemeLine]:
    """Give rows of `queries.ranked` with the names of their features and their last sentences."""
    names = {each.id: each.name(lang) for each in library.features().values()}
    moves = queries.last_moves([theme.id for theme, *_numbers in rows])
    return [
        ThemeLine(theme, people, areas, asked, names[theme.feature_id], moves[theme.id].sentence if theme.id in moves else "")
        for theme, people, areas, asked in rows
    ]


def districts() -> list[tuple[str, str]]:
    """Give (code, name) of the districts from which there is evidence, by code."""
    names = cohorts.district_names()
    return [(code, names.get(code, code)) for code in sorted(queries.district_codes())]


def weeks(day: date) -> list[date]:
    """Give the Mondays of the last weeks, the latest first."""
    monday = rules.week_of(day)
    return [monday - timedelta(weeks=back) for back in range(WEEKS_SHOWN)]


def theme_for(actor: Actor, permission: Permission, theme_id: UUID) -> Theme:
    """Give a theme to whoever holds the permission over the college. Raises NotFound."""
    ensure(actor, permission, COLLEGE)
    theme = queries.theme(theme_id)
    if theme is None:
        raise NotFound
    return theme


def theme_page(*, actor: Actor, theme_id: UUID, page: int, lang: str) -> ThemePage:
    """Give one theme with a page of its excerpts; items are `Excerpt`. Raises NotFound."""
    theme = theme_for(actor, Permission.THEME_VIEW, theme_id)
    numbers = queries.numbers_of(theme_id)
    feature = library.features()[theme.feature_id]
    moves = queries.moves_of(theme_id)
    found, places = page_of(queries.evidence_of(theme_id), page, EXCERPTS_SHOWN), Places(lang)
    last = moves[-1].sentence if moves else ""
    return ThemePage(
        ThemeLine(theme, numbers.people, numbers.districts, numbers.questions, feature.name(lang), last),
        numbers.first,
        numbers.last,
        feature.path(lang),
        replace_items(found, excerpts_of(found.items, places)),
        scenes(queries.steps_of(theme_id), places),
        moves,
    )


def excerpts_of(evidence: list[Evidence], places: Places) -> list[Excerpt]:
    """Give evidence as it may be shown: nothing of it tells who asked."""
    names = cohorts.district_names()
    return [
        Excerpt(
            each.excerpt or _("Her words were deleted."),
            names.get(each.district_code, each.district_code),
            each.age_band or _("not said"),
            places.of(each.course_id, each.lesson_id, each.step_id),
            each.created_at,
        )
        for each in evidence
    ]
