"""Giving and ending roles: who may give what, that giving twice is once, and that an end acts at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from college.accounts import service as accounts
from college.accounts.models import Grant
from college.core import clock
from college.core.audit import AuditEntry
from college.core.db import db, run_in_unit
from college.core.errors import NotAllowed, NotFound, RuleBroken
from college.core.permissions import COLLEGE, HELD_OVER, Actor, Held, Role, Scope
from tests.support.college import SHANGCHENG, XIHU

HANDS = 24


@pytest.fixture
def give(college):
    """Give a function that gives a role as somebody and says the grant's id."""

    def do(actor, person, role, scope=COLLEGE, **dates):
        with college.work():
            who = college.actor(actor) if actor else Actor.system()
            return accounts.grant(actor=who, person_id=person, role=role, scope=scope, **dates).id

    return do


@pytest.fixture
def end(college):
    """Give a function that ends a grant as somebody."""

    def do(actor, grant_id, scope=None):
        with college.work():
            accounts.end_grant(actor=college.actor(actor) if actor else Actor.system(), grant_id=grant_id, scope=scope)

    return do


@pytest.fixture
def held(app):
    """Give a function: what a person holds today."""

    def read(person):
        with app.app_context():
            return set(accounts.held_by(person))

    return read


@pytest.mark.both_databases
def test_a_role_given_twice_is_one(college, give, held):
    person = college.person()
    first = give(None, person, Role.COORDINATOR, Scope(district=SHANGCHENG))
    assert give(None, person, Role.COORDINATOR, Scope(district=SHANGCHENG)) == first
    assert held(person) == {Held(Role.COORDINATOR, Scope(district=SHANGCHENG))}


def test_roles_add_up(college, give, held):
    person, cohort = college.person(), college.cohort()
    for role, scope in ((Role.LECTURER, Scope(cohort=cohort)), (Role.PRODUCT_MANAGER, COLLEGE), (Role.LECTURER, Scope(course="refunds"))):
        give(None, person, role, scope)
    assert held(person) == {
        Held(Role.LECTURER, Scope(cohort=cohort)), Held(Role.PRODUCT_MANAGER, COLLEGE), Held(Role.LECTURER, Scope(course="refunds")),
    }  # fmt: skip


def test_only_the_narrowest_place_is_kept(college, give, held):
    person, cohort = college.person(), college.cohort()
    give(None, person, Role.HELPER, Scope(district=SHANGCHENG, cohort=cohort))
    assert held(person) == {Held(Role.HELPER, Scope(cohort=cohort))}


@pytest.mark.both_databases
@pytest.mark.parametrize("days", [(0, None, True), (0, 0, True), (1, None, False), (-10, -1, False), (-10, 10, True)])
def test_a_role_holds_from_a_day_to_a_day(college, give, held, days):
    first, last, holds = days
    today, person = clock.today(), college.person()
    give(None, person, Role.OPERATOR, from_on=today + timedelta(days=first), to_on=None if last is None else today + timedelta(days=last))
    assert bool(held(person)) is holds


def test_a_role_is_given_only_for_a_place_where_it_is_held(college, give):
    person, cohort = college.person(), college.cohort()
    places = {"college": COLLEGE, "district": Scope(district=SHANGCHENG), "cohort": Scope(cohort=cohort), "course": Scope(course="refunds")}
    for role in Role:
        for kind, scope in places.items():
            if kind in HELD_OVER[role]:
                give(None, person, role, scope)
            else:
                with pytest.raises(RuleBroken):
                    give(None, person, role, scope)


def may(give, actor, person, role, scope) -> str:
    """Try to give a role and say what came of it."""
    try:
        give(actor, person, role, scope)
    except NotAllowed:
        return "not allowed"
    except NotFound:
        return "not found"
    return "given"


def test_who_may_give_what(college, give):
    here, far = college.cohort(SHANGCHENG), college.cohort(XIHU)
    own, foreign = Scope(district=SHANGCHENG, cohort=here), Scope(district=XIHU, cohort=far)
    operator, coordinator, lecturer = college.operator(), college.coordinator(SHANGCHENG), college.lecturer(here)
    student, new, nobody = college.student(here), college.person(), college.person()
    of_one, beside = college.staff(Role.COORDINATOR, Scope(cohort=here)), Scope(district=SHANGCHENG, cohort=college.cohort())
    tries = [
        (operator, Role.OPERATOR, COLLEGE, "given"),
        (operator, Role.COORDINATOR, Scope(district=XIHU), "given"),
        (operator, Role.PRODUCT_MANAGER, COLLEGE, "given"),
        (operator, Role.LECTURER, foreign, "given"),
        (coordinator, Role.LECTURER, own, "given"),
        (coordinator, Role.HELPER, own, "given"),
        (coordinator, Role.LECTURER, foreign, "not found"),
        (coordinator, Role.LECTURER, Scope(course="refunds"), "not found"),
        (coordinator, Role.COORDINATOR, own, "given"),
        (coordinator, Role.COORDINATOR, foreign, "not found"),
        (coordinator, Role.COORDINATOR, Scope(district=SHANGCHENG), "given"),
        (coordinator, Role.COORDINATOR, Scope(district=XIHU), "not found"),
        (of_one, Role.COORDINATOR, own, "given"),
        (of_one, Role.HELPER, own, "given"),
        (of_one, Role.HELPER, beside, "not found"),
        (of_one, Role.COORDINATOR, Scope(district=SHANGCHENG), "not found"),
        (of_one, Role.OPERATOR, COLLEGE, "not allowed"),
        (coordinator, Role.OPERATOR, COLLEGE, "not allowed"),
        (coordinator, Role.PRODUCT_MANAGER, COLLEGE, "not allowed"),
        (lecturer, Role.HELPER, own, "not allowed"),
        (student, Role.HELPER, own, "not allowed"),
        (nobody, Role.OPERATOR, COLLEGE, "not allowed"),
    ]
    assert [may(give, actor, new, role, scope) for actor, role, scope, _said in tries] == [said for *_rest, said in tries]


def test_an_ended_role_is_gone_and_ending_again_is_harmless(college, give, end, held):
    person = college.person()
    grant = give(None, person, Role.PRODUCT_MANAGER)
    for _ in range(2):
        end(None, grant)
        assert held(person) == set()
    assert give(None, person, Role.PRODUCT_MANAGER) != grant


@pytest.mark.both_databases
def test_an_end_acts_on_the_next_request(college, give, end, signed_in):
    person = college.person()
    grant = give(None, person, Role.OPERATOR)
    college.operator()
    client = signed_in(person)
    assert client.get("/staff").status_code == 200
    end(None, grant)
    assert client.get("/staff").status_code == 403


@pytest.mark.both_databases
def test_twenty_four_hands_that_give_the_same_role_at_once_make_one_grant(app, college):
    person, operator, gate = college.person(), college.operator(), Barrier(HANDS)

    def one(_number: int):
        with app.app_context():
            gate.wait()
            return run_in_unit(
                lambda: accounts.grant(
                    actor=college.actor(operator), person_id=person, role=Role.COORDINATOR, scope=Scope(district=SHANGCHENG)
                ).id
            )

    with ThreadPoolExecutor(HANDS) as pool:
        given = set(pool.map(one, range(HANDS)))
    with app.app_context():
        kept = list(db.session.scalars(select(Grant.id).where(Grant.person_id == person)))
        noted = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "grant.give", AuditEntry.subject == f"person:{person}"))
        assert given == set(kept) and len(kept) == 1 and len(list(noted)) == 1


@pytest.mark.both_databases
def test_the_database_itself_holds_one_living_grant(college, give):
    person = college.person()
    give(None, person, Role.PRODUCT_MANAGER)
    with pytest.raises(IntegrityError), college.work():
        db.session.add(Grant(person_id=person, role="product_manager", scope_kind="college", scope_key="", from_on=clock.today()))


@pytest.mark.both_databases
def test_a_role_that_ran_out_can_be_given_anew(college, give, held):
    person, today = college.person(), clock.today()
    old = give(None, person, Role.PRODUCT_MANAGER, from_on=today - timedelta(days=9), to_on=today - timedelta(days=1))
    assert not held(person)
    assert give(None, person, Role.PRODUCT_MANAGER) != old
    assert held(person) == {Held(Role.PRODUCT_MANAGER, COLLEGE)}


def test_a_role_given_again_takes_the_days_of_the_last_time(college, give, held):
    person, today = college.person(), clock.today()
    one = give(None, person, Role.PRODUCT_MANAGER, from_on=today + timedelta(days=3))
    assert not held(person)
    assert give(None, person, Role.PRODUCT_MANAGER, to_on=today) == one
    assert [each.to_on for each in held(person)] == [today]
    give(None, person, Role.PRODUCT_MANAGER)
    assert [each.to_on for each in held(person)] == [None]


def test_days_that_are_turned_round_are_refused(college, give):
    today = clock.today()
    with pytest.raises(RuleBroken):
        give(None, college.person(), Role.OPERATOR, from_on=today + timedelta(days=2), to_on=today + timedelta(days=1))


def test_nobody_gives_longer_than_she_has_it_herself(college, give, end):
    here, today = college.cohort(), clock.today()
    own, week = Scope(district=SHANGCHENG, cohort=here), today + timedelta(days=7)
    coordinator, person = college.person(), college.person()
    give(None, coordinator, Role.COORDINATOR, Scope(district=SHANGCHENG), to_on=week)
    for to_on in (None, week + timedelta(days=1)):
        with pytest.raises(RuleBroken):
            give(coordinator, person, Role.HELPER, own, to_on=to_on)
    assert give(coordinator, person, Role.HELPER, own, to_on=week)
    endless = give(None, person, Role.LECTURER, own)
    end(coordinator, endless, own)


def test_nobody_gives_or_ends_her_own_role_of_operator(college, give, end):
    operator = college.operator()
    college.operator()
    with pytest.raises(RuleBroken):
        give(operator, operator, Role.OPERATOR, COLLEGE)
    with college.work():
        own = accounts.grants_of(operator)[0].id
    with pytest.raises(RuleBroken):
        end(operator, own)


@pytest.mark.both_databases
def test_two_operators_who_end_each_other_at_once_leave_one(app, college):
    people, gate = [college.operator(), college.operator()], Barrier(2)
    with college.work():
        grants = [accounts.grants_of(each)[0].id for each in people]

    def one(number: int) -> str:
        with app.app_context():
            actor = college.actor(people[number])
            assert actor.held
            db.session.rollback()
            gate.wait()
            try:
                run_in_unit(lambda: accounts.end_grant(actor=actor, grant_id=grants[1 - number]))
            except RuleBroken:
                return "refused"
            return "ended"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(one, range(2))) == ["ended", "refused"]
    with app.app_context():
        assert len(accounts.people_with(Role.OPERATOR)) == 1


@pytest.mark.both_databases
def test_the_last_operator_stays(college, give, end, held):
    first, second = college.person(), college.person()
    one, two = give(None, first, Role.OPERATOR), give(None, second, Role.OPERATOR)
    end(None, one)
    with pytest.raises(RuleBroken):
        end(None, two)
    assert held(second)


def test_an_operator_whose_account_is_closed_does_not_count_as_another(college, give, end, held):
    first, second = college.person(), college.person()
    give(None, first, Role.OPERATOR)
    two = give(None, second, Role.OPERATOR)
    with college.work():
        accounts.disable_person(actor=Actor.system(), person_id=first)
    with pytest.raises(RuleBroken):
        end(None, two)
    assert held(second)


def test_a_coordinator_ends_her_own_cohorts_roles_only(college, give, end, held):
    here, far = college.cohort(SHANGCHENG), college.cohort(XIHU)
    own, foreign = Scope(district=SHANGCHENG, cohort=here), Scope(district=XIHU, cohort=far)
    coordinator, mine, theirs = college.coordinator(SHANGCHENG), college.person(), college.person()
    one, two = give(None, mine, Role.LECTURER, own), give(None, theirs, Role.LECTURER, foreign)
    for scope in (foreign, own):
        with pytest.raises(NotFound):
            end(coordinator, two, scope)
    with pytest.raises(NotFound):
        end(coordinator, two)
    assert held(theirs)
    end(coordinator, one, own)
    assert not held(mine)


def test_a_grant_that_is_not_there_is_not_found(college, end):
    with pytest.raises(NotFound):
        end(None, college.person())


@pytest.mark.both_databases
def test_lists_of_grants_name_those_of_today(college, give, end, app):
    person, other, cohort = college.person(), college.person(), college.cohort()
    one = give(None, person, Role.LECTURER, Scope(cohort=cohort))
    end(None, give(None, other, Role.LECTURER, Scope(cohort=cohort)))
    with app.app_context():
        assert [each.id for each in accounts.grants_over(Scope(cohort=cohort), Role.LECTURER)] == [one]
        assert [each.id for each in accounts.grants_of(person)] == [one]
        assert accounts.people_with(Role.LECTURER) == [person]
        assert accounts.scope_of_grant(db.session.get(Grant, one)) == Scope(cohort=cohort)
        assert not accounts.has_operator()
