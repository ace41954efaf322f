"""Accounts of staff: what an operator gives and ends, and what she does not see."""

import pytest

from college.accounts import service as accounts
from college.cohorts import staff
from college.cohorts.models import StaffPost
from college.core.db import db, new_id
from college.core.errors import NotAllowed, NotFound, RuleBroken
from college.core.permissions import Actor, Permission, Role, Scope
from tests.support.college import SHANGCHENG, XIHU
from tests.support.counting import count_queries

pytestmark = pytest.mark.both_databases


@pytest.fixture
def hire(college):
    """Make accounts as an operator."""
    college.district()
    operator = college.operator()

    def make(role=Role.COORDINATOR, district=SHANGCHENG, *, login="lin", name="林老师", form_id=None, by=operator):
        with college.work():
            return staff.create_staff(
                actor=college.actor(by),
                form_id=form_id or new_id(),
                name=name,
                login=login,
                role=role,
                district_code=district,
            ).id

    make.operator = operator
    return make


def held(college, person):
    with college.work():
        return {(each.role, each.scope) for each in accounts.held_by(person)}


def rows(college, hire, person):
    with college.work():
        row = staff.staff_row(actor=college.actor(hire.operator), person_id=person)
        return [(each.role, each.place) for each in row.roles]


@pytest.mark.parametrize(
    ("role", "district", "scope"),
    [
        (Role.COORDINATOR, SHANGCHENG, Scope(district=SHANGCHENG)),
        (Role.PRODUCT_MANAGER, SHANGCHENG, Scope()),
        (Role.OPERATOR, None, Scope()),
    ],
)
def test_a_role_is_held_over_its_own_place(college, hire, role, district, scope):
    assert held(college, hire(role, district)) == {(role, scope)}


@pytest.mark.parametrize("role", [Role.LECTURER, Role.HELPER])
def test_a_post_alone_shows_no_cohort(college, hire, role):
    college.cohort()
    person = hire(role)
    assert held(college, person) == set()
    assert rows(college, hire, person) == [(role, "上城区")]


def test_an_account_is_made_once_however_often_its_form_is_sent(college, hire):
    form = new_id()
    assert hire(form_id=form) == hire(form_id=form)
    with college.work():
        logins = [row.login for row in staff.staff_rows(actor=college.actor(hire.operator)).items]
        assert logins.count("lin") == 1


def test_a_login_name_belongs_to_one_person(hire):
    hire(login="lin")
    with pytest.raises(RuleBroken):
        hire(login="LIN", name="别人")


@pytest.mark.parametrize("district", [None, "", "999999"])
def test_a_coordinator_needs_a_district(hire, district):
    with pytest.raises(RuleBroken):
        hire(Role.COORDINATOR, district)


def test_a_role_given_twice_is_one(college, hire):
    person = hire(Role.LECTURER)
    for _again in range(2):
        with college.work():
            staff.give_role(
                actor=college.actor(hire.operator), person_id=person, role=Role.LECTURER, district_code=SHANGCHENG
            )
    assert rows(college, hire, person) == [(Role.LECTURER, "上城区")]


def test_ending_a_role_twice_is_ending_it_once(college, hire):
    person = hire()
    with college.work():
        grant_id = accounts.grants_of(person)[0].id
    for _again in range(2):
        with college.work():
            staff.end_role(actor=college.actor(hire.operator), person_id=person, grant_id=grant_id)
    assert held(college, person) == set()


def test_ending_a_post_ends_its_cohorts_in_that_district_only(college, hire):
    here, there = college.cohort(), college.cohort(XIHU)
    person = hire(Role.LECTURER)
    with college.work():
        actor = college.actor(hire.operator)
        staff.give_role(actor=actor, person_id=person, role=Role.LECTURER, district_code=XIHU)
        for cohort in (here, there):
            accounts.grant(actor=actor, person_id=person, role=Role.LECTURER, scope=Scope(cohort=cohort))
    with college.work():
        staff.end_post(
            actor=college.actor(hire.operator), person_id=person, role=Role.LECTURER, district_code=SHANGCHENG
        )
    assert held(college, person) == {(Role.LECTURER, Scope(cohort=there))}
    assert rows(college, hire, person)[-1] == (Role.LECTURER, "西湖区")


def test_nobody_ends_her_own_role_of_operator(college, hire):
    second = hire(Role.OPERATOR, None)
    with college.work():
        own = accounts.grants_of(second)[0].id
    with pytest.raises(RuleBroken), college.work():
        staff.end_role(actor=college.actor(second), person_id=second, grant_id=own)
    with college.work():
        staff.end_role(actor=college.actor(hire.operator), person_id=second, grant_id=own)
    assert held(college, second) == set()


def test_a_closed_account_is_signed_out_and_stays_out(college, hire):
    person = hire()
    with college.work():
        accounts.start_session(person_id=person, kind="staff", way="password")
    with college.work():
        staff.close_account(actor=college.actor(hire.operator), person_id=person)
    with pytest.raises(RuleBroken), college.work():
        staff.password_link(actor=college.actor(hire.operator), person_id=person)
    with college.work():
        staff.open_account(actor=college.actor(hire.operator), person_id=person)
        assert accounts.sessions_of(person) == []


def test_an_operator_does_not_see_students_as_staff(college, hire):
    student = college.student(college.cohort())
    with pytest.raises(NotFound), college.work():
        staff.staff_row(actor=college.actor(hire.operator), person_id=student)
    with pytest.raises(NotFound), college.work():
        staff.close_account(actor=college.actor(hire.operator), person_id=student)
    with pytest.raises(NotFound), college.work():
        staff.give_role(
            actor=college.actor(hire.operator), person_id=student, role=Role.OPERATOR, district_code=None
        )


def test_only_an_operator_makes_accounts(college, hire):
    coordinator = college.coordinator()
    with pytest.raises(NotAllowed):
        hire(by=coordinator)
    with college.work():
        assert not college.actor(coordinator).reach(Permission.STAFF_MANAGE)
        assert db.session.query(StaffPost).count() == 0


def test_the_list_is_paged_searched_and_costs_the_same_however_long_it_is(college, hire):
    for number in range(60):
        hire(Role.LECTURER, SHANGCHENG, login=f"many-{number:02d}", name=f"沈老师{number:02d}")
    actor = college.actor(hire.operator)
    with college.work():
        assert actor.held
        with count_queries() as few:
            one = staff.staff_rows(actor=actor, words="many-07")
        with count_queries() as many:
            first = staff.staff_rows(actor=actor, words="沈老师")
        second = staff.staff_rows(actor=actor, words="沈老师", page=2)
        assert [row.login for row in one.items] == ["many-07"] and one.items[0].roles[0].place == "上城区"
        assert (first.total, len(first.items), len(second.items)) == (60, 50, 10)
        assert many.count == few.count <= 8
        assert staff.staff_rows(actor=actor, words="nobody%").total == 0


def test_the_last_operators_account_stays_open(college, hire):
    second = hire(Role.OPERATOR, None)
    with college.work():
        staff.close_account(actor=college.actor(second), person_id=hire.operator)
    with pytest.raises(RuleBroken), college.work():
        staff.close_account(actor=Actor.system(), person_id=second)


def test_a_grant_of_somebody_else_is_not_found(college, hire):
    person, other = hire(), hire(login="other")
    with college.work():
        grant_id = accounts.grants_of(other)[0].id
    with pytest.raises(NotFound), college.work():
        staff.end_role(actor=college.actor(hire.operator), person_id=person, grant_id=grant_id)
    assert held(college, other)
