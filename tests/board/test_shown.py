"""记一笔: what was shown in person is kept once, by whoever saw it, told to the student, and taken back in time."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from college.board import shown
from college.cohorts import service as cohorts
from college.core import clock
from college.core.db import db
from college.core.errors import NotFound, RuleBroken
from college.core.permissions import Actor
from college.meetings.models import Attendance
from college.progress import service as progress
from college.progress.models import ShownInPerson
from tests.support.college import XIHU
from tests.support.meeting_making import LESSON, came, meeting_of

KEY = (LESSON["course_id"], LESSON["lesson_id"])


@pytest.fixture
def cohort(college, refunds):
    """Make a cohort that learns the shipped course."""
    return college.cohort(courses=(refunds,))


@pytest.fixture
def helper(college, cohort):
    """Make a helper of the cohort."""
    return college.helper(cohort)


def kept(college):
    """Give what is kept, as (person, lesson, who saw it)."""
    with college.work():
        return [(row.person_id, row.lesson_id, row.seen_by) for row in db.session.scalars(select(ShownInPerson))]


def test_from_her_page_a_lesson_is_noted_once_and_taken_back(college, cohort, helper, signed_in):
    student, client = college.student(cohort, "王桂明"), signed_in(helper)
    assert client.get(f"/cohorts/{cohort}/people/{student}").page.select(f"a[href$='/students/{student}/shown']")
    page = f"/cohorts/{cohort}/students/{student}/shown"
    for _ in range(2):
        answer = client.submit(page, {"lesson": "/".join(KEY), "note": "在教室里做的"}, action=page)
        assert answer.status_code == 303
    assert kept(college) == [(student, KEY[1], helper)]
    assert "吴助教" in client.get(page).words and "在教室里做的" in client.get(page).words
    client.post(f"{page}/take-back", data={"csrf_token": token(client, page), "lesson": "/".join(KEY)})
    assert kept(college) == []


def token(client, url):
    """Give the token of a page's form."""
    return client.get(url).page.select_one("main input[name=csrf_token]")["value"]


def test_a_day_to_come_is_refused_with_everything_kept(college, cohort, helper, signed_in):
    client, page = signed_in(helper), f"/cohorts/{cohort}/students/{college.student(cohort)}/shown"
    day = (clock.today() + timedelta(days=3)).isoformat()
    answer = client.submit(page, {"day": day, "note": "明天", "lesson": "/".join(KEY)}, action=page)
    assert answer.status_code == 422 and answer.page.select_one("#note")["value"] == "明天"
    assert kept(college) == []


def test_enter_in_a_field_takes_nothing_back(college, cohort, helper, signed_in):
    client, page = signed_in(helper), f"/cohorts/{cohort}/students/{college.student(cohort)}/shown"
    client.submit(page, {"lesson": "/".join(KEY)}, action=page)
    (form,) = client.get(page).page.select("form:has(#note)")
    assert not form.select("[formaction]") and len(form.select("button")) == 1
    answer = client.submit(page, {"note": "还没选"}, action=page)
    assert answer.status_code == 422 and answer.page.select_one("#note")["value"] == "还没选"
    assert answer.page.select("#lesson.has-error") and len(kept(college)) == 1


def test_after_a_meeting_those_who_were_there_are_ticked_in_bulk(college, cohort, helper, signed_in):
    first, second, absent = (college.student(cohort, name) for name in ("王桂明", "李秀兰", "张建国"))
    meeting = meeting_of(college, cohort, **LESSON)
    came(college, meeting, first, second)
    client, page = signed_in(helper), f"/cohorts/{cohort}/meetings/{meeting}/shown"
    shown_page = client.get(page)
    assert "王桂明" in shown_page.words and "张建国" not in shown_page.words
    for _ in range(2):
        data = {"csrf_token": token(client, page), "lesson": "/".join(KEY), "person": [str(first), str(absent)]}
        assert client.post(page, data=data).status_code == 303
    assert kept(college) == [(first, KEY[1], helper)]
    assert client.get(f"{page}?lesson=refunds/nothing-here").status_code == 404


def test_it_is_never_practised_and_she_reads_it_herself(college, cohort, helper, signed_in):
    student = college.student(cohort, "王桂明")
    with college.work():
        shown.keep_for_one(actor=college.actor(helper), cohort_id=cohort, person_id=student, key=KEY, day=clock.today())
        people = {"person_ids": [student], "course_ids": ["refunds"]}
        assert progress.cohort_progress(**people) == [] and progress.practised_by(**people) == set()
    assert "吴助教" in signed_in(student).get("/my-data").words


@pytest.mark.parametrize(("hours", "who", "is_gone"), [(23, "helper", True), (25, "helper", False), (25, "coordinator", True), (1, "lecturer", False)])
def test_for_a_day_its_keeper_takes_it_back_and_a_coordinator_always(college, cohort, helper, hours, who, is_gone):
    people = {"helper": helper, "coordinator": college.coordinator(), "lecturer": college.lecturer(cohort)}
    place = {"cohort_id": cohort, "person_id": college.student(cohort), "key": KEY}
    with college.work():
        shown.keep_for_one(actor=college.actor(helper), **place, day=clock.today())
    with clock.freeze(clock.now() + timedelta(hours=hours)), college.work():
        actor = college.actor(people[who])
        if is_gone:
            assert [shown.take_back(actor=actor, **place) for _ in range(2)] == [True, False]
        else:
            with pytest.raises(RuleBroken):
                shown.take_back(actor=actor, **place)
    assert (kept(college) == []) is is_gone


def test_strangers_note_nothing(college, cohort, helper):
    far = college.helper(college.cohort(XIHU))
    student = college.student(cohort)
    for actor_id, key in ((far, KEY), (helper, ("refunds", "no-such-lesson"))):
        with college.work(), pytest.raises(NotFound):
            shown.keep_for_one(actor=college.actor(actor_id), cohort_id=cohort, person_id=student, key=key, day=clock.today())
    with college.work():
        cohorts.end_enrollment(actor=Actor.system(), cohort_id=cohort, person_id=student)
        assert shown.keep_for_one(actor=college.actor(helper), cohort_id=cohort, person_id=student, key=KEY, day=clock.today())
        assert db.session.scalars(select(Attendance)).all() == []


def test_records_put_together_keep_it_once_and_part_as_before(college, cohort, helper):
    first, second = college.student(cohort, "王桂明"), college.student(cohort, "王桂明")
    with college.work():
        progress.keep_shown(person_ids=[first, second], course_id=KEY[0], lesson_id=KEY[1], seen_by=helper, shown_at=clock.now())
    before = kept(college)
    with college.work():
        moved = progress.move_person(from_id=first, to_id=second)
    assert kept(college) == [(second, KEY[1], helper)]
    with college.work():
        progress.move_person_back(from_id=first, to_id=second, moved=moved)
    assert sorted(kept(college)) == sorted(before)
    with college.work():
        progress.forget(first)
    assert kept(college) == [(second, KEY[1], helper)]
