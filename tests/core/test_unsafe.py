"""What changes something: every POST refuses a wrong form token and another site's page, and no method is overridden."""

import json

import pytest
from flask import session
from flask_wtf.csrf import generate_csrf

from tests.support.bench import KEPT_ANYWAY, Bench
from tests.support.databases import let_go
from tests.support.world import World
from tests.test_access_matrix import DECLARED, _address, _data, _endpoints

#: Where a form is looked at by nothing but its token: what is refused here must be refused as 400.
REFUSED = 400
FOREIGN = "https://evil.example"


@pytest.fixture(scope="module")
def world(sqlite_colleges):
    """Make the two districts."""
    made = World(sqlite_colleges.separate("unsafe", "refunds"))
    yield made
    let_go(made.app)


@pytest.fixture(scope="module")
def bench(world):
    """Ask as anybody, and put the rows back after each change."""
    return Bench(world.app)


def token_of_somebody_else(app) -> str:
    """Give a well made token of another browser."""
    with app.test_request_context():
        session["csrf_token"] = "f" * 40
        return generate_csrf()


def attempts(bench: Bench) -> dict[str, dict]:
    """Give what must be refused, by its name, as arguments for the test client."""
    right, other = bench.token, token_of_somebody_else(bench.app)
    said = json.dumps({"csrf_token": right})
    tampered = right[:-2] + ("aa" if not right.endswith("aa") else "bb")
    return {
        "no token": {"data": {}},
        "empty token": {"data": {"csrf_token": ""}},
        "somebody else's token": {"data": {"csrf_token": other}},
        "garbage": {"data": {"csrf_token": "IjEi.aaaa.bbbb"}},
        "tampered": {"data": {"csrf_token": tampered}},
        "very long": {"data": {"csrf_token": "1" * 5000}},
        "not of letters": {"data": {"csrf_token": "\u4e00\x00\x07"}},
        "in the address": {"data": {}, "query_string": {"csrf_token": right}},
        "in a cookie": {"data": {}, "headers": {"X-Cookie": f"csrf_token={right}"}},
        "json": {"data": said, "content_type": "application/json"},
        "json as plain text": {"data": said, "content_type": "text/plain"},
        "form as plain text": {"data": f"csrf_token={right}", "content_type": "text/plain"},
        "from another origin": {"data": {"csrf_token": right}, "headers": {"Origin": FOREIGN}},
        "from nowhere": {"data": {"csrf_token": right}, "headers": {"Origin": "null"}},
        "from another port": {"data": {"csrf_token": right}, "headers": {"Origin": "http://localhost:81"}},
        "from a longer name": {"data": {"csrf_token": right}, "headers": {"Origin": "http://localhost.evil.example"}},
        "from another site": {"data": {"csrf_token": right}, "headers": {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}},
        "from a neighbour": {"data": {"csrf_token": right}, "headers": {"Sec-Fetch-Site": "same-site"}},
        "referred from elsewhere": {"data": {"csrf_token": right}, "headers": {"Referer": f"{FOREIGN}/localhost"}},
        "a broken origin": {"data": {"csrf_token": right}, "headers": {"Origin": "http://[localhost"}},
    }


#: What browsers say about a form of ours.
FROM_HERE = [
    {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin", "Referer": "http://localhost/x"},
    {"Origin": "null", "Sec-Fetch-Site": "same-origin"},
    {"Referer": "http://localhost:80/x"},
    {},
]


def posts(world: World):
    """Give (endpoint, rule of the map) of everything that is posted to."""
    return [(name, rule) for name, rules in _endpoints(world.app).items() for rule in rules if "POST" in rule.methods and name in DECLARED]


def right_holder(world: World, name: str):
    """Give somebody of this side who may, or nobody in particular."""
    rule = DECLARED[name]
    if rule.needs is None:
        return world.people[0]
    return next(who for who in world.people if who.holds(rule.needs, world.here.place(rule.at) if rule.at else None) == "here")


def _some(all_of_them: list, at: int, is_full: bool) -> list:
    """Give all with --full; else every fifth, each form beginning at another one, so that every one is tried often."""
    return all_of_them if is_full else all_of_them[at % 5 :: 5]


def test_every_form_refuses_a_wrong_token_and_another_site(world, bench, request):
    faults, tried, controls, is_full = [], 0, 0, request.config.getoption("--full")
    for at, (name, url_rule) in enumerate(posts(world)):
        who, address = right_holder(world, name), _address(world, url_rule, DECLARED[name], world.here)
        for what, how in _some(list(attempts(bench).items()), at, is_full):
            answer, changed = bench.send(who, "POST", address, **how)
            tried += 1
            if answer.status_code != REFUSED or changed - KEPT_ANYWAY:
                faults.append(f"{name}: {what}: {answer.status_code}, changed {sorted(changed - KEPT_ANYWAY)}")
            if not answer.page.select_one(".read-out"):
                faults.append(f"{name}: {what}: no plain page")
        for headers in FROM_HERE[:1] if controls else FROM_HERE:
            data = {"csrf_token": bench.token, **_data(DECLARED[name], world, world.here)}
            answer, _ = bench.send(who, "POST", address, data=data, headers=headers)
            controls += 1
            if answer.status_code not in DECLARED[name].answers:
                faults.append(f"{name}: the control with {headers} got {answer.status_code}")
    print(f"{len(posts(world))} forms, {tried} refused, {controls} controls")
    assert len(posts(world)) > 50 and tried > (1000 if is_full else 400)
    assert not faults, f"{len(faults)} faults\n" + "\n".join(faults[:30])


OVERRIDES = [
    {"headers": {"X-HTTP-Method-Override": "POST"}},
    {"headers": {"X-HTTP-Method": "POST"}},
    {"headers": {"X-Method-Override": "POST"}},
    {"query_string": {"_method": "POST"}},
    {"query_string": {"_method": "DELETE", "csrf_token": "x"}},
    {"data": {"_method": "POST"}},
]


@pytest.mark.parametrize("override", [OVERRIDES[0], OVERRIDES[3], OVERRIDES[5], *(pytest.param(each, marks=pytest.mark.full) for each in (*OVERRIDES[1:3], OVERRIDES[4]))], ids=str)
def test_a_reading_stays_a_reading_whatever_it_calls_itself(world, bench, override):
    faults = []
    for name, url_rule in posts(world):
        who, address = right_holder(world, name), _address(world, url_rule, DECLARED[name], world.here)
        how = {**override}
        if "query_string" in how:
            how["query_string"] = {**how["query_string"], "csrf_token": bench.token}
        plain, _ = bench.send(who, "GET", address)
        answer, changed = bench.send(who, "GET", address, **how)
        if answer.status_code != plain.status_code or changed - KEPT_ANYWAY:
            faults.append(f"{name}: {answer.status_code} instead of {plain.status_code}, changed {sorted(changed)}")
    assert not faults, faults


def test_a_form_stays_a_form_whatever_it_calls_itself(client):
    token = client.get("/").page.find("input", attrs={"name": "csrf_token"})["value"]
    for override in ("GET", "DELETE", "PUT"):
        data = {"csrf_token": token, "size": "huge", "_method": override}
        answer = client.post("/settings/display", data=data, headers={"X-HTTP-Method-Override": override})
        assert answer.status_code == 303 and "size=huge" in str(answer.headers.getlist("Set-Cookie"))


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PUT", "PATCH", "DELETE", "PROPFIND", "FOO", "POSTX", "TRACK"])
def test_a_method_that_is_not_offered_is_405_and_echoes_nothing(world, bench, method):
    who = world.people[1]
    for address in ("/", "/learn", "/staff/sign-in", "/static/css/tokens.css"):
        answer, changed = bench.send(who, method, address, headers={"X-Canary": "canary"}, data={"csrf_token": bench.token})
        assert answer.status_code == 405 and not changed
        assert "canary" not in answer.text and "Allow" in answer.headers
