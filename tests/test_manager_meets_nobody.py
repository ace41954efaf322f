"""A product manager's account reaches no name and no telephone number of the filled demonstration.

Every page and file that links lead her to, every address of the college with everything that it can point at,
every form she can send, rightly and wrongly, and every error that comes of it: nowhere the name of a student or of
staff, no telephone, not even a masked one, and no person's id. The same crawl as a lecturer and as a coordinator
meets names and masked numbers: that is the control which proves that this one can see.
"""

import re
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select

from college.accounts import service as accounts
from college.accounts.models import Person
from college.cohorts.models import Cohort
from college.core.db import db
from college.core.pages import name_masked
from college.core.permissions import Role
from college.feedback import routes_manager
from college.feedback.models import LessonCheck, Theme
from college.library import service as library
from college.notices.models import Notice
from college.questions.models import Question
from college.questions.rules import Status
from tests.demo.conftest import fill
from tests.support.crawling import Crawl
from tests.support.databases import let_go
from tests.support.signing import sign_in
from tests.support.world import TOKEN, form_token

#: Any invented number, whole or masked, and the signs with which numbers are grouped.
PHONE = re.compile(r"1400000\d{4}|140\*{4}\d{4}")
GROUPED = re.compile(r"(?<=[\d*])[ \u00a0\u2009-](?=[\d*])")
#: The number in the invented message of the lesson on fraud: nobody's.
NOBODYS = {"140****0386"}
#: Invented numbers that are drawn on practice screens or stand in the lessons that use them.
DRAWN = {
    number
    for folder, ending in (("templates/practice", "html"), ("courses", "md"))
    for file in (Path(__file__).parents[1] / folder).rglob(f"*.{ending}")
    for number in PHONE.findall(GROUPED.sub("", re.sub(r"\s", "", file.read_text("utf-8"))))
}
#: Nothing behind these is anybody's: whoever has a token holds that person's card or link in her hand.
TOKENS = {"token": "0" * 26, "sha256": "0" * 64, "ending": "png", "filename": "css/tokens.css"}


class Eyes:
    """Knows everybody, and says who is met in a text."""

    def __init__(self, people: list[Person], but: Person) -> None:
        others = [each for each in people if each.id != but.id]
        self.names = {each.name for each in others}
        self.masked = {name_masked(each) for each in self.names} - {name_masked(but.name)}
        self.ids = {str(each.id) for each in others} | {each.id.hex for each in others}

    def __call__(self, text: str) -> list[str]:
        met = [f"the name {name}" for name in self.names if name in text]
        met += [f"the masked name {name}" for name in self.masked if name in text]
        met += [f"the telephone {number}" for number in set(PHONE.findall(GROUPED.sub("", text))) - NOBODYS - DRAWN]
        return met + [f"a person's id {each}" for each in self.ids if each in text]


@pytest.fixture(scope="module")
def demo(sqlite_colleges):
    """Fill a demonstration that these tests may change."""
    made = fill(sqlite_colleges.separate("manager", "refunds"))
    made.app.config["PROPAGATE_EXCEPTIONS"] = False
    yield made.app
    let_go(made.app)


def _everybody(app) -> list[Person]:
    with app.app_context():
        return list(db.session.scalars(select(Person)))


def _one_with(app, role: Role) -> Person:
    with app.app_context():
        return accounts.people_by_ids(accounts.people_with(role)[:1]).popitem()[1]


def _client(app, person: Person, lang: str = "zh"):
    client = sign_in(app, person.id)
    client.checks_pages = False
    client.set_cookie("language", lang)
    with client.session_transaction() as session:
        session["csrf_token"] = TOKEN
    return client


def _crawl(app, person: Person, lang: str = "zh") -> Crawl:
    return Crawl(_client(app, person, lang), Eyes(_everybody(app), person))


@pytest.fixture(scope="module")
def manager(demo) -> Person:
    """Give the only product manager of the demonstration."""
    return _one_with(demo, Role.PRODUCT_MANAGER)


def _assert_nobody(crawl: Crawl) -> None:
    assert not crawl.found, f"{len(crawl.found)} meetings\n" + "\n".join(dict.fromkeys(crawl.found[:40]))


@pytest.mark.parametrize("lang", ["zh", pytest.param("en", marks=pytest.mark.full)])
def test_no_link_leads_her_to_a_name(demo, manager, lang):
    crawl = _crawl(demo, manager, lang)
    crawl.follow_everything("/")
    _assert_nobody(crawl)
    themes = [path for path in crawl.seen if re.match(r"GET /themes/[0-9a-f-]{36}$", path)]
    assert len(themes) >= 8 and "GET /friction" in crawl.seen and "GET /courses" in crawl.seen
    assert len(crawl.seen) > 60
    # 405: forms lead to these, and the crawl only looked.
    lost = [path for path, status in crawl.seen.items() if status >= 400 and status != 405]
    assert not lost, "links that lead nowhere"


@pytest.fixture(scope="module")
def places(demo) -> dict[str, list]:
    """Give everything that a place in an address can stand for, by its name."""
    with demo.app_context():
        some = list(db.session.scalars(select(Person.id).order_by(Person.id).limit(4)))
        staff = [person.id for person in accounts.staff_people()]
        questions = [db.session.scalars(select(Question.id).where(Question.status == each.value).limit(1)).first() for each in Status]
        heads = library.course("refunds").lessons
        ids = {
            "cohort_id": list(db.session.scalars(select(Cohort.id))),
            "person_id": [*some, *staff],
            "question_id": [each for each in questions if each],
            "theme_id": list(db.session.scalars(select(Theme.id))),
            "check_id": list(db.session.scalars(select(LessonCheck.id).limit(2))),
            "notice_id": list(db.session.scalars(select(Notice.id).limit(2))),
            "grant_id": [accounts.grants_of(person_id)[0].id for person_id in staff[:2]],
        }
    words = {"course": ["refunds"], "lesson": [heads[0].id], "step": [heads[0].step_ids[0]], "role": ["lecturer"], "district_code": ["330102"]}
    return {**ids, **words, **{name: [value] for name, value in TOKENS.items()}}


def _addresses(app, places: dict[str, list], method: str) -> list[str]:
    """Give every address that takes `method`, with each thing it can point at, and once with what is not there."""
    found = []
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if method in rule.methods:
                most = max((len(places.get(name, ())) for name in rule.arguments), default=1)
                for number in range(max(most, 1) + bool(rule.arguments)):
                    values = {name: _place(places, name, number, most) for name in rule.arguments}
                    found.append(rule.build(values, append_unknown=False)[1])
    return sorted(set(found))


def _place(places: dict[str, list], name: str, number: int, most: int):
    there = places.get(name)
    if there and number < most:
        return there[number % len(there)]
    return there[0] if there and not name.endswith("_id") else uuid4()


def test_no_address_shows_her_a_name_whatever_it_points_at(demo, manager, places):
    crawl = _crawl(demo, manager)
    addresses = _addresses(demo, places, "GET")
    assert len(addresses) > 120
    for address in addresses:
        crawl.ask(address)
    _assert_nobody(crawl)
    assert {403, 404, 200} <= set(crawl.seen.values())
    assert max(crawl.seen.values()) < 500


@pytest.mark.parametrize("has_token", [True, False])
def test_no_form_answers_her_with_a_name(demo, manager, places, has_token):
    token = {"csrf_token": form_token(demo)} if has_token else {}
    crawl = _crawl(demo, manager)
    for address in _addresses(demo, places, "POST"):
        crawl.ask(address, "POST", data=token)
        if address == "/sign-out":
            crawl.client = _client(demo, manager)
    _assert_nobody(crawl)
    statuses = set(crawl.seen.values())
    assert max(statuses) < 500
    assert statuses >= ({200, 303, 403, 404, 422} if has_token else {400})


def test_no_file_that_she_takes_home_holds_a_name(demo, manager, places):
    crawl, token = _crawl(demo, manager), {"csrf_token": form_token(demo)}
    answer = crawl.ask("/themes/export", "POST", data={**token, "show": "all"})
    assert answer.mimetype == "text/csv" and len(answer.get_data()) > 500
    for theme_id in places["theme_id"]:
        answer = crawl.ask(f"/themes/{theme_id}/export", "POST", data=token)
        assert answer.mimetype == "text/csv" and answer.get_data().count(b"\n") > 2
    for wrong in ({"feature": "x"}, {"district": "330102"}, {"week": "x"}, {"show": "x"}, {"week": "2026-W99"}):
        crawl.ask("/themes/export", "POST", data={**token, **wrong})
    _assert_nobody(crawl)


WRONG = ({"sentence": ""}, {"sentence": "字" * 500}, {"client_id": "x"}, {"to": "x"}, {"seen": "changed"}, {"to": "changed"})


def test_no_decision_rightly_or_wrongly_sent_shows_her_a_name(demo, manager, places):
    crawl, token, answered = _crawl(demo, manager), form_token(demo), set()
    for theme_id in places["theme_id"]:
        for seen, to in (("new", "looking"), ("looking", "planned"), ("planned", "explained")):
            right = {"to": to, "seen": seen, "sentence": "我们在看。", "client_id": str(uuid4()), "csrf_token": token}
            for wrong in (*WRONG, {}) if seen == "new" else ({},):
                answered.add(crawl.ask(f"/themes/{theme_id}/move", "POST", data={**right, **wrong}).status_code)
    crawl.follow_everything("/themes", limit=80)
    _assert_nobody(crawl)
    assert answered == {303, 409, 422}


def test_no_error_shows_her_a_name(demo, manager, monkeypatch):
    student = next(each for each in _everybody(demo) if each.phone_cipher)
    crawl = _crawl(demo, manager)
    for address in ("/nowhere", f"/themes/{student.id}", "/themes/x", "/themes?page=x", "/themes?district=x&week=x", "/friction?district=x"):
        crawl.ask(address)
    crawl.ask("/themes", "POST")
    crawl.ask("/themes/export", "POST", data={"csrf_token": "x" * 2_000_000})

    def breaks(**_values):
        raise RuntimeError(f"{student.name} {student.id} 14000000001")

    monkeypatch.setattr(routes_manager.views, "board_of", breaks)
    monkeypatch.setattr(routes_manager.friction, "friction_of", breaks)
    assert crawl.ask("/themes").status_code == 500
    assert crawl.ask("/friction").status_code == 500
    found = [each for each in crawl.found if str(student.id) not in each.partition(" (")[0]]
    assert not found, "\n".join(found)


def test_the_same_crawl_as_a_lecturer_meets_names(demo):
    crawl = _crawl(demo, _one_with(demo, Role.LECTURER))
    crawl.follow_everything("/", limit=60)
    assert len({each for each in crawl.found if "the name" in each}) > 100
    assert any("a person's id" in each for each in crawl.found)


def test_the_same_crawl_as_a_coordinator_meets_masked_numbers(demo):
    crawl = _crawl(demo, _one_with(demo, Role.COORDINATOR))
    crawl.follow_everything("/", limit=60)
    assert any("the telephone" in each and "**" in each for each in crawl.found)


@pytest.mark.parametrize("text", ["140 0000 0007", "140-0000-0007", "140****0007", "14000000007", "140 **** 0007"])
def test_a_number_is_seen_however_it_is_written(text):
    assert PHONE.findall(GROUPED.sub("", f"电话{text}。"))
