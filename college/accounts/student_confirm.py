"""How a student shows that it is she, before she sees her data whole, changes her number or has all deleted."""

from __future__ import annotations

from uuid import UUID

from flask_babel import gettext as _

from college.accounts.code_rules import HANDOVER_DIGITS, SMS_DIGITS, digits_of
from college.accounts.confirming import note_confirmed
from college.accounts.failures import forget_guesses, note_failure, pay_for_guess
from college.accounts.guesses import confirm_guesses
from college.accounts.handovers import use_own_code
from college.accounts.models import Person
from college.accounts.people import get_person
from college.accounts.sms_codes import ask_for_code, use_code
from college.accounts.sms_sender import is_offered
from college.core import audit
from college.core.crypto import decrypt
from college.core.errors import NotAllowed, RuleBroken
from college.core.permissions import Actor


def confirm_with_code(*, actor: Actor, code: str) -> None:
    """Confirm this session of a student with 8 digits that her coordinator made for her, or 6 sent to her number.

    Five wrong ones wait a quarter of an hour, over both kinds. Raises `NotAllowed` for nobody, `RuleBroken` with a
    sentence for her.
    """
    person, digits, way = _person(actor), digits_of(code), "sms"
    if len(digits) == SMS_DIGITS and person.phone_hash:
        use_code(phone_hash=person.phone_hash, text=digits, visit=f"confirm:{str(actor.session_id)[-20:]}")
    elif len(digits) == HANDOVER_DIGITS:
        _use_handover(actor, person.id, digits)
        way = "handover"
    else:
        raise RuleBroken(_("Please type all the digits: 8 of the code read to you, or 6 of the message."))
    note_confirmed(actor=actor, way=way)


def _use_handover(actor: Actor, person_id: UUID, digits: str) -> None:
    key = confirm_guesses(person_id)
    if not pay_for_guess(key):
        audit.record_refusal(actor, "confirm.locked", subject=f"person:{person_id}")
        raise RuleBroken(
            _("The code was wrong too often. Please wait a quarter of an hour, or ask your coordinator to help you in.")
        )
    found = use_own_code(person_id=person_id, code=digits)
    if found == "wrong":
        note_failure()
        audit.record_refusal(actor, "confirm.wrong_code", subject=f"person:{person_id}")
        raise RuleBroken(
            _("This is not the code that was made for you. Please ask for a new one: after 10 minutes it ends.")
        )
    forget_guesses(key)
    if found == "helper":
        audit.record_refusal(actor, "confirm.code_of_helper", subject=f"person:{person_id}")
        raise RuleBroken(
            _("With this code you can sign in. For what you want to do now, please ask your coordinator for a code.")
        )


def ask_for_own_code(*, actor: Actor) -> None:
    """Have a code sent to the student's own number. Raises `RuleBroken` when she has none or has asked too often."""
    person = _person(actor)
    if not person.phone_cipher or not is_offered():
        raise RuleBroken(_("No message can be sent to you. Please ask your coordinator for a code."))
    ask_for_code(decrypt(person.phone_cipher))


def can_be_sent_a_code(person: Person) -> bool:
    """Say whether a code can be sent to this student's own number."""
    return bool(person.phone_cipher) and is_offered()


def _person(actor: Actor) -> Person:
    if actor.person_id is None:
        raise NotAllowed
    return get_person(actor.person_id)
