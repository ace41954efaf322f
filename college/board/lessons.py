"""The numbers of a lesson, and of all lessons in short, for whoever sees boards of their cohorts or writes their texts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from college.accounts import service as accounts
from college.authoring import service as authoring
from college.board import rules_lessons as rules
from college.board.lessons_compare import Change, change_of, compared
from college.board.lessons_facts import Facts, Told, all_stopped, gather, her_cohorts
from college.board.lessons_heat import Taps
from college.board.shapes_lessons import (
    EVERYBODY, MINE, Comparison, CourseInList, Edition, Group, GroupNumbers, LessonInList, Quote, StepRow,
)
from college.cohorts import service as cohorts
from college.cohorts.service import Cohort
from college.core.clock import now
from college.core.errors import NotFound
from college.core.permissions import Actor, Permission, Role, Scope
from college.library import service as library
from college.library.service import LessonView
from college.progress import service as progress
from college.progress.service import Places, Span
from college.questions import service as questions

#: Names of spans: the whole lesson, and its steps that are gone.
LESSON, GONE = "lesson", "gone"


@dataclass(frozen=True)
class LessonBoard:
    """Everything that a reader may see of a lesson; ``chosen`` is None where no cohort is there for her."""

    lesson: LessonView
    title: str
    course_title: str
    groups: list[GroupNumbers]
    chosen: GroupNumbers | None
    steps: list[StepRow]
    gone: StepRow | None
    comparison: Comparison | None
    editions: list[Edition]
    #: It is not shown to students today; the numbers are those of its last text.
    is_withdrawn: bool
    may_write: bool
    #: Names of those who may write, where the reader may not.
    authors: list[str]


@dataclass(frozen=True)
class _Sight:
    """What one reader sees of one lesson."""

    actor: Actor
    lesson: LessonView
    #: Her own cohorts that follow the course.
    mine: list[Cohort]
    may_write: bool
    lang: str

    @property
    def ids(self) -> list[UUID]:
        """The ids of her cohorts."""
        return [each.id for each in self.mine]


def lesson_board(
    *,
    actor: Actor,
    course_id: str,
    lesson_id: str,
    group: str,
    number: int,
    lang: str,
    permission: Permission = Permission.BOARD_VIEW,
) -> LessonBoard:
    """Give the numbers of a lesson in one group of people ("" for the widest), and before and after a text (0: the last).

    Cohorts over which the actor holds ``permission`` are hers. The number of queries is the same for one cohort and for fifty. Raises NotFound for a lesson that is not there.
    """
    lesson, is_withdrawn = _text_of(course_id, lesson_id)
    every = her_cohorts(actor, permission)
    followed = cohorts.courses_by_cohort([each.id for each in every])
    mine = [each for each in every if course_id in followed.get(each.id, [])]
    sight = _Sight(actor, lesson, mine, authoring.may_write(actor, course_id), lang)
    gone = sorted(set(library.retired_steps(course_id, lesson.id)) - set(lesson.step_ids))
    change, editions = change_of(lesson, number, now())
    facts = _facts(sight, gone, change)
    groups = _groups(sight)
    chosen = rules.group_of(group, [each.key for each in groups])
    told = {each.key: Told(facts, each.key) for each in groups}
    numbers = [told[each.key].lesson(each, course_id, LESSON) for each in groups]
    return LessonBoard(
        lesson=lesson,
        title=lesson.in_language(lang).title,
        course_title=library.titles_of([course_id], lang).get(course_id, course_id),
        groups=numbers,
        chosen=next((each for each in numbers if each.group.key == chosen), None),
        steps=_steps(sight, told[chosen], gone, chosen) if chosen else [],
        gone=_gone(sight, told[chosen], gone) if chosen and gone else None,
        comparison=compared(change, told[chosen], lang) if chosen and change else None,
        editions=editions,
        is_withdrawn=is_withdrawn,
        may_write=sight.may_write,
        authors=[] if sight.may_write else authors_of(course_id),
    )


def _text_of(course_id: str, lesson_id: str) -> tuple[LessonView, bool]:
    """Give a lesson's current text, or the last one of a lesson that is withdrawn, and whether it is. Raises NotFound."""
    living = library.find_lesson(course_id, lesson_id)
    if living is not None:
        return living, False
    last = next((each for each in library.lesson_standings(course_id) if each.id == lesson_id), None)
    if last is None:
        raise NotFound
    return library.edition_view(course_id, lesson_id, last.number), True


def _groups(sight: _Sight) -> list[Group]:
    several = [Group(EVERYBODY)] if sight.may_write else []
    several += [Group(MINE)] if len(sight.mine) > 1 else []
    return several + [
        Group(cohorts.part_of(each.id), each.name, each.district.name, each.id, each.archived_at is not None)
        for each in sight.mine
    ]


def _facts(sight: _Sight, gone: Sequence[str], change: Change | None) -> Facts:
    course, lesson = sight.lesson.course_id, sight.lesson.id
    steps = sight.lesson.step_ids
    spans = [Span(LESSON, course, lesson, (*steps, *gone)), *(Span(f"step/{each}", course, lesson, (each,)) for each in steps)]
    if gone:
        spans.append(Span(GONE, course, lesson, tuple(gone)))
    place_spans = [Span(LESSON, course, lesson)]
    if change:
        spans, place_spans = [*spans, *change.spans()], [*place_spans, *change.place_spans()]
    return gather(spans, place_spans, sight.ids, [course] if sight.may_write else [])


def _steps(sight: _Sight, told: Told, gone: Sequence[str], group: str) -> list[StepRow]:
    course = sight.lesson.course_id
    people = cohorts.people_parts([course], sight.ids, with_others=[course] if sight.may_write else [])
    spots = progress.spots(course, sight.lesson.step_ids, people) if people is not None else []
    taps, quotes = Taps(spots, group), _quotes(sight, group)
    rows = []
    for number, step in enumerate(sight.lesson.in_language(sight.lang).steps, start=1):
        numbers = told.step(f"step/{step.id}", LESSON, _stopped_at(step.id))
        heats, elsewhere = taps.heats(step, sight.lang), taps.elsewhere(step)
        rows.append(
            StepRow(step.id, number, step.title, numbers, heats, elsewhere, quotes.get(step.id, ()), bool(step.practice))
        )
    return rows


def _gone(sight: _Sight, told: Told, gone: Sequence[str]) -> StepRow:
    return StepRow("", None, "", told.step(GONE, LESSON, _stopped_off(sight.lesson.step_ids)))


def _stopped_at(step_id: str) -> Callable[[Places], int]:
    return lambda places: places.stopped.get(step_id, 0)


def _stopped_off(step_ids: Collection[str]) -> Callable[[Places], int]:
    def count(places: Places) -> int:
        return all_stopped(places) - sum(places.stopped.get(each, 0) for each in step_ids)

    return count


def _quotes(sight: _Sight, group: str) -> dict[str, tuple[Quote, ...]]:
    among = [each for each in sight.mine if group in (EVERYBODY, MINE, cohorts.part_of(each.id))]
    names = {each.id: each.name for each in among}
    found = questions.quoted_at(sight.actor, sight.lesson.course_id, sight.lesson.step_ids, list(names))
    return {
        step_id: tuple(Quote(each.id, names[each.cohort_id], each.text, each.sent_at, each.answer) for each in quoted)
        for step_id, quoted in found.items()
    }


def authors_of(course_id: str) -> list[str]:
    """Give the names of those who may write a course today."""
    grants = accounts.grants_over(Scope(course=course_id), Role.AUTHOR)
    people = accounts.people_by_ids([each.person_id for each in grants])
    return sorted(person.name for person in people.values())


def lessons_in_short(*, actor: Actor, lang: str) -> list[CourseInList]:
    """Give the lessons of all courses that her cohorts follow or that she writes, each with its leading numbers.

    The number of queries is the same for one course and for fifty.
    """
    ids = [each.id for each in her_cohorts(actor)]
    followed = {course for some in cohorts.courses_by_cohort(ids).values() for course in some}
    views = library.published_courses()
    written = [each.id for each in views if actor.reach(Permission.COURSE_WRITE).covers(Scope(course=each.id))]
    titles = {each.id: each.title(lang) for each in views if each.id in followed or each.id in written}
    lessons = library.lessons_of(list(titles))
    every = [lesson for some in lessons.values() for lesson in some]
    gone = library.retired_steps_of(list(titles))
    spans = [
        Span(_key(each), each.course_id, each.id, (*each.step_ids, *gone.get((each.course_id, each.id), ()))) for each in every
    ]
    facts = gather(spans, [Span(_key(each), each.course_id, each.id) for each in every], ids, written) if every else Facts()
    return [_course(course, title, lessons[course], Told(facts, EVERYBODY if course in written else MINE), lang)
            for course, title in titles.items()]


def _key(lesson: LessonView) -> str:
    return f"{lesson.course_id}/{lesson.id}"


def _course(course_id: str, title: str, lessons: Sequence[LessonView], told: Told, lang: str) -> CourseInList:
    return CourseInList(
        course_id,
        title,
        told.people(course_id),
        tuple(
            LessonInList(
                each.id,
                each.in_language(lang).title,
                started=told.placed(_key(each), lambda place: place.started),
                finished=told.placed(_key(each), lambda place: place.finished),
                stopped=told.placed(_key(each), all_stopped),
                wrong_people=told.measured(_key(each), lambda measured: measured.wrong_people),
                open_questions=told.asked(_key(each), lambda asked: asked.questions - asked.answered),
            )
            for each in lessons
        ),
    )
