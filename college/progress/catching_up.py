"""Keeps progress true when texts change, without anybody calling up: looks for courses whose steps stand otherwise."""

from __future__ import annotations

import hashlib
from functools import partial

import structlog

from college.core.db import db, run_in_unit
from college.library import service as library
from college.library.service import CourseView
from college.progress import queries
from college.progress.rebuilding import rebuild

log = structlog.get_logger()


def catch_up() -> int:
    """Count everybody's progress again in courses whose steps have changed; give how many values differed.

    Cheap when nothing changed: it then only reads. A text that only says something in other words changes nothing.
    Opens units of work of its own; killed half-way, the next call does all of it again.
    """
    found = 0
    for course_id, mark in run_in_unit(_changed, writes=False):
        after, is_over = None, False
        while not is_over:
            batch = run_in_unit(partial(rebuild, course_id=course_id, after=after))
            found += len(batch.differences)
            after, is_over = batch.last, batch.last is None
        run_in_unit(partial(queries.keep_mark, course_id, mark))
    return found


def catch_up_safely() -> int:
    """Catch up for the worker: what fails is written down and tried again with the next look, and stops nothing else."""
    try:
        return catch_up()
    except Exception:
        db.session.rollback()
        log.exception("progress could not catch up")
        return 0


def _changed() -> list[tuple[str, str]]:
    counted = queries.counted_marks()
    marks = {course.id: _mark(course) for course in library.published_courses()}
    return [(course_id, mark) for course_id, mark in marks.items() if counted.get(course_id) != mark]


def _mark(course: CourseView) -> str:
    stands = sorted((head.id, head.step_ids) for head in course.lessons)
    return hashlib.sha256(repr(stands).encode()).hexdigest()
