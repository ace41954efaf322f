"""Students' cards of a cohort: made and drawn on sheets by a job, kept for a day, one made again when it is lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from flask import current_app
from flask_babel import gettext as _

from college.accounts import service as accounts
from college.cohorts import card_pdf
from college.cohorts.card_rules import CardText, CardWords
from college.cohorts.membership import cohort_for, enrolled, enrollment_for, refuse_archived
from college.cohorts.models import Cohort
from college.cohorts.rules import derived_id
from college.core import audit, files, jobs
from college.core.clock import now, today
from college.core.db import db, run_in_unit
from college.core.errors import NotFound, RuleBroken
from college.core.files import StoredFile
from college.core.pages import day, phone_groups
from college.core.permissions import Actor, Permission

#: How long a sheet of cards stays readable: long enough for a jammed printer, no longer.
SHEET_LIVES = timedelta(hours=24)
PDF = "application/pdf"


@dataclass(frozen=True)
class CardsPage:
    """What a coordinator sees before printing: how many hold a card, how many wait for one, sheets of today."""

    cohort: Cohort
    people_count: int
    without: list[accounts.Person]
    sheets: list[StoredFile]
    has_public_url: bool

    @property
    def with_count(self) -> int:
        """How many hold a living card."""
        return self.people_count - len(self.without)


def cards_page(*, actor: Actor, cohort_id: UUID) -> CardsPage:
    """Say who of a cohort has a living card, and which sheets this actor may still open."""
    cohort = cohort_for(actor, Permission.CARD_ISSUE, cohort_id)
    people = [person for _enrollment, person in enrolled(cohort_id)]
    living = accounts.cards_of([person.id for person in people])
    return CardsPage(
        cohort=cohort,
        people_count=len(people),
        without=[person for person in people if person.id not in living],
        sheets=files.kept_for(_purpose(cohort_id), actor.person_id),
        has_public_url=bool(current_app.config["PUBLIC_URL"]),
    )


def start_printing(*, actor: Actor, cohort_id: UUID, everyone: bool, form_id: UUID) -> UUID:
    """Ask for new cards for those without one, or for ``everyone`` (then the old ones die); give the job's id.

    The same form sent twice is one job. Raises RuleBroken when nobody needs a card.
    """
    page, job_id = cards_page(actor=actor, cohort_id=cohort_id), derived_id(form_id, cohort_id)
    if jobs.is_known(job_id):
        return job_id
    refuse_archived(page.cohort)
    if not (page.people_count if everyone else page.without):
        raise RuleBroken(_("Everybody in this cohort has a card already."))
    return _ask(actor, cohort_id, job_id, {"everyone": everyone})


def start_again(*, actor: Actor, cohort_id: UUID, person_id: UUID, form_id: UUID) -> UUID:
    """Void one student's card at once, end what it opened, and ask for a new one; give the job's id.

    The same form sent twice is one job. Raises RuleBroken when her enrollment has ended.
    """
    cohort, enrollment, _person = enrollment_for(actor, Permission.CARD_ISSUE, cohort_id, person_id)
    job_id = derived_id(form_id, cohort_id)
    if jobs.is_known(job_id):
        return job_id
    refuse_archived(cohort)
    if not enrollment.is_active:
        raise RuleBroken(_("This enrollment has ended. Take that back first, then make the card."))
    accounts.revoke_cards(actor=actor, person_ids=[person_id])
    return _ask(actor, cohort_id, job_id, {"person": str(person_id)})


def printing(*, actor: Actor, cohort_id: UUID, job_id: UUID) -> tuple[Cohort, jobs.Job, StoredFile | None]:
    """Give how far the printing of a cohort's cards is, with its sheet when that is still there."""
    cohort = cohort_for(actor, Permission.CARD_ISSUE, cohort_id)
    job = jobs.get(job_id, actor)
    if job.payload.get("cohort") != str(cohort_id):
        raise NotFound
    sheets = [sheet for sheet in files.kept_for(_purpose(cohort_id), actor.person_id) if sheet.id == job_id]
    return cohort, job, sheets[0] if sheets else None


def open_sheet(*, actor: Actor, cohort_id: UUID, file_id: UUID) -> tuple[StoredFile, bytes]:
    """Give a sheet's PDF to whoever asked for it, for a day. Raises NotFound afterwards and for everyone else."""
    cohort = cohort_for(actor, Permission.CARD_ISSUE, cohort_id)
    sheet = next((each for each in files.kept_for(_purpose(cohort_id), actor.person_id) if each.id == file_id), None)
    data = files.read(file_id) if sheet else None
    if sheet is None or data is None:
        raise NotFound
    audit.record(actor, "card.sheet", subject=f"cohort:{cohort_id}", district=cohort.district_code)
    return sheet, data


@jobs.handler("cards.print")
def print_cards(job: jobs.Running) -> dict[str, object]:
    """Draw a sheet first, then keep sheet and cards together: no card is ever made that nobody can print.

    Run again after its worker died, it finds the sheet or begins anew.
    """
    actor, cohort_id = accounts.actor_for(job.person_id), UUID(job.payload["cohort"])
    page = cards_page(actor=actor, cohort_id=cohort_id)
    if db.session.get(StoredFile, job.id) is not None:
        return {}
    people, cohort = _wanted(page, job.payload), page.cohort
    expires_on = accounts.card_end(today(), cohort.ends_on)
    tokens = accounts.new_tokens([person.id for person in people])
    numbers, words = accounts.new_numbers([person.id for person in people]), _words()
    texts = [
        _text(person, accounts.card_url(tokens[person.id]), cohort, words, accounts.shown_number(numbers[person.id]))
        for person in people
    ]
    name = f"cards-{today().isoformat()}.pdf"
    db.session.rollback()
    sheets = card_pdf.draw(texts, report=job.report)

    def keep() -> None:
        accounts.issue_cards(actor=actor, tokens=tokens, expires_on=expires_on, numbers=numbers)
        files.keep(
            name,
            PDF,
            sheets.pdf,
            owner_id=actor.person_id,
            expires_at=now() + SHEET_LIVES,
            purpose=_purpose(cohort_id),
            file_id=job.id,
        )
        audit.record(actor, "card.print", subject=f"cohort:{cohort_id}", count=len(tokens))

    run_in_unit(keep)
    return {"count": len(tokens), "pages": sheets.pages, "missing": [each.name for each in sheets.missing]}


def _ask(actor: Actor, cohort_id: UUID, job_id: UUID, what: dict[str, object]) -> UUID:
    return jobs.enqueue("cards.print", actor=actor, payload={"cohort": str(cohort_id), **what}, job_id=job_id).id


def _wanted(page: CardsPage, what: dict[str, object]) -> Sequence[accounts.Person]:
    people = [person for _enrollment, person in enrolled(page.cohort.id)]
    if "person" in what:
        wanted = [person for person in people if str(person.id) == what["person"]]
    else:
        wanted = people if what.get("everyone") else page.without
    if not wanted:
        raise RuleBroken(_("Everybody in this cohort has a card already."))
    return wanted


def _words() -> CardWords:
    return CardWords(
        college=_("Taobao College for Seniors"),
        until=_("Course until"),
        teacher=_("Teacher"),
        is_a_key=_("This card is a key. Take no picture of it and send it to nobody."),
        how=_("How to use it: open WeChat or the camera, and scan the pattern."),
        number=_("Card no."),
    )


def _text(person: accounts.Person, url: str, cohort: Cohort, words: CardWords, number: str) -> CardText:
    return CardText(
        name=person.name,
        url=url,
        cohort=cohort.name,
        ends_on=day(cohort.ends_on),
        teacher=cohort.teacher_name,
        phone=phone_groups(cohort.teacher_phone),
        words=words,
        number=number,
    )


def _purpose(cohort_id: UUID) -> str:
    return f"cards:{cohort_id}"
