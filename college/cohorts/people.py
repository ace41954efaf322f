"""One student at a time: adding her, asking whether she is known already, changing and unmasking what is kept."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _

from college.accounts import service as accounts
from college.cohorts import hand_edits, queries, queries_rosters, queries_transfers
from college.cohorts.membership import (
    cohort_for,
    enroll,
    enrolled,
    enrollment_for,
    refuse_archived,
    refuse_moved,
    scope_of,
)
from college.cohorts.models import ACTIVE, Cohort, Enrollment
from college.cohorts.rules import derived_id
from college.core import audit
from college.core.errors import NotFound, RuleBroken
from college.core.pages import name_masked
from college.core.permissions import Actor, Permission

#: The answer to “is this the same person?” that makes a new one.
SOMEBODY_ELSE = "new"


@dataclass(frozen=True)
class Known:
    """Somebody who may be the person just typed. Her name is whole only for her own coordinators."""

    person_id: UUID
    name: str
    phone_masked: str
    cohort_names: tuple[str, ...]
    is_here: bool


class IsItTheSame(Exception):
    """Raised instead of guessing: ``known`` people share the name or the telephone of the one just typed."""

    def __init__(self, known: list[Known]) -> None:
        super().__init__("the same person?")
        self.known = known


@dataclass(frozen=True)
class Added:
    """What adding a student came to: who she is and whether she was in the cohort before."""

    person: accounts.Person
    was_here: bool


@dataclass(frozen=True)
class StudentPage:
    """What a coordinator or lecturer sees of one student of a cohort."""

    cohort: Cohort
    enrollment: Enrollment
    person: accounts.Person
    card: accounts.Card | None
    devices: int
    #: She left for another district: here nothing of her is shown but the ended enrollment.
    has_moved: bool = False


def add_student(
    *,
    actor: Actor,
    cohort_id: UUID,
    form_id: UUID,
    name: str,
    phone: str | None,
    age_band: str | None,
    answer: str | None = None,
) -> Added:
    """Put one person into a cohort; the same form (``form_id``) sent twice makes one.

    ``phone`` is 11 digits or None. ``answer`` is the id of a known person, `SOMEBODY_ELSE`, or None when
    nothing was asked yet. Raises IsItTheSame when somebody known shares the name or the telephone,
    NotFound when the answer names somebody who was not shown.
    """
    cohort = cohort_for(actor, Permission.ENROLLMENT_EDIT, cohort_id)
    refuse_archived(cohort)
    queries_rosters.hold_imports()
    new_person_id = derived_id(form_id, cohort_id)
    if queries.enrollment_of(new_person_id, cohort_id) is not None:
        return Added(accounts.get_person(new_person_id), was_here=True)
    known = known_people(actor, cohort, name=name, phone=phone)
    if known and answer != SOMEBODY_ELSE:
        return _take_known(actor, cohort, known, answer)
    person = accounts.create_person(name=name, phone=phone, age_band=age_band, person_id=new_person_id)
    enroll(actor=actor, cohort_id=cohort_id, person_id=person.id)
    return Added(person, was_here=False)


def _take_known(actor: Actor, cohort: Cohort, known: list[Known], answer: str | None) -> Added:
    if answer is None:
        raise IsItTheSame(known)
    chosen = next((each for each in known if str(each.person_id) == answer), None)
    if chosen is None:
        raise NotFound
    enroll(actor=actor, cohort_id=cohort.id, person_id=chosen.person_id)
    return Added(accounts.get_person(chosen.person_id), was_here=chosen.is_here)


def known_people(actor: Actor, cohort: Cohort, *, name: str, phone: str | None) -> list[Known]:
    """Give who might be the person just typed: same telephone anywhere, or same name in this cohort."""
    here = {person.id: (enrollment, person) for enrollment, person in enrolled(cohort.id, with_ended=True)}
    found = {person.id: person for person in (accounts.people_by_phone(phone) if phone else [])}
    for _enrollment, person in here.values():
        if person.name == name:
            found.setdefault(person.id, person)
    ordered = sorted(found.values(), key=lambda person: (person.name != name, person.created_at))
    return [_describe(actor, person, here.get(person.id)) for person in ordered]


def _describe(actor: Actor, person: accounts.Person, place: tuple[Enrollment, object] | None) -> Known:
    reach = actor.reach(Permission.ENROLLMENT_EDIT)
    own = [each for each in queries.cohorts_ever(person.id) if reach.covers(scope_of(each))]
    return Known(
        person_id=person.id,
        name=person.name if own else name_masked(person.name),
        phone_masked=person.phone_masked,
        cohort_names=tuple(each.name for each in own),
        is_here=place is not None and place[0].status == ACTIVE,
    )


def student_page(actor: Actor, permission: Permission, cohort_id: UUID, person_id: UUID) -> StudentPage:
    """Give one student of a cohort with her card and devices; NotFound when either is foreign.

    Raises RuleBroken where more than looking is meant and she has moved to another district.
    """
    cohort, enrollment, person = enrollment_for(actor, permission, cohort_id, person_id)
    if permission is not Permission.COHORT_VIEW:
        refuse_moved(cohort, enrollment)
    has_moved = not enrollment.is_active and queries_transfers.moved_away(person_id, cohort)
    return StudentPage(
        cohort=cohort,
        enrollment=enrollment,
        person=person,
        card=accounts.cards_of([person_id]).get(person_id),
        devices=len(accounts.sessions_of(person_id)),
        has_moved=has_moved,
    )


def edit_student(
    *, actor: Actor, cohort_id: UUID, person_id: UUID, name: str, phone: str | None, age_band: str | None
) -> accounts.Person:
    """Change what is kept about a student; ``phone`` is 11 digits, '' takes it away, None leaves it as it is."""
    cohort, enrollment, person = enrollment_for(actor, Permission.ENROLLMENT_EDIT, cohort_id, person_id)
    _refuse_staff(person)
    refuse_moved(cohort, enrollment)
    hand_edits.note(actor, person_id, hand_edits.changed_fields(person, name=name, phone=phone, age_band=age_band))
    accounts.update_person(person, name=name, phone=phone, age_band=age_band)
    audit.record(
        actor,
        "person.edit",
        subject=f"person:{person_id}",
        district=cohort.district_code,
        phone_changed=phone is not None,
    )
    return person


def unmask_phone(*, actor: Actor, cohort_id: UUID, person_id: UUID, reason: str) -> str:
    """Give a student's whole telephone number, once; the reason stays in the audit with who asked."""
    cohort, enrollment, person = enrollment_for(actor, Permission.PHONE_UNMASK, cohort_id, person_id)
    _refuse_staff(person)
    refuse_moved(cohort, enrollment)
    return accounts.unmask_phone(actor=actor, person_id=person_id, reason=reason, scope=scope_of(cohort))


def _refuse_staff(person: accounts.Person) -> None:
    if accounts.login_of(person.id) is not None:
        raise RuleBroken(_("This person also works for the college. Only an operator changes what is kept here."))
