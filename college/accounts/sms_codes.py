"""Codes by text message: 6 digits, once, within 10 minutes. Known and unknown numbers are answered alike.

What guessing is worth: at most five tries within a quarter of an hour and twenty before somebody who knows her helps,
over all codes of a number, each compared with the at most five codes that live at once: 5 x 5 / 10^6 = 2.5e-5 within
the first quarter of an hour, 20 x 5 / 10^6 = 1e-4 in all.
"""

from __future__ import annotations

import hmac
import json
import secrets
from datetime import datetime
from uuid import UUID

import structlog
from flask import current_app
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import func, or_, select, update

from college.accounts import queries
from college.accounts.code_rules import SMS_DIGITS, SMS_LENGTH, SMS_LIMITS, SMS_TRIES, digits_of
from college.accounts.failures import forget_guesses, note_failure, pay_for_guess
from college.accounts.guesses import phone_guesses
from college.accounts.handovers import end_other_device
from college.accounts.limits import count_one, quota_key, take
from college.accounts.models import Person
from college.accounts.models_secrets import SmsCode
from college.accounts.rules import DeviceKind
from college.accounts.sessions import sign_in
from college.accounts.sms_sender import NotSent, sender
from college.core import audit, jobs
from college.core.clock import now
from college.core.crypto import decrypt, encrypt, fingerprint
from college.core.db import db, new_id, run_in_unit
from college.core.errors import NotFound, RuleBroken
from college.core.guard import NOBODY
from college.core.permissions import Actor, Role

log = structlog.get_logger()


class AskedTooOften(RuleBroken):
    """No more codes for now; those that were sent before still open for their ten minutes."""


def ask_for_code(phone: str) -> str:
    """Have a code sent to the 11 digits of ``phone`` if a student has that number; give the number's hash.

    What is done and said here is the same for every number: who has it is looked up by the job that sends.
    Raises `AskedTooOften` when the number, or the whole site today, has had as many codes as it may.
    """
    phone_hash = fingerprint(phone)
    for span, places in SMS_LIMITS:
        if take(quota_key("sms", phone_hash), span=span, places=places) is None:
            raise AskedTooOften(_limit_sentence(span))
    counted = count_one(quota_key("sms-site"), span="day", most=current_app.config["SMS_SITE_CAP"])
    if counted is None:
        raise AskedTooOften(_limit_sentence("site"))
    if counted == current_app.config["SMS_SITE_CAP"]:
        audit.record(NOBODY, "alert.sms_site_cap", within_a_day=counted)
    _make(phone, phone_hash)
    return phone_hash


def _make(phone: str, phone_hash: str) -> None:
    row_id, moment = new_id(), now()
    code = f"{secrets.randbelow(10**SMS_DIGITS):0{SMS_DIGITS}d}"
    db.session.add(
        SmsCode(
            id=row_id,
            phone_hash=phone_hash,
            code_hash=_code_hash(row_id, code),
            message_cipher=encrypt(json.dumps({"phone": phone, "code": code})),
            made_at=moment,
            expires_at=moment + SMS_LENGTH,
        )
    )
    jobs.enqueue("sms.send", actor=Actor(), payload={"sms_code": str(row_id)})


def _code_hash(row_id: UUID, code: str) -> str:
    return fingerprint(f"sms:{row_id}:{code}")


def _limit_sentence(span: str) -> str:
    return {
        "minute": _("A code was asked for a moment ago, and it still works. Please wait a minute before you ask again."),
        "hour": _("Five codes were asked for within an hour. Please wait an hour, or ask your coordinator to help you in."),
        "day": _("Ten codes were asked for today. Please come back tomorrow, or ask your coordinator to help you in."),
        "site": _("No more codes can be sent today. Please use your card, or ask your coordinator to help you in."),
    }[span]


@jobs.handler("sms.send")
def send_code(job: jobs.Running) -> None:
    """Send a code if a student has its number, and forget number and code in any case.

    Run again after its worker died it may send the same code twice, which does no harm.
    """
    row_id = UUID(job.payload["sms_code"])
    row = db.session.get(SmsCode, row_id)
    if row is None or row.message_cipher is None:
        return
    is_wanted = row.expires_at > now() and bool(students_with(row.phone_hash))
    wanted = json.loads(decrypt(row.message_cipher)) if is_wanted else None
    db.session.rollback()
    sent_at = None
    try:
        if wanted:
            sender().send(wanted["phone"], wanted["code"])
            sent_at = now()
    except NotSent as failed:
        log.error("a text message was not sent", reason=str(failed))
        raise RuleBroken(_("A text message could not be sent. Please look at what the sender says.")) from None
    finally:
        run_in_unit(lambda: _forget_message(row_id, sent_at))


def _forget_message(row_id: UUID, sent_at: datetime | None) -> None:
    mine = update(SmsCode).where(SmsCode.id == row_id)
    db.session.execute(mine.values(message_cipher=None, sent_at=func.coalesce(SmsCode.sent_at, sent_at)))


def students_with(phone_hash: str) -> list[Person]:
    """Give the enrolled students who have this number; nobody whose account is closed."""
    people = queries.people_by_phone_hash(phone_hash)
    return [each for each in people if each.disabled_at is None and is_student(each.id)]


def is_student(person_id: UUID) -> bool:
    """Say whether somebody is enrolled in a living cohort today."""
    sources = current_app.extensions["held_sources"]
    return any(held.role is Role.STUDENT for source in sources for held in source(person_id))


def use_code(*, phone_hash: str, text: str, visit: str) -> UUID:
    """Use up the code that was sent to a number, and give its id; the same visit may send it twice.

    Paid for before it is looked at, twice over: once for the number, over all its codes, and once for each code.
    Many at the same moment get no more tries, and one of them at most is right. Raises `RuleBroken` with the same
    words for known and unknown numbers.
    """
    code = digits_of(text)
    if len(code) != SMS_DIGITS:
        raise RuleBroken(_("The code has 6 digits. Please look at the message once more and type all of them."))
    key = phone_guesses(phone_hash)
    if not pay_for_guess(key):
        audit.record_refusal(NOBODY, "sms.locked")
        raise RuleBroken(
            _("The code was wrong too often. Please wait a quarter of an hour, or ask your coordinator to help you in.")
        )
    found = _look(phone_hash, code, visit)
    if found is None or not _use(found, visit) or not students_with(phone_hash):
        note_failure()
        audit.record_refusal(NOBODY, "sms.failed")
        raise RuleBroken(_wrong_sentence(phone_hash, code))
    forget_guesses(key)
    return found


def _wrong_sentence(phone_hash: str, code: str) -> str:
    """Tell a code that came too late from one that was never sent: the same for known and unknown numbers."""
    over = select(SmsCode.id, SmsCode.code_hash).where(
        SmsCode.phone_hash == phone_hash, SmsCode.expires_at <= now(), SmsCode.used_at.is_(None)
    )
    if any(hmac.compare_digest(kept, _code_hash(row_id, code)) for row_id, kept in db.session.execute(over).all()):
        return _("The ten minutes of this code are over. Please have a new one sent.")
    return _("This is not the code of the message. Please look at it once more, or have a new one sent.")


def _free(visit: str):
    return or_(SmsCode.used_at.is_(None), SmsCode.visit == visit)


def _look(phone_hash: str, code: str, visit: str) -> UUID | None:
    living = update(SmsCode).where(SmsCode.phone_hash == phone_hash, SmsCode.expires_at > now(), _free(visit))
    paying = living.where(SmsCode.tries < SMS_TRIES).values(tries=SmsCode.tries + 1)
    looked = db.session.execute(paying.returning(SmsCode.id, SmsCode.code_hash)).all()
    return next((row_id for row_id, kept in looked if hmac.compare_digest(kept, _code_hash(row_id, code))), None)


def _use(row_id: UUID, visit: str) -> bool:
    using = update(SmsCode).where(SmsCode.id == row_id, _free(visit))
    return db.session.execute(using.values(used_at=func.coalesce(SmsCode.used_at, now()), visit=visit)).rowcount == 1


def people_of_code(code_id: UUID, visit: str) -> list[Person]:
    """Give whom a code that this visit typed may sign in; nobody once its ten minutes are over."""
    row = db.session.scalars(select(SmsCode).where(SmsCode.id == code_id, *_in_hand(visit))).first()
    return students_with(row.phone_hash) if row else []


def _in_hand(visit: str) -> tuple:
    return SmsCode.visit == visit, SmsCode.used_at > now() - SMS_LENGTH


def sign_in_with_code(*, code_id: UUID, visit: str, person_id: UUID | None, kind: DeviceKind, device: str) -> Person:
    """Sign one of the people of a code's number in, once. She counts as having shown that it is she.

    Raises `NotFound` when the code's time is over or she is none of them, `RuleBroken` for another kind of device.
    """
    if kind not in {"own", "class"}:
        raise RuleBroken(_("Please say whose phone this is."))
    mine = update(SmsCode).where(SmsCode.id == code_id, *_in_hand(visit)).values(visit=visit)
    row = db.session.execute(mine.returning(SmsCode.phone_hash, SmsCode.session_id)).first()
    person = next((each for each in students_with(row.phone_hash) if each.id == person_id), None) if row else None
    if row is None or person is None:
        raise NotFound
    end_other_device(row.session_id)
    sign_in(person=person, kind=kind, way="sms", device=device, is_confirmed=True)
    db.session.execute(update(SmsCode).where(SmsCode.id == code_id).values(session_id=current_user.device.id))
    return person
