"""What there is to do today, in sentences with a link each, for every role that somebody holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from college.cohorts import service as cohorts
from college.core.clock import now
from college.core.pages import moment
from college.feedback import service as feedback
from college.home.health import Health
from college.meetings import service as meetings
from college.questions import service as questions


@dataclass(frozen=True)
class Task:
    """One thing to do: how many, in what words, since when, and where. ``kind`` is ``care`` where it is urgent."""

    count: int
    sentence: str
    detail: str
    url: str
    action: str
    kind: str = ""


def of_second_factor() -> list[Task]:
    """Give the first thing that an operator or coordinator does: until then her roles rest."""
    return [
        Task(
            1,
            _("thing comes first: set up your second factor"),
            _("Until then you can do nothing here as an operator or coordinator. You need your phone and three minutes."),
            url_for("accounts.devices", _anchor="second-factor"),
            _("Set up your second factor"),
            "care",
        )
    ]


def of_lecturer(counts: questions.OpenCounts, to_check: int) -> list[Task]:
    """Give what waits for a lecturer: questions, the longest waiting named, and lessons to be checked."""
    found = []
    if counts.open:
        detail = _("The oldest has waited since %(moment)s.", moment=moment(counts.oldest_at))
        if counts.mine:
            detail += " " + ngettext("You have taken on %(num)d of them.", "You have taken on %(num)d of them.", counts.mine)
        found.append(
            Task(
                counts.open,
                ngettext("question waits for an answer", "questions wait for an answer", counts.open),
                detail,
                url_for("questions.desk"),
                _("Answer questions"),
                "care",
            )
        )
    if to_check:
        found.append(
            Task(
                to_check,
                ngettext("lesson is to be checked", "lessons are to be checked", to_check),
                _("Something was decided about the feature that they show."),
                url_for("feedback.to_check"),
                _("Look at these lessons"),
            )
        )
    return found


def of_manager(counts: feedback.ThemeCounts) -> list[Task]:
    """Give what waits for a product manager: themes that nobody has looked at, and promises without a result."""
    found = []
    if counts.new:
        found.append(
            Task(
                counts.new,
                ngettext("new theme that nobody has looked at", "new themes that nobody has looked at", counts.new),
                _("Students asked about this, and their lecturers passed it on without names."),
                url_for("feedback.index", show="new"),
                _("Look at the new themes"),
                "care",
            )
        )
    if counts.planned and counts.oldest_planned_at:
        days = (now() - counts.oldest_planned_at).days
        found.append(
            Task(
                counts.planned,
                ngettext("promise without a result", "promises without a result", counts.planned),
                ngettext("The oldest has stood for %(num)d day.", "The oldest has stood for %(num)d days.", days),
                url_for("feedback.index", show="planned"),
                _("Look at the promises"),
            )
        )
    return found


def of_resting(cards: Sequence[cohorts.Resting]) -> list[Task]:
    """Give whose card rests because it was used on many new phones: somebody has to ask her."""
    if not cards:
        return []
    first = cards[0]
    return [
        Task(
            len(cards),
            ngettext("card rests: used on many new phones", "cards rest: used on many new phones", len(cards)),
            _("She cannot sign in with it until you let it go on or make a new one."),
            url_for("cohorts.student", cohort_id=first.cohort.id, person_id=first.person_id),
            _("See whose card, in %(cohort)s", cohort=first.cohort.name),
            "care",
        )
    ]


def of_names(waiting: Sequence[meetings.WaitingNames]) -> list[Task]:
    """Give the names that helpers noted of people who came and stand in no list: somebody has to enroll them."""
    if not waiting:
        return []
    first, names = waiting[0], sum(each.names for each in waiting)
    return [
        Task(
            names,
            ngettext("came and stands in no list", "came and stand in no list", names),
            _("A helper noted the name. Find out who it is, and enroll her."),
            url_for("meetings.attendance_list", cohort_id=first.cohort.id, meeting_id=first.meeting.id),
            _("See who came to %(cohort)s", cohort=first.cohort.name),
        )
    ]


def of_deletions(waiting: int) -> list[Task]:
    """Tell a coordinator that students of hers wait to be deleted: she can still take it back."""
    if not waiting:
        return []
    return [
        Task(
            waiting,
            ngettext("student is being deleted", "students are being deleted", waiting),
            _("Whoever changes her mind calls you. You can take it back until the last day."),
            url_for("privacy.deletions"),
            _("See who is being deleted"),
        )
    ]


def of_transfers(waiting: int) -> list[Task]:
    """Give who waits to be taken in from another district."""
    if not waiting:
        return []
    return [
        Task(
            waiting,
            ngettext("person moves to your district", "people move to your district", waiting),
            _("Another district asks you to take them in."),
            url_for("privacy.transfers"),
            _("See who moves to you"),
            "care",
        )
    ]


def of_operator(health: Health) -> list[Task]:
    """Give what an operator has to look after: failed work, and staff who cannot sign in yet."""
    found = []
    if health.queue.failed:
        found.append(
            Task(
                health.queue.failed,
                ngettext("piece of work failed", "pieces of work failed", health.queue.failed),
                _("In the last 7 days. Whoever asked for it sees why on the page where it was begun."),
                url_for("home.index", _anchor="health"),
                _("See how the college is"),
                "care",
            )
        )
    if health.late_deletions:
        found.append(
            Task(
                health.late_deletions,
                ngettext(
                    "student should have been deleted by now", "students should have been deleted by now", health.late_deletions
                ),
                _("Everybody is promised to be gone within 15 days. See that the worker runs, and look into its log."),
                url_for("home.index", _anchor="health"),
                _("See how the college is"),
                "care",
            )
        )
    if health.without_password:
        found.append(
            Task(
                health.without_password,
                ngettext(
                    "member of staff has no password yet", "members of staff have no password yet", health.without_password
                ),
                _("Make each a new link; a link lives for 24 hours."),
                url_for("cohorts.staff_index"),
                _("Look after staff accounts"),
            )
        )
    return found
