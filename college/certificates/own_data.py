"""What one person was given, for herself."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from college.certificates import queries, rules
from college.certificates.mine import title_of
from college.certificates.models import Certificate
from college.core.db import db

#: Table → the section of `own_data` in which its rows of hers stand.
OWN_TABLES = {"certificate": "certificates"}


def own_data(person_id: UUID) -> dict[str, Any]:
    """Give every certificate of a person, the latest first, and how many she handed over to others as staff."""
    handed = db.session.scalar(select(func.count()).select_from(Certificate).where(Certificate.handed_by == person_id))
    return {"certificates": [_plain(each) for each in queries.of_person(person_id)], "certificates_handed": handed or 0}


def _plain(certificate: Certificate) -> dict[str, Any]:
    return {
        "course": title_of(certificate),
        "given_on": certificate.given_on,
        "rule": certificate.rule,
        "code": rules.grouped(certificate.code),
        "class": certificate.cohort_name,
        "district": certificate.district_name,
        "printed_at": certificate.printed_at,
        "name_on_paper": certificate.printed_name,
        "handed_at": certificate.handed_at,
    }
