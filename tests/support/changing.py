"""A tiny course whose lessons are lists of steps, published again and again with other texts, and a class that is in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch
from uuid import UUID

from flask import Flask

from college.board import service as board
from college.core import clock
from college.core.db import unit_of_work
from college.core.permissions import Actor, Permission
from college.lessons import service as lessons
from college.library import publishing
from college.library import service as library
from college.progress import rebuilding
from college.progress import service as progress
from tests.support.college import College

COURSE = "tiny"
NINE = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)
FEATURES = "- id: orders\n  name: {zh: 我的订单, en: My orders}\n  path: {zh: 我的订单, en: My orders}\n"
ABOUT = "---\nid: tiny\ntitle: {words}\nsummary: {words}\naudience: {words}\nobjectives: [{words}]\n---\n{words}\n"
HEAD = "---\nid: {id}\ntitle: {title}\nsummary: {title}\nobjectives: [{title}]\nkeypoints: [{title}]\n"
ONCE = "minutes: 5\nfeature: orders\naliases: [{aliases}]\n"
PRACTICE = "\n```practice\nscreen: home\nsay: {say}\ntarget: my-taobao\n```\n"


@dataclass(frozen=True)
class Text:
    """A lesson: its steps in order, and what else may change in it."""

    steps: str
    title: str = "一节课"
    words: str = "请看右下角。"
    aliases: str = ""

    def files(self, lesson_id: str) -> dict[str, str]:
        """Give it as files by ending; each letter of ``steps`` is a step, all of them to be practised on."""
        zh = HEAD.format(id=lesson_id, title=self.title) + ONCE.format(aliases=self.aliases) + "---\n"
        en = HEAD.format(id=lesson_id, title="A lesson") + "---\n"
        return {".md": zh + self._steps("第{}步", self.words, "点“我的淘宝”。"),
                ".en.md": en + self._steps("Step {}", "Look at the bottom.", "Tap 我的淘宝 (My Taobao).")}

    def _steps(self, title: str, words: str, say: str) -> str:
        practice = PRACTICE.format(say=say)
        return "\n".join(f"## {title.format(each)} {{#step-{each}}}\n{words}\n{practice}" for each in self.steps)


#: The texts of a course: lesson id → text, in order.
Texts = Mapping[str, Text]
_ready: dict[tuple, library.Ready] = {}


def ready_of(texts: Texts) -> library.Ready:
    """Check and render these texts, in this process because they are known to be harmless.

    Once for all tests, which is true as long as no database has any of it yet.
    """
    key = tuple(texts.items())
    if key not in _ready:
        with TemporaryDirectory() as root:
            folder = Path(root, COURSE)
            folder.mkdir()
            Path(root, "features.yaml").write_text(FEATURES)
            (folder / "course.md").write_text(ABOUT.format(words="小课"))
            (folder / "course.en.md").write_text(ABOUT.format(words="A small course"))
            for at, (lesson_id, text) in enumerate(texts.items(), start=1):
                for ending, source in text.files(lesson_id).items():
                    (folder / f"{at:02d}-{lesson_id}{ending}").write_text(source)
            with patch.object(publishing.limits, "run_limited", lambda work, *given, **_limits: work(*given)):
                _ready[key] = library.prepare(Path(root))
    return _ready[key]


@dataclass
class Stand:
    """How a student stands to a lesson: at which step she goes on, what the list says, and her share."""

    goes_on: str
    state: str
    done: int
    total: int


@dataclass
class TinyCollege:
    """The tiny course in a database, a class that follows it, and what can be asked about it."""

    app: Flask
    make: College
    cohort: UUID = field(init=False)
    lecturer: UUID = field(init=False)
    people: dict[str, UUID] = field(default_factory=dict)

    def open(self, *coming: Texts, first: Texts) -> None:
        """Publish the first texts and make a class; those that are coming are rendered before anything is published."""
        with self.app.app_context():
            for texts in (*coming, first):
                ready_of(texts)
        self.publish(first)
        self.cohort = self.make.cohort(courses=(COURSE,))
        self.lecturer = self.make.lecturer(self.cohort)

    def publish(self, texts: Texts) -> None:
        """Publish these texts as files."""
        with self.app.app_context():
            ready = ready_of(texts)
            with unit_of_work():
                library.store(actor=Actor.system(), ready=ready)

    def caught_up(self) -> int:
        """Let the worker look once; give how many values it mended."""
        with self.app.app_context():
            return progress.catch_up()

    def differences(self) -> list[str]:
        """Give what `progress rebuild` finds."""
        with self.app.app_context():
            return [str(each) for each in rebuilding.rebuild(course_id=COURSE).differences]

    def students(self, done: Mapping[str, Mapping[str, str]]) -> None:
        """Make students who have finished these steps of lessons, an hour apart."""
        self.people |= {name: self.make.student(self.cohort, name) for name in done}
        with self.make.work():
            past = [
                progress.PastStep(self.people[name], lesson_id, f"step-{step}", NINE + timedelta(hours=at))
                for name, lessons_ in done.items()
                for at, (lesson_id, step) in enumerate((each, step) for each, steps in lessons_.items() for step in steps)
            ]
            heads = {head.id: head.step_ids for head in library.course(COURSE).lessons}
            progress.load_history(course_id=COURSE, lessons=heads, steps=past, taps=[])

    def keep(self, name: str, lesson_id: str, step: str, *, at: datetime | None = None) -> None:
        """Have a student finish a step of a living lesson."""
        with self.app.app_context(), unit_of_work(), clock.freeze(at or NINE + timedelta(days=2)):
            lesson = library.lesson(COURSE, lesson_id)
            lessons.keep_step(actor=self.make.actor(self.people[name]), lesson=lesson, step_id=f"step-{step}")

    def stands(self, name: str) -> dict[str, Stand]:
        """Give how a student stands to each living lesson, as her pages say it."""
        with self.app.app_context():
            reader = lessons.reader_of(actor=self.make.actor(self.people[name]), course_id=COURSE)
            line = lessons.course_for(reader=reader, course_id=COURSE)
            return {each.head.id: self._stand(reader, each) for each in line.lines}

    def _stand(self, reader: lessons.Reader, line: lessons.LessonLine) -> Stand:
        lesson = library.lesson(COURSE, line.head.id)
        done = progress.done_steps(person_id=reader.person_id, course_id=COURSE, step_ids=lesson.step_ids)
        goes_on = lessons.resume_step(reader=reader, lesson=lesson)
        return Stand(goes_on.removeprefix("step-"), line.state.value, len(done), len(lesson.step_ids))

    def proposed(self, name: str) -> str:
        """Give the lesson that is proposed to a student next, "" when there is none."""
        with self.app.app_context():
            choice = lessons.choice_of(actor=self.make.actor(self.people[name]))
            return choice.proposal.line.head.id if choice.proposal else ""

    def board(self) -> board.Board:
        """Give the board of the class."""
        with self.app.app_context():
            return board.board_of(self.make.actor(self.lecturer), Permission.BOARD_VIEW, self.cohort, "zh")


def texts(**lessons_: str | Text) -> dict[str, Text]:
    """Give texts by lesson; a string is a lesson with these steps."""
    return {each: Text(text) if isinstance(text, str) else text for each, text in lessons_.items()}

