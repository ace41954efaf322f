"""The map of addresses: every one says who may come, is typed, is kebab-case, and reads apart from writing."""

import re

import pytest
from flask import Blueprint

from college import create_app
from college.core.guard import access_of, check_every_endpoint
from tests.support.databases import KEYS
from tests.support.sources import ORDER, listed

PLACE = re.compile(r"<([^>]+)>")
SEGMENT = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)?")
READS = {"GET", "HEAD", "OPTIONS"}


@pytest.fixture(scope="module")
def wired(tmp_path_factory):
    """Make an application only to look at its map."""
    path = tmp_path_factory.mktemp("map") / "college.sqlite"
    return create_app({**KEYS, "TESTING": True, "DATABASE_URL": f"sqlite:///{path}"})


def _rules(app):
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def _places(rule) -> list[str]:
    """Give what varies in an address; a secret (`<token>`) is neither an id nor a name, and may look as it likes."""
    return [place for place in PLACE.findall(rule.rule) if place != "token"]


def test_there_is_a_map(wired):
    assert len(_rules(wired)) > 20


def test_every_endpoint_says_who_may_come(wired):
    unmarked = [endpoint for endpoint in wired.view_functions if access_of(wired, endpoint) is None]
    assert not unmarked, listed(unmarked)


def test_an_unmarked_endpoint_keeps_the_college_from_starting(wired):
    app = create_app({**KEYS, "TESTING": True, "DATABASE_URL": wired.config["DATABASE_URL"]})
    check_every_endpoint(app)
    stray = Blueprint("stray", __name__)
    stray.add_url_rule("/stray", endpoint="show", view_func=lambda: "")
    app.register_blueprint(stray)
    with pytest.raises(RuntimeError, match=r"stray\.show"):
        check_every_endpoint(app)


def test_every_place_in_an_address_is_typed(wired):
    untyped = [rule.rule for rule in _rules(wired) for place in _places(rule) if ":" not in place]
    assert not untyped, listed(untyped)


def test_ids_are_uuids_and_texts_are_slugs(wired):
    odd = [
        rule.rule
        for rule in _rules(wired)
        for place in _places(rule)
        if place.split(":")[-1].endswith("_id") != (place.split(":")[0] == "uuid")
    ]
    assert not odd, listed(odd)


def test_addresses_are_in_kebab_case(wired):
    odd = [
        rule.rule
        for rule in _rules(wired)
        for segment in PLACE.sub("x", rule.rule).strip("/").split("/")
        if segment and not SEGMENT.fullmatch(segment)
    ]
    assert not odd, listed(odd)


def test_reading_and_writing_are_two_functions(wired):
    both = [f"{rule.endpoint} {rule.rule}" for rule in _rules(wired) if rule.methods & READS - {"OPTIONS"} and rule.methods - READS]
    assert not both, listed(both)


def test_blueprints_are_named_after_their_features(wired):
    odd = {rule.endpoint for rule in _rules(wired) if rule.endpoint.split(".")[0] not in ORDER}
    assert not odd, listed(sorted(odd))


def test_no_address_ends_twice(wired):
    seen = {}
    for rule in _rules(wired):
        shape = PLACE.sub("<>", rule.rule.rstrip("/"))
        for method in rule.methods - {"HEAD", "OPTIONS"}:
            seen.setdefault((method, shape), []).append(rule.endpoint)
    double = [f"{key}: {endpoints}" for key, endpoints in seen.items() if len(endpoints) > 1]
    assert not double, listed(double)
