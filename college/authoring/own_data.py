"""What one person wrote for students and read for colleagues, for herself."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import String, cast, or_, select

from college.authoring.forgetting import MARKS
from college.authoring.models import LessonDraft, Presence, Reading
from college.authoring.rules import COURSE_TEXT
from college.core.db import db
from college.core.pages import language
from college.library import service as library

#: Table → the section of `own_data` in which its rows of hers stand.
OWN_TABLES = {"lesson_draft": "written", "reading": "readings", "presence": "open_texts"}


def own_data(person_id: UUID) -> dict[str, Any]:
    """Give the texts in which she wrote, the readings she asked for or gave, and what she has open; the latest first."""
    drafts, readings = _drafts(person_id), _readings(person_id)
    by_id = {each.id: each for each in [*drafts, *_drafts_of(readings)]}
    opened = _open(person_id)
    titles = library.titles_of({each.course_id for each in [*by_id.values(), *opened]}, language())
    return {
        "written": [
            {**_text(each, titles), "begun_by_her": each.created_by == person_id, "last_change_at": each.changed_at}
            for each in drafts
        ],
        "readings": [
            {
                **_text(by_id[each.draft_id], titles),
                "given_by_her": each.reader_id == person_id,
                "request": each.asked,
                "asked_at": each.asked_at,
                "answer": each.answer,
                "answered_at": each.answered_at,
            }
            for each in readings
        ],
        "open_texts": [
            {"course": titles.get(each.course_id, each.course_id), "lesson": each.lesson_id, "seen_at": each.seen_at}
            for each in opened
        ],
    }


def _text(draft: LessonDraft, titles: dict[str, str]) -> dict[str, str]:
    lesson = _("The course's own text") if draft.lesson_id == COURSE_TEXT else library.title_of(draft.zh)
    return {"course": titles.get(draft.course_id, draft.course_id), "lesson": lesson or draft.lesson_id}


def _drafts(person_id: UUID) -> list[LessonDraft]:
    marks = [cast(getattr(LessonDraft, name), String).contains(str(person_id)) for name in MARKS]
    columns = (LessonDraft.created_by, LessonDraft.changed_by, LessonDraft.publish_by)
    hers = select(LessonDraft).where(or_(*(column == person_id for column in columns), *marks))
    return list(db.session.scalars(hers.order_by(LessonDraft.changed_at.desc(), LessonDraft.id)))


def _readings(person_id: UUID) -> list[Reading]:
    hers = select(Reading).where(or_(Reading.reader_id == person_id, Reading.asked_by == person_id))
    return list(db.session.scalars(hers.order_by(Reading.asked_at.desc(), Reading.id)))


def _drafts_of(readings: list[Reading]) -> list[LessonDraft]:
    wanted = {each.draft_id for each in readings}
    return list(db.session.scalars(select(LessonDraft).where(LessonDraft.id.in_(wanted)))) if wanted else []


def _open(person_id: UUID) -> list[Presence]:
    hers = select(Presence).where(Presence.person_id == person_id).order_by(Presence.seen_at.desc())
    return list(db.session.scalars(hers))
