"""Finding people by what a coordinator knows of them: a part of the name, its sound, a telephone, a card's number."""

from __future__ import annotations

from sqlalchemy import ColumnElement, exists, false, or_, select

from college.accounts.card_numbers import read_number
from college.accounts.code_rules import digits_of
from college.accounts.models import Card, Person
from college.core import crypto, names
from college.core.days import plain

#: So many digits of a telephone number find her: the last ones, or all eleven.
TAIL, WHOLE = 4, 11


def matches(words: str) -> ColumnElement[bool]:
    """Give the condition that a person is meant by these words; nobody is by none, nor is anybody hidden or asleep.

    A part of the name; the beginning of its sound or of its initials; the last four digits of the telephone or the
    whole number; the number of a card of hers, an old one too.
    """
    wanted = "".join(plain(words).split()) if names.typed(words) == "" else " ".join(plain(words).split())
    if not wanted:
        return false()
    found: list[ColumnElement[bool]] = [Person.name.icontains(wanted, autoescape=True)]
    sound, digits, number = names.typed(words), digits_of(words), read_number(words)
    if sound and wanted.isascii() and not digits:
        found.append(Person.spellings.contains(f" {sound}", autoescape=True))
    if len(digits) == WHOLE:
        found.append(Person.phone_hash == crypto.fingerprint(digits))
    elif len(digits) == TAIL:
        found.append(Person.phone_tail == digits)
    if number:
        found.append(exists(select(Card.id).where(Card.person_id == Person.id, Card.number == number)))
    return or_(*found) & Person.hidden_at.is_(None) & Person.merged_into_id.is_(None)
