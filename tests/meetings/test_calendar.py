"""The calendar to subscribe to: read back, secret, without names, empty when the role ends, and not sent twice."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, time, timedelta
from threading import Barrier, BrokenBarrierError
from unittest.mock import patch
from uuid import UUID, uuid4

import pytest
from icalendar import Calendar

from college.accounts import service as accounts
from college.cohorts import service as cohorts
from college.core.clock import LOCAL, today
from college.core.crypto import token_hash
from college.core.db import run_in_unit
from college.core.permissions import Actor
from college.meetings import calendar, planning
from college.meetings.models_calendar import CalendarAddress
from college.meetings.rules_planning import Wanted
from tests.support.college import XIHU

DAY = today() + timedelta(days=3)


@pytest.fixture
def cohort(college, refunds):
    """Give a cohort with a meeting of a lesson and one that is called off."""
    cohort = college.cohort(courses=(refunds,))
    wanted = Wanted(DAY, time(9), time(10, 30), "302教室; 二楼", "请带手机", ("refunds", "find-order"))
    place = {"actor": Actor.system(), "cohort_id": cohort}
    with college.work():
        done = planning.plan(**place, form_id=uuid4(), wanted=wanted, days=[DAY, DAY + timedelta(days=7)])
        planning.call_off(**place, meeting_id=done.meetings[1].id)
    return cohort


def made(college, person) -> str:
    """Make a calendar address and give its path."""
    with college.work():
        return f"/calendar/{calendar.make_address(actor=college.actor(person))}.ics"


def events(answer) -> list:
    assert answer.status_code == 200 and answer.mimetype == "text/calendar"
    return Calendar.from_ical(answer.data).walk("VEVENT")


def test_a_calendar_reads_back_in_the_time_of_china(college, cohort, client):
    college.student(cohort, "王桂明")
    answer = client.get(made(college, college.lecturer(cohort)))
    first, second = events(answer)
    assert first["DTSTART"].dt == datetime.combine(DAY, time(9), LOCAL)
    assert first["DTSTART"].params["TZID"] == "Asia/Shanghai"
    assert first["LOCATION"] == "302教室; 二楼" and first["STATUS"] == "CONFIRMED" and first["SEQUENCE"] == 0
    assert "春季班" in first["DESCRIPTION"] and "请带手机" in first["DESCRIPTION"]
    assert second["STATUS"] == "CANCELLED" and second["SEQUENCE"] == 1 and first["UID"] != second["UID"]
    zone = Calendar.from_ical(answer.data).walk("VTIMEZONE")[0]
    assert zone["TZID"] == "Asia/Shanghai"
    assert "王桂明" not in answer.data.decode().replace("\r\n ", "")
    assert "Set-Cookie" not in answer.headers


def test_the_same_calendar_is_not_sent_twice_and_keeps_its_ids_when_it_changes(college, cohort, client):
    address = made(college, college.lecturer(cohort))
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304 and not again.data
    uid = events(first)[0]["UID"]
    with college.work():
        meeting_id = uid.partition("@")[0]
        before = planning.queries_planning.meeting(UUID(meeting_id))
        wanted = planning.wanted_now(before)
        moved = Wanted(wanted.day, time(14), time(15), wanted.room, wanted.note, wanted.lesson)
        planning.change(actor=Actor.system(), cohort_id=cohort, meeting_id=before.id, seen=before.version, wanted=moved)
    changed = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    found = {event["UID"]: event for event in events(changed)}
    assert found[uid]["SEQUENCE"] == 1 and found[uid]["DTSTART"].dt.hour == 14


def test_nobody_guesses_it_and_a_new_one_ends_the_old(college, cohort, client):
    lecturer = college.lecturer(cohort)
    old = made(college, lecturer)
    new = made(college, lecturer)
    assert client.get(old).status_code == 404 and client.get(new).status_code == 200
    assert client.get("/calendar/0123456789abcdefghjkmnpqrs.ics").status_code == 404
    with college.work():
        calendar.end_address(actor=college.actor(lecturer))
    assert client.get(new).status_code == 404
    with college.work():
        assert calendar.address_of(lecturer) is None


def test_only_the_hash_is_kept(college, cohort):
    lecturer = college.lecturer(cohort)
    token = made(college, lecturer).split("/")[-1].removesuffix(".ics")
    assert len(token) >= 26
    with college.work():
        assert token not in str(vars(calendar.address_of(lecturer)))


def test_the_calendar_is_empty_when_the_role_ends(college, cohort, client):
    lecturer = college.lecturer(cohort)
    address = made(college, lecturer)
    with college.work():
        grant = accounts.grants_of(lecturer)[0]
        accounts.end_grant(actor=Actor.system(), grant_id=grant.id, scope=accounts.scope_of_grant(grant))
    assert events(client.get(address)) == []


def test_a_coordinator_reads_all_her_cohorts_and_no_other(college, cohort, client):
    mine, other = college.coordinator(), college.coordinator(XIHU)
    assert len(events(client.get(made(college, mine)))) == 2
    assert events(client.get(made(college, other))) == []


def test_a_student_reads_her_own_cohort_as_long_as_she_learns_and_agrees(college, cohort, client, signed_in):
    student = college.student(cohort)
    phone = signed_in(student)
    phone.set_cookie("language", "en")
    page = phone.submit("/meetings/calendar", {}, button="Make my calendar address")
    address = page.page.find(class_="calendar-url").text
    path = address[address.index("/calendar/") :]
    assert page.page.find("a", string="Put my classes into the calendar")["href"].startswith("webcal://")
    assert "/calendar/" not in phone.get("/meetings/calendar").page.main.text, "it is shown once"
    assert len(events(client.get(path))) == 2
    with college.work():
        accounts.withdraw_consent(actor=Actor(person_id=student))
    assert events(client.get(path)) == []
    with college.work():
        accounts.load_consents(given={})
        cohorts.end_enrollment(actor=Actor.system(), cohort_id=cohort, person_id=student)
    assert events(client.get(path)) == []


def test_a_deleted_person_has_no_calendar(college, cohort, client):
    lecturer = college.lecturer(cohort)
    address = made(college, lecturer)
    with college.work():
        accounts.hide_person(lecturer)
    assert events(client.get(address)) == []


@pytest.mark.both_databases
def test_a_new_address_takes_the_place_of_the_old_row(college):
    person = college.coordinator()
    for _twice in range(2):
        made(college, person)
    with college.work():
        assert CalendarAddress.query.count() == 1


@pytest.mark.both_databases
@pytest.mark.parametrize("has_one", [False, True])
def test_of_two_addresses_made_at_once_the_later_lives(app, college, has_one):
    student = college.student(college.cohort())
    if has_one:
        made(college, student)
    gate, tokens, delete = Barrier(2), [], calendar._delete

    def delete_and_wait(person_id):
        deleted = delete(person_id)
        with suppress(BrokenBarrierError):
            gate.wait(timeout=0.3)
        return deleted

    def make(_number):
        with app.app_context():
            tokens.append(run_in_unit(lambda: calendar.make_address(actor=college.actor(student))))

    with patch.object(calendar, "_delete", delete_and_wait), ThreadPoolExecutor(2) as pool:
        list(pool.map(make, range(2)))
    with app.app_context():
        assert calendar.address_of(student).token_hash == token_hash(tokens[-1])
