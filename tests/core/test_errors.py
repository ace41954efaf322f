"""Error pages carry an id to read out and nothing of what happened; the log holds that id, and neither secrets nor numbers."""

import logging
import re

import pytest
from sqlalchemy import text

from college.core import logs
from college.core.db import db
from college.core.errors import RuleBroken
from tests.support.crawling import Crawl
from tests.support.databases import let_go
from tests.support.signing import sign_in
from tests.support.walking import WalkingClient
from tests.support.world import PHONE, World

ID = re.compile(r"[0-9a-hjkmnp-tv-z]{4}-[0-9a-hjkmnp-tv-z]{4}")
CANARY = "kanarienvogel"
#: What tells a stranger about the machinery: paths, versions, names of programs, traces.
TELLING = re.compile(
    r"traceback|werkzeug|flask|granian|python|sqlalchemy|sqlite|site-packages|\.py\b|exception|error [0-9]|\d+\.\d+\.\d+", re.IGNORECASE
)


def shown_id(answer) -> str:
    return answer.page.select_one(".read-out").get_text(strip=True)


@pytest.mark.parametrize(
    ("method", "address", "how", "status"),
    [
        ("GET", f"/nowhere/{CANARY}", {}, 404),
        ("GET", f"/c/{CANARY}", {}, 404),
        ("GET", f"/cohorts/{CANARY}?q={CANARY}", {}, 404),
        ("POST", "/settings/display", {"data": {"size": CANARY}}, 400),
        ("POST", "/settings/display", {"data": {}, "headers": {"Origin": f"https://{CANARY}.example"}}, 400),
        ("DELETE", "/", {"headers": {"X-Canary": CANARY}}, 405),
        ("POST", "/cohorts/new", {"data": {"name": CANARY}}, 400),
        ("GET", f"/?q={CANARY * 2000}", {}, 414),
        ("GET", "/", {"headers": {"Host": f"{CANARY}.example"}}, 400),
        ("GET", "/", {"headers": {"X-Long": CANARY * 2000}}, 431),
        ("POST", "/settings/display", {"data": CANARY * 40_000}, 413),
    ],
)
def test_an_error_page_says_an_id_and_what_to_do_and_nothing_else(client, method, address, how, status):
    answer = client.open(address, method=method, **how)
    assert answer.status_code == status
    if address.startswith("/c/"):
        return
    assert ID.fullmatch(answer.headers["X-Request-Id"]) and shown_id(answer) == answer.headers["X-Request-Id"].replace("-", " ")
    assert CANARY not in answer.text and not TELLING.search(answer.page.main.get_text())
    assert len(answer.page.main.find_all("p")) <= 5


def test_the_page_of_a_fault_hides_it_and_the_log_shows_it_under_the_same_id(probe, capfd):
    def fails():
        raise ZeroDivisionError(f"{CANARY} at 14000000001")

    probe.view = fails
    answer = probe.client().get("/probe?secret=1")
    assert answer.status_code == 500 and CANARY not in answer.text and not TELLING.search(answer.page.main.get_text())
    said = capfd.readouterr().err
    lines = [line for line in said.splitlines() if f"request={answer.headers['X-Request-Id']}" in line]
    assert len(lines) == 1 and "request failed" in lines[0]
    assert CANARY in said and "ZeroDivisionError" in said, "the control: the operator sees what it was"
    assert "14000000001" not in said and "140****0001" in said


def test_each_request_has_an_id_of_its_own(client):
    found = {client.get("/").headers["X-Request-Id"] for _ in range(50)}
    assert len(found) == 50 and all(ID.fullmatch(each) for each in found)


def test_nobody_chooses_the_id(client):
    assert client.get("/", headers={"X-Request-Id": "aaaa-aaaa"}).headers["X-Request-Id"] != "aaaa-aaaa"


def test_what_the_database_was_told_is_not_in_its_faults(app):
    with app.app_context(), pytest.raises(Exception) as failed:
        db.session.execute(text("SELECT nothing FROM nowhere WHERE phone = :phone"), {"phone": "14000000001"})
    assert "14000000001" not in str(failed.value) and "hidden" in str(failed.value)


def test_a_page_that_cannot_be_drawn_is_still_a_page(probe, monkeypatch):
    real = probe.app.jinja_env.get_template

    def broken(name, *args, **how):
        if "errors/page" in str(name):
            raise RuntimeError("no template")
        return real(name, *args, **how)

    def refuses():
        raise RuleBroken("今天不行。")

    monkeypatch.setattr(probe.app.jinja_env, "get_or_select_template", broken)
    answer = probe.get(refuses)
    assert answer.status_code == 409 and "今天不行。" in answer.words and shown_id(answer)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("call 14000000001 now", "call 140****0001 now"),
        ("+86 140-0000-0001", "+86 140****0001"),
        ("8614000000001", "86140****0001"),
        ("phone=140 0000 0001,", "phone=140****0001,"),
        ("GET /c/0123456789abcdefghjkmnpqrs HTTP", "GET /c/… HTTP"),
        ("GET /p/tok-en_1?x=1", "GET /p/…?x=1"),
        ("http://a.example/h/abc", "http://a.example/h/…"),
        ("/demo/enter/abc.def'", "/demo/enter/…'"),
        ("/courses/refunds 12345678901 140000000012345", "/courses/refunds 12345678901 140000000012345"),
    ],
)
def test_a_line_is_masked(said, kept):
    assert logs.masked(said) == kept


def test_lines_of_other_packages_are_masked_too(app):
    record = logging.LogRecord("x", logging.ERROR, "x.py", 1, "GET %s for %s", ("/c/secret", "14000000001"), None)
    assert "secret" not in logs.Masked().format(record) and "14000000001" not in logs.Masked().format(record)
    assert isinstance(logging.lastResort.formatter, logs.Masked)


def test_a_crawl_of_every_role_leaves_no_number_and_no_secret_in_the_log(sqlite_colleges, capfd, caplog):
    caplog.set_level(logging.DEBUG)
    world = World(sqlite_colleges.separate("logs", "refunds"))
    for who in world.people[:5] + world.people[-2:]:
        client = WalkingClient(world.app, world.app.response_class)
        client.set_cookie(world.app.config["SESSION_COOKIE_NAME"], who.cookie)
        Crawl(client, lambda _text: []).follow_everything("/", limit=25)
        for address in ("/c/0123456789abcdefghjkmnpqrs", "/p/secretsecretsecret", f"/cohorts?q={PHONE}", f"/nowhere/{PHONE}"):
            client.checks_pages = False
            client.get(address)
    token = sign_in(world.app, world.here.student_id).get_cookie(world.app.config["SESSION_COOKIE_NAME"]).value
    with world.app.test_request_context(f"/c/secretsecret?q={PHONE}"):
        world.app.log_exception((ValueError, ValueError(f"/c/secretsecret {PHONE}"), None))
    let_go(world.app)
    out = "".join(capfd.readouterr()) + caplog.text
    assert "request failed" in out, "the control: the log is listened to"
    assert PHONE not in out and "secretsecret" not in out and "0123456789abcdefghjkmnpqrs" not in out and token not in out
    assert not re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)", out)


def test_a_form_on_the_page_of_a_dead_link_works_in_a_browser_and_tells_the_secret_to_nobody(phone, live_college):
    told = []
    page = phone()
    page.on("request", lambda request: told.append(request.headers.get("referer", "")))
    page.goto("/c/00000000000000000000000000")
    page.locator("button[value=huge]").click()
    page.wait_for_url("**/*")
    page.locator("html.size-huge").wait_for()
    assert any(told) and not any("/c/0000" in referer for referer in told), told
