"""The days on which somebody was in a cohort: when she left and came back, and when two records of her are put together."""

from datetime import date, timedelta

import pytest

from college.cohorts import changing, moving, queries, queries_rosters, rules_stays
from college.cohorts import service as cohorts
from college.core import clock
from college.core.clock import today
from college.core.db import new_id
from college.core.permissions import Actor

SYSTEM = Actor.system()


def day(number: int) -> date:
    """Give a day of March."""
    return date(2026, 3, number)


@pytest.mark.parametrize(
    ("stays", "inside"),
    [
        ([(1, 5), (9, None)], {1, 2, 3, 4, 5, *range(9, 13)}),
        ([(1, 5), (5, 8), (9, 10)], set(range(1, 11))),
        ([(3, 3)], set()),
        ([(3, 3), (7, 9)], {7, 8, 9}),
        ([(1, 4), (8, 8), (11, None)], {1, 2, 3, 4, 11, 12}),
    ],
)
def test_who_left_and_came_back_was_away_between(stays, inside):
    (from_on, to_on), away = stays[0], None
    for back_on, ended_on in stays[1:]:
        away, to_on = rules_stays.away_after(away, day(to_on), day(back_on)), ended_on
    ended = day(to_on) if to_on else None
    assert {each for each in range(1, 13) if rules_stays.was_in(day(from_on), ended, away, day(each))} == inside


def stay_of(college, person, cohort):
    """Give (status, from, to, away) of an enrollment, days as distance from today."""
    with college.work():
        row = queries.enrollment_of(person, cohort)
        apart = lambda each: each and (date.fromisoformat(str(each)) - today()).days  # noqa: E731
        return row.status, apart(row.from_on), apart(row.to_on), row.away and [[apart(one) for one in each] for each in row.away]


def enrolled(college, cohort, *days):
    """Make a person who came and left and came again, so many days ago."""
    person = college.person("王桂明")
    for number, ago in enumerate(days):
        with clock.freeze(clock.now() - timedelta(days=ago)), college.work():
            does = cohorts.end_enrollment if number % 2 else cohorts.enroll
            does(actor=SYSTEM, cohort_id=cohort, person_id=person)
    return person


@pytest.mark.parametrize(
    ("kept", "other", "whole"),
    [
        ((5,), (30,), ("active", -30, None, None)),
        ((20, 15), (10,), ("active", -20, None, [[-14, -11]])),
        ((10,), (30, 20), ("active", -30, None, [[-19, -11]])),
        ((9, 7), (30, 20, 15, 12), ("ended", -30, -7, [[-19, -16], [-11, -10]])),
    ],
)
def test_records_put_together_cover_the_days_of_both_and_part_as_before(college, kept, other, whole):
    cohort = college.cohort()
    keep, away = enrolled(college, cohort, *kept), enrolled(college, cohort, *other)
    before = [stay_of(college, each, cohort) for each in (keep, away)]
    with college.work():
        moved = moving.move_person(from_id=away, to_id=keep)
    assert stay_of(college, keep, cohort) == whole
    with college.work():
        moving.move_person_back(from_id=away, to_id=keep, moved=moved)
    assert [stay_of(college, each, cohort) for each in (keep, away)] == before


def test_a_list_that_names_her_again_keeps_that_she_was_away(college):
    cohort = college.cohort()
    person, still = enrolled(college, cohort, 30, 20), enrolled(college, cohort, 30)
    with college.work():
        queries_rosters.reopen_enrollments(cohort, [person, still], today())
    assert stay_of(college, person, cohort) == ("active", -30, None, [[-19, -1]])
    assert stay_of(college, still, cohort) == ("active", -30, None, None)


@pytest.mark.parametrize(("later", "away"), [(0, None), (4, [[-8, -1]])])
def test_a_change_taken_back_at_once_was_a_slip_and_later_a_time_away(college, later, away):
    old, new = college.cohort(name="一班"), college.cohort(name="二班")
    person = enrolled(college, old, 30)
    with clock.freeze(clock.now() - timedelta(days=later)), college.work():
        at = {"actor": SYSTEM, "cohort_id": old, "person_id": person}
        change = changing.change_cohort(
            **at, to_cohort_id=new, on_day=clock.today() - timedelta(days=9 - later), why="", form_id=new_id()
        ).id
    with college.work():
        changing.take_back(**at, change_id=change)
    assert stay_of(college, person, old) == ("active", -30, None, away)
