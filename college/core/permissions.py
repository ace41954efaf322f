"""Who may do what: one enum, one table of what each role gives, and the scope over which a role is held.

A role is held *over* a scope and flows downward: the college holds districts, a district holds cohorts.
The same reach answers both "may she?" (`Reach.covers`) and "which rows?" (`Reach.districts`, `.cohorts`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from uuid import UUID


class Permission(StrEnum):
    """One thing that can be done, as ``resource:action``."""

    STAFF_MANAGE = "staff:manage"
    AUDIT_READ = "audit:read"
    DISTRICT_LOAD = "district:load"
    COHORT_VIEW = "cohort:view"
    COHORT_EDIT = "cohort:edit"
    ENROLLMENT_EDIT = "enrollment:edit"
    ROSTER_IMPORT = "roster:import"
    CARD_ISSUE = "card:issue"
    PHONE_UNMASK = "phone:unmask"
    BOARD_VIEW = "board:view"
    BOARD_EXPORT = "board:export"
    COURSE_VIEW = "course:view"
    LESSON_FOLLOW = "lesson:follow"
    QUESTION_ASK = "question:ask"
    QUESTION_ANSWER = "question:answer"
    HELP_CALL = "help:call"
    THEME_RAISE = "theme:raise"
    THEME_VIEW = "theme:view"
    THEME_DECIDE = "theme:decide"
    THEME_EXPORT = "theme:export"
    FRICTION_VIEW = "friction:view"
    LESSON_CHECK = "lesson:check"
    RECORDING_KEEP = "recording:keep"
    COURSE_START = "course:start"
    COURSE_WRITE = "course:write"
    ROLE_GIVE = "role:give"
    HANDOVER_GIVE = "handover:give"
    CLASS_END = "class:end"
    PERSON_MERGE = "person:merge"
    PERSON_MOVE = "person:move"
    PERSON_ERASE = "person:erase"
    RETENTION_RUN = "retention:run"
    ROSTER_EXPORT = "roster:export"
    MEETING_PLAN = "meeting:plan"
    MEETING_JOIN = "meeting:join"
    ATTENDANCE_TAKE = "attendance:take"
    SHOWN_KEEP = "shown:keep"
    GOAL_SET = "goal:set"
    NUMBERS_VIEW = "numbers:view"
    CERTIFICATE_PRINT = "certificate:print"


class Role(StrEnum):
    """What a grant makes of a person. Roles add up; nobody is only one of them."""

    OPERATOR = "operator"
    COORDINATOR = "coordinator"
    LECTURER = "lecturer"
    AUTHOR = "author"
    HELPER = "helper"
    PRODUCT_MANAGER = "product_manager"
    STUDENT = "student"


P = Permission

#: What each role gives, over the scope for which it is held.
GIVES: dict[Role, frozenset[Permission]] = {
    Role.OPERATOR: frozenset(
        {P.STAFF_MANAGE, P.ROLE_GIVE, P.AUDIT_READ, P.RETENTION_RUN, P.DISTRICT_LOAD, P.COURSE_VIEW, P.NUMBERS_VIEW}
    ),
    Role.COORDINATOR: frozenset(
        {P.COHORT_VIEW, P.COHORT_EDIT, P.ENROLLMENT_EDIT, P.ROSTER_IMPORT, P.CARD_ISSUE, P.PHONE_UNMASK}
        | {P.BOARD_VIEW, P.BOARD_EXPORT, P.COURSE_VIEW, P.ROLE_GIVE, P.HANDOVER_GIVE, P.CLASS_END}
        | {P.PERSON_MERGE, P.PERSON_MOVE, P.PERSON_ERASE, P.ROSTER_EXPORT, P.MEETING_PLAN, P.ATTENDANCE_TAKE}
        | {P.SHOWN_KEEP, P.GOAL_SET, P.NUMBERS_VIEW, P.CERTIFICATE_PRINT}
    ),
    Role.LECTURER: frozenset(
        {P.COHORT_VIEW, P.BOARD_VIEW, P.COURSE_VIEW, P.QUESTION_ANSWER, P.THEME_RAISE, P.LESSON_CHECK, P.CLASS_END}
        | {P.RECORDING_KEEP, P.COURSE_START, P.MEETING_PLAN, P.ATTENDANCE_TAKE, P.SHOWN_KEEP, P.GOAL_SET}
        | {P.CERTIFICATE_PRINT}
    ),
    Role.AUTHOR: frozenset({P.COURSE_VIEW, P.COURSE_WRITE, P.RECORDING_KEEP, P.LESSON_CHECK}),
    Role.HELPER: frozenset(
        {P.COHORT_VIEW, P.BOARD_VIEW, P.COURSE_VIEW, P.HELP_CALL, P.HANDOVER_GIVE, P.CLASS_END}
        | {P.ATTENDANCE_TAKE, P.SHOWN_KEEP}
    ),
    Role.PRODUCT_MANAGER: frozenset(
        {P.COURSE_VIEW, P.THEME_VIEW, P.THEME_DECIDE, P.THEME_EXPORT, P.FRICTION_VIEW}
    ),
    Role.STUDENT: frozenset({P.LESSON_FOLLOW, P.QUESTION_ASK, P.MEETING_JOIN}),
}

#: Whom a holder of each role may appoint, within the scope over which she holds it herself: nobody gives what is
#: beyond her own place, and only an operator makes an operator or a product manager.
APPOINTS: dict[Role, frozenset[Role]] = {
    Role.OPERATOR: frozenset(set(Role) - {Role.STUDENT}),
    Role.COORDINATOR: frozenset({Role.COORDINATOR, Role.LECTURER, Role.HELPER, Role.AUTHOR}),
}

#: The kind of scope over which each role may be held.
HELD_OVER: dict[Role, frozenset[str]] = {
    Role.OPERATOR: frozenset({"college"}),
    Role.COORDINATOR: frozenset({"district", "cohort"}),
    Role.LECTURER: frozenset({"cohort", "course"}),
    Role.AUTHOR: frozenset({"course"}),
    Role.HELPER: frozenset({"cohort"}),
    Role.PRODUCT_MANAGER: frozenset({"college"}),
    Role.STUDENT: frozenset({"cohort"}),
}


@dataclass(frozen=True)
class Scope:
    """The place of a thing: every ancestor it has. A grant's scope names exactly one, or none for the college."""

    district: str | None = None
    cohort: UUID | None = None
    course: str | None = None

    @property
    def kind(self) -> str:
        """Give ``cohort``, ``course``, ``district`` or ``college``: the narrowest place named."""
        for kind in ("cohort", "course", "district"):
            if getattr(self, kind) is not None:
                return kind
        return "college"


COLLEGE = Scope()


@dataclass(frozen=True)
class Held:
    """A role that a person holds today over a scope; ``to_on`` is its last day, None when it has none."""

    role: Role
    scope: Scope
    to_on: date | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Reach:
    """All places in which an actor holds one permission."""

    college: bool = False
    districts: frozenset[str] = frozenset()
    cohorts: frozenset[UUID] = frozenset()
    courses: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.college or self.districts or self.cohorts or self.courses)

    def covers(self, scope: Scope) -> bool:
        """Say whether a thing at ``scope`` lies within this reach."""
        return (
            self.college
            or (scope.district is not None and scope.district in self.districts)
            or (scope.cohort is not None and scope.cohort in self.cohorts)
            or (scope.course is not None and scope.course in self.courses)
        )


def reach_of(held: Iterable[Held], permission: Permission) -> Reach:
    """Add up the scopes of those ``held`` roles that give ``permission``."""
    scopes = [each.scope for each in held if permission in GIVES[each.role]]
    return Reach(
        college=any(scope.kind == "college" for scope in scopes),
        districts=frozenset(scope.district for scope in scopes if scope.kind == "district" and scope.district),
        cohorts=frozenset(scope.cohort for scope in scopes if scope.kind == "cohort" and scope.cohort),
        courses=frozenset(scope.course for scope in scopes if scope.kind == "course" and scope.course),
    )


@dataclass
class Actor:
    """Whoever asks: a signed-in person, nobody, or the college itself (commands and jobs).

    ``load_held`` is called once, when the first permission is asked for. ``may_keep`` is False for a student who
    has not agreed to the privacy notice: she holds nothing, reads as a visitor does, and nothing of her is kept.
    ``confirmed_at`` is when she last showed that it is she: a password, a code sent to her, a handover in person.
    """

    person_id: UUID | None = None
    name: str = ""
    session_id: UUID | None = None
    is_system: bool = False
    may_keep: bool = True
    confirmed_at: datetime | None = None
    load_held: Callable[[], tuple[Held, ...]] = field(default=tuple, repr=False)
    #: The endpoint at which she shows what still keeps a permission from her on this device; empty when nothing does.
    led_to: Callable[[Permission], str] = field(default=lambda permission: "", repr=False)

    @classmethod
    def system(cls) -> Actor:
        """Give the actor of commands and jobs that no person asked for: it may everything."""
        return cls(name="college", is_system=True)

    @cached_property
    def held(self) -> tuple[Held, ...]:
        """The roles held today."""
        return self.load_held()

    def reach(self, permission: Permission) -> Reach:
        """Give the places in which this actor holds ``permission``; empty (false) when nowhere."""
        return Reach(college=True) if self.is_system else reach_of(self.held, permission)

    def has_role(self, role: Role) -> bool:
        """Say whether the role is held anywhere: for what a start page shows, never for what is allowed."""
        return any(each.role == role for each in self.held)
