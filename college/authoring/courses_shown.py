"""What the course desk shows: the courses somebody may write, and one course with the state of each lesson."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from college.accounts import service as accounts
from college.authoring import copying, queries
from college.authoring.courses import order_of
from college.authoring.courses_checked import problem_counts
from college.authoring.drafts import place_of
from college.authoring.models import LessonDraft
from college.authoring.rules import COURSE_TEXT
from college.authoring.rules_courses import LessonState
from college.authoring.titles import called, title_of
from college.cohorts import service as cohorts
from college.core.errors import NotFound
from college.core.guard import ensure
from college.core.pages import Page, page_of_list
from college.core.permissions import Actor, Permission, Role, Scope
from college.library import service as library

#: Courses on one page of the desk.
COURSES_SHOWN = 20


@dataclass(frozen=True)
class CourseRow:
    """One course in a list: where it is at home, and what waits in it. Its lesson ids are those with a draft."""

    id: str
    title: str
    district: str
    is_published: bool
    changed_at: datetime | None
    drafted: list[str]
    #: Drafts with places that are to be mended.
    unfit: int
    scheduled: list[LessonDraft]
    failed: int
    has_authors: bool
    may_write: bool
    may_appoint: bool


@dataclass(frozen=True)
class CourseDesk:
    """A course with everything that its authors see of it at once."""

    id: str
    title: str
    district: str
    published_at: datetime | None
    lessons: list[LessonState]
    withdrawn: list[LessonState]
    put_away: list[LessonState]
    text_has_changes: bool
    text_problems: int
    text_has_english: bool
    authors: list[str]
    names: dict[UUID, str] = field(default_factory=dict)
    #: The order on the desk differs from the one that students see.
    order_waits: bool = False
    origin: copying.Origin | None = None
    #: Lessons of the origin that changed since it was copied.
    newer: list[copying.OriginLesson] = field(default_factory=list)


def course_rows(*, actor: Actor, page: int = 1) -> Page:
    """Give a page of the courses that somebody writes or for which she chooses authors, last changed first."""
    written, appointing = actor.reach(Permission.COURSE_WRITE), actor.reach(Permission.ROLE_GIVE)
    standings, districts = library.standings(), queries.home_districts()
    places = {course_id: Scope(district=districts.get(course_id), course=course_id) for course_id in standings}
    mine = [each for each, place in places.items() if written.covers(place) or appointing.covers(place)]
    drafts = defaultdict(list)
    for draft in queries.drafts_of(mine):
        drafts[draft.course_id].append(draft)
    authors = accounts.grants_over_courses(mine, Role.AUTHOR)
    last = {each: _last_changed(standings[each], drafts[each]) for each in mine}
    mine.sort(key=lambda each: (not written.covers(places[each]), -last[each]))
    shown = page_of_list(mine, page, COURSES_SHOWN)
    names, bases = cohorts.district_names(), _bases([draft for each in shown.items for draft in drafts[each]])
    shown.items[:] = [
        _row(
            standings[each], drafts[each], bases, names.get(districts.get(each) or "", ""),
            has_authors=each in authors,
            may_write=written.covers(places[each]), may_appoint=appointing.covers(places[each]),
        )
        for each in shown.items
    ]
    return shown


def waiting_readings(*, actor: Actor) -> list[tuple[UUID, str]]:
    """Give (reading id, title of the text) of what somebody was asked to read and has not answered, the oldest first."""
    rows = queries.readings_waiting(actor.person_id) if actor.person_id else ()
    return [(reading_id, title_of(draft)) for reading_id, draft in rows]


def _last_changed(course: library.CourseStanding, drafts: Sequence[LessonDraft]) -> float:
    moments = [*(each.changed_at for each in drafts), *([course.published_at] if course.published_at else [])]
    return max(moments).timestamp() if moments else 0


#: Where drafts began: (zh, en) by a revision's id, of courses' own texts by the course's id.
Bases = Mapping[UUID | str, tuple[str, str]]


def _bases(drafts: Sequence[LessonDraft]) -> Bases:
    revisions = library.sources_of({each.base_revision_id for each in drafts if each.base_revision_id})
    own = library.own_sources_of({each.course_id for each in drafts if each.lesson_id == COURSE_TEXT})
    return {**revisions, **own}


def _has_changes(draft: LessonDraft, bases: Bases) -> bool:
    """Say whether words stand in a draft that were never published."""
    base = draft.course_id if draft.lesson_id == COURSE_TEXT else draft.base_revision_id
    return (draft.zh, draft.en) != bases.get(base or "")


def _row(
    course: library.CourseStanding, drafts: Sequence[LessonDraft], bases: Bases, district: str,
    **may: bool,
) -> CourseRow:
    own = next((each for each in drafts if each.lesson_id == COURSE_TEXT), None)
    moments = [each.changed_at for each in drafts] + ([course.published_at] if course.published_at else [])
    changed = [each for each in drafts if _has_changes(each, bases)]
    return CourseRow(
        id=course.id,
        title=called(own, course),
        district=district,
        is_published=course.published_at is not None,
        changed_at=max(moments, default=None),
        drafted=[each.lesson_id for each in changed],
        unfit=len(problem_counts(course.id, changed)) if may["may_write"] else 0,
        scheduled=sorted((each for each in drafts if each.publish_on), key=lambda each: each.publish_on),
        failed=sum(1 for each in drafts if each.publish_problem),
        **may,
    )


def course_desk(*, actor: Actor, course_id: str) -> CourseDesk:
    """Give a course as its authors see it. Raises NotAllowed or NotFound for a course that is not hers to write."""
    ensure(actor, Permission.COURSE_WRITE, place_of(course_id))
    course, home = library.standings([course_id]).get(course_id), queries.home(course_id)
    if course is None:
        raise NotFound
    drafts = {each.lesson_id: each for each in queries.drafts(course_id)}
    published = {each.id: each for each in library.lesson_standings(course_id)}
    order, bases = order_of(course_id, home), _bases(list(drafts.values()))
    unfit = problem_counts(course_id, [each for each in drafts.values() if _has_changes(each, bases)])
    own, text = drafts.get(COURSE_TEXT), library.written(course_id)
    living = [each.id for each in published.values() if not each.is_withdrawn]
    return CourseDesk(
        id=course_id,
        title=called(own, course),
        district=cohorts.district_names().get(home.district_code or "", "") if home else "",
        published_at=course.published_at,
        lessons=[_state(each, published.get(each), drafts.get(each), bases, unfit.get(each, 0)) for each in order],
        withdrawn=[_state(each.id, each, None) for each in published.values() if each.is_withdrawn and each.id not in order],
        put_away=[_state(each.lesson_id, None, each) for each in queries.drafts_of([course_id], put_away=True)],
        text_has_changes=own is not None and _has_changes(own, bases),
        text_problems=unfit.get(COURSE_TEXT, 0),
        text_has_english=bool(own.en if own else text.en),
        authors=authors_of(course_id),
        names=_names(drafts.values()),
        order_waits=bool(living) and living != [each for each in order if each in living],
        origin=copying.origin_of(course_id),
        newer=copying.newer_lessons(course_id),
    )


def authors_of(course_id: str) -> list[str]:
    """Give the names of those who write a course, as the list of its authors stands today."""
    grants = accounts.grants_over(Scope(course=course_id), Role.AUTHOR)
    people = accounts.people_by_ids([each.person_id for each in grants])
    return [people[each.person_id].name for each in grants if each.person_id in people]


def _names(drafts: Iterable[LessonDraft]) -> dict[UUID, str]:
    people = accounts.people_by_ids(list({each.changed_by for each in drafts if each.changed_by}))
    return {person_id: person.name for person_id, person in people.items()}


def _state(
    lesson_id: str, there: library.LessonStanding | None, draft: LessonDraft | None,
    bases: Bases = MappingProxyType({}), problems: int = 0,
) -> LessonState:
    zh, en = (draft.zh, draft.en) if draft else (there.zh, there.en) if there else ("", "")
    return LessonState(
        id=lesson_id,
        title=library.title_of(zh) or (library.title_of(there.zh) if there else "") or lesson_id,
        number=there.number if there else 0,
        published_at=there.published_at if there else None,
        is_withdrawn=there.is_withdrawn if there else False,
        has_changes=draft is not None and _has_changes(draft, bases),
        is_behind=bool(draft and there and draft.base_revision_id not in (None, there.revision_id)),
        problems=problems,
        has_english=bool(en),
        changed_by=draft.changed_by if draft else None,
        changed_at=draft.changed_at if draft else None,
        publish_on=draft.publish_on if draft else None,
        publish_problem=draft.publish_problem if draft else "",
    )
