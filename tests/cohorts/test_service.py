"""Cohorts and enrollments on a real database: each rule and each refusal once."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from college.accounts import service as accounts
from college.cohorts import editing, service
from college.cohorts.models import Cohort, District, Enrollment, StaffPost
from college.core.audit import AuditEntry
from college.core.clock import today
from college.core.db import db, new_id
from college.core.errors import NotAllowed, NotFound, RuleBroken
from college.core.permissions import Actor, Held, Permission, Role, Scope
from tests.support.college import SHANGCHENG, XIHU

pytestmark = pytest.mark.both_databases

SYSTEM = Actor.system()


def details(**values) -> editing.Details:
    given = {
        "name": "秋季一班",
        "starts_on": date(2026, 9, 1),
        "ends_on": date(2026, 12, 31),
        "teacher_name": "周老师",
        "teacher_phone": "0571-87654321",
    }
    return editing.Details(**{**given, **values})


def count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def audited(action: str) -> int:
    return db.session.scalar(select(func.count()).where(AuditEntry.action == action))


@pytest.fixture
def post(college):
    """Give somebody a post in a district."""

    def give(role: Role, district: str = SHANGCHENG, name: str = "钱讲师"):
        college.district(district)
        person = college.person(name)
        with college.work():
            db.session.add(StaffPost(person_id=person, district_code=district, role=role.value))
        return person

    return give


def test_the_thirteen_districts_of_hangzhou_come_once(college):
    with college.work():
        assert service.ensure_districts() == 13
    with college.work():
        assert service.ensure_districts() == 0
        assert count(District) == 13


def test_more_districts_are_loaded_and_renamed(college):
    college.district()
    text = "code,name,city,province\n330203,海曙区,宁波市,浙江省\n330102,上城,杭州市,浙江省\n\n"
    with college.work():
        assert service.load_districts(actor=SYSTEM, text=text, file_name="more.csv") == (1, 1)
    with college.work():
        assert service.load_districts(actor=SYSTEM, text=text, file_name="more.csv") == (0, 0)
        assert service.district_names()["330102"] == "上城"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", "d.csv:1:"),
        ("name,code,city,province\n", "d.csv:1:"),
        ("code,name,city,province\n33010,a,b,c\n", "d.csv:2:"),
        ("code,name,city,province\n330102,a,b\n", "d.csv:2:"),
        ("code,name,city,province\n330102,,b,c\n", "d.csv:2:"),
        ("code,name,city,province\n330102,a,b,c\n330102,a,b,c\n", "d.csv:3:"),
        ("code,name,city,province\n３３０１０２,a,b,c\n", "d.csv:2:"),
    ],
)
def test_one_wrong_line_leaves_all_districts_out_and_is_named(college, text, place):
    with pytest.raises(RuleBroken, match=place), college.work():
        service.load_districts(actor=SYSTEM, text=text, file_name="d.csv")
    with college.work():
        assert count(District) == 0


def test_a_coordinator_cannot_load_districts(college):
    coordinator = college.coordinator()
    with pytest.raises(NotAllowed), college.work():
        service.load_districts(actor=college.actor(coordinator), text="", file_name="d.csv")


def test_a_cohort_is_made_once_however_often_its_form_is_sent(college):
    coordinator, cohort_id = college.coordinator(), new_id()
    for _again in range(2):
        with college.work():
            editing.create_cohort(
                actor=college.actor(coordinator), cohort_id=cohort_id, district_code=SHANGCHENG, details=details()
            )
    with college.work():
        assert count(Cohort) == 1
        assert audited("cohort.create") == 1


def test_a_coordinator_cannot_make_a_cohort_elsewhere(college):
    coordinator = college.coordinator()
    with pytest.raises(NotFound), college.work():
        editing.create_cohort(
            actor=college.actor(coordinator), cohort_id=new_id(), district_code=XIHU, details=details()
        )


def test_a_form_that_names_a_foreign_cohort_changes_nothing(college):
    foreign, coordinator = college.cohort(XIHU), college.coordinator()
    with pytest.raises(NotFound), college.work():
        editing.create_cohort(
            actor=college.actor(coordinator), cohort_id=foreign, district_code=SHANGCHENG, details=details()
        )
    with college.work():
        assert db.session.get(Cohort, foreign).district_code == XIHU


def test_only_the_reach_of_an_actor_is_listed(college):
    mine, other = college.cohort(), college.cohort(XIHU)
    coordinator, helper = college.coordinator(), college.helper(other)
    operator = college.operator()
    with college.work():
        listed = {
            person: [each.id for each in service.visible_cohorts(college.actor(person), Permission.COHORT_VIEW)]
            for person in (coordinator, helper, operator)
        }
    assert listed == {coordinator: [mine], helper: [other], operator: []}


def test_an_edit_changes_what_differs_and_says_so_once(college):
    cohort, coordinator = college.cohort(), college.coordinator()
    for _again in range(2):
        with college.work():
            editing.edit_cohort(actor=college.actor(coordinator), cohort_id=cohort, details=details(name="新名"))
    with college.work():
        assert db.session.get(Cohort, cohort).name == "新名"
        assert audited("cohort.edit") == 1


def test_a_team_is_chosen_among_the_posts_of_the_district(college, post):
    cohort, coordinator = college.cohort(), college.coordinator()
    lecturer, helper = post(Role.LECTURER), post(Role.HELPER, name="吴助教")
    for lecturers in ((lecturer,), (lecturer,), ()):
        with college.work():
            actor = college.actor(coordinator)
            given = details(lecturer_ids=lecturers, helper_ids=(helper,))
            editing.edit_cohort(actor=actor, cohort_id=cohort, details=given)
            row = db.session.get(Cohort, cohort)
            assert [each.id for each in editing.team_of(row, Role.LECTURER)] == list(lecturers)
            assert [each.id for each in editing.team_of(row, Role.HELPER)] == [helper]
            reach = college.actor(lecturer).reach(Permission.COHORT_VIEW)
            assert reach.covers(Scope(cohort=cohort)) is bool(lecturers)


def test_somebody_without_a_post_in_the_district_cannot_be_chosen(college, post):
    cohort, coordinator = college.cohort(), college.coordinator()
    with pytest.raises(RuleBroken), college.work():
        actor = college.actor(coordinator)
        editing.edit_cohort(
            actor=actor, cohort_id=cohort, details=details(lecturer_ids=(post(Role.LECTURER, XIHU),))
        )


def test_a_course_that_is_not_published_cannot_be_followed(college):
    cohort, coordinator = college.cohort(), college.coordinator()
    with pytest.raises(NotFound), college.work():
        editing.edit_cohort(
            actor=college.actor(coordinator), cohort_id=cohort, details=details(course_ids=("none",))
        )


def test_a_cohort_follows_its_courses(college, refunds):
    cohort, coordinator = college.cohort(), college.coordinator()
    student = college.student(cohort)
    with college.work():
        editing.edit_cohort(
            actor=college.actor(coordinator), cohort_id=cohort, details=details(course_ids=(refunds,))
        )
    with college.work():
        assert service.cohort_courses(cohort) == [refunds]
        assert [course for _cohort, course in service.courses_of(student)] == [refunds]


def test_the_archive_closes_a_cohort_and_opens_it_again(college):
    cohort, coordinator = college.cohort(), college.coordinator()
    student, other = college.student(cohort), college.person()
    with college.work():
        editing.archive_cohort(actor=college.actor(coordinator), cohort_id=cohort)
        assert service.held_by_enrollment(student) == ()
        assert service.active_cohorts_of(student) == []
        with pytest.raises(RuleBroken):
            service.enroll(actor=college.actor(coordinator), cohort_id=cohort, person_id=other)
    with college.work():
        editing.unarchive_cohort(actor=college.actor(coordinator), cohort_id=cohort)
        assert service.held_by_enrollment(student) == (Held(Role.STUDENT, Scope(cohort=cohort)),)


def test_enrolling_twice_is_one_enrollment(college):
    cohort, coordinator, person = college.cohort(), college.coordinator(), college.person()
    for _again in range(2):
        with college.work():
            service.enroll(actor=college.actor(coordinator), cohort_id=cohort, person_id=person)
    with college.work():
        assert count(Enrollment) == 1
        assert audited("enrollment.create") == 1


def test_an_ended_enrollment_stays_and_can_be_taken_back(college):
    cohort, coordinator = college.cohort(), college.coordinator()
    student = college.student(cohort)
    for _again in range(2):
        with college.work():
            ended = service.end_enrollment(actor=college.actor(coordinator), cohort_id=cohort, person_id=student)
            assert (ended.status, ended.to_on) == ("ended", today())
    with college.work():
        assert service.held_by_enrollment(student) == ()
        assert service.enrolled(cohort) == []
        assert len(service.enrolled(cohort, with_ended=True)) == 1
        assert audited("enrollment.end") == 1
    with college.work():
        back = service.restore_enrollment(actor=college.actor(coordinator), cohort_id=cohort, person_id=student)
        assert (back.status, back.to_on) == ("active", None)


def test_a_person_who_comes_again_is_restored(college):
    cohort, coordinator = college.cohort(), college.coordinator()
    student = college.student(cohort)
    with college.work():
        actor = college.actor(coordinator)
        service.end_enrollment(actor=actor, cohort_id=cohort, person_id=student)
        assert service.enroll(actor=actor, cohort_id=cohort, person_id=student).is_active


def test_many_are_enrolled_at_once_and_again(college):
    cohort, coordinator = college.cohort(), college.coordinator()
    gone, here, new = college.student(cohort), college.student(cohort), college.person()
    with college.work():
        actor = college.actor(coordinator)
        service.end_enrollment(actor=actor, cohort_id=cohort, person_id=gone)
        done = service.bulk_enroll(actor=actor, cohort_id=cohort, person_ids=[gone, here, new, new])
        assert (done.added, done.restored, done.already) == ([new], [gone], [here])
    with college.work():
        done = service.bulk_enroll(actor=college.actor(coordinator), cohort_id=cohort, person_ids=[gone, here, new])
        assert (done.added, done.restored, done.already) == ([], [], [gone, here, new])
        assert len(service.enrolled(cohort)) == 3


@pytest.mark.parametrize(
    "deed",
    [
        lambda actor, cohort, person: service.enroll(actor=actor, cohort_id=cohort, person_id=person),
        lambda actor, cohort, person: service.end_enrollment(actor=actor, cohort_id=cohort, person_id=person),
        lambda actor, cohort, person: service.restore_enrollment(actor=actor, cohort_id=cohort, person_id=person),
        lambda actor, cohort, person: service.bulk_enroll(actor=actor, cohort_id=cohort, person_ids=[person]),
        lambda actor, cohort, person: editing.edit_cohort(actor=actor, cohort_id=cohort, details=details()),
        lambda actor, cohort, person: editing.archive_cohort(actor=actor, cohort_id=cohort),
    ],
)
def test_another_district_is_not_found_and_a_helper_not_allowed(college, deed):
    cohort, stranger = college.cohort(), college.coordinator(XIHU)
    student, helper = college.student(cohort), college.helper(cohort)
    with pytest.raises(NotFound), college.work():
        deed(college.actor(stranger), cohort, student)
    with pytest.raises(NotAllowed), college.work():
        deed(college.actor(helper), cohort, student)


def test_a_cohort_that_is_nowhere_is_not_found(college):
    with pytest.raises(NotFound), college.work():
        service.cohort_for(SYSTEM, Permission.COHORT_VIEW, uuid4())


def test_a_student_calls_the_teacher_of_the_cohort_that_follows_the_course(college, refunds):
    later = {"starts_on": today(), "teacher_name": "李老师", "teacher_phone": "0571-11111111"}
    following, other = college.cohort(courses=(refunds,)), college.cohort(**later)
    student = college.student(following)
    with college.work():
        service.enroll(actor=SYSTEM, cohort_id=other, person_id=student)
        assert service.teacher_contact(student, refunds) == ("周老师", "140-0000-0001")
        assert service.teacher_contact(student, "else") == ("李老师", "0571-11111111")
        assert service.teacher_contact(college_nobody(), refunds) is None


def college_nobody():
    return uuid4()


def test_a_course_in_two_cohorts_is_followed_once_in_the_later_one(college, refunds):
    old = college.cohort(courses=(refunds,))
    new = college.cohort(courses=(refunds,), starts_on=today() + timedelta(days=1))
    student = college.student(old)
    with college.work():
        service.enroll(actor=SYSTEM, cohort_id=new, person_id=student)
        assert [(cohort.id, course) for cohort, course in service.courses_of(student)] == [(new, refunds)]


def test_people_are_listed_by_the_sound_of_their_names(college):
    cohort = college.cohort()
    for name in ("张三", "安娜", "李四"):
        college.student(cohort, name)
    with college.work():
        assert [person.name for _enrollment, person in service.enrolled(cohort)] == ["安娜", "李四", "张三"]
        assert accounts.people_by_ids([]) == {}
