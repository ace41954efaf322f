"""Files published over a course that is written on the web too: what differs is shown, and nothing is overwritten silently."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from college.authoring import queries
from college.authoring.drafts import texts_of
from college.authoring.models import LessonDraft
from college.authoring.rules import COURSE_TEXT, Texts
from college.authoring.rules_importing import settled
from college.core.db import db
from college.core.errors import NotAllowed, RuleBroken
from college.core.permissions import Actor
from college.library import service as library
from college.library.service import DRAFTED, PUBLISHED, Choice, Difference, Outcome, Ready, WebEdit


@dataclass(frozen=True)
class Edited:
    """A text that stands on the web with other words than in the files; the difference is from the web's to the files'."""

    edit: WebEdit
    title: str
    difference: Difference


def edited_on_web(ready: Ready) -> list[WebEdit]:
    """Give every text that files would publish over somebody's work on the web, published or still a draft."""
    found = library.web_edits(ready)
    known = {(each.course_id, each.lesson_id) for each in found}
    drafted = [
        WebEdit(course.id, draft.lesson_id, DRAFTED, None, False)
        for course in ready.courses
        for draft in queries.drafts(course.id)
        if (course.id, draft.lesson_id) not in known and _would_be_overtaken(course, draft)
    ]
    return sorted([*found, *drafted], key=lambda each: (each.course_id, each.lesson_id))


def shown(ready: Ready, edits: list[WebEdit]) -> list[Edited]:
    """Give the same with the words and screens in which each differs."""
    courses = {course.id: course for course in ready.courses}
    return [_shown(courses[each.course_id], each) for each in edits]


def publish(*, actor: Actor, ready: Ready, choice: Choice | None) -> Outcome:
    """Store files; with "ours" every text that was edited on the web stays, with "theirs" its drafts stay as drafts.

    A draft that says what the files say goes on from them. Raises NotAllowed for anybody but the college itself, and
    RuleBroken like `library.store`.
    """
    if not actor.is_system:
        raise NotAllowed
    drafted = [(each.course_id, each.lesson_id) for each in edited_on_web(ready) if each.why == DRAFTED]
    if drafted and choice is None:
        raise RuleBroken(_("Somebody wrote on the web just now. Nothing was published. Please try once more."))
    outcome = library.store(actor=actor, ready=ready, choice=choice, keep=drafted if choice == "ours" else ())
    for course in ready.courses:
        for draft in queries.drafts(course.id):
            _go_on(draft)
    return outcome


def _would_be_overtaken(course: object, draft: LessonDraft) -> bool:
    """Say whether somebody writes on a text that the files would change in another way."""
    files, there = library.ready_texts(course, draft.lesson_id), _published(draft)
    hers = settled(texts_of(draft))
    if files is None or hers == settled(Texts(*files)):
        return False
    return there is None or (settled(there) != hers and settled(there) != settled(Texts(*files)))


def _published(draft: LessonDraft) -> Texts | None:
    """Give what is published of a draft's text, None when nothing is."""
    there = library.standings([draft.course_id])[draft.course_id]
    if draft.lesson_id == COURSE_TEXT:
        return Texts(*_pair(draft)) if there.published_at else None
    is_known = any(each.id == draft.lesson_id for each in library.lesson_standings(draft.course_id))
    return Texts(*_pair(draft)) if is_known else None


def _pair(draft: LessonDraft) -> tuple[str, str]:
    there = library.written(draft.course_id, "" if draft.lesson_id == COURSE_TEXT else draft.lesson_id)
    return there.zh, there.en


def _go_on(draft: LessonDraft) -> None:
    """Let a draft that says what is published now go on from there."""
    there = _published(draft)
    if there is not None and settled(there) == settled(texts_of(draft)):
        now_there = library.written(draft.course_id, "" if draft.lesson_id == COURSE_TEXT else draft.lesson_id)
        draft.base_revision_id, draft.base_mark = now_there.revision_id, now_there.mark
        db.session.flush()


def _shown(course: object, edit: WebEdit) -> Edited:
    draft = queries.draft(edit.course_id, edit.lesson_id) if edit.why == DRAFTED else None
    if edit.lesson_id == COURSE_TEXT and draft is not None:
        files = library.ready_texts(course, COURSE_TEXT) or ("", "")
        found = library.difference_of_course_texts({"zh": draft.zh, "en": draft.en}, {"zh": files[0], "en": files[1]})
        return Edited(edit, library.title_of(draft.zh), found)
    after = library.ready_view(course, edit.lesson_id)
    before = _before(edit, draft)
    title = (before or after).texts["zh"].title if before or after else edit.lesson_id
    return Edited(edit, title, library.difference_of_lessons(before, after) if after else Difference())


def _before(edit: WebEdit, draft: LessonDraft | None) -> library.LessonView | None:
    if draft is not None:
        others = [each.id for each in library.lesson_standings(edit.course_id) if each.id != edit.lesson_id]
        files = library.course_files(edit.course_id, instead={edit.lesson_id: (draft.zh, draft.en)}, without=others)
        return library.look_at(files, edit.lesson_id).view
    return library.edition_view(edit.course_id, edit.lesson_id, edit.number) if edit.why == PUBLISHED else None
