"""Addresses of the boards of districts and cities: numbers without names, counted anew on request, and as CSV."""

from __future__ import annotations

from uuid import UUID

from flask import Response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from college.board import districts, numbers_export, snapshots_looking
from college.board.blueprint import bp
from college.board.comparing import COLUMNS
from college.board.words_numbers import column_words, median_words
from college.core.clock import today
from college.core.db import new_id
from college.core.forms import OnceForm
from college.core.guard import confirmed, current_actor, needs
from college.core.permissions import Actor, Permission
from college.core.tables import download


@bp.get("/districts", endpoint="districts")
@needs(Permission.NUMBERS_VIEW)
def districts_index() -> str:
    """Show the districts whose numbers the reader may see."""
    page, cities = districts.index(current_actor(), request.args.get("page", 1, type=int))
    return render_template("board/districts.html", page=page, cities=cities, words=column_words())


@bp.get("/districts/<slug:district_code>")
@needs(Permission.NUMBERS_VIEW)
def district(district_code: str) -> str:
    """Show the numbers of a district, its weeks and its cohorts."""
    asked = {"sort": request.args.get("sort", "name"), "page": request.args.get("page", 1, type=int)}
    board = districts.district_board(actor=current_actor(), code=district_code, **asked)
    return render_template("board/district.html", board=board, **_words())


@bp.get("/city")
@needs(Permission.NUMBERS_VIEW)
def city() -> str:
    """Show the districts of a city beside each other."""
    board = _city_board(current_actor())
    return render_template("board/city.html", board=board, **_words())


def _words() -> dict[str, object]:
    return {"words": column_words(), "columns": COLUMNS, "median_words": median_words, "form_id": str(new_id())}


def _city_board(actor: Actor) -> districts.CityBoard:
    return districts.city_board(actor=actor, city=request.values.get("city", ""), sort=request.values.get("sort", "name"))


@bp.post("/districts/<slug:district_code>/recount")
@needs(Permission.NUMBERS_VIEW)
def recount(district_code: str) -> Response:
    """Have a district counted anew by a job."""
    board = districts.district_board(actor=current_actor(), code=district_code, sort="name", page=1)
    return _recount([board.district.code])


@bp.post("/city/recount")
@needs(Permission.NUMBERS_VIEW)
def recount_city() -> Response:
    """Have those districts of a city counted anew whose numbers the reader may see."""
    return _recount(districts.codes_in(current_actor(), request.form.get("city", "")))


def _recount(codes: list[str]) -> Response:
    job = snapshots_looking.ask_recount(actor=current_actor(), district_codes=codes, job_id=OnceForm().made_id())
    return redirect(url_for(".recounted", job_id=job.id), 303)


@bp.get("/districts/recounted/<uuid:job_id>")
@needs(Permission.NUMBERS_VIEW)
def recounted(job_id: UUID) -> str:
    """Show how far the counting is."""
    job = snapshots_looking.job(actor=current_actor(), job_id=job_id)
    codes = job.payload.get("districts", [])
    return render_template("board/recounted.html", job=job, code=codes[0] if len(codes) == 1 else "")


@bp.post("/districts/<slug:district_code>/export")
@confirmed
@needs(Permission.NUMBERS_VIEW)
def export_district(district_code: str) -> Response:
    """Give the cohorts of a district as CSV: the same numbers as on its page."""
    data, name = numbers_export.district_csv(actor=current_actor(), code=district_code)
    return _download(data, name)


@bp.post("/city/export")
@confirmed
@needs(Permission.NUMBERS_VIEW)
def export_city() -> Response:
    """Give the districts of a city as CSV: the same numbers as on its page."""
    return _download(numbers_export.city_csv(actor=current_actor(), city=request.form.get("city", "")), request.form.get("city", ""))


def _download(data: bytes, name: str) -> Response:
    day = today().isoformat()
    return download(data, f"{_('numbers')}-{name}-{day}.csv", plain_name=f"numbers-{day}.csv")
