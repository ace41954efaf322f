"""What may be told of groups of people, medians, and people of several cohorts counted once: plain values."""

from datetime import UTC, datetime, timedelta
from random import Random
from statistics import median
from uuid import uuid4

from college.board import rules_engagement
from college.board.counting_shapes import Deeds
from college.board.rules_comparing import COUNTED, as_one, facts_of_row, smallest_beside_few, tally_of, together, told, told_median
from college.board.rules_comparing import median as median_of
from college.board.shapes import Mark, Member, PersonRow
from college.board.shapes_lessons import Number

NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)


def row(person, *, lessons=0, finished=False, stuck=False, came=0, started=None, course="refunds", questions=0):
    marks = {
        (course, f"lesson-{n}"): Mark(person, course, f"lesson-{n}", None, NOW, True, NOW) for n in range(lessons)
    }
    if started and not marks:
        marks[course, "lesson-0"] = Mark(person, course, "lesson-0", "a", NOW, False)
    deeds = Deeds(times_there=came, open_questions=questions)
    return PersonRow(Member(person, "", False, None), marks, frozenset(), finished, None, is_stuck=stuck, deeds=deeds, has_reached=finished)


def test_the_median_is_that_of_all_people():
    dice = Random(7)
    for size in (1, 2, 3, 10, 151):
        values = [dice.randrange(6) for _ in range(size)]
        spread = {value: values.count(value) for value in values}
        assert median_of(spread) == median(values)
    assert median_of({}) is None


def test_others_see_fives_and_never_fewer_than_five():
    assert told(4, is_hers=True) == Number(4)
    assert told(0, is_hers=False) == Number(0)
    assert [told(value, is_hers=False).is_few for value in (1, 4, 5)] == [True, True, False]
    assert told(154, is_hers=False) == Number(150, is_about=True)
    assert told(40, is_hers=False, people=4).is_few
    assert told_median(2.0, people=4, is_hers=False) is None
    assert told_median(2.0, people=4, is_hers=True) == 2.0
    assert told_median(2.0, people=5, is_hers=False) == 2.0


def test_the_smallest_number_beside_a_few_is_not_told_either():
    """From the sum and all that is told, one to four people stay possible, whatever the others are."""
    dice = Random(11)
    for _ in range(2_000):
        few, others = dice.randrange(1, 5), [dice.randrange(5, 200) for _ in range(dice.randrange(1, 8))]
        beside = smallest_beside_few([few, *others])
        parts = [told(each, is_hers=False, beside=beside) for each in others]
        assert beside == min(others) and any(part.is_hidden for part in parts) and told(few, is_hers=False, beside=beside).is_few
        whole, seen = told(few + sum(others), is_hers=False).value, [part.value for part in parts if not part.is_hidden]
        least, most = whole - sum(seen) - 4 * len(seen), whole + 4 - sum(seen)
        hidden, at_most = len(others) - len(seen), min(seen, default=whole) + 4
        assert least <= 1 + at_most * hidden and most >= 4 + 5 * hidden, "few may be one, and may be four"
    assert smallest_beside_few([0, 5, 9]) is None and smallest_beside_few([1, 4]) is None


def test_somebody_in_two_cohorts_is_one():
    her = uuid4()
    going, silent = row(her, lessons=1, came=1), row(her, lessons=2, stuck=True, came=2, course="safe", questions=1)
    one = as_one([going, silent])
    assert (one["started"], one["came"], one["silent"], one["finished"]) == (1, 1, 0, 0)
    assert (one["lessons_finished"], one["times"], one["open_questions"]) == (3, 3, 1)
    assert as_one([row(her, finished=True, lessons=1), silent])["silent"] == 1
    assert as_one([row(her, lessons=2), row(her, lessons=3)])["lessons_finished"] == 3, "the same lessons of both"
    assert as_one([row(her, finished=True, lessons=1), row(her, finished=True, lessons=1)])["finished"] == 1


def test_adding_cohorts_up_and_taking_the_doubled_off_is_a_plain_count():
    dice = Random(3)
    for _ in range(50):
        people = [uuid4() for _ in range(40)]
        groups = [{each: _any(each, dice) for each in people if dice.random() < 0.4} for _ in range(4)]
        hers = {each: [group[each] for group in groups if each in group] for each in people}
        plain = tally_of(as_one(rows) for rows in hers.values() if rows)
        several = {each: rows for each, rows in hers.items() if len(rows) > 1}
        doubled = tally_of(facts_of_row(one) for rows in several.values() for one in rows)
        once = tally_of(as_one(rows) for rows in several.values())
        added = together([*(tally_of(map(facts_of_row, group.values())) for group in groups), once], less=doubled)
        assert added == plain and set(added.numbers) == set(COUNTED)


def _any(person, dice):
    lessons = dice.randrange(4)
    stuck = bool(lessons) and dice.random() < 0.3
    return row(person, lessons=lessons, stuck=stuck, finished=lessons == 3 and not stuck, came=dice.randrange(3),
               started=dice.random() < 0.5, course=dice.choice(("refunds", "safe")), questions=dice.randrange(2))  # fmt: skip


def test_the_share_of_a_month_is_that_of_an_average_day():
    last = NOW.date()
    days = {last - timedelta(days=n): 30 for n in range(15)} | {last - timedelta(days=40): 900}
    assert rules_engagement.average_day(days, last) == 15
    assert rules_engagement.stickiness(15, 60) == 25
    assert rules_engagement.stickiness(1, 4) is None
    assert rules_engagement.stickiness(15, 70) == 20, "in fives"
    assert rules_engagement.last_full_day(last, [last]) == last
    assert rules_engagement.last_full_day(last, [last - timedelta(days=1), last]) == last - timedelta(days=1)
