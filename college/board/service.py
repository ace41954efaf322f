"""A cohort's board: one reading of its people and their places, for the page and for the export alike."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from uuid import UUID

from college.accounts import service as accounts
from college.board import counting, export, rules, rules_rows, rules_weeks, weeks
from college.board.counting_shapes import CohortNumbers
from college.board.shapes import Course, Kind, Member, PersonRow, Show, Summary
from college.board.shown import keep_for_many as keep_for_many
from college.board.shown import keep_for_one as keep_for_one
from college.board.weeks import Weeks
from college.cohorts import service as cohorts
from college.core import audit
from college.core.clock import now, today
from college.core.errors import NotFound
from college.core.permissions import Actor, Permission
from college.meetings import service as meetings
from college.progress import service as progress

#: So many cohorts are read at a time: some thousands of people, so that a whole city fits into memory.
CHUNK = 50


@dataclass(frozen=True)
class Board:
    """A cohort with its people, courses, held meetings and weeks, and the numbers of all that."""

    cohort: cohorts.Cohort
    courses: list[Course]
    rows: list[PersonRow]
    summary: Summary
    weeks: Weeks
    week_rows: list[rules_weeks.WeekRow]
    meetings: list[rules_weeks.MeetingRow]

    @property
    def numbers(self) -> CohortNumbers:
        """The numbers of the whole cohort."""
        return self.summary.numbers


@dataclass(frozen=True)
class Today:
    """What a start page says of a cohort: the rows of its board, without names, and its courses."""

    cohort: cohorts.Cohort
    courses: list[Course]
    rows: list[PersonRow]

    def people(self, kind: Kind) -> list[PersonRow]:
        """Give the people whom a number of the board counts."""
        return rules.chosen(self.rows, Show(kind))

    @property
    def enrolled(self) -> int:
        """How many people are in the cohort."""
        return len(self.rows)

    @property
    def unopened(self) -> int:
        """How many have never opened a card."""
        return len(self.people(Kind.UNOPENED))

    @property
    def stuck(self) -> list[PersonRow]:
        """Who has gone silent, the longest first."""
        return sorted(self.people(Kind.STUCK), key=lambda row: row.last_step_at or quiet_since())


def board_of(actor: Actor, permission: Permission, cohort_id: UUID, lang: str) -> Board:
    """Give the board of a cohort over which the actor holds the permission, with titles in ``lang``.

    The number of queries grows neither with people nor with weeks.
    """
    cohort, at = cohorts.cohort_for(actor, permission, cohort_id), now()
    courses = counting.courses_of(cohorts.cohort_courses(cohort_id), lang)
    people = [person for _enrollment, person in cohorts.enrolled(cohort_id)]
    ids, course_ids = [person.id for person in people], [course.id for course in courses]
    facts = counting.facts_of(cohort_ids=[cohort_id], person_ids=ids, course_ids=course_ids, at=at)
    deeds = {person_id: facts.deeds_of(cohort_id, person_id, courses) for person_id in ids}
    shown = weeks.weeks_of(cohort.starts_on, cohort.ends_on, today())
    timed = counting.with_times(deeds, cohort_id=cohort_id, course_ids=course_ids, weeks=shown, at=at)
    beside = rules_rows.Beside(quiet_since(), called_since(), timed, shown)
    marks = [mark for some in facts.marks.values() for mark in some]
    rows = rules_rows.person_rows(_members(people, facts.opened), courses, marks, beside)
    came = _meetings(meetings.held_rates(cohort_ids=[cohort_id], at=at).get(cohort_id, []))
    return Board(
        cohort,
        courses,
        rows,
        rules.summary(rows, courses, [(each.came, each.enrolled) for each in came]),
        shown,
        rules_weeks.week_rows(rows, shown),
        came,
    )


def numbers_of(cohort_ids: Collection[UUID]) -> dict[UUID, CohortNumbers]:
    """Give the numbers of these cohorts as their boards say them, for whoever may see them: for snapshots.

    Reads `CHUNK` cohorts at a time, each time with as many queries, whatever is in them but for each thousand people.
    """
    found, at = {}, now()
    for some in _chunks(cohort_ids):
        held = meetings.held_rates(cohort_ids=some, at=at)
        for each, rows in rows_of(some):
            rates = [(rate.came, rate.enrolled) for _meeting, rate in held.get(each, [])]
            found[each] = rules.cohort_numbers(rows, rates)
    return found


def _meetings(held: Sequence[tuple[meetings.Held, meetings.Rate]]) -> list[rules_weeks.MeetingRow]:
    return [rules_weeks.MeetingRow(each.id, each.starts_at, rate.came, rate.enrolled) for each, rate in held]


def rows_of(
    cohort_ids: Collection[UUID], among: Mapping[UUID, list[UUID]] | None = None
) -> Iterator[tuple[UUID, list[PersonRow]]]:
    """Give each of these cohorts with its people, without names: like `numbers_of`.

    With ``among`` only these people of each cohort.
    """
    followed = cohorts.courses_by_cohort(cohort_ids)
    courses = {each.id: each for each in counting.courses_of(list(dict.fromkeys(sum(followed.values(), []))), "zh")}
    for some in _chunks(cohort_ids):
        follows = {each: [courses[one] for one in followed.get(each, []) if one in courses] for each in some}
        yield from _read(some, follows, among)


def _chunks(cohort_ids: Collection[UUID]) -> Iterator[list[UUID]]:
    rest = iter(cohort_ids)
    while some := list(islice(rest, CHUNK)):
        yield some


def _read(
    cohort_ids: list[UUID], follows: dict[UUID, list[Course]], among: Mapping[UUID, list[UUID]] | None
) -> Iterator[tuple[UUID, list[PersonRow]]]:
    people, at = among if among is not None else cohorts.people_by_cohort(cohort_ids), now()
    person_ids = list({person_id for each in cohort_ids for person_id in people.get(each, [])})
    course_ids = list({course.id for some in follows.values() for course in some})
    facts = counting.facts_of(cohort_ids=cohort_ids, person_ids=person_ids, course_ids=course_ids, at=at)
    for each in cohort_ids:
        yield each, _rows(each, people.get(each, []), follows[each], facts)


def _rows(cohort_id: UUID, person_ids: list[UUID], courses: list[Course], facts: counting.Facts) -> list[PersonRow]:
    deeds = {person_id: facts.deeds_of(cohort_id, person_id, courses) for person_id in person_ids}
    members = [Member(person_id, "", person_id in facts.opened, None) for person_id in person_ids]
    marks = [mark for person_id in person_ids for mark in facts.marks.get(person_id, ())]
    return rules_rows.person_rows(members, courses, marks, rules_rows.Beside(quiet_since(), called_since(), deeds))


def quiet_since() -> datetime:
    """Give the moment since which whoever is not stuck has kept a step."""
    return now() - progress.STOPPED_AFTER


def called_since() -> datetime:
    """Give the moment in which this week began: whoever called for help since then has called."""
    return weeks.begin_of(weeks.monday_of(today()))


def _members(people: list[accounts.Person], opened: Collection[UUID]) -> list[Member]:
    seen = progress.last_seen(person_ids=[person.id for person in people])
    return [Member(person.id, person.name, person.id in opened, seen.get(person.id)) for person in people]


def today_of(classes: Sequence[cohorts.Cohort], lang: str) -> list[Today]:
    """Give what today's start page says of these cohorts, for whoever may see their boards.

    The numbers are those of each board. Reads `CHUNK` cohorts at a time, each time with as many queries.
    """
    followed = cohorts.courses_by_cohort([each.id for each in classes])
    courses = {each.id: each for each in counting.courses_of(list(dict.fromkeys(sum(followed.values(), []))), lang)}
    follows = {each.id: [courses[one] for one in followed.get(each.id, []) if one in courses] for each in classes}
    rows = {each: row for some in _chunks(list(follows)) for each, row in _read(some, follows, None)}
    return [Today(each, follows[each.id], rows[each.id]) for each in classes]


def people_of(board: Board, show: Show) -> list[PersonRow]:
    """Give the people whom a number of the board counts.

    Raises NotFound for a lesson that the cohort does not follow, a week that its board does not show, a meeting that
    it has not held.
    """
    if show.course_id:
        course = next((each for each in board.courses if each.id == show.course_id), None)
        lessons = [lesson.id for lesson in course.lessons] if course else []
        if course is None or (show.lesson_id and show.lesson_id not in lessons):
            raise NotFound
    if show.kind in (Kind.ACTIVE, Kind.DONE) and show.week not in _spans(board):
        raise NotFound
    if show.kind is Kind.THERE and show.meeting_id not in [each.meeting_id for each in board.meetings]:
        raise NotFound
    return rules.chosen(board.rows, show, board.courses)


def _spans(board: Board) -> list[str]:
    return [weeks.BEFORE, *(each.key for each in board.weeks.weeks), weeks.AFTER]


def export_people(*, actor: Actor, cohort_id: UUID, show: Show, lang: str) -> bytes:
    """Give the people whom a number counts as CSV, and keep that they were taken out."""
    board = board_of(actor, Permission.BOARD_EXPORT, cohort_id, lang)
    rows = people_of(board, show)
    _record(actor, board, "people", len(rows))
    return export.people_csv(rows, board.courses)


def export_table(*, actor: Actor, cohort_id: UUID, what: str, lang: str) -> bytes:
    """Give one table of the board as CSV, and keep that it was taken out.

    ``what`` is numbers, weeks or meetings.
    """
    board = board_of(actor, Permission.BOARD_EXPORT, cohort_id, lang)
    _record(actor, board, what, len(board.rows))
    if what == "weeks":
        return export.weeks_csv(board.week_rows)
    if what == "meetings":
        return export.meetings_csv(board.meetings)
    return export.numbers_csv(board.summary)


def _record(actor: Actor, board: Board, what: str, people: int) -> None:
    audit.record(
        actor,
        "board.export",
        subject=f"cohort:{board.cohort.id}",
        district=board.cohort.district_code,
        what=what,
        people=people,
    )
