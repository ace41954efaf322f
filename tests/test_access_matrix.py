"""Every endpoint, as everybody, with what is one's own, a colleague's, another district's and nobody's.

What is expected stands by hand in `tests.support.declared` and, for the permissions of each role, in `tests.support.world`.
Refused requests and requests that only read change no row; each right holder's request is the control that succeeds.
"""

import io
import re
from uuid import uuid4

import pytest
from sqlalchemy import text

from college.cohorts.models import District
from college.core.db import db
from college.core.guard import access_of
from college.core.permissions import GIVES, Role, Scope
from tests.support.bench import KEPT_ANYWAY, Bench
from tests.support.declared import DECLARED
from tests.support.declaring import Rule
from tests.support.world import GIVEN, Side, Who, World


@pytest.fixture(scope="module")
def world(sqlite_colleges):
    """Make the two districts once; the bench puts the rows back after each change."""
    return World(sqlite_colleges.separate("matrix", "refunds"))


@pytest.fixture(scope="module")
def bench(world):
    """Ask the world's application."""
    return Bench(world.app)


def _endpoints(app) -> dict[str, list]:
    found = {}
    for rule in app.url_map.iter_rules():
        found.setdefault(rule.endpoint, []).append(rule)
    return found


def test_every_endpoint_is_declared_here(world):
    there = set(_endpoints(world.app))
    assert there - set(DECLARED) == set(), "declare who may come to these"
    assert set(DECLARED) - there == set(), "these are gone"


def test_the_bench_sees_every_written_row_and_puts_it_back(world, bench):
    for _again in range(2):
        with world.make.work():
            db.session.get(District, world.here.district_code).city = "别处"
            db.session.execute(text("DELETE FROM notice"))
        assert bench.changed() == {"district", "notice"}
    assert bench.changed() == set()


def test_every_mark_is_the_declared_one(world):
    marks = {name: access_of(world.app, name) for name in DECLARED}
    odd = [name for name, rule in DECLARED.items() if (marks[name].permission or None) != rule.needs]
    assert not odd, odd


def test_the_table_of_permissions_is_the_declared_one():
    assert {role: set(gives) for role, gives in GIVES.items()} == GIVEN
    assert set(GIVEN) == set(Role)


def _expected(rule: Rule, who: Who, method: str, place: Scope | None) -> set[int]:
    if rule.needs is None:
        return set(rule.answers)
    if not who.held:
        # A student whose session ended is told about her card; what staff sent cannot be sent again by a redirect.
        return {403} if method == "POST" and rule.needs not in {"lesson:follow", "question:ask", "meeting:join"} else {303}
    held = who.holds(rule.needs, place if rule.at else None)
    # A district that is not hers is no choice in her form, so the form is shown again.
    elsewhere = {422} if rule.at == "district" else {404}
    return {"nowhere": {403}, "elsewhere": elsewhere, "here": set(rule.answers)}[held]


def _address(world: World, url_rule, rule: Rule, side: Side) -> str:
    values = {name: world.value(side, rule.names.get(name, name)) for name in url_rule.arguments}
    with world.app.test_request_context():
        return url_rule.build(values, append_unknown=False)[1]


def _named(value: str, world: World, side: Side) -> str:
    """Put what the world calls so in the place of each "{name}"."""
    return re.sub(r"\{(\w+)\}", lambda found: str(world.value(side, found[1])), value)


def _data(rule: Rule, world: World, side: Side) -> dict:
    made = {
        name: (io.BytesIO(value), "名单.csv") if isinstance(value, bytes) else _named(value, world, side)
        for name, value in rule.data.items()
    }
    return {"district": side.district_code, **made} if rule.at == "district" else made


@pytest.mark.parametrize("endpoint", DECLARED)
def test_everybody_gets_what_is_declared(world, bench, endpoint, request):
    # A HEAD is a GET without its page: with --full it is asked for as well.
    faults, left_out = [], {"OPTIONS"} if request.config.getoption("--full") else {"OPTIONS", "HEAD"}
    for url_rule in _endpoints(world.app).get(endpoint, []):
        for method in sorted(url_rule.methods - left_out):
            for name, side in _different_sides(world, url_rule, DECLARED[endpoint]):
                for who in world.people:
                    faults += _ask(world, bench, url_rule, method, name, side, who)
    assert not faults, f"{len(faults)} faults\n" + "\n".join(faults[:40])


def _different_sides(world: World, url_rule, rule: Rule) -> list[tuple[str, Side]]:
    """Leave out sides that would only ask the very same thing again."""
    asked = {}
    for name, side in world.sides().items():
        district = side.district_code if rule.at == "district" else ""
        asked.setdefault((_address(world, url_rule, rule, side), district), (name, side))
    return list(asked.values())


def _ask(world: World, bench: Bench, url_rule, method: str, side_name: str, side: Side, who: Who) -> list[str]:
    rule = DECLARED[url_rule.endpoint]
    what = f"{who.name}: {method} {url_rule.rule} ({side_name})"
    try:
        answer, changed = bench.ask(who, method, _address(world, url_rule, rule, side), _data(rule, world, side))
    except AssertionError as unfit:
        return [f"{what}: {unfit}"]
    expected = _expected(rule, who, method, side.place(rule.at))
    faults = [] if answer.status_code in expected else [f"{what}: {answer.status_code}, expected {sorted(expected)}"]
    is_refused = answer.status_code >= 400
    if (is_refused or method != "POST") and changed - KEPT_ANYWAY:
        faults.append(f"{what}: {answer.status_code} and yet changed {sorted(changed - KEPT_ANYWAY)}")
    if answer.status_code in {403, 404} and rule.needs and who.held and "audit_entry" not in changed:
        faults.append(f"{what}: refused, but the audit says nothing")
    if method == "POST" and rule.needs and who.held and not is_refused and not changed:
        faults.append(f"{what}: the control changed nothing, so it proves nothing")
    return faults


@pytest.mark.parametrize("endpoint", [name for name, rule in DECLARED.items() if rule.at in {"cohort", "course"}])
def test_what_is_not_there_is_404_for_whoever_may_and_403_for_the_others(world, bench, endpoint, request):
    rule, others = DECLARED[endpoint], world.people[1:]
    # Without --full every second person asks, at the next endpoint the others do.
    asking = others if request.config.getoption("--full") else others[list(DECLARED).index(endpoint) % 2 :: 2]
    nowhere = Side(world.here.district_code, uuid4(), uuid4(), uuid4(), uuid4(), dict.fromkeys(world.here.more, uuid4()))
    for url_rule in _endpoints(world.app)[endpoint]:
        for method in sorted(url_rule.methods - {"OPTIONS", "HEAD"}):
            for who in asking:
                answer, changed = bench.ask(who, method, _address(world, url_rule, rule, nowhere), _data(rule, world, nowhere))
                expected = 403 if who.holds(rule.needs, None) == "nowhere" else 404
                assert answer.status_code == expected, f"{who.name}: {method} {url_rule.rule}"
                assert not changed - KEPT_ANYWAY


#: A file or a whole number that leaves the college: each leaves an entry, whoever takes it.
TAKES_OUT = [name for name, rule in DECLARED.items() if rule.needs and re.search(r"export|\.unmask$|_pdf$|\.copy$", name)]


def test_there_is_a_way_out_of_every_kind():
    assert {"board.export", "feedback.export_themes", "cohorts.unmask", "cohorts.cards_pdf", "accounts.audit_export"} <= set(TAKES_OUT)


@pytest.mark.parametrize("endpoint", TAKES_OUT)
def test_what_leaves_the_college_is_written_down(world, bench, endpoint):
    rule, taken = DECLARED[endpoint], 0
    for url_rule in _endpoints(world.app)[endpoint]:
        for who in world.people[1:]:
            address, data = _address(world, url_rule, rule, world.here), _data(rule, world, world.here)
            answer, changed = bench.ask(who, "POST", address, data)
            taken += answer.status_code == 200
            assert "audit_entry" in changed, f"{who.name}: {url_rule.rule} answered {answer.status_code}, and nothing says so"
    assert taken
