"""Lessons as everybody reads them, kept in each process: a revision never changes, so it is read once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection
from dataclasses import replace
from threading import Lock
from uuid import UUID

from sqlalchemy import Row

from college.core.errors import NotFound
from college.library import queries, queries_recordings
from college.library.models import Revision
from college.library.spoken import spoken_hash, spoken_text
from college.library.texts import LessonHead, LessonView, Voice, language, lesson_head, lesson_view

#: Views of revisions kept in each process; one takes about 30 kB.
VIEWS_KEPT = 512
#: Heads kept in each process; one takes about 1 kB, so that a list of thousands of lessons is read once.
HEADS_KEPT = 10_000
#: Revisions read at once for their heads.
READ_AT_ONCE = 100

_views: OrderedDict[UUID, LessonView] = OrderedDict()
_heads: OrderedDict[UUID, LessonHead] = OrderedDict()
_views_lock = Lock()


def lesson(course_id: str, lesson_id: str) -> LessonView:
    """Give the current text of a lesson, found by its id or by one it had before. Raises NotFound."""
    view = find_lesson(course_id, lesson_id)
    if view is None:
        raise NotFound
    return view


def find_lesson(course_id: str, lesson_id: str) -> LessonView | None:
    """Give the current text of a lesson like `lesson`, None when there is none."""
    row = queries.current_lesson(course_id, lesson_id) or queries.lesson_known_as(course_id, lesson_id)
    return None if row is None else _checked(views_of([row.current_revision_id])[row.current_revision_id], row)


def lessons(course_id: str | None = None) -> list[LessonView]:
    """Give the current texts of all living lessons in order, of one course or of all: one query when they are known."""
    rows = list(queries.living_lessons(course_id))
    views = views_of([row.current_revision_id for row in rows])
    return [_checked(views[row.current_revision_id], row) for row in rows]


def lessons_of(course_ids: Collection[str]) -> dict[str, list[LessonView]]:
    """Give the current texts of the living lessons of these courses in order, by course: one query when they are known."""
    rows = list(queries.living_lessons_of(course_ids))
    views = views_of([row.current_revision_id for row in rows])
    found: dict[str, list[LessonView]] = {course_id: [] for course_id in course_ids}
    for row in rows:
        found[row.course_id].append(_checked(views[row.current_revision_id], row))
    return found


def lesson_with_voice(course_id: str, lesson_id: str, step_id: str, lang: object) -> tuple[LessonView, Voice | None]:
    """Give a lesson like `lesson`, and what is heard at one of its steps in this language: one query for both.

    The voice is None where nobody has read the step aloud, or it says other words since. Raises NotFound.
    """
    row = queries_recordings.revision_and_recording(course_id, lesson_id, step_id, language(lang))
    if row is None:
        return lesson(course_id, lesson_id), None
    view = _checked(views_of([row.current_revision_id])[row.current_revision_id], row)
    step = view.in_language(lang).step(step_id)
    if step is None or row.sha256 is None or spoken_hash(spoken_text(step, language(lang))) != row.spoken_hash:
        return view, None
    return view, Voice(row.sha256, row.media_type, row.seconds)


def views_of(revision_ids: list[UUID]) -> dict[UUID, LessonView]:
    """Give views by revision id: a revision never changes, so what a process has read once stays true."""
    with _views_lock:
        found = {revision_id: _views[revision_id] for revision_id in revision_ids if revision_id in _views}
        for revision_id in found:
            _views.move_to_end(revision_id)
    missing = [revision_id for revision_id in revision_ids if revision_id not in found]
    for row in queries.revisions(missing):
        found[row.id] = _view(row)
    with _views_lock:
        for revision_id in missing:
            _views[revision_id] = found[revision_id]
        while len(_views) > VIEWS_KEPT:
            _views.popitem(last=False)
    return found


def heads_of(revision_ids: list[UUID]) -> dict[UUID, LessonHead]:
    """Give heads by revision id, like `views_of`; whole texts are read only for heads that are not known yet."""
    with _views_lock:
        found = {each: _heads[each] for each in revision_ids if each in _heads}
    missing = [each for each in revision_ids if each not in found]
    for at in range(0, len(missing), READ_AT_ONCE):
        for row in queries.revisions(missing[at : at + READ_AT_ONCE]):
            found[row.id] = lesson_head(_view(row))
    with _views_lock:
        _heads.update({each: found[each] for each in missing})
        while len(_heads) > HEADS_KEPT:
            _heads.popitem(last=False)
    return found


def _checked(view: LessonView, row: Row) -> LessonView:
    """Lay the day on which a lesson was held beside a phone over its text, which says a day of its own or none."""
    if row.checked_on is None or (view.checked_on is not None and view.checked_on >= row.checked_on):
        return view
    return replace(view, checked_on=row.checked_on, app_version=row.checked_version)


def _view(row: Revision) -> LessonView:
    return lesson_view(lesson_id=row.lesson_id, course_id=row.course_id, revision_id=row.id, number=row.number, content=row.content)
