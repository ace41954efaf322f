"""Publishing a folder of courses: checked and rendered first, then stored in one transaction; for commands and first start."""

from __future__ import annotations

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

#: Seconds and megabytes, on top of an idle process, for rendering one checked lesson with its pictures.
RENDER_WITHIN, RENDER_WITH = 30, 150


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


def make_ready(folder: Path, screens: DrawnScreens) -> Ready:
    """Read, check and render a folder; what is published already is not rendered again. Raises NotFit."""
    shelf = read_shelf(folder)
    problems = check_shelf(shelf, screens)
    if problems:
        raise NotFit(problems)
    known = queries.current_hashes()
    return Ready(shelf.features, [_course(course, known) for course in shelf.courses], shelf.is_whole, shelf.tracks)


def _course(course: CourseDraft, known: set[tuple[str, str, str]]) -> ReadyCourse:
    both = course.text.both
    return ReadyCourse(
        id=course.text.id,
        titles={lang: text.value("title") for lang, text in both.items()},
        summaries={lang: text.value("summary") for lang, text in both.items()},
        about=content.course_about(course.text),
        source_hash=content.source_hash(course.text, course.folder),
        lessons=[_lesson(course, lesson, known) for lesson in course.lessons],
    )


def _lesson(course: CourseDraft, lesson: PairDraft, known: set[tuple[str, str, str]]) -> ReadyLesson:
    source_hash, aliases = content.source_hash(lesson, course.folder), lesson.zh.values("aliases")
    if (course.text.id, lesson.id, source_hash) in known:
        return ReadyLesson(lesson.id, aliases, source_hash, None)
    try:
        rendered, fitted = limits.run_limited(
            content.lesson_content, lesson, course.folder, seconds=RENDER_WITHIN, megabytes=RENDER_WITH
        )
    except limits.TooMuch as error:
        raise NotFit([Problem(lesson.zh.file, 1, N_("This lesson takes far too much to show; divide it into several."))]) from error
    return ReadyLesson(lesson.id, aliases, source_hash, rendered, list(fitted.values()))
