"""What may be told of a lesson: nothing of fewer than five others, and nothing that a subtraction could find."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from college.board import rules_lessons as rules
from college.board.rules_lessons import FEW, shown
from college.board.shapes_lessons import Number


@pytest.mark.parametrize(
    ("mine", "others", "people", "expected"),
    [
        (3, 0, None, Number(3)),
        (0, 4, None, Number(0, is_few=True)),
        (12, 1, None, Number(12, is_few=True)),
        (0, 5, None, Number(5, is_about=True)),
        (12, 34, None, Number(42, is_about=True)),
        (1, 40, 4, Number(1, is_few=True)),
        (1, 41, 6, Number(41, is_about=True)),
    ],
)
def test_ones_own_are_exact_and_others_are_told_in_fives(mine, others, people, expected):
    assert shown(mine, others, people) == expected


def test_no_difference_of_two_numbers_tells_of_fewer_than_five_others():
    numbers = [shown(3, others) for others in range(40)]
    for one, other in product(numbers, numbers):
        if one.is_about and other.is_about:
            assert (one.value - other.value) % FEW == 0
    for bucket in range(5, 40, FEW):
        assert len({shown(3, others) for others in range(bucket, bucket + FEW)}) == 1
    assert len({shown(3, others) for others in range(1, FEW)}) == 1


def test_a_rate_is_given_only_of_what_is_told():
    assert rules.rate(Number(8), Number(40)).per_hundred == 20
    assert rules.rate(Number(0, is_few=True), Number(40)).per_hundred is None
    assert rules.rate(Number(0), Number(0)).per_hundred is None
    assert rules.rate(Number(45, is_about=True), Number(40, is_about=True)).per_hundred == 100


@pytest.mark.parametrize(("before", "since", "expected"), [(20, 20, False), (19, 200, True), (200, 19, True)])
def test_fewer_than_twenty_prove_nothing(before, since, expected):
    assert rules.proves_nothing(Number(before), Number(since)) is expected


def test_the_days_since_end_today_or_after_four_weeks():
    at = datetime(2026, 11, 2, tzinfo=UTC)
    assert rules.spans_around(at, at + timedelta(days=3, hours=5)) == (at - timedelta(days=28), at + timedelta(days=3, hours=5), 3)
    assert rules.spans_around(at, at + timedelta(days=90)) == (at - timedelta(days=28), at + timedelta(days=28), 28)


def test_who_asks_for_what_she_may_not_see_gets_the_widest_that_she_may():
    assert rules.group_of("b", ["mine", "a", "b"]) == "b"
    assert rules.group_of("all", ["mine", "a"]) == "mine"
    assert rules.group_of("x", []) == ""


@pytest.mark.parametrize(("share", "level"), [(None, 1), (0, 1), (19, 1), (20, 2), (49, 2), (50, 3), (100, 3)])
def test_the_shade_says_the_share(share, level):
    assert rules.level(share) == level
