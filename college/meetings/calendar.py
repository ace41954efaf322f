"""The secret address at which somebody's calendar reads her meetings: made, made anew, ended, and read."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, select

from college.accounts import service as accounts
from college.cohorts import service as cohorts
from college.core import audit
from college.core.clock import now
from college.core.crypto import new_token, token_hash
from college.core.db import db, insert_once
from college.core.errors import NotAllowed, NotFound
from college.core.permissions import Actor, Permission
from college.meetings import planning_choices, queries_planning
from college.meetings.calendar_file import Entry, calendar_file
from college.meetings.models_calendar import CalendarAddress

#: What a calendar shows: from so long ago until so far ahead.
BACK, AHEAD = timedelta(days=60), timedelta(days=400)


def address_of(person_id: UUID | None) -> CalendarAddress | None:
    """Give when somebody made her calendar address; the secret itself is kept nowhere. None when she has none."""
    return db.session.get(CalendarAddress, person_id) if person_id else None


def make_address(*, actor: Actor) -> str:
    """Make the secret of her calendar address and give it, this once; an earlier one ends. Raises NotAllowed for nobody.

    Her row is held meanwhile: of two taps in one moment the later ends the address of the earlier, and hers lives.
    """
    if actor.person_id is None:
        raise NotAllowed
    token = new_token()
    accounts.hold_people([actor.person_id])
    _delete(actor.person_id)
    insert_once(CalendarAddress, person_id=actor.person_id, token_hash=token_hash(token), made_at=now())
    audit.record(actor, "calendar.make", subject=f"person:{actor.person_id}")
    return token


def end_address(*, actor: Actor) -> None:
    """End her calendar address: from the next request on nothing is read there. Again changes nothing."""
    if actor.person_id is None:
        raise NotAllowed
    if _delete(actor.person_id):
        audit.record(actor, "calendar.end", subject=f"person:{actor.person_id}")


def calendar_of(token: str, lang: str) -> bytes:
    """Give the calendar at a secret address: meetings of the cohorts where its owner works or learns today.

    No student stands in it. Who holds nothing any more finds it empty. Raises NotFound for an address that is none.
    """
    found = db.session.scalars(select(CalendarAddress).where(CalendarAddress.token_hash == token_hash(token))).first()
    if found is None:
        raise NotFound
    places = {cohort.id: cohort for cohort in _cohorts_of(found.person_id)}
    moment = now()
    meetings = queries_planning.between(list(places), moment - BACK, moment + AHEAD)
    titles = planning_choices.lesson_titles(meetings, lang)
    entries = [Entry(each, places[each.cohort_id].name, titles.get((each.course_id, each.lesson_id), "")) for each in meetings]
    return calendar_file(entries, lang)


def _cohorts_of(person_id: UUID) -> list[cohorts.Cohort]:
    """Give the living cohorts that she looks after; and those in which she learns, as long as she agrees to be kept."""
    actor = accounts.actor_for(person_id)
    works = cohorts.visible_cohorts(actor, Permission.COHORT_VIEW) if actor.reach(Permission.COHORT_VIEW) else []
    learns = cohorts.active_cohorts_of(person_id) if actor.reach(Permission.MEETING_JOIN) and accounts.agreed_among([person_id]) else []
    return [each for each in {cohort.id: cohort for cohort in [*works, *learns]}.values() if each.archived_at is None]


def _delete(person_id: UUID) -> int:
    hers = delete(CalendarAddress).where(CalendarAddress.person_id == person_id)
    return db.session.execute(hers, execution_options={"synchronize_session": "fetch"}).rowcount
