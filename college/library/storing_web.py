"""Stores what was written on the web: some texts of a course over what is published, withdrawn lessons and those that are back; for the service."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from college.core import audit
from college.core.clock import now
from college.core.db import db, new_id
from college.core.errors import NotFound, RuleBroken
from college.core.permissions import Actor
from college.library import queries
from college.library.models import Course, Lesson, Revision
from college.library.publishing import Outcome, Ready, ReadyCourse
from college.library.storing import StoredCourse
from college.library.written import COURSE_FILE


@dataclass(frozen=True)
class WebChange:
    """What somebody publishes from the web: which texts, on top of which published ones, and why."""

    #: Lesson id → the revision on which its text was written, None for a new lesson; "course" for the course's own text.
    bases: Mapping[str, UUID | None]
    #: Why, in her words: 200 letters at most.
    why: str = ""
    #: The mark of the course's own text on which it was written.
    course_mark: str = ""
    #: All lessons in the order in which they are shown; those it does not name follow.
    order: tuple[str, ...] = ()
    #: Lesson id → the number of the earlier revision that it brings back.
    returned_to: Mapping[str, int] = field(default_factory=dict)
    #: Lesson id → the id that its new revision gets, so that a job begun twice knows what it did.
    revision_ids: Mapping[str, UUID] = field(default_factory=dict)


class Overtaken(RuleBroken):
    """Some of these texts were published by somebody else or from files meanwhile; nothing was stored."""

    def __init__(self, lesson_ids: list[str]) -> None:
        super().__init__(_("Meanwhile somebody else published this text. Please look at what changed; nothing was overwritten."))
        self.lesson_ids = lesson_ids


def store_web(ready: Ready, *, actor: Actor, change: WebChange) -> Outcome:
    """Store the texts that a change names and nothing else of the course.

    Raises `Overtaken` when one of them is published with other words than those on which it was written.
    """
    outcome = Outcome()
    _WebCourse(ready.courses[0], actor, change, outcome).store()
    return outcome


def withdraw(course_id: str, lesson_id: str, *, actor: Actor, why: str) -> bool:
    """Hide a lesson from students; what they did in it stays. False when it was hidden already.

    Raises NotFound, and RuleBroken for the last lesson of a course.
    """
    course, lesson = _held(course_id, lesson_id)
    if lesson.retired_at is not None:
        return False
    living = [each for each in queries.all_lessons(course_id) if each.retired_at is None]
    if len(living) == 1:
        raise RuleBroken(_("It is the only lesson of this course. Publish another one first; a course without lessons helps nobody."))
    lesson.retired_at, lesson.withdrawn_by = now(), actor.person_id
    for step in queries.all_steps(course_id):
        if step.lesson_id == lesson_id and step.retired_at is None:
            step.retired_at = now()
    _said(course, actor, "lesson.withdraw", lesson_id, why)
    return True


def bring_back(course_id: str, lesson_id: str, *, actor: Actor) -> bool:
    """Show a withdrawn lesson to students again, with the text that it had. False when it is shown already.

    Raises NotFound, and RuleBroken when one of its steps stands in another lesson now.
    """
    course, lesson = _held(course_id, lesson_id)
    if lesson.retired_at is None:
        return False
    lesson.retired_at = lesson.withdrawn_by = None
    db.session.flush()
    revision = queries.revisions([lesson.current_revision_id])[0]
    rows = {row.id: row for row in queries.all_steps(course_id)}
    for position, step in enumerate(revision.content["texts"]["zh"]["steps"], start=1):
        row = rows[step["id"]]
        if row.retired_at is None and row.lesson_id != lesson_id:
            raise RuleBroken(_("The step “%(step)s” stands in another lesson now. Publish this lesson's text anew instead.", step=step["title"]))
        row.lesson_id, row.position, row.feature, row.retired_at = lesson_id, position, step["feature"], None
    _said(course, actor, "lesson.bring_back", lesson_id, "")
    return True


def _held(course_id: str, lesson_id: str) -> tuple[Course, Lesson]:
    course = queries.hold_course(course_id)
    lesson = queries.lesson_row(course_id, lesson_id)
    if course is None or lesson is None:
        raise NotFound
    db.session.refresh(lesson)
    return course, lesson


def _said(course: Course, actor: Actor, deed: str, lesson_id: str, why: str) -> None:
    db.session.flush()
    living = [each for each in queries.all_lessons(course.id) if each.retired_at is None]
    course.lesson_order = [each.id for each in sorted(living, key=lambda each: (each.position, each.id))]
    course.published_at = now()
    audit.record(actor, deed, subject=f"lesson:{course.id}/{lesson_id}", **({"why": why} if why else {}))
    db.session.flush()


def same_words(one: Revision | None, other: Revision | None) -> bool:
    """Say whether two revisions say the same, however each was rendered."""
    if one is None or other is None:
        return one is other
    return one.id == other.id or one.content["sources"] == other.content["sources"]


class _WebCourse(StoredCourse):
    """The storing of some texts of a course that were written on the web."""

    def __init__(self, course: ReadyCourse, actor: Actor, change: WebChange, outcome: Outcome) -> None:
        self.change = change
        super().__init__(course, None, actor, None, outcome)

    def store(self) -> None:
        """Store the texts of the change; every other lesson stays as it is."""
        self._refuse_overtaken()
        is_new = self.row is None or self.row.published_at is None
        row = self._store_course() if is_new or COURSE_FILE in self.change.bases else self.row
        for lesson in self.course.lessons:
            if lesson.id in self.change.bases:
                self._store_lesson(lesson, 0)
        self._place()
        db.session.flush()
        self._refuse_doubled_steps()
        self._store_steps()
        row.lesson_order = [lesson.id for lesson in self._living()]
        if self.is_changed:
            row.published_at = now()
            audit.record(self.actor, "course.publish", subject=f"course:{self.course.id}", **self._particulars())
        db.session.flush()

    def _keep_web_texts(self) -> set[str]:
        return set()

    def _refuse_overtaken(self) -> None:
        gone = [each for each in self.change.bases if each != COURSE_FILE and self._is_overtaken(each)]
        if COURSE_FILE in self.change.bases and self.row is not None and self.row.published_at is not None:
            gone += [COURSE_FILE] if self.row.source_hash != self.change.course_mark else []
        if gone:
            raise Overtaken(gone)

    def _is_overtaken(self, lesson_id: str) -> bool:
        base, lesson = self.change.bases[lesson_id], self.lessons.get(lesson_id)
        there = lesson.current_revision_id if lesson else None
        if base == there:
            return False
        found = {row.id: row for row in queries.revisions(each for each in (base, there) if each)}
        return not same_words(found.get(base), found.get(there))

    def _place(self) -> None:
        """Number the living lessons in the order of the change."""
        wanted = {lesson_id: at for at, lesson_id in enumerate(self.change.order)}
        new = set(self.change.bases)
        living = sorted(self._living(), key=lambda each: (
            wanted.get(each.id, len(wanted)), each.id in new and each.position == 0, each.position, each.id))
        for position, lesson in enumerate(living, start=1):
            lesson.position = position

    def _refuse_doubled_steps(self) -> None:
        """Refuse a step that stands in two lessons: somebody published the other one since this was checked."""
        seen: set[str] = set()
        for lesson in self._living():
            for step in self._steps_of(lesson.id):
                if step["id"] in seen:
                    raise RuleBroken(_("The step “%(step)s” stands in two lessons. Publish both lessons together.", step=step["title"]))
                seen.add(step["id"])

    def _said_of(self, lesson_id: str) -> dict[str, Any]:
        return {
            "id": self.change.revision_ids.get(lesson_id) or new_id(),
            "origin": "web",
            "why": self.change.why,
            "returned_to": self.change.returned_to.get(lesson_id),
        }

    def _particulars(self) -> dict[str, Any]:
        lessons = [each.partition("/")[2] for each in self.outcome.published]
        return {"origin": "web", "texts": ", ".join(lessons) or COURSE_FILE, "why": self.change.why}
