"""The one table of what is kept how long and why: plain values, read by the job, the command and the page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
#: A year is a day short: what is over just after one run goes with the next, and still within twelve months.
MONTH, YEAR = 30 * DAY, 364 * DAY

#: The college throws away once a day, and takes one that began so long ago without ending for killed.
EVERY, KILLED_AFTER = DAY, HOUR
#: Without a run for so long the operator is told.
OVERDUE_AFTER = 2 * DAY


@dataclass(frozen=True)
class Rule:
    """One kind of thing that is kept for a while.

    ``keep`` is how long it stays once it is over; ``how_long`` says the same in words, ``why`` for what it is kept
    so long. ``batch`` is how many one transaction takes at most.
    """

    key: str
    what: LazyString
    how_long: LazyString
    why: LazyString
    keep: timedelta
    batch: int = 500

    def before(self, moment: datetime) -> datetime:
        """Give the moment before which it must have been over to go now."""
        return moment - self.keep


#: What a code or counter is good for ends within minutes; a day is for looking into what went wrong (AF-117).
_CODES = _l("Good for minutes or hours only. A day is enough to find out why somebody could not come in.")
_A_DAY = _l("24 hours after it is over")
_ACCESS = _l("The Cybersecurity Law asks for six months at least; twelve are the most that we need.")

RULES: tuple[Rule, ...] = (
    Rule("handovers", _l("Codes with which somebody helped a student in"), _A_DAY, _CODES, DAY),
    Rule("sms_codes", _l("Codes sent by text message"), _A_DAY, _CODES, DAY),
    Rule("quotas", _l("Counts that hold text messages and handovers to a limit"), _A_DAY, _CODES, DAY),
    Rule("password_links", _l("Links with which staff set a password"), _A_DAY, _CODES, DAY),
    Rule("unfinished_factors", _l("Second factors that staff began to set up and did not finish"), _l("24 hours"), _CODES, DAY),
    Rule("wrong_guesses", _l("Counts of wrong passwords and codes"), _l("24 hours after the last one; twenty in a row stay until a reset"), _CODES, DAY),
    Rule("addresses", _l("Counts of wrong passwords for each network address"), _l("24 hours"), _CODES, DAY),
    Rule(
        "files",
        _l("Uploaded lists, printed cards and other files"),
        _l("24 hours, or less where the file says so"),
        _l("Lists of names and telephone numbers are what swindlers pay for. They can be uploaded again."),
        timedelta(0),
        50,
    ),
    Rule(
        "imports",
        _l("Which people an import brought, and what was said about its rows"),
        _l("30 days; the counts stay"),
        _l("For so long an import can be taken back as a whole."),
        MONTH,
    ),
    Rule(
        "drafts",
        _l("Questions that were begun and never sent"),
        _l("30 days"),
        _l("For so long they stand in the student's list."),
        MONTH,
    ),
    Rule(
        "active_days",
        _l("Days on which a student was here, with minutes"),
        _l("60 days; numbers without a name stay"),
        _l("For so long weeks and months can be counted in which everybody counts once."),
        2 * MONTH,
    ),
    Rule(
        "walk_ins",
        _l("Names of people who came to a meeting and stood in no list"),
        _l("30 days after they were noted"),
        _l("For so long a coordinator can find out who they are and enroll them."),
        MONTH,
    ),
    Rule(
        "recordings",
        _l("Recordings of steps that were taken away or recorded anew"),
        _A_DAY,
        _l("For a day they can be brought back. A voice says who somebody is: nobody keeps it longer than it is heard."),
        DAY,
        50,
    ),
    Rule(
        "presence",
        _l("Who had a text open for writing"),
        _A_DAY,
        _l("It tells two who write at once of each other. Afterwards nobody needs it."),
        DAY,
    ),
    Rule(
        "brought_pictures",
        _l("Pictures that were put in while writing and that no text shows"),
        _l("24 hours"),
        _l("For a day the text in which they are used can still come."),
        DAY,
        50,
    ),
    Rule(
        "readings",
        _l("What colleagues said of a text before it was published"),
        _l("12 months"),
        _l("So that authors see over a whole course why a text is as it is."),
        YEAR,
    ),
    Rule(
        "taken_out",
        _l("Steps that were taken out of a text, and words that gave way to a colleague's"),
        _l("12 months"),
        _l("For so long they can be put back."),
        YEAR,
        50,
    ),
    Rule("jobs", _l("Work that is done or failed"), _l("30 days"), _l("So that whoever asked for it sees what came of it."), MONTH),
    Rule(
        "notices",
        _l("News that somebody has read"),
        _l("12 months"),
        _l("A student can read it again during her course and some time after."),
        YEAR,
    ),
    Rule(
        "misses",
        _l("Words that were searched for in vain, without a name"),
        _l("12 months"),
        _l("So that lecturers see over a whole course what people miss."),
        YEAR,
    ),
    Rule("devices", _l("Devices on which somebody was signed in"), _l("12 months after the end"), _ACCESS, YEAR),
    Rule("audit", _l("Who did what, and who was refused"), _l("12 months"), _ACCESS, YEAR),
    Rule(
        "learners",
        _l("Everything about a student"),
        _l("12 months after the last course"),
        _l("She may come back the next year. Then nobody needs it: it is hidden at once and deleted within 15 days."),
        YEAR,
        20,
    ),
    Rule(
        "consents",
        _l("Consents of people who were deleted"),
        _l("Not at all"),
        _l("Nobody is left who could have agreed."),
        timedelta(0),
    ),
    Rule(
        "backups",
        _l("Backups in the folder instance/backups"),
        _l("30 days"),
        _l("Whoever was deleted is then gone from the backups too."),
        MONTH - DAY,
    ),
    Rule(
        "runs",
        _l("The list of these clear-outs"),
        _l("3 years"),
        _l("The Personal Information Protection Law asks for three years of proof."),
        3 * YEAR,
    ),
)


def is_due(moment: datetime, done_at: datetime | None, begun_at: datetime | None) -> bool:
    """Say whether it is time to throw away.

    ``done_at`` is when the last complete run began, ``begun_at`` when one that has not ended began, None for none.
    """
    if begun_at is not None and moment - begun_at < KILLED_AFTER:
        return False
    return done_at is None or moment - done_at >= EVERY


def next_at(moment: datetime, done_at: datetime | None) -> datetime:
    """Give when the next run is due: a day after the last, now when that is past."""
    return moment if done_at is None else max(moment, done_at + EVERY)


def is_overdue(moment: datetime, done_at: datetime | None) -> bool:
    """Say whether nothing has been thrown away for so long that somebody must look."""
    return done_at is None or moment - done_at > OVERDUE_AFTER
