"""A deleted person goes from what she wrote for students: the courses keep their words, and nobody stands beside them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import String, cast, delete, or_, select, update

from college.authoring.models import CourseHome, LessonDraft, Presence, Reading
from college.authoring.rules_people import names_her, without_her
from college.core.db import db

#: Columns of a draft that hold marks of its pieces.
MARKS = ("touched", "removed", "aside")


def forget(person_id: UUID) -> None:
    """Take a person out of drafts and courses, and delete readings that she asked for or gave. Safe to repeat.

    A day that she set for publishing goes with her: nobody is left who answers for it.
    """
    for draft in drafts_marked(person_id):
        for name in MARKS:
            if names_her(getattr(draft, name), str(person_id)):
                setattr(draft, name, without_her(getattr(draft, name), str(person_id)))
    db.session.flush()
    _empty(LessonDraft, "publish_by", person_id, publish_on=None, publish_version=None, publish_why="")
    for model, column in ((LessonDraft, "created_by"), (LessonDraft, "changed_by"), (CourseHome, "created_by")):
        _empty(model, column, person_id)
    db.session.execute(delete(Reading).where(or_(Reading.reader_id == person_id, Reading.asked_by == person_id)))
    db.session.execute(delete(Presence).where(Presence.person_id == person_id))


def drafts_marked(person_id: UUID) -> list[LessonDraft]:
    """Give the drafts in which one of the marks is this person's."""
    marks = [cast(getattr(LessonDraft, name), String).contains(str(person_id)) for name in MARKS]
    return list(db.session.scalars(select(LessonDraft).where(or_(*marks)).order_by(LessonDraft.id).with_for_update()))


def _empty(model: Any, column: str, person_id: UUID, **more: Any) -> None:
    hers = update(model).where(getattr(model, column) == person_id)
    db.session.execute(hers.values({column: None, **more}), execution_options={"synchronize_session": "fetch"})
