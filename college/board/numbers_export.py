"""The numbers of districts, cities and use as CSV: the same lines as on their pages, from the same reading."""

from __future__ import annotations

from flask_babel import gettext as _

from college.board.comparing import COLUMNS, Line
from college.board.districts import city_board, district_board
from college.board.engagement_shown import Use, page_for
from college.board.shapes_lessons import Number
from college.board.words_lessons import number_words
from college.board.words_numbers import column_words, median_words
from college.core import audit
from college.core.permissions import Actor
from college.core.tables import csv_bytes, time_cell

#: So many lines a file has at most.
MOST = 100_000


def district_csv(*, actor: Actor, code: str) -> tuple[bytes, str]:
    """Give a district's whole and all its cohorts, and the district's name; keep that they were taken out."""
    board = district_board(actor=actor, code=code, sort="name", page=1, per_page=MOST)
    lines = [([_("The whole district")], board.whole)] if board.whole else []
    lines += [([cohort.name], line) for cohort, line in board.page.items]
    _record(actor, code, "district")
    return csv_bytes([_head(), *(_line(*each) for each in lines)]), board.district.name


def city_csv(*, actor: Actor, city: str) -> bytes:
    """Give the districts of a city; keep that they were taken out."""
    board = city_board(actor=actor, city=city, sort="name")
    whole = [_line([_("The whole city")], board.whole)] if board.whole else []
    _record(actor, city, "city")
    return csv_bytes([_head(), *whole, *(_line([line.name], line) for line in board.lines)])


def use_csv(*, actor: Actor, code: str, week: str) -> bytes:
    """Give the days and weeks of the college's or a district's use, then its groups in a week; keep that they were taken out."""
    page = page_for(actor=actor, code=code, week=week, page=1, per_page=MOST)
    head = [_("What"), _("From"), _("Active people"), _("Times opened"), _("Minutes"), _("Minutes of one person")]
    whole = page.district.name if page.district else _("The whole college")
    lines = [_use(_("%(who)s, one day", who=whole), each) for each in page.days]
    lines += [_use(_("%(who)s, one week", who=whole), each) for each in page.weeks]
    lines += [_use(each.name, each) for each in page.groups.items]
    _record(actor, page.district.code if page.district else "all", "use")
    return csv_bytes([head, *lines])


def _head() -> list[str]:
    words = column_words()
    return [_("Who"), *(words[name] for name in COLUMNS), words["lessons_median"], words["times_median"], _("As of")]


def _line(who: list[str], line: Line | None) -> list[object]:
    if line is None:
        return [*who, _("not counted yet")]
    cells = [_cell(line.cells[name]) if line.cells else "" for name in COLUMNS]
    if not line.cells:
        cells[0] = _cell(line.people)
    return [*who, *cells, median_words(line.lessons), median_words(line.times), time_cell(line.taken_at)]


def _use(what: str, use: Use) -> list[object]:
    each = "" if use.each is None else use.each
    return [what, use.on.isoformat(), _cell(use.people), _cell(use.opens), _cell(use.minutes), each]


def _cell(number: Number) -> object:
    return number_words(number) if number.is_few or number.is_about or number.is_hidden else number.value


def _record(actor: Actor, place: str, what: str) -> None:
    district = place if place.isdigit() else None
    audit.record(actor, "board.export", subject=f"district:{place}", district=district, what=what)
