"""What is asked of the library's tables, each once, for its service and its publishing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import Row, bindparam, func, select

from college.core.db import db
from college.library.models import Course, Lesson, Picture, ProductFeature, Revision, StepRow, Track


_lesson = Lesson.__table__.c
#: Every step page asks this, so it is made once, on plain columns.
_CURRENT_REVISION = select(_lesson.current_revision_id, _lesson.checked_on, _lesson.checked_version).where(
    _lesson.course_id == bindparam("course_id"), _lesson.id == bindparam("lesson_id"), _lesson.retired_at.is_(None)
)
#: What a list asks of a lesson: its text by its revision, and when it was held beside a phone.
_LISTED = (Lesson.course_id, Lesson.id, Lesson.current_revision_id, Lesson.checked_on, Lesson.checked_version)


def published_courses() -> Sequence[Row]:
    """Give (id, titles, summaries, about) of every published course in order."""
    return db.session.execute(
        select(Course.id, Course.titles, Course.summaries, Course.about)
        .where(Course.published_at.is_not(None))
        .order_by(Course.position, Course.id)
    ).all()


def living_lessons(course_id: str | None = None) -> Sequence[Row]:
    """Give `_LISTED` of the living lessons in order, of one course or of all."""
    statement = (
        select(*_LISTED)
        .where(Lesson.retired_at.is_(None))
        .order_by(Lesson.course_id, Lesson.position, Lesson.id)
    )
    if course_id is not None:
        statement = statement.where(Lesson.course_id == course_id)
    return db.session.execute(statement).all()


def living_lessons_of(course_ids: Iterable[str]) -> Sequence[Row]:
    """Give the same as `living_lessons` of several courses."""
    statement = select(*_LISTED).where(
        Lesson.retired_at.is_(None), Lesson.course_id.in_(list(course_ids))
    )
    return db.session.execute(statement.order_by(Lesson.course_id, Lesson.position, Lesson.id)).all()


def titles_of(course_ids: Iterable[str]) -> Sequence[Row]:
    """Give (id, titles) of those of these courses that are published."""
    wanted = select(Course.id, Course.titles).where(Course.id.in_(list(course_ids)), Course.published_at.is_not(None))
    return db.session.execute(wanted).all()


def course_standings(course_ids: Iterable[str] | None = None) -> Sequence[Row]:
    """Give (id, titles, published_at) of these courses, of all when None, published or not, in order."""
    wanted = select(Course.id, Course.titles, Course.published_at).order_by(Course.position, Course.id)
    return db.session.execute(wanted if course_ids is None else wanted.where(Course.id.in_(list(course_ids)))).all()


def published_course(course_id: str) -> Row | None:
    """Give (id, titles, summaries, about) of one published course."""
    return db.session.execute(
        select(Course.id, Course.titles, Course.summaries, Course.about).where(
            Course.id == course_id, Course.published_at.is_not(None)
        )
    ).one_or_none()


def about_courses(course_ids: Iterable[str]) -> Sequence[Row]:
    """Give (id, about) of those of these courses that are published."""
    wanted = select(Course.id, Course.about).where(Course.id.in_(list(course_ids)), Course.published_at.is_not(None))
    return db.session.execute(wanted).all()


def current_revision(course_id: str, lesson_id: str) -> UUID | None:
    """Give the id of a living lesson's current revision."""
    row = current_lesson(course_id, lesson_id)
    return row.current_revision_id if row else None


def current_lesson(course_id: str, lesson_id: str) -> Row | None:
    """Give (current_revision_id, checked_on, checked_version) of a living lesson."""
    return db.session.execute(_CURRENT_REVISION, {"course_id": course_id, "lesson_id": lesson_id}).one_or_none()


def lesson_known_as(course_id: str, old_id: str) -> Row | None:
    """Give (id, current_revision_id, checked_on, checked_version) of the living lesson that had this id before."""
    rows = db.session.execute(
        select(Lesson.id, Lesson.current_revision_id, Lesson.checked_on, Lesson.checked_version, Lesson.aliases).where(
            Lesson.course_id == course_id, Lesson.retired_at.is_(None)
        )
    ).all()
    return next((row for row in rows if old_id in row.aliases), None)


def revisions(ids: Iterable[UUID]) -> Sequence[Revision]:
    """Give revisions by their ids."""
    wanted = list(ids)
    return db.session.scalars(select(Revision).where(Revision.id.in_(wanted))).all() if wanted else []


def sources_of(revision_ids: Iterable[UUID]) -> Sequence[Row]:
    """Give (id, sources) of these revisions: the texts as they were written, by language."""
    wanted = select(Revision.id, Revision.content["sources"].label("sources"))
    return db.session.execute(wanted.where(Revision.id.in_(list(revision_ids)))).all()


def own_sources_of(course_ids: Iterable[str]) -> Sequence[Row]:
    """Give (id, sources) of these courses: their own texts as they were published, by language."""
    return db.session.execute(select(Course.id, Course.sources).where(Course.id.in_(list(course_ids)))).all()


def revision_at(course_id: str, lesson_id: str, number: int) -> Revision | None:
    """Give a revision by its number within its lesson."""
    return db.session.scalars(select(Revision).filter_by(course_id=course_id, lesson_id=lesson_id, number=number)).one_or_none()


def lesson_of_step(course_id: str, step_id: str) -> str | None:
    """Give the lesson that holds a living step."""
    return db.session.scalar(
        select(StepRow.lesson_id).where(
            StepRow.course_id == course_id, StepRow.id == step_id, StepRow.retired_at.is_(None)
        )
    )


def retired_steps_in(course_ids: Iterable[str]) -> Sequence[Row]:
    """Give (course_id, lesson_id, id) of every step that lessons of these courses had before."""
    wanted = select(StepRow.course_id, StepRow.lesson_id, StepRow.id).where(StepRow.course_id.in_(list(course_ids)))
    return db.session.execute(wanted.where(StepRow.retired_at.is_not(None))).all()


def retired_steps(course_id: str, lesson_id: str) -> Sequence[Row]:
    """Give (id, position) of the steps that a lesson had before."""
    return db.session.execute(
        select(StepRow.id, StepRow.position).where(
            StepRow.course_id == course_id, StepRow.lesson_id == lesson_id, StepRow.retired_at.is_not(None)
        )
    ).all()


def all_lessons(course_id: str) -> Sequence[Lesson]:
    """Give every lesson of a course, retired ones too."""
    return db.session.scalars(select(Lesson).where(Lesson.course_id == course_id)).all()


def all_steps(course_id: str) -> Sequence[StepRow]:
    """Give every step of a course, retired ones too."""
    return db.session.scalars(select(StepRow).where(StepRow.course_id == course_id)).all()


def last_number(course_id: str, lesson_id: str) -> int:
    """Give the highest revision number of a lesson, 0 when it has none."""
    return db.session.scalar(
        select(func.max(Revision.number)).where(Revision.course_id == course_id, Revision.lesson_id == lesson_id)
    ) or 0


def features() -> Sequence[ProductFeature]:
    """Give all product features in order."""
    return db.session.scalars(select(ProductFeature).order_by(ProductFeature.position, ProductFeature.id)).all()


def tracks() -> Sequence[Track]:
    """Give all tracks in order."""
    return db.session.scalars(select(Track).order_by(Track.position, Track.id)).all()


def last_course_position() -> int:
    """Give the highest position of a course, 0 when there is none."""
    return db.session.scalar(select(func.max(Course.position))) or 0


def picture(sha256: str) -> Picture | None:
    """Give a picture by its hash."""
    return db.session.get(Picture, sha256)


def current_hashes() -> set[tuple[str, str, str]]:
    """Give (course, lesson, source hash) of every living lesson's current revision."""
    rows = db.session.execute(
        select(Lesson.course_id, Lesson.id, Revision.source_hash)
        .join(Revision, Revision.id == Lesson.current_revision_id)
        .where(Lesson.retired_at.is_(None))
    )
    return {tuple(row) for row in rows}


def known_pictures(hashes: Iterable[str]) -> frozenset[str]:
    """Give those of these hashes under which a picture is kept."""
    wanted = list(hashes)
    rows = db.session.scalars(select(Picture.sha256).where(Picture.sha256.in_(wanted))) if wanted else ()
    return frozenset(rows)


def pictures(hashes: Iterable[str]) -> dict[str, bytes]:
    """Give the bytes of those of these pictures that are kept, by hash."""
    wanted = list(hashes)
    rows = db.session.execute(select(Picture.sha256, Picture.data).where(Picture.sha256.in_(wanted))) if wanted else ()
    return {row.sha256: row.data for row in rows}


def course_row(course_id: str) -> Course | None:
    """Give a course, published or not."""
    return db.session.get(Course, course_id)


def lesson_row(course_id: str, lesson_id: str) -> Lesson | None:
    """Give a lesson, living or retired."""
    return db.session.get(Lesson, (course_id, lesson_id))


def hold_course(course_id: str) -> Course | None:
    """Give a course and hold it, so that whoever publishes at the same moment comes after; None for one that is new."""
    held = select(Course).where(Course.id == course_id).with_for_update().execution_options(populate_existing=True)
    return db.session.scalars(held).one_or_none()
