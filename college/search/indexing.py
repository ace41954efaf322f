"""Keeps the index true without anybody calling up: looks for what changed since, and cuts only that again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from functools import partial
from itertools import islice
from uuid import UUID
from zlib import crc32

import structlog
from markupsafe import Markup
from sqlalchemy import and_

from college.core.clock import now
from college.core.db import db, run_in_unit
from college.core.numbers import phone_hidden
from college.library import service as library
from college.library.service import CourseView, LessonText, LessonView
from college.questions import service as questions
from college.search import queries
from college.search.models import SearchDocument
from college.search.rules import Hit, Kind, weight
from college.search.rules_words import CUTTING, grams

log = structlog.get_logger()

#: Changes are looked for from so long before the last look: a slow transaction may end after a quick one.
OVERLAP = timedelta(minutes=2)
#: So old may the kept moment of the last look become while nothing changes.
KEPT_FOR = timedelta(minutes=10)
#: Lessons and questions that are cut in one transaction: other writers wait for milliseconds.
LESSONS_AT_ONCE, QUESTIONS_AT_ONCE = 4, 200

_BLOCK = re.compile(r"<(?:p|li|ul|ol|div|aside|section|h\d|br)\b")

Report = Callable[[int, int], None]


def catch_up(*, whole: bool = False, report: Report | None = None) -> int:
    """Bring the index up to what is published, asked and answered now; give how many lessons and questions were cut.

    Cheap when nothing changed: it then only reads. ``whole`` looks at every question, not only at those since the
    last look. Opens units of work of its own; killed half-way, the next call does the rest.
    """
    begun = now()
    since = run_in_unit(queries.looked_at, writes=False)
    changed = run_in_unit(_changed_lessons, writes=False)
    if whole or since is None:
        asked = run_in_unit(lambda: list(_every_question()), writes=False)
    else:
        asked = run_in_unit(lambda: _uncut(questions.changed_since(since - OVERLAP)), writes=False)
    done = 0
    for cut, some in [*((_cut_lessons, each) for each in _in_parts(changed, LESSONS_AT_ONCE)),
                      *((_cut_questions, each) for each in _in_parts(asked, QUESTIONS_AT_ONCE))]:  # fmt: skip
        done += run_in_unit(partial(cut, some))
        if report:
            report(min(done, len(changed) + len(asked)), len(changed) + len(asked))
    if done or since is None or begun - since > KEPT_FOR:
        run_in_unit(lambda: queries.keep_looked_at(begun))
    return done


def catch_up_safely(*, whole: bool = False) -> int:
    """Catch up for the worker: what fails is written down and tried again with the next look, and stops nothing else."""
    try:
        return catch_up(whole=whole)
    except Exception:
        db.session.rollback()
        log.exception("search could not catch up")
        return 0


def rebuild(*, report: Report | None = None) -> int:
    """Empty the index and cut everything anew; give how many lessons and questions. Meanwhile less is found."""
    run_in_unit(_empty)
    return catch_up(whole=True, report=report)


def forget(question_ids: Sequence[UUID]) -> int:
    """Take questions out of the index in this unit of work, whoever is writing to it; give how many were in it."""
    queries.hold()
    taken = 0
    for some in _in_parts(question_ids, QUESTIONS_AT_ONCE):
        refs = [each.hex for each in some]
        taken += queries.take_out(and_(SearchDocument.kind == Kind.QUESTION.value, SearchDocument.ref.in_(refs)))
    return taken


def _empty() -> None:
    queries.hold()
    queries.empty()
    queries.keep_looked_at(None)


def _in_parts(items: Sequence, size: int) -> Iterator[list]:
    rest = iter(items)
    while part := list(islice(rest, size)):
        yield part


def _lesson_marks() -> dict[str, str]:
    """Give the mark that each living lesson should have, by its place."""
    return {
        f"{course.id}/{head.id}": f"{CUTTING}:{head.revision_id.hex}:{_title_mark(course)}"
        for course in library.published_courses()
        for head in course.lessons
    }


def _title_mark(course: CourseView) -> str:
    return f"{crc32(repr(sorted(course.titles.items())).encode()):08x}"


def _changed_lessons() -> list[str]:
    """Give the places of lessons that are new, changed or gone."""
    wanted = _lesson_marks()
    there = {place: mark for (place, _ref), mark in queries.marks(Kind.LESSON).items()}
    return sorted(place for place in {*wanted, *there} if wanted.get(place) != there.get(place))


def _cut_lessons(places: list[str]) -> int:
    queries.hold()
    courses = {course.id: course for course in library.published_courses()}
    marks = _lesson_marks()
    for place in places:
        kinds = SearchDocument.kind.in_(queries.LESSONS)
        queries.take_out(and_(kinds, SearchDocument.place == place))
        if place in marks:
            course_id, lesson_id = place.split("/")
            view = library.lesson(course_id, lesson_id)
            queries.keep(queries.put_in(hit, marks[place], its) for hit, its in _of_lesson(courses[course_id], view))
    return len(places)


def _of_lesson(course: CourseView, lesson: LessonView) -> Iterator[tuple[Hit, dict[str, int]]]:
    """Give the lesson and its steps with their grams, those of both languages together."""
    place = f"{course.id}/{lesson.id}"
    texts = [lesson.in_language(lang) for lang in lesson.texts]
    about = [*course.titles.values(), *(said for text in texts for said in lesson_words(text))]
    yield Hit(Kind.LESSON.value, place, ""), _weights([text.title for text in texts], about, singles=True)
    for step_id in lesson.step_ids:
        steps = [(text, step) for text in texts if (step := text.step(step_id))]
        said = [step_words(text, step_id) for text, step in steps]
        yield Hit(Kind.STEP.value, place, step_id), _weights([step.title for _text, step in steps], said, singles=True)


def lesson_words(text: LessonText) -> list[str]:
    """Give what a lesson says about itself, as plain texts."""
    return [text.summary, *text.objectives, *text.keypoints, plain(text.intro_html)]


def step_words(text: LessonText, step_id: str) -> str:
    """Give what a step says, and what its practice asks for, as one plain text; empty for a step that is not there."""
    step = text.step(step_id)
    if step is None:
        return ""
    return " ".join([plain(step.html), *(screen.say for screen in step.practice if screen.say)])


def plain(html: str) -> str:
    """Give the words of a rendered text on one line; blocks stay apart from each other."""
    return Markup(_BLOCK.sub(r" \g<0>", str(html))).striptags()


def _weights(titles: list[str], texts: list[str], *, singles: bool = False, private: bool = False) -> dict[str, int]:
    in_title = grams("\n".join(titles), singles=singles, private=private)
    in_text = grams("\n".join(texts), singles=singles, private=private)
    return {gram: weight(in_text[gram], in_title[gram]) for gram in {*in_title, *in_text}}


def _every_question() -> Iterator[UUID]:
    """Give every sent question that is not in the index as it stands now."""
    after = None
    while ids := questions.sent_after(after, 1000):
        yield from _uncut(ids)
        after = ids[-1]


def _uncut(ids: list[UUID]) -> list[UUID]:
    versions = questions.versions(ids)
    there = {ref: mark for (_place, ref), mark in queries.marks(Kind.QUESTION, [each.hex for each in ids]).items()}
    return [each for each in ids if each in versions and there.get(each.hex) != f"{CUTTING}:{versions[each]}"]


def _cut_questions(ids: list[UUID]) -> int:
    queries.hold()
    ids = _uncut(ids)
    forget(ids)
    things = []
    for said in questions.said_in(ids):
        hit = Hit(Kind.QUESTION.value, said.cohort_id.hex, said.id.hex)
        words = [phone_hidden(text) for text in said.texts]
        things.append(queries.put_in(hit, f"{CUTTING}:{said.version}", _weights([], words, private=True)))
    queries.keep(things)
    return len(things)
