"""A tiny course that gives certificates, a class that follows it, and what its people do."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from college.certificates import service as certificates
from college.certificates.models import Certificate
from college.core import clock
from college.core.clock import now
from college.core.db import db, new_id
from college.lessons import service as lessons
from college.library import service as library
from college.library.models import Course
from college.progress.models import ShownInPerson
from tests.support.changing import COURSE, NINE, TinyCollege, texts

TWO = texts(one="ab", two="c")
THREE = texts(one="ab", two="c", three="d")
ONE = texts(one="ab")


@dataclass
class Giving(TinyCollege):
    """The tiny college, and what certificates are made of."""

    def rule(self, rule: str) -> None:
        """Have the course say another rule, as publishing it does."""
        with self.make.work():
            row = db.session.get_one(Course, COURSE)
            row.about = {lang: {**about, "certificate": rule} for lang, about in row.about.items()}

    def student(self, name: str = "王桂明") -> UUID:
        """Make a student of the class."""
        self.people[name] = self.make.student(self.cohort, name)
        return self.people[name]

    def read(self, name: str, steps: str, *, after: int = 0) -> None:
        """Have her finish these steps, each of which stands in the lesson that has it today."""
        for at, step in enumerate(steps):
            with self.app.app_context():
                lesson = library.lesson_of_step(COURSE, f"step-{step}")
            self.keep(name, lesson, step, at=NINE + timedelta(days=2, minutes=at + after))

    def tap(self, name: str, steps: str) -> None:
        """Have her practise these steps, each tapped right."""
        for step in steps:
            with self.make.work(), clock.freeze(NINE + timedelta(days=2)):
                lesson = library.lesson(COURSE, library.lesson_of_step(COURSE, f"step-{step}"))
                actor = self.make.actor(self.people[name])
                lessons.keep_tap(actor=actor, lesson=lesson, step_id=f"step-{step}", at=1, tapped="my-taobao", client_id=new_id())

    def shows(self, name: str, *lesson_ids: str) -> None:
        """Have her show these lessons in person, seen by the lecturer."""
        for lesson_id in lesson_ids:
            with self.make.work():
                seen = {"shown_at": now(), "received_at": now(), "seen_by": self.lecturer}
                db.session.add(ShownInPerson(person_id=self.people[name], course_id=COURSE, lesson_id=lesson_id, **seen))
                db.session.flush()
                certificates.give_if_earned(person_id=self.people[name], course_id=COURSE)

    def given(self, name: str) -> list[Certificate]:
        """Give her certificates, as they are stored now."""
        with self.app.app_context():
            found = list(db.session.scalars(select(Certificate).where(Certificate.person_id == self.people[name])))
            db.session.expunge_all()
            return found

    def looks(self) -> int:
        """Let the worker look once, as it does; give how many certificates it gave."""
        self.caught_up()
        with self.app.app_context():
            return certificates.catch_up()


@pytest.fixture
def tiny(app, college) -> Giving:
    """Give the tiny course of two lessons (steps a b, and c), read to the end, with one student."""
    found = Giving(app, college)
    found.open(THREE, ONE, first=TWO)
    found.rule("read")
    found.student()
    return found
