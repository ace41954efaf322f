"""The library's one door: what courses, lessons and steps say, how screens are drawn, and how courses are published."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Iterable
from functools import lru_cache
from pathlib import Path

from flask import current_app
from markupsafe import Markup

from college.core.errors import NotAllowed, NotFound
from college.core.guard import ensure
from college.core.permissions import Actor, Permission, Scope
from college.library import looking, publishing, queries, storing, storing_web
from college.library.advice import advise_shelf
from college.library.checks import MAX_TITLE, NO_LESSON, check_shelf
from college.library.checks_text import STEP_LIMITS, step_length
from college.library.composing import (
    Block, ScreenWords, StepWords, read_blocks, read_head, read_step, write_blocks, write_head, write_step,
)
from college.library.earlier import former_ids, held_steps, last_steps, was_lesson, was_step
from college.library.checked import CHECKED_FOR, Held, held_by, keep_held, to_hold, to_hold_count
from college.library.checked import take_back as take_held_back
from college.library.difference import Difference
from college.library.difference import of_course_texts as difference_of_course_texts
from college.library.difference import of_lessons as difference_of_lessons
from college.library.foreign_writing import lasting_id
from college.library.forgetting import forget
from college.library.models import Picture
from college.library.history import (
    Edition, current_of, edition, edition_of, edition_view, edition_written, editions, written_or_none,
)
from college.library.kept_pictures import drop_pictures, fit_upload, keep_picture, picture_hash, published_among
from college.library.looking import Look
from college.library.moving import move_person, move_person_back
from college.library.packing import MAX_PACKED, TOO_LARGE, Unpackable, pack
from college.library.parcels import Parcel, ParcelPicture, ParcelText, Remark
from college.library.own_data import OWN_TABLES, own_data
from college.library.paper import Paper
from college.library.paper import fit as fit_on_paper
from college.library.paper import paint as paint_on_paper
from college.library.pieces import HEAD, INTRODUCTION, Piece, Pieces, cut
from college.library.checks_text import MIN_ALT as LEAST_ALT
from college.library.pictures import MAX_BYTES as MAX_PICTURE_BYTES
from college.library.pictures import FitPicture
from college.library.pictures import Unfit as UnfitPicture
from college.library.problem_counts import problem_counts as count_problems
from college.library.problems import Problem
from college.library.publishing import Choice, NotFit, Outcome, Ready
from college.library.reading import read_shelf
from college.library.rendering import mark_labels
from college.library.retention import SWEEPS
from college.library.rules_certificate import PRACTISED, READ, SHOWN, rule_of
from college.library.screens import Screens
from college.library.spoken import spoken_text
from college.library.storing_web import Overtaken, WebChange
from college.library.standing import CourseStanding, LessonStanding, begin_course, lesson_at, lesson_standings, own_sources_of, put_in_order, sources_of, standings, title_of
from college.library.texts import (
    CourseView, FeatureView, LessonHead, LessonText, LessonView, PracticeScreen, StepText, TrackView, Voice, language,
)
from college.library.words import count_words, only_hanzi
from college.library.web_edits import DRAFTED, PUBLISHED, WITHDRAWN, WebEdit, ready_texts, ready_view, web_edits
from college.library.written import CourseFiles, Written, course_files, image_paths, kept_paths, picture_path, written
from college.library.unpacking import read_lying, read_packed
from college.library.views import find_lesson, heads_of, lesson, lesson_with_voice, lessons, lessons_of

__all__ = [
    "CHECKED_FOR", "Held", "held_by", "keep_held", "take_held_back", "to_hold", "to_hold_count",
    "former_ids", "held_steps", "last_steps", "was_lesson", "was_step", "written_or_none",
    "Block", "NO_LESSON", "Problem", "STEP_LIMITS", "ScreenWords", "step_length", "StepWords", "read_blocks", "read_head", "read_step", "write_blocks", "write_head", "write_step",
    "Choice", "CourseFiles", "CourseStanding", "Edition", "Overtaken", "WebChange", "CourseView", "Difference", "FeatureView", "HEAD", "INTRODUCTION", "LessonHead", "LessonText",
    "LessonStanding", "LessonView", "Look", "MAX_TITLE", "NotFit", "OWN_TABLES", "Outcome", "Paper", "Piece", "Pieces", "PracticeScreen", "Ready", "SWEEPS", "StepText", "TrackView", "Voice", "Written",
    "PRACTISED", "READ", "SHOWN", "begin_course", "bring_back", "certificate_rules", "check", "course", "course_files", "current_of", "cut", "difference_of_course_texts", "difference_of_lessons", "draw", "edition", "edition_of", "edition_view", "edition_written", "editions", "features", "find_lesson", "fit_on_paper", "forget", "image_paths", "language", "lesson",
    "own_sources_of", "problem_counts", "put_in_order", "sources_of", "lesson_at", "lesson_of_step", "lesson_standings", "lesson_with_voice", "lessons", "lessons_of", "look_at", "mark_labels", "move_person", "move_person_back",
    "own_data", "paint_on_paper", "picture", "picture_path", "prepare", "publish", "published_courses", "retired_steps", "retired_steps_of",
    "screens", "spoken_text", "standings", "store", "title_of", "titles_of", "tracks",
    "written",
    "DRAFTED", "PUBLISHED", "WITHDRAWN", "WebEdit", "ready_texts", "ready_view", "web_edits",
    "MAX_PACKED", "TOO_LARGE", "Parcel", "ParcelPicture", "ParcelText", "Remark", "Unpackable", "kept_paths", "known_pictures", "lasting_id", "pack", "read_lying", "read_packed",
    "FitPicture", "LEAST_ALT", "MAX_PICTURE_BYTES", "UnfitPicture", "count_words", "only_hanzi", "drop_pictures", "fit_upload", "keep_picture", "picture_hash", "published_among",
]


def published_courses() -> list[CourseView]:
    """Give all published courses in order, with the heads of their lessons."""
    heads: dict[str, list[LessonHead]] = {}
    for head in _heads(queries.living_lessons()):
        heads.setdefault(head.course_id, []).append(head)
    return [_course_view(row, heads.get(row.id, [])) for row in queries.published_courses()]


def course(course_id: str) -> CourseView:
    """Give one published course. Raises NotFound."""
    row = queries.published_course(course_id)
    if row is None:
        raise NotFound
    return _course_view(row, _heads(queries.living_lessons(course_id)))


def certificate_rules(course_ids: Collection[str]) -> dict[str, str]:
    """Give by which rule (read, practised, shown) each of these courses is finished: one query.

    Courses that give no certificate, and those that are not published, are left out.
    """
    rules = {row.id: rule_of(row.about) for row in queries.about_courses(course_ids)}
    return {course_id: rule for course_id, rule in rules.items() if rule}


def titles_of(course_ids: Collection[str], lang: object) -> dict[str, str]:
    """Give the titles of those of these courses that are published, in a language, else in Chinese: one query."""
    rows = queries.titles_of(course_ids)
    return {row.id: row.titles.get(language(lang)) or row.titles["zh"] for row in rows}


def lesson_of_step(course_id: str, step_id: str) -> str:
    """Give the id of the lesson in which a step stands today; steps may move. Raises NotFound."""
    lesson_id = queries.lesson_of_step(course_id, step_id)
    if lesson_id is None:
        raise NotFound
    return lesson_id


def retired_steps_of(course_ids: Collection[str]) -> dict[tuple[str, str], list[str]]:
    """Give the steps that lessons of these courses had before, by (course id, lesson id): one query."""
    found: dict[tuple[str, str], list[str]] = {}
    for course_id, lesson_id, step_id in queries.retired_steps_in(course_ids):
        found.setdefault((course_id, lesson_id), []).append(step_id)
    return found


def retired_steps(course_id: str, lesson_id: str) -> dict[str, int]:
    """Give the steps that a lesson had before, each with the place (from 0) at which it stood last."""
    return {row.id: row.position - 1 for row in queries.retired_steps(course_id, lesson_id)}


def features() -> dict[str, FeatureView]:
    """Give the product features by id, in their order."""
    return {row.id: FeatureView(row.id, row.names, row.path) for row in queries.features()}


def tracks() -> list[TrackView]:
    """Give the tracks in order, without courses that are not published."""
    published = {row.id for row in queries.published_courses()}
    rows = [(row, tuple(each for each in row.course_ids if each in published)) for row in queries.tracks()]
    return [TrackView(row.id, row.names, row.for_whom, course_ids) for row, course_ids in rows if course_ids]


def known_pictures(hashes: Iterable[str]) -> frozenset[str]:
    """Give those of these hashes under which a picture is kept."""
    return queries.known_pictures(hashes)


def picture(sha256: str) -> Picture:
    """Give a kept picture by its hash. Raises NotFound."""
    found = queries.picture(sha256)
    if found is None:
        raise NotFound
    return found


def screens() -> Screens:
    """Give the drawn screens of this process."""
    return _screens_in(current_app.root_path, str(current_app.template_folder or "templates"))


def draw(screen: PracticeScreen, *, mode: str = "picture", ring: str | None = None, lang: object = "zh") -> Markup:
    """Draw a step's screen; mode, ring and lang as in `Screens.draw`. Raises UnknownScreen."""
    return screens().draw(screen.screen, screen.values, mode=mode, ring=ring, lang=language(lang))


def check(folder: Path) -> tuple[list[Problem], list[Problem]]:
    """Give every problem of a folder of courses or of one course, and what could be better, each by file and line.

    Without problems it may be published, whatever the advice.
    """
    shelf = read_shelf(folder)
    return check_shelf(shelf, screens()), advise_shelf(shelf)


def look_at(files: CourseFiles, lesson_id: str) -> Look:
    """Look at a lesson that is being written ("course" is the course's own text), however unfinished it is."""
    return looking.look(files, lesson_id, screens())


def problem_counts(files: CourseFiles) -> dict[str, int]:
    """Give how many places of each text of a course must be mended, by lesson id; "course" is its own text."""
    return count_problems(files, screens())


def prepare(folder: Path, tell: Callable[[int, int], None] = lambda done, total: None) -> Ready:
    """Read, check and render a folder, before any write transaction. Raises NotFit with all problems.

    tell: hears how many courses of how many are rendered.
    """
    return publishing.make_ready(folder, screens(), tell)


def store(
    *, actor: Actor, ready: Ready, choice: Choice | None = None, keep: Collection[tuple[str, str]] = ()
) -> Outcome:
    """Store prepared courses, all or nothing; only commands may, as the college itself.

    choice: "theirs" takes the files over what was edited on the web, "ours" keeps the web's text. keep: texts that stay
        as they are published, as (course, lesson).
    Raises NotAllowed, and RuleBroken when something was edited on the web and no choice was made.
    """
    if not actor.is_system:
        raise NotAllowed
    return storing.store(ready, actor=actor, choice=choice, keep=keep)


def publish(*, actor: Actor, folder: Path, choice: Choice | None = None) -> Outcome:
    """Prepare and store a folder in one go, within the caller's unit of work. Raises like `prepare` and `store`."""
    return store(actor=actor, ready=prepare(folder), choice=choice)


def prepare_web(files: CourseFiles, only: Collection[str]) -> Ready:
    """Check a course with texts written on the web, and render those lessons; outside any write transaction.

    Goes the very way of files. Raises NotFit with all problems.
    """
    with tempfile.TemporaryDirectory() as root:
        return publishing.make_ready(files.write(Path(root)), screens(), features=looking.features(), only=only)


def store_web(*, actor: Actor, place: Scope, ready: Ready, change: WebChange) -> Outcome:
    """Publish texts that authors wrote on the web; nothing else of their course changes.

    place: the course, and the district at home in which it is. Raises NotAllowed or NotFound for whoever is no author
    of it, and Overtaken when one of the texts was published by somebody else meanwhile.
    """
    ensure(actor, Permission.COURSE_WRITE, place)
    return storing_web.store_web(ready, actor=actor, change=change)


def withdraw(*, actor: Actor, place: Scope, lesson_id: str, why: str) -> bool:
    """Hide a lesson from students, as an author; what they did in it is kept. False when it was hidden already.

    Raises NotAllowed or NotFound, and RuleBroken for the only lesson of a course.
    """
    ensure(actor, Permission.COURSE_WRITE, place)
    return storing_web.withdraw(place.course or "", lesson_id, actor=actor, why=why)


def bring_back(*, actor: Actor, place: Scope, lesson_id: str) -> bool:
    """Show a withdrawn lesson to students again as it was, as an author. False when it is shown already.

    Raises NotAllowed or NotFound, and RuleBroken when one of its steps stands in another lesson now.
    """
    ensure(actor, Permission.COURSE_WRITE, place)
    return storing_web.bring_back(place.course or "", lesson_id, actor=actor)


@lru_cache(maxsize=4)
def _screens_in(root: str, folder: str) -> Screens:
    return Screens(Path(root, folder).resolve())


def _course_view(row, heads: Iterable[LessonHead]) -> CourseView:
    return CourseView(row.id, row.titles, row.summaries, row.about, tuple(heads))


def _heads(rows) -> list[LessonHead]:
    wanted = [row.current_revision_id for row in rows]
    heads = heads_of(wanted)
    return [heads[each] for each in wanted]
