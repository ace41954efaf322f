"""Wrong guesses at what belongs to a student: forgotten when somebody who knows her has helped her."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, select

from college.accounts.failures import credential_key
from college.accounts.models import Person
from college.accounts.models_secrets import CredentialFailure
from college.core.db import db

#: How many people one statement names.
CHUNK = 500


def phone_guesses(phone_hash: str) -> str:
    """Give the key under which wrong codes for a telephone number are counted, over all codes that were sent to it."""
    return credential_key("phone", phone_hash)


def confirm_guesses(person_id: UUID) -> str:
    """Give the key under which wrong codes are counted that a student types to show that it is she."""
    return credential_key("confirm", str(person_id))


def forget_guesses_of(person_ids: Sequence[UUID]) -> None:
    """Begin again at no wrong guesses for these people: after a new card or a handover by somebody who knows them."""
    for start in range(0, len(person_ids), CHUNK):
        some = list(person_ids[start : start + CHUNK])
        numbers = select(Person.phone_hash).where(Person.id.in_(some), Person.phone_hash.is_not(None))
        keys = [phone_guesses(each) for each in db.session.scalars(numbers) if each]
        keys += [confirm_guesses(each) for each in some]
        db.session.execute(delete(CredentialFailure).where(CredentialFailure.key.in_(keys)))
