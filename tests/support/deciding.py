"""Themes to look at: a question raised to an open one, and a closed one with a lesson to check."""

from uuid import UUID, uuid4

from sqlalchemy import select

from college.core.db import db
from college.feedback import service as feedback
from college.feedback.raising import NewTheme
from college.feedback.rules import Status
from tests.support.college import College


def raised(make: College, lecturer: UUID, question_id: UUID, title: str = "看不懂订单") -> UUID:
    """Raise a question to a new theme; give the theme's id."""
    with make.work():
        theme = NewTheme("my-orders", title)
        actor = make.actor(lecturer)
        return feedback.raise_question(actor=actor, question_id=question_id, to=theme, excerpt="点了没有反应").theme_id


def explained(make: College, manager: UUID, theme_id: UUID) -> UUID:
    """Explain a theme; give the id of a lesson that is to be checked."""
    for before, after in ((Status.NEW, Status.LOOKING), (Status.LOOKING, Status.EXPLAINED)):
        with make.work():
            move = {"client_id": uuid4(), "seen": before, "to": after, "sentence": "在“我的淘宝”里。"}
            feedback.move(actor=make.actor(manager), theme_id=theme_id, **move)
    with make.work():
        return db.session.scalars(select(feedback.LessonCheck.id)).first()
