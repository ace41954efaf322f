"""Printing a cohort's certificates: a few at once, many by a job; kept for a day, and handed over to whom they belong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid5

from flask_babel import gettext as _
from sqlalchemy import update

from college.accounts import service as accounts
from college.certificates import paper, queries
from college.certificates.models import Certificate
from college.certificates.paper import Sheets
from college.certificates.roster import is_new, purpose
from college.certificates.words import paper_text
from college.cohorts import service as cohorts
from college.cohorts.service import Cohort
from college.core import audit, files, jobs
from college.core.clock import now, today
from college.core.db import db, let_others_write, run_in_unit
from college.core.errors import NotFound, RuleBroken
from college.core.files import StoredFile
from college.core.permissions import Actor, Permission

KIND, PDF = "certificates.print", "application/pdf"
#: So many are drawn while she waits; more are drawn by a job.
AT_ONCE = 20
#: How long a file stays: long enough for a jammed printer, no longer.
LIVES = timedelta(hours=24)


@dataclass(frozen=True)
class Started:
    """What became of the wish to print: a file that is ready, or a job that makes it."""

    id: UUID
    is_ready: bool


def start(*, actor: Actor, cohort_id: UUID, form_id: UUID) -> Started:
    """Print every certificate of a cohort that nobody has printed yet; the same form sent twice is one file.

    Raises RuleBroken when none is new.
    """
    cohort, made_id = cohorts.cohort_for(actor, Permission.CERTIFICATE_PRINT, cohort_id), uuid5(form_id, str(cohort_id))
    if jobs.is_known(made_id) or files.row(made_id):
        return Started(made_id, is_ready=not jobs.is_known(made_id))
    new = _new(cohort_id)
    if not new:
        raise RuleBroken(_("There is no new certificate to print."))
    if len(new) > AT_ONCE:
        jobs.enqueue(KIND, actor=actor, payload={"cohort": str(cohort_id)}, job_id=made_id)
        return Started(made_id, is_ready=False)
    _print(actor, cohort, new, made_id)
    return Started(made_id, is_ready=True)


def start_one(*, actor: Actor, cohort_id: UUID, certificate_id: UUID, form_id: UUID) -> Started:
    """Print one certificate, also once more and with the name that she has now. Raises NotFound for a foreign one."""
    cohort, certificate = _certificate_for(actor, cohort_id, certificate_id)
    made_id = uuid5(form_id, str(certificate_id))
    if not files.row(made_id):
        _print(actor, cohort, [certificate], made_id)
    return Started(made_id, is_ready=True)


def _new(cohort_id: UUID) -> list[Certificate]:
    """Give what nobody has printed yet, by the sound of the names and then in the order of the courses."""
    people, courses = [person.id for _enrollment, person in cohorts.enrolled(cohort_id)], cohorts.cohort_courses(cohort_id)
    given = queries.of_people(people, courses)
    ordered = [given[person_id, course_id] for person_id in people for course_id in courses if (person_id, course_id) in given]
    return [each for each in ordered if is_new(each)]


def _print(actor: Actor, cohort: Cohort, certificates: Sequence[Certificate], file_id: UUID) -> None:
    """Draw while others may write, then keep file and marks together; of two taps in one moment the later waits."""
    cohort_id, names = cohort.id, _names(certificates)
    texts = [paper_text(each, names[each.id]) for each in certificates]
    let_others_write()
    sheets = paper.draw(texts)
    if actor.person_id:
        accounts.hold_people([actor.person_id])
    if not files.row(file_id):
        _keep(actor, cohort_id, names, sheets, file_id)


def _names(certificates: Sequence[Certificate]) -> dict[UUID, str]:
    """Give the names that go on these papers, by certificate."""
    people = accounts.people_by_ids({each.person_id for each in certificates})
    return {each.id: people[each.person_id].name for each in certificates}


def _keep(actor: Actor, cohort_id: UUID, names: dict[UUID, str], sheets: Sheets, file_id: UUID) -> None:
    for certificate_id, name in names.items():
        printed = update(Certificate).where(Certificate.id == certificate_id)
        db.session.execute(printed.values(printed_at=now(), printed_name=name))
    name = f"certificates-{today().isoformat()}.pdf"
    files.keep(
        name, PDF, sheets.pdf, owner_id=None, expires_at=now() + LIVES, purpose=purpose(cohort_id), file_id=file_id
    )  # fmt: skip
    district = cohorts.cohort_for(actor, Permission.CERTIFICATE_PRINT, cohort_id).district_code
    audit.record(actor, "certificate.print", subject=f"cohort:{cohort_id}", district=district, count=len(names))


@jobs.handler(KIND)
def print_new(job: jobs.Running) -> dict[str, object]:
    """Draw all new certificates of a cohort. Run again after its worker died, it finds the file or begins anew."""
    actor, cohort_id = accounts.actor_for(job.person_id), UUID(job.payload["cohort"])
    cohorts.cohort_for(actor, Permission.CERTIFICATE_PRINT, cohort_id)
    certificates = _new(cohort_id)
    if files.row(job.id) or not certificates:
        return {}
    names = _names(certificates)
    texts = [paper_text(each, names[each.id]) for each in certificates]
    db.session.rollback()
    sheets = paper.draw(texts, report=job.report)

    def keep() -> None:
        job.hold()
        _keep(actor, cohort_id, names, sheets, job.id)

    run_in_unit(keep)
    return {"pages": sheets.pages, "missing": list(sheets.missing)}


def job_of(*, actor: Actor, cohort_id: UUID, job_id: UUID) -> tuple[Cohort, jobs.Job, StoredFile | None]:
    """Give how far the printing is, and the finished file; for everybody who may print for the cohort."""
    cohort, job = cohorts.cohort_for(actor, Permission.CERTIFICATE_PRINT, cohort_id), jobs.get(job_id, Actor.system())
    if job.kind != KIND or job.payload.get("cohort") != str(cohort_id):
        raise NotFound
    return cohort, job, next((each for each in files.kept_for(purpose(cohort_id), None) if each.id == job_id), None)


def stop(*, actor: Actor, cohort_id: UUID, job_id: UUID) -> bool:
    """Stop a printing that is not finished; False when it was over already."""
    _cohort, job, _file = job_of(actor=actor, cohort_id=cohort_id, job_id=job_id)
    return jobs.stop(job)


def open_file(*, actor: Actor, cohort_id: UUID, file_id: UUID) -> tuple[StoredFile, bytes]:
    """Give a finished file, for a day, and keep in the audit who took it. Raises NotFound afterwards."""
    cohort = cohorts.cohort_for(actor, Permission.CERTIFICATE_PRINT, cohort_id)
    kept = next((each for each in files.kept_for(purpose(cohort_id), None) if each.id == file_id), None)
    data = files.read(file_id) if kept else None
    if kept is None or data is None:
        raise NotFound
    audit.record(actor, "certificate.open", subject=f"cohort:{cohort_id}", district=cohort.district_code)
    return kept, data


def hand_over(*, actor: Actor, cohort_id: UUID, certificate_id: UUID, is_handed: bool) -> bool:
    """Keep that a student has been given her paper, or that this was a slip; False when it was kept before."""
    cohort, certificate = _certificate_for(actor, cohort_id, certificate_id)
    return _hand(actor, cohort, certificate, is_handed=is_handed)


def _hand(actor: Actor, cohort: Cohort, certificate: Certificate, *, is_handed: bool) -> bool:
    was_handed = Certificate.handed_at.is_not(None) if not is_handed else Certificate.handed_at.is_(None)
    values = {"handed_at": now(), "handed_by": actor.person_id} if is_handed else {"handed_at": None, "handed_by": None}
    found = db.session.execute(update(Certificate).where(Certificate.id == certificate.id, was_handed).values(**values))
    if found.rowcount:
        what = "certificate.hand" if is_handed else "certificate.unhand"
        audit.record(actor, what, subject=f"person:{certificate.person_id}", district=cohort.district_code)
    return bool(found.rowcount)


def hand_over_all(*, actor: Actor, cohort_id: UUID) -> int:
    """Keep that everybody of a cohort has been given what is printed for her; give how many that are."""
    cohort = cohorts.cohort_for(actor, Permission.CERTIFICATE_PRINT, cohort_id)
    people = [person.id for _enrollment, person in cohorts.enrolled(cohort_id)]
    given = queries.of_people(people, cohorts.cohort_courses(cohort_id)).values()
    waiting = [each for each in given if each.printed_at is not None and each.handed_at is None]
    return sum(_hand(actor, cohort, each, is_handed=True) for each in waiting)


def _certificate_for(actor: Actor, cohort_id: UUID, certificate_id: UUID) -> tuple[Cohort, Certificate]:
    """Give a certificate of a course of a cohort, of somebody whose papers are its business. Raises NotFound for every other."""
    found = db.session.get(Certificate, certificate_id)
    if found is None:
        raise NotFound
    cohort, enrollment, person = cohorts.enrollment_for(actor, Permission.CERTIFICATE_PRINT, cohort_id, found.person_id)
    if found.course_id not in cohorts.cohort_courses(cohort_id):
        raise NotFound
    if not enrollment.is_active and not _was_her_last(cohort, person.id):
        raise NotFound
    return cohort, found


def _was_her_last(cohort: Cohort, person_id: UUID) -> bool:
    """Say whether a cohort that she left is the last that she was in; after a move only those of the new district count."""
    if cohorts.active_cohorts_of(person_id):
        return False
    ever = cohorts.cohorts_ever_of([person_id]).get(person_id, [])
    last = next((each for each in ever if not cohorts.has_moved(person_id, each)), None)
    return last is not None and last.id == cohort.id
