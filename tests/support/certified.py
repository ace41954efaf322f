"""A certificate of a student, the file in which it was printed, and a printing that was asked for."""

from uuid import UUID

from college.certificates import printing
from college.certificates.models import Certificate
from college.cohorts import service as cohorts
from college.core import jobs
from college.core.clock import today
from college.core.crypto import new_token
from college.core.db import db, new_id
from tests.support.college import College


def certified(make: College, cohort: UUID, student: UUID, coordinator: UUID) -> dict[str, object]:
    """Give a student the certificate of the shipped course and print it, and give somebody else of her class a new one."""
    with make.work():
        given = give(student, "refunds")
        give(next(person.id for _enrollment, person in cohorts.enrolled(cohort) if person.id != student), "refunds")
        certificate_id, code = given.id, given.code
    with make.work():
        actor = make.actor(coordinator)
        file = printing.start_one(actor=actor, cohort_id=cohort, certificate_id=certificate_id, form_id=new_id())
        return {"certificate_id": certificate_id, "certificate_code": code, "certificate_file_id": file.id}


def asked_to_print(make: College, cohort: UUID, coordinator: UUID) -> UUID:
    """Have the new certificates of a class wait to be printed by a job; give its id."""
    with make.work():
        return jobs.enqueue(printing.KIND, actor=make.actor(coordinator), payload={"cohort": str(cohort)}).id


def give(person_id: UUID, course_id: str, **values) -> Certificate:
    """Insert a certificate of four lessons, read, given today; within a unit of work."""
    values = {"rule": "read", "title_zh": "退款和退货", "title_en": "Refunds", "lesson_count": 4, "given_on": today(), **values}
    row = Certificate(person_id=person_id, course_id=course_id, code=new_token(16), **values)
    db.session.add(row)
    db.session.flush()
    return row
