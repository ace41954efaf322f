"""What pages show of questions: a student's own, and what lies on a lecturer's desk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from college.accounts import service as accounts
from college.cohorts import service as cohorts
from college.core import audit
from college.core.clock import now
from college.core.errors import NotAllowed
from college.core.numbers import phone_hidden
from college.core.pages import Page, page_of
from college.core.permissions import Actor, Permission
from college.progress import service as progress
from college.questions import queries, rules
from college.questions.answering import MOST_ALIKE, cohort_ids, question_for
from college.questions.asking import own
from college.questions.models import Question
from college.questions.places import Place, Places
from college.questions.rules import Kind, Status

#: Questions on one page of a student (AGE_FRIENDLY AF-37).
MINE_SHOWN = 10
#: Questions on one page of the desk.
DESK_SHOWN = 50
#: Names of other callers that a question's page shows.
CALLERS_SHOWN = 20


@dataclass(frozen=True)
class Line:
    """A question in a list: where it was asked, and by whom where that may be seen."""

    question: Question
    place: Place
    name: str = ""
    cohort: str = ""
    holder: str = ""
    is_mine: bool = False
    is_anothers: bool = False

    @property
    def short(self) -> str:
        """Its first words."""
        return rules.short(self.question.text)

    @property
    def short_for_staff(self) -> str:
        """Its first words, without whole telephone numbers."""
        return rules.short(phone_hidden(self.question.text))


@dataclass(frozen=True)
class Spoken:
    """A message with who said it and the step that it points at."""

    kind: Kind
    text: str
    name: str
    at: datetime
    link: Place | None


@dataclass(frozen=True)
class Mine:
    """A student's own question on its page."""

    question: Question
    place: Place
    messages: list[Spoken]
    may_withdraw: bool
    may_restore: bool


@dataclass(frozen=True)
class Chosen:
    """What a lecturer wants to see; ``show`` is "open", "mine", "asked-back", "answered" or "all"."""

    show: str = "open"
    cohort_id: UUID | None = None
    course_id: str | None = None
    lesson_id: str | None = None
    step_id: str | None = None


@dataclass(frozen=True)
class Spot:
    """A lesson, or a step of it (``step_id`` set), with how many open questions it has."""

    course_id: str
    lesson_id: str
    step_id: str | None
    title: str
    count: int

    @property
    def address(self) -> str:
        """How the desk's filter names it."""
        return "/".join(part for part in (self.course_id, self.lesson_id, self.step_id) if part)


@dataclass(frozen=True)
class Desk:
    """One page of the desk and what it may be narrowed to."""

    page: Page
    cohorts: list[cohorts.Cohort]
    spots: list[Spot]
    open_count: int


@dataclass(frozen=True)
class Caller:
    """Somebody of the same class who called for help at the same step."""

    name: str
    at: datetime


@dataclass(frozen=True)
class OnDesk:
    """A question on its lecturer's desk, with everything that helps to answer it."""

    line: Line
    person_id: UUID
    cohort: cohorts.Cohort
    messages: list[Spoken]
    callers: list[Caller]
    alike: list[Line]
    steps: list[Place]

    @property
    def question(self) -> Question:
        """The question itself."""
        return self.line.question


STATUSES: dict[str, tuple[Status, ...]] = {
    "open": rules.OPEN,
    "mine": (Status.CLAIMED,),
    "asked-back": (Status.ASKED_BACK,),
    "answered": (Status.ANSWERED,),
    "all": rules.ON_DESK,
}


def my_page(*, actor: Actor, page: int, lang: str) -> Page:
    """Give one page of this actor's own questions, the latest first; items are `Line`.

    Raises NotAllowed for whoever can ask nothing and never has.
    """
    if actor.person_id is None or not (actor.reach(Permission.QUESTION_ASK) or queries.has_asked(actor.person_id)):
        audit.record_refusal(actor, "access.refused", subject="question", permission=Permission.QUESTION_ASK.value)
        raise NotAllowed
    found = page_of(queries.mine(actor.person_id, now() - rules.DRAFT_SHOWN), page, MINE_SHOWN)
    places = Places(lang)
    lines = [Line(each, _place(places, each)) for each in found.items]
    return Page(lines, found.total, found.page, found.pages)


def my_question(*, actor: Actor, question_id: UUID, lang: str) -> Mine:
    """Give this actor's own question with all that was said. Raises NotFound for anybody else's."""
    question = own(actor, question_id, writes=False)
    places, at = Places(lang), now()
    status = Status(question.status)
    may_ask = actor.reach(Permission.QUESTION_ASK)
    return Mine(
        question,
        _place(places, question),
        _spoken(question, places),
        bool(may_ask) and status in rules.ON_DESK and rules.is_in_time(question.sent_at, at),
        bool(may_ask) and status == Status.WITHDRAWN and rules.is_in_time(question.withdrawn_at, at),
    )


def desk_of(*, actor: Actor, chosen: Chosen, page: int, lang: str) -> Desk:
    """Give one page of what lies on this lecturer's desk, the longest waiting first; items are `Line`.

    The number of queries does not depend on how many questions there are. Raises NotFound for a foreign cohort.
    """
    if chosen.cohort_id:
        cohorts.cohort_for(actor, Permission.QUESTION_ANSWER, chosen.cohort_id)
    reached = cohorts.visible_cohorts(actor, Permission.QUESTION_ANSWER)
    ids = [chosen.cohort_id] if chosen.cohort_id else [each.id for each in reached]
    statement = queries.on_desk(
        ids,
        STATUSES[chosen.show],
        claimed_by=actor.person_id if chosen.show == "mine" else None,
        course_id=chosen.course_id,
        lesson_id=chosen.lesson_id,
        step_id=chosen.step_id,
    )
    found = page_of(statement, page, DESK_SHOWN)
    places = Places(lang)
    lines = _lines(found.items, places, actor, {each.id: each.name for each in reached})
    spots = _spots(ids, places)
    open_count = sum(spot.count for spot in spots if spot.step_id is None)
    return Desk(Page(lines, found.total, found.page, found.pages), reached, spots, open_count)


def _spots(ids: list[UUID], places: Places) -> list[Spot]:
    """Give lessons and their steps with open questions, in the order of the courses."""
    rows = queries.open_places(ids)
    spots: list[Spot] = []
    for course_id, lesson_id in dict.fromkeys((row.course_id, row.lesson_id) for row in rows):
        here = [row for row in rows if (row.course_id, row.lesson_id) == (course_id, lesson_id)]
        title = places.lesson_title(course_id, lesson_id)
        spots.append(Spot(course_id, lesson_id, None, title, sum(row.count for row in here)))
        spots += [
            Spot(course_id, lesson_id, row.step_id, places.of(course_id, lesson_id, row.step_id).step, row.count)
            for row in sorted(here, key=lambda row: places.order(course_id, row.step_id))
        ]
    return spots


def question_on_desk(*, actor: Actor, question_id: UUID, lang: str) -> OnDesk:
    """Give a question with who asked, what was said, who else called for help there, and open ones alike."""
    question = question_for(actor, Permission.QUESTION_ANSWER, question_id)
    cohort = cohorts.cohort_for(actor, Permission.QUESTION_ANSWER, question.cohort_id)
    places = Places(lang)
    alike = queries.alike(question, cohort_ids(actor), MOST_ALIKE)
    line, *others = _lines([question, *alike], places, actor, {cohort.id: cohort.name})
    return OnDesk(
        line,
        question.person_id,
        cohort,
        _spoken(question, places),
        _callers(question),
        others,
        places.steps_of(question.course_id),
    )


def _callers(question: Question) -> list[Caller]:
    people = {person.id: person.name for _enrollment, person in cohorts.enrolled(question.cohort_id)}
    others = [person_id for person_id in people if person_id != question.person_id]
    called = progress.help_callers(course_id=question.course_id, step_id=question.step_id, person_ids=others)
    latest_first = sorted(called.items(), key=lambda pair: pair[1], reverse=True)
    return [Caller(people[person_id], at) for person_id, at in latest_first]


def _lines(questions: Iterable[Question], places: Places, actor: Actor, cohort_names: dict[UUID, str]) -> list[Line]:
    asked = list(questions)
    at = now()
    people = accounts.people_by_ids({each for q in asked for each in (q.person_id, q.claimed_by) if each})
    names = {person_id: person.name for person_id, person in people.items()}
    return [
        Line(
            each,
            _place(places, each),
            names.get(each.person_id, ""),
            cohort_names.get(each.cohort_id, ""),
            names.get(each.claimed_by, "") if each.claimed_by else "",
            each.claimed_by == actor.person_id,
            rules.is_anothers(
                Status(each.status), rules.Held(each.claimed_by, each.claimed_at), actor.person_id, at
            ),
        )
        for each in asked
    ]


def _place(places: Places, question: Question) -> Place:
    return places.of(question.course_id, question.lesson_id, question.step_id)


def _spoken(question: Question, places: Places) -> list[Spoken]:
    said = queries.messages_of(question.id)
    people = accounts.people_by_ids({each.author_id for each in said})
    return [
        Spoken(
            Kind(each.kind),
            each.text,
            people[each.author_id].name if each.author_id in people else "",
            each.created_at,
            places.of(each.link_course, each.link_lesson or "", each.link_step)
            if each.link_course and each.link_step
            else None,
        )
        for each in said
    ]
