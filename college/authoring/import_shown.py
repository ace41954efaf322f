"""What the pages of an import show: how far it is, what it would do text by text, and what could not be kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _

from college.authoring import import_keeping, importing
from college.authoring.drafts import place_of
from college.authoring.import_keeping import Lying
from college.authoring.importing import Comparison
from college.authoring.rules import COURSE_TEXT, Texts
from college.authoring.rules_importing import CHANGED, Line
from college.core.guard import ensure
from college.core.permissions import Actor, Permission
from college.library import service as library
from college.library.service import Difference, LessonView, Remark

#: Lines of the list of what could not be kept that stand on one page.
MOST_REMARKS = 500


@dataclass(frozen=True)
class Desk:
    """The course into which files go: its id and title; both "" for a new one."""

    id: str
    title: str


@dataclass(frozen=True)
class Told:
    """One thing that could not be kept, in the reader's language."""

    file: str
    line: int
    what: str
    became: str


@dataclass(frozen=True)
class ImportPage:
    """One import: the upload, the comparison once it was read, and the list."""

    lying: Lying
    desk: Desk
    found: Comparison | None
    remarks: list[Told]
    more_remarks: int
    #: The words of one text that differ, and its title, where she asked for them.
    difference: Difference | None
    asked: str
    #: It was written, or the files say what stands on the web.
    is_there: bool


def desk_of(actor: Actor, course_id: str) -> Desk:
    """Give the course into which files go, to its authors. Raises NotFound."""
    if not course_id:
        return Desk("", "")
    ensure(actor, Permission.COURSE_WRITE, place_of(course_id))
    standing = library.standings([course_id]).get(course_id)
    return Desk(course_id, standing.title("zh") if standing else course_id)


def page(*, actor: Actor, import_id: UUID, into: str, lesson_id: str = "") -> ImportPage:
    """Give what the page of an import shows. Raises NotFound for somebody else's, and when its day is over."""
    lying = import_keeping.lying(actor=actor, import_id=import_id, into=into)
    desk = desk_of(actor, into)
    if lying.parcel is None:
        return ImportPage(lying, desk, None, [], 0, None, "", False)
    found = importing.compare(actor=actor, parcel=lying.parcel, into=into)
    remarks = told(lying.parcel.remarks)
    line = next((each for each in found.by_fate(CHANGED) if each.lesson_id == lesson_id), None)
    return ImportPage(
        lying, desk, found, remarks[:MOST_REMARKS], max(0, len(remarks) - MOST_REMARKS),
        difference_of(found.course_id, line) if line else None, line.title if line else "", not found.has_news,
    )  # fmt: skip


def told(remarks: Iterable[Remark]) -> list[Told]:
    """Say what could not be kept, by file and line."""
    return [Told(each.file, each.line, *each.told(_)) for each in sorted(remarks, key=lambda each: (each.file, each.line))]


def difference_of(course_id: str, line: Line) -> Difference:
    """Give the words and screens in which a text of the files differs from what stands on the web."""
    there, brought = line.there or Texts(""), line.brought or Texts("")
    if line.lesson_id == COURSE_TEXT:
        return library.difference_of_course_texts({"zh": there.zh, "en": there.en}, {"zh": brought.zh, "en": brought.en})
    before, after = (_seen(course_id, line.lesson_id, each) for each in (there, brought))
    return library.difference_of_lessons(before, after) if after else Difference()


def _seen(course_id: str, lesson_id: str, texts: Texts) -> LessonView | None:
    """Give a text as a reader would see it, None when it cannot be read."""
    others = [each.id for each in library.lesson_standings(course_id) if each.id != lesson_id]
    files = library.course_files(course_id, instead={lesson_id: (texts.zh, texts.en)}, without=others)
    return library.look_at(files, lesson_id).view
