"""Times of day and series as people write them, and what needs the same room or person at once: plain values."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest

from college.meetings.rules_planning import (
    MOST,
    Booked,
    Wanted,
    changed_fields,
    collisions,
    lessons_from,
    made_id,
    parse_days,
    parse_time,
    weekly,
    with_changes,
)

TUESDAY = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("9:00", time(9)), ("9点", time(9)), ("9点半", time(9, 30)), ("９：３０", time(9, 30)), ("0900", time(9)), ("下午2点", time(14)),
        ("晚上7点一刻", time(19, 15)), ("2 pm", time(14)), ("中午12点", time(12)), ("14:30", time(14, 30)), ("下午14点", time(14)),
        ("25:00", None), ("9:75", None), ("", None), (None, None), ("nine", None), ("930", None),
    ],
)  # fmt: skip
def test_times_of_day_are_read_as_people_write_them(typed, read):
    assert parse_time(typed) == read


def test_several_days_are_read_and_what_is_no_day_is_named():
    days, wrong = parse_days("2026-12-08、12月1日, 元旦", today=date(2026, 11, 22))
    assert days == [date(2026, 12, 1), date(2026, 12, 8)] and wrong == ["元旦"]


def test_a_series_leaves_days_out_without_counting_them():
    assert weekly(TUESDAY, times=3, without=[date(2026, 12, 8)]) == [TUESDAY, date(2026, 12, 15), date(2026, 12, 22)]
    assert weekly(TUESDAY, until=date(2026, 12, 15)) == [TUESDAY, date(2026, 12, 8), date(2026, 12, 15)]
    assert weekly(TUESDAY, until=date(2026, 11, 1)) == []
    assert len(weekly(TUESDAY, until=date(2036, 1, 1))) == MOST


def test_the_same_form_makes_the_same_ids_and_every_number_another():
    form, cohort = uuid4(), uuid4()
    assert made_id(form, cohort, 1) == made_id(form, cohort, 1)
    assert len({made_id(form, cohort, 1), made_id(form, cohort, 2), made_id(form, uuid4(), 1), made_id(uuid4(), cohort, 1)}) == 4


def test_later_meetings_take_the_changed_fields_alone_and_are_shifted_by_as_many_days():
    helper = uuid4()
    before = Wanted(TUESDAY, time(9), time(10), "302", "", ("refunds", "a"), frozenset({helper}))
    after = Wanted(TUESDAY + timedelta(days=1), time(14), time(15), "302", "", ("refunds", "a"), frozenset({helper}))
    later = Wanted(TUESDAY + timedelta(days=7), time(9), time(10), "other", "note", ("refunds", "b"), frozenset())
    changed = with_changes(later, before, changed_fields(before, after))
    assert changed == Wanted(TUESDAY + timedelta(days=8), time(14), time(15), "other", "note", ("refunds", "b"), frozenset())


def test_a_series_goes_from_lesson_to_lesson_within_its_course():
    order = [("a", "1"), ("a", "2"), ("b", "1")]
    assert lessons_from(("a", "1"), order, 3) == [("a", "1"), ("a", "2"), None]
    assert lessons_from(None, order, 2) == [None, None]


def booked(cohort, hour, room="", helpers=()):
    start = datetime(2026, 12, 1, hour, tzinfo=UTC)
    return Booked(uuid4(), cohort, start, start + timedelta(hours=1), room, frozenset(helpers))


def test_collisions_are_of_room_helper_or_cohort_and_only_at_the_same_time():
    here, there, far, helper = uuid4(), uuid4(), uuid4(), uuid4()
    one = booked(here, 9, "302 教室", [helper])
    others = {
        "cohort": booked(here, 9), "room": booked(there, 9, "３０２教室"), "helper": booked(far, 9, "1", [helper]),
        "elsewhere": booked(far, 9, "302 教室"), "later": booked(here, 10, "302 教室", [helper]),
    }  # fmt: skip
    found = collisions(one, others.values(), neighbours={here, there})
    assert [each.other for each in found] == [others["cohort"], others["room"], others["helper"]]
    assert [(each.is_same_cohort, each.is_same_room, bool(each.helper_ids)) for each in found] == [
        (True, False, False), (False, True, False), (False, False, True),
    ]  # fmt: skip
