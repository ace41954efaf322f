"""What was done with somebody's data, by whom, and how she came in: in words that she herself reads."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from college.core.permissions import Role
from college.privacy import rules

#: Deeds of others that concern her, by action of the audit.
DEEDS = {
    "shown.keep": _l("noted that you showed a lesson in person"),
    "shown.undo": _l("took back that you showed a lesson in person"),
    "phone.unmask": _l("looked at your whole telephone number"),
    "person.edit": _l("changed your name, number or age"),
    "person.disable": _l("closed your account"),
    "person.enable": _l("opened your account again"),
    "enrollment.create": _l("put you into a class"),
    "enrollment.end": _l("ended your time in a class"),
    "enrollment.restore": _l("put you back into a class"),
    "enrollment.change": _l("put you into another class"),
    "enrollment.change_back": _l("put you back into your earlier class"),
    "card.issue": _l("made a card for you"),
    "card.pause": _l("stopped your card"),
    "card.resume": _l("let your card open again"),
    "deletion.ask": _l("asked for you to be deleted, because you said so"),
    "deletion.take_back": _l("took your deletion back, because you said so"),
    "data.export": _l("saved a copy of your data"),
    "board.export": _l("saved the list of your class, with how far everybody is"),
    "attendance.export": _l("saved the list of who came to a meeting of your class"),
    "roster.export": _l("saved the list of names of your class"),
    "card.print": _l("printed the cards of your class"),
    "card.sheet": _l("opened the sheet with the cards of your class"),
    "certificate.hand": _l("gave you a certificate on paper"),
    "certificate.open": _l("opened the printed certificates of your class"),
    "certificate.print": _l("printed certificates of your class"),
    "certificate.unhand": _l("noted that you have not been given your certificate on paper yet"),
    "handout.open": _l("opened handouts of your class"),
    "handout.print": _l("printed handouts with the names of your class"),
}
#: Deeds that stand in another section: a code to let her in counts once it was used.
TOLD_ELSEWHERE = ("handover.give",)
#: Deeds that concern a whole class.
OF_CLASS = (
    "attendance.export", "board.export", "card.print", "card.sheet", "certificate.open", "certificate.print",
    "handout.open", "handout.print", "roster.export",
)  # fmt: skip

ROLES = {
    Role.OPERATOR: _l("Operator"),
    Role.COORDINATOR: _l("Coordinator"),
    Role.LECTURER: _l("Lecturer"),
    Role.AUTHOR: _l("Course author"),
    Role.HELPER: _l("Helper"),
    Role.PRODUCT_MANAGER: _l("Product manager"),
    Role.STUDENT: _l("Student"),
}
WAYS = {
    rules.OWN: _l("The student asked on these pages"),
    rules.PHONE: _l("The student asked by telephone"),
    rules.PERSON: _l("The student asked in person"),
    rules.DIED: _l("The student has died; relatives asked"),
    rules.RETENTION: _l("12 months have passed since the last course"),
}


def role_words(role: str) -> str:
    """Give a role in words."""
    return str(ROLES[Role(role)])


def deed(action: str) -> str:
    """Give a deed in words; one that has none yet is told of all the same."""
    return str(DEEDS[action]) if action in DEEDS else _("changed or looked up something about you (%(name)s)", name=action)
