"""Class sets: handouts of several lessons for everybody of a cohort in one file, made by a job and kept for a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid5

from flask_babel import gettext as _

from college.accounts import service as accounts
from college.cohorts import service as cohorts
from college.cohorts.service import Cohort
from college.core import audit, files, jobs
from college.core.clock import now, today
from college.core.db import db, run_in_unit
from college.core.errors import NotFound, RuleBroken
from college.core.files import StoredFile
from college.core.permissions import Actor, Permission
from college.lessons import handout, handout_pdf, handout_rules, handouts
from college.lessons.handout_rules import LANGUAGES, MOST_PAGES, Wish
from college.library import service as library
from college.library.service import LessonView

KIND = "handouts.print"
#: How long a class set stays: long enough for a jammed printer, no longer.
SET_LIVES = timedelta(hours=24)
PDF = "application/pdf"


@dataclass(frozen=True)
class Line:
    """A lesson that can be printed: its course, its title, and its pages in each language."""

    key: str
    course: str
    number: int
    title: str
    pages: dict[str, int]


@dataclass(frozen=True)
class SetsPage:
    """What is seen before printing: the lessons of the cohort's courses, for how many, and the sets of today."""

    cohort: Cohort
    lines: tuple[Line, ...]
    people_count: int
    sets: list[StoredFile]
    has_address: bool


def sets_page(*, actor: Actor, cohort_id: UUID, lang: str) -> SetsPage:
    """Say what can be printed for a cohort; its coordinators, lecturers and helpers may, as they know its names."""
    cohort = cohorts.cohort_for(actor, Permission.COHORT_VIEW, cohort_id)
    return SetsPage(
        cohort=cohort,
        lines=tuple(_lines(cohort_id, lang)),
        people_count=len(cohorts.enrolled(cohort_id)),
        sets=files.kept_for(_purpose(cohort_id), None),
        has_address=handout.has_address(),
    )


def start_set(*, actor: Actor, cohort_id: UUID, wish: Wish, form_id: UUID) -> UUID:
    """Ask for a class set; give the job's id. The same form sent twice is one job.

    Raises RuleBroken for a cohort in the archive, for nobody to print for, and for more pages than one file holds.
    """
    cohort = cohorts.cohort_for(actor, Permission.COHORT_VIEW, cohort_id)
    job_id = uuid5(form_id, str(cohort_id))
    if jobs.is_known(job_id):
        return job_id
    cohorts.refuse_archived(cohort)
    lessons, people = _lessons(cohort_id, wish), cohorts.enrolled(cohort_id)
    copies = wish.copies_for(len(people))
    if not copies:
        raise RuleBroken(_("Nobody is in this cohort yet. Print plain copies, or add students first."))
    counts = [handouts.page_count(lesson, title, wish.lang) for lesson, title in lessons]
    pages = handout_rules.total_pages(counts, copies)
    if pages > MOST_PAGES:
        raise RuleBroken(_("That would be %(pages)d pages; one file holds at most %(most)d. Please choose fewer lessons.", pages=pages, most=MOST_PAGES))
    payload = {
        "cohort": str(cohort_id), "lessons": [list(each) for each in wish.lessons], "lang": wish.lang,
        "is_named": wish.is_named, "copies": wish.copies,
    }  # fmt: skip
    return jobs.enqueue(KIND, actor=actor, payload=payload, job_id=job_id).id


def set_job(*, actor: Actor, cohort_id: UUID, job_id: UUID) -> tuple[Cohort, jobs.Job, StoredFile | None]:
    """Give how far a class set of a cohort is, and the finished one; for everybody who may print for the cohort."""
    cohort = cohorts.cohort_for(actor, Permission.COHORT_VIEW, cohort_id)
    job = jobs.get(job_id, Actor.system())
    if job.kind != KIND or job.payload.get("cohort") != str(cohort_id):
        raise NotFound
    return cohort, job, next((each for each in files.kept_for(_purpose(cohort_id), None) if each.id == job_id), None)


def stop_set(*, actor: Actor, cohort_id: UUID, job_id: UUID) -> bool:
    """Stop a class set that is not finished; False when it was over already."""
    _cohort, job, _file = set_job(actor=actor, cohort_id=cohort_id, job_id=job_id)
    return jobs.stop(job)


def open_set(*, actor: Actor, cohort_id: UUID, file_id: UUID) -> tuple[StoredFile, bytes]:
    """Give a class set's PDF, for a day, and keep in the audit who took it. Raises NotFound afterwards."""
    cohort = cohorts.cohort_for(actor, Permission.COHORT_VIEW, cohort_id)
    kept = next((each for each in files.kept_for(_purpose(cohort_id), None) if each.id == file_id), None)
    data = files.read(file_id) if kept else None
    if kept is None or data is None:
        raise NotFound
    audit.record(actor, "handout.open", subject=f"cohort:{cohort_id}", district=cohort.district_code)
    return kept, data


@jobs.handler(KIND)
def print_set(job: jobs.Running) -> dict[str, object]:
    """Draw a class set and keep it. Run again after its worker died, it finds the file or begins anew."""
    actor, cohort_id = accounts.actor_for(job.person_id), UUID(job.payload["cohort"])
    cohort = cohorts.cohort_for(actor, Permission.COHORT_VIEW, cohort_id)
    if db.session.get(StoredFile, job.id) is not None:
        return {}
    wish, district = _wish(job.payload), cohort.district_code
    teacher = (cohort.teacher_name, cohort.teacher_phone) if cohort.teacher_phone else None
    names = [person.name for _enrollment, person in cohorts.enrolled(cohort_id)] if wish.is_named else [""] * wish.copies
    said = [
        handout.make(lesson=lesson, course_title=title, lang=wish.lang, teacher=teacher)
        for lesson, title in _lessons(cohort_id, wish)
    ]
    if not names:
        raise RuleBroken(_("Nobody is in this cohort yet. Print plain copies, or add students first."))
    db.session.rollback()
    printed = handout_pdf.draw_set(said, names, report=job.report)

    def keep() -> None:
        job.hold()
        files.keep(
            f"handouts-{today().isoformat()}.pdf", PDF, printed.pdf, owner_id=None, expires_at=now() + SET_LIVES,
            purpose=_purpose(cohort_id), file_id=job.id,
        )  # fmt: skip
        if wish.is_named:
            audit.record(actor, "handout.print", subject=f"cohort:{cohort_id}", district=district, count=len(names))

    run_in_unit(keep)
    return {"copies": len(names), "lessons": len(said), "pages": printed.pages, "missing": list(printed.missing)}


def _lines(cohort_id: UUID, lang: str) -> list[Line]:
    return [
        Line(
            key=handout_rules.key(lesson.course_id, lesson.id),
            course=title,
            number=number,
            title=lesson.in_language(lang).title,
            pages={each: handouts.page_count(lesson, title, each) for each in LANGUAGES},
        )
        for course_id in cohorts.cohort_courses(cohort_id)
        for title in [_titles(lang).get(course_id, course_id)]
        for number, lesson in enumerate(library.lessons(course_id), start=1)
    ]


def _titles(lang: str) -> dict[str, str]:
    return {course.id: course.title(lang) for course in library.published_courses()}


def _lessons(cohort_id: UUID, wish: Wish) -> list[tuple[LessonView, str]]:
    """Give the wished lessons that the cohort's courses hold, each with its course's title, in the courses' order."""
    titles, wanted = _titles(wish.lang), set(wish.lessons)
    found = [
        (lesson, titles.get(course_id, course_id))
        for course_id in cohorts.cohort_courses(cohort_id)
        for lesson in library.lessons(course_id)
        if (course_id, lesson.id) in wanted
    ]
    if len(found) < len(wanted) or not wanted:
        raise RuleBroken(_("One of these lessons is no longer there. Please choose again."))
    return found


def _wish(payload: dict) -> Wish:
    lessons = tuple((course_id, lesson_id) for course_id, lesson_id in payload["lessons"])
    return Wish(lessons, payload["lang"], payload["is_named"], payload["copies"])


def _purpose(cohort_id: UUID) -> str:
    return f"{cohorts.HANDOUTS}{cohort_id}"
