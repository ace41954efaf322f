"""Showing once more that it is she: which doors ask for it, and what happens on both sides of them."""

from datetime import timedelta

import pytest

from college.core import clock
from college.core.guard import access_of
from college.core.permissions import Permission, Role
from tests.accounts.conftest import PASSWORD
from tests.support.bench import KEPT_ANYWAY, Bench
from tests.support.codes import give_factor, shown, wrong
from tests.support.signing import sign_in
from tests.support.world import TOKEN, Who, World
from tests.test_access_matrix import DECLARED, _address, _data, _endpoints

#: Every endpoint that shows whole numbers, hands out files, deletes, or gives and ends roles and ways in.
GUARDED = {
    "cohorts.unmask_form", "cohorts.unmask", "board.export", "board.lesson_export", "feedback.export_themes", "feedback.export_evidence",
    "cohorts.staff_new_form", "cohorts.staff_create", "cohorts.staff_password_link", "cohorts.role_form",
    "cohorts.role_give", "cohorts.role_end", "cohorts.post_end", "cohorts.staff_close_form", "cohorts.staff_close",
    "cohorts.staff_open", "cohorts.second_factor_reset_form", "cohorts.second_factor_reset", "cohorts.new_form",
    "cohorts.create", "cohorts.edit_form", "cohorts.edit", "accounts.second_factor_new_form",
    "accounts.second_factor_new", "accounts.recovery_codes_form", "accounts.recovery_codes",
    "accounts.second_factor_remove_form", "accounts.second_factor_remove", "accounts.audit_export",
    "cohorts.appoint_form", "cohorts.appoint", "cohorts.appoint_end", "cohorts.appoint_end_form", "cohorts.appoint_post_end_form", "cohorts.role_end_form", "cohorts.post_end_form",
    "cohorts.appoint_post_end", "cohorts.handover",
    "privacy.copy_form", "privacy.copy", "privacy.erase_form", "privacy.erase", "privacy.merge", "privacy.merge_part",
    "privacy.my_data_whole", "privacy.my_data_download", "privacy.delete_form", "privacy.retention_run",
}  # fmt: skip
#: Whoever holds one of these does nothing else with it, so that every button of it must ask.
ONLY_CONFIRMED = {
    Permission.PHONE_UNMASK, Permission.BOARD_EXPORT, Permission.THEME_EXPORT, Permission.RETENTION_RUN,
    Permission.ROLE_GIVE, Permission.PERSON_MERGE, Permission.HANDOVER_GIVE,
}  # fmt: skip


@pytest.fixture(scope="module")
def world(sqlite_colleges):
    """Make the two districts once."""
    return World(sqlite_colleges.separate("confirming", "refunds"))


@pytest.fixture(scope="module")
def unconfirmed(world):
    """Sign the same people in on devices on which they have shown nothing lately; by name."""
    ids = {"operator": world.operator_id, "product manager": world.manager_id, "coordinator here": world.coordinator_id}
    return {who.name: _without(world, who, ids[who.name]) for who in world.people if who.name in ids}


@pytest.fixture(scope="module")
def bench(world, unconfirmed):
    """Ask the world's application, once everybody is signed in."""
    return Bench(world.app)


def _without(world: World, who: Who, person_id) -> Who:
    client = sign_in(world.app, person_id, confirmed=False)
    with client.session_transaction() as session:
        session["csrf_token"] = TOKEN
    return Who(who.name, who.held, client.get_cookie(world.app.config["SESSION_COOKIE_NAME"]).value)


def test_every_such_door_is_marked(world):
    unmarked = sorted(name for name in GUARDED if not access_of(world.app, name).is_confirmed)
    assert not unmarked


def test_a_permission_that_only_does_such_things_has_no_other_door(world):
    every = {name: access_of(world.app, name) for name in world.app.view_functions}
    writing = {rule.endpoint for rule in world.app.url_map.iter_rules() if "POST" in rule.methods}
    open_doors = [name for name, access in every.items() if access.permission in ONLY_CONFIRMED and name in writing and not access.is_confirmed]
    assert not open_doors


def _guarded_and_declared():
    return sorted(name for name in GUARDED if name in DECLARED and DECLARED[name].needs)


@pytest.mark.parametrize("endpoint", _guarded_and_declared())
def test_who_has_not_shown_it_lately_changes_nothing_and_who_has_does(world, bench, unconfirmed, endpoint):
    rule = DECLARED[endpoint]
    holders = [who for who in world.people if who.name in unconfirmed]
    who = next(each for each in holders if each.holds(rule.needs, world.here.place(rule.at) if rule.at else None) == "here")
    other = unconfirmed[who.name]
    for url_rule in _endpoints(world.app)[endpoint]:
        for method in sorted(url_rule.methods - {"OPTIONS", "HEAD"}):
            asked = (method, _address(world, url_rule, rule, world.here))
            answer, changed = bench.ask(other, *asked, _data(rule, world, world.here))
            assert answer.status_code == 303 and answer.headers["Location"].startswith("/confirm"), asked
            assert not changed - KEPT_ANYWAY, asked
            answer, changed = bench.ask(who, *asked, _data(rule, world, world.here))
            assert answer.status_code in rule.answers, asked
            assert method == "GET" or changed, asked


@pytest.fixture
def colleague(hire, college, client, try_password):
    """Sign in somebody who may export themes, an hour and a minute ago."""
    person = hire(role=Role.PRODUCT_MANAGER)
    began = clock.now()
    with clock.freeze(began):
        try_password(client)
    with clock.freeze(began + timedelta(minutes=30)):
        client.get("/themes")
    return person, began + timedelta(minutes=61)


def export(client):
    """Press the button that gives the themes as a file, on the page where it stands."""
    page = client.get("/themes").page
    token = page.find("input", attrs={"name": "csrf_token"})["value"]
    return client.post("/themes/export", data={"csrf_token": token}, headers={"Referer": "http://localhost/themes?show=all"})


def test_she_types_her_password_and_presses_again(client, colleague, last_device):
    person, moment = colleague
    with clock.freeze(moment):
        asked = export(client)
        assert asked.headers["Location"] == "/confirm?next=/themes?show%3Dall"
        page = client.follow(asked)
        back = client.submit(page, {"password": PASSWORD})
        assert back.headers["Location"] == "/themes?show=all"
        assert client.follow(back).page.find("div", class_="notice-good") is not None
        assert last_device(person).confirmed_at == moment
        assert export(client).status_code == 200
    with clock.freeze(moment + timedelta(minutes=59)):
        assert export(client).status_code == 200
    with clock.freeze(moment + timedelta(minutes=60)):
        assert export(client).status_code == 303


def test_from_an_answer_that_is_shown_once_she_comes_back_to_the_start(college, signed_in, hire):
    person, operator = hire(), college.operator()
    client = signed_in(operator, confirmed=False)
    token = client.get(f"/staff/{person}").page.find("input", attrs={"name": "csrf_token"})["value"]
    before = {"Referer": f"http://localhost/staff/{person}/password-link"}
    answer = client.post(f"/staff/{person}/password-link", data={"csrf_token": token}, headers=before)
    assert answer.headers["Location"].rstrip("=") in {"/confirm", "/confirm?next"}
    before = {"Referer": f"http://localhost/staff/{person}"}
    answer = client.post(f"/staff/{person}/password-link", data={"csrf_token": token}, headers=before)
    assert answer.headers["Location"] == f"/confirm?next=/staff/{person}"


def test_a_wrong_password_confirms_nothing(client, colleague):
    _person, moment = colleague
    with clock.freeze(moment):
        page = client.submit(client.get("/confirm?next=/themes"), {"password": "not the right words"})
        assert page.status_code == 422
        assert page.page.find("input", attrs={"name": "next"})["value"] == "/themes"
        assert export(client).status_code == 303
        assert client.submit(page, {"password": PASSWORD}).headers["Location"] == "/themes"


def test_guesses_here_and_at_the_door_are_one_count(app, client, colleague, try_password):
    _person, moment = colleague
    with clock.freeze(moment):
        for _ in range(3):
            client.submit("/confirm", {"password": "not the right words"})
        for _ in range(2):
            try_password(app.test_client(), password="not the right words")
        assert client.submit("/confirm", {"password": PASSWORD}).status_code == 422
        assert try_password(app.test_client()).status_code == 422
    with clock.freeze(moment + timedelta(minutes=16)):
        assert client.submit("/confirm", {"password": PASSWORD}).status_code == 303


def test_with_a_second_factor_both_are_asked_for(college, client, colleague, last_device):
    person, moment = colleague
    secret = give_factor(college, person)
    with clock.freeze(moment):
        page = client.get("/confirm")
        refused = [
            client.submit(page, {"password": PASSWORD, "code": wrong(secret)}),
            client.submit(page, {"password": "not the right words", "code": shown(secret)}),
        ]
        assert [each.status_code for each in refused] == [422, 422]
        assert len({each.page.find(id="code-error").get_text(strip=True) for each in refused}) == 1
        assert client.submit(page, {"password": PASSWORD, "code": shown(secret)}).status_code == 303
        assert last_device(person).is_strong


@pytest.mark.parametrize("target", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_nobody_is_sent_away(client, hire, try_password, target):
    hire()
    try_password(client)
    page = client.get("/confirm", query_string={"next": target})
    assert client.submit(page, {"password": PASSWORD}).headers["Location"] == "/"


def test_a_student_is_asked_for_a_code_and_not_for_a_password(signed_in, student):
    page = signed_in(student).get("/confirm")
    assert page.status_code == 200
    assert page.page.find("input", attrs={"type": "password"}) is None
    assert page.page.find("input", attrs={"name": "code"}) is not None


def test_a_stranger_is_told_how_to_sign_in(client):
    assert client.get("/confirm").headers["Location"].startswith("/card/help")
