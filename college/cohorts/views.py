"""What the pages of cohorts show, put together from what several services know."""

from __future__ import annotations

from dataclasses import dataclass

from college.accounts import service as accounts
from college.cohorts import queries
from college.cohorts.editing import team_of
from college.cohorts.models import Cohort, Enrollment
from college.cohorts.rules import matches_search, stage
from college.cohorts.membership import enrolled, visible_cohorts
from college.core.clock import today
from college.core.pages import Page, page_of_list
from college.core.permissions import Actor, Permission, Role, Scope
from college.library import service as library


@dataclass(frozen=True)
class CohortRow:
    """One line of the list of cohorts."""

    cohort: Cohort
    district_name: str
    people_count: int
    stage: str


@dataclass(frozen=True)
class CohortFacts:
    """What stands on top of a cohort's page."""

    course_titles: list[str]
    lecturers: list[str]
    helpers: list[str]
    people_count: int


@dataclass(frozen=True)
class PersonRow:
    """One line of a cohort's people."""

    enrollment: Enrollment
    person: accounts.Person
    card: accounts.Card | None


def allowed(actor: Actor, scope: Scope) -> dict[str, bool]:
    """Give which of a page's actions she may do here, by the permission's name in lower case."""
    return {permission.name.lower(): actor.reach(permission).covers(scope) for permission in Permission}


def cohort_rows(actor: Actor) -> list[CohortRow]:
    """Give the cohorts that she may see, the latest first."""
    cohorts = visible_cohorts(actor, Permission.COHORT_VIEW)
    counts = queries.active_counts([cohort.id for cohort in cohorts])
    return [
        CohortRow(
            cohort,
            cohort.district.name,
            counts.get(cohort.id, 0),
            stage(cohort.starts_on, cohort.ends_on, today()),
        )
        for cohort in cohorts
    ]


def cohort_facts(cohort: Cohort, lang: str) -> CohortFacts:
    """Give a cohort's courses by title and its team by name."""
    titles = {course.id: course.title(lang) for course in library.published_courses()}
    return CohortFacts(
        course_titles=[titles.get(each, each) for each in queries.course_ids(cohort.id)],
        lecturers=[person.name for person in team_of(cohort, Role.LECTURER)],
        helpers=[person.name for person in team_of(cohort, Role.HELPER)],
        people_count=queries.active_counts([cohort.id]).get(cohort.id, 0),
    )


def people_page(cohort: Cohort, words: str, page: int) -> Page:
    """Give one page of a cohort's people whose name or last four digits match; ended ones come last."""
    pairs = [
        pair
        for pair in enrolled(cohort.id, with_ended=True)
        if matches_search(words, name=pair[1].name, phone_tail=pair[1].phone_tail, spellings=pair[1].spellings)
    ]
    pairs.sort(key=lambda pair: not pair[0].is_active)
    shown = page_of_list(pairs, page)
    cards = accounts.cards_of([person.id for _enrollment, person in shown.items])
    rows = [PersonRow(enrollment, person, cards.get(person.id)) for enrollment, person in shown.items]
    return Page(items=rows, total=shown.total, page=shown.page, pages=shown.pages)
