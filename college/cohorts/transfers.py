"""A student who moves to another district: her old district asks, the new one takes her in, and her progress comes along."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update

from college.accounts import service as accounts
from college.cohorts import queries, queries_rosters, queries_transfers
from college.cohorts.membership import cohort_for, enroll, enrollment_for
from college.cohorts.models import Cohort, District
from college.cohorts.models_transfers import Transfer
from college.core import audit
from college.core.clock import now, today
from college.core.db import db, insert_once
from college.core.errors import NotFound, RuleBroken
from college.core.guard import ensure
from college.core.pages import LOCALES, Page, page_of
from college.core.permissions import Actor, Permission, Role, Scope
from college.notices import service as notices

#: What she reads when she goes on in her new district.
WELCOME = _l("You now belong to the cohort “%(cohort)s” in %(district)s. Everything you have learned is still there.")


@dataclass(frozen=True)
class Waiting:
    """Somebody on her way: who she is, where she was, which courses she followed there."""

    transfer: Transfer
    person: accounts.Person
    old_cohort: Cohort
    course_ids: list[str]


def districts_elsewhere(cohort: Cohort) -> list[District]:
    """Give the districts to which somebody of this cohort can move: all but its own, by code."""
    return [each for each in queries.districts_by_code() if each.code != cohort.district_code]


def takes_in(district_code: str) -> bool:
    """Say whether a district has a coordinator today, who can take somebody in."""
    return bool(accounts.grants_over(Scope(district=district_code), Role.COORDINATOR))


def ask(*, actor: Actor, cohort_id: UUID, person_id: UUID, to_district: str) -> Transfer:
    """Ask another district to take a student in; the same again changes nothing.

    Raises NotFound for a district that is not in the table, RuleBroken when she is not in the cohort today, when she
    waits for another district already, when the district is her own, or when nobody there could take her in.
    """
    cohort, enrollment, _person = enrollment_for(actor, Permission.PERSON_MOVE, cohort_id, person_id)
    if not queries.districts_by_code([to_district]):
        raise NotFound
    if not takes_in(to_district):
        raise RuleBroken(_("This district has no coordinator yet, so nobody would see her there. Ask the operator first."))
    if to_district == cohort.district_code:
        raise RuleBroken(_("She is in this district already. To change the cohort, add her to the other one."))
    if not enrollment.is_active:
        raise RuleBroken(_("This enrollment has ended. Take that back first, then she can move."))
    is_new = insert_once(
        Transfer, person_id=person_id, from_cohort_id=cohort_id, to_district=to_district, asked_by=actor.person_id
    )
    waiting = queries_transfers.waiting_of(person_id)
    if waiting is None or waiting.to_district != to_district:
        raise RuleBroken(_("She waits for another district already. Take that back first."))
    if is_new:
        _record(actor, "transfer.ask", waiting, cohort.district_code)
    return waiting


def withdraw(*, actor: Actor, cohort_id: UUID, person_id: UUID, transfer_id: UUID) -> None:
    """Take back that somebody moves, while nobody has decided; doing it again changes nothing.

    Raises RuleBroken when the other district was quicker.
    """
    cohort, _enrollment, _person = enrollment_for(actor, Permission.PERSON_MOVE, cohort_id, person_id)
    transfer = queries_transfers.transfer(transfer_id)
    if transfer is None or (transfer.person_id, transfer.from_cohort_id) != (person_id, cohort_id):
        raise NotFound
    if transfer.withdrawn_at is not None:
        return
    if not _decide(transfer, withdrawn_at=now()):
        raise RuleBroken(_("The other district has decided meanwhile. Please look at her page once more."))
    _record(actor, "transfer.withdraw", transfer, cohort.district_code)


def waiting_page(actor: Actor, page: int) -> Page:
    """Give one page of those who wait for the actor's districts, the longest waiting first, as `Waiting`."""
    found = page_of(queries_transfers.waiting_for(actor.reach(Permission.PERSON_MOVE)), page)
    return Page(items=_described(found.items), total=found.total, page=found.page, pages=found.pages)


def waiting_count(actor: Actor) -> int:
    """Count those who wait for the actor's districts: for the start page."""
    return queries_transfers.waiting_count(actor.reach(Permission.PERSON_MOVE))


def transfer_for(actor: Actor, transfer_id: UUID) -> Waiting:
    """Give somebody who waits for, or was decided about by, the actor's district; NotFound for everybody else's."""
    transfer = queries_transfers.transfer(transfer_id)
    if transfer is None:
        raise NotFound
    ensure(actor, Permission.PERSON_MOVE, Scope(district=transfer.to_district))
    if transfer.is_waiting and not queries_transfers.is_there(transfer_id):
        raise NotFound
    return _described([transfer])[0]


def choosable_cohorts(actor: Actor, transfer: Transfer) -> list[Cohort]:
    """Give the cohorts of the new district that she can enter, the latest first."""
    reach = actor.reach(Permission.ENROLLMENT_EDIT)
    return [
        each
        for each in queries.cohorts_within(reach)
        if each.district_code == transfer.to_district and each.archived_at is None
    ]


def accept(*, actor: Actor, transfer_id: UUID, cohort_id: UUID) -> Transfer:
    """Take her into a cohort of the new district; her enrollments in the old district end today.

    Her card, her progress and her questions are hers and stay. Doing it again changes nothing. Raises NotFound for
    another district's person or cohort, RuleBroken when somebody decided otherwise meanwhile.
    """
    waiting = transfer_for(actor, transfer_id)
    transfer = waiting.transfer
    cohort = cohort_for(actor, Permission.ENROLLMENT_EDIT, cohort_id)
    if cohort.district_code != transfer.to_district:
        raise NotFound
    if transfer.accepted_at is not None:
        return transfer
    if not _decide(transfer, accepted_at=now(), accepted_by=actor.person_id, to_cohort_id=cohort_id):
        raise RuleBroken(_already_decided())
    enroll(actor=actor, cohort_id=cohort_id, person_id=transfer.person_id)
    _leave(actor, transfer, waiting.old_cohort)
    _tell(transfer, cohort)
    _record(actor, "transfer.accept", transfer, cohort.district_code, cohort=str(cohort_id))
    return transfer


def decline(*, actor: Actor, transfer_id: UUID, reason: str) -> Transfer:
    """Say why the new district does not take her in; doing it again changes nothing.

    Raises RuleBroken without a sentence, or when somebody decided otherwise meanwhile.
    """
    transfer = transfer_for(actor, transfer_id).transfer
    if transfer.declined_at is not None:
        return transfer
    if len(reason.strip()) < 2:
        raise RuleBroken(_("Please write in a few words why."))
    done = _decide(transfer, declined_at=now(), declined_by=actor.person_id, reason=reason.strip()[:200])
    if not done:
        raise RuleBroken(_already_decided())
    _record(actor, "transfer.decline", transfer, transfer.to_district)
    return transfer


def forget_transfers(person_id: UUID) -> None:
    """Empty what was written about a person on her way, and let nothing of hers wait any more. Safe to repeat."""
    hers = update(Transfer).where(Transfer.person_id == person_id)
    db.session.execute(hers.values(reason=""))
    db.session.execute(hers.where(queries_transfers.WAITING).values(withdrawn_at=now()))


def transfers_of(person_id: UUID) -> list[dict[str, Any]]:
    """Give what is kept of a person's ways between districts, for her own copy."""
    rows = db.session.scalars(select(Transfer).where(Transfer.person_id == person_id).order_by(Transfer.asked_at))
    return [
        {"to_district": row.to_district, "asked_at": row.asked_at.isoformat(), "accepted_at": _text(row.accepted_at)}
        for row in rows
    ]


def _text(moment: Any) -> str | None:
    return moment.isoformat() if moment else None


def _already_decided() -> str:
    return _("Somebody has decided about this meanwhile. Please look at the list once more.")


def _decide(transfer: Transfer, **values: Any) -> bool:
    """Write a decision if nobody decided before: of several hands in the same moment one is first."""
    waiting = update(Transfer).where(Transfer.id == transfer.id, queries_transfers.WAITING)
    done = db.session.execute(
        waiting.values(**values), execution_options={"synchronize_session": False, "preserve_rowcount": True}
    )
    db.session.refresh(transfer)
    return done.rowcount == 1


def _leave(actor: Actor, transfer: Transfer, old: Cohort) -> None:
    """End what she had in the old district; its coordinator keeps the ended enrollment and sees nothing new."""
    for cohort_id in queries_transfers.active_in(transfer.person_id, old.district_code):
        queries_rosters.end_enrollments(cohort_id, [transfer.person_id], today())
        subject, place = f"person:{transfer.person_id}", {"district": old.district_code, "cohort": str(cohort_id)}
        audit.record(actor, "enrollment.end", subject=subject, **place)
    db.session.expire_all()


def _tell(transfer: Transfer, cohort: Cohort) -> None:
    texts = {}
    for lang, locale in LOCALES.items():
        with force_locale(locale):
            texts[lang] = str(WELCOME) % {"cohort": cohort.name, "district": cohort.district.name}
    notices.tell(person_id=transfer.person_id, key=f"transfer:{transfer.id}", texts=texts, url="/learn")


def _described(transfers: Collection[Transfer]) -> list[Waiting]:
    people = accounts.people_by_ids({each.person_id for each in transfers})
    found = []
    for each in transfers:
        old = db.session.get(Cohort, each.from_cohort_id)
        if old is not None and each.person_id in people:
            found.append(Waiting(each, people[each.person_id], old, queries.course_ids(old.id)))
    return found


def _record(actor: Actor, action: str, transfer: Transfer, district: str, **detail: str) -> None:
    ids = {"transfer": str(transfer.id), "to_district": transfer.to_district, **detail}
    audit.record(actor, action, subject=f"person:{transfer.person_id}", district=district, **ids)
