"""What is to be mended in a draft and what is only advised: the sentences of `courses check`, each with its piece."""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from threading import Lock

from flask_babel import gettext as _

from college.authoring import queries
from college.authoring.models import LessonDraft
from college.authoring.rules import COURSE_TEXT, Texts
from college.core.errors import NotFound
from college.library import service as library
from college.library.service import CourseFiles, Look

#: Looks that a process keeps: a lesson takes 100 kB.
LOOKS_KEPT = 32
_looks: OrderedDict[str, Look] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True)
class Said:
    """One sentence about one piece ("head", "intro" or a step's id) in one language."""

    part: str
    lang: str
    sentence: str
    #: The number of the step, from 1; None for what is no step.
    number: int | None = None


@dataclass(frozen=True)
class Checked:
    """What was found in a draft. Its problems keep it from being published, its advice does not."""

    problems: list[Said] = field(default_factory=list)
    advice: list[Said] = field(default_factory=list)
    #: The draft as students would see it, None when it cannot be shown at all.
    view: library.LessonView | None = None

    def problems_of(self, part: str) -> list[Said]:
        """Give what is to be mended in one piece."""
        return [each for each in self.problems if each.part == part]

    def advice_of(self, part: str) -> list[Said]:
        """Give what is advised for one piece."""
        return [each for each in self.advice if each.part == part]


def check_draft(draft: LessonDraft) -> Checked:
    """Look at a draft as `courses check` does, for callers who may see it."""
    return check_texts(draft.course_id, draft.lesson_id, Texts(draft.zh, draft.en))


def check_texts(course_id: str, lesson_id: str, texts: Texts) -> Checked:
    """Look at the texts of a lesson ("course" is the course's own text) as if they were its draft."""
    look = _looked(_files(course_id, lesson_id, texts), lesson_id)
    titles = _titles(texts)
    return Checked(_said(look, lesson_id, look.problems, titles), _said(look, lesson_id, look.advice, titles), look.view)


def _titles(texts: Texts) -> dict[str, str]:
    """Give the titles of the steps by id, in their order: on the web a step is called by its title, not by its id."""
    steps = library.cut(texts.zh).steps
    found = {step.id: library.read_step(step.text.partition("\n")[0]) for step in steps if step.id}
    return {step_id: words.title if words and words.title else step_id for step_id, words in found.items()}


def _looked(files: CourseFiles, lesson_id: str) -> Look:
    """Give what is seen in these files; the page, the phone beside it and each of its taps look at the same ones."""
    key = _mark(files, lesson_id)
    with _lock:
        if key in _looks:
            _looks.move_to_end(key)
            return _looks[key]
    look = library.look_at(files, lesson_id)
    with _lock:
        _looks[key] = look
        while len(_looks) > LOOKS_KEPT:
            _looks.popitem(last=False)
    return look


def _mark(files: CourseFiles, lesson_id: str) -> str:
    pictures = {path: hashlib.sha256(data).hexdigest() for path, data in files.pictures.items()}
    known = [(each.id, each.names) for each in library.features().values()]
    kept = sorted(library.known_pictures(pictures.values()))
    said = json.dumps([files.folder, lesson_id, sorted(files.texts.items()), sorted(pictures.items()), known, kept])
    return hashlib.sha256(said.encode()).hexdigest()


def _files(course_id: str, lesson_id: str, texts: Texts) -> CourseFiles:
    """Give the course's own text and this lesson; the course's own text alone comes with its first lesson."""
    instead = {lesson_id: (texts.zh, texts.en)}
    if lesson_id == COURSE_TEXT:
        return _alone(library.course_files(course_id, instead=instead), _first_lesson(course_id))
    own = queries.draft(course_id, COURSE_TEXT)
    instead |= {COURSE_TEXT: (own.zh, own.en)} if own else {}
    return _alone(library.course_files(course_id, instead=instead), lesson_id)


def _first_lesson(course_id: str) -> str:
    try:
        heads = library.course(course_id).lessons
    except NotFound:
        return ""
    return heads[0].id if heads else ""


def _alone(files: CourseFiles, lesson_id: str) -> CourseFiles:
    return replace(files, texts={name: text for name, text in files.texts.items() if _lesson_of(name) in ("", lesson_id)})


def _lesson_of(name: str) -> str:
    """Give the id of the lesson whose text a file is, "" for the course's own."""
    stem = name.rpartition("/")[2].removesuffix(".md").removesuffix(".en")
    return "" if stem == COURSE_TEXT else stem.partition("-")[2]


def _said(look: Look, lesson_id: str, found: Iterable[library.Problem], titles: dict[str, str]) -> list[Said]:
    wanted, found = "" if lesson_id == COURSE_TEXT else lesson_id, list(found)
    unnamed = {each.file for each in found if each.params.get("key") == "title"}
    said = [
        _sentence(look, each, titles)
        for each in found
        if _lesson_of(each.file) == wanted and not _is_of_lessons(each, wanted) and not _comes_with_title(each, unnamed)
    ]
    return list(dict.fromkeys(said))


def _sentence(look: Look, problem: library.Problem, titles: dict[str, str]) -> Said:
    part, lang = look.part_of(problem), "en" if problem.file.endswith(".en.md") else "zh"
    step_id = problem.params.get("step", "")
    part = step_id if part not in titles and step_id in titles else part
    called = replace(problem, params={**problem.params, "step": titles[step_id]}) if step_id in titles else problem
    return Said(part, lang, called.text(_), list(titles).index(part) + 1 if part in titles else None)


def _is_of_lessons(problem: library.Problem, wanted: str) -> bool:
    """Say whether a sentence about a course's own text is about its lessons, which are looked at one by one."""
    return not wanted and problem.line == 1 and problem.sentence == library.NO_LESSON


def _comes_with_title(problem: library.Problem, unnamed: set[str]) -> bool:
    """Say whether a sentence is about an English id that is written by itself with the English title."""
    return problem.params.get("key") == "id" and problem.file.endswith(".en.md") and problem.file in unnamed
