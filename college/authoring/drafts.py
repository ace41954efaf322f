"""Drafts as they are opened and kept: piece by piece, nobody's words over another's; for the service."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _

from college.authoring import queries
from college.authoring.models import LessonDraft
from college.authoring.rules import COURSE_TEXT, REMOVED_KEPT, Texts, changed_parts, fingerprint, with_ids
from college.core.clock import now
from college.core.db import db, insert_once, new_id
from college.core.errors import NotFound, RuleBroken
from college.core.guard import ensure
from college.core.permissions import Actor, Permission, Scope
from college.library import service as library


@dataclass(frozen=True)
class Kept:
    """A change was kept. ``base`` is what the open form says next time."""

    draft: LessonDraft
    base: str


@dataclass(frozen=True)
class Conflict:
    """Somebody else wrote the same piece meanwhile; nothing was changed.

    ``theirs`` is what stands there now ("" twice when the step was taken out), ``base`` its mark: whoever has seen
    both and sends her words with it keeps hers.
    """

    draft: LessonDraft
    mine: Texts
    theirs: Texts
    base: str
    by: UUID | None
    at: str


def place_of(course_id: str) -> Scope:
    """Give the scope of a course: itself, and the district at home in which it is."""
    home = queries.home(course_id)
    return Scope(district=home.district_code if home else None, course=course_id)


def may_write(actor: Actor, course_id: str) -> bool:
    """Say whether she is an author of this course."""
    return actor.reach(Permission.COURSE_WRITE).covers(place_of(course_id))


def draft_for(*, actor: Actor, course_id: str, lesson_id: str) -> LessonDraft:
    """Give the draft of a lesson (or of "course") to an author of the course; raises NotFound for what is not there.

    Where nobody has written yet it is a fresh one with the published text, version 0, that is not kept.
    """
    ensure(actor, Permission.COURSE_WRITE, place_of(course_id))
    return draft_or_published(course_id, lesson_id)


def draft_or_published(course_id: str, lesson_id: str, *, locks: bool = False) -> LessonDraft:
    """Give a draft or a fresh one, for callers that have asked who may."""
    row = queries.draft(course_id, lesson_id, locks=locks)
    if row is not None:
        return row
    written = library.written(course_id, "" if lesson_id == COURSE_TEXT else lesson_id)
    return LessonDraft(
        course_id=course_id, lesson_id=lesson_id, zh=written.zh, en=written.en, version=0,
        base_revision_id=written.revision_id, base_mark=written.mark, touched={}, removed=[], aside=[],
        publish_why="", publish_problem="",
    )


def texts_of(draft: LessonDraft) -> Texts:
    """Give a draft's words."""
    return Texts(draft.zh, draft.en)


def keep_part(
    *, actor: Actor, course_id: str, lesson_id: str, part: str, texts: Texts, base: str
) -> Kept | Conflict:
    """Keep one piece ("head", "intro" or a step's id) of a text, both languages at once.

    ``base`` is `fingerprint` of the piece as the form was opened. The same words sent twice are kept once. Raises
    NotFound like `draft_for`.
    """
    draft = locked_draft(actor=actor, course_id=course_id, lesson_id=lesson_id)
    texts = plain(texts)
    there = texts_of(draft).part(part)
    if there is None:
        return conflict_at(draft, part, texts)
    if there == texts or _was_kept(draft, actor, part, texts):
        return Kept(draft, fingerprint(there))
    if base != fingerprint(there):
        return conflict_at(draft, part, texts)
    write(draft, actor, with_ids(texts_of(draft).with_part(part, texts)), part, sent=texts)
    return Kept(draft, fingerprint(texts_of(draft).part(part) or texts))


def keep_whole(*, actor: Actor, course_id: str, lesson_id: str, texts: Texts, base: str) -> Kept | Conflict:
    """Keep a whole text as typed in Markdown; ``base`` is `fingerprint` of the whole. Steps without id get one."""
    draft = locked_draft(actor=actor, course_id=course_id, lesson_id=lesson_id)
    texts, there = plain(texts), texts_of(draft)
    if there == texts or _was_kept(draft, actor, "", texts):
        return Kept(draft, fingerprint(there))
    if base != fingerprint(there):
        return conflict_at(draft, "", texts)
    write(draft, actor, with_ids(texts), "", sent=texts)
    return Kept(draft, fingerprint(texts_of(draft)))


def add_step(*, actor: Actor, course_id: str, lesson_id: str, after: str, texts: Texts) -> LessonDraft:
    """Put a new step, written whole with its ## line, after another one (first when ``after`` is "")."""
    draft = locked_draft(actor=actor, course_id=course_id, lesson_id=lesson_id)
    write(draft, actor, with_ids(texts_of(draft).with_step(texts, after=after)), "")
    return draft


def move_step(*, actor: Actor, course_id: str, lesson_id: str, step_id: str, by: int) -> LessonDraft:
    """Move a step some places down (``by`` > 0) or up. Raises NotFound when it is not there."""
    draft = locked_draft(actor=actor, course_id=course_id, lesson_id=lesson_id)
    _piece_of(draft, step_id)
    write(draft, actor, texts_of(draft).with_step_moved(step_id, by), step_id)
    return draft


def take_out_step(*, actor: Actor, course_id: str, lesson_id: str, step_id: str) -> LessonDraft:
    """Take a step out of a text; it can be put back with `put_back_step`. Taken out twice is once."""
    draft = locked_draft(actor=actor, course_id=course_id, lesson_id=lesson_id)
    piece = texts_of(draft).part(step_id)
    if piece is None:
        return draft
    before = library.cut(draft.zh).step_ids
    at = before.index(step_id)
    gone = {"id": step_id, "after": before[at - 1] if at else "", "zh": piece.zh, "en": piece.en,
            "by": str(actor.person_id or ""), "at": now().isoformat()}
    kept = [each for each in draft.removed if each["id"] != step_id]
    write(draft, actor, texts_of(draft).without_step(step_id), step_id)
    draft.removed = [*kept, gone][-REMOVED_KEPT:]
    return draft


def put_back_step(*, actor: Actor, course_id: str, lesson_id: str, step_id: str) -> LessonDraft:
    """Put a step back that was taken out, where it stood. Raises NotFound when it is not among those kept."""
    draft = locked_draft(actor=actor, course_id=course_id, lesson_id=lesson_id)
    if texts_of(draft).part(step_id) is not None:
        return draft
    gone = next((each for each in draft.removed if each["id"] == step_id), None)
    if gone is None:
        raise NotFound
    write(draft, actor, texts_of(draft).with_step(Texts(gone["zh"], gone["en"]), after=gone["after"]), step_id)
    draft.removed = [each for each in draft.removed if each["id"] != step_id]
    return draft


def move_step_to(*, actor: Actor, course_id: str, lesson_id: str, step_id: str, to_lesson_id: str) -> LessonDraft:
    """Move a step to the end of another lesson of the same course; it keeps its id. Gives the other draft."""
    if to_lesson_id == lesson_id:
        raise RuleBroken(_("The step stands in this lesson already."))
    first, second = sorted((lesson_id, to_lesson_id))
    for each in (first, second):
        locked_draft(actor=actor, course_id=course_id, lesson_id=each)
    there = queries.draft(course_id, to_lesson_id)
    here = queries.draft(course_id, lesson_id)
    piece = _piece_of(here, step_id)
    last = library.cut(there.zh).step_ids[-1:]
    write(there, actor, texts_of(there).with_step(piece, after=last[0] if last else ""), step_id)
    write(here, actor, texts_of(here).without_step(step_id), step_id)
    return there


def locked_draft(*, actor: Actor, course_id: str, lesson_id: str) -> LessonDraft:
    """Give an author's draft for a change, kept from now on, and nobody else changes it until this is committed."""
    ensure(actor, Permission.COURSE_WRITE, place_of(course_id))
    row = queries.draft(course_id, lesson_id, locks=True)
    if row is not None:
        return row
    fresh = draft_or_published(course_id, lesson_id)
    insert_once(
        LessonDraft, id=new_id(), course_id=course_id, lesson_id=lesson_id, zh=fresh.zh, en=fresh.en, version=1,
        base_revision_id=fresh.base_revision_id, base_mark=fresh.base_mark, touched={}, removed=[],
        aside=[], created_by=actor.person_id, changed_by=actor.person_id,
    )
    return queries.draft(course_id, lesson_id, locks=True)


def _piece_of(draft: LessonDraft, step_id: str) -> Texts:
    piece = texts_of(draft).part(step_id)
    if piece is None:
        raise NotFound
    return piece


def write(draft: LessonDraft, actor: Actor, texts: Texts, part: str = "", *, sent: Texts | None = None) -> None:
    """Write a draft that the caller has locked, and who changed which piece.

    part: a piece that counts as changed although its words may be the same (it moved); "" names none. sent: the words
    of a form as they came, so that the same form sent again by the same person is known ("" is the whole text).
    """
    changed = {*changed_parts(texts_of(draft), texts), *([part] if part else [])}
    draft.zh, draft.en = texts.zh, texts.en
    draft.version += 1
    draft.changed_by, draft.changed_at = actor.person_id, now()
    mark = {"by": str(actor.person_id or ""), "at": now().isoformat(), "version": draft.version}
    touched = {**draft.touched, **dict.fromkeys(changed, mark)}
    touched.pop("", None)
    if sent is not None:
        touched[part] = {**mark, "sent": fingerprint(sent), "left": fingerprint(text_at(draft, part) or sent)}
    draft.touched = touched
    db.session.flush()


def _was_kept(draft: LessonDraft, actor: Actor, part: str, texts: Texts) -> bool:
    """Say whether she sent these very words last, and nobody wrote since: an answer was lost on its way to her."""
    last, there = draft.touched.get(part, {}), text_at(draft, part)
    if there is None or last.get("by") != str(actor.person_id or ""):
        return False
    return (last.get("sent"), last.get("left")) == (fingerprint(texts), fingerprint(there))


def text_at(draft: LessonDraft, part: str) -> Texts | None:
    """Give what stands at a piece, "" is the whole text; None when there is no such step."""
    return texts_of(draft).part(part) if part else texts_of(draft)


def conflict_at(draft: LessonDraft, part: str, mine: Texts) -> Conflict:
    """Give the conflict of her words with those that stand at a piece now ("" is the whole text)."""
    theirs = text_at(draft, part) or Texts("", "")
    touched = draft.touched.get(part, {}) if part else {}
    by = UUID(touched["by"]) if touched.get("by") else draft.changed_by
    at = touched.get("at") or draft.changed_at.isoformat()
    return Conflict(draft, mine, theirs, fingerprint(theirs), by, at)


def plain(texts: Texts) -> Texts:
    """Give typed texts with plain line ends and without empty lines around them."""
    return Texts(_plain(texts.zh), _plain(texts.en))


def _plain(text: str) -> str:
    """Give a typed text with plain line ends and without empty lines around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
