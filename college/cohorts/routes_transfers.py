"""Addresses of a student who moves to another district, for the district that she leaves."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from college.cohorts import people, queries_transfers, service, transfers
from college.cohorts.blueprint import bp
from college.cohorts.forms_transfers import MoveForm
from college.cohorts.models_transfers import Transfer
from college.core.guard import current_actor, needs
from college.core.permissions import Permission


@dataclass(frozen=True)
class OnHerWay:
    """The latest transfer of a student away from a cohort, with the name of the district it leads to."""

    transfer: Transfer
    district_name: str

    @property
    def is_waiting(self) -> bool:
        """Say whether nobody has decided yet."""
        return self.transfer.is_waiting


@bp.app_template_global("transfer_from")
def transfer_from(cohort: service.Cohort, person_id: UUID) -> OnHerWay | None:
    """Give a student's latest transfer away from a cohort, for the page on which its coordinator reads of her."""
    transfer = queries_transfers.last_from(person_id, cohort.id)
    if transfer is None:
        return None
    return OnHerWay(transfer, service.district_names().get(transfer.to_district, transfer.to_district))


@bp.get("/cohorts/<uuid:cohort_id>/people/<uuid:person_id>/move")
@needs(Permission.PERSON_MOVE)
def move_form(cohort_id: UUID, person_id: UUID) -> str:
    """Ask to which district a student moves, and say what will happen."""
    page, form = _page_and_form(cohort_id, person_id)
    return render_template("cohorts/transfer_form.html", form=form, student=page)


@bp.post("/cohorts/<uuid:cohort_id>/people/<uuid:person_id>/move")
@needs(Permission.PERSON_MOVE)
def move(cohort_id: UUID, person_id: UUID) -> Response | tuple[str, int]:
    """Ask the other district to take a student in."""
    page, form = _page_and_form(cohort_id, person_id)
    if not form.validate():
        return render_template("cohorts/transfer_form.html", form=form, student=page), 422
    transfers.ask(actor=current_actor(), cohort_id=cohort_id, person_id=person_id, to_district=form.district.data)
    flash(_("The other district sees her now. Until it takes her in, she goes on here as before."), "good")
    return redirect(url_for("cohorts.student", cohort_id=cohort_id, person_id=person_id), 303)


@bp.post("/cohorts/<uuid:cohort_id>/people/<uuid:person_id>/move/<uuid:transfer_id>/withdraw")
@needs(Permission.PERSON_MOVE)
def move_withdraw(cohort_id: UUID, person_id: UUID, transfer_id: UUID) -> Response:
    """Take back that a student moves."""
    transfers.withdraw(actor=current_actor(), cohort_id=cohort_id, person_id=person_id, transfer_id=transfer_id)
    flash(_("She stays here. The other district no longer sees her."), "good")
    return redirect(url_for("cohorts.student", cohort_id=cohort_id, person_id=person_id), 303)


def _page_and_form(cohort_id: UUID, person_id: UUID) -> tuple[people.StudentPage, MoveForm]:
    page = people.student_page(current_actor(), Permission.PERSON_MOVE, cohort_id, person_id)
    form = MoveForm()
    form.choose_from({each.code: _shown(each) for each in transfers.districts_elsewhere(page.cohort)})
    return page, form


def _shown(district: service.District) -> str:
    if transfers.takes_in(district.code):
        return district.name
    return _("%(district)s (no coordinator yet, so nobody can take her in)", district=district.name)
