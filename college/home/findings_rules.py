"""What a look at the college comes to: each finding good, worth care, or bad, with what to do. Plain values only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from flask_babel import gettext as _
from flask_babel import ngettext

GIGABYTE = 1_000_000_000
#: Below so many free bytes somebody must act now; below twice as many soon.
DISK_LEAST = GIGABYTE
#: A worker signs every 30 seconds.
WORKER_SILENT = timedelta(minutes=3)
BACKUP_OLD, RETENTION_OLD = timedelta(hours=24), timedelta(days=2)
#: Everybody who operates may make operators: more than so many are hard to oversee.
MANY_OPERATORS = 5


class State(StrEnum):
    """How a finding stands."""

    GOOD = "good"
    CARE = "care"
    BAD = "bad"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: ``sentence`` says how it is, ``advice`` what to do, empty where all is well."""

    key: str
    state: State
    sentence: str
    advice: str = ""


@dataclass(frozen=True)
class Facts:
    """What was seen. Times are aware moments, None for never; ``unreadable`` is None where rows were not counted."""

    at: datetime
    is_reachable: bool
    is_demo: bool
    public_url: str | None
    contact: str | None
    key_count: int
    keys_saved_at: datetime | None
    unreadable: int | None
    is_config_open: bool
    is_folder_open: bool
    operators: int
    without_second_factor: int
    is_second_factor_required: bool
    sms_sender: str
    worker_seen_at: datetime | None
    failed_jobs: int
    retention_at: datetime | None
    retention_failed: int
    late_deletions: int
    backup_at: datetime | None
    disk_free: int
    is_at_head: bool


def findings(facts: Facts) -> list[Finding]:
    """Give every finding, in the order in which somebody would go through them."""
    every = (_keys, _settings, _people, _work, _data, _machine)
    return [finding for look in every for finding in look(facts)]


def worst(found: list[Finding]) -> State:
    """Give the worst state among findings, good for none."""
    order = list(State)
    return max((each.state for each in found), key=order.index, default=State.GOOD)


def _grave(facts: Facts) -> State:
    """What may wait while somebody tries the college out is bad as soon as others can reach it."""
    return State.BAD if facts.is_reachable and not facts.is_demo else State.CARE


def _keys(facts: Facts) -> Iterator[Finding]:
    if facts.keys_saved_at is None:
        yield Finding(
            "keys_saved",
            _grave(facts),
            _("Nobody has said yet that a copy of the keys lies elsewhere. Without them every telephone number is lost."),
            _("Copy instance/config.py to a safe place away from this machine, then: python -m college keys saved"),
        )
    else:
        yield Finding("keys_saved", State.GOOD, _("A copy of the keys lies elsewhere."))
    if facts.key_count > 1:
        yield Finding(
            "old_keys",
            State.CARE,
            _("An old key is still there."),
            _("python -m college keys rotate, then keys drop with its id: python -m college keys list"),
        )
    if facts.unreadable:
        yield Finding(
            "unreadable",
            State.BAD,
            ngettext("%(num)d row cannot be read with any key.", "%(num)d rows cannot be read with any key.", facts.unreadable),
            _("Put the key with which they were encrypted back into DATA_KEYS, before the last one."),
        )
    if facts.is_config_open:
        yield Finding(
            "config_open",
            State.BAD,
            _("Others on this machine can read the keys in instance/config.py."),
            _("chmod 600 instance/config.py"),
        )
    if facts.is_folder_open:
        yield Finding(
            "folder_open",
            State.CARE,
            _("Others on this machine can look into the folder instance, where the database lies."),
            _("chmod 700 instance"),
        )


def _settings(facts: Facts) -> Iterator[Finding]:
    url = facts.public_url
    if not url:
        words = _("COLLEGE_PUBLIC_URL is not set, so printed cards open only on this machine or in this room.")
        yield Finding("public_url", State.CARE, words, _("Set it to the https address under which phones reach the college."))
    elif not url.startswith("https://"):
        words = _("The address on cards is not encrypted: whoever shares the Wi-Fi can read along.")
        yield Finding("public_url", State.BAD, words, _("Put the college behind https and set COLLEGE_PUBLIC_URL to that address."))
    else:
        yield Finding("public_url", State.GOOD, _("Cards lead to an encrypted address."))
    if facts.contact:
        yield Finding("contact", State.GOOD, _("The privacy notice names who answers for the college."))
    else:
        words = _("COLLEGE_CONTACT is not set. The privacy notice must name who answers for the college.")
        yield Finding("contact", State.CARE, words, _("Set it to a name, an address and a telephone."))
    if facts.sms_sender == "console" and facts.is_reachable and not facts.is_demo:
        words = _("Codes for students are printed where the college was started, and are not sent.")
        yield Finding("sms", State.BAD, words, _("Set COLLEGE_SMS_SENDER to aliyun, or to off."))
    if facts.is_demo and facts.is_reachable:
        words = _("Others can reach a college of invented people, and everybody may enter it in any role.")
        yield Finding("demo", State.BAD, words, _("Use a database of its own for real people, and close this one."))


def _people(facts: Facts) -> Iterator[Finding]:
    if not facts.operators:
        yield Finding("operators", State.BAD, _("Nobody operates this college."), _("python -m college setup-link"))
    elif facts.operators > MANY_OPERATORS:
        yield Finding(
            "operators",
            State.CARE,
            ngettext("%(num)d person operates this college.", "%(num)d people operate this college.", facts.operators),
            _("Each may make more operators. End the role of those who do not need it, on the page Staff accounts."),
        )
    count = facts.without_second_factor
    if count:
        rests = facts.is_second_factor_required
        words = ngettext(
            "%(num)d operator or coordinator has no second factor.", "%(num)d operators or coordinators have no second factor.", count
        )
        resting = _("Their roles rest until they set one up, on the page of their devices.")
        acting = _("A stolen password is enough to see everybody. Set COLLEGE_SECOND_FACTOR to required.")
        yield Finding("second_factor", State.CARE if rests else _grave(facts), words, resting if rests else acting)
    else:
        yield Finding("second_factor", State.GOOD, _("Every operator and coordinator has a second factor."))


def _work(facts: Facts) -> Iterator[Finding]:
    seen = facts.worker_seen_at
    if seen is None or facts.at - seen > WORKER_SILENT:
        words = _("No worker gives a sign: cards, imports and deletions wait.")
        yield Finding("worker", State.BAD, words, _("python -m college serve starts one, python -m college work another."))
    else:
        yield Finding("worker", State.GOOD, _("The worker is alive."))
    if facts.failed_jobs:
        yield Finding(
            "failed_jobs",
            State.CARE,
            ngettext(
                "%(num)d piece of work failed in the last 7 days.", "%(num)d pieces of work failed in the last 7 days.", facts.failed_jobs
            ),
            _("The log says why."),
        )


def _data(facts: Facts) -> Iterator[Finding]:
    if facts.retention_failed:
        words = _("Part of what should be thrown away could not be.")
        yield Finding("retention", State.BAD, words, _("The page Time limits says which part, the log says why."))
    elif facts.retention_at is None or facts.at - facts.retention_at > RETENTION_OLD:
        words = _("What is no longer needed has not been thrown away for two days.")
        yield Finding("retention", _grave(facts), words, _("See that the worker runs, or: python -m college retention run"))
    else:
        yield Finding("retention", State.GOOD, _("What is no longer needed is thrown away every day."))
    if facts.late_deletions:
        yield Finding(
            "late_deletions",
            State.BAD,
            ngettext(
                "%(num)d person should have been deleted by now.", "%(num)d people should have been deleted by now.", facts.late_deletions
            ),
            _("See that the worker runs, and look into its log."),
        )


def _machine(facts: Facts) -> Iterator[Finding]:
    if facts.backup_at is None or facts.at - facts.backup_at > BACKUP_OLD:
        words = _("In instance/backups lies no backup of the last 24 hours.")
        advice = _("The college does not make backups itself yet. Use your own means, and let them put their files there.")
        yield Finding("backup", State.CARE, words, advice)
    else:
        yield Finding("backup", State.GOOD, _("There is a backup of the last 24 hours."))
    if facts.disk_free < 2 * DISK_LEAST:
        state = State.BAD if facts.disk_free < DISK_LEAST else State.CARE
        words = _("Only %(free)s gigabytes are free on the disk.", free=f"{facts.disk_free / GIGABYTE:.1f}")
        yield Finding("disk", state, words, _("Make room before nothing can be kept any more."))
    else:
        yield Finding("disk", State.GOOD, _("There is room on the disk."))
    if not facts.is_at_head:
        words = _("The database is not the one that this version of the college needs.")
        yield Finding("migrations", State.BAD, words, _("python -m college db upgrade, or start it with serve."))
