"""What is seen before publishing: what still has to be mended, what changed for students, and what else goes with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _

from college.accounts import service as accounts
from college.authoring import queries, scheduling
from college.authoring.courses import order_of
from college.authoring.drafts import draft_for, place_of, texts_of
from college.authoring.models import LessonDraft
from college.authoring.rules import COURSE_TEXT, Texts
from college.authoring.titles import course_title, title_of
from college.core.db import db
from college.core.guard import ensure
from college.core.permissions import Actor, Permission
from college.library import service as library
from college.library.service import Difference, Edition, Look, Problem


@dataclass(frozen=True)
class Place:
    """A sentence about a draft, and the piece of the text that it is about: "head", "intro" or a step's id."""

    sentence: str
    part: str
    lang: str = "zh"
    #: The step's number from 1, 0 for what is no step.
    number: int = 0


@dataclass(frozen=True)
class Other:
    """Another changed text of the course that may be published with this one; ``must`` says it has to."""

    lesson_id: str
    title: str
    version: int
    must: bool


@dataclass(frozen=True)
class Meanwhile:
    """What was published since the draft began; ``seen`` is what a form says who has seen it."""

    edition: Edition | None
    by: str
    seen: str
    difference: Difference


@dataclass(frozen=True)
class PublishPage:
    """Everything that an author sees before she publishes."""

    draft: LessonDraft
    title: str
    course_title: str
    problems: list[Place]
    advice: list[Place]
    #: Problems of other texts of the course, by file, which keep this one from being published too.
    elsewhere: list[Place]
    difference: Difference
    current: Edition | None
    #: Whether students see this text, or saw it.
    is_published: bool
    is_withdrawn: bool
    #: Whether the draft says something else than what students see.
    is_changed: bool
    meanwhile: Meanwhile | None
    others: list[Other]
    is_stale_day: bool
    by: str

    @property
    def is_fit(self) -> bool:
        """Say whether nothing keeps it from being published."""
        return not (self.problems or self.elsewhere)


def publish_page(*, actor: Actor, course_id: str, lesson_id: str) -> PublishPage:
    """Look at a draft before it is published. Raises NotAllowed or NotFound for whoever is no author of the course."""
    draft = draft_for(actor=actor, course_id=course_id, lesson_id=lesson_id)
    others = _others(draft)
    words = {each.lesson_id: (each.zh, each.en) for each in _also(draft, others)}
    look = look_at(draft, words)
    shown = _shown(course_id, lesson_id)
    current = library.edition_of(shown[0]) if shown else None
    setter = accounts.people_by_ids([draft.publish_by]) if draft.publish_by else {}
    return PublishPage(
        draft=draft,
        title=title_of(draft),
        course_title=course_title(course_id),
        problems=_places(draft, look, look.problems),
        advice=_places(draft, look, look.advice),
        elsewhere=[Place(each.text(_), each.file) for each in look.problems if not _is_here(look, each)],
        difference=difference_to(draft, look, shown[0] if shown else None),
        current=current,
        is_published=shown is not None or (lesson_id == COURSE_TEXT and _is_shown(course_id)),
        is_withdrawn=bool(shown and shown[1]),
        is_changed=is_changed(draft),
        meanwhile=_meanwhile(draft),
        others=others,
        is_stale_day=scheduling.is_stale(draft),
        by=next((each.name for each in setter.values()), ""),
    )


def look_at(draft: LessonDraft, more: Mapping[str, tuple[str, str]] = {}) -> Look:
    """Look at a draft as it would be published, with other texts that go with it."""
    instead = {**more, draft.lesson_id: (draft.zh, draft.en)}
    own = queries.draft(draft.course_id, COURSE_TEXT)
    if own is not None and not _is_shown(draft.course_id):
        instead.setdefault(COURSE_TEXT, (own.zh, own.en))
    order = order_of(draft.course_id, queries.home(draft.course_id))
    return library.look_at(library.course_files(draft.course_id, instead=instead, order=order), draft.lesson_id)


def difference_to(draft: LessonDraft, look: Look, revision_id: UUID | None) -> Difference:
    """Say what would change for students: against a published revision, None for a text that nobody saw yet."""
    if draft.lesson_id == COURSE_TEXT:
        there = library.written(draft.course_id) if _is_shown(draft.course_id) else None
        before = {"zh": there.zh, "en": there.en} if there else {}
        return library.difference_of_course_texts(before, {"zh": draft.zh, "en": draft.en})
    if look.view is None:
        return Difference()
    edition = library.edition_of(revision_id) if revision_id else None
    before = library.edition_view(draft.course_id, draft.lesson_id, edition.number) if edition else None
    return library.difference_of_lessons(before, look.view)


def is_changed(draft: LessonDraft) -> bool:
    """Say whether a draft says something else than what students see."""
    shown = _shown(draft.course_id, draft.lesson_id)
    if draft.lesson_id == COURSE_TEXT:
        there = library.written(draft.course_id)
        return not _is_shown(draft.course_id) or texts_of(draft) != Texts(there.zh, there.en)
    if shown is None or shown[1]:
        return True
    there = library.edition_written(shown[0])
    return texts_of(draft) != Texts(there.zh, there.en)


def withdrawing(*, actor: Actor, course_id: str, lesson_id: str) -> tuple[str, bool | None]:
    """Give a lesson's title and whether it is withdrawn, None for one that was never published. Raises NotFound."""
    ensure(actor, Permission.COURSE_WRITE, place_of(course_id))
    shown = _shown(course_id, lesson_id)
    if shown is None:
        return title_of(draft_for(actor=actor, course_id=course_id, lesson_id=lesson_id)), None
    return library.title_of(library.edition_written(shown[0]).zh) or lesson_id, shown[1]


def _places(draft: LessonDraft, look: Look, found: Sequence[Problem]) -> list[Place]:
    """Give what was found in this text itself, what is said twice of one piece once."""
    numbers = {step_id: at for at, step_id in enumerate(library.cut(draft.zh).step_ids, 1)}
    places = []
    for each in found:
        if _is_here(look, each):
            part, lang = look.part_of(each), "en" if each.file.endswith(".en.md") else "zh"
            places.append(Place(each.text(_), part, lang, numbers.get(part, 0)))
    return list(dict.fromkeys(places))


def _is_here(look: Look, problem: Problem) -> bool:
    return not look.parts or problem.file.rpartition("/")[2] in look.parts


def _shown(course_id: str, lesson_id: str) -> tuple[UUID, bool] | None:
    """Give (current revision, is withdrawn) of a lesson, None for one that was never published."""
    return library.current_of(course_id, lesson_id) if lesson_id != COURSE_TEXT else None


def _is_shown(course_id: str) -> bool:
    there = library.standings([course_id]).get(course_id)
    return there is not None and there.published_at is not None


def _others(draft: LessonDraft) -> list[Other]:
    """Give the other changed texts; one with which this draft exchanged steps has to go with it."""
    found = []
    mine, mine_before = _steps(draft.zh), _steps(_published(draft))
    for each in queries.drafts(draft.course_id):
        if each.lesson_id == draft.lesson_id or not is_changed(each):
            continue
        if each.lesson_id == COURSE_TEXT and not _is_shown(draft.course_id):
            continue
        theirs, theirs_before = _steps(each.zh), _steps(_published(each))
        must = bool(mine & theirs_before or theirs & mine_before)
        found.append(Other(each.lesson_id, title_of(each), each.version, must))
    return found


def _also(draft: LessonDraft, others: Sequence[Other]) -> list[LessonDraft]:
    must = {each.lesson_id for each in others if each.must}
    return [each for each in queries.drafts(draft.course_id) if each.lesson_id in must]


def _published(draft: LessonDraft) -> str:
    shown = _shown(draft.course_id, draft.lesson_id)
    return library.edition_written(shown[0]).zh if shown and not shown[1] else ""


def _steps(source: str) -> set[str]:
    return set(library.cut(source).step_ids) if source else set()


def _meanwhile(draft: LessonDraft) -> Meanwhile | None:
    """Say what was published since the draft began, None when nothing was, or only the same words."""
    if draft not in db.session:
        return None
    own = draft.lesson_id == COURSE_TEXT
    there = library.written_or_none(draft.course_id, "" if own else draft.lesson_id)
    if there is None or (own and not _is_shown(draft.course_id)):
        return None
    if (there.revision_id, there.mark) == (draft.base_revision_id, draft.base_mark) or (not own and _is_same(draft, there)):
        return None
    edition = library.edition_of(there.revision_id) if there.revision_id else None
    who = accounts.people_by_ids([edition.published_by]) if edition and edition.published_by else {}
    difference = _since(draft, there, edition)
    return Meanwhile(edition, next((each.name for each in who.values()), ""), str(there.revision_id or there.mark), difference)


def _is_same(draft: LessonDraft, there: library.Written) -> bool:
    if draft.base_revision_id is None:
        return False
    base = library.edition_written(draft.base_revision_id)
    return (base.zh, base.en) == (there.zh, there.en)


def _since(draft: LessonDraft, there: library.Written, edition: Edition | None) -> Difference:
    if edition is None:
        return library.difference_of_course_texts({"zh": draft.zh, "en": draft.en}, {"zh": there.zh, "en": there.en})
    base = library.edition_of(draft.base_revision_id) if draft.base_revision_id else None
    view = library.edition_view(draft.course_id, draft.lesson_id, base.number) if base else None
    return library.difference_of_lessons(view, library.edition_view(draft.course_id, draft.lesson_id, edition.number))
