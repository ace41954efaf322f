"""A coordinator sees who works with her and gives and ends roles there, and nothing of another district."""

from datetime import timedelta

import pytest

from college.accounts import service as accounts
from college.cohorts import appointing, editing, posts
from college.cohorts.models import StaffPost
from college.core import clock
from college.core.audit import AuditEntry
from college.core.db import db
from college.core.errors import NotAllowed, NotFound, RuleBroken
from college.core.permissions import Actor, Role, Scope
from tests.support.college import SHANGCHENG, XIHU
from tests.support.counting import count_queries

FORM = {"from_on": "", "to_on": ""}


@pytest.fixture
def town(college):
    """Make two cohorts here and one far away, with who works there."""
    return Town(college)


class Town:
    """People by what they do; every name is its own."""

    def __init__(self, college) -> None:
        self.college = college
        self.here, self.beside, self.far = college.cohort(name="一班"), college.cohort(name="二班"), college.cohort(XIHU, name="远班")
        self.coordinator = self.staff(Role.COORDINATOR, Scope(district=SHANGCHENG), "孙协调")
        self.of_one = self.staff(Role.COORDINATOR, Scope(cohort=self.here), "李一班")
        self.lecturer = self.staff(Role.LECTURER, Scope(cohort=self.here), "钱讲师")
        self.stranger = self.staff(Role.LECTURER, Scope(cohort=self.far), "远讲师")
        self.manager = college.product_manager()

    def staff(self, role, scope, name):
        """Make a member of staff."""
        return self.college.staff(role, scope, name)

    def login(self, person) -> str:
        """Give a login name."""
        with self.college.work():
            return accounts.login_of(person)

    def seen(self, by, words="") -> dict:
        """Give what a coordinator sees: name → what the person holds."""
        with self.college.work():
            found = appointing.staff_here(actor=self.college.actor(by), words=words)
            return {row.person.name: [(each.role.value, each.place.replace(", ", "，")) for each in row.roles] for row in found.items}

    def give(self, by, login, role, place, **days) -> None:
        """Give a role as a coordinator."""
        with self.college.work():
            appointing.appoint(actor=self.college.actor(by), login=login, role=role, place_key=str(place), **days)

    def held(self, person) -> set:
        """Give what somebody holds."""
        with self.college.work():
            return {(each.role, each.scope) for each in accounts.held_by(person)}


@pytest.mark.both_databases
def test_she_sees_who_works_in_her_district_and_what_they_hold_there_only(town):
    with town.college.work():
        accounts.grant(actor=Actor.system(), person_id=town.lecturer, role=Role.HELPER, scope=Scope(cohort=town.far))
    assert town.seen(town.coordinator) == {
        "孙协调": [("coordinator", "上城区")], "李一班": [("coordinator", "一班，上城区")], "钱讲师": [("lecturer", "一班，上城区")],
    }  # fmt: skip
    assert set(town.seen(town.of_one)) == {"李一班", "钱讲师"}
    assert set(town.seen(town.coordinator, "钱")) == {"钱讲师"}
    assert set(town.seen(town.coordinator, town.login(town.of_one))) == {"李一班"}
    assert not town.seen(town.coordinator, "远讲师")


@pytest.mark.both_databases
def test_she_gives_posts_of_her_district_and_roles_of_its_cohorts(town):
    for role, place in ((Role.LECTURER, SHANGCHENG), (Role.HELPER, town.beside), (Role.COORDINATOR, town.here)):
        town.give(town.coordinator, town.login(town.stranger).upper(), role, place)
    assert town.seen(town.coordinator)["远讲师"] == [
        ("helper", "二班，上城区"), ("coordinator", "一班，上城区"), ("lecturer", "上城区"),
    ]  # fmt: skip
    assert (Role.HELPER, Scope(cohort=town.beside)) in town.held(town.stranger)
    with town.college.work():
        noted = db.session.scalars(db.select(AuditEntry).where(AuditEntry.actor_id == town.coordinator).order_by(AuditEntry.id))
        assert [(each.action, each.district, each.detail["role"]) for each in noted] == [
            ("post.give", SHANGCHENG, "lecturer"), ("grant.give", SHANGCHENG, "helper"), ("grant.give", SHANGCHENG, "coordinator"),
        ]  # fmt: skip


def test_nothing_is_given_beyond_her_own_place(town):
    login = town.login(town.stranger)
    for by, place in ((town.coordinator, XIHU), (town.coordinator, town.far), (town.of_one, SHANGCHENG), (town.of_one, town.beside)):
        with pytest.raises(NotFound):
            town.give(by, login, Role.HELPER, place)
    for place in ("x", "999999"):
        with pytest.raises(NotFound):
            town.give(town.coordinator, login, Role.HELPER, place)
    with pytest.raises(NotAllowed):
        town.give(town.coordinator, login, Role.PRODUCT_MANAGER, SHANGCHENG)
    with pytest.raises(NotAllowed):
        town.give(town.lecturer, login, Role.HELPER, town.here)
    town.give(town.of_one, login, Role.HELPER, town.here)


def test_unknown_closed_and_not_hers_to_appoint_sound_alike(town, signed_in):
    closed = town.staff(Role.LECTURER, Scope(cohort=town.far), "关讲师")
    with town.college.work():
        accounts.disable_person(actor=Actor.system(), person_id=closed)
    client, said = signed_in(town.coordinator), []
    for login in ("nobody-here", town.login(closed), town.login(town.manager)):
        answer = client.submit("/district-staff/new", {"login": login, "role": "helper", "place": SHANGCHENG, **FORM})
        assert answer.status_code == 422
        said.append(answer.words.replace(login, ""))
    assert len(set(said)) == 1
    assert client.submit("/district-staff/new", {"login": town.login(town.stranger), "role": "helper", "place": SHANGCHENG}).status_code == 303


def test_she_gives_no_longer_than_she_has_it_herself(town, signed_in):
    week = clock.today() + timedelta(days=7)
    limited, login = town.college.person("孙短期"), town.login(town.stranger)
    with town.college.work():
        accounts.grant(actor=Actor.system(), person_id=limited, role=Role.COORDINATOR, scope=Scope(district=SHANGCHENG), to_on=week)
    client, form = signed_in(limited), {"login": login, "role": "helper", "place": SHANGCHENG}
    assert client.submit("/district-staff/new", form).status_code == 422
    assert client.submit("/district-staff/new", {**form, "to_on": (week + timedelta(days=1)).isoformat()}).status_code == 422
    assert client.submit("/district-staff/new", {**form, "to_on": week.isoformat()}).status_code == 303
    assert f"{week.month}月{week.day}日" in client.get("/district-staff").words


def test_bad_days_are_said_and_what_was_typed_stays(town, signed_in):
    client, today = signed_in(town.coordinator), clock.today()
    form = {"login": town.login(town.stranger), "role": "helper", "place": SHANGCHENG}
    for days in ({"from_on": "soon"}, {"from_on": (today + timedelta(days=3)).isoformat(), "to_on": today.isoformat()}):
        answer = client.submit("/district-staff/new", {**form, **days})
        assert answer.status_code == 422 and answer.page.find(id="login")["value"] == form["login"]
    assert client.submit("/district-staff/new", {**form, "login": ""}).status_code == 422


def test_a_page_asks_before_a_role_ends_and_one_tap_gives_it_back(town, signed_in):
    client = signed_in(town.coordinator)
    with town.college.work():
        grant = accounts.grants_of(town.lecturer)[0].id
    address = f"/district-staff/roles/{grant}/end"
    assert client.get("/district-staff").page.find("a", href=address)
    asked = client.get(address)
    assert "钱讲师" in asked.words and "一班" in asked.words and town.held(town.lecturer)
    answer = client.follow(client.submit(asked, action=address))
    assert not town.held(town.lecturer)
    client.submit(answer, action="/district-staff/new")
    assert town.held(town.lecturer) == {(Role.LECTURER, Scope(cohort=town.here))}
    assert "/district-staff/new" not in [form["action"] for form in client.get("/district-staff").page.find_all("form")]


def test_who_has_not_just_confirmed_is_asked_first(town, signed_in):
    client = signed_in(town.coordinator, confirmed=False)
    assert client.get("/district-staff").status_code == 200
    assert "/confirm" in client.get("/district-staff/new").headers["Location"]
    with town.college.work():
        grant = accounts.grants_of(town.lecturer)[0].id
    address = f"/district-staff/roles/{grant}/end"
    assert "/confirm" in client.get(address).headers["Location"]
    assert "/confirm" in _press(client, address).headers["Location"]
    assert town.held(town.lecturer)


def _press(client, address: str):
    """Send a form that no page offers."""
    token = client.get("/district-staff").page.find("input", attrs={"name": "csrf_token"})["value"]
    return client.post(address, data={"csrf_token": token})


def test_nobody_ends_her_own_role_of_coordinator(town, signed_in):
    for person in (town.coordinator, town.of_one):
        client = signed_in(person)
        with town.college.work():
            address = f"/district-staff/roles/{accounts.grants_of(person)[0].id}/end"
        assert not client.get("/district-staff").page.find("a", href=address)
        assert client.get(address).status_code == _press(client, address).status_code == 409
        assert town.held(person)
    other = town.staff(Role.COORDINATOR, Scope(district=SHANGCHENG), "周协调")
    with town.college.work():
        address = f"/district-staff/roles/{accounts.grants_of(town.coordinator)[0].id}/end"
    client = signed_in(other)
    assert client.submit(address).status_code == 303 and not town.held(town.coordinator)


@pytest.mark.both_databases
def test_only_an_operator_ends_the_last_coordinator_of_a_district_and_is_told(town, signed_in):
    """Two coordinators who end each other at once: the second still holds what she held when she began."""
    other = town.staff(Role.COORDINATOR, Scope(district=SHANGCHENG), "周协调")
    with town.college.work():
        actors = [town.college.actor(person) for person in (town.coordinator, other)]
        assert all(actor.held for actor in actors)
        mine, hers = (accounts.grants_of(person)[0].id for person in (town.coordinator, other))
    with town.college.work():
        appointing.end_role(actor=actors[0], grant_id=hers)
    with pytest.raises(RuleBroken), town.college.work():
        appointing.end_role(actor=actors[1], grant_id=mine)
    assert town.held(town.coordinator) and not town.held(other)
    operator = signed_in(town.college.operator())
    operator.set_cookie("language", "en")
    address = f"/staff/{town.coordinator}/roles/{mine}/end"
    asked = operator.get(address)
    assert "last coordinator" in asked.words
    assert operator.submit(asked, action=address).status_code == 303 and not town.held(town.coordinator)
    assert operator.get(address).status_code == 404


def test_operators_have_their_own_list(town, signed_in):
    assert signed_in(town.college.operator()).get("/district-staff").headers["Location"] == "/staff"


def test_the_list_costs_the_same_however_many_work_here(town):
    actor = town.college.actor(town.coordinator)
    with town.college.work():
        assert actor.held
        with count_queries() as few:
            appointing.staff_here(actor=actor)
    for number in range(60):
        town.staff(Role.HELPER, Scope(cohort=town.here), f"多助教{number}")
    with town.college.work(), count_queries() as many:
        found = appointing.staff_here(actor=actor)
    assert found.pages == 2 and len(found.items) == 50
    assert many.count == few.count <= 7


@pytest.mark.both_databases
@pytest.mark.parametrize("how", ["by hand", "last day", "account", "post"])
def test_an_end_acts_on_the_next_request_of_a_living_session(town, signed_in, how):
    college, today = town.college, clock.today()
    to_on = today if how == "last day" else None
    with college.work():
        person = accounts.create_staff(actor=Actor.system(), name="钱短讲", login="short").id
        posts.give_post(actor=Actor.system(), person_id=person, role=Role.LECTURER, district_code=SHANGCHENG)
        grant = accounts.grant(actor=Actor.system(), person_id=person, role=Role.LECTURER, scope=Scope(cohort=town.here), to_on=to_on).id
    client = signed_in(person)
    assert client.get(f"/cohorts/{town.here}").status_code == 200
    with college.work():
        actor = college.actor(town.coordinator)
        if how == "by hand":
            appointing.end_role(actor=actor, grant_id=grant)
        elif how == "account":
            accounts.disable_person(actor=Actor.system(), person_id=person)
        elif how == "post":
            appointing.end_post(actor=actor, person_id=person, role=Role.LECTURER, district_code=SHANGCHENG)
    if how == "last day":
        client.checks_pages = False
        after_midnight = clock.now().astimezone(clock.LOCAL).replace(hour=23, minute=59) + timedelta(minutes=2)
        with clock.freeze(after_midnight):
            assert client.get(f"/cohorts/{town.here}").status_code in {303, 403}
            with college.work():
                assert not accounts.held_by(person)
        return
    assert client.get(f"/cohorts/{town.here}").status_code == (303 if how == "account" else 403)


def test_the_days_of_a_post_bind_whom_a_cohort_takes(town, college):
    week = clock.today() + timedelta(days=7)
    town.give(town.coordinator, town.login(town.stranger), Role.LECTURER, SHANGCHENG, to_on=week)
    with college.work():
        post = db.session.get(StaffPost, (town.stranger, SHANGCHENG, "lecturer"))
        assert (post.from_on, post.to_on) == (clock.today(), week)
    town.give(town.coordinator, town.login(town.stranger), Role.LECTURER, SHANGCHENG, from_on=week, to_on=week)
    assert not _choosable(college)
    town.give(town.coordinator, town.login(town.stranger), Role.LECTURER, SHANGCHENG)
    assert _choosable(college) == [town.stranger]
    with pytest.raises(RuleBroken):
        town.give(town.coordinator, town.login(town.stranger), Role.LECTURER, SHANGCHENG, from_on=week, to_on=clock.today())


def _choosable(college) -> list:
    with college.work():
        return [each.id for each in editing.choosable(Role.LECTURER, [SHANGCHENG])]
