"""Tables of people, their grants, cards, consents and the devices they are signed in on."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column, validates

from college.core import names
from college.core.clock import now
from college.core.db import db, new_id
from college.core.pages import phone_masked


def _pinyin(context: DefaultExecutionContext) -> str:
    return names.pinyin(context.get_current_parameters()["name"])


def _spellings(context: DefaultExecutionContext) -> str:
    return names.spellings(context.get_current_parameters()["name"])


class Person(db.Model):
    """Anyone with an account. What she may stands in grants and enrollments, never here."""

    __tablename__ = "person"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(80))
    #: How the name sounds, as `college.core.names` writes it: for lists in order, and what finds her when typed.
    pinyin: Mapped[str] = mapped_column(String(names.LENGTH), default=_pinyin, server_default="")
    spellings: Mapped[str] = mapped_column(String(names.LENGTH), default=_spellings, server_default="")
    #: The number itself, encrypted; ``phone_hash`` finds it; head and tail show it as 138****1234.
    phone_cipher: Mapped[str | None]
    phone_hash: Mapped[str | None] = mapped_column(String(64), index=True)
    phone_head: Mapped[str | None] = mapped_column(String(3))
    phone_tail: Mapped[str | None] = mapped_column(String(4), index=True)
    #: Five years, such as 65-69; a birth date is never kept.
    age_band: Mapped[str | None] = mapped_column(String(8))
    #: The number under which another system knows her.
    outside_id: Mapped[str | None] = mapped_column(String(64), index=True)
    locale: Mapped[str] = mapped_column(String(8), default="zh")
    text_size: Mapped[str] = mapped_column(String(16), default="standard")
    created_at: Mapped[datetime] = mapped_column(default=now)
    #: When a person last changed the row by hand: imports then leave it alone.
    edited_at: Mapped[datetime | None]
    disabled_at: Mapped[datetime | None]
    #: The person with whom this record was put together; its own is closed then, and can be parted again.
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    #: When her deletion was asked for: from then on nobody finds her, and nothing is sent to her.
    hidden_at: Mapped[datetime | None] = mapped_column(index=True)
    #: When everything about her was deleted: what is left of the row says nothing of anybody.
    forgotten_at: Mapped[datetime | None]

    @validates("name")
    def _named(self, _key: str, name: str) -> str:
        """Keep the keys of a name beside it, whoever changes it."""
        self.pinyin, self.spellings = names.pinyin(name), names.spellings(name)
        return name

    @property
    def phone_masked(self) -> str:
        """The number as it is shown, empty when there is none."""
        return phone_masked(self.phone_head, self.phone_tail)


class Grant(db.Model):
    """A role of one person over one scope, from a day to a day."""

    __tablename__ = "role_grant"
    __table_args__ = (
        Index("ix_role_grant_scope", "scope_kind", "scope_key", "role"),
        Index(
            "uq_role_grant_living",
            "person_id",
            "role",
            "scope_kind",
            "scope_key",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str] = mapped_column(String(24))
    scope_kind: Mapped[str] = mapped_column(String(16))
    #: District code, cohort id or course id; empty for the college.
    scope_key: Mapped[str] = mapped_column(String(64), default="")
    from_on: Mapped[date]
    to_on: Mapped[date | None]
    granted_by: Mapped[UUID | None]
    ended_at: Mapped[datetime | None]


class Card(db.Model):
    """A printed card. Only the hash of its token is kept, so no lost key kills the printed cards."""

    __tablename__ = "card"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    #: What is printed on it to say whose it is: no secret, it opens nothing. Cards from before have none.
    number: Mapped[str | None] = mapped_column(String(8), unique=True)
    made_at: Mapped[datetime]
    made_by: Mapped[UUID | None]
    expires_on: Mapped[date]
    first_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    #: When it was used on too many new phones in a day: it opens nothing until a coordinator lets it go on.
    paused_at: Mapped[datetime | None]
    #: When a coordinator let it go on: new phones from before no longer count.
    resumed_at: Mapped[datetime | None]


class DeviceSession(db.Model):
    """One device on which one person is signed in; ended, it is dead even to a copied cookie."""

    __tablename__ = "device_session"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[str] = mapped_column(String(16))
    card_id: Mapped[UUID | None] = mapped_column(ForeignKey("card.id"), index=True)
    device: Mapped[str] = mapped_column(String(120), default="")
    #: How she came in: card, handover, sms, password or demo.
    way: Mapped[str] = mapped_column(String(16), default="card")
    #: The keyed hash of this browser's own cookie, by which a device is known again.
    browser_hash: Mapped[str | None] = mapped_column(String(64))
    #: Whether she had never signed in from this browser before, and when she said that it was she.
    is_new: Mapped[bool] = mapped_column(default=False)
    known_at: Mapped[datetime | None]
    started_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    #: When she last showed that it is she, and whether a second factor was part of signing in.
    confirmed_at: Mapped[datetime | None]
    is_strong: Mapped[bool] = mapped_column(default=False)
    #: Who helped her in, when her card was forgotten.
    given_by: Mapped[UUID | None]


class Consent(db.Model):
    """One person agreed to one version of the privacy notice; taken back, it stays as a record."""

    __tablename__ = "consent"
    __table_args__ = (
        Index(
            "uq_consent_living",
            "person_id",
            "version",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    #: The version of the notice, as in `rules.PRIVACY_VERSION`.
    version: Mapped[str] = mapped_column(String(16))
    #: The language in which she read it.
    language: Mapped[str] = mapped_column(String(8))
    #: The device on which she agreed: a phone of her own or one of the class.
    session_id: Mapped[UUID | None] = mapped_column(ForeignKey("device_session.id"))
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
