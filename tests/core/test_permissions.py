"""Who may do what, and where: the table of roles, the reach of a grant, and what `ensure` says."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from college.core import audit
from college.core.db import db
from college.core.errors import NotAllowed, NotFound
from college.core.guard import ensure
from college.core.permissions import COLLEGE, GIVES, HELD_OVER, Actor, Held, Permission, Reach, Role, Scope, reach_of

ONE, TWO = UUID(int=1), UUID(int=2)
HERE = Scope(district="330102", cohort=ONE)
NEXT_DOOR = Scope(district="330102", cohort=TWO)
AWAY = Scope(district="330106", cohort=UUID(int=3))
COURSE = Scope(course="refunds")

#: By hand, not from the code: what each role gives.
MAY = {
    Role.OPERATOR: "staff:manage role:give audit:read retention:run district:load course:view numbers:view",
    Role.COORDINATOR: "cohort:view cohort:edit enrollment:edit roster:import card:issue phone:unmask "
    "board:view board:export course:view role:give handover:give class:end person:merge person:move person:erase "
    "roster:export meeting:plan attendance:take shown:keep goal:set numbers:view certificate:print",
    Role.LECTURER: "cohort:view board:view course:view question:answer theme:raise lesson:check class:end recording:keep "
    "course:start meeting:plan attendance:take shown:keep goal:set certificate:print",
    Role.AUTHOR: "course:view course:write recording:keep lesson:check",
    Role.HELPER: "cohort:view board:view course:view help:call handover:give class:end attendance:take shown:keep",
    Role.PRODUCT_MANAGER: "course:view theme:view theme:decide theme:export friction:view",
    Role.STUDENT: "lesson:follow question:ask meeting:join",
}


@pytest.mark.parametrize("role", Role)
def test_each_role_gives_exactly_what_is_agreed(role):
    assert {each.value for each in GIVES[role]} == set(MAY[role].split())


def test_every_permission_is_given_by_somebody_and_every_role_is_held_somewhere():
    assert {each for given in GIVES.values() for each in given} == set(Permission)
    assert set(HELD_OVER) == set(GIVES) == set(Role)


@pytest.mark.parametrize(
    ("scope", "kind"),
    [
        (COLLEGE, "college"),
        (Scope(district="330102"), "district"),
        (HERE, "cohort"),
        (Scope(cohort=ONE), "cohort"),
        (COURSE, "course"),
        (Scope(district="330102", course="refunds"), "course"),
    ],
)
def test_a_scope_is_called_by_its_narrowest_place(scope, kind):
    assert scope.kind == kind


#: held over, place asked for, reached?
REACHES = [
    (COLLEGE, COLLEGE, True),
    (COLLEGE, HERE, True),
    (COLLEGE, COURSE, True),
    (Scope(district="330102"), HERE, True),
    (Scope(district="330102"), NEXT_DOOR, True),
    (Scope(district="330102"), Scope(district="330102"), True),
    (Scope(district="330102"), AWAY, False),
    (Scope(district="330102"), COLLEGE, False),
    (Scope(district="330102"), COURSE, False),
    (Scope(cohort=ONE), HERE, True),
    (Scope(cohort=ONE), NEXT_DOOR, False),
    (Scope(cohort=ONE), AWAY, False),
    (Scope(cohort=ONE), Scope(district="330102"), False),
    (Scope(cohort=ONE), COLLEGE, False),
    (HERE, NEXT_DOOR, False),
    (COURSE, COURSE, True),
    (COURSE, Scope(course="photo-search"), False),
    (COURSE, HERE, False),
]


@pytest.mark.parametrize(("held", "place", "reached"), REACHES)
def test_a_role_flows_downward_and_no_further(held, place, reached):
    reach = reach_of([Held(Role.LECTURER, held)], Permission.COHORT_VIEW)
    assert bool(reach)
    assert reach.covers(place) is reached


def test_roles_add_up_each_over_its_own_place():
    held = [Held(Role.COORDINATOR, Scope(district="330106")), Held(Role.LECTURER, Scope(cohort=ONE))]
    assert reach_of(held, Permission.COHORT_VIEW) == Reach(districts=frozenset({"330106"}), cohorts=frozenset({ONE}))
    assert reach_of(held, Permission.COHORT_EDIT) == Reach(districts=frozenset({"330106"}))
    assert not reach_of(held, Permission.STAFF_MANAGE)


def test_nobody_reaches_nothing_and_the_college_itself_everything():
    for permission in Permission:
        assert not Actor().reach(permission)
        assert not Actor().reach(permission).covers(COLLEGE)
        assert Actor.system().reach(permission).covers(AWAY)


def test_what_is_held_is_asked_for_once():
    asked = []
    actor = Actor(person_id=uuid4(), load_held=lambda: (asked.append(1), (Held(Role.HELPER, Scope(cohort=ONE)),))[1])
    for permission in Permission:
        actor.reach(permission)
    assert actor.has_role(Role.HELPER)
    assert not actor.has_role(Role.OPERATOR)
    assert asked == [1]


def actor_with(*held: Held) -> Actor:
    """Make somebody who holds these roles."""
    return Actor(person_id=uuid4(), load_held=lambda: held)


@pytest.mark.parametrize(
    ("actor", "permission", "place", "error"),
    [
        (actor_with(Held(Role.COORDINATOR, Scope(district="330102"))), Permission.COHORT_EDIT, HERE, None),
        (actor_with(Held(Role.COORDINATOR, Scope(district="330102"))), Permission.COHORT_EDIT, AWAY, NotFound),
        (actor_with(Held(Role.COORDINATOR, Scope(district="330102"))), Permission.STAFF_MANAGE, COLLEGE, NotAllowed),
        (actor_with(Held(Role.LECTURER, Scope(cohort=ONE))), Permission.COHORT_VIEW, NEXT_DOOR, NotFound),
        (actor_with(Held(Role.LECTURER, Scope(cohort=ONE))), Permission.COHORT_EDIT, HERE, NotAllowed),
        (actor_with(Held(Role.OPERATOR, COLLEGE)), Permission.COHORT_VIEW, HERE, NotAllowed),
        (actor_with(), Permission.COURSE_VIEW, COLLEGE, NotAllowed),
        (Actor(), Permission.LESSON_FOLLOW, COLLEGE, NotAllowed),
        (Actor.system(), Permission.STAFF_MANAGE, COLLEGE, None),
    ],
)
def test_ensure_lets_through_or_refuses_and_writes_the_refusal_down(app, actor, permission, place, error):
    with app.app_context():
        if error is None:
            ensure(actor, permission, place)
        else:
            with pytest.raises(error):
                ensure(actor, permission, place)
        kept = db.session.scalars(select(audit.AuditEntry)).all()
        assert [(each.action, each.actor_id, each.detail) for each in kept] == (
            [("access.refused", actor.person_id, {"permission": permission.value})] if error else []
        )
