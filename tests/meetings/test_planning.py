"""Planning meetings on the web: one or a series, changed by two at once, called off and put back, told once."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest

from college.accounts import service as accounts
from college.core import clock
from college.core.clock import LOCAL, now, today
from college.core.db import db
from college.core.permissions import Actor
from college.meetings import planning
from college.meetings import service as meetings
from college.meetings.models import Meeting, MeetingHelper
from college.meetings.rules_planning import Wanted, parse_time
from college.notices.models import Notice
from tests.support.college import XIHU

NEXT_WEEK = today() + timedelta(days=7)
FILLED = {"day": NEXT_WEEK.isoformat(), "starts": "9点", "ends": "10点半", "room": "302教室", "note": "请带手机", "repeats": "once"}


@pytest.fixture
def cohort(college, refunds):
    """Give a cohort that follows the shipped course."""
    return college.cohort(courses=(refunds,))


@pytest.fixture
def coordinator(college, cohort, signed_in):
    """Give the client of the coordinator, in English."""
    client = signed_in(college.coordinator())
    client.set_cookie("language", "en")
    return client


def planned(college, cohort, *, days=(NEXT_WEEK,), room="302教室", starts="9:00", helpers=()):
    """Plan meetings as the college itself; give their ids."""
    wanted = Wanted(days[0], parse_time(starts), parse_time("10:30"), room, helper_ids=frozenset(helpers))
    with college.work():
        done = planning.plan(actor=Actor.system(), cohort_id=cohort, form_id=uuid4(), wanted=wanted, days=list(days))
        return [meeting.id for meeting in done.meetings]


def rows(college):
    with college.work():
        found = db.session.query(Meeting).order_by(Meeting.starts_at).all()
        return [{column.name: getattr(row, column.name) for column in Meeting.__table__.columns} for row in found]


def told(college, person_id):
    with college.work():
        found = db.session.query(Notice).filter_by(person_id=person_id).order_by(Notice.created_at)
        return [notice.texts["en"] for notice in found]


def test_a_meeting_is_planned_in_the_time_of_china_with_its_lesson_and_helper(college, cohort, coordinator):
    helper = college.helper(cohort)
    form = {**FILLED, "lesson": "refunds/find-order", "helpers": [str(helper)]}
    answer = coordinator.submit(f"/cohorts/{cohort}/meetings/new", form, button="Save, or look at the days of the series")
    page = coordinator.follow(answer)
    (row,) = rows(college)
    assert row["starts_at"] == datetime.combine(NEXT_WEEK, parse_time("9:00"), LOCAL) and row["starts_at"].hour == 1
    assert (row["course_id"], row["lesson_id"], row["room"], row["series_id"]) == ("refunds", "find-order", "302教室", None)
    assert "吴助教" in page.words and "302教室" in page.words and "请带手机" in page.words
    assert "302教室" in coordinator.get(f"/cohorts/{cohort}/meetings").words


def test_a_bad_form_keeps_what_was_typed(college, cohort, coordinator):
    form = {**FILLED, "ends": "8点", "note": "记得带老花镜"}
    answer = coordinator.submit(f"/cohorts/{cohort}/meetings/new", form, button="Save, or look at the days of the series")
    assert answer.status_code == 422 and "The end comes before the beginning" in answer.words
    assert answer.page.find(id="note")["value"] == "记得带老花镜" and not rows(college)


def test_a_series_is_shown_before_it_is_there_and_leaves_days_out(college, cohort, coordinator):
    holiday = (NEXT_WEEK + timedelta(days=14)).isoformat()
    form = {**FILLED, "repeats": "weekly", "times": "4", "without": holiday, "lesson": "refunds/find-order", "follows": "y"}
    page = coordinator.submit(f"/cohorts/{cohort}/meetings/new", form, button="Save, or look at the days of the series")
    days = [box["value"] for box in page.page.find_all("input", {"name": "days"})]
    assert page.status_code == 200 and len(days) == 4 and holiday not in days and not rows(college)
    sent = {each["name"]: each.get("value", "") for each in page.page.main.find_all("input", type="hidden")}
    for _twice in range(2):
        answer = coordinator.post(f"/cohorts/{cohort}/meetings/new", data={**sent, "days": days[:3]})
        assert answer.status_code == 303
    found = rows(college)
    assert [row["starts_at"].astimezone(LOCAL).date().isoformat() for row in found] == days[:3]
    assert len({row["series_id"] for row in found}) == 1 and found[0]["series_id"]
    lessons = [row["lesson_id"] for row in found]
    assert lessons[0] == "find-order" and len(set(lessons)) == 3


def test_a_series_needs_an_end(college, cohort, coordinator):
    answer = coordinator.submit(
        f"/cohorts/{cohort}/meetings/new", {**FILLED, "repeats": "weekly"}, button="Save, or look at the days of the series"
    )
    assert answer.status_code == 422 and "Please say how many times" in answer.words


def test_who_comes_second_is_told_what_stands_there_and_nothing_is_lost(college, cohort, coordinator, signed_in):
    (meeting,) = planned(college, cohort)
    address = f"/cohorts/{cohort}/meetings/{meeting}/edit"
    coordinator.get(address)
    lecturer = signed_in(college.lecturer(cohort))
    lecturer.set_cookie("language", "en")
    assert lecturer.submit(address, {"room": "大礼堂"}, button="Save this meeting").status_code == 303
    late = coordinator.post(address, data={**FILLED, "room": "一楼", "lesson": "", "which": "one", "version": "1", "csrf_token": token(coordinator, address)})
    assert late.status_code == 409 and "大礼堂" in late.words and late.page.find(id="room")["value"] == "一楼"
    assert rows(college)[0]["room"] == "大礼堂"
    again = coordinator.submit(late, {}, button="Save this meeting")
    assert again.status_code == 303 and rows(college)[0]["room"] == "一楼"


def token(client, address):
    return client.get(address).page.find("input", {"name": "csrf_token"})["value"]


def test_later_meetings_of_the_series_change_with_one_and_earlier_ones_stay(college, cohort, coordinator):
    ids = planned(college, cohort, days=[NEXT_WEEK + timedelta(days=7 * week) for week in range(3)])
    address = f"/cohorts/{cohort}/meetings/{ids[1]}/edit"
    moved = {"day": (NEXT_WEEK + timedelta(days=8)).isoformat(), "starts": "14:00", "ends": "15:00", "which": "later"}
    assert coordinator.submit(address, moved, button="Save this meeting").status_code == 303
    found = [row["starts_at"].astimezone(LOCAL) for row in rows(college)]
    assert [each.date() - NEXT_WEEK for each in found] == [timedelta(days=0), timedelta(days=8), timedelta(days=15)]
    assert [each.hour for each in found] == [9, 14, 14]


def test_a_new_beginning_brings_its_end_to_later_meetings_that_last_otherwise(college, cohort, coordinator):
    ids = planned(college, cohort, days=[NEXT_WEEK + timedelta(days=7 * week) for week in range(3)])
    coordinator.submit(f"/cohorts/{cohort}/meetings/{ids[0]}/edit", {"ends": "15:00", "which": "one"}, button="Save this meeting")
    moved = {"starts": "14:00", "which": "later"}
    assert coordinator.submit(f"/cohorts/{cohort}/meetings/{ids[0]}/edit", moved, button="Save this meeting").status_code == 303
    found = [(row["starts_at"].astimezone(LOCAL).hour, row["ends_at"].astimezone(LOCAL).hour) for row in rows(college)]
    assert found == [(14, 15)] * 3


def test_the_plan_for_the_wall_names_every_meeting_to_come(college, cohort, coordinator):
    planned(college, cohort, days=[NEXT_WEEK + timedelta(days=day) for day in range(33)])
    page = coordinator.get(f"/cohorts/{cohort}/meetings/print").page
    assert len(page.find(class_="plan").find_all("li")) == 33


def test_many_called_off_meetings_do_not_hide_the_next_class(college, cohort, signed_in):
    phone = signed_in(college.student(cohort))
    phone.set_cookie("language", "en")
    ids = planned(college, cohort, days=[NEXT_WEEK + timedelta(days=day) for day in range(8)])
    with college.work():
        db.session.query(Meeting).filter(Meeting.id.in_(ids[:7])).update({"called_off_at": datetime.now(LOCAL)})
    following = NEXT_WEEK + timedelta(days=7)
    start = phone.get("/")
    assert "This class is called off" in start.words and f"{following.day} {following:%B}" in start.words


def test_calling_off_is_told_once_shown_crossed_and_taken_back_in_silence(college, cohort, coordinator, signed_in):
    student = college.student(cohort)
    phone = signed_in(student)
    phone.set_cookie("language", "en")
    (meeting,) = planned(college, cohort)
    page = coordinator.get(f"/cohorts/{cohort}/meetings/{meeting}/call-off")
    for _twice in range(2):
        coordinator.submit(page, {}, button="Call it off")
    (said,) = told(college, student)
    assert "09:00" in said
    start = phone.get("/")
    assert start.page.find("s") and "This class is called off" in start.words
    shown = coordinator.get(f"/cohorts/{cohort}/meetings")
    assert shown.page.find("li", class_="meeting-off").find("s") and "Called off" in shown.words
    coordinator.submit(f"/cohorts/{cohort}/meetings/{meeting}", {}, button="It takes place after all")
    assert told(college, student) == [] and rows(college)[0]["called_off_at"] is None
    assert "called off" not in phone.get("/").words


def test_whoever_has_read_that_it_is_off_hears_that_it_is_not(college, cohort):
    student, (meeting,) = college.student(cohort), planned(college, cohort)
    agree(college, student)
    with college.work():
        planning.call_off(actor=Actor.system(), cohort_id=cohort, meeting_id=meeting)
        db.session.query(Notice).update({"read_at": datetime.now(LOCAL)})
    with college.work():
        planning.take_place(actor=Actor.system(), cohort_id=cohort, meeting_id=meeting)
    assert len(told(college, student)) == 2 and "takes place after all" in told(college, student)[1]


def agree(college, *people):
    with college.work():
        accounts.load_consents(given={person: datetime.now(LOCAL) for person in people})


def test_a_new_room_is_told_and_a_new_note_is_not(college, cohort, coordinator):
    student, stranger = college.student(cohort), college.student(cohort)
    agree(college, student)
    (meeting,) = planned(college, cohort)
    address = f"/cohorts/{cohort}/meetings/{meeting}/edit"
    coordinator.submit(address, {"note": "请带身份证"}, button="Save this meeting")
    assert told(college, student) == []
    coordinator.submit(address, {"room": "大礼堂"}, button="Save this meeting")
    assert len(told(college, student)) == 1 and "大礼堂" in told(college, student)[0]
    assert told(college, stranger) == [], "whoever has not agreed is told nothing"


def test_what_is_at_once_is_said_and_not_forbidden(college, cohort, coordinator):
    helper = college.helper(cohort)
    planned(college, cohort, helpers=[helper])
    other = college.cohort(name="隔壁班")
    planned(college, other, room="302 教室")
    words = coordinator.get(f"/cohorts/{cohort}/meetings").words
    assert "At the same time this room is used by: 隔壁班." in words
    far = college.cohort(XIHU)
    (meeting,) = planned(college, far, room="302教室")
    assert len(rows(college)) == 3
    with college.work():
        db.session.add(MeetingHelper(meeting_id=meeting, person_id=helper))
    assert "another class" in coordinator.get(f"/cohorts/{cohort}/meetings").words, "a foreign cohort is not named"


def test_a_student_sees_her_next_class_in_words(college, cohort, signed_in):
    phone = signed_in(college.student(cohort))
    assert not phone.get("/").page.find(class_="class-next")
    planned(college, cohort, days=[NEXT_WEEK, NEXT_WEEK + timedelta(days=7)])
    words = phone.get("/").words
    assert "上午9点" in words and "302教室" in words and "星期" in words
    assert phone.get("/meetings").words.count("302教室") == 2
    assert signed_in(college.student(college.cohort(XIHU))).get("/meetings").words.count("302教室") == 0


def test_helpers_look_and_do_not_plan_and_foreign_meetings_are_not_there(college, cohort, signed_in):
    (meeting,) = planned(college, cohort)
    helper = signed_in(college.helper(cohort))
    assert helper.get(f"/cohorts/{cohort}/meetings/{meeting}").status_code == 200
    assert helper.get(f"/cohorts/{cohort}/meetings/new").status_code == 403
    far = signed_in(college.coordinator(XIHU))
    assert far.get(f"/cohorts/{cohort}/meetings/{meeting}").status_code == 404
    own = college.cohort(XIHU)
    assert far.get(f"/cohorts/{own}/meetings/{meeting}").status_code == 404, "a meeting of another cohort"


@pytest.mark.both_databases
def test_a_press_that_comes_twice_plans_once(college):
    cohort, form = college.cohort(), uuid4()
    wanted = Wanted(date(2026, 12, 1), parse_time("9:00"), parse_time("10:00"))
    for days in ([wanted.day], [wanted.day], [wanted.day + timedelta(days=1)]):
        with college.work():
            planning.plan(actor=Actor.system(), cohort_id=cohort, form_id=form, wanted=wanted, days=days)
    assert len(rows(college)) == 1


@pytest.mark.both_databases
def test_of_two_who_write_over_the_same_version_one_is_stopped(college):
    cohort = college.cohort()
    (meeting,) = planned(college, cohort)
    change = {"actor": Actor.system(), "cohort_id": cohort, "meeting_id": meeting, "seen": 1}
    wanted = Wanted(NEXT_WEEK, parse_time("9:00"), parse_time("10:30"), "A")
    with college.work():
        planning.change(**change, wanted=wanted)
    with pytest.raises(planning.Overtaken), college.work():
        planning.change(**change, wanted=Wanted(NEXT_WEEK, parse_time("9:00"), parse_time("10:30"), "B"))
    assert [(row["room"], row["version"]) for row in rows(college)] == [("A", 2)]


def test_a_cohort_is_counted_anew_when_its_meeting_is_called_off_and_put_back(college, cohort):
    (meeting_id,) = planned(college, cohort)
    for number, act in enumerate((planning.call_off, planning.take_place), start=1):
        with clock.freeze(now() + timedelta(hours=number)), college.work():
            assert meetings.cohorts_touched_since(now() - timedelta(minutes=5)) == set()
            act(actor=Actor.system(), cohort_id=cohort, meeting_id=meeting_id)
            assert meetings.cohorts_touched_since(now() - timedelta(minutes=5)) == {cohort}
