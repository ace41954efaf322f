"""The invented college: the same each time, quick, believable, and never among real people."""

import re
from collections import Counter
from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import func, select

from college.accounts import service as accounts
from college.accounts.models import Card, DeviceSession, Grant, Person
from college.cohorts import service as cohorts
from college.cohorts.models import ACTIVE, Cohort, Enrollment
from college.core import clock, crypto
from college.core.audit import AuditEntry
from college.core.db import db
from college.core.errors import RuleBroken
from college.core.permissions import Permission, Role
from college.demo import history, people
from college.demo import service as demo
from college.feedback.models import Evidence, Theme, ThemeMove
from college.notices.models import Notice
from college.privacy import service as privacy
from college.progress.models import HelpCall, LessonProgress, StepDone, Tap
from college.questions.models import Message, Question
from tests.demo.conftest import fill
from tests.support.rows import changed_tables, fingerprints

DONE_WITHIN = 10.0
COUNTED = (Grant, Card, Enrollment, LessonProgress, Tap, HelpCall, Message, Evidence, ThemeMove, Notice)


def picture(app) -> dict:
    """Give what two demonstrations must have in common."""
    with app.app_context():
        names = select(Person.name).order_by(Person.name)
        steps = select(StepDone.person_id, StepDone.step_id, StepDone.done_at).order_by(*StepDone.__table__.primary_key)
        return {
            "names": db.session.scalars(names).all(),
            "cohorts": sorted(db.session.execute(select(Cohort.name, Cohort.district_code, Cohort.id)).all()),
            "steps": db.session.execute(steps).all(),
            "asked": sorted(db.session.execute(select(Question.person_id, Question.step_id, Question.text, Question.status)).all()),
            "themes": sorted(db.session.execute(select(Theme.title, Theme.status, Theme.feature_id)).all()),
            "counts": [db.session.scalar(select(func.count()).select_from(each)) for each in COUNTED],
            "links": [(each["role"], each["district"], each["name"]) for each in demo.links()],
        }


def test_two_demonstrations_are_alike(filled, sqlite_colleges):
    second = fill(sqlite_colleges.separate("demo-again", "refunds"))
    assert picture(second.app) == picture(filled.app)


def test_it_is_filled_in_under_ten_seconds(filled):
    assert filled.seconds < DONE_WITHIN
    assert filled.said


def test_it_holds_the_people_that_were_promised(demo_app):
    with demo_app.app_context():
        sizes = db.session.execute(
            select(Cohort.district_code, func.count(Enrollment.id))
            .join(Enrollment, Enrollment.cohort_id == Cohort.id)
            .where(Enrollment.status == ACTIVE)
            .group_by(Cohort.district_code)
        )
        assert dict(sizes.all()) == {"330102": 150, "330106": 40}
        assert len(accounts.people_with(Role.LECTURER)) == 2
        assert len(accounts.people_with(Role.COORDINATOR)) == 2
        for role in (Role.HELPER, Role.PRODUCT_MANAGER, Role.OPERATOR):
            assert len(accounts.people_with(role)) == 1
        assert demo.is_demo()


def test_a_coordinator_finds_something_open_of_every_kind(demo_app):
    with demo_app.app_context():
        here, there = (accounts.actor_for(person_id) for person_id in sorted(accounts.people_with(Role.COORDINATOR), key=_district))
        assert cohorts.waiting_transfer_count(there) == 1
        assert privacy.pending_count() == 1
        names = Counter(person.name for _enrollment, person in cohorts.enrolled(cohorts.visible_cohorts(here, Permission.COHORT_VIEW)[0].id))
        assert max(names.values()) == 2
        assert db.session.scalar(select(func.count()).where(AuditEntry.action == "phone.unmask")) == 1


def _district(person_id) -> str:
    return accounts.scope_of_grant(accounts.grants_of(person_id)[0]).district


def test_every_number_is_invented_and_some_have_none(demo_app):
    with demo_app.app_context():
        ciphers = db.session.scalars(select(Person.phone_cipher)).all()
        numbers = [crypto.decrypt(each) for each in ciphers if each]
        teachers = db.session.scalars(select(Cohort.teacher_phone)).all()
    assert all(re.fullmatch(r"1400000\d{4}", each) for each in [*numbers, *teachers])
    assert 0.6 < len(numbers) / len(ciphers) < 0.95
    assert max(Counter(numbers).values()) == 2


def test_four_weeks_thin_out_and_nothing_lies_ahead(demo_app):
    with demo_app.app_context():
        per_lesson = select(StepDone.lesson_id, func.count(StepDone.person_id.distinct()), func.min(StepDone.done_at))
        lessons = db.session.execute(per_lesson.group_by(StepDone.lesson_id).order_by(func.min(StepDone.done_at))).all()
        last = db.session.scalar(select(func.max(StepDone.done_at)))
        opened, cards = (db.session.scalar(select(func.count(column))) for column in (Card.first_used_at, Card.id))
    started = [count for _lesson, count, _at in lessons]
    assert started == sorted(started, reverse=True)
    assert 100 < started[0] < 190 and 10 < started[-1] < started[0]
    assert last <= clock.now()
    assert lessons[0][2] >= clock.now() - timedelta(days=30)
    assert 0.8 < opened / cards < 1


def test_nobody_is_signed_in_yet(filled):
    with filled.app.app_context():
        assert db.session.scalar(select(func.count()).select_from(DeviceSession)) == 0


def test_filling_again_changes_nothing(demo_app):
    before = fingerprints(demo_app)
    with demo_app.app_context():
        demo.fill(say=lambda _: None)
    assert not changed_tables(before, fingerprints(demo_app))


def test_it_is_refused_among_real_people(app, college):
    college.person("王桂明")
    before = fingerprints(app)
    with app.app_context():
        with pytest.raises(RuleBroken):
            demo.fill(say=lambda _: None)
        assert not demo.is_demo()
    assert not changed_tables(before, fingerprints(app))


def test_invented_students_differ_and_some_share_a_number():
    made = people.invent_students(150, dice=Random(1), first_number=1)
    assert made == people.invent_students(150, dice=Random(1), first_number=1)
    assert len({each["name"] for each in made}) == 150
    assert [each["phone"] for each in made][18] == made[19]["phone"]
    assert {each["age_band"] for each in made} <= set(accounts.AGE_BANDS)


LESSONS = [("one", ["a", "b"]), ("two", ["c", "d"])]


def test_a_walk_goes_forward_and_only_after_the_card_was_opened():
    dice, first_day = Random(7), clock.now()
    walks = [history.walk(LESSONS, dice=dice, first_day=first_day) for _ in range(300)]
    order = ["a", "b", "c", "d"]
    for each in walks:
        steps, moments = [step for _lesson, step, _at in each.steps], [at for *_where, at in each.steps]
        assert steps == order[: len(steps)]
        assert moments == sorted(moments)
        assert not steps or each.opened_at < moments[0]
    reached = Counter(len(each.steps) for each in walks)
    assert reached[0] and reached[2] and reached[4]


def test_taps_end_on_the_target_or_are_none():
    dice = Random(7)
    taps = [history.tap_out("right", ["left", "top"], dice=dice) for _ in range(300)]
    assert {tuple(each[-1:]) for each in taps} == {(), ("right",)}
    assert max(map(len, taps)) > 1
    assert all(len(each) <= 1 for each in (history.tap_out("right", [], dice=dice) for _ in range(100)))
