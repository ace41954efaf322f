"""Cards of a cohort: who gets one, what dies, and that a sheet and its cards come into being together."""

import json
import re
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from college.accounts import service as accounts
from college.accounts.models import Card
from college.cohorts import card_pdf, cards
from college.core import clock, jobs
from college.core.audit import AuditEntry
from college.core.crypto import token_hash
from college.core.db import db, new_id
from college.core.errors import NotFound, RuleBroken
from college.core.files import StoredFile
from college.core.permissions import Actor
from tests.support.college import XIHU


@pytest.fixture
def group(college):
    """A cohort of three with its coordinator, and the functions that print for it."""
    return Group(college)


class Group:
    """Three students, their coordinator, and what she can press."""

    def __init__(self, college) -> None:
        self.college, self.cohort = college, college.cohort()
        self.people = [college.student(self.cohort, name) for name in ("王桂明", "李秀兰", "张建国")]
        self.coordinator = college.coordinator()

    def press(self, *, everyone=False, form_id=None, by=None):
        with self.college.work():
            return cards.start_printing(
                actor=self.college.actor(by or self.coordinator),
                cohort_id=self.cohort,
                everyone=everyone,
                form_id=form_id or new_id(),
            )

    def again(self, person, form_id=None):
        with self.college.work():
            return cards.start_again(
                actor=self.college.actor(self.coordinator),
                cohort_id=self.cohort,
                person_id=person,
                form_id=form_id or new_id(),
            )

    def work(self):
        with self.college.app.app_context():
            return jobs.run_pending()

    def sheet(self, file_id, by=None):
        with self.college.work():
            actor = self.college.actor(by or self.coordinator)
            return cards.open_sheet(actor=actor, cohort_id=self.cohort, file_id=file_id)[1]

    def living(self):
        with self.college.app.app_context():
            return {person: card.id for person, card in accounts.cards_of(self.people).items()}


@pytest.mark.both_databases
def test_only_those_without_a_card_get_one(group):
    group.press()
    group.work()
    first = group.living()
    assert set(first) == set(group.people)
    newcomer = group.college.student(group.cohort, "陈玉珍")
    group.people.append(newcomer)
    group.press()
    group.work()
    assert {person: card for person, card in group.living().items() if person != newcomer} == first
    assert newcomer in group.living()
    with pytest.raises(RuleBroken):
        group.press()


@pytest.mark.both_databases
def test_everyone_anew_voids_the_old_cards(group):
    group.press()
    group.work()
    old = group.living()
    group.press(everyone=True)
    group.work()
    assert set(old.values()).isdisjoint(group.living().values())


def test_a_form_sent_twice_prints_once_even_when_the_first_is_done(group):
    form = new_id()
    job = group.press(form_id=form)
    group.work()
    before = group.living()
    assert group.press(form_id=form) == job and group.work() == 0
    again = new_id()
    group.again(group.people[0], again)
    group.work()
    remade = group.living()
    group.again(group.people[0], again)
    assert group.work() == 0 and group.living() == remade
    assert remade[group.people[0]] != before[group.people[0]]


def test_one_card_again_kills_the_old_one_and_its_sessions_at_once(group):
    group.press()
    group.work()
    person = group.people[0]
    with group.college.work():
        card = accounts.cards_of([person])[person]
        accounts.start_session(person_id=person, kind="own", way="card", card_id=card.id)
    group.again(person)
    with group.college.work():
        assert accounts.cards_of([person]) == {} and accounts.sessions_of(person) == []
    group.work()
    assert person in group.living() and len(group.living()) == 3


def test_the_sheet_opens_for_whoever_asked_and_for_a_day(group):
    job = group.press()
    group.work()
    data = group.sheet(job)
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages)
    assert all(name in text for name in ("王桂明", "李秀兰", "张建国"))
    other = group.college.coordinator()
    with pytest.raises(NotFound):
        group.sheet(job, by=other)
    with pytest.raises(NotFound):
        group.sheet(job, by=group.college.coordinator(XIHU))
    with clock.freeze(clock.now() + timedelta(hours=24, minutes=1)), pytest.raises(NotFound):
        group.sheet(job)


def test_no_token_is_written_anywhere_but_into_the_pattern(group, monkeypatch):
    seen = []
    draw = card_pdf.draw
    monkeypatch.setattr(card_pdf, "draw", lambda texts, **more: seen.extend(texts) or draw(texts, **more))
    job = group.press()
    group.work()
    tokens = [text.url.rsplit("/", 1)[1] for text in seen]
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(group.sheet(job))).pages)
    with group.college.work():
        kept = [row.cipher for row in db.session.scalars(select(StoredFile))]
        audit = json.dumps([row.detail for row in db.session.scalars(select(AuditEntry))])
        hashes = set(db.session.scalars(select(Card.token_hash)))
    assert len(tokens) == 3 and {token_hash(token) for token in tokens} == hashes
    for token in tokens:
        assert re.fullmatch(r"[0-9a-z]{26}", token)
        assert token not in text and token not in audit and not any(token.encode() in cipher for cipher in kept)


def test_a_worker_that_dies_before_the_end_leaves_neither_card_nor_sheet(group, monkeypatch):
    group.press()

    def die(*_args, **_more):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(cards.files, "keep", die)
        with pytest.raises(KeyboardInterrupt):
            group.work()
    assert group.living() == {}
    with clock.freeze(clock.now() + jobs.LEASE + timedelta(seconds=1)):
        assert group.work() == 1
    assert set(group.living()) == set(group.people)


def test_a_role_taken_away_before_the_job_runs_prints_nothing(group):
    group.press()
    with group.college.work():
        grant = accounts.grants_of(group.coordinator)[0]
        accounts.end_grant(actor=Actor.system(), grant_id=grant.id)
    group.work()
    assert group.living() == {}



def test_pages_walk_from_the_cohort_to_the_pdf(group, signed_in):
    client = signed_in(group.coordinator)
    address = f"/cohorts/{group.cohort}/cards"
    page = client.submit(address, {}, button="做3张卡并打印")
    assert page.status_code == 303
    client.get(page.location)
    group.work()
    done = client.get(page.location)
    assert "3张卡做好了" in done.text
    pdf = client.submit(page.location, {}, button="打开卡片文件（PDF）")
    assert pdf.status_code == 200 and pdf.data.startswith(b"%PDF") and "no-store" in pdf.headers["Cache-Control"]


@pytest.mark.parametrize("path", ["cards", "cards/everyone", "people/{person}/card"])
def test_another_district_finds_no_card_page(group, signed_in, path):
    stranger = signed_in(group.college.coordinator(XIHU))
    address = f"/cohorts/{group.cohort}/{path.format(person=group.people[0])}"
    assert stranger.get(address).status_code == 404
    assert signed_in(group.coordinator).get(address).status_code == 200
