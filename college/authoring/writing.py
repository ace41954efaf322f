"""What the pages show on which a text is written: a lesson with its steps, and one piece of it to write in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from college.accounts import service as accounts
from college.authoring import drafts, queries
from college.authoring.checking import Checked, Said, check_draft
from college.authoring.drafts import draft_for, locked_draft, may_write, texts_of
from college.authoring.models import LessonDraft
from college.authoring.rules import COURSE_TEXT, Texts, fingerprint
from college.authoring.rules_heads import Heads, read_heads
from college.authoring.rules_writing import Written, read_piece, step_id_for, write_piece
from college.authoring.titles import course_title, title_of
from college.core.errors import NotFound
from college.core.permissions import Actor
from college.library import service as library
from college.library.service import HEAD, INTRODUCTION


@dataclass(frozen=True)
class Touch:
    """Who changed a piece last, and when."""

    name: str
    at: datetime


@dataclass(frozen=True)
class StepLine:
    """One step in the list of a lesson. ``words`` is None when it can only be written as plain text."""

    number: int
    id: str
    title: str
    words: Written | None
    problems: list[Said]
    touch: Touch | None

    @property
    def is_practised(self) -> bool:
        """Say whether it has a practice."""
        return bool(self.words and self.words.has("practice"))

    @property
    def has_picture(self) -> bool:
        """Say whether it shows a picture, its own or a drawn one."""
        return bool(self.words and (self.words.has("image") or self.words.has("picture")))


@dataclass(frozen=True)
class Removed:
    """A step that was taken out and can be put back."""

    id: str
    title: str


@dataclass(frozen=True)
class LessonDesk:
    """A text that is being written, with its steps and all that is said about it."""

    draft: LessonDraft
    title: str
    course_title: str
    checked: Checked
    steps: list[StepLine]
    removed: list[Removed]
    head_touch: Touch | None
    intro_touch: Touch | None
    may_write: bool

    @property
    def is_course(self) -> bool:
        """Say whether it is a course's own text."""
        return self.draft.lesson_id == COURSE_TEXT


@dataclass(frozen=True)
class Piece:
    """One piece of a draft as it was opened; ``base`` is the mark that its form brings back."""

    draft: LessonDraft
    part: str
    texts: Texts
    written: Written | None = None
    heads: Heads | None = None

    @property
    def base(self) -> str:
        """Give the mark of its words as they stand."""
        return fingerprint(self.texts)


def readable_draft(*, actor: Actor, course_id: str, lesson_id: str) -> LessonDraft:
    """Give a draft to whoever may read it before it is published. Raises NotFound, and NotAllowed like `draft_for`."""
    return draft_for(actor=actor, course_id=course_id, lesson_id=lesson_id)


def lesson_desk(*, actor: Actor, course_id: str, lesson_id: str) -> LessonDesk:
    """Give a text with its steps. Raises like `readable_draft`."""
    draft = readable_draft(actor=actor, course_id=course_id, lesson_id=lesson_id)
    checked, touches = check_draft(draft), _touches(draft)
    return LessonDesk(
        draft=draft,
        title=title_of(draft),
        course_title=course_title(course_id),
        checked=checked,
        steps=_steps(draft, checked, touches),
        removed=[_removed(each) for each in reversed(draft.removed)],
        head_touch=touches.get(HEAD),
        intro_touch=touches.get(INTRODUCTION),
        may_write=may_write(actor, course_id),
    )


def open_piece(*, actor: Actor, course_id: str, lesson_id: str, part: str) -> Piece:
    """Give one piece to an author: "head", "intro" or a step's id. Raises NotFound when there is no such step."""
    draft = draft_for(actor=actor, course_id=course_id, lesson_id=lesson_id)
    texts = texts_of(draft).part(part)
    if texts is None:
        raise NotFound
    if part == HEAD:
        return Piece(draft, part, texts, heads=read_heads(texts, lesson_id))
    return Piece(draft, part, texts, written=read_piece(texts, is_step=part != INTRODUCTION))


def sent_piece(*, actor: Actor, course_id: str, lesson_id: str, part: str) -> Piece:
    """Give the piece for which words were sent, also of a step that a colleague has taken out meanwhile.

    Raises NotFound like `open_piece` when nothing is known of it.
    """
    draft = draft_for(actor=actor, course_id=course_id, lesson_id=lesson_id)
    gone = next((each for each in draft.removed if each["id"] == part), None)
    if texts_of(draft).part(part) is not None or gone is None:
        return open_piece(actor=actor, course_id=course_id, lesson_id=lesson_id, part=part)
    texts = Texts(gone["zh"], gone["en"])
    return Piece(draft, part, texts, written=read_piece(texts, is_step=True))


def add_step(*, actor: Actor, course_id: str, lesson_id: str, form_id: UUID, title: str, title_en: str) -> str:
    """Add an empty step at the end of a lesson and give its id; the same form sent twice adds one.

    Raises like `draft_for`.
    """
    draft = draft_for(actor=actor, course_id=course_id, lesson_id=lesson_id)
    step_id = step_id_for(form_id, f"{course_id}/{lesson_id}")
    pieces = library.cut(draft.zh)
    if step_id not in pieces.step_ids and all(each["id"] != step_id for each in draft.removed):
        written = Written(step_id, title, title_en, "", ())
        last = pieces.step_ids[-1] if pieces.step_ids else ""
        drafts.add_step(actor=actor, course_id=course_id, lesson_id=lesson_id, after=last, texts=write_piece(written))
    return step_id


def move_step(*, actor: Actor, course_id: str, lesson_id: str, step_id: str, number: int, by: int) -> None:
    """Move the step that stood at a number (from 1) one place up or down; one that has moved meanwhile stays.

    Raises NotFound when there is no such step.
    """
    draft = locked_draft(actor=actor, course_id=course_id, lesson_id=lesson_id)
    ids = library.cut(draft.zh).step_ids
    if step_id not in ids:
        raise NotFound
    if ids.index(step_id) == number - 1:
        drafts.move_step(actor=actor, course_id=course_id, lesson_id=lesson_id, step_id=step_id, by=by)


def counts(written: Written) -> dict[str, tuple[int, int]]:
    """Give, by language, how many hanzi or words stand in a step's own text, and how many a phone shows."""
    return {lang: (library.step_length(_text(written, lang), lang), limit) for lang, limit in library.STEP_LIMITS.items()}


def _text(written: Written, lang: str) -> str:
    return "\n".join(row.words(lang) for row in written.rows if row.kind == "text")


def lessons_beside(draft: LessonDraft) -> list[tuple[str, str]]:
    """Give (id, title) of the other lessons of the course that are written or published and not put away."""
    found = {each.id: library.title_of(each.zh) for each in library.lesson_standings(draft.course_id) if not each.is_withdrawn}
    found |= {each.lesson_id: title_of(each) for each in queries.drafts(draft.course_id)}
    return [(lesson_id, title) for lesson_id, title in found.items() if lesson_id not in (COURSE_TEXT, draft.lesson_id)]


def _steps(draft: LessonDraft, checked: Checked, touches: dict[str, Touch]) -> list[StepLine]:
    texts = texts_of(draft)
    lines = []
    for number, step in enumerate(library.cut(draft.zh).steps, start=1):
        piece = texts.part(step.id) or Texts(step.text)
        words = read_piece(piece, is_step=True)
        title = words.title_zh if words else step.text.partition("\n")[0].lstrip("# ").partition("{")[0].strip()
        lines.append(StepLine(number, step.id, title, words, checked.problems_of(step.id), touches.get(step.id)))
    return lines


def _removed(row: dict[str, str]) -> Removed:
    words = library.read_step(row["zh"])
    return Removed(row["id"], words.title if words else row["id"])


def _touches(draft: LessonDraft) -> dict[str, Touch]:
    rows = {part: row for part, row in draft.touched.items() if row.get("by") and row.get("at")}
    names = accounts.people_by_ids({UUID(row["by"]) for row in rows.values()})
    return {
        part: Touch(names[UUID(row["by"])].name, datetime.fromisoformat(row["at"]))
        for part, row in rows.items()
        if UUID(row["by"]) in names
    }
