"""What the pages of planned meetings show, put together for whoever may see them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from flask_babel import gettext as _

from college.accounts import service as accounts
from college.cohorts import service as cohorts
from college.core.clock import LOCAL, now
from college.core.db import db
from college.core.pages import Page, page_of
from college.core.permissions import Actor, Permission
from college.meetings import planning_choices, queries_planning
from college.meetings.models import Meeting
from college.meetings.planning import wanted_of
from college.meetings.rules_planning import Booked, Collision, Wanted, collisions

#: Meetings on one page of the list.
PER_PAGE = 30
#: How long a new meeting lasts, and when it begins, where the cohort has had none.
STARTS, LASTS = 9, timedelta(minutes=90)


@dataclass(frozen=True)
class MeetingLine:
    """One meeting as pages show it. ``remarks`` are sentences on what else takes place then."""

    meeting: Meeting
    lesson_title: str
    helpers: list[str]
    is_over: bool
    remarks: list[str] = field(default_factory=list)


def meetings_page(actor: Actor, cohort: cohorts.Cohort, *, is_past: bool, page: int, lang: str) -> Page:
    """Give one page of a cohort's meetings: those to come, the earliest first, or those that are over, the latest first."""
    asked = queries_planning.of_cohort(cohort.id)
    if is_past:
        asked = asked.where(Meeting.ends_at <= now()).order_by(None).order_by(Meeting.starts_at.desc(), Meeting.id)
    else:
        asked = asked.where(Meeting.ends_at > now())
    shown = page_of(asked, page, PER_PAGE)
    return Page(lines_of(actor, cohort, shown.items, lang), shown.total, shown.page, shown.pages)


def coming_lines(actor: Actor, cohort: cohorts.Cohort, lang: str) -> list[MeetingLine]:
    """Give all meetings of a cohort that are still to come, the earliest first."""
    asked = queries_planning.of_cohort(cohort.id).where(Meeting.ends_at > now())
    return lines_of(actor, cohort, list(db.session.scalars(asked)), lang)


def lines_of(actor: Actor, cohort: cohorts.Cohort, meetings: Sequence[Meeting], lang: str) -> list[MeetingLine]:
    """Give these meetings of a cohort with the words around them; the number of queries does not grow with theirs."""
    titles = planning_choices.lesson_titles(list(meetings), lang)
    helpers = queries_planning.helpers_of([each.id for each in meetings])
    names = accounts.people_by_ids({person_id for some in helpers.values() for person_id in some})
    booked = [_booked(each, helpers) for each in meetings if each.called_off_at is None and each.ends_at > now()]
    remarks = remarks_on(actor, cohort, booked)
    return [
        MeetingLine(
            each,
            titles.get((each.course_id, each.lesson_id), ""),
            [names[person_id].name for person_id in helpers.get(each.id, []) if person_id in names],
            each.ends_at <= now(),
            remarks.get(each.id, []),
        )
        for each in meetings
    ]


def remarks_on(actor: Actor, cohort: cohorts.Cohort, booked: Sequence[Booked]) -> dict[UUID, list[str]]:
    """Say for each of these meetings what else needs its room, its helpers or its students at the same time."""
    if not booked:
        return {}
    neighbours = set(cohorts.cohort_ids_in(cohort.district_code))
    helper_ids = {person_id for each in booked for person_id in each.helper_ids}
    since, until = min(each.starts_at for each in booked), max(each.ends_at for each in booked)
    others = queries_planning.at_once(since, until, cohort_ids=neighbours, helper_ids=helper_ids)
    helpers = queries_planning.helpers_of([each.id for each in others])
    taken = [*booked, *(_booked(each, helpers) for each in others if each.id not in {one.id for one in booked})]
    found = {each.id: collisions(each, taken, neighbours=neighbours) for each in booked}
    names = _names_of(actor, found.values())
    return {meeting_id: [_remark(each, names) for each in some] for meeting_id, some in found.items() if some}


def planned(cohort: cohorts.Cohort, wanted: Wanted, days: Iterable[date]) -> list[Booked]:
    """Give what meetings would take up that are not planned yet, each known by a made-up id."""
    return [
        Booked(
            UUID(int=day.toordinal()),
            cohort.id,
            datetime.combine(day, wanted.starts, LOCAL),
            datetime.combine(day, wanted.ends, LOCAL),
            wanted.room,
            wanted.helper_ids,
        )
        for day in days
    ]


def first_wish(cohort: cohorts.Cohort) -> Wanted:
    """Give what a new meeting begins with: a week after the last one, at its time and in its room."""
    last = queries_planning.last_of(cohort.id)
    if last is None:
        day = max(now().astimezone(LOCAL).date() + timedelta(days=1), cohort.starts_on)
        start = datetime.combine(day, datetime.min.time(), LOCAL) + timedelta(hours=STARTS)
        return Wanted(day, start.time(), (start + LASTS).time())
    before = wanted_of(last, queries_planning.helpers_of([last.id]).get(last.id, ()))
    day = max(before.day + timedelta(days=7), now().astimezone(LOCAL).date())
    team = {person.id for person in planning_choices.team_of(cohort)}
    return Wanted(day, before.starts, before.ends, before.room, "", None, before.helper_ids & team)


def _booked(meeting: Meeting, helpers: dict[UUID, list[UUID]]) -> Booked:
    who = frozenset(helpers.get(meeting.id, ()))
    return Booked(meeting.id, meeting.cohort_id, meeting.starts_at, meeting.ends_at, meeting.room, who)


def _names_of(actor: Actor, found: Iterable[list[Collision]]) -> dict[UUID, str]:
    """Give the names of the people and of those cohorts in these collisions that she may see."""
    every = [each for some in found for each in some]
    people = accounts.people_by_ids({person_id for each in every for person_id in each.helper_ids})
    seen = {cohort.id: cohort.name for cohort in cohorts.visible_cohorts(actor, Permission.COHORT_VIEW)} if every else {}
    return {**seen, **{person.id: person.name for person in people.values()}}


def _remark(each: Collision, names: dict[UUID, str]) -> str:
    if each.is_same_cohort:
        return _("This cohort has another meeting at the same time.")
    cohort = names.get(each.other.cohort_id) or _("another class")
    if each.is_same_room:
        return _("At the same time this room is used by: %(cohort)s.", cohort=cohort)
    who = _(", ").join(names.get(person_id, "") for person_id in sorted(each.helper_ids))
    return _("At the same time %(who)s helps here: %(cohort)s.", who=who, cohort=cohort)
