"""Decisions over plain values: the table of moves, small groups, and what of a hundred."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from college.feedback.rules import CLOSED, FEW, MOVES, OPEN, Status, hidden_parts, is_closed, is_few, may_move, rate, week_of

S = Status


@pytest.mark.parametrize("before", Status)
@pytest.mark.parametrize("after", Status)
def test_a_theme_goes_only_the_ways_of_the_table(before, after):
    allowed = {
        (S.NEW, S.LOOKING), (S.LOOKING, S.PLANNED), (S.LOOKING, S.EXPLAINED), (S.PLANNED, S.CHANGED), (S.PLANNED, S.EXPLAINED),
    }  # fmt: skip
    assert may_move(before, after) == ((before, after) in allowed)


def test_every_status_is_open_or_closed_and_closed_ones_are_final():
    assert {*OPEN, *CLOSED} == set(Status)
    assert [each for each in Status if is_closed(each)] == [each for each in Status if not MOVES[each]] == list(CLOSED)


@pytest.mark.parametrize(
    ("times", "people", "reached", "shown"),
    [
        (0, 0, 50, 0),
        (5, 5, 50, 10),
        (120, 30, 50, 240),
        (4, 4, 50, None),
        (9, 4, 50, None),
        (5, 5, 5, 100),
        (0, 0, 4, None),
        (0, 0, 0, None),
        (5, 5, 4, None),
        (7, 7, 9, 78),
    ],
)
def test_a_rate_is_for_each_hundred_or_few(times, people, reached, shown):
    assert rate(times, people, reached).per_hundred == shown
    assert rate(times, people, reached).is_few == (shown is None)


def test_few_are_one_to_four():
    assert [people for people in range(8) if is_few(people)] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ({}, set()),
        ({"a": 9, "b": 8}, set()),
        ({"a": 9, "b": 0}, set()),
        ({"a": 9, "b": 3, "c": 7}, {"b", "c"}),
        ({"a": 9, "b": 3, "c": 4}, {"b", "c"}),
        ({"a": 9, "b": 1, "c": 2}, {"a", "b", "c"}),
        ({"a": 9, "b": 1, "c": 1, "d": 20}, {"a", "b", "c"}),
        ({"a": 3}, {"a"}),
    ],
)
def test_a_small_part_cannot_be_found_by_subtracting(counts, hidden):
    assert hidden_parts(counts) == hidden


@given(st.dictionaries(st.integers(0, 20), st.integers(0, 60), max_size=12))
def test_what_is_left_after_subtracting_is_never_a_small_group(counts):
    hidden = hidden_parts(counts)
    rest = sum(count for part, count in counts.items() if part in hidden)
    assert all(part in hidden for part, count in counts.items() if is_few(count))
    assert not hidden or rest >= FEW or all(part in hidden for part, count in counts.items() if count)
    assert len(hidden) != 1 or all(part in hidden for part, count in counts.items() if count)


@pytest.mark.parametrize(("day", "monday"), [("2026-11-22", "2026-11-16"), ("2026-11-16", "2026-11-16"), ("2027-01-01", "2026-12-28")])
def test_a_week_begins_on_monday(day, monday):
    assert week_of(date.fromisoformat(day)) == date.fromisoformat(monday)
