"""Members of staff with their roles in words, for the lists of operators and of coordinators: a fixed number of queries."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from college.accounts import service as accounts
from college.cohorts import queries
from college.cohorts.membership import district_names
from college.cohorts.models import Cohort, StaffPost
from college.core.clock import today
from college.core.pages import language
from college.core.permissions import Role
from college.library import service as library

ROLE_NAMES = {
    Role.OPERATOR: _l("Operator"),
    Role.COORDINATOR: _l("Coordinator"),
    Role.LECTURER: _l("Lecturer"),
    Role.AUTHOR: _l("Course author"),
    Role.HELPER: _l("Helper"),
    Role.PRODUCT_MANAGER: _l("Product manager"),
    Role.STUDENT: _l("Student"),
}


@dataclass(frozen=True)
class RoleRow:
    """One role of one person as the pages show it. ``grant_id`` is None for a post.

    ``from_on`` stands only where the first day lies ahead, ``to_on`` is the last day.
    """

    role: Role
    place: str
    grant_id: UUID | None
    district_code: str | None
    from_on: date | None = None
    to_on: date | None = None


@dataclass(frozen=True)
class StaffRow:
    """One member of staff: her roles in words and whether her account is open."""

    person: accounts.Person
    login: str
    roles: list[RoleRow]
    devices: int
    disabled_at: datetime | None


@dataclass(frozen=True)
class Words:
    """What places are called. ``names_cohorts`` is for those who may see cohorts; operators may not."""

    districts: dict[str, str]
    cohorts: dict[UUID, Cohort]
    courses: dict[str, str]
    names_cohorts: bool = False

    def district(self, code: str | None) -> str:
        """Give the name of a district."""
        return self.districts.get(code or "", code or "")

    def place(self, grant: accounts.Grant) -> str:
        """Give what the place of a grant is called."""
        scope = accounts.scope_of_grant(grant)
        cohort = self.cohorts.get(scope.cohort) if scope.cohort else None
        if scope.kind == "district":
            return self.district(scope.district)
        if scope.course is not None:
            return self.courses.get(scope.course, scope.course)
        if cohort is None:
            return _("the whole college")
        if self.names_cohorts:
            return _("%(cohort)s, %(district)s", cohort=cohort.name, district=self.district(cohort.district_code))
        return _("one cohort of %(district)s", district=self.district(cohort.district_code))


def rows_of(people: Iterable[tuple[accounts.Person, str]]) -> list[StaffRow]:
    """Give these (person, login name) with all that they hold."""
    pairs = list(people)
    ids = [person.id for person, _login in pairs]
    grants, posts = accounts.grants_of_people(ids), queries.posts_of(ids)
    words = words_for(grants.values())
    return [
        row_of(person, login, grants.get(person.id, []), _standing(posts.get(person.id, [])), words)
        for person, login in pairs
    ]


def words_for(grants: Iterable[Iterable[accounts.Grant]], *, names_cohorts: bool = False) -> Words:
    """Look up what the places of these grants are called."""
    scopes = [accounts.scope_of_grant(each) for some in grants for each in some]
    ids, course_ids = {each.cohort for each in scopes} - {None}, {each.course for each in scopes} - {None}
    courses = library.standings(course_ids) if course_ids else {}
    titles = {course.id: _("the course “%(title)s”", title=course.title(language())) for course in courses.values()}
    return Words(district_names(), queries.cohorts_by_ids(ids) if ids else {}, titles, names_cohorts)


def row_of(
    person: accounts.Person,
    login: str,
    grants: Collection[accounts.Grant],
    posts: Collection[StaffPost],
    words: Words,
    *,
    devices: int = 0,
) -> StaffRow:
    """Give one member of staff with these grants and posts."""
    held = [
        RoleRow(Role(each.role), words.place(each), each.id, None, _ahead(each.from_on), each.to_on) for each in grants
    ]
    chosen = [
        RoleRow(
            Role(each.role), words.district(each.district_code), None, each.district_code, _ahead(each.from_on), each.to_on
        )
        for each in posts
    ]
    return StaffRow(person, login, held + chosen, devices, person.disabled_at)


def _standing(posts: Iterable[StaffPost]) -> list[StaffPost]:
    return [each for each in posts if each.to_on is None or each.to_on >= today()]


def _ahead(day: date | None) -> date | None:
    return day if day is not None and day > today() else None
