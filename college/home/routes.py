"""The start page, the links of the desk, and the word of goodbye."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from college.accounts import service as accounts
from college.authoring import service as authoring
from college.cohorts import service as cohorts
from college.core.guard import current_actor, public
from college.core.pages import kept_cookie, language
from college.core.permissions import Permission, Role
from college.home import service
from college.lessons import service as lessons

bp = Blueprint("home", __name__)

#: When the accessibility statement last changed in what it says.
STATEMENT_DAY = date(2026, 11, 22)


@dataclass(frozen=True)
class DeskLink:
    """One entry of the desk's navigation."""

    url: str
    text: str
    is_here: bool


@bp.get("/")
@public
def index() -> str | Response:
    """Say what there is to do today: to a student, to staff; and show a stranger both ways in."""
    actor = current_actor()
    if actor.person_id is None:
        return redirect(url_for("accounts.sign_in"), 303) if accounts.was_idle() else render_template("home/welcome.html")
    if current_user.device.kind == "staff":
        return render_template("home/desk.html", desk=service.desk(actor, language()))
    if not actor.may_keep and not accounts.has_declined():
        return redirect(url_for("accounts.consent_form"), 303)
    start = service.start_of(actor, kept_cookie(lessons.TRACK_COOKIE))
    return render_template("home/student.html", start=start, teacher=start.teacher, may_keep=actor.may_keep)


@bp.get("/help")
@public
def help() -> str:
    """Say how to do the five things that everybody needs, and whom to call."""
    return render_template("home/help.html", teacher=_teacher())


@bp.get("/accessibility")
@public
def accessibility() -> str:
    """Say what these pages are built to, what is still missing, and how to complain."""
    return render_template("home/accessibility.html", teacher=_teacher(), statement_day=STATEMENT_DAY)


@bp.get("/privacy")
@public
def privacy() -> str:
    """Show the privacy notice to everybody; a student finds her consent below it."""
    return render_template("home/privacy.html", teacher=_teacher())


@bp.get("/goodbye")
@public
def signed_out() -> str:
    """Say that she is signed out and how to come back."""
    return render_template("home/signed_out.html", is_staff=request.args.get("of") == "staff")


@bp.app_context_processor
def desk_navigation() -> dict[str, object]:
    """Give templates `desk_links`, asked for only by desk pages, and `my_teacher`, by those of the phone.

    `teacher_of` is for the page on which somebody is not signed in yet, because her card rests.
    """
    return {"desk_links": desk_links, "my_teacher": _teacher, "teacher_of": cohorts.teacher_contact}


def _teacher() -> tuple[str, str] | None:
    """Give the name and telephone of the reader's own teacher, None for strangers and staff."""
    actor = current_actor()
    is_student = actor.person_id is not None and current_user.device.kind != "staff"
    return cohorts.teacher_contact(actor.person_id) if is_student else None


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
            ("cohorts.find", _("Find a student"), "find", Permission.COHORT_VIEW),
            ("questions.desk", _("Questions"), "questions", Permission.QUESTION_ANSWER),
            ("feedback.index", _("Themes"), "feedback", Permission.THEME_VIEW),
            ("library.index", _("Courses"), "library", Permission.COURSE_VIEW),
            ("search.desk", _("Search"), "search", Permission.COURSE_VIEW),
            ("board.districts", _("Numbers"), "numbers", Permission.NUMBERS_VIEW),
            ("cohorts.staff_index", _("Staff accounts"), "staff", Permission.STAFF_MANAGE),
            ("accounts.audit_index", _("What was done"), "audit", Permission.AUDIT_READ),
            ("privacy.retention_index", _("Time limits"), "retention", Permission.RETENTION_RUN),
        )
        if actor.reach(link[3])
    ]
    if authoring.writes(actor):
        links.append(("authoring.index", _("Write courses"), "authoring", None))
    if actor.reach(Permission.ROLE_GIVE) and not actor.reach(Permission.STAFF_MANAGE):
        links.append(("cohorts.appoint_index", _("Who works here"), "appoint", None))
    if actor.has_role(Role.STUDENT):
        links.append(("lessons.index", _("My lessons"), "lessons", None))
    return [DeskLink(url_for(endpoint), text, _is_here(section)) for endpoint, text, section, _need in links]


def _is_here(section: str) -> bool:
    endpoint = request.endpoint or ""
    place = endpoint.partition(".")[0]
    place = next((word for word in ("staff", "appoint", "audit") if word in endpoint), place)
    if "retention" in endpoint:
        place = "retention"
    if endpoint.startswith("board.") and any(word in endpoint for word in ("district", "city", "engagement", "recounted")):
        place = "numbers"
    if "handouts" in endpoint:
        place = "cohorts"
    if endpoint == "cohorts.find":
        place = "find"
    return {"board": "cohorts", "meetings": "cohorts"}.get(place, place) == section
