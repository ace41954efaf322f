"""The pages of a meeting's list, walked through as people do: with and without a script, on her phone and at the desk."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from college.cohorts import service as cohorts
from college.core import clock
from college.core.audit import AuditEntry
from college.core.db import db, new_id
from college.core.permissions import Actor
from college.meetings import service as meetings
from college.meetings.models import Attendance, WalkIn
from college.privacy import service as privacy
from tests.support.meeting_making import came, meeting_of

#: A script asks so, and gets plain data.
SCRIPT = {"Accept": "application/json"}


@pytest.fixture(autouse=True)
def moment():
    """Hold the clock at ten in the morning in China, so that no meeting's day ends meanwhile."""
    with clock.freeze(clock.now().replace(hour=2, minute=0, second=0, microsecond=0)):
        yield


@pytest.fixture
def cohort(college):
    """Make a cohort."""
    return college.cohort()


@pytest.fixture
def meeting(college, cohort):
    """Make a meeting that began ten minutes ago."""
    return meeting_of(college, cohort, starts_at=clock.now() - timedelta(minutes=10))


@pytest.fixture
def names(cohort, meeting):
    """Give the address of the list."""
    return f"/cohorts/{cohort}/meetings/{meeting}/attendance"


def token(page):
    """Give the token of a page's form."""
    return page.page.select_one("main input[name=csrf_token]")["value"]


def standings(college):
    """Give what stands of everybody."""
    with college.work():
        return {row.person_id: row.standing for row in db.session.scalars(select(Attendance))}


def test_names_stand_by_their_sound_and_a_tap_ticks_off_and_back(college, cohort, names, signed_in):
    people = {name: college.student(cohort, name) for name in ("王桂明", "安心", "李秀兰")}
    client = signed_in(college.helper(cohort))
    page = client.get(names)
    assert [each.get_text(strip=True) for each in page.page.select(".taking-who")] == ["安心", "李秀兰", "王桂明"]
    assert [each.get_text(strip=True) for each in page.page.select(".taking-letter")] == ["A", "L", "W"]
    answer = client.submit(page, button="李秀兰")
    assert answer.headers["Location"].endswith(f"#p-{people['李秀兰']}")
    page = client.get(names)
    assert "1 / 3" in page.words and standings(college) == {people["李秀兰"]: "came"}
    client.submit(page, button="李秀兰")
    assert "0 / 3" in client.get(names).words


def test_it_is_narrowed_by_seat_letters_name_and_who_is_not_yet_here(college, cohort, meeting, names, signed_in):
    first, second = college.student(cohort, "王桂明"), college.student(cohort, "李秀兰")
    came(college, meeting, first)
    with college.work():
        db.session.add(cohorts.Seat(cohort_id=cohort, number=12, person_id=second))
    client = signed_in(college.helper(cohort))
    for asked, shown in (("q=wgm", ["王桂明"]), ("q=12", ["李秀兰"]), ("q=李", ["李秀兰"]), ("show=missing", ["李秀兰"]), ("q=彩票", []), ("q=%27%22%3Cb%3E", [])):
        page = client.get(f"{names}?{asked}")
        assert [each.get_text(strip=True) for each in page.page.select(".taking-who")] == shown, asked


def test_a_script_sends_many_taps_in_one_request_and_hears_what_stands(college, cohort, names, signed_in):
    people = [college.student(cohort, f"学员{number}") for number in range(30)]
    client = signed_in(college.helper(cohort))
    marks = [f"{each}:came:{number}" for number, each in enumerate(people)] + ["nonsense", f"{new_id()}:came:1", f"{people[0]}:gone:1"]
    sent = {"csrf_token": token(client.get(names)), "mark": marks}
    for _ in range(2):
        answer = client.post(names, data=sent, headers=SCRIPT)
        assert answer.status_code == 200
    assert "30 / 30" in answer.json["count"] and answer.json["sentence"]
    assert set(answer.json["standings"].values()) == {"came"} and len(standings(college)) == 30


def test_when_the_day_is_over_a_script_hears_why_and_a_page_leads_on(college, cohort, signed_in):
    with clock.freeze(clock.now() - timedelta(days=1)):
        student, meeting = college.student(cohort, "王桂明"), meeting_of(college, cohort)
    client, names = signed_in(college.helper(cohort)), f"/cohorts/{cohort}/meetings/{meeting}/attendance"
    page = client.get(names)
    assert not page.page.select("button[name=mark]")
    answer = client.post(names, data={"csrf_token": token(page), "mark": f"{student}:came"}, headers=SCRIPT)
    assert answer.status_code == 409 and answer.json["sentence"] and standings(college) == {}
    assert answer.json["standings"] == {str(student): ""}, "the page shows again what stands"
    assert page.page.select("script[src*=attendance]") and page.page.select("[data-state]"), "kept taps are sent the next day"
    refused = client.submit(f"{names}/{student}/correct", {"after": "late", "why": ""}, action="correct")
    assert refused.status_code == 422 and refused.page.select_one("input[value=late]").has_attr("checked")
    done = client.follow(client.submit(refused, {"after": "late", "why": "签了纸质名单"}, action="correct"))
    assert "签了纸质名单" in done.words and "吴助教" in done.words
    assert standings(college) == {student: "late"}


def test_she_is_excused_with_a_reason(college, cohort, names, signed_in):
    student, client = college.student(cohort, "王桂明"), signed_in(college.helper(cohort))
    assert client.submit(f"{names}/{student}/excuse", {"words": ""}, action="excuse").status_code == 422
    assert client.submit(f"{names}/{student}/excuse", {"words": "去医院"}, action="excuse").status_code == 303
    assert "去医院" in client.get(f"{names}/absentees").words
    assert standings(college) == {student: "excused"}


def test_a_helper_notes_a_name_and_the_coordinator_enrolls_her_once(college, cohort, names, signed_in):
    helper, coordinator = signed_in(college.helper(cohort)), signed_in(college.coordinator())
    noted = helper.follow(helper.submit(f"{names}/walk-in", {"name": "<b>周新</b>"}, action="walk-in"))
    assert "<b>周新</b>" in noted.words and not noted.page.select("a[href*='noted=']")
    page = coordinator.get(names)
    assert coordinator.get("/").page.select(f"a[href$='{names}']"), "her start page tells her"
    link = page.page.select_one("a[href*='noted=']")["href"]
    form = coordinator.get(link)
    assert form.page.select_one("#name")["value"] == "<b>周新</b>"
    for _ in range(2):
        done = coordinator.submit(form, {"name": "周新"}, action="walk-in")
        assert done.status_code == 303
    assert "1 / 1" in coordinator.get(names).words and not coordinator.get(names).page.select("a[href*='noted=']")
    with college.work():
        assert db.session.scalars(select(WalkIn)).one().person_id in standings_now()


def standings_now():
    """Give who stands in any list."""
    return {row.person_id for row in db.session.scalars(select(Attendance))}


def test_a_neighbour_is_found_and_only_ticked_off(college, cohort, names, signed_in):
    neighbour = college.student(college.cohort(name="邻班"), "孙邻居")
    client = signed_in(college.coordinator())
    page = client.get(f"{names}/walk-in?q=孙")
    assert "邻班" in page.words
    client.submit(page, {"then": "today"}, action=f"/walk-in/{neighbour}")
    assert standings(college) == {neighbour: "came"}
    assert "孙邻居" in client.get(names).words and "0 / 0" in client.get(names).words


def test_a_name_with_nothing_to_do_is_put_away(college, cohort, names, signed_in):
    client = signed_in(college.helper(cohort))
    client.submit(f"{names}/walk-in", {"name": "周新"}, action="walk-in")
    assert "周新" not in client.follow(client.submit(names, action="put-away")).words.replace("已", "")


def test_the_list_is_taken_out_as_a_table_without_telephones(college, cohort, meeting, names, signed_in):
    student = college.student(cohort, "=1+1", phone="14000001111")
    came(college, meeting, student)
    client = signed_in(college.coordinator(), confirmed=True)
    text = client.submit(names, action="export").get_data(as_text=True)
    assert "'=1+1" in text and "1111" not in text
    with college.work():
        (entry,) = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "attendance.export"))
        assert entry.subject == f"cohort:{cohort}" and entry.detail["people"] == 1


def test_on_her_start_page_one_button_says_that_she_is_here(college, cohort, meeting, signed_in):
    student = college.student(cohort, "王桂明")
    client = signed_in(student)
    start = client.get("/")
    assert len(start.page.select("form[action$='/here'] .button-primary")) == 1
    page = client.follow(client.submit(start, action="/here"))
    assert page.status_code == 200 and not page.page.select("form[action$='/here']")
    assert not client.get("/").page.select("form[action$='/here']")
    assert standings(college) == {student: "came"}
    answer = client.post(f"/meetings/{meeting}/here", data={"csrf_token": token_of(client), "waited": "-5"}, headers=SCRIPT)
    assert answer.json["next"].endswith("/meetings/here") and standings(college) == {student: "came"}


def token_of(client):
    """Give a token of a student's page."""
    return client.get("/").page.select_one("input[name=csrf_token]")["value"]


def test_without_consent_only_staff_tick_her_off(college, cohort, meeting, names, signed_in):
    student = college.student(cohort, "王桂明")
    client = signed_in(student)
    client.submit("/privacy", action="withdraw")
    assert not client.get("/").page.select("form[action$='/here']")
    assert client.get("/meetings/here").status_code == 200
    signed_in(college.helper(cohort)).submit(names, button="王桂明")
    assert standings(college) == {student: "came"}


def test_whoever_is_being_deleted_stands_in_no_list_and_the_meetings_page_tells_how_many_came(college, cohort, signed_in):
    with clock.freeze(clock.now() - timedelta(days=1)):
        first, second, meeting = college.student(cohort, "王桂明"), college.student(cohort, "李秀兰"), meeting_of(college, cohort)
    came(college, meeting, first)
    client, page = signed_in(college.helper(cohort)), f"/cohorts/{cohort}/meetings/{meeting}"
    assert {"1", "2", "50"} <= set(re.findall(r"\d+", client.get(page).page.select_one(".facts").get_text()))
    with college.work():
        privacy.ask_deletion(actor=Actor.system(), person_id=first, way="phone", note="")
    assert "王桂明" not in client.get(f"{page}/attendance").words
    with college.work():
        meetings.forget(first)
    assert standings(college) == {} and second


def test_whoever_is_being_deleted_is_named_in_no_correction_and_no_page_of_the_meeting(college, cohort, signed_in):
    with clock.freeze(clock.now() - timedelta(days=1)):
        first, second, meeting = college.student(cohort, "王桂明"), college.student(cohort, "李秀兰"), meeting_of(college, cohort)
    came(college, meeting, first, second)
    client, page = signed_in(college.coordinator(), confirmed=True), f"/cohorts/{cohort}/meetings/{meeting}"
    for person in (first, second):
        form = f"{page}/attendance/{person}/correct"
        assert client.submit(form, {"after": "absent", "why": "看错了人"}, action="correct").status_code == 303
    assert "王桂明" in client.get(f"{page}/attendance").words and "2处更正" in client.get(page).words
    with college.work():
        privacy.ask_deletion(actor=Actor.system(), person_id=first, way="phone", note="")
    corrected = client.get(f"{page}/attendance").page.select_one("#corrected + .table-wrap").get_text()
    assert "李秀兰" in corrected and "1处更正" in client.get(page).words
    pages = [client.get(page), client.get(f"{page}/attendance"), client.get(f"{page}/attendance/absentees")]
    pages.append(client.submit(f"{page}/attendance", action="export"))
    assert [each.status_code for each in pages] == [200] * 4
    assert not any("王桂明" in each.get_data(as_text=True) for each in pages)


def test_strangers_find_no_list(college, cohort, names, signed_in):
    far = signed_in(college.helper(college.cohort()))
    for address in (names, f"{names}/absentees", f"{names}/walk-in"):
        assert far.get(address).status_code == 404
    assert signed_in(college.student(cohort)).get(names).status_code == 403
