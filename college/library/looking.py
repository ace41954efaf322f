"""A draft as students would see it, however unfinished it is, with all that is said about it; for the phone beside the text."""

from __future__ import annotations

import tempfile
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import UUID

from markupsafe import Markup, escape

from college.core import limits
from college.library import content, queries
from college.library.advice import advise_shelf
from college.library.checks import check_shelf
from college.library.checks_text import find_picture
from college.library.drafts import FeatureDraft, PairDraft, Part, ScreenDraft, SectionDraft, Shelf, TextDraft
from college.library.pictures import FitPicture, Unfit, fit
from college.library.problems import N_, Problem
from college.library.publishing import RENDER_WITH, RENDER_WITHIN
from college.library.reading import read_shelf
from college.library.rendering import TooHard, render_notes, render_parts
from college.library.screens import Screens
from college.library.texts import LessonView, lesson_view
from college.library.written import COURSE_FILE, CourseFiles

#: The number of a revision that was never published.
DRAFT = 0
_NOBODY = UUID(int=0)


@dataclass(frozen=True)
class Look:
    """What was seen in a draft. Its problems keep it from being published, its advice does not; both by file and line.

    ``view`` is None only when the text could not be read at all.
    """

    view: LessonView | None
    problems: list[Problem] = field(default_factory=list)
    advice: list[Problem] = field(default_factory=list)
    #: File name → the step (or "head", "intro") to which each of its lines belongs, by line from 1.
    parts: dict[str, list[str]] = field(default_factory=dict)

    def part_of(self, problem: Problem) -> str:
        """Give the piece of the text in which a problem or an advice lies: "head", "intro" or a step's id."""
        lines = self.parts.get(problem.file.rpartition("/")[2], [])
        return lines[min(problem.line, len(lines)) - 1] if lines else "head"


def features() -> list[FeatureDraft]:
    """Give the product features of this college as files have them."""
    return [FeatureDraft(row.id, row.names, row.path, 1) for row in queries.features()]


def look(files: CourseFiles, lesson_id: str, screens: Screens) -> Look:
    """Look at one lesson of a course that is being written; "course" looks at the course's own text.

    files: the course's own text and this lesson, as `written.course_files` names them; more lessons are looked at too.
    """
    known = features()
    with tempfile.TemporaryDirectory() as root:
        files.write(Path(root))
        shelf = read_shelf(Path(root, files.folder), known)
        problems, advice = check_shelf(shelf, screens), advise_shelf(shelf)
        pair = _pair_of(shelf, lesson_id)
        parts = _parts(pair) if pair else {}
        if pair is None or lesson_id == COURSE_FILE:
            return Look(None, problems, advice, parts)
        mended = _mended(pair, screens, {each.id for each in known})
        try:
            kept = queries.known_pictures(content.found_hashes(mended, shelf.courses[0].folder))
            shown = limits.run_limited(
                draft_content, mended, shelf.courses[0].folder, kept, seconds=RENDER_WITHIN, megabytes=RENDER_WITH
            )
        except limits.TooMuch:
            unfit = Problem(pair.zh.file, 1, N_("This lesson takes far too much to show; divide it into several."))
            return Look(None, [*problems, unfit], advice, parts)
    view = lesson_view(lesson_id=lesson_id, course_id=files.folder, revision_id=_NOBODY, number=DRAFT, content=shown)
    return Look(view, problems, advice, parts)


def draft_content(pair: PairDraft, folder: Path, kept: Collection[str]) -> dict[str, Any]:
    """Give the content of a mended draft as a revision has it; what cannot be shown is left out.

    kept: SHA-256 of the pictures that lie in the database; others have no address yet and are left out.
    """
    zh, en = pair.zh, pair.en
    english = {step.id: step for step in en.steps} if en else {}
    texts = {"zh": _text(zh, zh.steps, "zh", folder, kept)}
    if en:
        texts["en"] = _text(en, [english.get(step.id) or step for step in zh.steps], "en", folder, kept)
    minutes = zh.value("minutes")
    return {
        "minutes": int(minutes) if minutes.isdecimal() else 0,
        "feature": zh.value("feature"),
        "app_version": "",
        "checked_on": "",
        "narrator": zh.value("narrator"),
        "texts": texts,
    }


def _pair_of(shelf: Shelf, lesson_id: str) -> PairDraft | None:
    if not shelf.courses:
        return None
    course = shelf.courses[0]
    if lesson_id == COURSE_FILE:
        return course.text
    stem = f"-{lesson_id}.md"
    return next((each for each in course.lessons if each.zh.file.endswith(stem)), None)


def _parts(pair: PairDraft) -> dict[str, list[str]]:
    return {text.file.rpartition("/")[2]: _lines(text) for text in pair.both.values()}


def _lines(text: TextDraft) -> list[str]:
    """Give, for each line of a text, the piece to which it belongs."""
    lines = ["head"] * (text.source.count("\n") + 1)
    begins = [(text.introduction.line, "intro"), *((step.line, step.id) for step in text.steps)]
    for at, (line, part) in enumerate(begins):
        end = begins[at + 1][0] if at + 1 < len(begins) else len(lines) + 1
        for number in range(line, end):
            lines[number - 1 : number] = [part] if number <= len(lines) else []
    return lines


def _mended(pair: PairDraft, screens: Screens, known: set[str]) -> PairDraft:
    """Leave out of a draft what no page could show: screens nobody has drawn, targets that are not on them."""
    feature = pair.zh.value("feature")
    for text in pair.both.values():
        text.steps = [
            replace(
                step,
                id=step.id or f"step-{at}",
                feature=next((each for each in (step.feature, feature) if each in known), ""),
                practice=_drawable(step.practice, screens),
                drawn=_drawable(step.drawn, screens),
            )
            for at, step in enumerate(_each_once(text.steps), start=1)
        ]
    return pair


def _each_once(steps: list[SectionDraft]) -> list[SectionDraft]:
    seen: set[str] = set()
    return [step for step in steps if not step.id or not (step.id in seen or seen.add(step.id))]


def _drawable(drafts: list[ScreenDraft], screens: Screens) -> list[ScreenDraft]:
    known = [each for each in drafts if each.screen in screens.names()]
    return [
        each if each.target in screens.targets(each.screen, each.values) else replace(each, target=None)
        for each in known
    ]


def _text(text: TextDraft, steps: list[SectionDraft], lang: str, folder: Path, kept: Collection[str]) -> dict[str, Any]:
    return {
        "title": text.value("title"),
        "summary": text.value("summary"),
        "objectives": text.values("objectives"),
        "keypoints": text.values("keypoints"),
        "intro_html": _shown(text.introduction.learner_parts, lang),
        "teacher_html": _noted(text.introduction.teacher_parts, lang),
        "steps": [_step(step, lang, folder, kept) for step in steps],
    }


def _step(step: SectionDraft, lang: str, folder: Path, kept: Collection[str]) -> dict[str, Any]:
    fitted = {image.path: fit_one for image in step.images[:1] if (fit_one := _fitted(folder, image.path, kept))}
    shown = replace(step, images=[image for image in step.images[:1] if image.path in fitted])
    return {
        **content.step_frame(shown, step.feature, fitted),
        "html": _shown(step.learner_parts, lang),
        "teacher_html": _noted(step.teacher_parts, lang),
    }


def _fitted(folder: Path, path: str, kept: Collection[str]) -> FitPicture | None:
    found = find_picture(folder, path)
    try:
        fitted = fit(found.read_bytes(), kept) if found else None
    except Unfit:
        return None
    return fitted if fitted and fitted.sha256 in kept else None


def _shown(parts: list[Part], lang: str) -> str:
    try:
        return str(render_parts(parts, lang))
    except TooHard:
        return _as_typed(parts)


def _noted(parts: list[Part], lang: str) -> str:
    try:
        return str(render_notes(parts, lang))
    except TooHard:
        return _as_typed(parts)


def _as_typed(parts: list[Part]) -> str:
    return "".join(str(Markup("<p>{}</p>").format(escape(part.text[:500]))) for part in parts)


limits.preload(__name__)
