"""A second lecturer reads a draft first: asked by an author, answered in words, told to both; for the service."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from college.accounts import service as accounts
from college.authoring import publishing_page, queries
from college.authoring.drafts import draft_for, locked_draft, place_of
from college.authoring.models import VERDICTS, LessonDraft, Reading
from college.authoring.titles import course_title, title_of
from college.cohorts import service as cohorts
from college.core import audit
from college.core.clock import now
from college.core.db import db, insert_once, new_id
from college.core.errors import NotFound, RuleBroken
from college.core.guard import ensure_somewhere
from college.core.pages import LOCALES
from college.core.permissions import Actor, Permission, Role, Scope
from college.library import service as library
from college.library.service import Difference, LessonView
from college.notices import service as notices

GOOD, CHANGE = VERDICTS
#: Longest question to a reader and longest answer, in letters.
ASKED_LONGEST, ANSWER_LONGEST = 400, 1000
#: Requests that one draft may have open at a time.
MOST_OPEN = 5

_ASKED = _l("%(name)s asks you to read “%(lesson)s” before it is published.")
_SAID_GOOD = _l("%(name)s has read “%(lesson)s”: it is good.")
_SAID_CHANGE = _l("%(name)s has read “%(lesson)s” and would change something.")


@dataclass(frozen=True)
class ReadingLine:
    """One request as the author sees it: whom she asked, and what was said."""

    reading: Reading
    reader: str
    asker: str
    #: The text was changed after it was read.
    is_older: bool


@dataclass(frozen=True)
class ReadingPage:
    """What a reader sees: the draft, what changed in it, and what she was asked."""

    reading: Reading
    draft: LessonDraft
    title: str
    course_title: str
    asker: str
    view: LessonView | None
    difference: Difference
    is_published: bool


def readers_for(actor: Actor, course_id: str) -> dict[UUID, str]:
    """Give who may be asked to read, person id → name: lecturers and authors of her districts and of the course."""
    districts = _districts(actor, course_id)
    near = [each.id for each in cohorts.visible_cohorts(Actor.system(), Permission.COHORT_VIEW) if each.district_code in districts]
    roles = (Role.LECTURER.value, Role.AUTHOR.value)
    within = accounts.grants_within(districts, near)
    found = {person_id for person_id, grants in within.items() if any(each.role in roles for each in grants)}
    for role in (Role.LECTURER, Role.AUTHOR):
        found |= {each.person_id for each in accounts.grants_over(Scope(course=course_id), role)}
    found.discard(actor.person_id)
    staff = accounts.staff_by_ids(found)
    names = {each: person.name for each, (person, _login) in staff.items() if person.disabled_at is None}
    doubled = {name for name in names.values() if list(names.values()).count(name) > 1}
    shown = {each: f"{name} ({staff[each][1]})" if name in doubled else name for each, name in names.items()}
    return dict(sorted(shown.items(), key=lambda pair: (pair[1], str(pair[0]))))


def ask(
    *, actor: Actor, course_id: str, lesson_id: str, reader_id: UUID, asked: str, client_id: UUID
) -> Reading:
    """Ask a second lecturer to read a draft; she is told. The same form sent twice asks once.

    Raises NotAllowed or NotFound for whoever is no author, RuleBroken for a reader who cannot be asked.
    """
    draft = locked_draft(actor=actor, course_id=course_id, lesson_id=lesson_id)
    before = queries.reading_of_form(draft.id, client_id)
    if before is not None:
        return before
    if reader_id not in readers_for(actor, course_id):
        raise RuleBroken(_("This colleague cannot be asked any more. Please choose somebody else."))
    waiting = [each for each in queries.readings_of(draft.id) if each.answered_at is None]
    if any(each.reader_id == reader_id for each in waiting):
        raise RuleBroken(_("You have asked this colleague already. She has not answered yet."))
    if len(waiting) >= MOST_OPEN:
        raise RuleBroken(_("Five colleagues are reading already. Wait for an answer, or take a request back."))
    insert_once(
        Reading, id=new_id(), draft_id=draft.id, client_id=client_id, reader_id=reader_id, asked_by=actor.person_id,
        asked=asked, asked_at=now(),
    )
    reading = queries.reading_of_form(draft.id, client_id)
    audit.record(actor, "reading.ask", subject=f"lesson:{course_id}/{lesson_id}")
    _tell(reader_id, f"reading:{reading.id}", _ASKED, actor.name, draft, f"/write/readings/{reading.id}")
    return reading


def end(*, actor: Actor, course_id: str, lesson_id: str, reading_id: UUID) -> bool:
    """Take a request back: from now on she cannot read the draft. False when it was taken back before."""
    draft = locked_draft(actor=actor, course_id=course_id, lesson_id=lesson_id)
    reading = queries.reading(reading_id)
    if reading is None or reading.draft_id != draft.id:
        raise NotFound
    if reading.ended_at is not None:
        return False
    reading.ended_at = now()
    db.session.flush()
    return True


def reading_page(*, actor: Actor, reading_id: UUID) -> ReadingPage:
    """Give what a reader was asked, while the request stands. Raises NotFound for everybody else and afterwards."""
    reading, draft = _standing(actor, reading_id)
    look = publishing_page.look_at(draft)
    shown = library.current_of(draft.course_id, draft.lesson_id)
    return ReadingPage(
        reading=reading,
        draft=draft,
        title=title_of(draft),
        course_title=course_title(draft.course_id),
        asker=_name(reading.asked_by),
        view=look.view,
        difference=publishing_page.difference_to(draft, look, shown[0] if shown else None),
        is_published=shown is not None,
    )


def answer(*, actor: Actor, reading_id: UUID, verdict: str, words: str, version: int) -> Reading:
    """Say what she thinks of a draft (``version`` is the one she saw); whoever asked is told. Said again it is changed.

    Raises NotFound like `reading_page`.
    """
    reading, draft = _standing(actor, reading_id)
    if (reading.verdict, reading.answer, reading.version) == (verdict, words, version):
        return reading
    reading.verdict, reading.answer, reading.version, reading.answered_at = verdict, words, version, now()
    db.session.flush()
    audit.record(actor, "reading.answer", subject=f"lesson:{draft.course_id}/{draft.lesson_id}", verdict=verdict)
    sentence = _SAID_GOOD if verdict == GOOD else _SAID_CHANGE
    url = f"/write/{draft.course_id}/{draft.lesson_id}/readings"
    _tell(reading.asked_by, f"reading:{reading.id}:{verdict}:{version}", sentence, actor.name, draft, url)
    return reading


def readable(*, actor: Actor, reading_id: UUID) -> tuple[LessonDraft, LessonView | None]:
    """Give the draft that somebody was asked to read, and how it looks now. Raises NotFound like `reading_page`."""
    draft = _standing(actor, reading_id)[1]
    return draft, publishing_page.look_at(draft).view


def lines_of(draft: LessonDraft) -> list[ReadingLine]:
    """Give the requests of a draft that stand, the latest first; for a caller who may write it."""
    rows = queries.readings_of(draft.id) if draft.id else []
    people = accounts.people_by_ids({each.reader_id for each in rows} | {each.asked_by for each in rows})
    return [
        ReadingLine(
            each, _said_name(people, each.reader_id), _said_name(people, each.asked_by),
            each.version is not None and each.version != draft.version,
        )
        for each in rows
    ]  # fmt: skip


def asking(*, actor: Actor, course_id: str, lesson_id: str) -> tuple[LessonDraft, str, dict[UUID, str], list[ReadingLine]]:
    """Give a draft, its title, whom its author may ask, and whom she has asked."""
    draft = draft_for(actor=actor, course_id=course_id, lesson_id=lesson_id)
    return draft, title_of(draft), readers_for(actor, course_id), lines_of(draft)


def _standing(actor: Actor, reading_id: UUID) -> tuple[Reading, LessonDraft]:
    ensure_somewhere(actor, Permission.COURSE_VIEW)
    reading = queries.reading(reading_id)
    if reading is None or reading.reader_id != actor.person_id or reading.ended_at is not None:
        audit.record_refusal(actor, "access.refused", permission=Permission.COURSE_VIEW.value)
        raise NotFound
    return reading, queries.draft_by_id(reading.draft_id)


def _districts(actor: Actor, course_id: str) -> set[str]:
    held = {each.scope.district for each in actor.held if each.scope.district}
    of_cohorts = {each.scope.cohort for each in actor.held if each.scope.cohort}
    hers = [each for each in cohorts.visible_cohorts(Actor.system(), Permission.COHORT_VIEW) if each.id in of_cohorts]
    home = place_of(course_id).district
    return held | {each.district_code for each in hers} | ({home} if home else set())


def _tell(person_id: UUID, key: str, sentence: object, name: str, draft: LessonDraft, url: str) -> None:
    texts = {}
    for lang, locale in LOCALES.items():
        with force_locale(locale):
            texts[lang] = str(sentence) % {"name": name, "lesson": title_of(draft)}
    notices.tell(person_id=person_id, key=key, texts=texts, url=url)


def _name(person_id: UUID) -> str:
    return _said_name(accounts.people_by_ids([person_id]), person_id)


def _said_name(people: dict, person_id: UUID) -> str:
    return people[person_id].name if person_id in people else ""

