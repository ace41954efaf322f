"""Filling the demonstration: districts, staff, two cohorts, their cards, their four weeks and what they asked."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random
from uuid import NAMESPACE_URL, UUID, uuid5

from flask import current_app

from college.accounts import service as accounts
from college.cohorts import service as cohorts
from college.cohorts.service import Cohort
from college.core.clock import LOCAL, freeze, now, today
from college.core.crypto import ALPHABET
from college.core.db import db
from college.core.permissions import Actor, Permission, Role, Scope
from college.demo import asking, certificates, changes, deciding, meetings, writing
from college.demo.asked import COURSE
from college.demo.history import Walk, reached, tap_out, walk
from college.demo.people import invent_students
from college.demo.questions import QUESTIONS, TEMPTING, THEMES
from college.library import service as library
from college.progress import service as progress

#: The dice fall the same way each time.
SEED = 330102
WEEKS = 4
SEES_COHORTS = Permission.COHORT_VIEW


@dataclass(frozen=True)
class Worker:
    """A member of the invented staff. ``district`` is None for the whole college."""

    login: str
    name: str
    role: Role
    district: str | None = None


@dataclass(frozen=True)
class Class:
    """An invented cohort: how many people, who teaches, and the first of its telephone numbers."""

    district: str
    name: str
    size: int
    teacher_name: str
    teacher_phone: str
    lecturer: str
    helper: str | None
    first_number: int
    room: str
    #: The courses it follows beside the one that it learns these weeks.
    later: tuple[str, ...]


STAFF = (
    Worker("operator", "钱运维", Role.OPERATOR),
    Worker("manager", "苏产品", Role.PRODUCT_MANAGER),
    Worker("coordinator-shangcheng", "陆协调", Role.COORDINATOR, "330102"),
    Worker("coordinator-xihu", "沈协调", Role.COORDINATOR, "330106"),
    Worker("lecturer-shangcheng", "周老师", Role.LECTURER, "330102"),
    Worker("lecturer-xihu", "丁老师", Role.LECTURER, "330106"),
    Worker("helper-shangcheng", "方助教", Role.HELPER, "330102"),
)
CLASSES = (
    Class("330102", "上城区秋季一班", 150, "周老师", "14000009001", "lecturer-shangcheng", "helper-shangcheng", 1, "社区活动中心 302 室",
          ("pay-safely", "safe", "parcels", "search")),
    Class("330106", "西湖区秋季一班", 40, "丁老师", "14000009002", "lecturer-xihu", None, 5001, "文化站二楼",
          ("meet-taobao", "account", "safe")),
)


def fill() -> None:
    """Invent everything, in the caller's unit of work: the same each time, counted back from today."""
    first_day = datetime.combine(today() - timedelta(weeks=WEEKS), time(9), LOCAL)
    with freeze(first_day - timedelta(days=3)):
        staff = {worker.login: _hire(worker) for worker in STAFF}
        groups = [(each, _open_class(each, staff)) for each in CLASSES]
    dice, walks = Random(SEED), {}
    for each, cohort_id in groups:
        with freeze(first_day - timedelta(days=1)):
            person_ids = _enroll(each, cohort_id, dice)
        walks[each] = _live_through(person_ids, dice, first_day)
        _meet(each, cohort_id, walks[each], staff, first_day)
        _certify(each, cohort_id, walks[each], staff, first_day)
    if COURSE in {course.id for course in library.published_courses()}:
        _ask_and_decide(dict(groups), walks, staff)
    _leave_open(dict(groups), walks, staff)


def write() -> None:
    """Let the lecturers write, outside the caller's transaction: publishing is a job with transactions of its own."""
    if COURSE in {course.id for course in library.published_courses()} and not writing.is_written():
        people = {accounts.login_of(person.id): person.id for person in accounts.staff_people()}
        db.session.rollback()
        writing.write(people["lecturer-shangcheng"], people["lecturer-xihu"])


def _meet(each: Class, cohort_id: UUID, walks: dict[UUID, Walk], staff: dict[str, UUID], first_day: datetime) -> None:
    """Hold the four weeks' meetings of a cohort where it learns the course of the demonstration."""
    if walks:
        courses = {course.id for course in library.published_courses()}
        course_id = COURSE if COURSE in courses else _courses_of(each)[0]
        place = meetings.Room(cohort_id, course_id, staff[each.helper or each.lecturer], each.room, "请带上手机和老花镜。")
        meetings.hold(place, walks, first_day)


def _certify(each: Class, cohort_id: UUID, walks: dict[UUID, Walk], staff: dict[str, UUID], first_day: datetime) -> None:
    """Let a few show in the last class that they can do everything, where the course of the demonstration is there."""
    if walks and COURSE in {course.id for course in library.published_courses()}:
        at = first_day + timedelta(weeks=WEEKS - 1, hours=2)
        certificates.give(certificates.Shown(COURSE, walks, staff[each.lecturer], at), but=first_student(cohort_id).id)


def _ask_and_decide(groups: dict[Class, UUID], walks: dict[Class, dict[UUID, Walk]], staff: dict[str, UUID]) -> None:
    lessons = [(head.id, head.step_ids) for head in library.course(COURSE).lessons]
    standing = {
        each.district: asking.Standing(
            lecturer=staff[each.lecturer],
            shown=first_student(cohort_id).id,
            reached={person_id: reached(lessons, walked) for person_id, walked in walks[each].items()},
        )
        for each, cohort_id in groups.items()
    }
    lesson_of = {step_id: lesson_id for lesson_id, step_ids in lessons for step_id in step_ids}
    story = asking.Story(now().astimezone(LOCAL), standing, lesson_of, Random(SEED))
    last_said = asking.plan_questions(story, QUESTIONS)
    deciding.plan_themes(story, THEMES, QUESTIONS, last_said=last_said, manager=staff["manager"])
    helpers = {each.district: staff[each.helper] for each in groups if each.helper}
    asking.call_without_asking(story, helpers, {asked.step for asked in QUESTIONS if asked.theme})
    story.tell()
    asking.read_what_is_old(story)


def _leave_open(groups: dict[Class, UUID], walks: dict[Class, dict[UUID, Walk]], staff: dict[str, UUID]) -> None:
    first, second = CLASSES
    walked = walks[first]
    came = [person_id for person_id, each in walked.items() if each.steps]
    absent = [person_id for person_id, each in walked.items() if not each.opened_at and _has_phone(person_id)]
    if came:
        changes.leave_open(
            coordinator=staff["coordinator-shangcheng"],
            place=Scope(district=first.district, cohort=groups[first]),
            learner=came[-1],
            absent=absent,
            to_district=second.district,
        )


def _has_phone(person_id: UUID) -> bool:
    return bool(accounts.get_person(person_id).phone_masked)


def staff_of_the_demo() -> list[tuple[Role, str | None, accounts.Person]]:
    """Give the invented staff with role and district."""
    people = {accounts.login_of(person.id): person for person in accounts.staff_people()}
    return [(worker.role, worker.district, people[worker.login]) for worker in STAFF if worker.login in people]


def shown_card_url() -> str:
    """Give the address of the card of a student of the first cohort: the same at every start."""
    return accounts.card_url(_token(first_student(cohorts_with_people()[0].id).id))


def cohorts_with_people() -> list[Cohort]:
    """Give the cohorts in which anybody is, the invented ones first: a visitor may have opened more, still empty."""
    invented = [uuid5(NAMESPACE_URL, each.name) for each in CLASSES]
    peopled = [each for each in cohorts.visible_cohorts(Actor.system(), SEES_COHORTS) if cohorts.enrolled(each.id)]
    return sorted(peopled, key=lambda each: invented.index(each.id) if each.id in invented else len(invented))


def first_student(cohort_id: UUID) -> accounts.Person:
    """Give the student of a cohort who opened her card first: she has been there from the beginning."""
    people = {person.id: person for _enrollment, person in cohorts.enrolled(cohort_id)}
    opened = [(card.first_used_at, person_id) for person_id, card in accounts.cards_of(list(people)).items() if card.first_used_at]
    return people[min(opened)[1]] if opened else next(iter(people.values()))


def _token(person_id: UUID) -> str:
    """Derive a card's token from the college's own key, so that the demonstration can show it again."""
    key = current_app.config["SECRET_KEY"].encode()
    digest = hmac.new(key, b"demo card " + person_id.bytes, hashlib.sha256).digest()
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:26])


def _hire(worker: Worker) -> UUID:
    return cohorts.create_staff(
        actor=Actor.system(),
        form_id=uuid5(NAMESPACE_URL, worker.login),
        name=worker.name,
        login=worker.login,
        role=worker.role,
        district_code=worker.district,
    ).id


def _open_class(each: Class, staff: dict[str, UUID]) -> UUID:
    details = cohorts.Details(
        name=each.name,
        starts_on=today() + timedelta(days=3),
        ends_on=today() + timedelta(weeks=WEEKS + 8),
        teacher_name=each.teacher_name,
        teacher_phone=each.teacher_phone,
        course_ids=_courses_of(each),
        lecturer_ids=(staff[each.lecturer],),
        helper_ids=(staff[each.helper],) if each.helper else (),
    )
    return cohorts.create_cohort(
        actor=Actor.system(),
        cohort_id=uuid5(NAMESPACE_URL, each.name),
        district_code=each.district,
        details=details,
    ).id


def _courses_of(each: Class) -> tuple[str, ...]:
    """Give what a cohort follows of the published courses: the one it learns first; any other college's all."""
    published = [course.id for course in library.published_courses()]
    return tuple(course_id for course_id in (COURSE, *each.later) if course_id in published) or tuple(published)


def _enroll(each: Class, cohort_id: UUID, dice: Random) -> list[UUID]:
    students = invent_students(each.size, dice=dice, first_number=each.first_number)
    person_ids = accounts.bulk_create_people(
        {
            "id": uuid5(cohort_id, str(number)),
            "name": student["name"],
            "age_band": student["age_band"],
            **accounts.protect_phone(student["phone"]),
        }
        for number, student in enumerate(students)
    )
    cohorts.bulk_enroll(actor=Actor.system(), cohort_id=cohort_id, person_ids=person_ids)
    return person_ids


def _live_through(person_ids: list[UUID], dice: Random, first_day: datetime) -> dict[UUID, Walk]:
    courses = {course.id: course for course in library.published_courses()}
    if not courses:
        return {}
    course = courses.get(COURSE) or next(iter(courses.values()))
    course_id, lessons = course.id, [(head.id, head.step_ids) for head in course.lessons[:WEEKS]]
    walks = {person_id: walk(lessons, dice=dice, first_day=first_day) for person_id in person_ids}
    accounts.load_cards(
        opened={person_id: each.opened_at for person_id, each in walks.items()},
        tokens={person_id: _token(person_id) for person_id in person_ids},
        made_at=first_day - timedelta(days=1),
        expires_on=today() + timedelta(weeks=12),
    )
    accounts.load_consents(given={person_id: each.opened_at for person_id, each in walks.items() if each.opened_at})
    practices = _practices(course_id, [lesson_id for lesson_id, _steps in lessons])
    progress.load_history(
        course_id=course_id,
        lessons=dict(lessons),
        steps=[
            progress.PastStep(person_id, lesson_id, step_id, at)
            for person_id, each in walks.items()
            for lesson_id, step_id, at in each.steps
        ],
        taps=[
            progress.PastTap(person_id, step_id, screen.screen, target, screen.target, at)
            for person_id, each in walks.items()
            for _lesson_id, step_id, at in each.steps
            for screen in practices[step_id]
            for target in tap_out(screen.target, _wrong_targets(step_id, screen), dice=dice)
        ],
    )
    return walks


def _wrong_targets(step_id: str, screen: library.PracticeScreen) -> list[str]:
    """Give where one may tap wrong; what tempts at this step four times more often."""
    targets = [key for key in screen.wrong if key != "*"]
    return targets + [key for key in targets if key == TEMPTING.get(step_id)] * 4


def _practices(course_id: str, lesson_ids: list[str]) -> dict[str, tuple[library.PracticeScreen, ...]]:
    steps = (step for each in lesson_ids for step in library.lesson(course_id, each).in_language("zh").steps)
    return {step.id: step.practice for step in steps}
