"""Asking for somebody's deletion and changing one's mind: hidden at once, whole again until the day she is purged."""

from __future__ import annotations

from uuid import UUID

from flask_babel import gettext as _

from college.accounts import service as accounts
from college.cohorts import service as cohorts
from college.core import audit, crypto
from college.core.clock import now, today
from college.core.db import db, insert_once
from college.core.errors import NotAllowed, NotFound, RuleBroken
from college.core.guard import ensure, ensure_confirmed
from college.core.permissions import Actor, Permission
from college.privacy import queries, rules
from college.privacy.models import Deletion

#: The longest note on who asked, in letters.
NOTE_LETTERS = 200


def ask_own(*, actor: Actor) -> Deletion:
    """Ask for one's own deletion: hidden and signed out everywhere at once. Safe to repeat.

    Raises `NotAllowed` for nobody, `ConfirmFirst` when she has not just shown that it is she, `RuleBroken` for
    somebody who also works here.
    """
    if actor.person_id is None:
        raise NotAllowed
    ensure_confirmed(actor)
    return ask_deletion(actor=actor, person_id=actor.person_id, way=rules.OWN)


def ask_for_her(*, actor: Actor, cohort_id: UUID, person_id: UUID, way: str, note: str) -> Deletion:
    """Ask for a student's deletion because she asked, or her relatives after her death. Safe to repeat.

    ``note`` says who asked and what was seen. Raises `NotFound` for somebody foreign, `RuleBroken` for somebody who
    works here or has moved to another district, or when nothing was noted of relatives.
    """
    cohort, enrollment, _person = cohorts.enrollment_for(actor, Permission.PERSON_ERASE, cohort_id, person_id)
    cohorts.refuse_moved(cohort, enrollment)
    if way not in rules.FOR_HER:
        raise RuleBroken(_("Please say how this was asked for."))
    if way == rules.DIED and not note.strip():
        raise RuleBroken(_("Please note who asked and what you were shown."))
    return ask_deletion(actor=actor, person_id=person_id, way=way, note=note)


def ask_deletion(*, actor: Actor, person_id: UUID, way: str, note: str = "") -> Deletion:
    """Hide somebody at once and note the day on which she is purged, in the caller's unit of work. Safe to repeat.

    The caller has asked whether ``actor`` may. Raises `RuleBroken` for somebody who works here.
    """
    refuse_staff(person_id)
    moment = now()
    values = {
        "asked_at": moment,
        "asked_by": actor.person_id,
        "way": way,
        "note_cipher": crypto.encrypt(note.strip()[:NOTE_LETTERS]) if note.strip() else None,
        "due_on": rules.due_on(today()),
    }
    is_new = insert_once(Deletion, person_id=person_id, before={}, **values)
    deletion = _held(person_id)
    if deletion.purged_at is not None or (deletion.is_pending and not is_new):
        return deletion
    for name, value in {**values, "taken_back_at": None, "taken_back_by": None}.items():
        setattr(deletion, name, value)
    deletion.before = _hide(person_id)
    db.session.flush()
    audit.record(actor, "deletion.ask", subject=f"person:{person_id}", way=way)
    return deletion


def refuse_staff(person_id: UUID) -> None:
    """Raise `RuleBroken` for somebody whose account of staff is open: an operator closes that first."""
    person = accounts.get_person(person_id)
    if person.disabled_at is None and accounts.login_of(person_id) is not None:
        raise RuleBroken(
            _("This person also works for the college. Ask the operator to close the staff account first.")
        )


def _hide(person_id: UUID) -> dict:
    """Hide a person with every record that was put together with hers."""
    records = [person_id, *accounts.absorbed_by(person_id)]
    return {
        "people": {str(each): accounts.hide_person(each) for each in records},
        "enrollments": {str(each): cohorts.hide_enrollments(each) for each in records},
    }


def take_back(*, actor: Actor, person_id: UUID) -> Deletion:
    """She changed her mind: everything is as before, but her card is void and she needs a new one. Safe to repeat.

    Raises `NotFound` for somebody foreign or without a deletion, `RuleBroken` when she is purged already.
    """
    _ensure_hers(actor, person_id)
    deletion = _held(person_id)
    if deletion.purged_at is not None:
        raise RuleBroken(_("Everything about this person has been deleted already. It cannot be brought back."))
    if deletion.taken_back_at is None:
        for each, before in deletion.before.get("people", {}).items():
            accounts.show_person(UUID(each), before)
        for each, before in deletion.before.get("enrollments", {}).items():
            cohorts.show_enrollments(UUID(each), before)
        deletion.taken_back_at, deletion.taken_back_by, deletion.before = now(), actor.person_id, {}
        db.session.flush()
        audit.record(actor, "deletion.take_back", subject=f"person:{person_id}")
    return deletion


def _ensure_hers(actor: Actor, person_id: UUID) -> None:
    """Refuse unless she is or was in a cohort over which the actor may delete people."""
    theirs = cohorts.cohorts_ever_of([person_id]).get(person_id, [])
    reach = actor.reach(Permission.PERSON_ERASE)
    covered = [
        each for each in theirs if reach.covers(cohorts.scope_of(each)) and not cohorts.has_moved(person_id, each)
    ]
    for cohort in (covered or theirs)[:1]:
        ensure(actor, Permission.PERSON_ERASE, cohorts.scope_of(cohort))
    if not theirs:
        raise NotFound


def _held(person_id: UUID) -> Deletion:
    deletion = queries.deletion_of(person_id, hold=True)
    if deletion is None:
        raise NotFound
    return deletion


def pending_count() -> int:
    """Count everybody who waits to be deleted."""
    return queries.count()


def overdue_count() -> int:
    """Count everybody who should be gone by today and is not: the worker does not run, or something fails."""
    return queries.count(Deletion.due_on < rules.late_since(today()))
