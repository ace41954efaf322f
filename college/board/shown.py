"""记一笔: what students showed in person, noted by staff for one of them or for everybody who came to a meeting."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from flask_babel import gettext as _

from college.accounts import service as accounts
from college.board import rules_shown
from college.certificates import service as certificates
from college.cohorts import service as cohorts
from college.core import audit
from college.core.clock import LOCAL, now, today
from college.core.errors import NotFound, RuleBroken
from college.core.permissions import Actor, Permission
from college.library import service as library
from college.meetings import service as meetings
from college.progress import service as progress

Key = tuple[str, str]


@dataclass(frozen=True)
class LessonLine:
    """One lesson and whether it was shown in person; ``seen_by`` is a name."""

    key: Key
    course_title: str
    title: str
    shown: progress.Shown | None
    seen_by: str
    may_take_back: bool

    @property
    def value(self) -> str:
        """The lesson as forms send it."""
        return "/".join(self.key)


@dataclass(frozen=True)
class StudentShown:
    """What one student showed in person, lesson by lesson of her cohort's courses."""

    cohort: cohorts.Cohort
    person: accounts.Person
    lines: list[LessonLine]


@dataclass(frozen=True)
class Attended:
    """Somebody who was at a meeting, and whether she showed its lesson."""

    person: accounts.Person
    line: LessonLine


@dataclass(frozen=True)
class MeetingShown:
    """Who was at a meeting, and who of them showed one lesson; ``key`` is None until a lesson is chosen."""

    cohort: cohorts.Cohort
    meeting: meetings.Meeting
    key: Key | None
    titles: dict[Key, tuple[str, str]]
    rows: list[Attended]


def student_shown(actor: Actor, cohort_id: UUID, person_id: UUID, lang: str) -> StudentShown:
    """Give what one student showed to whoever notes it; NotFound for a foreign one, RuleBroken when she moved away."""
    cohort, enrollment, person = cohorts.enrollment_for(actor, Permission.SHOWN_KEEP, cohort_id, person_id)
    cohorts.refuse_moved(cohort, enrollment)
    titles = _titles(cohort_id, lang)
    return StudentShown(cohort, person, [*_lines(actor, cohort, [person_id], titles)[person_id].values()])


def meeting_shown(actor: Actor, cohort_id: UUID, meeting_id: UUID, asked: Key | None, lang: str) -> MeetingShown:
    """Give who was at a meeting with whether they showed a lesson: the one asked for, else the meeting's.

    NotFound for a foreign meeting and for a lesson that the cohort does not learn.
    """
    taking = meetings.taking_for(actor, cohort_id, meeting_id, Permission.SHOWN_KEEP)
    titles, meeting = _titles(cohort_id, lang), taking.meeting
    own = (meeting.course_id, meeting.lesson_id) if meeting.course_id and meeting.lesson_id else None
    key = asked or (own if own in titles else None)
    if key is not None and key not in titles:
        raise NotFound
    there = [each.person for each in taking.rows if each.was_there]
    found = _lines(actor, taking.cohort, [each.id for each in there], {key: titles[key]}) if key else {}
    rows = [Attended(each, found[each.id][key]) for each in there] if key else []
    return MeetingShown(taking.cohort, meeting, key, titles, rows)


def _titles(cohort_id: UUID, lang: str) -> dict[Key, tuple[str, str]]:
    """Give (course title, lesson title) of every lesson that a cohort learns, in its order."""
    courses = cohorts.cohort_courses(cohort_id)
    names, lessons = library.titles_of(courses, lang), library.lessons_of(courses)
    return {
        (course_id, lesson.id): (names[course_id], lesson.in_language(lang).title)
        for course_id in courses
        if course_id in names
        for lesson in lessons[course_id]
    }


def _lines(
    actor: Actor, cohort: cohorts.Cohort, person_ids: Collection[UUID], titles: dict[Key, tuple[str, str]]
) -> dict[UUID, dict[Key, LessonLine]]:
    kept = progress.shown_by(person_ids=person_ids, course_ids={course_id for course_id, _lesson in titles})
    shown = {(each.person_id, (each.course_id, each.lesson_id)): each for each in kept}
    names = {each.id: each.name for each in accounts.people_by_ids({each.seen_by for each in kept}).values()}
    is_coordinator = _is_coordinator(actor, cohort)
    return {
        person_id: {
            key: _line(actor, key, words, shown.get((person_id, key)), names, is_coordinator)
            for key, words in titles.items()
        }
        for person_id in person_ids
    }


def _line(
    actor: Actor, key: Key, words: tuple[str, str], shown: progress.Shown | None, names: dict[UUID, str], is_coordinator: bool
) -> LessonLine:
    by = names.get(shown.seen_by, "") if shown else ""
    return LessonLine(key, *words, shown, by, shown is not None and _may_take_back(actor, shown, is_coordinator))


def _may_take_back(actor: Actor, shown: progress.Shown, is_coordinator: bool) -> bool:
    is_own = shown.seen_by == actor.person_id
    return rules_shown.may_take_back(
        is_own=is_own, received_at=shown.received_at, moment=now(), is_coordinator=is_coordinator
    )


def _is_coordinator(actor: Actor, cohort: cohorts.Cohort) -> bool:
    return actor.reach(Permission.COHORT_EDIT).covers(cohorts.scope_of(cohort))


def keep_for_one(*, actor: Actor, cohort_id: UUID, person_id: UUID, key: Key, day: date, note: str = "") -> bool:
    """Keep that a student showed a lesson on a day, as the actor saw it; gives False when it was kept before.

    Raises NotFound for a foreign student or lesson, RuleBroken for a day to come and for whoever moved away.
    """
    page = student_shown(actor, cohort_id, person_id, "zh")
    if day > today():
        raise RuleBroken(_("This day is still to come. Please note it once you have seen it."))
    if key not in {each.key for each in page.lines}:
        raise NotFound
    return bool(_keep(actor, page.cohort, [person_id], key, _moment(day), note))


def keep_for_many(*, actor: Actor, cohort_id: UUID, meeting_id: UUID, key: Key, person_ids: Iterable[UUID]) -> int:
    """Keep that people who were at a meeting showed a lesson there; give of how many it is new.

    Whoever was not there is passed over. Raises NotFound for a foreign meeting or lesson.
    """
    page = meeting_shown(actor, cohort_id, meeting_id, key, "zh")
    there = {each.person.id for each in page.rows}
    wanted = [each for each in person_ids if each in there]
    return len(_keep(actor, page.cohort, wanted, key, min(page.meeting.ends_at, now()), ""))


def _keep(
    actor: Actor, cohort: cohorts.Cohort, person_ids: Collection[UUID], key: Key, shown_at: datetime, note: str
) -> list[UUID]:
    if actor.person_id is None:
        raise NotFound
    facts = {"course_id": key[0], "lesson_id": key[1], "seen_by": actor.person_id, "shown_at": shown_at, "note": note}
    new = progress.keep_shown(person_ids=person_ids, **facts)
    for person_id in new:
        _record(actor, "shown.keep", cohort, person_id, key)
    certificates.give_to_those_who_earned(person_ids=new, course_id=key[0])
    return new


def take_back(*, actor: Actor, cohort_id: UUID, person_id: UUID, key: Key) -> bool:
    """Delete that a student showed a lesson; gives False when nothing is kept of it.

    Whoever noted it may for a day, a coordinator always; RuleBroken for others.
    """
    cohort, enrollment, _person = cohorts.enrollment_for(actor, Permission.SHOWN_KEEP, cohort_id, person_id)
    cohorts.refuse_moved(cohort, enrollment)
    kept = progress.shown_by(person_ids=[person_id], course_ids=[key[0]])
    shown = next((each for each in kept if each.lesson_id == key[1]), None)
    if shown is None:
        return False
    if not _may_take_back(actor, shown, _is_coordinator(actor, cohort)):
        raise RuleBroken(_("For a day whoever noted it can take it back. Afterwards please ask the coordinator."))
    progress.take_shown_back(person_id=person_id, course_id=key[0], lesson_id=key[1])
    _record(actor, "shown.undo", cohort, person_id, key)
    certificates.take_back_slip(person_id=person_id, course_id=key[0], lesson_id=key[1])
    return True


def _record(actor: Actor, action: str, cohort: cohorts.Cohort, person_id: UUID, key: Key) -> None:
    place = {"subject": f"person:{person_id}", "district": cohort.district_code}
    audit.record(actor, action, **place, cohort=str(cohort.id), course=key[0], lesson=key[1])


def _moment(day: date) -> datetime:
    """Give the moment that is kept for a day: now for today, else noon in China."""
    return now() if day == today() else datetime.combine(day, time(12), tzinfo=LOCAL)
