"""Two who write one lesson at once are told of each other, and what the other has changed."""

from datetime import timedelta

import pytest

from college.authoring import presence, service
from college.authoring.models import Presence
from college.authoring.service import Texts, fingerprint
from college.core.clock import freeze, now
from college.core.db import db
from college.core.permissions import Role, Scope

pytestmark = pytest.mark.usefixtures("refunds")

STEP, NEXT = "open-my-taobao", "open-orders"
PLACE = {"course_id": "refunds", "lesson_id": "find-order"}
BEAT = "/write/refunds/find-order/presence"


@pytest.fixture
def authors(college):
    """Give two authors of the course."""
    return [college.staff(Role.AUTHOR, Scope(course="refunds"), name) for name in ("王桂明", "李秀兰")]


def beat(college, person, part, version=0):
    """Say that a person has a piece open."""
    with college.work():
        return presence.beat(actor=college.actor(person), **PLACE, part=part, version=version)


def reword(college, person, old="打开淘宝", new="点开淘宝"):
    """Write other words into the first step."""
    with college.work():
        actor = college.actor(person)
        there = service.texts_of(service.draft_for(actor=actor, **PLACE)).part(STEP)
        texts = Texts(there.zh.replace(old, new), there.en)
        return service.keep_part(actor=actor, **PLACE, part=STEP, texts=texts, base=fingerprint(there)).base


def token_of(client):
    """Give the token of a page that she has open."""
    return client.get("/help").page.find("input", attrs={"name": "csrf_token"})["value"]


def send(client, **data):
    """Send what the page's script sends."""
    return client.post(BEAT, data={"csrf_token": token_of(client), **data})


def who(around):
    """Give whom and where."""
    return [(each.name, each.place.part, each.place.number) for each in around.people]


def test_each_sees_the_other_and_the_step_but_not_herself(college, authors):
    assert who(beat(college, authors[0], NEXT)) == []
    assert who(beat(college, authors[1], "intro")) == [("王桂明", NEXT, 2)]
    assert who(beat(college, authors[0], STEP)) == [("李秀兰", "intro", None)]
    assert who(beat(college, authors[1], STEP)) == [("王桂明", STEP, 1)], "she went on to another step"


def test_whoever_was_silent_for_a_minute_has_gone_and_her_row_goes_later(college, authors):
    beat(college, authors[0], STEP)
    with freeze(now() + timedelta(seconds=61)):
        assert who(beat(college, authors[1], STEP)) == []
    with college.work():
        assert presence.SWEEPS["presence"].expired(now() + timedelta(seconds=30)) == 1


def test_what_a_colleague_changed_is_told_and_what_one_changed_oneself_is_not(college, authors):
    reword(college, authors[0])
    assert [(each.name, each.place.number) for each in beat(college, authors[1], STEP).changed] == [("王桂明", 1)]
    assert beat(college, authors[0], STEP).changed == []
    seen = beat(college, authors[1], STEP, version=2)
    assert seen.changed == [], "her page was opened after that"


def test_the_whole_text_written_anew_tells_which_pieces_changed(college, authors):
    beat(college, authors[1], NEXT)
    with college.work():
        actor = college.actor(authors[0])
        there = service.texts_of(service.draft_for(actor=actor, **PLACE))
        texts = Texts(there.zh.replace("打开淘宝", "点开淘宝"), there.en)
        service.keep_whole(actor=actor, **PLACE, texts=texts, base=fingerprint(there))
    assert [each.place.part for each in beat(college, authors[1], NEXT).changed] == [STEP]


@pytest.mark.both_databases
def test_a_page_that_is_left_open_says_so_and_keeps_one_row(college, authors, signed_in):
    mine, theirs = (signed_in(person) for person in authors)
    for _ in range(2):
        assert send(mine, part=STEP, version="0").status_code == 200
    reword(college, authors[0])
    found = send(theirs, part=STEP, version="0").get_json()
    assert found["people"] == [{"name": "王桂明", "part": STEP, "number": 1}]
    assert found["changed"] == [STEP]
    assert "王桂明" in found["html"]
    with college.work():
        assert db.session.query(Presence).count() == 2


def test_a_page_left_open_does_not_keep_anybody_signed_in(authors, signed_in):
    client = signed_in(authors[0])
    token = token_of(client)
    with client.session_transaction() as session:
        session["seen"] -= 3000
        before = session["seen"]
    assert client.post(BEAT, data={"csrf_token": token, "part": STEP}).status_code == 200
    with client.session_transaction() as session:
        assert session["seen"] == before


def test_who_may_not_write_here_hears_nothing_of_who_does(college, authors, signed_in):
    other = college.staff(Role.AUTHOR, Scope(course="photo-search"))
    lecturer = college.lecturer(college.cohort(courses=("refunds",)))
    assert send(signed_in(other)).status_code == 404
    assert send(signed_in(lecturer)).status_code == 403
