"""One question in every status, for whoever looks at addresses of questions."""

from uuid import UUID, uuid4

from college.questions import service as questions
from tests.support.college import College

COURSE, LESSON, STEP = "refunds", "find-order", "open-my-taobao"


def questions_of(make: College, student: UUID, lecturer: UUID) -> dict[str, UUID]:
    """Ask at one step as this student; give ids by name: draft, sent, taken, asked and withdrawn question."""
    ids = {name: _sent(make, student) for name in ("sent_id", "taken_id", "asked_id", "withdrawn_id")}
    with make.work():
        actor, teacher = make.actor(student), make.actor(lecturer)
        questions.claim(actor=teacher, question_id=ids["taken_id"])
        questions.ask_back(actor=teacher, question_id=ids["asked_id"], client_id=uuid4(), seen=1, text="您看到什么?")
        questions.withdraw(actor=actor, question_id=ids["withdrawn_id"])
    return {**ids, "draft_id": _draft(make, student)}


def _draft(make: College, student: UUID) -> UUID:
    with make.work():
        step = {"course_id": COURSE, "lesson_id": LESSON, "step_id": STEP}
        return questions.call(actor=make.actor(student), client_id=uuid4(), **step).id


def _sent(make: College, student: UUID) -> UUID:
    question_id = _draft(make, student)
    with make.work():
        questions.send(actor=make.actor(student), question_id=question_id, text="点了没有反应")
    return question_id


def answered(make: College, student: UUID, lecturer: UUID) -> UUID:
    """Ask as this student and answer with a link to the next step; give the question's id."""
    question_id = _sent(make, student)
    with make.work():
        said = {"client_id": uuid4(), "seen": 1, "text": "不要紧。\n请看右下角，那里写着“我的淘宝”。", "link_step": "open-orders"}
        questions.answer(actor=make.actor(lecturer), question_id=question_id, **said)
    return question_id
