"""Neighbours of a step and the judgement of a tap, as tables of cases."""

import pytest

from college.lessons import rules
from college.lessons.rules import Neighbours, Outcome

TARGETS = {"cart", "scan", "home"}


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("a", Neighbours(1, 3, None, "b")),
        ("b", Neighbours(2, 3, "a", "c")),
        ("c", Neighbours(3, 3, "b", None)),
        ("gone", None),
    ],
)
def test_neighbours_of_a_step(step, expected):
    assert rules.neighbours(("a", "b", "c"), step) == expected


@pytest.mark.parametrize(
    ("wanted", "expected"), [(None, 1), (0, 1), (-4, 1), (1, 1), (3, 3), (4, 3), (10**30, 3)]
)
def test_a_screen_outside_the_path_is_brought_back(wanted, expected):
    assert rules.screen_number(wanted, 3) == expected


@pytest.mark.parametrize(
    ("tapped", "tries", "outcome", "now", "ring"),
    [
        (None, None, Outcome.FRESH, 0, False),
        (None, 1, Outcome.FRESH, 1, False),
        (None, 2, Outcome.FRESH, 2, False),
        (None, 3, Outcome.FRESH, 3, True),
        ("nonsense", 1, Outcome.FRESH, 1, False),
        ("", None, Outcome.FRESH, 0, False),
        ("cart", None, Outcome.WRONG, 1, False),
        ("cart", 1, Outcome.WRONG, 2, False),
        ("cart", 2, Outcome.WRONG, 3, True),
        ("cart", -7, Outcome.WRONG, 1, False),
        ("cart", 10**9, Outcome.WRONG, 100, True),
        ("scan", None, Outcome.RIGHT, 0, True),
        ("scan", 5, Outcome.RIGHT, 5, True),
    ],
)
def test_a_tap_is_right_wrong_or_none_at_all(tapped, tries, outcome, now, ring):
    tried = rules.tried(tapped, tries, expected="scan", targets=TARGETS)
    assert (tried.outcome, tried.tries, tried.shows_ring) == (outcome, now, ring)
