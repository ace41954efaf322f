"""The invented questions fit the shipped course, sound like older shoppers, name nobody to the product manager, and came back."""

import re
from collections import Counter
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from college.accounts.models import Person
from college.core import clock
from college.core.clock import LOCAL
from college.core.db import db
from college.demo import history
from college.demo.asked import COURSE
from college.demo.questions import QUESTIONS, TEMPTING, THEMES
from college.feedback.models import Evidence, LessonCheck, Theme, ThemeMove
from college.feedback.rules_anonymous import identify
from college.library import service as library
from college.notices.models import Notice
from college.progress.models import HelpCall, Tap
from college.questions.models import Message, Question
from college.questions.rules import Status

BY_KEY = {each.key: each for each in QUESTIONS}
INVENTED = re.compile(r"1400000\d{4}")


def rows(app, statement) -> list:
    """Give what a statement finds in the filled demonstration."""
    with app.app_context():
        return list(db.session.execute(statement).all())


def test_keys_are_there_once_and_what_they_point_at_is_there():
    assert len(BY_KEY) == len(QUESTIONS) >= 60
    themes = {each.key for each in THEMES}
    assert {each.theme for each in QUESTIONS} - {None} == themes
    together = [key for each in QUESTIONS for said in each.said for key in said.together]
    assert set(together) <= set(BY_KEY)
    assert all(not BY_KEY[key].said for key in together), "a question is answered once"


def test_every_question_and_every_link_stands_at_a_living_step(demo_app):
    with demo_app.app_context():
        lesson_of = {step: head.id for head in library.course(COURSE).lessons for step in head.step_ids}
        features = library.features()
    assert {each.step for each in QUESTIONS} <= set(lesson_of)
    assert {said.link for each in QUESTIONS for said in each.said} - {None} <= set(lesson_of)
    assert {each.feature for each in THEMES} <= set(features)
    for each in QUESTIONS:
        for said in each.said:
            assert all(lesson_of[BY_KEY[key].step] == lesson_of[each.step] for key in said.together), each.key


@pytest.mark.parametrize(("step", "tempting"), TEMPTING.items())
def test_what_people_ask_about_is_what_they_tap_wrong(demo_app, step, tempting):
    counted = select(Tap.target, func.count()).where(Tap.step_id == step, Tap.is_right.is_(False)).group_by(Tap.target)
    wrong = dict(rows(demo_app, counted))
    assert max(wrong, key=wrong.get) == tempting


def test_a_theme_belongs_to_the_feature_that_its_steps_show(demo_app):
    shown = select(Theme.feature_id, Evidence.step_id, Evidence.lesson_id).join(Evidence, Evidence.theme_id == Theme.id)
    with demo_app.app_context():
        steps = {
            step.id: step.feature
            for head in library.course(COURSE).lessons
            for step in library.lesson(COURSE, head.id).in_language("zh").steps
        }
    assert all(steps[step] == feature for feature, step, _lesson in rows(demo_app, shown) if step != "wait-or-ask")


def test_what_is_raised_names_nobody_although_some_questions_do(demo_app):
    names = {name for (name,) in rows(demo_app, select(Person.name))}
    excerpts = [text for (text,) in rows(demo_app, select(Evidence.excerpt))]
    texts = [text for (text,) in rows(demo_app, select(Question.text))]
    assert not [found for text in excerpts for found in identify(text, names)]
    assert any(found.kind == "name" for text in texts for found in identify(text, names))
    numbers = [number for text in texts for number in re.findall(r"\d{7,}", text)]
    assert len(numbers) >= 3 and all(INVENTED.fullmatch(each) for each in numbers)


def test_nobody_asks_before_she_stood_there_and_nothing_lies_ahead(demo_app):
    moments = rows(demo_app, select(Question.sent_at, func.coalesce(Question.answered_at, Question.sent_at)))
    now = clock.now()
    assert all(now - timedelta(days=29) < sent <= answered <= now for sent, answered in moments)
    assert all(at <= now for (at,) in rows(demo_app, select(HelpCall.called_at)))
    called = {(person, step) for person, step in rows(demo_app, select(HelpCall.person_id, HelpCall.step_id))}
    assert {(person, step) for person, step in rows(demo_app, select(Question.person_id, Question.step_id))} <= called


def test_some_wait_some_were_asked_back_and_one_was_taken_back(demo_app):
    statuses = Counter(status for (status,) in rows(demo_app, select(Question.status)))
    assert statuses[Status.WAITING] >= 6 and statuses[Status.ASKED_BACK] == 2
    assert statuses[Status.CLAIMED] == statuses[Status.WITHDRAWN] == 1
    waiting = [sent for (sent,) in rows(demo_app, select(Question.sent_at).where(Question.status == Status.WAITING.value))]
    ages = [clock.now() - sent for sent in waiting]
    assert min(ages) < timedelta(hours=1) and max(ages) > timedelta(days=3)
    assert rows(demo_app, select(Question.id).where(Question.text == ""))
    alike = select(func.count()).select_from(Message).group_by(Message.client_id).order_by(func.count().desc())
    assert rows(demo_app, alike.limit(1))[0][0] == 2


def test_themes_stand_in_every_status_with_evidence_from_both_districts(demo_app):
    by_theme = select(Theme.status, func.count(Evidence.district_code.distinct()), func.count(Evidence.id))
    found = rows(demo_app, by_theme.join(Evidence, Evidence.theme_id == Theme.id).group_by(Theme.id, Theme.status))
    assert len(found) == len(THEMES)
    assert {status for status, _districts, _count in found} == {"new", "looking", "planned", "changed", "explained"}
    assert {districts for _status, districts, _count in found} == {2}
    assert min(count for *_rest, count in found) < 5 <= max(count for *_rest, count in found)


def test_what_was_changed_went_back_to_everybody_who_asked_once(demo_app):
    with demo_app.app_context():
        for theme in db.session.scalars(select(Theme).where(Theme.closed_at.is_not(None))):
            asked = select(Question.person_id).join(Evidence, Evidence.question_id == Question.id)
            askers = set(db.session.scalars(asked.where(Evidence.theme_id == theme.id)))
            told = list(db.session.scalars(select(Notice).where(Notice.key == f"theme:{theme.id}")))
            sentence = db.session.scalars(select(ThemeMove.sentence).where(ThemeMove.to_status == theme.status, ThemeMove.theme_id == theme.id)).one()
            assert len(told) == len(askers) and {each.person_id for each in told} == askers
            assert all(sentence in text for each in told for text in each.texts.values())
        late = select(Notice).join(Theme, Notice.key.startswith("theme:")).where(Theme.status == "changed")
        assert db.session.scalars(late).first()


def test_lessons_are_marked_and_one_was_looked_at(demo_app):
    checked = rows(demo_app, select(LessonCheck.lesson_id, LessonCheck.checked_at))
    looked_at = {lesson for lesson, at in checked if at}
    assert len(looked_at) == 1 and {lesson for lesson, at in checked if not at} - looked_at


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("25m", datetime(2026, 11, 22, 11, 35, tzinfo=LOCAL)),
        ("3h", datetime(2026, 11, 22, 9, 0, tzinfo=LOCAL)),
        ("2d", datetime(2026, 11, 20, 12, 0, tzinfo=LOCAL)),
        ("2d 19:40", datetime(2026, 11, 20, 19, 40, tzinfo=LOCAL)),
    ],
)
def test_moments_are_counted_back(text, expected):
    assert history.moment(text, datetime(2026, 11, 22, 12, 0, tzinfo=LOCAL)) == expected


def test_a_student_stood_at_what_she_finished_and_at_the_next_step_of_that_lesson():
    at = clock.now()
    walked = history.Walk(at, (("one", "a", at), ("one", "b", at)))
    assert set(history.reached([("one", ["a", "b", "c", "d"]), ("two", ["e"])], walked)) == {"a", "b", "c"}
    whole = history.Walk(at, (("one", "a", at), ("one", "b", at)))
    assert set(history.reached([("one", ["a", "b"]), ("two", ["e"])], whole)) == {"a", "b"}
