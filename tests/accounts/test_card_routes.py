"""From a printed card to being signed in, as a student walks: only her own press on a button signs her in."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from college.accounts import service as accounts
from college.accounts.models import Card, DeviceSession
from college.core import clock
from college.core.audit import AuditEntry
from college.core.db import db
from college.core.permissions import COLLEGE, Actor, Role
from tests.support.rows import changed_tables, fingerprints

IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) MicroMessenger/8.0 SECRET-SERIAL-77"


def test_a_card_leads_to_her_lessons(app, client, card, is_signed_in, devices):
    opened = client.get(card.path)
    assert (opened.status_code, opened.headers["Location"]) == (303, "/card")
    asked = client.submit("/card", action="/card")
    assert asked.headers["Location"] == "/card/phone"
    done = client.submit("/card/phone", {"phone": "own"})
    assert (done.status_code, done.headers["Location"]) == (303, "/")
    assert client.get("/").headers["Location"] == "/consent"
    client.submit("/consent", action="/consent")
    assert client.get("/learn").status_code == client.get("/").status_code == 200
    assert is_signed_in(client)
    assert devices(card.person_id) == ["own"]


def test_only_the_last_press_changes_a_row(app, client, card):
    before = fingerprints(app)
    client.get(card.path)
    client.head(card.path)
    client.submit("/card", action="/card")
    client.get("/card/phone")
    assert not changed_tables(before, fingerprints(app))
    client.submit("/card/phone", {"phone": "own"})
    assert changed_tables(before, fingerprints(app)) == {"device_session", "card", "audit_entry"}


def test_opening_a_card_signs_nobody_in(client, card, is_signed_in, devices):
    client.follow(client.get(card.path))
    assert not is_signed_in(client)
    assert devices(card.person_id) == []


def test_she_is_asked_by_her_masked_name_only(client, card):
    page = client.follow(client.get(card.path))
    assert "王*明" in page.page.h1.get_text()
    assert "王桂明" not in page.text
    assert "1234" not in page.page.main.get_text()
    assert "王桂明" not in client.follow(client.submit(page, action="/card")).text


def test_the_cards_secret_is_in_no_later_page_or_address(client, card):
    client.get(card.path)
    pages = [client.get("/card")]
    pages.append(client.follow(client.submit(pages[0], action="/card")))
    pages.append(client.follow(client.submit(pages[1], {"phone": "own"})))
    for page in pages:
        assert card.token not in page.text
        assert card.token not in page.request.url
        assert card.token not in str(page.headers)


def test_the_cards_secret_is_in_no_row(app, client, card, walk_in):
    walk_in(client, card)
    with app.app_context(), db.engine.connect() as connection:
        rows = [repr(row) for table in db.metadata.sorted_tables for row in connection.execute(select(table))]
    assert not [row for row in rows if card.token in row]


#: kind → the last moment signed in, the first one not any more
LENGTHS = [
    ("own", timedelta(days=30, seconds=-5), timedelta(days=30, seconds=5)),
    ("class", timedelta(hours=8, seconds=-5), timedelta(hours=8, seconds=5)),
]


@pytest.mark.parametrize(("phone", "still", "over"), LENGTHS)
def test_how_long_she_stays_signed_in(client, card, walk_in, is_signed_in, phone, still, over):
    began = clock.now()
    walk_in(client, card, phone)
    with clock.freeze(began + still):
        assert is_signed_in(client)
    with clock.freeze(began + over):
        assert not is_signed_in(client)


@pytest.mark.parametrize(("phone", "is_kept"), [("own", True), ("class", False)])
def test_a_class_phone_forgets_her_when_the_browser_is_closed(app, client, card, walk_in, phone, is_kept):
    answer = walk_in(client, card, phone)
    cookie = next(each for each in answer.headers.getlist("Set-Cookie") if each.startswith(app.config["SESSION_COOKIE_NAME"]))
    assert ("Expires=" in cookie) is is_kept
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie


def test_the_first_opening_is_remembered_and_the_second_does_not_move_it(app, card, walk_in):
    nine = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=1)
    for hours in (0, 2):
        with clock.freeze(nine + timedelta(hours=hours)):
            walk_in(app.test_client(), card)
    with app.app_context():
        assert db.session.get(Card, card.id).first_used_at == nine


@pytest.mark.parametrize("phone", ["", "mine", "staff", "OWN"])
def test_another_kind_of_phone_is_refused(client, card, devices, phone):
    client.get(card.path)
    page = client.follow(client.submit("/card", action="/card"))
    token = page.page.find("input", attrs={"name": "csrf_token"})["value"]
    assert client.post("/card/phone", data={"csrf_token": token, "phone": phone}).status_code == 409
    assert devices(card.person_id) == []


def test_nobody_passes_the_question_by(client, card, devices):
    client.get(card.path)
    assert client.get("/card/phone").headers["Location"] == "/card"
    token = client.get("/card").page.find("input", attrs={"name": "csrf_token"})["value"]
    answer = client.post("/card/phone", data={"csrf_token": token, "phone": "own"})
    assert answer.headers["Location"] == "/card/help"
    assert devices(card.person_id) == []


def test_another_card_is_asked_about_anew(college, client, card, print_card, devices):
    other = print_card(college.person("李秀兰"))
    client.get(card.path)
    client.submit("/card", action="/card")
    client.get(other.path)
    assert client.get("/card/phone").headers["Location"] == "/card"
    assert "李*兰" in client.get("/card").text


@pytest.mark.parametrize("url", ["/card", "/card/phone"])
def test_without_a_card_one_is_told_how_to_get_in(client, url):
    assert client.follow(client.get(url)).request.path == "/card/help"


def kill(app, college, card, way: str) -> None:
    """Make a card useless in one of the ways there are."""
    with college.work():
        if way == "revoked":
            accounts.revoke_cards(actor=Actor.system(), person_ids=[card.person_id])
        elif way == "reissued":
            accounts.issue_card(actor=Actor.system(), person_id=card.person_id, expires_on=clock.today())
        elif way == "expired":
            db.session.get(Card, card.id).expires_on = clock.today() - timedelta(days=1)
        else:
            accounts.disable_person(actor=Actor.system(), person_id=card.person_id)


WAYS = ["revoked", "reissued", "expired", "disabled"]


@pytest.mark.parametrize("way", WAYS)
def test_a_dead_card_opens_nothing(app, college, client, card, devices, way):
    kill(app, college, card, way)
    page = client.follow(client.get(card.path))
    assert page.page.find("form", action="/card") is None
    assert "王*明" not in page.text
    assert page.page.find("a", href="/card/help") or page.request.path == "/card/help"
    assert devices(card.person_id) == []


@pytest.mark.parametrize("way", WAYS)
def test_a_card_that_dies_on_the_way_signs_nobody_in(app, college, client, card, devices, way):
    client.get(card.path)
    page = client.follow(client.submit("/card", action="/card"))
    kill(app, college, card, way)
    assert client.submit(page, {"phone": "own"}).headers["Location"] == "/card/help"
    assert devices(card.person_id) == []


@pytest.mark.parametrize("way", ["revoked", "reissued", "disabled"])
def test_who_is_signed_in_by_a_card_is_out_at_once_when_it_dies(app, college, client, card, walk_in, is_signed_in, way):
    walk_in(client, card)
    assert is_signed_in(client)
    kill(app, college, card, way)
    assert not is_signed_in(client)


@pytest.mark.parametrize("token", ["", "0", "x" * 500, "王", "..%2f..", "' OR 1=1 --", "0" * 26])
def test_a_made_up_card_is_not_found(client, token):
    answer = client.get(f"/c/{token}")
    assert answer.status_code == 404
    assert answer.page.h1


def test_the_reissued_card_opens(client, card, print_card, walk_in, is_signed_in):
    walk_in(client, print_card(card.person_id))
    assert is_signed_in(client)


def test_a_card_opens_to_the_end_of_its_last_day_in_china(app, print_card, student, walk_in, is_signed_in):
    noon = datetime.now(UTC).replace(hour=4, minute=0) + timedelta(days=1)
    with clock.freeze(noon):
        card = print_card(student, clock.today())
    for hour, minute, opens in ((15, 59, True), (16, 1, False)):
        client = app.test_client()
        with clock.freeze(noon.replace(hour=hour, minute=minute)):
            assert client.get(card.path).status_code == (303 if opens else 404)


def test_a_card_gives_lessons_only_even_to_an_operator(college, client, signed_in, card, walk_in):
    with college.work():
        accounts.grant(actor=Actor.system(), person_id=card.person_id, role=Role.OPERATOR, scope=COLLEGE)
    walk_in(client, card)
    client.submit("/consent", action="/consent")
    page = client.get("/")
    assert "phone" in page.page.html["class"] and page.page.find("a", href="/staff") is None
    assert client.get("/staff").status_code == 403
    assert client.get("/courses").status_code == 403
    assert signed_in(card.person_id, kind="staff").get("/staff").status_code == 200


def test_the_device_is_named_by_its_system_and_nothing_more(app, client, card, last_device):
    client.environ_base["HTTP_USER_AGENT"] = IPHONE
    client.get(card.path)
    client.submit("/card", action="/card")
    client.submit("/card/phone", {"phone": "own"})
    assert last_device(card.person_id).device == "iPhone"


def test_signing_in_is_written_down(app, client, card, walk_in):
    walk_in(client, card, "class")
    with app.app_context():
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "session.start")).one()
        device = db.session.scalars(select(DeviceSession)).one()
        assert (entry.actor_id, entry.detail) == (card.person_id, {"kind": "class", "way": "card"})
        assert (device.card_id, device.kind) == (card.id, "class")
