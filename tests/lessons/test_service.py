"""What lessons decide with stored facts: who keeps, and where one goes on."""

from uuid import uuid4

import pytest

from college.cohorts import service as cohorts
from college.core.db import unit_of_work
from college.core.errors import NotAllowed, NotFound
from college.core.permissions import Actor
from college.lessons import service
from college.library import service as library
from college.progress.models import LessonProgress
from college.progress.service import State


@pytest.fixture
def keep(app, college, group):
    """Give a function that keeps a step of the class's lesson for a person."""

    def keep_one(person, number, lesson=group.lesson):
        with app.app_context(), unit_of_work():
            step_id = lesson.step_ids[number - 1]
            return service.keep_step(actor=college.actor(person), lesson=lesson, step_id=step_id)

    return keep_one


@pytest.mark.both_databases
def test_a_student_keeps_a_step_and_is_told_the_next(group, keep):
    assert keep(group.student, 1) == group.lesson.step_ids[1]


@pytest.mark.both_databases
def test_whoever_is_no_student_keeps_nothing(app, college, group, keep):
    for person in (college.person(), college.lecturer(group.cohort)):
        with pytest.raises((NotFound, NotAllowed)):
            keep(person, 1)
        with app.app_context(), unit_of_work(), pytest.raises((NotFound, NotAllowed)):
            service.keep_tap(
                actor=college.actor(person), lesson=group.lesson, step_id=group.lesson.step_ids[0],
                at=1, tapped="home", client_id=uuid4(),
            )
    assert group.count(LessonProgress) == 0


def test_an_ended_enrollment_closes_the_course_and_keeps_what_was_done(app, college, group, keep):
    keep(group.student, 1)
    with college.work():
        cohorts.end_enrollment(actor=Actor.system(), cohort_id=group.cohort, person_id=group.student)
    with pytest.raises((NotFound, NotAllowed)):
        keep(group.student, 2)
    assert group.count(LessonProgress) == 1


def test_the_course_goes_on_with_the_lesson_after_a_finished_one(app, college, group, keep):
    for number in range(1, len(group.lesson.step_ids) + 1):
        keep(group.student, number)
    with app.app_context():
        (line,) = service.my_courses(actor=college.actor(group.student))
    assert [each.state for each in line.lines[:2]] == [State.FINISHED, State.NOT_STARTED]
    assert line.go_on.head.id == group.course.lessons[1].id
    assert line.finished_count == 1


def test_the_course_goes_on_where_she_was_last(app, college, group, keep):
    keep(group.student, 1)
    with app.app_context():
        third = library.lesson(group.course.id, group.course.lessons[2].id)
    keep(group.student, 2, lesson=third)
    with app.app_context():
        (line,) = service.my_courses(actor=college.actor(group.student))
    assert (line.go_on.head.id, line.go_on.step_number) == (third.id, 3)


def test_a_mark_tells_two_people_apart_and_names_nobody(college):
    first, second = college.person(), college.person()
    marks = {service.owner_mark(service.Reader(person, None)) for person in (first, second)}
    assert len(marks) == 2
    assert not any(str(first)[:8] in mark for mark in marks)
    assert service.owner_mark(service.Reader(None, None)) == ""
