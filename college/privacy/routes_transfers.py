"""Addresses of people who move to a district, for those who take them in there."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from college.cohorts import service as cohorts
from college.core.guard import current_actor, needs
from college.core.pages import Page, language
from college.core.permissions import Permission
from college.privacy import arriving
from college.privacy.blueprint import bp
from college.privacy.forms_transfers import AcceptForm, DeclineForm


@bp.get("/transfers")
@needs(Permission.PERSON_MOVE)
def transfers() -> str:
    """Show who waits to be taken in by her district."""
    found = cohorts.waiting_transfers(current_actor(), request.args.get("page", 1, type=int))
    rows = arriving.described(found.items, language())
    page = Page(items=rows, total=found.total, page=found.page, pages=found.pages)
    return render_template("privacy/transfers.html", found=page)


@bp.get("/transfers/<uuid:transfer_id>")
@needs(Permission.PERSON_MOVE)
def transfer(transfer_id: UUID) -> str:
    """Show one person who waits, and ask in which cohort she goes on."""
    return _page(transfer_id, _accept_form(transfer_id), DeclineForm())


@bp.post("/transfers/<uuid:transfer_id>/accept")
@needs(Permission.PERSON_MOVE)
def transfer_accept(transfer_id: UUID) -> Response | tuple[str, int]:
    """Take her into a cohort."""
    form = _accept_form(transfer_id)
    if not form.validate():
        return _page(transfer_id, form, DeclineForm()), 422
    done = cohorts.accept_transfer(actor=current_actor(), transfer_id=transfer_id, cohort_id=UUID(form.cohort.data))
    flash(_("She goes on with you from today. Her card opens as before; here you can also make a new one."), "good")
    return redirect(url_for("cohorts.student", cohort_id=done.to_cohort_id, person_id=done.person_id), 303)


@bp.post("/transfers/<uuid:transfer_id>/decline")
@needs(Permission.PERSON_MOVE)
def transfer_decline(transfer_id: UUID) -> Response | tuple[str, int]:
    """Say why she is not taken in."""
    form, choice = DeclineForm(), _accept_form(transfer_id)
    if not form.validate():
        return _page(transfer_id, choice, form), 422
    cohorts.decline_transfer(actor=current_actor(), transfer_id=transfer_id, reason=form.reason.data)
    flash(_("The coordinator who asked reads what you wrote. She stays where she was."), "good")
    return redirect(url_for("privacy.transfers"), 303)


def _accept_form(transfer_id: UUID) -> AcceptForm:
    actor = current_actor()
    waiting = cohorts.transfer_for(actor, transfer_id)
    form = AcceptForm()
    form.choose_from({str(each.id): each.name for each in cohorts.cohorts_for_transfer(actor, waiting.transfer)})
    return form


def _page(transfer_id: UUID, choice: AcceptForm, refusal: DeclineForm) -> str:
    waiting = cohorts.transfer_for(current_actor(), transfer_id)
    shown = arriving.described([waiting], language())[0]
    return render_template("privacy/transfer.html", shown=shown, choice=choice, refusal=refusal)
