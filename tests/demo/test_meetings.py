"""The invented meetings: four weeks with attendance, the next one tomorrow, everybody on a seat, a goal each."""

from datetime import timedelta
from urllib.parse import urlsplit

from sqlalchemy import func, select

from college.certificates.models import Certificate
from college.cohorts import service as cohorts
from college.cohorts.models import ACTIVE, Enrollment
from college.core.clock import LOCAL, now, today
from college.core.db import db
from college.demo import filling
from college.demo import service as demo
from college.meetings import service as meetings
from college.meetings.models import THERE, Attendance, Meeting


def test_each_cohort_has_met_four_times_and_meets_tomorrow(demo_app):
    with demo_app.app_context():
        for cohort in filling.cohorts_with_people():
            held = meetings.held_meetings(cohort_ids=[cohort.id], at=now())
            assert len(held) == 4
            assert [each.starts_at.astimezone(LOCAL).hour for each in held] == [9] * 4
            following = meetings.next_meeting_of([cohort.id])[cohort.id]
            assert following.starts_at.astimezone(LOCAL).date() == today() + timedelta(days=1)
            assert following.room and following.note
            assert len(cohorts.goals_of(cohort.id)) == 1
            people = db.session.scalar(select(func.count()).where(Enrollment.cohort_id == cohort.id, Enrollment.status == ACTIVE))
            assert len(cohorts.seats_of(cohort.id)) >= people - 1


def test_attendance_thins_out_and_says_how_it_was_kept(demo_app):
    with demo_app.app_context():
        asked = select(func.count()).select_from(Attendance).join(Meeting, Meeting.id == Attendance.meeting_id).where(Attendance.standing.in_(THERE))
        counts = db.session.scalars(asked.group_by(Meeting.starts_at).order_by(Meeting.starts_at)).all()
        hows = set(db.session.scalars(select(Attendance.how)))
        standings = set(db.session.scalars(select(Attendance.standing)))
    assert len(counts) == 4 and counts[0] > counts[-1] > 20
    assert hows == {"self", "staff"} and {"came", "late", "excused"} <= standings


def test_nobody_came_before_the_card_was_hers_or_after_now(demo_app):
    with demo_app.app_context():
        last = db.session.scalar(select(func.max(Attendance.marked_at)))
    assert last < now()


def test_a_coordinators_start_page_shows_the_next_meeting_and_the_goal(demo_app):
    with demo_app.app_context():
        way = next(each for each in demo.links() if each["role"] == "coordinator")
        cohort = next(each for each in filling.cohorts_with_people() if each.district_code == way["district"])
        meeting, goal = meetings.next_meeting_of([cohort.id])[cohort.id], cohorts.goals_of(cohort.id)[0]
        certified = db.session.scalar(select(func.count()).select_from(Certificate))
    client = demo_app.test_client()
    home = client.follow(client.submit(urlsplit(way["url"]).path, action="/demo/enter/"))
    leads = {each["href"] for each in home.page.find_all("a", href=True)}
    assert f"/cohorts/{cohort.id}/meetings/{meeting.id}" in leads and meeting.room in home.words
    assert f"/cohorts/{cohort.id}/goals" in leads and goal.by_on - today() <= timedelta(days=7)
    assert certified >= 4
