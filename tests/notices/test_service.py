"""Notices: told exactly once for each key, newest first, put away by their own reader alone."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from college.core import clock
from college.core.db import db
from college.core.errors import NotFound
from college.notices import service as notices
from college.notices.models import Notice

TEXTS = {"zh": "老师回答您了", "en": "Your teacher has answered you"}
pytestmark = pytest.mark.both_databases


def tell(college, person: UUID, key: str = "message:1", **values) -> bool:
    """Tell somebody something in a unit of work of its own."""
    with college.work():
        return notices.tell(person_id=person, key=key, texts=TEXTS, url="/questions", **values)


def kept(college) -> list[tuple[UUID, str]]:
    """Give (person, key) of every notice."""
    with college.app.app_context():
        return [(each.person_id, each.key) for each in db.session.scalars(select(Notice))]


def test_the_same_key_is_told_once(college):
    person = college.person()
    assert [tell(college, person), tell(college, person)] == [True, False]
    assert kept(college) == [(person, "message:1")]


def test_another_person_and_another_key_are_told_too(college):
    first, second = college.person(), college.person()
    assert tell(college, first) and tell(college, second) and tell(college, first, "message:2")
    assert len(kept(college)) == 3


def test_many_are_told_at_once_and_whoever_knew_is_left_alone(college):
    people = [college.person() for _ in range(3)]
    tell(college, people[0], "theme:7")
    with college.work():
        assert notices.tell_many(person_ids=[*people, people[1]], key="theme:7", texts=TEXTS, url="/questions") == 2
        assert notices.tell_many(person_ids=people, key="theme:7", texts=TEXTS, url="/questions") == 0
        assert notices.tell_many(person_ids=[], key="theme:8", texts=TEXTS, url="/questions") == 0
    assert sorted(kept(college), key=str) == sorted(((each, "theme:7") for each in people), key=str)


def test_more_people_than_one_statement_carries_are_told(college, monkeypatch):
    monkeypatch.setattr(notices, "CHUNK", 2)
    people = [college.person() for _ in range(5)]
    with college.work():
        assert notices.tell_many(person_ids=people, key="theme:7", texts=TEXTS, url="/questions") == 5
    assert len(kept(college)) == 5


def test_unread_comes_newest_first_and_stops_at_the_limit(college):
    person = college.person()
    start = datetime(2026, 11, 20, 8, tzinfo=UTC)
    for number in range(4):
        with clock.freeze(start + timedelta(hours=number)):
            tell(college, person, f"message:{number}")
    with college.app.app_context():
        assert [each.key for each in notices.unread(person, limit=3)] == ["message:3", "message:2", "message:1"]
        assert notices.unread_count(person) == 4
        assert len(notices.all_of(person)) == 4


def test_read_is_kept_once_and_takes_it_off_the_unread(college):
    person = college.person()
    tell(college, person)
    with college.work():
        notice = notices.unread(person)[0]
        notice_id, first = notice.id, notices.read(actor=college.actor(person), notice_id=notice.id).read_at
    with college.work():
        assert notices.read(actor=college.actor(person), notice_id=notice_id).read_at == first
        assert notices.unread(person) == [] and notices.unread_count(person) == 0
        assert [each.texts for each in notices.all_of(person)] == [TEXTS]


def test_nobody_reads_another_ones_notice(college):
    person, other = college.person(), college.person()
    tell(college, person)
    with college.work():
        notice = notices.unread(person)[0]
        for reader, notice_id in ((other, notice.id), (person, uuid4())):
            with pytest.raises(NotFound):
                notices.read(actor=college.actor(reader), notice_id=notice_id)
        assert notice.read_at is None
