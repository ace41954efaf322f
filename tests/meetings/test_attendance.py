"""Who came: her own tap, taps of staff, corrections, walk-ins, who was missing; the latest tap counts, and nothing twice."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from college.cohorts import service as cohorts
from college.cohorts.models_transfers import Transfer
from college.core import clock
from college.core.audit import AuditEntry
from college.core.db import db, new_id, run_in_unit
from college.core.errors import NotAllowed, NotFound, RuleBroken
from college.core.permissions import Actor
from college.meetings import absent, arriving, attendance, correcting, late_taps, moving, walk_in
from college.meetings.models import Attendance, AttendanceChange, Meeting, WalkIn
from college.meetings.rules_attendance import ABSENT, CAME, EXCUSED, LATE, Mark
from tests.support.college import XIHU
from tests.support.counting import count_queries
from tests.support.meeting_making import LESSON, meeting_of

MINUTE = timedelta(minutes=1)


@pytest.fixture
def moment():
    """Hold the clock at ten in the morning in China."""
    with clock.freeze(clock.now().replace(hour=2, minute=0, second=0, microsecond=0)):
        yield clock.now()


@pytest.fixture
def room(college, moment):
    """Give a cohort of three with a helper since last week, and a meeting that begins now."""
    return Room(college, moment)


class Room:
    """A cohort with people and one meeting."""

    def __init__(self, college, moment):
        self.college = college
        with clock.freeze(moment - timedelta(days=7)):
            self.cohort = college.cohort()
            self.wang, self.li, self.zhang = (college.student(self.cohort, name) for name in ("王桂明", "李秀兰", "张建国"))
            self.helper = college.helper(self.cohort)
        self.meeting = meeting_of(college, self.cohort)
        self.place = {"cohort_id": self.cohort, "meeting_id": self.meeting}

    def mark(self, *marks, by=None, note=""):
        """Send taps as a helper does; give who was left out."""
        with self.college.work():
            actor = self.college.actor(by or self.helper)
            return attendance.keep_marks(actor=actor, **self.place, marks=[Mark(*each) for each in marks], note=note)

    def arrive(self, person, waited=None):
        """Have a student say that she is there."""
        with self.college.work():
            arriving.arrive(actor=self.college.actor(person), meeting_id=self.meeting, waited=waited)

    def standings(self):
        """Give what stands of everybody, by name."""
        with self.college.work():
            taking = attendance.taking_for(Actor.system(), **self.place)
            return {each.person.name: each.standing for each in taking.rows}

    def rows(self):
        """Give every kept row as (person, standing, how)."""
        with self.college.work():
            return [(row.person_id, row.standing, row.how) for row in db.session.scalars(select(Attendance))]

    def taking(self):
        """Give the list with its numbers."""
        with self.college.work():
            taking = attendance.taking_for(Actor.system(), **self.place)
            return taking.came, taking.total, taking.others


def test_her_own_tap_counts_once_however_often_it_comes(room):
    room.arrive(room.wang)
    room.arrive(room.wang)
    room.arrive(room.wang, waited=60)
    assert room.rows() == [(room.wang, CAME, "self")]
    assert room.taking() == (1, 3, 0)


@pytest.mark.parametrize(("minutes", "standing"), [(-30, CAME), (0, CAME), (15, CAME), (16, LATE), (119, LATE)])
def test_after_a_quarter_of_an_hour_she_is_late(room, moment, minutes, standing):
    with clock.freeze(moment + minutes * MINUTE):
        room.arrive(room.wang)
    assert room.standings()["王桂明"] == standing


@pytest.mark.parametrize("minutes", [-31, 120, 200])
def test_outside_the_window_nothing_is_kept(room, moment, minutes):
    with clock.freeze(moment + minutes * MINUTE), pytest.raises(RuleBroken):
        room.arrive(room.wang)
    assert room.rows() == []


def test_what_a_phone_held_back_counts_by_when_she_tapped(room, moment):
    with clock.freeze(moment + timedelta(hours=5)):
        room.arrive(room.wang, waited=5 * 3600 - 60)
    assert room.standings()["王桂明"] == CAME


def test_a_student_of_another_class_and_one_without_consent_say_nothing(room, college):
    stranger = college.student(college.cohort(XIHU))
    with pytest.raises(NotFound):
        room.arrive(stranger)
    with room.college.work(), pytest.raises(NotAllowed):
        arriving.arrive(actor=Actor(person_id=room.wang, load_held=tuple), meeting_id=room.meeting)
    assert room.rows() == []


def test_a_tap_ticks_off_and_the_next_one_takes_it_back(room):
    room.mark((room.wang, CAME), (room.li, LATE))
    assert room.standings() == {"李秀兰": LATE, "王桂明": CAME, "张建国": ""}
    room.mark((room.wang, ABSENT))
    assert room.taking() == (1, 3, 0)
    assert room.standings()["王桂明"] == ""


def test_a_tap_that_was_made_earlier_does_not_undo_what_stands(room):
    room.mark((room.wang, CAME, 30))
    room.mark((room.wang, ABSENT, 60))
    assert room.standings()["王桂明"] == CAME
    room.mark((room.wang, LATE, 10))
    assert room.standings()["王桂明"] == LATE


def test_in_one_request_the_last_tap_on_a_name_counts(room):
    room.mark((room.wang, CAME, 20), (room.wang, ABSENT, 10), (room.li, ABSENT, 5), (room.li, CAME, 1))
    assert room.standings()["王桂明"] == ""
    assert room.standings()["李秀兰"] == CAME


def test_whom_a_helper_took_back_can_still_say_that_she_is_there(room, moment):
    room.mark((room.wang, CAME), (room.wang, ABSENT))
    with clock.freeze(moment + MINUTE):
        room.arrive(room.wang)
    assert room.standings()["王桂明"] == CAME


def test_strangers_and_staff_are_no_names_of_the_list(room, college):
    stranger = college.student(college.cohort(XIHU))
    with college.work():
        cohorts.enroll(actor=Actor.system(), cohort_id=room.cohort, person_id=room.helper)
    assert room.mark((stranger, CAME), (room.helper, CAME), (room.wang, CAME)) == sorted([stranger, room.helper])
    assert room.taking() == (1, 3, 0)


def test_before_the_day_only_who_is_excused_is_kept(room, moment):
    with clock.freeze(moment - timedelta(days=2)):
        room.mark((room.wang, EXCUSED), note="去外地")
        with pytest.raises(RuleBroken):
            room.mark((room.li, CAME))
    assert room.standings()["王桂明"] == EXCUSED
    assert room.taking() == (0, 3, 0)


def test_a_meeting_that_was_called_off_takes_nobody(room):
    with room.college.work():
        db.session.get_one(Meeting, room.meeting).called_off_at = clock.now()
    for send in (lambda: room.mark((room.wang, CAME)), lambda: room.arrive(room.wang)):
        with pytest.raises(RuleBroken):
            send()


def test_only_those_enrolled_on_the_day_are_counted(room, moment):
    with room.college.work():
        cohorts.end_enrollment(actor=Actor.system(), cohort_id=room.cohort, person_id=room.wang)
    late = room.college.person("周后来")
    with clock.freeze(moment + timedelta(days=3)):
        with room.college.work():
            cohorts.enroll(actor=Actor.system(), cohort_id=room.cohort, person_id=late)
        assert set(room.standings()) == {"王桂明", "李秀兰", "张建国"}
        with room.college.work():
            meeting = db.session.get_one(Meeting, room.meeting)
            assert attendance.rates_of(room.cohort, [meeting])[room.meeting] == attendance.Rate(0, 3)


def test_whoever_came_back_is_not_missing_for_the_time_between(room, moment):
    change = {"actor": Actor.system(), "cohort_id": room.cohort, "person_id": room.wang}
    with clock.freeze(moment - timedelta(days=3)), room.college.work():
        cohorts.end_enrollment(**change)
    with clock.freeze(moment + timedelta(days=2)):
        with room.college.work():
            cohorts.restore_enrollment(**change)
        assert set(room.standings()) == {"李秀兰", "张建国"}
        with room.college.work():
            cohorts.end_enrollment(**change)
            cohorts.restore_enrollment(**change)
        later = {**room.place, "meeting_id": meeting_of(room.college, room.cohort)}
        with room.college.work():
            page = absent.absentees_of(Actor.system(), **later, lang="zh")
            assert {each.row.person.name: each.times for each in page.rows} == {"王桂明": 1, "李秀兰": 2, "张建国": 2}


def test_a_list_taken_back_on_the_day_of_the_meeting_leaves_nobody_missing(room):
    newcomer = room.college.person("周新")
    with room.college.work():
        cohorts.enroll(actor=Actor.system(), cohort_id=room.cohort, person_id=newcomer)
    room.mark((newcomer, CAME))
    other = room.college.person("吴新")
    with room.college.work():
        cohorts.enroll(actor=Actor.system(), cohort_id=room.cohort, person_id=other)
        for each in (newcomer, other):
            cohorts.end_enrollment(actor=Actor.system(), cohort_id=room.cohort, person_id=each)
    assert room.taking() == (0, 3, 1)
    assert room.standings()["周新"] == CAME and "吴新" not in room.standings()


def correct(room, person, seen, after, why="签了纸质名单", form_id=None):
    """Correct what stands, as the helper."""
    with room.college.work():
        actor = room.college.actor(room.helper)
        sent = {"form_id": form_id or new_id(), "seen": seen, "after": after, "why": why}
        return correcting.correct(actor=actor, **room.place, person_id=person, **sent)


def test_after_the_day_a_correction_is_asked_and_kept(room, moment):
    room.mark((room.wang, CAME))
    with pytest.raises(RuleBroken):
        correct(room, room.wang, CAME, ABSENT)
    with clock.freeze(moment + timedelta(days=1)):
        with pytest.raises(RuleBroken):
            room.mark((room.wang, ABSENT))
        form_id = new_id()
        assert [correct(room, room.wang, CAME, LATE, form_id=form_id) for _ in range(2)] == [True, False]
        with pytest.raises(correcting.Overtaken):
            correct(room, room.wang, CAME, ABSENT)
    with room.college.work():
        (kept,) = db.session.scalars(select(AttendanceChange)).all()
        assert (kept.before, kept.after, kept.why, kept.changed_by) == (CAME, LATE, "签了纸质名单", room.helper)
    assert room.standings()["王桂明"] == LATE


def late_changes(room):
    """Give the corrections as (person, before, after, why, by)."""
    with room.college.work():
        found = db.session.scalars(select(AttendanceChange)).all()
        return [(each.person_id, each.before, each.after, each.why, each.changed_by) for each in found]


def test_a_tap_that_a_phone_sends_days_later_counts_and_leaves_the_trail_of_a_correction(room, moment):
    room.mark((room.wang, EXCUSED), (room.li, CAME), (room.zhang, LATE))
    with clock.freeze(moment + timedelta(days=2)):
        held_back = 2 * 86400 - 60
        marks = [(room.wang, CAME, held_back), (room.li, CAME, held_back), (room.zhang, ABSENT, held_back)]
        assert room.mark(*marks) == [] and room.mark(*marks) == []
    assert room.standings() == {"李秀兰": CAME, "王桂明": CAME, "张建国": ""}
    assert sorted(late_changes(room)) == sorted(
        [(room.wang, EXCUSED, CAME, late_taps.SENT_LATE, room.helper), (room.zhang, LATE, "", late_taps.SENT_LATE, room.helper)]
    )


def test_a_late_tap_on_a_name_of_which_nothing_is_kept_is_no_correction(room, moment):
    with clock.freeze(moment + timedelta(days=1)):
        room.mark((room.wang, CAME, 86400 - 60))
        correct(room, room.wang, CAME, ABSENT)
        room.mark((room.wang, LATE, 86400 - 90))
    assert room.standings()["王桂明"] == ""
    assert [each[1:3] for each in late_changes(room)] == [(CAME, "")]


@pytest.mark.parametrize("standing", [EXCUSED, ABSENT])
def test_her_own_tap_changes_nothing_of_staff_once_the_day_is_over(room, moment, standing):
    room.mark((room.wang, standing))
    with clock.freeze(moment + timedelta(days=1)):
        with pytest.raises(RuleBroken):
            room.arrive(room.wang, waited=86400 - 60)
        room.arrive(room.li, waited=86400 - 60)
    assert sorted(room.rows()) == sorted([(room.wang, standing, "staff"), (room.li, CAME, "self")])
    assert late_changes(room) == []


def test_a_helper_notes_a_name_and_the_coordinator_finds_or_enrolls_her(room, college):
    coordinator = college.coordinator()
    neighbour = college.student(college.cohort(name="邻班"), "孙邻居")
    form_id = new_id()
    for _ in range(2):
        with college.work():
            walk_in.note(actor=college.actor(room.helper), **room.place, form_id=form_id, name="孙邻居")
    with college.work():
        actor = college.actor(coordinator)
        ((waiting,), (noted,)) = walk_in.waiting_within(actor), db.session.scalars(select(WalkIn)).all()
        assert (waiting.meeting.id, waiting.names) == (room.meeting, 1)
        assert [each.person.id for each in walk_in.find(actor=actor, **room.place, words="孙")] == [neighbour]
        walk_in.take(actor=actor, **room.place, person_id=neighbour, enrolls=False, noted_id=noted.id)
        assert walk_in.waiting_within(actor) == []
    assert room.taking() == (0, 3, 1)
    with college.work():
        walk_in.add(actor=college.actor(coordinator), **room.place, form_id=new_id(), name="钱新来")
    assert room.taking() == (1, 4, 1)
    with college.work(), pytest.raises(NotFound):
        walk_in.take(actor=college.actor(coordinator), **room.place, person_id=college_stranger(college), enrolls=True)


def college_stranger(college):
    """Give a student of another district."""
    return college.student(college.cohort(XIHU))


def test_who_is_missing_and_how_often_in_a_row(room, college, refunds, moment):
    before = [meeting_of(college, room.cohort, starts_at=moment - timedelta(days=days)) for days in (1, 2, 3)]
    with college.work():
        for meeting, person in ((before[0], room.li), (before[1], room.wang)):
            row = attendance.row_values(meeting, Actor.system(), Mark(person, CAME), clock.now())
            db.session.add(Attendance(**row))
        meeting = db.session.get_one(Meeting, room.meeting)
        meeting.course_id, meeting.lesson_id = LESSON["course_id"], LESSON["lesson_id"]
    room.mark((room.li, EXCUSED), note="生病")
    with college.app.test_request_context(), clock.freeze(moment):
        page = absent.absentees_of(Actor.system(), **room.place, lang="zh")
    assert [(each.row.person.name, each.times) for each in page.rows] == [("张建国", 4), ("王桂明", 2), ("李秀兰", 1)]
    assert page.missed.url.endswith("/learn/refunds/find-order") and page.missed.picture.startswith("data:image/png")


def test_whoever_left_for_another_district_is_asked_for_many_at_a_time(room, college, moment):
    asked, gone = {}, []
    for many in (1, 20):
        with clock.freeze(moment - timedelta(days=2)):
            gone += [college.student(room.cohort, f"走了{many}-{number}") for number in range(many)]
        with college.work():
            for each in gone:
                cohorts.end_enrollment(actor=Actor.system(), cohort_id=room.cohort, person_id=each, to_on=clock.today())
            if many == 1:
                db.session.add(Transfer(person_id=gone[0], from_cohort_id=room.cohort, to_district=XIHU, accepted_at=clock.now()))
        with college.app.test_request_context(), clock.freeze(moment), count_queries() as asked[many]:
            page = absent.absentees_of(Actor.system(), **room.place, lang="zh")
        assert [each.row.person.id for each in page.rows if each.has_moved] == gone[:1] and len(page.rows) == 3 + len(gone)
    assert asked[20].count == asked[1].count


def test_nobody_is_missing_and_no_number_is_shown_before_the_day(room, college, signed_in, moment):
    college.student(room.cohort, "周电话", phone="14000001111")
    coming = meeting_of(college, room.cohort, starts_at=clock.now() + timedelta(days=2))
    client = signed_in(college.coordinator(), confirmed=True)
    list_url = f"/cohorts/{room.cohort}/meetings/{coming}/attendance/absentees"
    page = client.get(list_url)
    assert "周电话" not in page.words and "ticked off" not in page.words
    assert "14000001111" not in client.submit(f"{list_url}/phones", {"reason": "想打电话"}, action="phones").get_data(as_text=True)


def test_one_reason_shows_all_numbers_and_stands_with_each_person(room, college, signed_in):
    with_phone = college.student(room.cohort, "周电话", phone="14000001111")
    client = signed_in(college.coordinator(), confirmed=True)
    list_url = f"/cohorts/{room.cohort}/meetings/{room.meeting}/attendance/absentees"
    assert "140****1111" in client.get(list_url).words and "tel:" not in client.get(list_url).get_data(as_text=True)
    refused = client.submit(f"{list_url}/phones", {"reason": ""}, action="phones")
    assert refused.status_code == 422
    shown = client.submit(f"{list_url}/phones", {"reason": "今天没来，打电话问问"}, action="phones")
    assert shown.page.select("a[href='tel:14000001111']") and shown.headers["Cache-Control"] == "no-store"
    with college.work():
        kept = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "phone.unmask")).all()
        assert [(each.subject, each.detail["reason"]) for each in kept] == [(f"person:{with_phone}", "今天没来，打电话问问")]


@pytest.mark.both_databases
def test_her_tap_and_a_helpers_at_the_same_instant_are_one_row(app, college, moment):
    room = Room(college, moment)
    people = [college.student(room.cohort, f"学员{number}") for number in range(18)]

    def work(job):
        with app.app_context(), clock.freeze(moment):
            run_in_unit(job)

    def own(person):
        return lambda: arriving.arrive(actor=college.actor(person), meeting_id=room.meeting)

    def by_staff(person):
        mark = [Mark(person, CAME), Mark(room.wang, CAME)]
        return lambda: attendance.keep_marks(actor=college.actor(room.helper), **room.place, marks=mark)

    jobs = [make(person) for person in people for make in (own, by_staff)]
    with ThreadPoolExecutor(20) as pool:
        assert list(pool.map(work, jobs)) == [None] * len(jobs)
    assert sorted(person for person, _standing, _how in room.rows()) == sorted([*people, room.wang])
    assert room.taking() == (19, 21, 0)


def test_two_records_of_one_person_are_moved_and_parted_as_they_were(room, college):
    room.mark((room.wang, CAME), (room.li, EXCUSED), note="生病")
    before = sorted(room.rows())
    with college.work():
        moved = json.loads(json.dumps(moving.move_person(from_id=room.wang, to_id=room.li)))
    assert [(person, standing) for person, standing, _how in room.rows()] == [(room.li, CAME)]
    with college.work():
        moving.move_person_back(from_id=room.wang, to_id=room.li, moved=moved)
    assert sorted(room.rows()) == before
