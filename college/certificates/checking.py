"""The public check of a code: what a stranger may read of a certificate, which is nearly nothing of the person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from college.accounts import service as accounts
from college.certificates import queries, rules
from college.certificates.mine import title_of
from college.core.pages import name_masked

#: Stands for whoever is not there, so that a wrong code asks the database the same as a right one.
NOBODY = UUID(int=0)


@dataclass(frozen=True)
class Checked:
    """What a certificate says to a stranger."""

    name: str
    title: str
    given_on: date


def check(text: str) -> Checked | None:
    """Give what may be told of the certificate with a code, None when there is none, for everybody.

    A code has 80 bits and says nothing of its holder: with a thousand guesses a second one of a million
    certificates is found in some ten million years, so that guesses are not counted. Whoever asked for her deletion is not known.
    """
    found = queries.by_code(rules.plain_code(text))
    person_id = found.person_id if found else NOBODY
    person, is_hidden = accounts.people_by_ids([person_id]).get(person_id), accounts.hidden_among([person_id])
    if found is None or person is None or is_hidden:
        return None
    return Checked(_masked(person.name), title_of(found), found.given_on)


def _masked(name: str) -> str:
    """Give 王*明; of a name of one letter nothing is left to show."""
    return name_masked(name) if len(name.strip()) > 1 else "*"
