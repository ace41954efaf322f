"""A class with its lecturers, whose people call for help, ask and answer."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from college.questions import service
from tests.support.college import XIHU, College

#: A step of the shipped course and its lesson, and another step of the same lesson.
COURSE, LESSON, STEP, NEXT_STEP = "refunds", "find-order", "open-my-taobao", "open-orders"


@dataclass
class Class:
    """A cohort with two lecturers and two students, and a far one: does things as them, each in a committed unit."""

    college: College
    cohort: UUID
    student: UUID
    other: UUID
    lecturer: UUID
    colleague: UUID
    far_lecturer: UUID
    far_student: UUID

    def run(self, who: UUID, action, **values):
        """Call a service function as somebody; give what it gives, or the id of the question that it gives."""
        with self.college.work():
            given = action(actor=self.college.actor(who), **values)
            return given.id if isinstance(given, service.Question) else given

    def call(self, who: UUID | None = None, client_id: UUID | None = None, step: str = STEP) -> UUID:
        """Call for help at a step; give the id of the question."""
        return self.run(
            who or self.student, service.call,
            client_id=client_id or uuid4(), course_id=COURSE, lesson_id=LESSON, step_id=step,
        )  # fmt: skip

    def ask(self, text: str = "点了没有反应", who: UUID | None = None, step: str = STEP) -> UUID:
        """Send a question; give its id."""
        question_id = self.call(who, step=step)
        return self.run(who or self.student, service.send, question_id=question_id, text=text)

    def answer(self, question_id: UUID, text: str = "请看右下角。", who: UUID | None = None, **values):
        """Answer a question as it stands now; give what was reached."""
        values = {"client_id": uuid4(), "seen": self.row(question_id).version, **values}
        return self.run(who or self.lecturer, service.answer, question_id=question_id, text=text, **values)

    def ask_back(self, question_id: UUID, text: str = "您看到哪个页面?", who: UUID | None = None, **values) -> UUID:
        """Ask back as the question stands now."""
        values = {"client_id": uuid4(), "seen": self.row(question_id).version, **values}
        return self.run(who or self.lecturer, service.ask_back, question_id=question_id, text=text, **values)

    def row(self, question_id: UUID):
        """Give a question as it stands in the database."""
        with self.college.app.app_context():
            return service.by_ids([question_id])[question_id]


def open_class(college: College) -> Class:
    """Make a class that follows the shipped course, and another in a far district."""
    cohort, far = college.cohort(courses=(COURSE,)), college.cohort(XIHU, courses=(COURSE,))
    return Class(
        college, cohort,
        student=college.student(cohort, "王桂明"), other=college.student(cohort, "李秀兰"),
        lecturer=college.lecturer(cohort), colleague=college.lecturer(cohort),
        far_lecturer=college.lecturer(far), far_student=college.student(far, "陈玉珍"),
    )  # fmt: skip
