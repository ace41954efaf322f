"""Checks everything read from course files and gives all problems at once, each with file and line in plain words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Protocol

from college.library.checks_screens import check_screens, compare_screens
from college.library.drafts import CourseDraft, PairDraft, SectionDraft, Shelf, TextDraft
from college.library.problems import N_, Notes, Problem, in_order
from college.library.reading_tracks import FILE as TRACKS_FILE
from college.library.rules_certificate import check_rule

ID_LENGTH = 64
MAX_STEPS = 10
MAX_MINUTES = 10
MAX_TITLE = 60
#: Words that stand after a lesson's address for something else.
RESERVED_STEP_IDS = ("finished", "print")
RESERVED_COURSE_IDS = ("all", "check", "import", "new", "readings", "tracks", "screens", "silent")
RESERVED_LESSON_IDS = ("authors", "copy", "course", "export", "import", "new-lesson", "order", "silent")
NO_LESSON = N_("This course has no lesson yet.")

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_COURSE_NEEDS = ("title", "summary", "audience", "objectives")
_LESSON_NEEDS = ("title", "summary", "objectives", "keypoints")


class DrawnScreens(Protocol):
    """What the check asks of the drawn screens."""

    def names(self) -> tuple[str, ...]:
        """Give the names of all screens."""

    def targets(self, name: str, values: Mapping[str, str] | None = None) -> frozenset[str]:
        """Give what can be tapped on a screen drawn with these values."""

    def value_names(self, name: str) -> frozenset[str]:
        """Give the keys that `with` may have for a screen."""

    def value_choices(self, name: str) -> dict[str, tuple[str, ...]]:
        """Give each key of `with` and the words it may hold; no words means any text."""


def check_shelf(shelf: Shelf, screens: DrawnScreens) -> list[Problem]:
    """Give every problem of a folder: those met while reading and those against the rules, by file and line."""
    problems = list(shelf.problems)
    problems += _check_features(shelf)
    problems += _check_tracks(shelf)
    features = {feature.id for feature in shelf.features}
    seen: dict[str, str] = {}
    for course in shelf.courses:
        problems += _check_id_once(course.text, seen, N_("The id “%(id)s” is already used in %(file)s."))
        problems += _Course(course, features, screens).check()
    return in_order(problems)


def is_fit_id(text: str) -> bool:
    """Say whether a text can be a permanent id: small Latin letters, digits and single hyphens, 64 at most."""
    return len(text) <= ID_LENGTH and bool(_ID.fullmatch(text))


def _check_features(shelf: Shelf) -> list[Problem]:
    notes, seen = Notes(shelf.features_file), set()
    for feature in shelf.features:
        if not is_fit_id(feature.id):
            notes.add(feature.line, N_("“%(id)s” cannot be an id: use small Latin letters, digits and hyphens."), id=feature.id)
        if feature.id in seen:
            notes.add(feature.line, N_("The feature “%(id)s” is written twice."), id=feature.id)
        seen.add(feature.id)
    return notes.problems


def _check_tracks(shelf: Shelf) -> list[Problem]:
    notes, seen = Notes(TRACKS_FILE), set()
    known = {course.text.id for course in shelf.courses}
    for track in shelf.tracks:
        if not is_fit_id(track.id):
            notes.add(track.line, N_("“%(id)s” cannot be an id: use small Latin letters, digits and hyphens."), id=track.id)
        if track.id in seen:
            notes.add(track.line, N_("The track “%(id)s” is written twice."), id=track.id)
        for course_id in sorted(set(track.courses) - known):
            notes.add(track.line, N_("The track “%(id)s” names the course “%(course)s”, which is not here."), id=track.id, course=course_id)
        seen.add(track.id)
    return notes.problems


def _check_id_once(pair: PairDraft, seen: dict[str, str], sentence: str) -> list[Problem]:
    notes = Notes(pair.zh.file)
    if pair.id in seen:
        notes.add(pair.zh.line_of("id"), sentence, id=pair.id, file=seen[pair.id])
    elif pair.id:
        seen[pair.id] = pair.zh.file
    return notes.problems


def _check_reserved(pair: PairDraft, reserved: tuple[str, ...], problems: list[Problem]) -> None:
    if pair.id in reserved:
        notes = Notes(pair.zh.file)
        notes.add(pair.zh.line_of("id"), N_("The id “%(id)s” has another meaning here; choose another one."), id=pair.id)
        problems += notes.problems


class _Course:
    """The check of one course: step ids and lesson ids are looked at over all of its lessons."""

    def __init__(self, course: CourseDraft, features: set[str], screens: DrawnScreens) -> None:
        self.course = course
        self.features = features
        self.screens = screens
        self.problems: list[Problem] = []
        self.steps: dict[str, str] = {}

    def check(self) -> list[Problem]:
        """Give the problems of the course text and of each lesson."""
        self._check_course_text()
        _check_reserved(self.course.text, RESERVED_COURSE_IDS, self.problems)
        seen: dict[str, str] = {}
        for lesson in self.course.lessons:
            self.problems += _check_id_once(lesson, seen, N_("The id “%(id)s” is already used in %(file)s."))
            self._check_lesson(lesson)
            _check_reserved(lesson, RESERVED_LESSON_IDS, self.problems)
        for lesson in self.course.lessons:
            self._check_aliases(lesson, seen)
        return self.problems

    def _check_course_text(self) -> None:
        for text in self.course.text.both.values():
            notes = Notes(text.file)
            _check_front(text, self.course.text.id, _COURSE_NEEDS, notes)
            check_rule(text, self.course.text.zh, notes)
            if text.steps:
                notes.add(text.steps[0].line, N_("The course's own text has no steps; steps belong into lesson files."))
            notes.problems += text.noted
            self.problems += notes.problems
        if not self.course.lessons:
            self.problems.append(Problem(self.course.text.zh.file, 1, NO_LESSON))

    def _check_lesson(self, lesson: PairDraft) -> None:
        for text in lesson.both.values():
            notes = Notes(text.file)
            _check_front(text, lesson.id, _LESSON_NEEDS, notes)
            notes.problems += text.noted
            for step in text.steps:
                check_screens(step, self.screens, notes)
            self.problems += notes.problems
        self._check_numbers(lesson)
        self._check_steps(lesson)
        if lesson.en:
            notes = Notes(lesson.en.file)
            _compare(lesson.zh, lesson.en, notes)
            self.problems += notes.problems

    def _check_numbers(self, lesson: PairDraft) -> None:
        text, notes = lesson.zh, Notes(lesson.zh.file)
        minutes = text.value("minutes")
        if not (minutes.isascii() and minutes.isdigit() and len(minutes) <= 2 and 1 <= int(minutes) <= MAX_MINUTES):
            notes.add(text.line_of("minutes"), N_("“minutes” must be a number from 1 to %(limit)s."), limit=MAX_MINUTES)
        self._check_feature(text.value("feature"), text.line_of("feature"), notes)
        _check_checked(text, notes)
        if not text.steps:
            notes.add(1, N_("This lesson has no step; a step begins with ## Title {#step-id}."))
        if len(text.steps) > MAX_STEPS:
            notes.add(text.steps[MAX_STEPS].line, N_("This lesson has %(count)s steps; %(limit)s are enough. Divide it into two lessons."),
                      count=len(text.steps), limit=MAX_STEPS)
        self.problems += notes.problems

    def _check_feature(self, feature: str, line: int, notes: Notes) -> None:
        if not feature:
            notes.add(line, N_("“%(key)s” is missing."), key="feature")
        elif feature not in self.features:
            notes.add(line, N_("The feature “%(id)s” is not in features.yaml."), id=feature)

    def _check_steps(self, lesson: PairDraft) -> None:
        notes = Notes(lesson.zh.file)
        for step in lesson.zh.steps:
            if step.feature:
                self._check_feature(step.feature, step.line, notes)
            self._check_step(step, notes)
        self.problems += notes.problems

    def _check_step(self, step: SectionDraft, notes: Notes) -> None:
        if not step.id:
            return
        if not is_fit_id(step.id):
            notes.add(step.line, N_("“%(id)s” cannot be an id: use small Latin letters, digits and hyphens."), id=step.id)
        elif step.id in RESERVED_STEP_IDS:
            notes.add(step.line, N_("The id “%(id)s” has another meaning here; choose another one."), id=step.id)
        elif step.id in self.steps:
            notes.add(step.line, N_("The id “%(id)s” is already used in %(file)s."), id=step.id, file=self.steps[step.id])
        else:
            self.steps[step.id] = notes.file
        if not (step.learner_parts or step.practice or step.images or step.drawn):
            notes.add(step.line, N_("The step “%(step)s” is empty."), step=step.id)

    def _check_aliases(self, lesson: PairDraft, seen: dict[str, str]) -> None:
        notes = Notes(lesson.zh.file)
        for alias in lesson.zh.values("aliases"):
            if not is_fit_id(alias):
                notes.add(lesson.zh.line_of("aliases"), N_("“%(id)s” cannot be an id: use small Latin letters, digits and hyphens."), id=alias)
            elif alias in seen:
                notes.add(lesson.zh.line_of("aliases"), N_("The id “%(id)s” is already used in %(file)s."), id=alias, file=seen[alias])
            seen.setdefault(alias, lesson.zh.file)
        self.problems += notes.problems


def _check_front(text: TextDraft, wanted_id: str, needs: tuple[str, ...], notes: Notes) -> None:
    found = text.value("id")
    if not found:
        notes.add(text.line_of("id"), N_("“%(key)s” is missing."), key="id")
    elif not is_fit_id(found):
        notes.add(text.line_of("id"), N_("“%(id)s” cannot be an id: use small Latin letters, digits and hyphens."), id=found)
    elif found != wanted_id:
        notes.add(text.line_of("id"), N_("The id must be the same in both languages: %(id)s."), id=wanted_id)
    for key in needs:
        if not (text.values(key) if key in ("objectives", "keypoints") else text.value(key)):
            notes.add(text.line_of(key), N_("“%(key)s” is missing."), key=key)
    for line, title in [(text.line_of("title"), text.value("title")), *((step.line, step.title) for step in text.steps)]:
        if len(title) > MAX_TITLE:
            notes.add(line, N_("This title is longer than %(limit)s characters."), limit=MAX_TITLE)
    for step in text.steps:
        if not step.title:
            notes.add(step.line, N_("The step “%(step)s” has no title."), step=step.id)


def _check_checked(text: TextDraft, notes: Notes) -> None:
    day, version = text.value("checked_on"), text.value("app_version")
    if bool(day) != bool(version):
        notes.add(text.line_of("checked_on"), N_("“checked_on” and “app_version” are either both filled or both empty."))
    if day:
        try:
            date.fromisoformat(day)
        except ValueError:
            notes.add(text.line_of("checked_on"), N_("“checked_on” must be a day like 2026-11-21."))


def _compare(zh: TextDraft, en: TextDraft, notes: Notes) -> None:
    """Note where the English file does not say the same steps and screens as the Chinese one."""
    for key in ("minutes", "feature", "app_version", "checked_on", "narrator", "aliases"):
        if key in en.front and en.front[key] != zh.front.get(key, ""):
            notes.add(en.line_of(key), N_("“%(key)s” differs from the Chinese file; leave it out here."), key=key)
    chinese = {step.id: step for step in zh.steps if step.id}
    english = {step.id: step for step in reversed(en.steps) if step.id}
    for step_id in chinese.keys() - english.keys():
        notes.add(1, N_("The step “%(step)s” is missing in English."), step=step_id)
    for step in en.steps:
        if not step.id:
            continue
        if step.id not in chinese:
            notes.add(step.line, N_("The step “%(step)s” is not in the Chinese file."), step=step.id)
        elif english[step.id] is not step:
            notes.add(step.line, N_("The step “%(step)s” is written twice."), step=step.id)
        else:
            _compare_step(chinese[step.id], step, notes)
    if chinese.keys() == english.keys() and list(chinese) != [step.id for step in en.steps if english.get(step.id) is step]:
        notes.add(en.steps[0].line, N_("The steps stand in another order than in the Chinese file."))


def _compare_step(zh: SectionDraft, en: SectionDraft, notes: Notes) -> None:
    if en.feature and en.feature != zh.feature:
        notes.add(en.line, N_("“%(key)s” differs from the Chinese file; leave it out here."), key="feature")
    if len(zh.images) != len(en.images):
        notes.add(en.line, N_("The step “%(step)s” has other pictures than in Chinese."), step=en.id)
    if any(part.kind == "text" for part in zh.parts) and not any(part.kind == "text" for part in en.parts):
        notes.add(en.line, N_("The step “%(step)s” has no English words."), step=en.id)
    compare_screens(zh.practice, en.practice, en.line, notes)
    compare_screens(zh.drawn, en.drawn, en.line, notes)
