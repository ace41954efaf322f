"""Two mirrored districts, alike but for their texts, so that whatever leaks from one side to the other is seen."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import current_app
from flask_babel import gettext as _

from college.accounts import service as accounts
from college.authoring import service as authoring
from college.cohorts import service as cohorts
from college.core.clock import now, today
from college.core.db import db, new_id, run_in_unit
from college.core.errors import RuleBroken
from college.core.permissions import COLLEGE, Actor, Role, Scope
from college.demo.models import DemoMark
from college.library import service as library

COURSE, LESSON, STEP = "refunds", "find-order", "open-my-taobao"


@dataclass
class Side:
    """One district of the two: its own word, which begins every text that is its own, and what was made in it."""

    name: str
    word: str
    district: str
    #: The four digits behind 140-0000 of its first telephone number.
    first_number: int
    ids: dict[str, list[str]] = field(default_factory=dict)
    canaries: dict[str, str] = field(default_factory=dict)
    people: dict[str, UUID] = field(default_factory=dict)

    def text(self, kind: str) -> str:
        """Give a text that stands nowhere but on this side, and remember it."""
        self.canaries[kind] = f"{self.word}{kind}"
        return self.canaries[kind]

    def phone(self, number: int) -> str:
        """Give one of its invented telephone numbers."""
        phone = f"1400000{self.first_number + number:04d}"
        self.canaries[f"phone {number}"] = phone
        return phone

    def keep(self, place: str, *ids: object) -> None:
        """Remember what stands for ``place`` in an address."""
        self.ids.setdefault(place, []).extend(str(each) for each in ids)


#: The words stand in no lesson and in no other text of the college.
SIDES = (("here", "云雀湾", "330102", 1000), ("far", "白鹭滩", "330106", 2000))
STAFF = {
    "coordinator": (Role.COORDINATOR, "协调员"),
    "cohort_coordinator": (Role.COORDINATOR, "班协调"),
    "lecturer": (Role.LECTURER, "讲师"),
    "helper": (Role.HELPER, "助教"),
}
#: Who works for the whole college.
OF_THE_COLLEGE = {"operator": (Role.OPERATOR, "双城运维"), "product_manager": (Role.PRODUCT_MANAGER, "双城产品")}
#: As whom of a side one walks in.
WAYS_IN = ("student", "neighbour", "lecturer", "helper", "coordinator", "cohort_coordinator")
STUDENTS = ("student", "neighbour", "gone", "double", "twice", "moving", "leaving", "changing")


def sides() -> dict[str, Any]:
    """Give what was put in, as it was remembered. Raises `RuleBroken` when the twins are not there."""
    mark = db.session.get(DemoMark, 1)
    if mark is None or mark.twins is None:
        raise RuleBroken(_("This college holds something else than the twins. They need a database of their own."))
    return {name: dict(side) for name, side in mark.twins.items()}


def prepare() -> None:
    """Load districts and publish the shipped courses, where that is still to be done."""
    run_in_unit(cohorts.ensure_districts)
    if not run_in_unit(library.published_courses, writes=False):
        ready = library.prepare(Path(current_app.config["COURSES_FOLDER"]))
        run_in_unit(lambda: library.store(actor=Actor.system(), ready=ready))


def begin() -> list[Side]:
    """Mark the database as invented and make districts, staff, cohorts and students: in one unit of work."""
    db.session.add(DemoMark(filled_at=now()))
    made = [Side(*each) for each in SIDES]
    for key, (role, name) in OF_THE_COLLEGE.items():
        person = _hire(f"twins-{key}", name)
        accounts.grant(actor=Actor.system(), person_id=person, role=role, scope=COLLEGE)
        for side in made:
            side.people[key] = person
    for side in made:
        _open(side)
        _write(side)
        _enroll(side)
    return made


def _hire(login: str, name: str) -> UUID:
    return accounts.create_staff(actor=Actor.system(), name=name, login=login).id


def _open(side: Side) -> None:
    """Make a cohort, one in the archive, and who works in them."""
    cohort, archived = (_cohort(side, kind) for kind in ("班级", "旧班"))
    side.keep("cohort_id", cohort, archived)
    side.keep("district_code", side.district)
    place = Scope(district=side.district, cohort=cohort)
    for key, (role, name) in STAFF.items():
        person = side.people[key] = _hire(f"twins-{side.name}-{key.replace('_', '-')}", side.text(name))
        whole = Scope(district=side.district)
        given = accounts.grant(
            actor=Actor.system(), person_id=person, role=role, scope=whole if key == "coordinator" else place
        )
        side.keep("person_id", person)
        side.keep("grant_id", given.id)
    for key, role in (("lecturer", Role.LECTURER), ("helper", Role.HELPER)):
        cohorts.give_post(actor=Actor.system(), person_id=side.people[key], role=role, district_code=side.district)


def _write(side: Side) -> None:
    """Let the lecturer write a course that nobody has published, and ask a colleague to read it: it is for nobody else."""
    system = Actor.system()
    course = authoring.start_course(actor=system, form_id=new_id(), title=side.text("新课"), district_code=side.district)
    given = accounts.grant(
        actor=system, person_id=side.people["lecturer"], role=Role.AUTHOR, scope=Scope(district=side.district, course=course)
    )
    lesson = authoring.new_lesson(actor=system, course_id=course, form_id=new_id(), title=side.text("草稿"))
    place = {"course_id": course, "lesson_id": lesson}
    there = authoring.texts_of(authoring.draft_for(actor=system, **place))
    step = library.cut(there.zh).step_ids[0]
    words = authoring.Texts(f"{there.part(step).zh}\n{side.text('没写完的话')}。")
    authoring.keep_part(actor=system, part=step, texts=words, base=authoring.fingerprint(there.part(step)), **place)
    reader = _hire(f"twins-{side.name}-reader", side.text("试读人"))
    near = Scope(district=side.district, cohort=UUID(side.ids["cohort_id"][0]))
    reading = accounts.grant(actor=system, person_id=reader, role=Role.LECTURER, scope=near)
    asked = authoring.ask_to_read(
        actor=accounts.actor_for(side.people["lecturer"]), reader_id=reader, asked=side.text("请看第一步"), client_id=new_id(), **place
    )
    side.keep("person_id", reader)
    side.keep("grant_id", given.id, reading.id)
    side.keep("reading_id", asked.id)
    for name, value in (("course", course), ("lesson", lesson), ("step", step)):
        side.keep(name, value)


def _cohort(side: Side, kind: str) -> UUID:
    details = cohorts.Details(
        name=side.text(kind),
        starts_on=today() - timedelta(days=7),
        ends_on=today() + timedelta(days=60),
        teacher_name=side.text("老师"),
        teacher_phone=side.phone(999),
        course_ids=(COURSE,),
    )
    return cohorts.create_cohort(
        actor=Actor.system(), cohort_id=new_id(), district_code=side.district, details=details
    ).id


def _enroll(side: Side) -> None:
    for number, key in enumerate(STUDENTS):
        phone = side.phone(100 + number)
        person = accounts.create_person(name=side.text(f"学员{number}"), phone=phone, age_band="65-69")
        side.people[key] = person.id
        place = {"cohort_id": UUID(side.ids["cohort_id"][0]), "from_on": today() - timedelta(days=7)}
        cohorts.enroll(actor=Actor.system(), person_id=person.id, **place)
        side.keep("person_id", person.id)
    accounts.load_consents(given={side.people[key]: now() for key in STUDENTS})


def remember(made: list[Side]) -> None:
    """Keep in the mark what was made, in the caller's unit of work."""
    mark = db.session.get_one(DemoMark, 1)
    mark.twins = {
        side.name: {
            "word": side.word,
            "district": side.district,
            "ids": {place: sorted(set(ids)) for place, ids in side.ids.items()},
            "canaries": side.canaries,
            "people": {key: str(person) for key, person in side.people.items()},
        }
        for side in made
    }
