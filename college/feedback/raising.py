"""What a lecturer does: raise a question to a theme, with an excerpt that tells nobody's name, and part it again."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _

from college.accounts import service as accounts
from college.cohorts import service as cohorts
from college.core import audit
from college.core.clock import now
from college.core.db import db, insert_once, new_id
from college.core.errors import NotFound, RuleBroken
from college.core.permissions import Actor, Permission, Role
from college.feedback import queries, rules
from college.feedback.models import Evidence, Theme
from college.feedback.rules import Status
from college.feedback.rules_anonymous import Finding, identify, plain
from college.feedback.telling import tell_one
from college.feedback.words import not_clean
from college.library import service as library
from college.questions import service as questions
from college.questions.service import Question


class NotClean(RuleBroken):
    """A text still holds what could tell who she is; ``field`` is "title" or "excerpt"."""

    def __init__(self, field: str, findings: tuple[Finding, ...]) -> None:
        super().__init__(not_clean(findings))
        self.field = field
        self.findings = findings


@dataclass(frozen=True)
class NewTheme:
    """A theme that is to be made: the product feature it belongs to, and its title."""

    feature_id: str
    title: str


#: The fewest and most letters of each text.
LENGTHS = {
    "title": (rules.TITLE_SHORTEST, rules.TITLE_LONGEST),
    "excerpt": (rules.EXCERPT_SHORTEST, rules.EXCERPT_LONGEST),
}


@dataclass(frozen=True)
class Look:
    """What a text is looked through for: known names, and words of which a lecturer stated that they name nobody."""

    names: set[str]
    harmless: frozenset[str]

    def findings(self, text: str) -> tuple[Finding, ...]:
        """Point out what could tell who somebody is."""
        return identify(plain(text), self.names, self.harmless)

    def fit(self, field: str, text: str) -> str:
        """Give a text as it is kept. Raises NotClean, and RuleBroken when it is too short or too long."""
        if findings := self.findings(text):
            raise NotClean(field, findings)
        words, (shortest, longest) = plain(text), LENGTHS[field]
        if not shortest <= len(words) <= longest:
            raise RuleBroken(_("Please write %(min)d to %(max)d letters.", min=shortest, max=longest))
        return words


def names_around(actor: Actor, question: Question) -> set[str]:
    """Give every name that is known in a question's cohort: students, also former ones, lecturers and helpers."""
    cohort = cohorts.cohort_for(actor, Permission.THEME_RAISE, question.cohort_id)
    enrolled = {person.name for _enrollment, person in cohorts.enrolled(cohort.id, with_ended=True)}
    scope = questions.scope_of(question)
    staff = {grant.person_id for role in (Role.LECTURER, Role.HELPER) for grant in accounts.grants_over(scope, role)}
    people = accounts.people_by_ids({question.person_id, *staff}).values()
    return {name for name in (*enrolled, *(person.name for person in people), cohort.teacher_name) if name}


def raise_question(
    *,
    actor: Actor,
    question_id: UUID,
    to: UUID | NewTheme,
    excerpt: str,
    harmless: Collection[str] = (),
) -> Evidence:
    """Raise a question to a theme (by id) or to a new one; raising it there again changes nothing.

    ``excerpt`` is what the lecturer read and confirmed, ``harmless`` the words of which she stated that they name
    nobody. Raising to a closed theme tells the asker at once.
    Raises NotFound for a foreign question, NotClean, RuleBroken when the question belongs to another theme.
    """
    question = questions.question_for(actor, Permission.THEME_RAISE, question_id)
    look = Look(names_around(actor, question), frozenset(harmless))
    excerpt = look.fit("excerpt", excerpt)
    theme = _make(actor, question, to, look) if isinstance(to, NewTheme) else _existing(to)
    if theme is None or not insert_once(Evidence, **_evidence(actor, question, theme, excerpt)):
        return _raised_before(question, theme, is_new=isinstance(to, NewTheme))
    audit.record(actor, "theme.raise", subject=f"theme:{theme.id}", district=question.district_code)
    if rules.is_closed(Status(theme.status)):
        tell_one(theme, question.person_id, question.id)
    return queries.unparted_of(question.id)


def _make(actor: Actor, question: Question, wanted: NewTheme, look: Look) -> Theme | None:
    """Make a theme, unless the question is evidence already: then the same form was sent twice."""
    if wanted.feature_id not in library.features():
        raise NotFound
    title = " ".join(look.fit("title", wanted.title).split())
    if queries.unparted_of(question.id):
        return None
    theme = Theme(id=new_id(), feature_id=wanted.feature_id, title=title, created_by=actor.person_id, created_at=now())
    db.session.add(theme)
    db.session.flush()
    return theme


def _existing(theme_id: UUID) -> Theme:
    theme = queries.theme(theme_id, lock=True)
    if theme is None:
        raise NotFound
    return theme


def _evidence(actor: Actor, question: Question, theme: Theme, excerpt: str) -> dict[str, object]:
    person = accounts.people_by_ids([question.person_id]).get(question.person_id)
    return {
        "id": new_id(),
        "theme_id": theme.id,
        "question_id": question.id,
        "excerpt": excerpt,
        "district_code": question.district_code,
        "age_band": person.age_band if person else None,
        "course_id": question.course_id,
        "lesson_id": question.lesson_id,
        "step_id": question.step_id,
        "raised_by": actor.person_id,
        "created_at": now(),
    }


def _raised_before(question: Question, theme: Theme | None, *, is_new: bool) -> Evidence:
    """Give the evidence that the question is already. Raises RuleBroken when that is of another theme."""
    if is_new and theme is not None:
        db.session.delete(theme)
        db.session.flush()
    evidence = queries.unparted_of(question.id)
    if evidence is None or not (is_new or evidence.theme_id == theme.id):
        raise RuleBroken(_("This question belongs to a theme already. Part it first, then raise it again."))
    return evidence


def part(*, actor: Actor, question_id: UUID) -> bool:
    """Part a question from its theme; gives False when it belonged to none. It can be raised again, elsewhere too."""
    question = questions.question_for(actor, Permission.THEME_RAISE, question_id)
    evidence = queries.unparted_of(question.id)
    if evidence is None:
        return False
    evidence.parted_at = now()
    db.session.flush()
    audit.record(actor, "theme.part", subject=f"theme:{evidence.theme_id}", district=question.district_code)
    return True
