"""Who was given a certificate: for taking back a roster import, which leaves them."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from college.certificates.models import Certificate
from college.core.among import among


def holders_among(person_ids: Collection[UUID]) -> set[UUID]:
    """Give those of these people who have a certificate."""
    return among(Certificate.person_id, person_ids)
