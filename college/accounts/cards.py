"""Cards that sign a student in: making, voiding, opening, and resting when too many new phones use one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import and_, exists, func, insert, or_, select, update
from sqlalchemy.orm import aliased

from college.accounts import queries
from college.accounts.browsers import browser_hash
from college.accounts.card_numbers import new_numbers
from college.accounts.code_rules import NEW_DEVICES_A_DAY, NEW_DEVICES_WITHIN
from college.accounts.guesses import forget_guesses_of
from college.accounts.models import Card, DeviceSession, Person
from college.accounts.people import CHUNK
from college.accounts.rules import DeviceKind
from college.accounts.sessions import end_sessions, sign_in
from college.core import audit
from college.core.clock import now, today
from college.core.crypto import new_token, token_hash
from college.core.db import db, new_id
from college.core.errors import NotFound, RuleBroken
from college.core.permissions import Actor


class CardRests(RuleBroken):
    """The card was used on too many new phones in a day: it opens nothing until a coordinator lets it go on."""

    def __init__(self) -> None:
        super().__init__(_("This card rests for your safety. Please call your teacher."))


def public_url(path: str) -> str:
    """Give an address of the college to be printed or shown: the public one, never what a browser claimed."""
    return f"{current_app.config['PUBLIC_URL'] or current_app.config['LISTEN_URL']}{path}"


def card_url(token: str) -> str:
    """Give the address in a card's QR code."""
    return public_url(f"/c/{token}")


def new_tokens(person_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Give a token for a new card of each of these people; no card opens until `issue_cards` has kept it."""
    return {person_id: new_token() for person_id in person_ids}


def issue_cards(
    *, actor: Actor, tokens: Mapping[UUID, str], expires_on: date, numbers: Mapping[UUID, str] | None = None
) -> None:
    """Make a new card for each of these people with the tokens of `new_tokens`, of which only hashes are kept.

    ``numbers`` are those of `new_numbers` that stand on the cards; new ones are drawn when there are none.

    Earlier cards die, and the sessions they opened end. The caller has ensured `Permission.CARD_ISSUE`
    over a cohort of each.
    """
    revoke_cards(actor=actor, person_ids=list(tokens))
    moment, printed = now(), numbers or new_numbers(list(tokens))
    rows = [
        {
            "id": new_id(),
            "person_id": person_id,
            "token_hash": token_hash(token),
            "number": printed[person_id],
            "made_at": moment,
            "made_by": actor.person_id,
            "expires_on": expires_on,
        }
        for person_id, token in tokens.items()
    ]
    if rows:
        db.session.execute(insert(Card), rows)
    forget_guesses_of(list(tokens))


def load_cards(
    *,
    opened: Mapping[UUID, datetime | None],
    tokens: Mapping[UUID, str],
    made_at: datetime,
    expires_on: date,
) -> None:
    """Insert cards that were made and perhaps first opened in the past: for the demonstration.

    Nobody holds a card whose token is not given in ``tokens``.
    """
    numbers = new_numbers(list(opened))
    rows = [
        {
            "id": new_id(),
            "person_id": person_id,
            "token_hash": token_hash(tokens.get(person_id) or new_token()),
            "number": numbers[person_id],
            "made_at": made_at,
            "expires_on": expires_on,
            "first_used_at": opened_at,
        }
        for person_id, opened_at in opened.items()
    ]
    db.session.execute(insert(Card), rows)


def issue_card(*, actor: Actor, person_id: UUID, expires_on: date) -> tuple[Card, str]:
    """Make one new card; the old one dies and its sessions end. Gives the row and the token, which is not kept."""
    token = new_token()
    issue_cards(actor=actor, tokens={person_id: token}, expires_on=expires_on)
    audit.record(actor, "card.issue", subject=f"person:{person_id}")
    card = queries.card_by_hash(token_hash(token))
    if card is None:
        raise NotFound
    return card, token


def revoke_cards(*, actor: Actor, person_ids: Sequence[UUID]) -> int:
    """Void all cards of these people and end the sessions that cards opened; give how many cards died."""
    count = 0
    for start in range(0, len(person_ids), CHUNK):
        some = list(person_ids[start : start + CHUNK])
        alive = update(Card).where(Card.person_id.in_(some), Card.revoked_at.is_(None))
        count += db.session.execute(alive.values(revoked_at=now())).rowcount
        end_sessions(some, only_cards=True)
    if count:
        audit.record(actor, "card.revoke", count=count)
    return count


def cards_of(person_ids: Sequence[UUID]) -> dict[UUID, Card]:
    """Give the living card of each of these people who has one."""
    cards: dict[UUID, Card] = {}
    for start in range(0, len(person_ids), CHUNK):
        some = queries.living_cards(list(person_ids[start : start + CHUNK]), today())
        cards.update((card.person_id, card) for card in some)
    return cards


def ever_opened(person_ids: Sequence[UUID]) -> set[UUID]:
    """Give those of these people who have signed in with a card at least once, whichever card it was."""
    opened: set[UUID] = set()
    for start in range(0, len(person_ids), CHUNK):
        some = list(person_ids[start : start + CHUNK])
        used = select(Card.person_id).where(Card.person_id.in_(some), Card.first_used_at.is_not(None))
        opened.update(db.session.scalars(used))
    return opened


def card_for_token(token: str) -> Card:
    """Give the living card with this token, one that rests too. Raises `NotFound`."""
    return _living(queries.card_by_hash(token_hash(token)))


def card_and_person(card_id: UUID | None) -> tuple[Card, Person]:
    """Give a living card with its person. Raises `NotFound` when either is gone, `CardRests` when the card rests."""
    card = _living(db.session.get(Card, card_id) if card_id else None)
    person = db.session.get(Person, card.person_id)
    if person is None or person.disabled_at is not None:
        raise NotFound
    if card.paused_at is not None:
        raise CardRests
    return card, person


def person_of_card(card_id: UUID | None) -> Person | None:
    """Give whose living card this is, resting or not; None when it is dead or she may not sign in."""
    card = db.session.get(Card, card_id) if card_id else None
    if card is None or card.revoked_at is not None or card.expires_on < today():
        return None
    person = db.session.get(Person, card.person_id)
    return person if person is not None and person.disabled_at is None else None


def sign_in_with_card(*, card_id: UUID | None, kind: DeviceKind, device: str) -> Person:
    """Sign the card's person in: on her own phone for 30 days, on the class's for 8 hours.

    One new phone more than `NEW_DEVICES_A_DAY` within 24 hours puts the card to rest instead (AF-108).
    Raises `NotFound` when the card is void, `CardRests` when it rests, `RuleBroken` for another kind of device.
    The caller keeps what was changed when `CardRests` is raised: that the card rests.
    """
    if kind not in {"own", "class"}:
        raise RuleBroken(_("Please say whose phone this is."))
    card, person = card_and_person(card_id)
    alive = update(Card).where(Card.id == card.id, Card.revoked_at.is_(None), Card.paused_at.is_(None))
    if db.session.execute(alive.values(first_used_at=func.coalesce(Card.first_used_at, now()))).rowcount != 1:
        raise NotFound
    if _is_one_too_many(card, kind):
        card.paused_at = now()
        audit.record(Actor(person_id=person.id), "card.pause", subject=f"person:{person.id}")
        raise CardRests
    sign_in(person=person, kind=kind, way="card", card_id=card.id, device=device)
    return person


def _is_one_too_many(card: Card, kind: DeviceKind) -> bool:
    """Say whether this browser is new to her and the card has met `NEW_DEVICES_A_DAY` new ones already.

    The class's own tablets are used by many: one that signed anybody in as such before is not new.
    """
    here = DeviceSession.browser_hash == browser_hash()
    hers = DeviceSession.person_id == card.person_id
    known = or_(hers, DeviceSession.kind == "class") if kind == "class" else hers
    if db.session.scalar(select(exists().where(here, known))):
        return False
    return _new_devices(card) >= NEW_DEVICES_A_DAY


def _new_devices(card: Card) -> int:
    """Count the browsers from which the card was used for the first time lately, without the class's own tablets."""
    since = max(now() - NEW_DEVICES_WITHIN, card.resumed_at or card.made_at)
    other = aliased(DeviceSession)
    same_browser = other.browser_hash == DeviceSession.browser_hash
    is_old = exists().where(same_browser, other.person_id == card.person_id, other.started_at < since)
    is_shared = exists().where(same_browser, other.person_id != card.person_id, other.kind == "class")
    mine = (DeviceSession.card_id == card.id, DeviceSession.started_at >= since)
    counted = select(func.count(DeviceSession.browser_hash.distinct()))
    return db.session.scalar(counted.where(*mine, ~is_old, ~and_(DeviceSession.kind == "class", is_shared))) or 0


def resting(person_ids: Sequence[UUID] | None = None) -> dict[UUID, datetime]:
    """Give whose living card rests and since when: of these people, or of everybody."""
    chosen = select(Card.person_id, Card.paused_at).where(
        Card.paused_at.is_not(None), Card.revoked_at.is_(None), Card.expires_on >= today()
    )
    if person_ids is not None:
        chosen = chosen.where(Card.person_id.in_(list(person_ids)))
    return {person_id: since for person_id, since in db.session.execute(chosen) if since is not None}


def resume_card(*, actor: Actor, person_id: UUID, district: str | None = None) -> bool:
    """Let a card that rests open again; False when none does. New phones from before no longer count.

    The caller has ensured `Permission.CARD_ISSUE` over a cohort of hers.
    """
    asleep = update(Card).where(Card.person_id == person_id, Card.paused_at.is_not(None), Card.revoked_at.is_(None))
    is_woken = db.session.execute(asleep.values(paused_at=None, resumed_at=now())).rowcount > 0
    if is_woken:
        audit.record(actor, "card.resume", subject=f"person:{person_id}", district=district)
    return is_woken


def _living(card: Card | None) -> Card:
    if card is None or card.revoked_at is not None or card.expires_on < today():
        raise NotFound
    return card
