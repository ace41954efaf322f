"""Publishing a folder of courses: checked and rendered first, then stored in one transaction; for commands and first start."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from college.core import limits
from college.library import content, queries
from college.library.checks import DrawnScreens, check_shelf
from college.library.drafts import CourseDraft, FeatureDraft, PairDraft, TrackDraft
from college.library.pictures import FitPicture
from college.library.problems import N_, Problem
from college.library.reading import read_shelf

Choice = Literal["theirs", "ours"]

#: Seconds and megabytes, on top of an idle process, for rendering one checked lesson with its pictures, or all of a course.
RENDER_WITHIN, RENDER_WITH = 30, 150
Rendered = tuple[dict[str, Any], dict[str, FitPicture]]


class NotFit(Exception):
    """The files did not pass the check; `problems` says everything that is to be mended."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(problem.say() for problem in problems))
        self.problems = problems


@dataclass(frozen=True)
class ReadyLesson:
    """A checked lesson; content is None when its current revision already says the same."""

    id: str
    aliases: list[str]
    source_hash: str
    content: dict[str, Any] | None
    pictures: list[FitPicture] = field(default_factory=list)


@dataclass(frozen=True)
class ReadyCourse:
    """A checked course, rendered, ready to be stored."""

    id: str
    titles: dict[str, str]
    summaries: dict[str, str]
    about: dict[str, Any]
    sources: dict[str, str]
    source_hash: str
    lessons: list[ReadyLesson]


@dataclass(frozen=True)
class Ready:
    """Everything of a folder, ready to be stored; is_whole tells a folder of courses from one course."""

    features: list[FeatureDraft]
    courses: list[ReadyCourse]
    is_whole: bool
    tracks: list[TrackDraft] = field(default_factory=list)


@dataclass
class Outcome:
    """What publishing did, as ids "course/lesson"."""

    published: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)
    #: Edited on the web and left as they are.
    kept: list[str] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """Say whether any lesson was published or retired."""
        return bool(self.published or self.retired)


def make_ready(
    folder: Path,
    screens: DrawnScreens,
    tell: Callable[[int, int], None] = lambda done, total: None,
    features: list[FeatureDraft] | None = None,
    only: Collection[str] | None = None,
) -> Ready:
    """Read, check and render a folder; what is published already is not rendered again. Raises NotFit.

    tell: hears how many courses of how many are rendered. features: as in `reading.read_shelf`. only: the lessons
        that are rendered where not all of them are wanted; everything is checked all the same.
    """
    shelf = read_shelf(folder, features)
    problems = check_shelf(shelf, screens)
    if problems:
        raise NotFit(problems)
    known = queries.current_hashes()
    courses = []
    for course in shelf.courses:
        courses.append(_course(course, known, only))
        tell(len(courses), len(shelf.courses))
    return Ready(shelf.features, courses, shelf.is_whole, shelf.tracks)


def _course(course: CourseDraft, known: set[tuple[str, str, str]], only: Collection[str] | None) -> ReadyCourse:
    both = course.text.both
    hashes = [_source_hash(course, lesson, known) for lesson in course.lessons]
    changed = [
        lesson for lesson, each in zip(course.lessons, hashes, strict=True)
        if (course.text.id, lesson.id, each) not in known and (only is None or lesson.id in only)
    ]
    kept = queries.known_pictures({each for lesson in changed for each in content.found_hashes(lesson, course.folder)})
    rendered = _render(course, changed, kept)
    return ReadyCourse(
        id=course.text.id,
        titles={lang: text.value("title") for lang, text in both.items()},
        summaries={lang: text.value("summary") for lang, text in both.items()},
        about=content.course_about(course.text),
        sources={lang: text.source for lang, text in both.items()},
        source_hash=content.source_hash(course.text, course.folder),
        lessons=[_lesson(lesson, each, rendered.get(lesson.id)) for lesson, each in zip(course.lessons, hashes, strict=True)],
    )


def _source_hash(course: CourseDraft, lesson: PairDraft, known: set[tuple[str, str, str]]) -> str:
    """Give a lesson's hash; that of its current revision when it was exported from there, pictures as they are kept."""
    found = content.source_hash(lesson, course.folder)
    if (course.text.id, lesson.id, found) in known or not any(step.images for step in lesson.zh.steps):
        return found
    row = queries.lesson_row(course.text.id, lesson.id)
    current = queries.revisions([row.current_revision_id])[0] if row else None
    return current.source_hash if current and content.is_exported(lesson, course.folder, current.content) else found


def _lesson(lesson: PairDraft, source_hash: str, rendered: Rendered | None) -> ReadyLesson:
    aliases = lesson.zh.values("aliases")
    if rendered is None:
        return ReadyLesson(lesson.id, aliases, source_hash, None)
    text, fitted = rendered
    return ReadyLesson(lesson.id, aliases, source_hash, text, list(fitted.values()))


def _render(course: CourseDraft, lessons: list[PairDraft], kept: frozenset[str]) -> dict[str, Rendered]:
    """Render these lessons in one process; when that takes too much, one by one, so that the one at fault is named."""
    if not lessons:
        return {}
    try:
        return limits.run_limited(render_lessons, lessons, course.folder, kept, seconds=RENDER_WITHIN, megabytes=RENDER_WITH)
    except limits.TooMuch:
        return {lesson.id: _render_apart(lesson, course.folder, kept) for lesson in lessons}


def render_lessons(lessons: list[PairDraft], folder: Path, kept: frozenset[str]) -> dict[str, Rendered]:
    """Render several checked lessons of a course, by their ids."""
    return {lesson.id: content.lesson_content(lesson, folder, kept) for lesson in lessons}


def _render_apart(lesson: PairDraft, folder: Path, kept: frozenset[str]) -> Rendered:
    try:
        return limits.run_limited(content.lesson_content, lesson, folder, kept, seconds=RENDER_WITHIN, megabytes=RENDER_WITH)
    except limits.TooMuch as error:
        raise NotFit([Problem(lesson.zh.file, 1, N_("This lesson takes far too much to show; divide it into several."))]) from error
