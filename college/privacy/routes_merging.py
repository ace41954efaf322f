"""Addresses of two records of one person: finding them, putting them together, parting them again."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from college.core.guard import confirmed, current_actor, needs
from college.core.permissions import Permission
from college.privacy import merging, merging_pages
from college.privacy.blueprint import bp
from college.privacy.forms_merging import MergeForm
from college.privacy.models_merging import PersonMerge


@bp.app_template_global("merges_of")
def merges_of(person_id: UUID) -> list[PersonMerge]:
    """Give the merges of a record, for the page on which its coordinator reads of her."""
    return merging.merges_of(person_id)


@bp.get("/cohorts/<uuid:cohort_id>/people/<uuid:person_id>/twin")
@needs(Permission.PERSON_MERGE)
def twin(cohort_id: UUID, person_id: UUID) -> str:
    """Show who may be the same person as a student: same telephone first, then same name; or look for somebody."""
    words = request.args.get("q", "").strip()
    place = {"cohort_id": cohort_id, "person_id": person_id}
    number = request.args.get("page", 1, type=int)
    student, found = merging_pages.twins(actor=current_actor(), **place, words=words, page=number)
    return render_template("privacy/merge_twin.html", cohort=student[0], person=student[2], found=found, words=words)


@bp.get("/privacy/merges/new/<uuid:keep_id>/<uuid:other_id>")
@needs(Permission.PERSON_MERGE)
def merge_form(keep_id: UUID, other_id: UUID) -> str:
    """Show two records side by side, and say what putting them together does."""
    keep, other = merging_pages.pair(actor=current_actor(), keep_id=keep_id, other_id=other_id)
    form = MergeForm()
    form.choose_between(keep.person, other.person, is_fixed=keep.is_staff)
    form.prefer_what_is_there(keep.person, other.person)
    return _compared(form, keep, other)


@bp.post("/privacy/merges/new/<uuid:keep_id>/<uuid:other_id>")
@confirmed
@needs(Permission.PERSON_MERGE)
def merge(keep_id: UUID, other_id: UUID) -> Response | tuple[str, int]:
    """Put the second record into the first."""
    place = {"actor": current_actor(), "keep_id": keep_id, "other_id": other_id}
    done = merging.done_before(**place)
    if done is None:
        keep, other = merging_pages.pair(**place)
        form = MergeForm()
        form.choose_between(keep.person, other.person, is_fixed=keep.is_staff)
        if not form.validate():
            return _compared(form, keep, other), 422
        done = merging.merge(**place, chosen=form.chosen())
    flash(_say_merged(done.is_new), "good")
    return redirect(url_for("privacy.merge_show", merge_id=done.row.id), 303)


@bp.get("/privacy/merges/<uuid:merge_id>")
@needs(Permission.PERSON_MERGE)
def merge_show(merge_id: UUID) -> str:
    """Show what was put together, by whom and when, and whether it was parted."""
    return _page("privacy/merge_show.html", merge_id)


@bp.get("/privacy/merges/<uuid:merge_id>/part")
@needs(Permission.PERSON_MERGE)
def merge_part_form(merge_id: UUID) -> str:
    """Say what goes back when two records are parted, before it is done."""
    return _page("privacy/merge_part_form.html", merge_id)


@bp.post("/privacy/merges/<uuid:merge_id>/part")
@confirmed
@needs(Permission.PERSON_MERGE)
def merge_part(merge_id: UUID) -> Response:
    """Part two records again."""
    done = merging.part(actor=current_actor(), merge_id=merge_id)
    flash(_say_parted(done.is_new), "good")
    return redirect(url_for("privacy.merge_show", merge_id=merge_id), 303)


def _say_parted(is_new: bool) -> str:
    if is_new:
        return _("The two records are parted again, each as it was before.")
    return _("These two records were parted before. Nothing was done twice.")


def _page(template: str, merge_id: UUID) -> str:
    return render_template(template, shown=merging_pages.page(actor=current_actor(), merge_id=merge_id))


def _say_merged(is_new: bool) -> str:
    if is_new:
        return _("The two records are one now. You can part them again on this page.")
    return _("These two records were put together before. Nothing was done twice.")


def _compared(form: MergeForm, keep: merging_pages.Facts, other: merging_pages.Facts) -> str:
    return render_template("privacy/merge_form.html", form=form, keep=keep, other=other)
