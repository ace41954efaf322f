"""A student who goes on in another cohort of her district: the old enrollment ends, the new one begins, and it can be undone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from college.cohorts import queries, queries_changes, queries_rosters
from college.cohorts.membership import (
    cohort_for,
    end_enrollment,
    enroll,
    enrollment_for,
    refuse_archived,
    restore_enrollment,
    visible_cohorts,
)
from college.cohorts.models import ENDED, Cohort, Enrollment
from college.cohorts.models_changes import CohortChange
from college.cohorts.rules import derived_id
from college.core import audit
from college.core.clock import LOCAL, today
from college.core.db import db, insert_once
from college.core.errors import NotFound, RuleBroken
from college.core.pages import LOCALES
from college.core.permissions import Actor, Permission
from college.notices import service as notices

#: What she reads when she goes on in another cohort.
WELCOME = _l("You now learn in the cohort “%(cohort)s”. Your card stays the same, and everything you have learned is still there.")


@dataclass(frozen=True)
class Step:
    """One link of the chain of somebody's cohorts, with the names of both; whether it can be taken back now."""

    change: CohortChange
    from_name: str
    to_name: str
    can_be_taken_back: bool


def other_cohorts(actor: Actor, cohort: Cohort) -> list[Cohort]:
    """Give the living cohorts of the same district to which the actor may move somebody, the latest first."""
    mine = visible_cohorts(actor, Permission.ENROLLMENT_EDIT)
    return [
        each
        for each in mine
        if each.district_code == cohort.district_code and each.id != cohort.id and each.archived_at is None
    ]


def change_cohort(
    *, actor: Actor, cohort_id: UUID, person_id: UUID, to_cohort_id: UUID, on_day: date, why: str, form_id: UUID
) -> CohortChange:
    """Let a student go on in another cohort from a day on; the same form sent twice does it once.

    Card, devices, progress and questions are hers and stay. Raises NotFound for another district's cohort; RuleBroken
    when she is not in the first cohort today, is in the second already, or the day lies ahead or before she came.
    """
    cohort, _enrollment, _person = enrollment_for(actor, Permission.ENROLLMENT_EDIT, cohort_id, person_id)
    change_id = derived_id(derived_id(form_id, cohort_id), person_id)
    goal = cohort_for(actor, Permission.ENROLLMENT_EDIT, to_cohort_id)
    if goal.district_code != cohort.district_code or goal.id == cohort.id:
        raise NotFound
    refuse_archived(goal)
    held = queries_changes.held_enrollments(person_id)
    before = queries_changes.change(change_id)
    if before is not None:
        return before
    there = held.get(to_cohort_id)
    _refuse(held.get(cohort_id), there, on_day)
    left_there_on = there.to_on if there else None
    end_enrollment(actor=actor, cohort_id=cohort_id, person_id=person_id, to_on=on_day)
    enroll(actor=actor, cohort_id=to_cohort_id, person_id=person_id, from_on=on_day)
    insert_once(
        CohortChange,
        id=change_id,
        person_id=person_id,
        from_cohort_id=cohort_id,
        to_cohort_id=to_cohort_id,
        on_day=on_day,
        why=why.strip()[:200],
        is_new_there=there is None,
        left_there_on=left_there_on,
        made_by=actor.person_id,
    )
    _tell(person_id, change_id, goal)
    _record(actor, "enrollment.change", cohort, person_id, to_cohort_id)
    return _known(change_id)


def _refuse(here: Enrollment | None, there: Enrollment | None, on_day: date) -> None:
    if here is None or not here.is_active:
        raise RuleBroken(_("This enrollment has ended. Take that back first, then she can change her cohort."))
    if there is not None and there.is_active:
        raise RuleBroken(_("She is in that cohort already. If she is to leave this one, end the enrollment here."))
    if on_day > today():
        raise RuleBroken(_("Please choose today or a day before: from this day on she is in the other cohort."))
    if on_day < here.from_on:
        raise RuleBroken(_("She was not in this cohort yet on that day. Please choose a later one."))


def take_back(*, actor: Actor, cohort_id: UUID, person_id: UUID, change_id: UUID) -> CohortChange:
    """Put a student back into the cohort that she left; doing it again changes nothing.

    ``cohort_id`` is either of the two cohorts. On the day of the change the new enrollment goes as if it had never
    been, later it ends today. Raises RuleBroken when she has gone on to another cohort since.
    """
    enrollment_for(actor, Permission.ENROLLMENT_EDIT, cohort_id, person_id)
    change = queries_changes.change(change_id)
    if change is None or change.person_id != person_id or cohort_id not in (change.from_cohort_id, change.to_cohort_id):
        raise NotFound
    old = cohort_for(actor, Permission.ENROLLMENT_EDIT, change.from_cohort_id)
    new = cohort_for(actor, Permission.ENROLLMENT_EDIT, change.to_cohort_id)
    refuse_archived(old)
    held = queries_changes.held_enrollments(person_id)
    if queries_changes.take_back(change_id, actor.person_id):
        if not _stands(change, held):
            raise RuleBroken(_("She has changed her cohort again since then. Take the latest change back first."))
        _leave(actor, change, held[new.id])
        restore_enrollment(actor=actor, cohort_id=old.id, person_id=person_id, was_slip=_is_of_today(change))
        notices.take_back(person_ids=[person_id], key=_key(change_id))
        _record(actor, "enrollment.change_back", new, person_id, old.id)
    return _known(change_id)


def _leave(actor: Actor, change: CohortChange, enrollment: Enrollment) -> None:
    """Undo what the change did in the new cohort: a slip of today leaves no trace in its list."""
    place = {"cohort_id": change.to_cohort_id, "person_id": change.person_id}
    is_of_today = _is_of_today(change)
    if is_of_today and change.is_new_there:
        queries_rosters.delete_enrollments(change.to_cohort_id, [change.person_id])
        db.session.expire_all()
    elif is_of_today and change.left_there_on:
        enrollment.status, enrollment.to_on = ENDED, change.left_there_on
        db.session.flush()
    else:
        end_enrollment(actor=actor, **place)


def _is_of_today(change: CohortChange) -> bool:
    return change.made_at.astimezone(LOCAL).date() == today()


def chain_of(person_id: UUID, cohort: Cohort) -> list[Step]:
    """Give the changes of somebody within a cohort's district, the first one first; for whoever may change them."""
    changes = queries_changes.changes_within(person_id, cohort.district_code)
    if not changes:
        return []
    names = {key: each.name for key, each in queries.cohorts_by_ids(_places(changes)).items()}
    active = {each.id for each in queries.active_cohorts(person_id)}
    last = next((each for each in reversed(changes) if each.taken_back_at is None), None)
    return [
        Step(
            each,
            names[each.from_cohort_id],
            names[each.to_cohort_id],
            each is last and each.to_cohort_id in active and each.from_cohort_id not in active,
        )
        for each in changes
    ]


def _places(changes: list[CohortChange]) -> set[UUID]:
    return {place for each in changes for place in (each.from_cohort_id, each.to_cohort_id)}


def _stands(change: CohortChange, held: dict[UUID, Enrollment]) -> bool:
    """Say whether she is still in the cohort to which she changed, and not in the old one."""
    there, here = held.get(change.to_cohort_id), held.get(change.from_cohort_id)
    return there is not None and there.is_active and here is not None and not here.is_active


def _known(change_id: UUID) -> CohortChange:
    change = queries_changes.change(change_id)
    if change is None:
        raise NotFound
    return change


def _key(change_id: UUID) -> str:
    return f"cohort-change:{change_id}"


def _tell(person_id: UUID, change_id: UUID, goal: Cohort) -> None:
    texts = {}
    for lang, locale in LOCALES.items():
        with force_locale(locale):
            texts[lang] = str(WELCOME) % {"cohort": goal.name}
    notices.tell(person_id=person_id, key=_key(change_id), texts=texts, url="/learn")


def _record(actor: Actor, action: str, cohort: Cohort, person_id: UUID, other: UUID) -> None:
    place = {"district": cohort.district_code, "cohort": str(cohort.id), "to_cohort": str(other)}
    audit.record(actor, action, subject=f"person:{person_id}", **place)


def changes_of(person_id: UUID) -> list[dict[str, object]]:
    """Give what is kept of a person's changes, for her own copy."""
    changes = queries_changes.all_of(person_id)
    names = {key: each.name for key, each in queries.cohorts_by_ids(_places(changes)).items()}
    return [
        {
            "from": names.get(each.from_cohort_id),
            "to": names.get(each.to_cohort_id),
            "on": each.on_day,
            "why": each.why,
            "taken_back_at": each.taken_back_at,
        }
        for each in changes
    ]
