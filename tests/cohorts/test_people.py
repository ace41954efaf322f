"""One student at a time: who is asked about, what one form makes, what is kept and shown."""

import pytest
from sqlalchemy import func, select

from college.accounts import service as accounts
from college.cohorts import people, service
from college.cohorts.models import Enrollment
from college.core.audit import AuditEntry
from college.core.db import db, new_id
from college.core.errors import NotAllowed, NotFound, RuleBroken
from college.core.permissions import Actor, Permission, Role
from tests.support.college import XIHU

pytestmark = pytest.mark.both_databases

PHONE = "14000000011"


@pytest.fixture
def add(college):
    """Send the form of one student as the coordinator of 上城区."""
    cohort, coordinator = college.cohort(), college.coordinator()

    def send(name="王小明", phone=None, *, into=cohort, form_id=None, by=coordinator, **values):
        with college.work():
            added = people.add_student(
                actor=college.actor(by),
                cohort_id=into,
                form_id=form_id or new_id(),
                name=name,
                phone=phone,
                age_band=None,
                **values,
            )
            return added.person.id, added.was_here

    send.cohort, send.coordinator = cohort, coordinator
    return send


def everybody(college) -> int:
    with college.work():
        return db.session.scalar(select(func.count()).select_from(Enrollment))


def test_a_form_sent_twice_makes_one_student(college, add):
    form = new_id()
    first, second = add(form_id=form), add(form_id=form)
    assert first[0] == second[0]
    assert (first[1], second[1]) == (False, True)
    assert everybody(college) == 1


def test_a_form_id_never_reaches_a_person_of_another_cohort(college, add):
    stranger = college.student(college.cohort(XIHU), "外人")
    person, _was_here = add(name="内人", form_id=stranger)
    assert person != stranger


def test_a_known_telephone_is_asked_about_and_never_guessed(college, add):
    first, _was_here = add("王小明", PHONE)
    with pytest.raises(people.IsItTheSame) as question:
        add("李秀兰", PHONE)
    assert [(each.person_id, each.name, each.is_here) for each in question.value.known] == [(first, "王小明", True)]
    wife, _was_here = add("李秀兰", PHONE, answer=people.SOMEBODY_ELSE)
    assert wife != first
    assert everybody(college) == 2


def test_the_same_name_in_the_cohort_is_asked_about(college, add):
    add("王小明")
    with pytest.raises(people.IsItTheSame):
        add("王小明")


def test_the_same_person_who_is_here_stays_one(college, add):
    first, _was_here = add("王小明", PHONE)
    assert add("王小明", PHONE, answer=str(first)) == (first, True)
    assert everybody(college) == 1


def test_a_person_of_another_district_is_named_with_a_star(college, add):
    other = college.cohort(XIHU)
    person = college.student(other, "王小明", phone=PHONE)
    with pytest.raises(people.IsItTheSame) as question:
        add("王小明", PHONE)
    assert [(each.name, each.cohort_names) for each in question.value.known] == [("王*明", ())]
    assert add("王小明", PHONE, answer=str(person)) == (person, False)


def test_an_answer_that_was_not_offered_is_not_found(college, add):
    add("王小明", PHONE)
    stranger = college.person("外人")
    with pytest.raises(NotFound):
        add("王小明", PHONE, answer=str(stranger))
    with pytest.raises(NotFound):
        add("王小明", PHONE, answer="nobody")


def test_nobody_adds_students_elsewhere(college, add):
    stranger, helper = college.coordinator(XIHU), college.helper(add.cohort)
    with pytest.raises(NotFound):
        add(by=stranger)
    with pytest.raises(NotAllowed):
        add(by=helper)


def test_an_edit_keeps_the_number_unless_it_is_changed(college, add):
    person, _was_here = add("王小明", PHONE)

    def edit(phone):
        with college.work():
            people.edit_student(
                actor=college.actor(add.coordinator),
                cohort_id=add.cohort,
                person_id=person,
                name="王晓明",
                phone=phone,
                age_band="65-69",
            )
        with college.work():
            kept = accounts.get_person(person)
            return kept.name, kept.phone_masked, kept.age_band, kept.edited_at is not None

    assert edit(None) == ("王晓明", "140****0011", "65-69", True)
    assert edit("14000000099")[1] == "140****0099"
    assert edit("")[1] == ""


def test_a_whole_number_is_given_for_a_reason_that_is_kept(college, add):
    person, _was_here = add("王小明", PHONE)
    with college.work():
        actor = college.actor(add.coordinator)
        given = people.unmask_phone(actor=actor, cohort_id=add.cohort, person_id=person, reason="她没来上课")
        assert given == PHONE
    with college.work():
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "phone.unmask")).one()
        assert entry.actor_id == add.coordinator
        assert entry.detail["reason"] == "她没来上课"
        assert PHONE not in str(entry.detail)


def test_a_helper_and_a_stranger_see_no_whole_number(college, add):
    person, _was_here = add("王小明", PHONE)
    helper, stranger = college.helper(add.cohort), college.coordinator(XIHU)
    for who, refusal in ((helper, NotAllowed), (stranger, NotFound)):
        with pytest.raises(refusal), college.work():
            people.unmask_phone(
                actor=college.actor(who), cohort_id=add.cohort, person_id=person, reason="because"
            )


def test_what_is_kept_about_staff_is_not_changed_by_a_coordinator(college, add):
    with college.work():
        from_staff = service.create_staff(
            actor=Actor.system(), form_id=new_id(), name="林老师", login="lin", role=Role.OPERATOR, district_code=None
        ).id
        service.enroll(actor=college.actor(add.coordinator), cohort_id=add.cohort, person_id=from_staff)
    with pytest.raises(RuleBroken), college.work():
        people.edit_student(
            actor=college.actor(add.coordinator),
            cohort_id=add.cohort,
            person_id=from_staff,
            name="别人",
            phone=None,
            age_band=None,
        )


def test_somebody_who_was_never_in_the_cohort_has_no_page_there(college, add):
    stranger = college.student(college.cohort(XIHU))
    with pytest.raises(NotFound), college.work():
        people.student_page(college.actor(add.coordinator), Permission.COHORT_VIEW, add.cohort, stranger)
