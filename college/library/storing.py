"""Stores checked courses: new revisions, living and retired lessons and steps; nothing is ever deleted. For the service."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _

from college.core import audit
from college.core.clock import now
from college.core.db import db, insert_once, new_id
from college.core.errors import RuleBroken
from college.core.permissions import Actor
from college.library import queries
from college.library.drafts import FeatureDraft, TrackDraft
from college.library.models import Course, Lesson, Picture, ProductFeature, Revision, StepRow, Track
from college.library.publishing import Choice, Outcome, Ready, ReadyCourse, ReadyLesson
from college.library.written import COURSE_FILE


def store(ready: Ready, *, actor: Actor, choice: Choice | None, keep: Collection[tuple[str, str]] = ()) -> Outcome:
    """Store what was made ready; a second time it changes nothing.

    choice: what becomes of lessons edited on the web: "theirs" takes the files, "ours" keeps the web's text.
    keep: texts that stay as they are published, as (course, lesson); "course" is the course's own.
    Raises RuleBroken when a lesson was edited on the web and there is no choice.
    """
    outcome = Outcome()
    _store_features(ready.features, ready.is_whole)
    for position, course in enumerate(ready.courses, start=1):
        kept = {lesson_id for course_id, lesson_id in keep if course_id == course.id}
        StoredCourse(course, position if ready.is_whole else None, actor, choice, outcome, kept).store()
    if ready.is_whole:
        _store_tracks(ready.tracks)
    return outcome


def _store_features(features: Sequence[FeatureDraft], is_whole: bool) -> None:
    """Write the features; the file of one course names some of them, so that the others keep their places."""
    rows = {row.id: row for row in queries.features()}
    last = 0 if is_whole else max((row.position for row in rows.values()), default=0)
    for position, feature in enumerate(features, start=last + 1):
        row = rows.get(feature.id)
        if row is None:
            db.session.add(ProductFeature(id=feature.id, position=position, names=feature.names, path=feature.paths))
        else:
            row.names, row.path = feature.names, feature.paths
            row.position = position if is_whole else row.position
    db.session.flush()


def _store_tracks(tracks: Sequence[TrackDraft]) -> None:
    """Write the tracks as they are now; nothing refers to a track, so one that is gone leaves no gap."""
    rows = {row.id: row for row in queries.tracks()}
    for position, track in enumerate(tracks, start=1):
        row = rows.pop(track.id, None)
        if row is None:
            row = Track(id=track.id)
            db.session.add(row)
        row.position, row.names, row.for_whom, row.course_ids = position, track.names, track.for_whom, track.courses
    for row in rows.values():
        db.session.delete(row)
    db.session.flush()


def lay_checked(lesson: Lesson, content: Mapping[str, Any]) -> None:
    """Keep the day on which a published text says that it was held beside a phone, unless a later one is known."""
    day = date.fromisoformat(content["checked_on"]) if content["checked_on"] else None
    if day and (lesson.checked_on is None or lesson.checked_on < day):
        lesson.checked_on, lesson.checked_version, lesson.checked_by = day, content["app_version"], None
        lesson.checked_before = {}


class StoredCourse:
    """The storing of one course from its files, in the order of the foreign keys: course, revisions, lessons, steps."""

    def __init__(self, course: ReadyCourse, position: int | None, actor: Actor, choice: Choice | None,
                 outcome: Outcome, keep: Collection[str] = ()) -> None:
        self.course = course
        self.position = position
        self.actor = actor
        self.choice = choice
        self.outcome = outcome
        #: Held from here on: whoever publishes the same course at the same moment comes after.
        self.row = queries.hold_course(course.id)
        self.lessons = {lesson.id: lesson for lesson in queries.all_lessons(course.id)}
        living = [lesson for lesson in self.lessons.values() if lesson.retired_at is None]
        self.current = {row.lesson_id: row for row in queries.revisions(lesson.current_revision_id for lesson in living)}
        self.kept = {*self._keep_web_texts(), *keep}
        self.is_changed = False

    def store(self) -> None:
        """Store everything of the course."""
        row = self._store_course()
        for position, lesson in enumerate(self.course.lessons, start=1):
            self._store_lesson(lesson, position)
        self._retire_lessons({lesson.id for lesson in self.course.lessons} | self.kept)
        db.session.flush()
        self._store_steps()
        row.lesson_order = [lesson.id for lesson in self._living()]
        if self.is_changed:
            row.published_at = now()
            audit.record(self.actor, "course.publish", subject=f"course:{self.course.id}", origin="files")
        db.session.flush()

    def _address(self, lesson_id: str) -> str:
        return f"{self.course.id}/{lesson_id}"

    def _living(self) -> list[Lesson]:
        living = [lesson for lesson in self.lessons.values() if lesson.retired_at is None]
        return sorted(living, key=lambda lesson: (lesson.position, lesson.id))

    def _keep_web_texts(self) -> set[str]:
        """Give the lessons whose web text stays. Raises RuleBroken when nobody said what shall become of them."""
        hashes = {lesson.id: lesson.source_hash for lesson in self.course.lessons}
        withdrawn = {each.id for each in self.lessons.values() if each.withdrawn_by and each.id in hashes}
        edited = sorted(withdrawn | {lesson_id for lesson_id, revision in self.current.items()
                                     if revision.origin == "web" and revision.source_hash != hashes.get(lesson_id)})
        if edited and self.choice is None:
            raise RuleBroken(_(
                "These lessons were edited on the web and the files say something else: %(lessons)s. "
                "Nothing was published. Take the files with --theirs, or keep the text of the web with --ours.",
                lessons=", ".join(self._address(lesson_id) for lesson_id in edited),
            ))
        return set(edited) if self.choice == "ours" else set()

    def _store_course(self) -> Course:
        row = self.row
        if row is None:
            row = Course(id=self.course.id, position=self.position or queries.last_course_position() + 1,
                         lesson_order=[], published_at=None)
            db.session.add(row)
        if self.position is not None:
            row.position = self.position
        if COURSE_FILE in self.kept and row.published_at is not None:
            self.outcome.kept.append(self._address(COURSE_FILE))
            return row
        row.sources = self.course.sources
        if row.source_hash != self.course.source_hash or row.published_at is None:
            row.titles, row.summaries, row.about = self.course.titles, self.course.summaries, self.course.about
            row.source_hash = self.course.source_hash
            self.is_changed = True
        db.session.flush()
        return row

    def _store_lesson(self, lesson: ReadyLesson, position: int) -> None:
        row, current = self.lessons.get(lesson.id), self.current.get(lesson.id)
        if lesson.id in self.kept:
            if row is not None:
                row.position = position
            self.outcome.kept.append(self._address(lesson.id))
            return
        if row is not None and current is not None and current.source_hash == lesson.source_hash:
            row.position, row.aliases = position, lesson.aliases
            self.outcome.unchanged.append(self._address(lesson.id))
            return
        revision = self._add_revision(lesson)
        if row is None:
            row = Lesson(course_id=self.course.id, id=lesson.id, retired_at=None)
            self.lessons[lesson.id] = row
            db.session.add(row)
        row.position, row.aliases, row.retired_at, row.withdrawn_by = position, lesson.aliases, None, None
        row.current_revision_id = revision.id
        lay_checked(row, revision.content)
        self.current[lesson.id] = revision
        self.outcome.published.append(self._address(lesson.id))
        self.is_changed = True

    def _add_revision(self, lesson: ReadyLesson) -> Revision:
        if lesson.content is None:
            raise RuleBroken(_("Somebody published these courses at the same time. Please publish once more."))
        for picture in lesson.pictures:
            insert_once(Picture, sha256=picture.sha256, media_type=picture.media_type, width=picture.width,
                        height=picture.height, data=picture.data)
        revision = Revision(
            course_id=self.course.id, lesson_id=lesson.id,
            number=queries.last_number(self.course.id, lesson.id) + 1, source_hash=lesson.source_hash,
            content=lesson.content, published_at=now(), published_by=self.actor.person_id, **self._said_of(lesson.id),
        )
        db.session.add(revision)
        db.session.flush()
        return revision

    def _said_of(self, lesson_id: str) -> dict[str, Any]:
        """Give what a new revision keeps of where its text was written."""
        return {"id": new_id(), "origin": "files"}

    def _retire_lessons(self, staying: set[str]) -> None:
        for lesson in self._living():
            if lesson.id not in staying:
                lesson.retired_at = now()
                self.current.pop(lesson.id, None)
                self.outcome.retired.append(self._address(lesson.id))
                self.is_changed = True
            elif lesson.id in self.kept and self._address(lesson.id) not in self.outcome.kept:
                self.outcome.kept.append(self._address(lesson.id))

    def _store_steps(self) -> None:
        """Write each living step at its place; retire those that no lesson has any more, revive those that are back."""
        rows, wanted = {row.id: row for row in queries.all_steps(self.course.id)}, self._wanted_steps()
        for step_id, (lesson_id, position, feature) in wanted.items():
            row = rows.get(step_id)
            if row is None:
                row = StepRow(course_id=self.course.id, id=step_id)
                db.session.add(row)
            row.lesson_id, row.position, row.feature, row.retired_at = lesson_id, position, feature, None
        for step_id, row in rows.items():
            if step_id not in wanted and row.retired_at is None:
                row.retired_at = now()

    def _wanted_steps(self) -> dict[str, tuple[str, int, str]]:
        wanted: dict[str, tuple[str, int, str]] = {}
        for lesson in self._living():
            for position, step in enumerate(self._steps_of(lesson.id), start=1):
                if step["id"] in wanted:
                    raise RuleBroken(_(
                        "The step “%(step)s” would stand in two lessons: %(first)s and %(second)s. Nothing was published.",
                        step=step["id"], first=wanted[step["id"]][0], second=lesson.id,
                    ))
                wanted[step["id"]] = (lesson.id, position, step["feature"])
        return wanted

    def _steps_of(self, lesson_id: str) -> list[dict]:
        return self.current[lesson_id].content["texts"]["zh"]["steps"]
