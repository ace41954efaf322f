"""The weeks of a cohort, what was done in each, and how the charts are drawn; the board's queries stay as few and as small."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import event

from college.board import export, service
from college.board.charts import HEIGHT, Value, chart_of, step_of
from college.board.counting_shapes import Deeds
from college.board.rules_rows import Beside, person_rows
from college.board.rules_weeks import week_rows
from college.board.shapes import Course, Lesson, Mark, Member
from college.board.weeks import AFTER, BEFORE, MOST, weeks_of
from college.cohorts import service as cohorts
from college.core.clock import freeze, now, today
from college.core.db import db
from college.core.permissions import Actor, Permission
from college.meetings import service as meetings
from college.meetings.models import Attendance, Meeting

STARTS, ENDS = date(2026, 9, 9), date(2026, 12, 20)


@pytest.mark.parametrize(
    ("on", "mondays", "unfinished"),
    [
        (date(2026, 9, 8), [], []),
        (date(2026, 9, 9), ["2026-09-07"], [True]),
        (date(2026, 9, 13), ["2026-09-07"], [True]),
        (date(2026, 9, 14), ["2026-09-07", "2026-09-14"], [False, True]),
    ],
)
def test_weeks_begin_on_monday_and_the_present_one_is_unfinished(on, mondays, unfinished):
    weeks = weeks_of(STARTS, ENDS, on).weeks
    assert [each.key for each in weeks] == mondays
    assert [each.is_unfinished for each in weeks] == unfinished
    assert [each.number for each in weeks] == list(range(1, len(weeks) + 1))


def test_weeks_end_with_the_cohort_and_only_the_latest_are_shown():
    assert weeks_of(STARTS, ENDS, date(2030, 1, 1)).weeks[-1].first_on == date(2026, 12, 14)
    long = weeks_of(date(2025, 1, 1), ENDS, date(2026, 12, 31)).weeks
    assert len(long) == MOST and long[-1].number == 103 and not long[-1].is_unfinished


@pytest.mark.parametrize(
    ("moment", "key"),
    [
        (datetime(2026, 9, 6, 15, 59, 59, tzinfo=UTC), BEFORE),
        (datetime(2026, 9, 6, 16, tzinfo=UTC), "2026-09-07"),
        (datetime(2026, 9, 13, 15, 59, 59, tzinfo=UTC), "2026-09-07"),
        (datetime(2026, 9, 13, 16, tzinfo=UTC), "2026-09-14"),
        (datetime(2026, 12, 20, 16, tzinfo=UTC), AFTER),
    ],
)
def test_a_week_begins_at_midnight_in_hangzhou(moment, key):
    assert weeks_of(STARTS, ENDS, date(2027, 2, 1)).key_of(moment) == key


def test_lessons_finished_are_told_in_the_week_in_which_they_were():
    weeks = weeks_of(STARTS, ENDS, date(2026, 9, 16))
    course = Course("refunds", "退货退款", (Lesson("one", "一", (("a", "甲"),)), Lesson("two", "二", (("b", "乙"),))))
    ends = {"one": datetime(2026, 9, 1, tzinfo=UTC), "two": datetime(2026, 9, 15, tzinfo=UTC)}
    marks = [Mark(UUID(int=1), "refunds", lesson, None, at, True, at) for lesson, at in ends.items()]
    deeds = {UUID(int=1): Deeds(active_in=frozenset({BEFORE, "2026-09-14"}))}
    rows = person_rows([Member(UUID(int=1), "学员", True, None)], [course], marks, Beside(deeds=deeds, weeks=weeks))
    told = [(each.key, each.active, each.finishers, each.lessons) for each in week_rows(rows, weeks)]
    assert told == [(BEFORE, 1, 1, 1), ("2026-09-07", 0, 0, 0), ("2026-09-14", 1, 1, 1)]


@pytest.mark.parametrize(("most", "step"), [(0, 1), (4, 1), (5, 2), (9, 5), (40, 10), (41, 20), (150, 50), (5000, 1250)])
def test_a_scale_has_five_lines_at_most(most, step):
    chart = chart_of([Value(most, "1", "", "/")])
    assert step_of(most) == step
    assert len(chart.lines) <= 5 and chart.lines[-1].value >= most
    assert chart.bars[0].height <= HEIGHT


def test_bars_stand_side_by_side_on_the_floor():
    chart = chart_of([Value(each, str(each), "", "/") for each in (0, 3, 6)])
    assert [bar.y + bar.height for bar in chart.bars] == [chart.floor] * 3
    assert [one.x + one.width for one in chart.bars[:-1]] == [other.x for other in chart.bars[1:]]
    assert chart.bars[1].height * 2 == chart.bars[2].height


@pytest.fixture
def asked(app):
    """Keep every statement with its values that the database is asked."""
    found: list[tuple[str, tuple]] = []
    with app.app_context():
        engine = db.engine
    listen = lambda _c, _cursor, statement, values, *_rest: found.append((statement, values))  # noqa: E731
    event.listen(engine, "before_cursor_execute", listen)
    yield found
    event.remove(engine, "before_cursor_execute", listen)


def _board(college, cohort_id) -> service.Board:
    with college.work():
        return service.board_of(Actor.system(), Permission.BOARD_VIEW, cohort_id, "zh")


def _grow(college, cohort_id, people: int) -> None:
    for number in range(people):
        person = college.student(cohort_id, f"学员{number}")
        with college.work():
            begins = datetime(2026, 9, 1, 1, tzinfo=UTC) - timedelta(days=number)
            meeting = Meeting(cohort_id=cohort_id, starts_at=begins, ends_at=begins + timedelta(hours=2))
            db.session.add(meeting)
            db.session.flush()
            db.session.add(Attendance(meeting_id=meeting.id, person_id=person, standing="came", how="staff", marked_at=begins))


def _selects(asked) -> list[str]:
    return [statement for statement, _values in asked if statement.startswith(("SELECT", "WITH"))]


def test_queries_grow_neither_with_people_nor_with_weeks_nor_with_meetings(college, asked, refunds):
    small = college.cohort(courses=(refunds,))
    large = college.cohort(courses=(refunds,), starts_on=today() - timedelta(days=300))
    _grow(college, small, 1)
    _grow(college, large, 12)
    _board(college, small)
    counts = []
    for cohort_id in (small, large):
        asked.clear()
        board = _board(college, cohort_id)
        counts.append(len(_selects(asked)))
    assert board.numbers.came == 12 and len(board.weeks.weeks) == MOST
    assert counts[0] == counts[1], counts


def test_many_cohorts_are_read_with_the_queries_of_one(college, asked, refunds):
    ids = [college.cohort(courses=(refunds,)) for _each in range(4)]
    for cohort_id in ids:
        college.student(cohort_id)
    counts = []
    for some in (ids[:1], ids):
        with college.work():
            service.numbers_of(some)
        asked.clear()
        with college.work():
            given = service.numbers_of(some)
        counts.append(len(_selects(asked)))
    assert [each.enrolled for each in given.values()] == [1] * 4
    assert counts[0] == counts[1], counts


#: What grows with the people of the college: of these a board may read the rows of its own people, meetings and cohort.
LARGE = ("person", "card", "enrollment", "step_done", "lesson_progress", "tap", "help_call", "shown_in_person", "question",
         "meeting", "attendance")  # fmt: skip
OWN = ("(id=", "(person_id=", "(cohort_id=", "(meeting_id=")


def _wide(plans) -> list[str]:
    """Give the lines of plans that read a large table by anything but an index of a board's own people and meetings."""
    own = [line for line in plans if line.split()[0] in ("SCAN", "SEARCH") and line.split()[1] in LARGE]
    assert own, "no plan speaks of a large table: the check looks in the wrong place"
    return [line for line in own if not any(key in line for key in OWN)]


def test_no_query_of_a_board_reads_more_than_its_own_people(app, college, asked, refunds):
    cohort_id = college.cohort(courses=(refunds,))
    _grow(college, cohort_id, 3)
    asked.clear()
    _board(college, cohort_id)
    with app.app_context():
        plans = [
            row[3]
            for statement, values in [each for each in asked if each[0].startswith(("SELECT", "WITH"))]
            for row in db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        ]
        everybody = db.session.connection().exec_driver_sql("EXPLAIN QUERY PLAN SELECT * FROM tap WHERE course_id = 'x'").all()
    assert not _wide(plans), "\n".join(_wide(plans))
    assert _wide(row[3] for row in everybody), "the check notices nothing"


def test_board_file_and_the_meetings_own_page_say_the_same_of_those_who_left_and_came_later(college, refunds):
    cohort_id, begins = college.cohort(courses=(refunds,)), now() - timedelta(days=5)
    with freeze(now() - timedelta(days=10)):
        stays, left, away = (college.student(cohort_id, name) for name in ("王桂明", "李秀兰", "张建国"))
    with college.work():
        meeting = Meeting(cohort_id=cohort_id, starts_at=begins, ends_at=begins + timedelta(hours=2))
        db.session.add(meeting)
        db.session.flush()
        rows = ({"person_id": each, "standing": "came", "how": "staff", "marked_at": begins} for each in (stays, left))
        db.session.add_all([Attendance(meeting_id=meeting.id, **each) for each in rows])
        for person in (left, away):
            cohorts.end_enrollment(actor=Actor.system(), cohort_id=cohort_id, person_id=person)
    for name in ("周新", "吴新"):
        college.student(cohort_id, name)
    board = _board(college, cohort_id)
    with college.work():
        (rate,) = meetings.rates_of(cohort_id, [db.session.get_one(Meeting, board.meetings[0].meeting_id)]).values()
        (line,) = list(csv.reader(io.StringIO(export.meetings_csv(board.meetings).decode("utf-8-sig"))))[1:]
        assert service.numbers_of([cohort_id])[cohort_id] == board.numbers
    told = [(rate.came, rate.enrolled), *((each.came, each.enrolled) for each in board.meetings), (int(line[2]), int(line[3]))]
    assert told == [(2, 3)] * 3 and board.numbers.came_share == 2 / 3
