"""Certificates of a deleted person go: from then on the code knows nothing."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import delete, update

from college.certificates.models import Certificate
from college.certificates.roster import purpose
from college.cohorts import service as cohorts
from college.core import files
from college.core.db import db


def forget(person_id: UUID) -> None:
    """Delete a person's certificates, printed sheets that name her, and that it was she who handed others theirs.

    Safe to repeat; call it while it is still known in which cohorts she was.
    """
    files.discard_all([purpose(each.id) for each in cohorts.cohorts_ever_of([person_id]).get(person_id, [])])
    db.session.execute(delete(Certificate).where(Certificate.person_id == person_id))
    db.session.execute(update(Certificate).where(Certificate.handed_by == person_id).values(handed_by=None))
