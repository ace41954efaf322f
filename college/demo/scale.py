"""A college as large as a province's: a million invented students in the districts of Hangzhou, for measuring."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from datetime import time as daytime
from itertools import islice
from random import Random
from uuid import UUID

from flask_babel import gettext as _

from college.accounts import service as accounts
from college.cohorts import service as cohorts
from college.core.bulk import hold_more, insert_rows
from college.core.clock import LOCAL, now, today
from college.core.db import db, new_id, run_in_unit
from college.core.errors import RuleBroken
from college.core.permissions import Actor, Role
from college.demo.models import DemoMark
from college.demo.people import AGE_BANDS, GIVEN, SURNAMES
from college.library import service as library
from college.progress import service as progress

#: People of one cohort, steps that each has finished, cohorts of one transaction, and the weeks in which they began.
IN_A_COHORT, STEPS, AT_ONCE, WEEKS = 150, 10, 40, 16
#: How many of the steps are of the first course of the cohort; the others are of its second.
OF_FIRST = (10, 9, 8, 7, 6, 5, 4)
#: The dice fall the same way each time.
SEED = 1_000_000

_PERSON = ("id", "name", "age_band", "locale", "text_size", "created_at")
_ENROLLMENT = ("id", "person_id", "cohort_id", "from_on", "status", "created_at")
_STEP = ("person_id", "course_id", "step_id", "lesson_id", "done_at", "received_at")
_PLACE = ("person_id", "course_id", "lesson_id", "current_step_id", "started_at", "seen_at", "finished_at", "done_count")
_DAY = ("person_id", "day", "opens", "minutes")


@dataclass(frozen=True)
class Stop:
    """A step on the way through a course: its lesson, what comes after it there, and how many of the lesson it makes."""

    course_id: str
    lesson_id: str
    step_id: str
    next_id: str | None
    number: int


@dataclass(frozen=True)
class Class:
    """One invented cohort and the two courses that it follows."""

    id: UUID
    district: str
    name: str
    size: int
    first_day: datetime
    courses: tuple[str, str]


def fill(
    *, students: int, say: Callable[[str], None], in_a_cohort: int = IN_A_COHORT, districts: Sequence[str] = ()
) -> float:
    """Fill a college that holds nobody with so many students, `STEPS` finished steps each; give the seconds it took.

    They are in cohorts of ``in_a_cohort`` over these districts, over all where none is named.
    Opens a unit of work for each few cohorts; killed half-way it cannot go on: begin with a new database.
    Raises `RuleBroken` when anybody is in it, or it has no courses with enough steps.
    """
    if accounts.has_people():
        raise RuleBroken(_("This college holds people already. A demonstration needs a database of its own: set COLLEGE_DATABASE_URL."))
    began = time.monotonic()
    ways = _ways()
    run_in_unit(_hire)
    dice = Random(SEED)
    classes = _classes(students, in_a_cohort, districts, sorted(ways), dice)
    done = 0
    while some := list(islice(classes, AT_ONCE)):
        run_in_unit(lambda some=some: _open(some, ways, dice))
        done += sum(each.size for each in some)
        seconds = time.monotonic() - began
        say(f"{done:,} of {students:,} students, {seconds:,.0f} s, about {seconds / done * (students - done):,.0f} s to go")
    return time.monotonic() - began


def _ways() -> dict[str, list[Stop]]:
    """Give the first steps of every course that has enough of them, in their order."""
    found = {}
    for course in library.published_courses():
        stops = [
            Stop(course.id, head.id, step, next(iter(head.step_ids[at:]), None), at)
            for head in course.lessons
            for at, step in enumerate(head.step_ids, start=1)
        ]
        if len(stops) >= STEPS:
            found[course.id] = stops[:STEPS]
    if len(found) < 2:
        raise RuleBroken(_("There are not enough courses with lessons in this college to fill it."))
    return found


def _hire() -> None:
    """Invent an operator, and a coordinator for each district."""
    system = Actor.system()
    cohorts.create_staff(
        actor=system, form_id=new_id(), name="钱运维", login="operator", role=Role.OPERATOR, district_code=None
    )
    for code in sorted(cohorts.district_names()):
        cohorts.create_staff(
            actor=system, form_id=new_id(), name="陆协调", login=f"coordinator-{code}", role=Role.COORDINATOR, district_code=code
        )
    db.session.add(DemoMark(filled_at=now()))


def _classes(
    students: int, in_a_cohort: int, districts: Sequence[str], courses: Sequence[str], dice: Random
) -> Iterator[Class]:
    """Give the cohorts, district after district, the last of them smaller when the number does not come out even."""
    names = cohorts.district_names()
    codes = sorted(districts or names)
    count = -(-students // in_a_cohort)
    for number in range(count):
        code = codes[number * len(codes) // count]
        begin = datetime.combine(today() - timedelta(weeks=dice.randrange(2, WEEKS)), daytime(9), LOCAL)
        first = number % len(courses)
        yield Class(
            new_id(), code, f"{names[code]}{number + 1}班", min(in_a_cohort, students - number * in_a_cohort), begin,
            (courses[first], courses[(first + 1) % len(courses)]),
        )  # fmt: skip


def _open(classes: Sequence[Class], ways: dict[str, list[Stop]], dice: Random) -> None:
    hold_more()
    _insert_classes(classes)
    people = [(new_id(), each) for each in classes for _number in range(each.size)]
    moment = now()
    insert_rows(accounts.Person, _PERSON, (_person(person_id, dice, moment) for person_id, _class in people))
    insert_rows(
        cohorts.Enrollment,
        _ENROLLMENT,
        ((new_id(), person_id, each.id, each.first_day.date(), "active", moment) for person_id, each in people),
    )
    walks = [_walk(person_id, each, ways, dice) for person_id, each in people]
    insert_rows(progress.StepDone, _STEP, (row for steps, _places, _days in walks for row in steps))
    insert_rows(progress.LessonProgress, _PLACE, (row for _steps, places, _days in walks for row in places))
    insert_rows(progress.ActiveDay, _DAY, (row for _steps, _places, days in walks for row in days))


def _insert_classes(classes: Sequence[Class]) -> None:
    names = ("id", "district_code", "name", "starts_on", "ends_on", "teacher_name", "teacher_phone", "created_at")
    moment = now()
    insert_rows(
        cohorts.Cohort,
        names,
        (
            (each.id, each.district, each.name, each.first_day.date(), today() + timedelta(weeks=8), "周老师", "14000009001", moment)
            for each in classes
        ),
    )
    followed = ((each.id, course, at) for each in classes for at, course in enumerate(each.courses))
    insert_rows(cohorts.CohortCourse, ("cohort_id", "course_id", "position"), followed)


def _person(person_id: UUID, dice: Random, moment: datetime) -> tuple[object, ...]:
    name = SURNAMES[int(dice.random() * len(SURNAMES))] + GIVEN[int(dice.random() * len(GIVEN))]
    return person_id, name, AGE_BANDS[int(dice.random() * len(AGE_BANDS))], "zh", "standard", moment


def _walk(
    person_id: UUID, each: Class, ways: dict[str, list[Stop]], dice: Random
) -> tuple[list[tuple], list[tuple], list[tuple]]:
    """Give the rows of one student's steps, places and days: two afternoons, a week or more apart."""
    of_first = OF_FIRST[int(dice.random() * len(OF_FIRST))]
    first, second = ways[each.courses[0]][:of_first], ways[each.courses[1]][: STEPS - of_first]
    begin = each.first_day + timedelta(seconds=int(dice.random() * 7200))
    again = begin + timedelta(days=7 * (1 + int(dice.random() * 2)))
    steps: list[tuple] = []
    places: dict[tuple[str, str], tuple] = {}
    for at, stop in enumerate((*first, *second)):
        moment = (begin if at < STEPS // 2 else again) + timedelta(minutes=3 * at)
        steps.append((person_id, stop.course_id, stop.step_id, stop.lesson_id, moment, moment))
        before = places.get((stop.course_id, stop.lesson_id))
        places[stop.course_id, stop.lesson_id] = (
            person_id, stop.course_id, stop.lesson_id, stop.next_id, before[4] if before else moment, moment,
            None if stop.next_id else moment, stop.number,
        )  # fmt: skip
    days = [(person_id, day, 1, 15) for day in sorted({moment.date() for *_rest, moment in steps})]
    return steps, list(places.values()), days
