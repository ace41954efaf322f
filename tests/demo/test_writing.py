"""The desk of the demonstration is alive: texts of every kind, written through the web's own services."""

import pytest
from sqlalchemy import select

from college.accounts import service as accounts
from college.authoring.models import CourseHome, LessonDraft, Reading
from college.board import lessons
from college.core.clock import today
from college.core.db import db
from college.demo import writing
from college.demo.asked import COURSE
from college.library import service as library
from college.library.models import Revision


@pytest.fixture
def course_id(demo_app) -> str:
    """Give the id of the district's own course."""
    with demo_app.app_context():
        return db.session.scalars(select(CourseHome.course_id).where(CourseHome.district_code == "330102")).one()


def test_two_lessons_are_published_and_one_of_them_three_times_with_whys(demo_app, course_id):
    with demo_app.app_context():
        assert len(library.course(course_id).lessons) == 2
        rows = db.session.scalars(select(Revision).where(Revision.course_id == course_id).order_by(Revision.number)).all()
        assert [(row.number, row.origin) for row in rows] == [(1, "web"), (1, "web"), (2, "web"), (3, "web")]
        assert [row.why for row in rows[1:]] == [why for _days, why, _changes in writing.REVISIONS]
        assert len({row.content["sources"]["zh"] for row in rows}) == len(rows)


def test_one_lesson_has_something_to_mend_and_one_waits_for_its_day(demo_app, course_id):
    with demo_app.app_context():
        drafts = {library.title_of(row.zh): row for row in db.session.scalars(select(LessonDraft).where(LessonDraft.course_id == course_id))}
        waiting = drafts["给孩子寄一盒"]
        assert waiting.publish_on > today() and waiting.publish_why
        broken = drafts["月饼碎了怎么办"]
        look = library.look_at(library.course_files(course_id, instead={broken.lesson_id: (broken.zh, broken.en)}), broken.lesson_id)
        assert len(look.problems) == 1 and look.advice


def test_a_reading_waits_and_the_other_district_has_a_copy(demo_app, course_id):
    with demo_app.app_context():
        (reading,) = db.session.scalars(select(Reading))
        assert reading.answered_at is None
        assert accounts.login_of(reading.reader_id) == "lecturer-shangcheng"
        home = db.session.scalars(select(CourseHome).where(CourseHome.district_code == "330106")).one()
        assert home.origin_course_id == course_id and list(home.origin_numbers.values()) == [3, 1]


def test_the_reworded_lesson_has_people_before_and_since(demo_app):
    days, why, _old, new = writing.REWORDED
    with demo_app.app_context():
        lecturer = accounts.actor_for(next(each.id for each in accounts.staff_people() if accounts.login_of(each.id) == "lecturer-shangcheng"))
        found = lessons.lesson_board(
            actor=lecturer, course_id=COURSE, lesson_id=writing.SHIPPED_LESSON, group="", number=0, lang="zh"
        )
        assert new in found.lesson.in_language("zh").steps[0].html
        assert (found.comparison.why, found.comparison.days_since) == (why, days)
        first = found.comparison.steps[0]
        assert first.is_changed and first.before.reached.value and first.since.reached.value
        assert any(heat.wrong for step in found.steps for heat in step.heats)
