"""The way in that a visitor has in hand before she is signed in: a card, a handover or a code by message."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from flask import session

from college.accounts import cards, handovers, sms_codes
from college.accounts.models import Person
from college.accounts.rules import DeviceKind
from college.core.crypto import new_token
from college.core.errors import NotFound

Kind = Literal["card", "handover", "sms"]
#: Where this browser's cookie keeps the way in: which row, for which visit, whether she said that it is she.
KEPT = "way_in"


@dataclass(frozen=True)
class WayIn:
    """A way in that still opens, and whom it lets in."""

    kind: Kind
    id: UUID
    visit: str
    person: Person
    is_sure: bool


def take_in_hand(kind: Kind, row_id: UUID, *, visit: str | None = None, person_id: UUID | None = None) -> None:
    """Keep a way in for this visit, in place of any other. With a ``person_id`` she has been chosen already."""
    session[KEPT] = {
        "kind": kind,
        "id": row_id.hex,
        "visit": visit or new_token(13),
        "person": person_id.hex if person_id else None,
        "is_sure": person_id is not None,
    }


def kind_in_hand() -> Kind | None:
    """Give what kind of way in this browser came with last, whether or not it still opens."""
    return session.get(KEPT, {}).get("kind")


def in_hand() -> WayIn | None:
    """Give the way in with its person, None when there is none or it opens no more."""
    kept = session.get(KEPT)
    person = _person(kept) if kept else None
    if kept is None or person is None:
        return None
    return WayIn(kept["kind"], UUID(kept["id"]), kept["visit"], person, kept["is_sure"])


def _person(kept: dict) -> Person | None:
    row_id, visit = UUID(kept["id"]), kept["visit"]
    if kept["kind"] == "card":
        return cards.person_of_card(row_id)
    if kept["kind"] == "handover":
        return handovers.person_of_handover(row_id, visit)
    chosen = next((each for each in choices() if each.id.hex == kept["person"]), None)
    return chosen


def choices() -> list[Person]:
    """Give the people of a shared telephone, of whom the visitor is one; empty for every other way in."""
    kept = session.get(KEPT, {})
    return sms_codes.people_of_code(UUID(kept["id"]), kept["visit"]) if kept.get("kind") == "sms" else []


def choose(person_id: str) -> bool:
    """Keep which person of a shared telephone she is; False when it is none of them."""
    chosen = next((each for each in choices() if str(each.id) == person_id), None)
    if chosen is not None:
        kept = session[KEPT]
        take_in_hand("sms", UUID(kept["id"]), visit=kept["visit"], person_id=chosen.id)
    return chosen is not None


def make_sure() -> bool:
    """Keep that she said it is she; False when nothing is in hand."""
    if in_hand() is None:
        return False
    session[KEPT] = {**session[KEPT], "is_sure": True}
    return True


def enter(*, kind: DeviceKind, device: str) -> Person:
    """Sign in whom the way in is for, on her own phone or on one of the class.

    Raises `NotFound` when nothing sure is in hand or it opens no more, `CardRests`, and `RuleBroken` for another
    kind of device.
    """
    kept = session.get(KEPT)
    if kept is None or not kept["is_sure"]:
        raise NotFound
    row_id, visit = UUID(kept["id"]), kept["visit"]
    if kept["kind"] == "card":
        return cards.sign_in_with_card(card_id=row_id, kind=kind, device=device)
    if kept["kind"] == "handover":
        return handovers.sign_in_with_handover(handover_id=row_id, visit=visit, kind=kind, device=device)
    person_id = UUID(kept["person"]) if kept["person"] else None
    return sms_codes.sign_in_with_code(code_id=row_id, visit=visit, person_id=person_id, kind=kind, device=device)
