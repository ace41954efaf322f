"""A course brought in from files: shown against what stands on the web first, then written as drafts, all or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from flask_babel import gettext as _

from college.authoring import queries, rules_importing
from college.authoring.courses import districts_to_start, ensure_may_start, home_for_change, keep_new, keep_order, order_of, settle
from college.authoring.drafts import locked_draft, may_write, place_of, texts_of, write
from college.authoring.models import CourseHome, LessonDraft
from college.authoring.rules import COURSE_TEXT, Texts
from college.authoring.rules_importing import CHANGED, FROM_FILE, FROM_WEB, NEW, Line
from college.core import audit
from college.core.clock import now
from college.core.db import db, new_id
from college.core.errors import NotFound, RuleBroken
from college.core.guard import ensure
from college.core.permissions import Actor, Permission
from college.library import service as library
from college.library.service import Parcel, ParcelPicture

#: Words that gave way and are kept with a draft.
ASIDE_KEPT = 20
#: Ids that stand behind /write/ or /courses/ for something else.
_TAKEN = frozenset({"new", "import", "all", "check", "tracks", "screens", "silent"})


@dataclass(frozen=True)
class Comparison:
    """What an import would do: to which course, text by text. ``mark`` says how the texts stood when it was made."""

    course_id: str
    is_new: bool
    title: str
    lines: tuple[Line, ...]
    mark: str
    #: Where a new course may be at home: code → name of the district.
    districts: dict[str, str]

    @property
    def has_choice(self) -> bool:
        """Say whether a text stands on the web with other words than in the file."""
        return any(each.fate == CHANGED for each in self.lines)

    @property
    def has_news(self) -> bool:
        """Say whether anything would be written at all."""
        return any(each.fate in (NEW, CHANGED) for each in self.lines)

    def by_fate(self, fate: str) -> list[Line]:
        """Give the texts of which one thing becomes."""
        return [each for each in self.lines if each.fate == fate]


@dataclass(frozen=True)
class Taken:
    """What an import wrote, as lesson ids."""

    course_id: str
    is_new: bool
    written: tuple[str, ...]


def seed_of(actor: Actor) -> str:
    """Give from what somebody else's course gets its ids: the same for the same person and folder."""
    return str(actor.person_id or "college")


def compare(*, actor: Actor, parcel: Parcel, into: str = "") -> Comparison:
    """Say what an import would do, without doing it.

    into: the course to which it goes (somebody else's files then bring their lessons, not what they say of the course);
    without it the course that the files name, or a new one. Raises NotFound for a
    course that is not hers to write, NotAllowed when she may begin none, RuleBroken for files of another course.
    """
    course_id, is_new = _target(actor, parcel, into)
    districts = districts_to_start(actor) if is_new and not actor.is_system else {}
    if into and not parcel.is_ours:
        parcel = replace(parcel, texts=[each for each in parcel.texts if each.id != COURSE_TEXT])
    lines = tuple(_lines(parcel, course_id, is_new))
    return Comparison(course_id, is_new, parcel.title or parcel.name, lines, rules_importing.mark_of(lines), districts)


def take(
    *, actor: Actor, parcel: Parcel, into: str = "", choice: str | None = None, district_code: str | None = None, seen: str | None = None
) -> Taken:
    """Write an import as drafts, all or nothing; written twice it is written once.

    choice: "theirs" takes the files' words where others stand on the web (those are kept aside with the draft),
    "ours" leaves the web's; without one it is refused where there is something to choose. seen: `Comparison.mark`.
    Raises RuleBroken for that, and where somebody wrote since she looked. Nothing is published.
    """
    found = compare(actor=actor, parcel=parcel, into=into)
    if found.has_choice and choice not in (FROM_FILE, FROM_WEB):
        raise RuleBroken(_("Some texts stand on the web with other words. Say which of the two you want to keep."))
    if seen is not None and seen != found.mark and found.has_choice:
        raise RuleBroken(_("Somebody wrote in this course since you looked. Please look at what changed once more."))
    wanted = (NEW, CHANGED) if choice == FROM_FILE else (NEW,)
    lines = [each for each in found.lines if each.fate in wanted]
    if not lines:
        return Taken(found.course_id, False, ())
    home = _begin(actor, found, district_code) if found.is_new else home_for_change(actor, found.course_id)
    _keep_pictures(parcel)
    for line in lines:
        _write(actor, found.course_id, line)
    keep_order(home, _order(found, order_of(found.course_id, home), choice))
    audit.record(actor, "course.import", subject=f"course:{found.course_id}", district=home.district_code, count=len(lines))
    return Taken(found.course_id, found.is_new, tuple(each.lesson_id for each in lines))


def _target(actor: Actor, parcel: Parcel, into: str) -> tuple[str, bool]:
    """Give the course to which the files go, and whether it is to begin."""
    if into:
        ensure(actor, Permission.COURSE_WRITE, place_of(into))
        if into not in library.standings([into]):
            raise NotFound
        if parcel.is_ours and parcel.course_id != into:
            raise RuleBroken(_("These are the files of another course (%(course)s). Bring them in from the page of all courses.", course=parcel.course_id))
        return into, False
    copy_id = library.lasting_id("c-", seed_of(actor), parcel.course_id)
    wanted = [parcel.course_id, copy_id] if parcel.is_ours else [parcel.course_id]
    known = library.standings(wanted)
    for each in wanted:
        if each in known and may_write(actor, each):
            return each, False
    free = next((each for each in wanted if each not in known and each not in _TAKEN), None)
    if free is None:
        raise NotFound
    ensure_may_start(actor, None if actor.is_system else next(iter(districts_to_start(actor)), None))
    return free, True


def _lines(parcel: Parcel, course_id: str, is_new: bool) -> list[Line]:
    paths = _paths(parcel, {} if is_new else library.kept_paths(course_id))
    lines, standing = [], {} if is_new else _standing(course_id)
    for text in parcel.texts:
        brought = Texts(*(rules_importing.with_paths(each, paths) for each in (text.zh, text.en)))
        if text.id == COURSE_TEXT:
            brought = Texts(*(rules_importing.with_id(each, course_id) for each in (brought.zh, brought.en)))
        there = standing.get(text.id)
        if not parcel.is_ours:
            brought = rules_importing.with_ids_kept(there, brought)
        lines.append(rules_importing.line_of(text.id, text.file, library.title_of(brought.zh), there, rules_importing.settled(brought)))
    if not is_new:
        order = order_of(course_id, queries.home(course_id))
        brought_ids = {text.id for text in parcel.texts}
        staying = [each for each in order if each not in brought_ids and each in standing]
        lines += [rules_importing.line_of(each, "", library.title_of(standing[each].zh), standing[each], None) for each in staying]
    return lines


def _standing(course_id: str) -> dict[str, Texts]:
    """Give every text of a course as it stands on the web, its draft before what is published: five queries."""
    own = library.written(course_id)
    found = {COURSE_TEXT: Texts(own.zh, own.en)} if own.zh else {}
    found |= {each.id: Texts(each.zh, each.en) for each in library.lesson_standings(course_id)}
    drafts = [*queries.drafts(course_id), *queries.drafts_of([course_id], put_away=True)]
    return found | {each.lesson_id: texts_of(each) for each in drafts}


def _paths(parcel: Parcel, known: Mapping[str, str]) -> dict[str, str]:
    """Give the path under which each picture is shown from now on; one that lies here already keeps its own."""
    kept = library.known_pictures({each.original for each in parcel.pictures})
    found = {}
    for each in parcel.pictures:
        sha256 = _hash_of(each, kept)
        found[each.path] = each.path if known.get(each.path) == sha256 else library.picture_path(sha256)
    return found


def _hash_of(picture: ParcelPicture, kept: frozenset[str]) -> str:
    return picture.original if picture.original in kept else picture.fit.sha256


def _keep_pictures(parcel: Parcel) -> None:
    kept = library.known_pictures({each.original for each in parcel.pictures})
    for each in parcel.pictures:
        if each.original not in kept:
            library.keep_picture(each.fit)


def _begin(actor: Actor, found: Comparison, district_code: str | None) -> CourseHome:
    """Begin the course that an import needs, at home in a district where she may."""
    if not actor.is_system and district_code not in found.districts:
        raise RuleBroken(_("Say in which district the course is to be at home."))
    ensure_may_start(actor, district_code)
    if library.begin_course(found.course_id, found.title[: library.MAX_TITLE]):
        settle(actor, found.course_id, district_code)
        audit.record(actor, "course.start", subject=f"course:{found.course_id}", district=district_code)
    home = queries.locked_home(found.course_id)
    if home is None or home.created_by != actor.person_id:
        raise RuleBroken(_("Somebody else began this course just now. Please bring the file once more."))
    return home


def _write(actor: Actor, course_id: str, line: Line) -> None:
    brought = line.brought or Texts("")
    if line.fate == NEW:
        keep_new(actor, course_id, line.lesson_id, brought.zh, brought.en)
        return
    had_draft = queries.draft(course_id, line.lesson_id) is not None
    draft = locked_draft(actor=actor, course_id=course_id, lesson_id=line.lesson_id)
    before, by = texts_of(draft), draft.changed_by
    write(draft, actor, brought)
    draft.put_away_at = None
    if had_draft:
        _put_aside(draft, actor, before, by)


def _put_aside(draft: LessonDraft, actor: Actor, before: Texts, by: UUID | None) -> None:
    """Keep the words of a draft that gave way to a file's, to be read and put back."""
    at = now().isoformat()
    gone = {"id": str(new_id()), "part": "", "zh": before.zh, "en": before.en, "by": str(by or ""), "at": at,
            "instead_by": str(actor.person_id or ""), "instead_at": at}
    draft.aside = [*draft.aside, gone][-ASIDE_KEPT:]
    db.session.flush()


def _order(found: Comparison, order: list[str], choice: str | None) -> list[str]:
    """Give the order of all lessons: the files' where they were taken, else what was there, the new ones behind."""
    brought = [each.lesson_id for each in found.lines if each.brought is not None and each.lesson_id != COURSE_TEXT]
    first, then = (brought, order) if found.is_new or choice == FROM_FILE else (order, brought)
    known = set(order)
    return [each for each in dict.fromkeys([*first, *then]) if each in known]
