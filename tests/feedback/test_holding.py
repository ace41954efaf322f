"""Lessons are held beside a phone every half year: with one tap and a day, seen by students, taken back for a while."""

from datetime import date, timedelta

import pytest

from college.core.clock import freeze, now, today
from college.core.db import db
from college.core.errors import NotAllowed, NotFound, RuleBroken
from college.core.permissions import Role, Scope
from college.feedback import service
from college.feedback.models import LessonCheck
from college.feedback.rules import Status
from college.library import service as library
from college.library.models import Lesson
from college.library.storing import lay_checked as storing_lay

LESSON = "find-order"
WHERE = {"course_id": "refunds", "lesson_id": LESSON}


@pytest.fixture
def author(office):
    """Give an author of the course who teaches nobody."""
    return office.room.college.staff(Role.AUTHOR, Scope(course="refunds"))


def listed(office, who=None, never=False, day=None):
    """Give the ids of the lessons that wait on somebody's desk, on a day."""
    moment = now() + ((day - today()) if day else timedelta())
    with freeze(moment), office.room.college.work():
        actor = office.room.college.actor(who or office.room.lecturer)
        return [each.held.view.id for each in service.to_hold(actor=actor, page=1, lang="zh", never=never).page.items]


def hold(office, who=None, day=None, version=""):
    """Tap."""
    return office.room.run(who or office.room.lecturer, service.hold_lesson, **WHERE, day=day or today(), version=version)


def shown(office) -> tuple[date | None, str]:
    """Give the day that students see, and the app's version."""
    with office.room.college.app.app_context():
        lesson = library.lesson("refunds", LESSON)
        return lesson.checked_on, lesson.app_version


@pytest.mark.both_databases
def test_a_tap_is_seen_by_students_and_comes_back_after_half_a_year(office):
    assert LESSON in listed(office, never=True) and not listed(office)
    assert hold(office, version="10.40") is True
    assert shown(office) == (today(), "10.40")
    assert LESSON not in listed(office, never=True)
    assert LESSON not in listed(office, day=today() + library.CHECKED_FOR - timedelta(days=1))
    assert listed(office, day=today() + library.CHECKED_FOR) == [LESSON]


def test_a_second_tap_and_an_earlier_day_change_nothing(office):
    hold(office, version="10.40")
    assert hold(office) is False
    assert hold(office, day=today() - timedelta(days=3)) is False
    assert shown(office) == (today(), "10.40")


def test_a_day_that_has_not_come_is_no_day(office):
    with pytest.raises(RuleBroken):
        hold(office, day=today() + timedelta(days=1))


def test_a_tap_is_taken_back_by_whoever_made_it_and_not_for_ever(office, author):
    hold(office, day=today() - timedelta(days=9), version="10.39")
    hold(office)
    assert office.room.run(author, service.take_hold_back, **WHERE) is False
    with freeze(now() + timedelta(hours=25)):
        assert office.room.run(office.room.lecturer, service.take_hold_back, **WHERE) is False
    assert office.room.run(office.room.lecturer, service.take_hold_back, **WHERE) is True
    assert shown(office) == (today() - timedelta(days=9), "10.39")
    assert office.room.run(office.room.lecturer, service.take_hold_back, **WHERE) is False


def test_what_waits_after_a_decision_is_done_with_the_same_tap_and_waits_again_when_taken_back(office):
    office.close(office.raise_to(office.room.ask()), Status.EXPLAINED)
    waiting = office.rows(LessonCheck)
    lesson = waiting[0].lesson_id
    office.room.run(office.room.lecturer, service.check_lesson, check_id=waiting[0].id)
    with office.room.college.app.app_context():
        assert db.session.get(Lesson, ("refunds", lesson)).checked_on == today()
    where = {"course_id": "refunds", "lesson_id": lesson}
    office.room.run(office.room.lecturer, service.take_hold_back, **where)
    assert office.rows(LessonCheck, id=waiting[0].id)[0].checked_at is None


def test_authors_are_asked_too_and_nobody_else(office, author):
    assert LESSON in listed(office, who=author, never=True)
    assert hold(office, who=author) is True
    for person, refusal in ((office.manager, NotAllowed), (office.room.college.staff(Role.AUTHOR, Scope(course="photo-search")), NotFound)):
        with pytest.raises(refusal):
            hold(office, who=person)


def test_a_later_day_in_the_text_itself_counts(office):
    hold(office, day=today() - timedelta(days=200))
    with office.room.college.app.app_context():
        row = db.session.get(Lesson, ("refunds", LESSON))
        content = {"checked_on": (today() - timedelta(days=2)).isoformat(), "app_version": "10.41"}
        storing_lay(row, content)
        assert (row.checked_on, row.checked_version) == (today() - timedelta(days=2), "10.41")
        storing_lay(row, {"checked_on": "2020-01-01", "app_version": "1"})
        assert row.checked_version == "10.41"
        db.session.rollback()


def test_the_page_keeps_what_was_typed_and_leads_into_the_text(office, author, signed_in):
    client = signed_in(author)
    page = client.get("/desk/to-check?show=never")
    assert "/write/refunds/find-order" in page.text
    answer = client.submit(page, {"day": "明天吧", "version": "10.40"}, action=f"/refunds/{LESSON}?show=never")
    assert answer.status_code == 422 and 'value="明天吧"' in answer.text and 'value="10.40"' in answer.text
    done = client.follow(client.submit(answer, {"day": today().isoformat()}, action=f"/refunds/{LESSON}?show=never"))
    assert f"/desk/to-check/refunds/{LESSON}/take-back" in done.text
