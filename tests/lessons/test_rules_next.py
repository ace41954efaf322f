"""Which lesson is proposed next, in tables: unfinished, with the class, once more, in order."""

from datetime import UTC, date, datetime, timedelta

import pytest

from college.lessons.rules_next import Candidate, Practised, Why, course_order, hard_lessons, next_lesson

NOW = datetime(2026, 11, 22, 2, tzinfo=UTC)
A, B, C, D = ("one", "a"), ("one", "b"), ("two", "c"), ("two", "d")


def lesson(key, state="new", days_ago=None) -> Candidate:
    """Give a lesson that is new, begun or finished, last seen so many days ago."""
    seen_at = None if days_ago is None else NOW - timedelta(days=days_ago)
    return Candidate(key, state != "new", state == "finished", seen_at)


FRESH_START = [lesson(A), lesson(B), lesson(C), lesson(D)]
AFTER_A = [lesson(A, "finished", 1), lesson(B), lesson(C), lesson(D)]
LEFT_B = [lesson(A, "finished", 9), lesson(B, "begun", 3), lesson(C), lesson(D)]
LEFT_B_LONG_AGO = [lesson(A, "finished", 90), lesson(B, "begun", 60), lesson(C, "finished", 1), lesson(D)]
ALL_DONE = [lesson(key, "finished", 5) for key in (A, B, C, D)]


@pytest.mark.parametrize(
    ("candidates", "busy", "hard", "after", "expected"),
    [
        (FRESH_START, {}, (), None, (A, Why.FIRST)),
        (AFTER_A, {}, (), None, (B, Why.ORDER)),
        (AFTER_A, {}, (), A, (B, Why.ORDER)),
        (LEFT_B, {}, (), None, (B, Why.UNFINISHED)),
        (LEFT_B, {C: 30}, {A}, None, (B, Why.UNFINISHED)),
        (AFTER_A, {D: 3}, (), None, (D, Why.CLASS)),
        (AFTER_A, {D: 2}, (), None, (B, Why.ORDER)),
        (AFTER_A, {C: 4, D: 9}, (), None, (D, Why.CLASS)),
        (AFTER_A, {A: 50}, (), None, (B, Why.ORDER)),
        (AFTER_A, {}, {A}, None, (A, Why.AGAIN)),
        (AFTER_A, {C: 5}, {A}, None, (C, Why.CLASS)),
        (AFTER_A, {}, {A}, A, (B, Why.ORDER)),
        (LEFT_B_LONG_AGO, {D: 8}, (), None, (D, Why.CLASS)),
        (LEFT_B_LONG_AGO, {}, (), None, (B, Why.UNFINISHED)),
        ([lesson(A), lesson(B), lesson(C, "finished", 1), lesson(D, "finished", 2)], {}, (), C, (A, Why.ORDER)),
        (ALL_DONE, {A: 40}, (), None, None),
        (ALL_DONE, {}, {C}, None, (C, Why.AGAIN)),
        ([], {}, (), None, None),
    ],
)
def test_one_lesson_is_proposed_with_its_reason(candidates, busy, hard, after, expected):
    assert next_lesson(candidates, now=NOW, busy=busy, hard=hard, after=after) == expected


MONDAY, TUESDAY = date(2026, 11, 16), date(2026, 11, 17)


def taps(key, day, right, wrong):
    """Give so many right and wrong taps at a lesson on a day."""
    return [Practised(key, day, True)] * right + [Practised(key, day, False)] * wrong


@pytest.mark.parametrize(
    ("practised", "expected"),
    [
        ([], ()),
        (taps(A, MONDAY, 2, 2), (A,)),
        (taps(A, MONDAY, 1, 2), ()),
        (taps(A, MONDAY, 4, 2), ()),
        (taps(A, MONDAY, 3, 2), (A,)),
        (taps(A, MONDAY, 1, 9) + taps(A, TUESDAY, 5, 1), ()),
        (taps(A, MONDAY, 5, 0) + taps(A, TUESDAY, 1, 5), (A,)),
        ([Practised(B, MONDAY, False, is_call=True)], (B,)),
        ([Practised(B, MONDAY, False, is_call=True), *taps(B, TUESDAY, 4, 0)], ()),
    ],
)
def test_a_lesson_was_hard_by_its_last_day(practised, expected):
    assert hard_lessons(practised) == frozenset(expected)


def test_a_chosen_track_comes_before_the_class_and_that_before_the_rest():
    assert course_order(["x", "y"], ["c", "x"], ["a", "b", "c", "x", "y"]) == ("c", "x", "y", "a", "b")
    assert course_order(["x"], [], ["a", "x"]) == ("x", "a")
