"""No redirect leaves the site: hostile targets in every place of every endpoint, and a last look at every answer."""

from collections import Counter

import pytest
from flask import redirect

from college.core.addresses import is_path_here
from college.core.web import back_to
from tests.core.probing import Probe
from tests.support.bench import Bench
from tests.support.databases import let_go
from tests.support.targets import EVIL, TARGETS, leaves
from tests.support.world import World
from tests.test_access_matrix import DECLARED, _address, _data, _endpoints

#: Names under which sites are told where to go; ours are `next` and `back`.
NAMES = ("next", "back", "to", "url", "target", "return_to", "return", "redirect", "continue", "goto", "from", "r", "page", "at", "step")
#: Headers from which a careless site builds an address.
HEADERS = ("Referer", "X-Forwarded-Host", "X-Forwarded-Prefix", "X-Original-URL", "X-Rewrite-URL")


def is_sendable(target: str) -> bool:
    return target.isascii() and target.isprintable()


@pytest.mark.parametrize(
    ("location", "is_away"),
    [("/a", False), ("/%2f%2fevil", False), ("a", False), ("http://localhost/x", False), ("//evil", True), ("/\t/evil", True),
     ("\\\\evil", True), (" //evil", True), ("javascript:1", True), ("https://evil", True), ("https://localhost@evil", True)],
)  # fmt: skip
def test_the_judge_knows_what_leads_away(location, is_away):
    assert leaves(location) is is_away


def test_there_are_enough_different_targets():
    assert len(set(TARGETS)) == len(TARGETS) >= 80
    assert sum(leaves(target) for target in TARGETS) > 50


@pytest.mark.parametrize("target", TARGETS)
def test_a_target_is_gone_to_only_where_a_browser_stays(app, target):
    with app.test_request_context("/"):
        answer = back_to(target, "/fallback")
    assert not leaves(answer.headers["Location"])
    assert not (is_path_here(target) and leaves(target))


@pytest.fixture(scope="module")
def world(sqlite_colleges):
    """Make the two districts."""
    made = World(sqlite_colleges.separate("redirects", "refunds"))
    yield made
    let_go(made.app)


@pytest.fixture(scope="module")
def bench(world):
    """Ask as anybody, and put the rows back after each change."""
    return Bench(world.app)


def away(answer) -> str:
    """Say where an answer sends the reader when that is away from here."""
    places = [answer.headers.get("Location", ""), answer.headers.get("Content-Location", ""), answer.headers.get("Refresh", "")]
    places += [answer.json.get("next", "")] if answer.is_json and isinstance(answer.json, dict) else []
    return next((place for place in places if place and (leaves(place) or EVIL in place.split("?")[0].split("#")[0][:40])), "")


def test_no_endpoint_leads_away_whatever_it_is_told(world, bench, request):
    faults, statuses, at, is_full = [], Counter(), 0, request.config.getoption("--full")
    people = world.people[:5] + world.people[-2:]
    for name, rules in _endpoints(world.app).items():
        for url_rule in rules if name in DECLARED else ():
            address = _address(world, url_rule, DECLARED[name], world.here)
            for method in sorted(url_rule.methods & {"GET", "POST"}):
                for who in people if is_full else (people[0], people[1 + at % 6]):
                    target, at = TARGETS[at % len(TARGETS)], at + 1
                    answer = _told(bench, who, method, address, target, _data(DECLARED[name], world, world.here))
                    statuses[answer.status_code // 100] += 1
                    if away(answer):
                        faults.append(f"{name}: {target!r:.60} as {who.name} leads to {away(answer)!r:.80}")
    print(f"{at} requests, {statuses[3]} redirects")
    assert statuses[3] > (150 if is_full else 50), "the control: some redirect"
    assert not faults, faults[:20]


def _told(bench, who, method: str, address: str, target: str, data: dict):
    """Ask with the target in every place at once: query, form and headers."""
    headers = {name: target for name in HEADERS if is_sendable(target) and not (method == "POST" and name == "Referer")}
    everywhere = dict.fromkeys(NAMES, target)
    body = {"csrf_token": bench.token, **data, "next": target, "back": target} if method == "POST" else None
    return bench.send(who, method, address, query_string=everywhere, data=body, headers=headers)[0]


#: Where a target is really taken up, and the person for whom it is.
TAKEN = [("POST", "/settings/display", {"size": "huge"}), ("GET", "/staff/sign-in", None), ("GET", "/confirm", None), ("GET", "/cohorts", None)]


@pytest.mark.parametrize(("method", "address", "data"), TAKEN)
def test_every_target_in_the_places_that_are_taken_up(world, bench, method, address, data):
    faults, gone = [], Counter()
    for who in (world.people[0], world.people[1], world.people[4]):
        for target in TARGETS:
            body = {"csrf_token": bench.token, "back": target, "next": target, **data} if data is not None else None
            answer = bench.send(who, method, address, data=body, query_string={"next": target, "back": target})[0]
            gone[answer.headers.get("Location", str(answer.status_code))[:12]] += 1
            if away(answer) or "Set-Cookie: a=b" in str(answer.headers):
                faults.append(f"{who.name}: {target!r:.60} to {away(answer)!r}")
    assert not faults, faults
    ours = bench.send(world.people[0], "POST", "/settings/display", data={"csrf_token": bench.token, "back": "/help?a=1", "size": "huge"})[0]
    assert ours.headers["Location"] == "/help?a=1", "the control: ours is gone to"


@pytest.mark.parametrize("target", [each for each in TARGETS if leaves(each) and each.isprintable()])
def test_a_view_that_is_careless_leads_to_the_start_page_and_the_log_says_so(probe, capfd, target):
    answer = probe.get(lambda: redirect(target))
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert "redirect away from here" in capfd.readouterr().err


def test_a_view_that_leads_here_is_left_alone(probe, capfd):
    for target in ("/help?a=1#b", "http://localhost/help?a=1#b"):
        assert probe.get(lambda target=target: redirect(target)).headers["Location"] == "/help?a=1#b"
    assert probe.client().get("/staff//sign-in").headers["Location"] == "/staff/sign-in"
    assert not capfd.readouterr().err


@pytest.fixture(scope="module")
def probe(sqlite_colleges):
    """Give a view that redirects as told."""
    found = Probe(sqlite_colleges.separate("redirects-probe"))
    yield found
    let_go(found.app)
