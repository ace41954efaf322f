"""Cards as rows: made for one or for a whole cohort, found again, voided; and the first operator's link."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from college.accounts import service as accounts
from college.accounts.models import Card
from college.core import clock
from college.core.audit import AuditEntry
from college.core.db import db
from college.core.errors import NotFound
from college.core.permissions import Actor, Role
from tests.accounts.conftest import PASSWORD
from tests.support.codes import shown


@pytest.fixture
def issue(college):
    """Give a function that makes cards for these people and gives their tokens."""

    def make(*person_ids, days=30):
        with college.work():
            tokens = accounts.new_tokens(person_ids)
            accounts.issue_cards(actor=Actor.system(), tokens=tokens, expires_on=clock.today() + timedelta(days=days))
            return tokens

    return make


@pytest.mark.both_databases
def test_a_whole_cohort_gets_different_cards(app, college, issue):
    people = [college.person() for _ in range(12)]
    tokens = issue(*people)
    assert list(tokens) == people
    assert len(set(tokens.values())) == 12 and {len(each) for each in tokens.values()} == {26}
    with app.app_context():
        living = accounts.cards_of(people)
        assert set(living) == set(people)
        for person, token in tokens.items():
            assert accounts.card_for_token(token).id == living[person].id
            assert living[person].token_hash != token


@pytest.mark.both_databases
def test_a_new_card_kills_the_older_of_that_person_only(app, college, issue):
    one, other = college.person(), college.person()
    old = issue(one, other)
    new = issue(one)
    with app.app_context():
        with pytest.raises(NotFound):
            accounts.card_for_token(old[one])
        assert accounts.card_for_token(new[one]).person_id == one
        assert accounts.card_for_token(old[other]).person_id == other
        assert len(db.session.scalars(select(Card)).all()) == 3


@pytest.mark.both_databases
def test_voided_and_old_cards_are_no_living_ones(app, college, issue):
    one, other = college.person(), college.person()
    issue(one, days=-1)
    issue(other)
    with college.work():
        assert accounts.revoke_cards(actor=Actor.system(), person_ids=[other]) == 1
        assert accounts.revoke_cards(actor=Actor.system(), person_ids=[other]) == 0
    with app.app_context():
        assert accounts.cards_of([one, other]) == {}
        revoked = db.session.scalars(select(AuditEntry.detail).where(AuditEntry.action == "card.revoke")).all()
        assert revoked == [{"count": 1}]


@pytest.mark.both_databases
def test_who_ever_opened_a_card_stays_known_when_it_is_replaced(app, college, issue):
    one, other = college.person(), college.person()
    issue(one, other)
    with college.work():
        db.session.scalars(select(Card).where(Card.person_id == one)).one().first_used_at = clock.now()
    issue(one, other)
    with app.app_context():
        assert accounts.ever_opened([one, other]) == {one}


def test_making_a_card_again_is_written_down_without_its_secret(app, college):
    person = college.person()
    with college.work():
        card, token = accounts.issue_card(actor=Actor.system(), person_id=person, expires_on=clock.today())
        assert card.person_id == person
    with app.app_context():
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "card.issue")).one()
        assert entry.subject == f"person:{person}"
        assert token not in repr(entry.detail)


@pytest.mark.parametrize(("public", "begins"), [("https://college.example", "https://college.example"), (None, "http://127.0.0.1:8000")])
def test_a_cards_address_never_comes_from_the_browser(app, public, begins):
    app.config["PUBLIC_URL"] = public
    with app.test_request_context("/", headers={"Host": "evil.example"}):
        assert accounts.card_url("abc") == f"{begins}/c/abc"


def path_of(link: str) -> str:
    """Give the path of a link."""
    return link[link.index("/p/") :]


def first_link(college) -> str | None:
    """Ask for the link that is printed where the college is started."""
    with college.work():
        return accounts.first_operator_link()


@pytest.mark.both_databases
def test_an_empty_college_gets_one_operator_however_often_it_starts(app, college, client):
    first, second = first_link(college), first_link(college)
    assert client.get(path_of(first)).status_code == 404
    page = client.follow(client.get(path_of(second)))
    assert client.submit(page, {"password": PASSWORD}).status_code == 303
    assert client.get("/staff").headers["Location"].startswith("/second-factor/new"), "not before it is set up"
    page = client.get("/second-factor/new")
    secret = page.page.find("code").get_text().replace(" ", "")
    assert client.submit(page, {"code": shown(secret)}).status_code == 200
    assert client.get("/staff").status_code == 200
    with app.app_context():
        assert len(accounts.people_with(Role.OPERATOR)) == 1
        assert accounts.has_operator()


def test_once_an_operator_can_sign_in_no_link_is_given(college, client):
    client.get(path_of(first_link(college)))
    client.submit("/staff/password", {"password": PASSWORD})
    assert first_link(college) is None
