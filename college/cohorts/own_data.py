"""In which cohorts one person is or was, for herself."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select

from college.cohorts.changing import changes_of
from college.cohorts.hand_edits import own_hand_edits
from college.cohorts.models import Cohort, District, Enrollment, StaffPost
from college.cohorts.seats_moving import own_seats
from college.cohorts.transfers import transfers_of
from college.core.db import db

#: Table → the section of `own_data` in which its rows of hers stand.
OWN_TABLES = {"enrollment": "cohorts", "staff_post": "posts", "transfer": "moves", "seat": "seats", "cohort_change": "changes", "hand_edit": "changed_by_hand"}


def own_data(person_id: UUID) -> dict[str, Any]:
    """Give the cohorts of a person, the latest first, and where she may be chosen to teach or help, and her ways to other districts."""
    enrolled = (
        select(Enrollment, Cohort)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .where(Enrollment.person_id == person_id)
        .order_by(Enrollment.from_on.desc(), Enrollment.id.desc())
    )
    posts = (
        select(StaffPost, District)
        .join(District, District.code == StaffPost.district_code)
        .where(StaffPost.person_id == person_id)
    )
    return {
        "cohorts": [
            {
                "cohort": cohort.name,
                "district": cohort.district.name,
                "teacher": cohort.teacher_name,
                "from": enrollment.from_on,
                "until": enrollment.to_on,
                "away": enrollment.away,
                "state": enrollment.status,
            }
            for enrollment, cohort in db.session.execute(enrolled)
        ],
        "posts": [{"role": post.role, "district": district.name} for post, district in db.session.execute(posts)],
        "moves": transfers_of(person_id),
        "seats": own_seats(person_id),
        "changes": changes_of(person_id),
        "changed_by_hand": own_hand_edits(person_id),
    }
