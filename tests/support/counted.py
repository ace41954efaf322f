"""Snapshots of everything that a test's college holds, and a wish to have a district counted anew."""

from uuid import UUID

from flask import Flask

from college.board import engagement, snapshots, snapshots_looking
from college.core.db import new_id
from tests.support.college import College


def count_all(app: Flask) -> list[snapshots.Difference]:
    """Take every snapshot and count who was active; give what differed from the snapshots before."""
    with app.app_context():
        found = list(snapshots.rebuild())
        engagement.count()
        return found


def asked_to_count(make: College, person_id: UUID, district: str) -> UUID:
    """Have somebody ask for a district to be counted anew; give the job that waits."""
    with make.work():
        actor = make.actor(person_id)
        return snapshots_looking.ask_recount(actor=actor, district_codes=[district], job_id=new_id()).id
