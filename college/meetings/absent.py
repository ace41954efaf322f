"""Who was missing at a meeting, how often in a row, what she missed, and how to reach her."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from flask import current_app, url_for

from college.accounts import service as accounts
from college.cohorts import service as cohorts
from college.core import qr
from college.core.permissions import Actor, Permission
from college.library import service as library
from college.meetings import attendance, queries_attendance, rules_attendance
from college.meetings.models import Meeting


@dataclass(frozen=True)
class Absentee:
    """Somebody who was enrolled on a meeting's day and was not there. ``times`` counts meetings in a row, this one too."""

    row: attendance.Listed
    times: int
    #: She learns in another district now, which alone shows her number.
    has_moved: bool = False
    whole_phone: str = ""


@dataclass(frozen=True)
class Missed:
    """The lesson of a meeting, with the address to send on and a square pattern that leads there."""

    title: str
    url: str
    picture: str


@dataclass(frozen=True)
class Absentees:
    """The list of whoever was missing, those who were missing most often first."""

    taking: attendance.Taking
    rows: list[Absentee]
    missed: Missed | None


def absentees_of(
    actor: Actor, cohort_id: UUID, meeting_id: UUID, lang: str, permission: Permission = Permission.ATTENDANCE_TAKE
) -> Absentees:
    """Give who was missing at a meeting to whoever takes attendance there: nobody before its day; NotFound for a foreign one."""
    taking = attendance.taking_for(actor, cohort_id, meeting_id, permission)
    rows = [] if taking.phase is rules_attendance.Phase.BEFORE else taking.rows
    missing = [each for each in rows if each.is_enrolled and not each.was_there]
    times = _in_a_row(taking.meeting, [each.person.id for each in missing])
    moved = _moved(taking.cohort, {each.person.id for each in missing})
    rows = [Absentee(each, times.get(each.person.id, 1), each.person.id in moved) for each in missing]
    return Absentees(taking, sorted(rows, key=lambda row: -row.times), missed_of(taking.meeting, lang))


def _in_a_row(meeting: Meeting, person_ids: list[UUID]) -> dict[UUID, int]:
    """Count for each of these people how many meetings she missed without a break, this one the last."""
    meetings = queries_attendance.latest_until(meeting.cohort_id, meeting.starts_at)
    there = queries_attendance.there_at([each.id for each in meetings])
    days = {
        enrollment.person_id: enrollment
        for enrollment, _person in cohorts.enrolled(meeting.cohort_id, with_ended=True)
        if enrollment.person_id in set(person_ids)
    }
    found = {}
    for person_id, each in days.items():
        hers = [one for one in meetings if each.was_in(attendance.day_of(one))]
        found[person_id] = rules_attendance.missed_in_a_row([(one.id, person_id) in there for one in hers])
    return found


def missed_of(meeting: Meeting, lang: str) -> Missed | None:
    """Give the lesson of a meeting, None where none was chosen or it is shown no longer."""
    if not meeting.course_id or not meeting.lesson_id:
        return None
    lesson = library.find_lesson(meeting.course_id, meeting.lesson_id)
    if lesson is None:
        return None
    path = url_for("lessons.lesson", course=lesson.course_id, lesson=lesson.id)
    url = f"{current_app.config['PUBLIC_URL'] or current_app.config['LISTEN_URL']}{path}"
    return Missed(lesson.in_language(lang).title, url, qr.as_image(url))


def with_phones(*, actor: Actor, cohort_id: UUID, meeting_id: UUID, lang: str, reason: str) -> Absentees:
    """Give the list with whole telephone numbers; the one reason stands in the audit of each person.

    Without a number are those of whom none is kept, and whoever moved to another district. Raises NotFound,
    RuleBroken when no reason was given.
    """
    page = absentees_of(actor, cohort_id, meeting_id, lang, Permission.PHONE_UNMASK)
    ids, scope = [each.row.person.id for each in page.rows if not each.has_moved], cohorts.scope_of(page.taking.cohort)
    numbers = accounts.unmask_phones(actor=actor, person_ids=ids, reason=reason, scope=scope)
    rows = [replace(each, whole_phone=numbers.get(each.row.person.id, "")) for each in page.rows]
    return Absentees(page.taking, rows, page.missed)


def _moved(cohort: cohorts.Cohort, person_ids: set[UUID]) -> set[UUID]:
    """Give who of these people left a cohort for another district; only those whose time here ended are looked at."""
    ended = [each.person_id for each, _person in cohorts.enrolled(cohort.id, with_ended=True) if not each.is_active]
    return cohorts.moved_among(person_ids & set(ended), cohort)
