"""A class that follows the shipped course, with one student, for the tests of lessons."""

from dataclasses import dataclass
from uuid import UUID

import pytest
from sqlalchemy import func, select

from college.core.db import db
from college.library import service as library
from college.library.service import CourseView, LessonView, PracticeScreen
from tests.support.walking import WalkingClient

PHONE = "140-0000-0001"


@dataclass
class Class:
    """One cohort with the shipped course, a student of it, and the texts to compare with."""

    app: object
    course: CourseView
    lesson: LessonView
    cohort: UUID
    student: UUID

    @property
    def address(self) -> str:
        """Where the lesson begins."""
        return f"/learn/{self.course.id}/{self.lesson.id}"

    def step(self, number: int) -> str:
        """Give the address of a step, from 1."""
        return f"{self.address}/{self.lesson.step_ids[number - 1]}"

    def practised(self, screens: int = 1) -> tuple[str, tuple[PracticeScreen, ...]]:
        """Give the address and the screens of the first step in the course that is practised on at least so many."""
        with self.app.app_context():
            for head in self.course.lessons:
                for step in library.lesson(self.course.id, head.id).in_language("zh").steps:
                    if len(step.practice) >= screens:
                        return f"/learn/{self.course.id}/{head.id}/{step.id}", step.practice
        raise AssertionError("no such practice in the shipped course")

    def wrong_target(self, screen: PracticeScreen) -> str:
        """Give a place on the screen that is not the right one."""
        with self.app.app_context():
            return min(library.screens().targets(screen.screen, screen.values) - {screen.target})

    def rows(self, model) -> list:
        """Give all rows of a table as they are stored now."""
        with self.app.app_context():
            found = list(db.session.scalars(select(model)))
            db.session.expunge_all()
            return found

    def count(self, model) -> int:
        """Count the rows of a table."""
        with self.app.app_context():
            return db.session.scalar(select(func.count()).select_from(model))


@pytest.fixture
def group(app, college, refunds) -> Class:
    """Give a class with one student."""
    with app.app_context():
        course = library.course(refunds)
        lesson = library.lesson(refunds, course.lessons[0].id)
    cohort = college.cohort(courses=(refunds,), teacher_name="周老师", teacher_phone=PHONE)
    return Class(app, course, lesson, cohort, college.student(cohort))


@pytest.fixture
def student(group, signed_in) -> WalkingClient:
    """Give a client on which the student is signed in."""
    return signed_in(group.student)
