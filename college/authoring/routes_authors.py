"""Addresses under which coordinators and operators see who writes a course, and give and end that role."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from college.authoring import authors as writers
from college.authoring.blueprint import bp
from college.authoring.forms_courses import AuthorForm
from college.authoring.titles import course_title
from college.core.errors import RuleBroken
from college.core.guard import confirmed, current_actor, needs
from college.core.permissions import Permission

#: Under this name the author whose role was ended last waits to be given it again, on this browser alone.
ENDED = "ended_author"


@bp.get("/write/<slug:course>/authors")
@confirmed
@needs(Permission.ROLE_GIVE)
def authors(course: str) -> str:
    """Show who writes a course."""
    ended = session.pop(ENDED, None)
    return _page(course, AuthorForm(), ended if ended and ended["course"] == course else None)


@bp.post("/write/<slug:course>/authors")
@confirmed
@needs(Permission.ROLE_GIVE)
def give_author(course: str) -> Response | tuple[str, int]:
    """Make somebody an author."""
    form = AuthorForm()
    writers.ensure_appoints(current_actor(), course)
    if form.validate():
        try:
            row = writers.give(actor=current_actor(), course_id=course, login=form.login.data, to_on=form.day)
        except writers.NobodyToAppoint as nobody:
            form.problem("login", nobody.sentence)
        except RuleBroken as broken:
            form.problem("to_on", broken.sentence)
        else:
            flash(_("%(name)s writes this course now.", name=row.name), "good")
            return redirect(url_for(".authors", course=course), 303)
    return _page(course, form), 422


@bp.post("/write/<slug:course>/authors/<uuid:grant_id>/end")
@confirmed
@needs(Permission.ROLE_GIVE)
def end_author(course: str, grant_id: UUID) -> Response:
    """End the role of an author; whoever ended it can give it again."""
    row = writers.end(actor=current_actor(), course_id=course, grant_id=grant_id)
    session[ENDED] = {"course": course, "name": row.name, "login": row.login}
    return redirect(url_for(".authors", course=course), 303)


def _page(course: str, form: AuthorForm, ended: dict[str, str] | None = None) -> str:
    rows = writers.authors_of(actor=current_actor(), course_id=course)
    return render_template(
        "authoring/authors.html", course=course, title=course_title(course), authors=rows, form=form, ended=ended
    )
