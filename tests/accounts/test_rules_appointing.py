"""Who may appoint whom, for every role over every place: the table stands here by hand."""

from datetime import date, timedelta
from itertools import product
from uuid import UUID

import pytest

from college.accounts.rules_appointing import last_day, may_appoint, may_end
from college.core.permissions import APPOINTS, COLLEGE, GIVES, HELD_OVER, Held, Permission, Role, Scope

ONE, OTHER, FAR = UUID(int=1), UUID(int=2), UUID(int=3)
#: Every place as a role may be held over it …
HELD = {
    "college": COLLEGE,
    "district": Scope(district="330102"),
    "cohort": Scope(cohort=ONE),
    "course": Scope(course="refunds"),
    "far district": Scope(district="330106"),
}
#: … and as a role may be given for it, with all its ancestors.
PLACES = {
    "college": COLLEGE,
    "district": Scope(district="330102"),
    "cohort": Scope(district="330102", cohort=ONE),
    "other cohort": Scope(district="330102", cohort=OTHER),
    "far district": Scope(district="330106"),
    "far cohort": Scope(district="330106", cohort=FAR),
    "course": Scope(course="refunds"),
    "course of the district": Scope(district="330102", course="own"),
    "far course": Scope(district="330106", course="theirs"),
}
#: What each held place reaches, by hand.
REACHED = {
    "college": set(PLACES),
    "district": {"district", "cohort", "other cohort", "course of the district"},
    "cohort": {"cohort"},
    "course": {"course"},
    "far district": {"far district", "far cohort", "far course"},
}
#: Whom each role appoints, by hand.
MAY_MAKE = {
    Role.OPERATOR: {Role.OPERATOR, Role.COORDINATOR, Role.LECTURER, Role.HELPER, Role.PRODUCT_MANAGER, Role.AUTHOR},
    Role.COORDINATOR: {Role.COORDINATOR, Role.LECTURER, Role.HELPER, Role.AUTHOR},
}
TABLE = list(product(Role, HELD, Role, PLACES))


def test_the_table_covers_every_role_and_place():
    assert len(TABLE) == 7 * 5 * 7 * 9 == 2205
    assert {kind for kinds in HELD_OVER.values() for kind in kinds} <= set(HELD)


def test_every_pair_of_roles_and_places_is_as_declared():
    wrong = []
    for own, mine, role, place in TABLE:
        expected = "yes" if place in REACHED[mine] else "elsewhere"
        expected = expected if role in MAY_MAKE.get(own, ()) else "never"
        if may_appoint([Held(own, HELD[mine])], role, PLACES[place]) != expected:
            wrong.append((own, mine, role, place))
    assert not wrong, wrong[:10]


def test_who_appoints_is_who_holds_the_permission_and_nobody_makes_a_student():
    assert {role for role in Role if Permission.ROLE_GIVE in GIVES[role]} == set(APPOINTS)
    assert not [role for role, made in APPOINTS.items() if Role.STUDENT in made]


@pytest.mark.parametrize(
    ("own", "wanted", "answer"),
    [(None, None, "yes"), (None, 5, "yes"), (5, 5, "yes"), (5, 4, "yes"), (5, 6, "too_long"), (5, None, "too_long")],
)
def test_nobody_gives_beyond_her_own_last_day(own, wanted, answer):
    day, place = date(2026, 11, 22), PLACES["cohort"]
    held = [Held(Role.COORDINATOR, HELD["district"], own and day + timedelta(days=own))]
    assert may_appoint(held, Role.HELPER, place, to_on=wanted and day + timedelta(days=wanted)) == answer
    assert may_end(held, Role.HELPER, place) == "yes"
    assert last_day(held, Role.HELPER, place) == (own and day + timedelta(days=own))


def test_the_longest_of_several_roles_counts():
    day = date(2026, 11, 22)
    short, far = Held(Role.COORDINATOR, HELD["cohort"], day), Held(Role.COORDINATOR, HELD["far district"])
    long = Held(Role.COORDINATOR, HELD["district"], day + timedelta(days=30))
    assert last_day([short, far, long], Role.LECTURER, PLACES["cohort"]) == day + timedelta(days=30)
    assert may_appoint([short, far], Role.LECTURER, PLACES["cohort"]) == "too_long"
    assert may_appoint([far], Role.LECTURER, PLACES["cohort"]) == "elsewhere"
    assert may_appoint([], Role.LECTURER, PLACES["cohort"]) == "never"
