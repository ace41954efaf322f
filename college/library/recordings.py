"""Recordings of steps: kept, taken away, brought back, and who may; what is heard is decided where it is read."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from college.core import audit
from college.core.clock import now
from college.core.db import db, insert_once, let_others_write, new_id
from college.core.errors import NotFound
from college.core.guard import ensure_somewhere
from college.core.permissions import Actor, Permission
from college.library import fitting, queries_recordings, views
from college.library.fitting import FitSound
from college.library.models_recordings import Recording, Sound
from college.library.spoken import spoken_hash, spoken_text
from college.library.texts import LessonView, StepText, Voice

#: For so long what was taken away or recorded anew can be brought back.
BACK_WITHIN = timedelta(days=1)


@dataclass(frozen=True)
class Kept:
    """A recording as the lecturer's page shows it; ``is_stale`` when the step says other words since."""

    id: UUID
    voice: Voice
    size: int
    is_measured: bool
    is_stale: bool
    recorded_by: UUID
    recorded_at: datetime
    removed_at: datetime | None


@dataclass(frozen=True)
class StepVoices:
    """A step with its words to read, what is heard of it, and what can be brought back."""

    lesson: LessonView
    step: StepText
    number: int
    lang: str
    words: str
    now: Kept | None
    back: list[Kept]


def step_of(*, actor: Actor, course_id: str, lesson_id: str, step_id: str, lang: str) -> StepVoices:
    """Give a step as whoever records it needs it. Raises NotAllowed, NotFound."""
    ensure_somewhere(actor, Permission.RECORDING_KEEP)
    lesson, step, words = _step(course_id, lesson_id, step_id, lang)
    mark = spoken_hash(words)
    found = [_kept(row, mark) for row in queries_recordings.of_step(course_id, step_id, lang)]
    heard = [each for each in found if each.removed_at is None]
    back = [each for each in found if each.removed_at and now() - each.removed_at < BACK_WITHIN]
    number = lesson.step_ids.index(step_id) + 1
    return StepVoices(lesson, step, number, lang, words, heard[0] if heard else None, back[:1])


def _step(course_id: str, lesson_id: str, step_id: str, lang: str) -> tuple[LessonView, StepText, str]:
    lesson = views.lesson(course_id, lesson_id)
    step = lesson.in_language(lang).step(step_id)
    if step is None or lang not in lesson.texts:
        raise NotFound
    return lesson, step, spoken_text(step, lang)


def _kept(row: Recording, mark: str) -> Kept:
    voice = Voice(row.sha256, row.media_type, row.seconds)
    is_stale = row.spoken_hash != mark
    return Kept(row.id, voice, row.size, row.is_measured, is_stale, row.recorded_by, row.recorded_at, row.removed_at)


def keep(
    *,
    actor: Actor,
    course_id: str,
    lesson_id: str,
    step_id: str,
    lang: str,
    client_id: UUID,
    data: bytes,
    said_seconds: float | None = None,
    read_hash: str = "",
) -> bool:
    """Keep a recording of a step and put the one before away; False when this very form was kept before.

    ``said_seconds`` is what the browser measured; ``read_hash`` the mark of the words that stood on the page, when it
    still knows them. Raises NotAllowed, NotFound, `sounds.Unfit` and `limits.TooMuch`.
    """
    ensure_somewhere(actor, Permission.RECORDING_KEEP)
    _lesson, _text, words = _step(course_id, lesson_id, step_id, lang)
    if queries_recordings.recording_of_form(client_id) is not None:
        return False
    let_others_write()
    fit = fitting.fit(data, said_seconds)
    if not queries_recordings.hold_step(course_id, step_id):
        raise NotFound
    if queries_recordings.recording_of_form(client_id) is not None:
        return False
    queries_recordings.put_away(course_id, step_id, lang, now())
    row = _new(fit, course_id=course_id, step_id=step_id, lang=lang, client_id=client_id)
    row.recorded_by, row.spoken_hash = actor.person_id, read_hash or spoken_hash(words)
    db.session.add(row)
    db.session.flush()
    audit.record(actor, "recording.keep", subject=f"step:{course_id}/{step_id}", language=lang)
    return True


def _new(fit: FitSound, **where: object) -> Recording:
    sha256 = hashlib.sha256(fit.data).hexdigest()
    insert_once(Sound, sha256=sha256, media_type=fit.media_type, data=fit.data)
    return Recording(
        id=new_id(), sha256=sha256, media_type=fit.media_type, seconds=fit.seconds, is_measured=fit.is_measured,
        size=len(fit.data), recorded_at=now(), removed_at=None, **where,
    )  # fmt: skip


def remove(*, actor: Actor, recording_id: UUID) -> Recording:
    """Put a recording away: students no longer hear it, and within a day it can be brought back. Safe to repeat.

    Raises NotAllowed, NotFound.
    """
    row = _held(actor, recording_id)
    if row.removed_at is None:
        row.removed_at = now()
        db.session.flush()
        audit.record(actor, "recording.remove", subject=f"step:{row.course_id}/{row.step_id}", language=row.lang)
    return row


def restore(*, actor: Actor, recording_id: UUID) -> Recording:
    """Bring a recording back; one that is heard meanwhile is put away in its place. Safe to repeat.

    Raises NotAllowed, NotFound; NotFound too when its day is over.
    """
    row = _held(actor, recording_id)
    if row.removed_at is None:
        return row
    if now() - row.removed_at >= BACK_WITHIN:
        raise NotFound
    queries_recordings.put_away(row.course_id, row.step_id, row.lang, now())
    row.removed_at = None
    db.session.flush()
    audit.record(actor, "recording.restore", subject=f"step:{row.course_id}/{row.step_id}", language=row.lang)
    return row


def _held(actor: Actor, recording_id: UUID) -> Recording:
    """Give a recording whose step is held, so that what two do at once happens one after the other."""
    ensure_somewhere(actor, Permission.RECORDING_KEEP)
    row = queries_recordings.recording(recording_id)
    if row is None or not queries_recordings.hold_step(row.course_id, row.step_id):
        raise NotFound
    db.session.refresh(row)
    return row


def sound(sha256: str) -> Sound:
    """Give a kept sound by its hash. Raises NotFound."""
    found = queries_recordings.sound(sha256)
    if found is None:
        raise NotFound
    return found
