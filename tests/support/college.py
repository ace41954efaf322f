"""Hand-made people, cohorts and courses: just enough of a college for a test to begin with."""

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from uuid import UUID

from flask import Flask

from college.accounts import service as accounts
from college.cohorts import service as cohorts
from college.cohorts.models import Cohort, CohortCourse
from college.core.clock import today
from college.core.db import db, unit_of_work
from college.core.permissions import COLLEGE, Actor, Role, Scope

SHANGCHENG, XIHU = "330102", "330106"
NAMES = ("王桂明", "李秀兰", "张建国", "陈玉珍", "刘志强", "杨美华", "赵国梁", "周凤英")


@dataclass
class College:
    """Makes rows in units of work of their own and gives their ids; open no app context around it."""

    app: Flask

    def __post_init__(self) -> None:
        self.numbers = count(1)

    @contextmanager
    def work(self):
        """Run a block inside the application and one committed unit of work."""
        with self.app.app_context(), unit_of_work():
            yield

    def actor(self, person_id: UUID) -> Actor:
        """Give the actor that a person is; use it inside an app context."""
        sources = self.app.extensions["held_sources"]
        return Actor(person_id=person_id, load_held=lambda: tuple(held for source in sources for held in source(person_id)))

    def district(self, code: str = SHANGCHENG) -> str:
        """Make Hangzhou's districts and give the code back."""
        with self.work():
            cohorts.ensure_districts()
        return code

    def cohort(self, district: str = SHANGCHENG, courses: tuple[str, ...] = (), **values) -> UUID:
        """Make a cohort that began last week, and its courses in order."""
        self.district(district)
        values = {"name": "春季班", "teacher_name": "周老师", "teacher_phone": "140-0000-0001", **values}
        dates = {"starts_on": today() - timedelta(days=7), "ends_on": today() + timedelta(days=60)}
        with self.work():
            row = Cohort(district_code=district, **{**dates, **values})
            db.session.add(row)
            db.session.flush()
            db.session.add_all(CohortCourse(cohort_id=row.id, course_id=each, position=at) for at, each in enumerate(courses))
            return row.id

    def person(self, name: str | None = None, **values) -> UUID:
        """Make a person with an invented name and no telephone unless given one."""
        with self.work():
            return accounts.create_person(name=name or NAMES[next(self.numbers) % len(NAMES)], **values).id

    def student(self, cohort: UUID, name: str | None = None, **values) -> UUID:
        """Make a person and enroll her."""
        person = self.person(name, **values)
        with self.work():
            cohorts.enroll(actor=Actor.system(), cohort_id=cohort, person_id=person)
        return person

    def staff(self, role: Role, scope: Scope = COLLEGE, name: str | None = None) -> UUID:
        """Make a member of staff (login name `staff-<number>`, no password yet) who holds a role over a scope."""
        system, number = Actor.system(), next(self.numbers)
        with self.work():
            person = accounts.create_staff(actor=system, name=name or NAMES[number % len(NAMES)], login=f"staff-{number}")
            accounts.grant(actor=system, person_id=person.id, role=role, scope=scope)
            return person.id

    def coordinator(self, district: str = SHANGCHENG) -> UUID:
        """Make a coordinator of a district."""
        return self.staff(Role.COORDINATOR, Scope(district=self.district(district)), "孙协调")

    def lecturer(self, cohort: UUID) -> UUID:
        """Make a lecturer of a cohort."""
        return self.staff(Role.LECTURER, Scope(cohort=cohort), "钱讲师")

    def helper(self, cohort: UUID) -> UUID:
        """Make a helper of a cohort."""
        return self.staff(Role.HELPER, Scope(cohort=cohort), "吴助教")

    def author(self, course: str) -> UUID:
        """Make an author of a course."""
        return self.staff(Role.AUTHOR, Scope(course=course), "沈作者")

    def operator(self) -> UUID:
        """Make an operator."""
        return self.staff(Role.OPERATOR, COLLEGE, "郑运维")

    def product_manager(self) -> UUID:
        """Make a product manager."""
        return self.staff(Role.PRODUCT_MANAGER, COLLEGE, "冯产品")
