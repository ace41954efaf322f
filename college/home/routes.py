"""The start page, the links of the desk, and the word of goodbye."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from college.core.guard import current_actor, public
from college.core.permissions import Permission, Role
from college.home import service

bp = Blueprint("home", __name__)


@dataclass(frozen=True)
class DeskLink:
    """One entry of the desk's navigation."""

    url: str
    text: str
    is_here: bool


@bp.get("/")
@public
def index() -> str | Response:
    """Take a student to her lessons, staff to their desk, and a stranger to the door."""
    actor = current_actor()
    if actor.person_id is None:
        return render_template("home/welcome.html")
    is_staff = current_user.device.kind == "staff" and not actor.has_role(Role.STUDENT)
    if not is_staff and all(each.role is Role.STUDENT for each in actor.held):
        return redirect(url_for("lessons.index"), 303)
    return render_template("home/desk.html", desk=service.desk(actor))


@bp.get("/goodbye")
@public
def signed_out() -> str:
    """Say that she is signed out and how to come back."""
    return render_template("home/signed_out.html")


@bp.app_context_processor
def desk_navigation() -> dict[str, object]:
    """Give templates `desk_links`, asked for only by desk pages."""
    return {"desk_links": desk_links}


def desk_links() -> list[DeskLink]:
    """Give the pages of the desk that this actor may open."""
    actor = current_actor()
    if actor.person_id is None:
        return []
    links = [("home.index", _("Start"), "home", None)]
    links += [
        link
        for link in (
            ("cohorts.index", _("Cohorts"), "cohorts", Permission.COHORT_VIEW),
            ("library.index", _("Courses"), "library", Permission.COURSE_VIEW),
            ("cohorts.staff_index", _("Staff accounts"), "staff", Permission.STAFF_MANAGE),
        )
        if actor.reach(link[3])
    ]
    if actor.has_role(Role.STUDENT):
        links.append(("lessons.index", _("My lessons"), "lessons", None))
    return [DeskLink(url_for(endpoint), text, _is_here(section)) for endpoint, text, section, _need in links]


def _is_here(section: str) -> bool:
    endpoint = request.endpoint or ""
    place = endpoint.partition(".")[0]
    if "staff" in endpoint:
        place = "staff"
    return {"board": "cohorts"}.get(place, place) == section
