"""Who has a text open and at which piece of it, and what colleagues have changed there meanwhile."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update

from college.accounts import service as accounts
from college.authoring.drafts import draft_for, texts_of
from college.authoring.models import LessonDraft, Presence
from college.core.clock import now
from college.core.db import db, insert_once
from college.core.permissions import Actor
from college.core.retention import of_rows
from college.library import service as library

#: A page says every 20 seconds that it is open; who was silent for three of them has gone.
SEEN_WITHIN = timedelta(seconds=60)
#: What the college throws away; see college/privacy/retention_rules.py.
SWEEPS = {"presence": of_rows(Presence, lambda before: Presence.seen_at < before)}


@dataclass(frozen=True)
class Place:
    """A piece of a text: its name and, for a step, its number from 1; None for what is no step."""

    part: str
    number: int | None


@dataclass(frozen=True)
class Here:
    """A colleague who has the text open, and where."""

    name: str
    place: Place


@dataclass(frozen=True)
class Changed:
    """A piece that a colleague changed since the page was opened."""

    name: str
    place: Place
    at: datetime


@dataclass(frozen=True)
class Around:
    """Who else is here, and what they changed."""

    people: list[Here]
    changed: list[Changed]


def beat(*, actor: Actor, course_id: str, lesson_id: str, part: str, version: int) -> Around:
    """Note that an author has a piece open, and give who else is there. Raises NotFound like `draft_for`.

    part: "head", "intro", a step's id, or anything else for the lesson as a whole. version: the draft's version when
    her page was opened.
    """
    draft = draft_for(actor=actor, course_id=course_id, lesson_id=lesson_id)
    if actor.person_id is not None:
        _note(draft, actor.person_id, part if texts_of(draft).part(part) is not None else "")
    return around(actor=actor, draft=draft, version=version)


def around(*, actor: Actor, draft: LessonDraft, version: int | None = None) -> Around:
    """Give who else has a draft open now that this author was given by `draft_for`, and what they changed.

    version: since which version of the draft; None asks for no changes.
    """
    steps = library.cut(draft.zh).step_ids
    places = {part: Place(part, at) for at, part in enumerate(steps, start=1)}
    rows = _others(draft, actor.person_id)
    since = [] if version is None else _changes(draft, actor.person_id, version)
    names = _names([row.person_id for row in rows] + [by for _, by, _ in since])
    people = [Here(names[row.person_id], places.get(row.part, Place(row.part, None))) for row in rows if row.person_id in names]
    changed = [Changed(names.get(by, ""), places.get(part, Place(part, None)), at) for part, by, at in since]
    return Around(people, changed)


def _note(draft: LessonDraft, person_id: UUID, part: str) -> None:
    key = {"course_id": draft.course_id, "lesson_id": draft.lesson_id, "person_id": person_id}
    if not insert_once(Presence, **key, part=part, seen_at=now()):
        db.session.execute(update(Presence).filter_by(**key).values(part=part, seen_at=now()))


def _others(draft: LessonDraft, person_id: UUID | None) -> list[Presence]:
    wanted = (
        select(Presence)
        .where(Presence.course_id == draft.course_id, Presence.lesson_id == draft.lesson_id)
        .where(Presence.person_id != person_id, Presence.seen_at > now() - SEEN_WITHIN)
        .order_by(Presence.person_id)
    )
    return list(db.session.scalars(wanted))


def _changes(draft: LessonDraft, person_id: UUID | None, version: int) -> list[tuple[str, UUID, datetime]]:
    """Give piece, who and when of each change by somebody else since a version, the latest first."""
    found = [
        (part, UUID(mark["by"]), datetime.fromisoformat(mark["at"]))
        for part, mark in draft.touched.items()
        if part and mark.get("version", 0) > version and mark.get("by") not in {"", str(person_id)}
    ]
    return sorted(found, key=lambda each: each[2], reverse=True)


def _names(person_ids: Iterable[UUID]) -> dict[UUID, str]:
    return {each.id: each.name for each in accounts.people_by_ids(set(person_ids)).values()}
