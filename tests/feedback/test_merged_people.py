"""Two records of one person: a theme counts her once, and she is told once; parted, each counts for herself."""

from college.core.db import db
from college.feedback import queries
from college.notices.models import Notice
from college.privacy import service as privacy
from college.privacy.merging import part
from tests.support.college import SHANGCHENG


def _ranking(office, theme) -> tuple[int, int]:
    """Give how many people and questions a theme counts, in the ranking and on its own page alike."""
    with office.room.college.app.app_context():
        row = next(each for each in db.session.execute(queries.ranked(queries.Filters())) if each[0].id == theme)
        numbers = queries.numbers_of(theme)
        assert (row.people, row.questions) == (numbers.people, numbers.questions)
        return numbers.people, numbers.questions


def _merge(office):
    room = office.room
    coordinator = room.college.coordinator(SHANGCHENG)
    with room.college.work():
        actor = room.college.actor(coordinator)
        return coordinator, privacy.merge(actor=actor, keep_id=room.student, other_id=room.other, chosen={}).row.id


def _part(office, coordinator, merge_id) -> None:
    with office.room.college.work():
        part(actor=office.room.college.actor(coordinator), merge_id=merge_id)


def test_a_theme_counts_her_once_while_the_records_are_one(office):
    room = office.room
    theme = office.raise_to(room.ask())
    office.raise_to(room.ask(who=room.other), to=theme)
    assert _ranking(office, theme) == (2, 2)
    coordinator, merge_id = _merge(office)
    assert _ranking(office, theme) == (1, 2)
    _part(office, coordinator, merge_id)
    assert _ranking(office, theme) == (2, 2)


def test_a_theme_that_closes_meanwhile_tells_her_once(office):
    room = office.room
    theme = office.raise_to(room.ask())
    office.raise_to(room.ask(who=room.other), to=theme)
    _merge(office)
    office.close(theme)
    assert (len(office.notices(room.student, theme)), len(office.notices(room.other, theme))) == (1, 0)


def test_whoever_was_told_on_both_records_reads_it_once(office):
    room = office.room
    theme = office.raise_to(room.ask())
    office.raise_to(room.ask(who=room.other), to=theme)
    office.close(theme)
    coordinator, merge_id = _merge(office)
    assert len(office.notices(room.student, theme)) == 1
    _part(office, coordinator, merge_id)
    assert (len(office.notices(room.student, theme)), len(office.notices(room.other, theme))) == (1, 1)


def test_an_answer_after_the_merge_reaches_the_one_who_reads(office):
    room = office.room
    asked = room.ask(who=room.other)
    _merge(office)
    room.answer(asked)
    told = office.rows(Notice, person_id=room.student)
    assert [each.url for each in told] == [f"/questions/{asked}"]
