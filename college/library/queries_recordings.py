"""What is asked of recordings: the one that is heard at a step, those of a step, those of all courses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, and_, bindparam, func, select, update
from sqlalchemy.orm import aliased

from college.core.db import db
from college.library.models import Lesson, StepRow
from college.library.models_recordings import Recording, Sound

_lesson, _recording = Lesson.__table__.c, Recording.__table__.c
#: Every step page asks this in the place of the revision alone, so it is made once, on plain columns.
_HEARD = (
    select(
        _lesson.current_revision_id, _lesson.checked_on, _lesson.checked_version,
        _recording.sha256, _recording.media_type, _recording.seconds, _recording.spoken_hash,
    )
    .select_from(
        Lesson.__table__.outerjoin(
            Recording.__table__,
            and_(
                _recording.course_id == _lesson.course_id,
                _recording.step_id == bindparam("step_id"),
                _recording.lang == bindparam("lang"),
                _recording.removed_at.is_(None),
            ),
        )
    )
    .where(_lesson.course_id == bindparam("course_id"), _lesson.id == bindparam("lesson_id"), _lesson.retired_at.is_(None))
    .order_by(_recording.recorded_at.desc(), _recording.id.desc())
    .limit(1)
)


def revision_and_recording(course_id: str, lesson_id: str, step_id: str, lang: str) -> Row | None:
    """Give a living lesson's current revision and the recording of one step: the one query of a step page."""
    names = {"course_id": course_id, "lesson_id": lesson_id, "step_id": step_id, "lang": lang}
    return db.session.execute(_HEARD, names).one_or_none()


def hold_step(course_id: str, step_id: str) -> bool:
    """Hold a step's row, so that two who record it at once do so one after the other; False when there is none."""
    mine = select(StepRow.id).where(StepRow.course_id == course_id, StepRow.id == step_id, StepRow.retired_at.is_(None))
    return db.session.scalar(mine.with_for_update()) is not None


def recording(recording_id: UUID) -> Recording | None:
    """Give a recording by its id."""
    return db.session.get(Recording, recording_id)


def recording_of_form(client_id: UUID) -> Recording | None:
    """Give what a form kept before."""
    return db.session.scalar(select(Recording).where(Recording.client_id == client_id))


def of_step(course_id: str, step_id: str, lang: str) -> Sequence[Recording]:
    """Give all recordings of a step in a language, those that are heard first, each kind with the latest first."""
    return db.session.scalars(
        select(Recording)
        .where(Recording.course_id == course_id, Recording.step_id == step_id, Recording.lang == lang)
        .order_by(Recording.removed_at.is_not(None), Recording.removed_at.desc(), Recording.recorded_at.desc(), Recording.id.desc())
    ).all()


def living(lang: str, course_id: str | None = None) -> Sequence[Row]:
    """Give (course_id, step_id, spoken_hash, seconds) of what is heard in a language, the earlier first."""
    statement = select(Recording.course_id, Recording.step_id, Recording.spoken_hash, Recording.seconds).where(
        Recording.lang == lang, Recording.removed_at.is_(None)
    )
    if course_id is not None:
        statement = statement.where(Recording.course_id == course_id)
    return db.session.execute(statement.order_by(Recording.recorded_at, Recording.id)).all()


def put_away(course_id: str, step_id: str, lang: str, moment: datetime) -> None:
    """Put away every recording of a step that is heard in a language."""
    db.session.execute(
        update(Recording)
        .where(
            Recording.course_id == course_id,
            Recording.step_id == step_id,
            Recording.lang == lang,
            Recording.removed_at.is_(None),
        )
        .values(removed_at=moment)
    )


def by_person(person_id: UUID) -> Sequence[Recording]:
    """Give all that somebody recorded, the latest first."""
    return db.session.scalars(
        select(Recording).where(Recording.recorded_by == person_id).order_by(Recording.recorded_at.desc(), Recording.id.desc())
    ).all()


def sound(sha256: str) -> Sound | None:
    """Give a sound by its hash."""
    return db.session.get(Sound, sha256)


def orphan_sounds() -> Sequence[str]:
    """Give the hashes of sounds that no recording has any more."""
    used = aliased(Recording)
    return db.session.scalars(select(Sound.sha256).where(~select(used.id).where(used.sha256 == Sound.sha256).exists())).all()


def removed_count(before: datetime) -> int:
    """Count recordings that were put away before a moment."""
    return db.session.scalar(select(func.count()).select_from(Recording).where(Recording.removed_at < before)) or 0
