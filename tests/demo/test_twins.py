"""The twins: two districts alike in everything but their texts, printed so that an outside tool can walk in."""

import json
import shutil
from urllib.parse import urlsplit

import pytest
from sqlalchemy import text

from college.core.db import db, unit_of_work
from college.demo import service as demo
from tests.support.databases import let_go, make_app
from tests.support.sources import ROOT
from tests.support.walking import WalkingClient

ROLES = {"student", "neighbour", "lecturer", "helper", "coordinator", "cohort_coordinator"}


def made_ready(app) -> None:
    """Let an application look as if it had been migrated, as commands demand."""
    with app.app_context(), unit_of_work():
        db.session.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32))"))


@pytest.fixture(scope="module")
def twin_app(sqlite_colleges):
    """Give an empty college in which the command has run."""
    app = sqlite_colleges.separate("twins", "refunds")
    app.test_client_class = WalkingClient
    made_ready(app)
    yield app
    let_go(app)


@pytest.fixture(scope="module")
def printed(twin_app) -> dict:
    """Give what the command printed."""
    done = twin_app.test_cli_runner().invoke(args=["demo", "twins", "--json"])
    assert done.exit_code == 0, done.output + str(done.exception)
    return json.loads(done.stdout)


def test_both_sides_are_alike_but_for_their_texts(printed):
    here, far = (printed["sides"][name] for name in ("here", "far"))
    assert here["district"] != far["district"]
    assert {place: len(ids) for place, ids in here["ids"].items()} == {place: len(ids) for place, ids in far["ids"].items()}
    assert set(here["canaries"]) == set(far["canaries"])
    assert not set(here["canaries"].values()) & set(far["canaries"].values())
    assert not [each for place in here["ids"] if place != "check_id" for each in here["ids"][place] if each in far["ids"][place]]


def test_every_kind_of_place_in_an_address_is_there(twin_app, printed):
    places = {name for rule in twin_app.url_map.iter_rules() for name in rule.arguments}
    # Tracks, recordings and what was searched in vain belong to the whole college, like lessons; what was put aside in a
    # draft stands below the address of the draft.
    shared = {"course", "lesson", "step", "role", "token", "sha256", "ending", "filename", "track", "recording_id", "miss_id"}
    shared |= {"at", "aside_id", "taken_id"}
    assert places - shared <= set(printed["sides"]["here"]["ids"])


def test_there_is_a_way_in_for_every_role_of_each_side_and_of_the_college(twin_app, printed):
    assert {each["role"] for each in printed["college"]["links"]} == {"operator", "product_manager"}
    for side in printed["sides"].values():
        assert {each["role"] for each in side["links"]} == ROLES
        for link in side["links"]:
            client = twin_app.test_client()
            answer = client.submit(urlsplit(link["url"]).path, action="/demo/enter/")
            assert (answer.status_code, answer.headers["Location"]) == (303, "/")


def test_it_prints_the_same_again_and_fills_only_once(twin_app, printed):
    runner = twin_app.test_cli_runner()
    again = json.loads(runner.invoke(args=["demo", "twins", "--json"]).stdout)
    assert again == printed
    lines = runner.invoke(args=["demo", "twins"]).stdout.splitlines()
    assert len(lines) == 2 * len(ROLES) + 2


def test_it_is_refused_where_somebody_is_and_where_others_can_reach_it(college, app, twin_app, printed):
    college.person()
    refused = app.test_cli_runner().invoke(args=["demo", "twins"])
    assert refused.exit_code == 1
    with app.app_context():
        assert not demo.is_demo()
    before = twin_app.config["LISTEN_URL"]
    twin_app.config["LISTEN_URL"] = "http://192.0.2.7:8000"
    assert twin_app.test_cli_runner().invoke(args=["demo", "twins"]).exit_code == 1
    twin_app.config["LISTEN_URL"] = before


def test_another_demonstration_is_not_the_twins(demo_app):
    assert demo_app.test_cli_runner().invoke(args=["demo", "twins"]).exit_code == 1


@pytest.fixture(scope="module")
def one_course(tmp_path_factory):
    """Give a folder with one of the shipped courses: the command publishes whatever lies there."""
    folder = tmp_path_factory.mktemp("courses")
    shutil.copy(ROOT / "courses" / "features.yaml", folder)
    shutil.copytree(ROOT / "courses" / "09-refunds", folder / "09-refunds")
    return folder


@pytest.mark.parametrize("command", [["demo", "twins", "--json"], ["demo", "fill"]], ids=" ".join)
def test_a_new_database_is_made_ready_by_the_command_itself(sqlite_colleges, command, one_course):
    app = make_app(sqlite_colleges.store.copy(None, f"new-{command[1]}"))
    app.config["COURSES_FOLDER"] = str(one_course)
    done = app.test_cli_runner().invoke(args=command)
    assert done.exit_code == 0, done.output + str(done.exception)
    if "--json" in command:
        assert set(json.loads(done.stdout)["sides"]) == {"here", "far"}
    with app.app_context():
        assert demo.is_demo() and db.session.scalar(text("SELECT count(*) FROM alembic_version")) == 1
    let_go(app)
