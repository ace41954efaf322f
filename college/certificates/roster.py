"""A cohort's certificates for its staff: who has one, who is how far, what waits to be printed and handed over."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import current_app

from college.accounts import service as accounts
from college.certificates import queries
from college.certificates.models import Certificate
from college.certificates.standing import Asked, asked_of, done_of
from college.cohorts import service as cohorts
from college.cohorts.service import Cohort
from college.core import files
from college.core import paper_font as font
from college.core.files import StoredFile
from college.core.pages import Page, language, page_of_list
from college.core.permissions import Actor, Permission
from college.library import service as library

#: Most missing lessons that a row names; of more it says how many.
NAMED = 2


@dataclass(frozen=True)
class Row:
    """One student: her certificate, or which lessons she still needs."""

    person: accounts.Person
    certificate: Certificate | None
    missing: tuple[str, ...]
    missing_titles: tuple[str, ...]

    @property
    def is_renamed(self) -> bool:
        """Say whether another name stands on the printed paper than she has today."""
        return bool(self.certificate and self.certificate.printed_name not in ("", self.person.name))

    @property
    def boxes(self) -> bool:
        """Say whether the printer's font lacks a character of her name."""
        return bool(self.certificate and font.boxed(self.person.name)[1])


@dataclass(frozen=True)
class CoursePart:
    """The rows of one course of the cohort."""

    id: str
    title: str
    rule: str
    lesson_count: int
    rows: Page
    given: int
    people: int


@dataclass(frozen=True)
class CohortPage:
    """What stands on the page of a cohort's certificates."""

    cohort: Cohort
    #: (course id, title) of the courses that give one or have given one here.
    courses: tuple[tuple[str, str], ...]
    part: CoursePart | None
    new_count: int
    to_hand_count: int
    sheets: list[StoredFile]
    has_address: bool


def cohort_page(*, actor: Actor, cohort_id: UUID, course_id: str = "", page: int = 1) -> CohortPage:
    """Show how a cohort stands to the certificate of one of its courses, the first when none is named."""
    cohort = cohorts.cohort_for(actor, Permission.CERTIFICATE_PRINT, cohort_id)
    people = [person for _enrollment, person in cohorts.enrolled(cohort_id)]
    courses = cohorts.cohort_courses(cohort_id)
    asked, given = asked_of(courses), queries.of_people([person.id for person in people], courses)
    shown = [each for each in courses if each in asked or any(course == each for _person, course in given)]
    titles = library.titles_of(shown, language())
    chosen = course_id if course_id in shown else next(iter(shown), None)
    return CohortPage(
        cohort=cohort,
        courses=tuple((each, titles.get(each, each)) for each in shown),
        part=_part(people, chosen, titles.get(chosen, chosen), asked.get(chosen), given, page) if chosen else None,
        new_count=sum(is_new(each) for each in given.values()),
        to_hand_count=sum(each.printed_at is not None and each.handed_at is None for each in given.values()),
        sheets=files.kept_for(purpose(cohort_id), None),
        has_address=bool(current_app.config["PUBLIC_URL"]),
    )


def is_new(certificate: Certificate) -> bool:
    """Say whether a certificate waits to be printed: nobody printed it, and she has it not from elsewhere."""
    return certificate.printed_at is None and certificate.handed_at is None


def purpose(cohort_id: UUID) -> str:
    """Name what the finished sheets of a cohort are kept for."""
    return f"certificates:{cohort_id}"


def _part(
    people: list[accounts.Person], course_id: str, title: str, asked: Asked | None,
    given: dict[tuple[UUID, str], Certificate], page: int,
) -> CoursePart:  # fmt: skip
    done = done_of([person.id for person in people], [asked]) if asked else {}
    names = {head.id: head.title(language()) for head in library.course(course_id).lessons} if asked else {}
    rows = []
    for person in people:
        certificate = given.get((person.id, course_id))
        missing = [] if certificate or not asked else asked.missing(done[person.id, course_id])
        named = tuple(names.get(each, each) for each in missing) if len(missing) <= NAMED else ()
        rows.append(Row(person, certificate, tuple(missing), named))
    rows.sort(key=_order)
    return CoursePart(
        course_id, title, asked.rule if asked else "", len(asked.lessons) if asked else 0,
        page_of_list(rows, page), sum(row.certificate is not None for row in rows), len(rows),
    )  # fmt: skip


def _order(row: Row) -> tuple[int, int]:
    """Put first what there is to do: to hand over, then who is nearly there, then who has hers; by name in each."""
    if row.certificate:
        return (0 if row.certificate.handed_at is None else 2, 0)
    return (1, len(row.missing))
