"""Two records of one person, and a note that was a slip: which certificate stands, and what comes back."""

from datetime import timedelta

import pytest

from college.board import shown
from college.certificates import service as certificates
from college.core.clock import now, today
from college.core.db import db
from college.core.permissions import Actor
from college.notices import service as notices
from college.privacy import merging
from college.progress import service as progress
from tests.certificates.conftest import THREE
from tests.support.certified import give
from tests.support.changing import COURSE

ONE, OTHER = "王桂明", "王桂明二"


def _merge(tiny):
    with tiny.make.work():
        return merging.merge(actor=Actor.system(), keep_id=tiny.people[ONE], other_id=tiny.people[OTHER], chosen={}).row.id


def _part(tiny, merge_id) -> None:
    with tiny.make.work():
        merging.part(actor=Actor.system(), merge_id=merge_id)


def _give(tiny, name: str, days: int) -> str:
    with tiny.make.work():
        day = {"given_on": today() - timedelta(days=days), "created_at": now() - timedelta(days=days)}
        return give(tiny.people[name], COURSE, **day).code


def _codes(tiny, name: str) -> list[str]:
    return [each.code for each in tiny.given(name)]


@pytest.mark.parametrize("kept_days", [1, 9])
def test_of_two_the_earlier_stands_and_both_go_back(tiny, kept_days):
    tiny.student(OTHER)
    mine, hers = _give(tiny, ONE, kept_days), _give(tiny, OTHER, 5)
    merge_id = _merge(tiny)
    assert _codes(tiny, ONE) == [mine if kept_days > 5 else hers]
    _part(tiny, merge_id)
    assert (_codes(tiny, ONE), _codes(tiny, OTHER)) == ([mine], [hers])


def test_the_only_one_moves_and_goes_back(tiny, client):
    tiny.student(OTHER)
    hers = _give(tiny, OTHER, 5)
    merge_id = _merge(tiny)
    assert (_codes(tiny, ONE), _codes(tiny, OTHER)) == ([hers], [])
    assert client.get(f"/certificates/{hers}").status_code == 200
    _part(tiny, merge_id)
    assert (_codes(tiny, ONE), _codes(tiny, OTHER)) == ([], [hers])


@pytest.mark.parametrize("is_handed", [False, True])
def test_what_only_both_together_earned_goes_when_they_part_unless_it_is_handed_over(tiny, is_handed):
    tiny.student(OTHER)
    tiny.read(ONE, "ab")
    tiny.read(OTHER, "c")
    merge_id = _merge(tiny)
    (row,) = tiny.given(ONE)
    if is_handed:
        with tiny.make.work():
            db.session.merge(row).handed_at = now()
    _part(tiny, merge_id)
    assert len(tiny.given(ONE)) == is_handed


def _slip(tiny, lesson_id: str) -> bool:
    with tiny.make.work():
        key = {"person_id": tiny.people[ONE], "course_id": COURSE, "lesson_id": lesson_id}
        progress.take_shown_back(**key)
        return certificates.take_back_slip(**key)


def test_a_slip_of_today_takes_it_back_and_her_notice_and_it_may_come_again(tiny):
    tiny.shows(ONE, "one", "two")
    assert _slip(tiny, "two") and tiny.given(ONE) == []
    tiny.shows(ONE, "two")
    assert len(tiny.given(ONE)) == 1


@pytest.mark.parametrize("why", ["handed over", "yesterday", "earned otherwise", "the course changed"])
def test_a_slip_takes_nothing_else_back(tiny, why):
    if why == "earned otherwise":
        tiny.read(ONE, "c")
    tiny.shows(ONE, "one", "two")
    with tiny.make.work():
        row = db.session.merge(tiny.given(ONE)[0])
        row.handed_at = now() if why == "handed over" else None
        row.given_on = today() - timedelta(days=why == "yesterday")
    if why == "the course changed":
        tiny.publish(THREE)
    assert not _slip(tiny, "two") and len(tiny.given(ONE)) == 1


def test_what_staff_note_in_the_room_gives_it_and_their_undo_takes_it_back(tiny):
    keys = {"cohort_id": tiny.cohort, "person_id": tiny.people[ONE]}
    for lesson_id in ("one", "two"):
        with tiny.make.work():
            shown.keep_for_one(actor=tiny.make.actor(tiny.lecturer), **keys, key=(COURSE, lesson_id), day=today())
    assert [each.rule for each in tiny.given(ONE)] == ["shown"]
    with tiny.make.work():
        shown.take_back(actor=tiny.make.actor(tiny.lecturer), **keys, key=(COURSE, "one"))
    assert tiny.given(ONE) == []
    with tiny.app.app_context():
        assert notices.unread(tiny.people[ONE]) == []
