"""A desk with as many open questions as asked for, and how many queries a page of it takes."""

from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import event, insert

from college.core.clock import now
from college.core.db import db, new_id
from college.library import service as library
from college.questions.models import Question
from tests.support.college import SHANGCHENG, College

STUDENTS = 40
WORDS = ("点了没有反应", "找不到退款在哪里", "", "字太小看不清", "跳出广告关不掉", "商家不理我怎么办")


class ManyQuestions:
    """One lecturer of two classes with many open questions at all steps of the shipped course."""

    def __init__(self, college: College) -> None:
        self.college = college
        self.cohorts = [college.cohort(courses=("refunds",), name=name) for name in ("春季班", "秋季班")]
        self.students = [college.student(cohort) for cohort in self.cohorts for _ in range(STUDENTS // 2)]
        self.lecturer = college.lecturer(self.cohorts[0])
        self.colleague = college.lecturer(self.cohorts[1])
        with college.app.app_context():
            lessons = library.lessons("refunds")
            self.steps = [(lesson.id, step) for lesson in lessons for step in lesson.step_ids]
        self.made = 0

    def fill(self, count: int) -> UUID:
        """Have so many open questions in all, a third of them taken on; give the id of the longest waiting one."""
        rows = [self._row(number) for number in range(self.made, count)]
        self.made = count
        with self.college.work():
            db.session.execute(insert(Question), rows)
            return db.session.query(Question.id).order_by(Question.sent_at).limit(1).scalar()

    def _row(self, number: int) -> dict:
        at = now() - timedelta(minutes=7 * number + 1)
        lesson, step = self.steps[number % len(self.steps)]
        held = {"status": "claimed", "claimed_by": self.colleague, "claimed_at": at}
        free = {"status": "waiting", "claimed_by": None, "claimed_at": None}
        return {
            "id": new_id(), "person_id": self.students[number % (STUDENTS // 2)], "client_id": uuid4(),
            "cohort_id": self.cohorts[0], "district_code": SHANGCHENG,
            "course_id": "refunds", "lesson_id": lesson, "step_id": step, "text": WORDS[number % len(WORDS)],
            "version": 1, "created_at": at, "sent_at": at, **(free if number % 3 else held),
        }  # fmt: skip


@contextmanager
def counted(app):
    """Collect the SELECTs that the block runs."""
    asked: list[str] = []

    def keep(_connection, _cursor, statement, *_rest) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            asked.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", keep)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", keep)
