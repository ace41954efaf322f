"""Walking into the demonstration: by a link for each role, only where everything is invented, only on this machine."""

import json
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from sqlalchemy import text as sql

from college.accounts import service as accounts
from college.cohorts import service as cohorts
from college.core import clock
from college.core.db import db, new_id, unit_of_work
from college.core.errors import RuleBroken
from college.core.permissions import Actor
from college.demo import service as demo
from tests.support.rows import changed_tables, fingerprints

WAYS_IN = {
    ("operator", None), ("product_manager", None), ("coordinator", "330102"), ("coordinator", "330106"),
    ("lecturer", "330102"), ("lecturer", "330106"), ("helper", "330102"), ("student", "330102"), ("student", "330106"),
}  # fmt: skip


@pytest.fixture
def links(demo_app):
    """Give the ways in by role and district."""
    with demo_app.app_context():
        return {(each["role"], each["district"]): each for each in demo.links()}


def path(link) -> str:
    """Give the path of a way in."""
    return urlsplit(link["url"]).path


def test_there_is_a_way_in_for_every_role_in_every_district(links):
    assert set(links) == WAYS_IN


@pytest.mark.parametrize("way", sorted(WAYS_IN, key=str))
def test_a_link_signs_in_by_a_press_only(demo_app, links, way):
    client, before = demo_app.test_client(), fingerprints(demo_app)
    page = client.get(path(links[way]))
    assert page.status_code == 200
    assert links[way]["name"] in page.words
    assert client.get("/").page.find("form", action="/sign-out") is None
    assert not changed_tables(before, fingerprints(demo_app))
    answer = client.submit(page, action="/demo/enter/")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    home = client.follow(answer)
    assert home.request.path == "/"
    assert home.page.find("form", action="/sign-out")


def test_every_desk_page_says_that_all_is_invented_and_a_real_college_does_not(demo_app, links, college, signed_in):
    client = demo_app.test_client()
    client.submit(path(links["operator", None]), action="/demo/enter/")
    for url in ("/", "/staff", "/courses", "/staff/new"):
        assert client.get(url).page.find(class_="demo-mark").get_text(strip=True)
    assert signed_in(college.operator()).get("/").page.find(class_="demo-mark") is None


REACHABLE = ["http://192.0.2.7:8000", "https://college.example", "http://0.0.0.0:8000", "http://127.0.0.1.evil.example", "http://[2001:db8::1]:8000"]


@pytest.mark.parametrize("url", REACHABLE)
def test_no_link_works_where_others_can_reach_the_college(demo_app, links, url):
    client = demo_app.test_client()
    page = client.get(path(links["operator", None]))
    demo_app.config["LISTEN_URL"] = url
    with demo_app.app_context(), pytest.raises(RuleBroken):
        demo.links()
    assert client.get(path(links["operator", None])).status_code == 404
    assert client.submit(page, action="/demo/enter/").status_code == 404


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000", "http://localhost:9000", "http://[::1]:8000"])
def test_links_work_on_this_machine(demo_app, url):
    demo_app.config["LISTEN_URL"] = url
    with demo_app.app_context():
        assert all(each["url"].startswith(url) for each in demo.links())


def test_no_link_works_in_a_real_college(app, college, client):
    person = college.operator()
    with app.app_context():
        token = demo._signer().dumps(person.hex)
        with pytest.raises(RuleBroken):
            demo.links()
    assert client.get(f"/demo/enter/{token}").status_code == 404


@pytest.mark.parametrize("change", [lambda text: text[:-1], lambda text: "x" + text, lambda text: "IjEi.aaaa", lambda text: "0" * 40])
def test_a_made_up_link_is_not_found(demo_app, links, change):
    token = path(links["operator", None]).rpartition("/")[2]
    assert demo_app.test_client().get(f"/demo/enter/{change(token)}").status_code == 404


def test_the_command_prints_links_as_json_for_a_role_and_a_district(demo_app, links):
    run = demo_app.test_cli_runner().invoke
    everything = json.loads(run(args=["demo", "links", "--json"]).output)
    assert {(each["role"], each["district"]) for each in everything} == WAYS_IN
    (one,) = json.loads(run(args=["demo", "links", "--json", "--role", "coordinator", "--district", "330106"]).output)
    assert one == links["coordinator", "330106"]
    assert json.loads(run(args=["demo", "links", "--json", "--role", "nobody"]).output) == []


def test_the_commands_refuse_with_one_sentence(app, college):
    college.person("王桂明")
    with college.work():
        db.session.execute(sql("CREATE TABLE alembic_version (version_num VARCHAR(32))"))
    run = app.test_cli_runner().invoke
    for command in (["demo", "links", "--json"], ["demo", "fill"]):
        result = run(args=command)
        assert result.exit_code == 1
        assert result.output.startswith("Error: ") and "Traceback" not in result.output


def test_the_greeting_has_a_link_for_each_role_and_a_card_that_opens(demo_app):
    with demo_app.app_context():
        lines = demo.greeting()
        again = demo.greeting()
    assert lines == again
    text = "\n".join(lines)
    for role, _district in WAYS_IN:
        assert role in text
    card = next(each.strip() for each in lines if "/c/" in each and "http" in each)
    assert demo_app.test_client().get(urlsplit(card).path).headers["Location"] == "/card"


def test_on_the_rooms_network_only_the_students_card_is_shown(demo_app):
    demo_app.config["LISTEN_URL"] = "http://192.0.2.7:8000"
    with demo_app.app_context():
        text = "\n".join(demo.greeting())
    assert "/demo/enter/" not in text
    assert "http://192.0.2.7:8000/c/" in text


def test_the_shown_card_survives_a_second_start(demo_app):
    with demo_app.app_context():
        url = demo.greeting()[-2].strip()
    client = demo_app.test_client()
    client.get(urlsplit(url).path)
    client.submit("/card", action="/card")
    client.submit("/card/phone", {"phone": "own"})
    with demo_app.app_context():
        demo.greeting()
    assert client.get("/").page.find("a", href="/learn")
    with demo_app.app_context():
        assert accounts.has_people()


def test_a_cohort_that_a_visitor_opened_changes_no_way_in(demo_app):
    with demo_app.app_context():
        before = demo.greeting()
        details = cohorts.Details(
            name="以后开的班", starts_on=clock.today() + timedelta(days=9), ends_on=clock.today() + timedelta(days=90),
            teacher_name="", teacher_phone="", course_ids=(), lecturer_ids=(), helper_ids=(),
        )  # fmt: skip
        with unit_of_work():
            cohorts.create_cohort(actor=Actor.system(), cohort_id=new_id(), district_code="330102", details=details)
        assert demo.greeting() == before
