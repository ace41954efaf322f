"""Tables of what opens an account: passwords, second factors, one-time codes and links; and of wrong guesses at them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from college.core.db import db, new_id


class Password(db.Model):
    """How a member of staff signs in. ``hash`` is empty until she has set one."""

    __tablename__ = "password"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    login: Mapped[str] = mapped_column(String(64), unique=True)
    hash: Mapped[str | None]
    set_at: Mapped[datetime | None]
    #: Whether it is long enough only beside a second factor.
    is_short: Mapped[bool] = mapped_column(default=False)


class OneTimeLink(db.Model):
    """A link of 24 hours with which a member of staff sets her password, once."""

    __tablename__ = "one_time_link"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
    made_by: Mapped[UUID | None]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SecondFactor(db.Model):
    """The secret that a member of staff's phone shares with the college to make codes of 30 seconds (RFC 6238)."""

    __tablename__ = "second_factor"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    secret_cipher: Mapped[str]
    made_at: Mapped[datetime]
    #: When she typed a first right code; until then it guards nothing.
    confirmed_at: Mapped[datetime | None]
    #: The half minute of the last code that opened, so that none opens twice.
    last_step: Mapped[int] = mapped_column(default=0)


class RecoveryCode(db.Model):
    """One code that stands in for the second factor, once."""

    __tablename__ = "recovery_code"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class CredentialFailure(db.Model):
    """Wrong guesses in a row at one credential, known or not: a login name, a telephone number.

    ``key`` is a keyed hash, so that the table names nobody and an unknown name is counted like a known one.
    """

    __tablename__ = "credential_failure"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    count: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    last_at: Mapped[datetime] = mapped_column(index=True)


class AddressFailure(db.Model):
    """Wrong guesses from one network address within one hour: they slow down and alert, and never refuse."""

    __tablename__ = "address_failure"

    #: A keyed hash of the address; the address itself is not kept.
    address_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    hour: Mapped[datetime] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(default=0)


class Handover(db.Model):
    """A way in for one student whose card is forgotten: a QR and 8 digits, once, within 10 minutes."""

    __tablename__ = "handover"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    #: Keyed, because 8 digits could be tried out against a plain hash.
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    #: Whether its giver may see her whole data herself: only then does using it show that it is she.
    may_confirm: Mapped[bool] = mapped_column(default=False)
    used_at: Mapped[datetime | None]
    #: The visit that used it, and the device that it signed in: a second tap of the same hand takes the place of the first.
    visit: Mapped[str | None] = mapped_column(String(32))
    session_id: Mapped[UUID | None]
    voided_at: Mapped[datetime | None]


class SmsCode(db.Model):
    """Six digits sent to a telephone number; a row is made for an unknown number too, and nothing is sent."""

    __tablename__ = "sms_code"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    phone_hash: Mapped[str] = mapped_column(String(64), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    #: Number and code, encrypted, until the job has sent them.
    message_cipher: Mapped[str | None]
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    tries: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    #: When it was typed in; from then on nobody else can type it.
    used_at: Mapped[datetime | None]
    #: The visit in which it was typed, and the device that it signed in.
    visit: Mapped[str | None] = mapped_column(String(32))
    session_id: Mapped[UUID | None]


class Quota(db.Model):
    """One of the places that a limit has within a span of time: taken when ``began_at`` lies in the span.

    A limit of five an hour is five rows: so no hour, wherever it begins, holds more than five. Limits of the whole
    site have one row, which counts.
    """

    __tablename__ = "quota"

    #: A keyed hash of what is limited: a telephone number, a network address, who gives handovers; or of the site.
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    #: ``minute``, ``ten_minutes``, ``hour`` or ``day``.
    span: Mapped[str] = mapped_column(String(16), primary_key=True)
    slot: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    began_at: Mapped[datetime] = mapped_column(index=True)
    count: Mapped[int] = mapped_column(default=1)
