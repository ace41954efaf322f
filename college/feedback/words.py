"""What statuses, findings and measures are called on pages and in files."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from college.feedback.rules import Status
from college.feedback.rules_anonymous import Finding, Kind

STATUS_WORDS = {
    Status.NEW: _l("New"),
    Status.LOOKING: _l("Being looked at"),
    Status.PLANNED: _l("Promised"),
    Status.CHANGED: _l("Improved"),
    Status.EXPLAINED: _l("Explained"),
}

#: What a manager chooses, said as what she does.
MOVE_WORDS = {
    Status.LOOKING: _l("We are looking at it"),
    Status.PLANNED: _l("We promise to improve it"),
    Status.CHANGED: _l("It is improved: tell everybody who asked"),
    Status.EXPLAINED: _l("It stays as it is: explain it to everybody who asked"),
}

KIND_WORDS = {
    Kind.NAME: _l("perhaps a name"),
    Kind.NUMBER: _l("a number"),
    Kind.ADDRESS: _l("an address"),
    Kind.ACCOUNT: _l("an account"),
}


def not_clean(findings: tuple[Finding, ...]) -> str:
    """Say which words could tell who somebody is, and what is to be done with them."""
    names = [each.text for each in findings if each.may_be_harmless]
    others = [each.text for each in findings if not each.may_be_harmless]
    said = []
    if others:
        said.append(_("Numbers, addresses and accounts may not stay: %(words)s.", words=_quoted(others)))
    if names:
        said.append(
            _("These words may be names: %(words)s. Take them out, or tick that they name nobody.", words=_quoted(names))
        )
    return " ".join(said)


def _quoted(words: list[str]) -> str:
    return _(", ").join(f"“{word}”" for word in dict.fromkeys(words))
