"""What one person has done, for herself: steps by lesson, taps in practice as numbers, calls for help."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import func, select

from college.core.db import db
from college.core.pages import language
from college.library import service as library
from college.progress.engagement_own import own_days
from college.progress.models import HelpCall, LessonProgress, StepDone, Tap
from college.progress.shown_own import own_shown

#: Table → the section of `own_data` in which its rows of hers stand.
OWN_TABLES = {"step_done": "lessons", "lesson_progress": "lessons", "tap": "taps", "help_call": "help_calls", "active_day": "days", "shown_in_person": "shown"}


def own_data(person_id: UUID) -> dict[str, Any]:
    """Give a person's progress in the language of this request; her taps only as numbers."""
    titles = _Titles()
    return {
        "lessons": _lessons(person_id, titles),
        "taps": _taps(person_id),
        "days": own_days(person_id),
        "shown": [
            {
                **each,
                "course": titles.course(each["course_id"]),
                "lesson": titles.lesson(each["course_id"], each["lesson_id"]),
            }
            for each in own_shown(person_id)
        ],
        "help_calls": [
            {
                "course": titles.course(each.course_id),
                "lesson": titles.lesson(each.course_id, each.lesson_id),
                "step": titles.step(each.course_id, each.step_id),
                "called_at": each.called_at,
                "by_a_helper": each.called_by is not None,
            }
            for each in db.session.scalars(
                select(HelpCall).where(HelpCall.person_id == person_id).order_by(HelpCall.called_at.desc())
            )
        ],
    }


class _Titles:
    """What courses, lessons and steps are called; of what is no longer shown it is said that it is not."""

    def __init__(self) -> None:
        lang = language()
        lessons = library.lessons()
        texts = {(each.course_id, each.id): each.in_language(lang) for each in lessons}
        self.courses = {each.id: each.title(lang) for each in library.published_courses()}
        self.lessons = {key: text.title for key, text in texts.items()}
        self.steps = {(course, step.id): step.title for (course, _id), text in texts.items() for step in text.steps}

    def course(self, course_id: str) -> str:
        return self.courses.get(course_id, course_id)

    def lesson(self, course_id: str, lesson_id: str) -> str:
        return self.lessons.get((course_id, lesson_id)) or _("A lesson that is no longer shown")

    def step(self, course_id: str, step_id: str) -> str:
        return self.steps.get((course_id, step_id)) or _("A step that is no longer shown")


def _lessons(person_id: UUID, titles: _Titles) -> list[dict[str, Any]]:
    done = select(StepDone).where(StepDone.person_id == person_id).order_by(StepDone.done_at)
    found: dict[tuple[str, str], dict[str, Any]] = {}
    places = select(LessonProgress).where(LessonProgress.person_id == person_id).order_by(LessonProgress.started_at)
    for place in db.session.scalars(places):
        found[place.course_id, place.lesson_id] = {
            **_lesson(place.course_id, place.lesson_id, titles),
            "begun_at": place.started_at,
            "last_at": place.seen_at,
            "finished_at": place.finished_at,
        }
    for step in db.session.scalars(done):
        key = (step.course_id, step.lesson_id)
        lesson = found.setdefault(key, _lesson(*key, titles))
        lesson["steps"].append({"step": titles.step(step.course_id, step.step_id), "done_at": step.done_at})
    for lesson in found.values():
        lesson["steps_done"] = len(lesson["steps"])
    return list(found.values())


def _lesson(course_id: str, lesson_id: str, titles: _Titles) -> dict[str, Any]:
    return {"course": titles.course(course_id), "lesson": titles.lesson(course_id, lesson_id), "steps_done": 0, "steps": []}


def _taps(person_id: UUID) -> dict[str, int]:
    counted = select(Tap.is_right, func.count()).where(Tap.person_id == person_id).group_by(Tap.is_right)
    numbers = {is_right: count for is_right, count in db.session.execute(counted)}
    return {"right": numbers.get(True, 0), "wrong": numbers.get(False, 0)}
