"""A course copied to be adapted: where it came from, what changed there since, and taking that in; for the service."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from college.authoring import queries, rules_courses
from college.authoring.courses import ensure_may_start, home_for_change, keep_new, keep_order, order_of, settle
from college.authoring.drafts import draft_or_published, locked_draft, place_of, texts_of, write
from college.authoring.models import CourseHome
from college.authoring.rules import COURSE_TEXT, Texts
from college.cohorts import service as cohorts
from college.core import audit
from college.core.db import db
from college.core.errors import NotFound
from college.core.guard import ensure
from college.core.permissions import Actor, Permission
from college.library import service as library


@dataclass(frozen=True)
class Origin:
    """The course from which another was copied, and when; ``district`` is "" for one of the whole college."""

    course_id: str
    titles: dict[str, str]
    district: str
    copied_at: datetime

    def title(self, lang: str) -> str:
        """Give its title in a language, else in Chinese."""
        return self.titles.get(lang) or self.titles.get("zh", self.course_id)


@dataclass(frozen=True)
class OriginLesson:
    """A lesson of the origin that is newer than what was copied. ``taken`` is 0 for one that was not there then.

    ``can_take`` says that the copy still has exactly what was copied, so that nothing of its own would be lost.
    """

    id: str
    title: str
    taken: int
    number: int
    can_take: bool


def copy_course(*, actor: Actor, form_id: UUID, source_id: str, title: str, district_code: str | None) -> str:
    """Copy a published course into a district, every lesson as a draft with the same step ids; give the new one's id.

    The same form sent twice copies once. Raises NotAllowed, and NotFound for a course that is not published and for a
    district in which she may not begin one.
    """
    ensure_may_start(actor, district_code)
    library.course(source_id)
    title, course_id = rules_courses.clean_title(title), rules_courses.course_id_for(form_id, actor.person_id)
    if not library.begin_course(course_id, title):
        return course_id
    living = [each for each in library.lesson_standings(source_id) if not each.is_withdrawn]
    settle(
        actor, course_id, district_code, origin_course_id=source_id, lesson_order=[each.id for each in living],
        origin_numbers={each.id: each.number for each in living},
    )
    own = _own_text(source_id, course_id, title)
    keep_new(actor, course_id, COURSE_TEXT, own.zh, own.en)
    for each in living:
        text = copied(each)
        keep_new(actor, course_id, each.id, text.zh, text.en)
    audit.record(actor, "course.copy", subject=f"course:{course_id}", district=district_code, what=source_id)
    return course_id


def copied(lesson: library.LessonStanding) -> Texts:
    """Give a lesson's text as it stands in a copy: its pictures under the path at which every course finds them."""
    paths = {path: library.picture_path(sha256) for path, sha256 in lesson.pictures.items()}
    return Texts(*(rules_courses.with_kept_pictures(each, paths) for each in (lesson.zh, lesson.en)))


def _own_text(source_id: str, course_id: str, title: str) -> Texts:
    there = library.written(source_id)
    zh = _renamed(there.zh, {"id": course_id, "title": title})
    return Texts(zh, _renamed(there.en, {"id": course_id}) if there.en else "")


def _renamed(text: str, values: dict[str, str]) -> str:
    head = library.read_head(library.cut(text).head)
    return rules_courses.with_head(text, library.write_head({**(head or {}), **values}))


def origin_of(course_id: str) -> Origin | None:
    """Give where a course was copied from, None for one that is nobody's copy: for everybody who reads it."""
    home = queries.home(course_id)
    return _origin(home) if home and home.origin_course_id else None


def _origin(home: CourseHome) -> Origin:
    source = library.standings([home.origin_course_id])[home.origin_course_id]
    district = queries.home_districts().get(source.id)
    return Origin(source.id, source.titles, cohorts.district_names().get(district or "", ""), home.created_at)


def newer_lessons(course_id: str) -> list[OriginLesson]:
    """Give what changed in the origin since it was copied, in its order; for callers that have asked who may."""
    home = queries.home(course_id)
    if home is None or not home.origin_course_id:
        return []
    there = [each for each in library.lesson_standings(home.origin_course_id) if not each.is_withdrawn]
    return [_newer(home, each) for each in there if each.number > home.origin_numbers.get(each.id, 0)]


def _newer(home: CourseHome, there: library.LessonStanding) -> OriginLesson:
    taken = home.origin_numbers.get(there.id, 0)
    title = library.title_of(there.zh) or there.id
    return OriginLesson(there.id, title, taken, there.number, _is_untouched(home, there.id, taken))


def _is_untouched(home: CourseHome, lesson_id: str, taken: int) -> bool:
    before = library.lesson_at(home.origin_course_id or "", lesson_id, taken)
    try:
        mine = texts_of(draft_or_published(home.course_id, lesson_id))
    except NotFound:
        return True
    return before is not None and mine == copied(before)


def newer_lesson(*, actor: Actor, course_id: str, lesson_id: str) -> tuple[OriginLesson, library.Difference]:
    """Give what changed in one lesson of the origin since it was copied. Raises NotAllowed or NotFound."""
    ensure(actor, Permission.COURSE_WRITE, place_of(course_id))
    home, found = queries.home(course_id), _one(course_id, lesson_id)
    source = home.origin_course_id if home else ""
    before = library.edition_view(source, lesson_id, found.taken) if found.taken else None
    return found, library.difference_of_lessons(before, library.edition_view(source, lesson_id, found.number))


def _one(course_id: str, lesson_id: str) -> OriginLesson:
    found = next((each for each in newer_lessons(course_id) if each.id == lesson_id), None)
    if found is None:
        raise NotFound
    return found


def take_newer(*, actor: Actor, course_id: str, lesson_id: str, number: int) -> bool:
    """Take a lesson's newer text into the copy's draft; say whether that was done.

    False when somebody changed the lesson of the copy: then nothing is written, and she writes it over herself. The
    same again changes nothing. Raises NotAllowed or NotFound.
    """
    home = home_for_change(actor, course_id)
    there = library.lesson_at(home.origin_course_id or "", lesson_id, number)
    taken = home.origin_numbers.get(lesson_id, 0)
    if there is None:
        raise NotFound
    if taken >= number:
        return True
    if not _is_untouched(home, lesson_id, taken):
        return False
    _put_in(actor, home, lesson_id, copied(there))
    _note(home, lesson_id, number)
    return True


def _put_in(actor: Actor, home: CourseHome, lesson_id: str, texts: Texts) -> None:
    order = order_of(home.course_id, home)
    if _keep_unless_known(actor, home.course_id, lesson_id, texts):
        keep_order(home, [*order, lesson_id])
        return
    write(locked_draft(actor=actor, course_id=home.course_id, lesson_id=lesson_id), actor, texts)


def _keep_unless_known(actor: Actor, course_id: str, lesson_id: str, texts: Texts) -> bool:
    """Keep a lesson that the copy does not have in any way, and say whether it is new."""
    known = any(each.id == lesson_id for each in library.lesson_standings(course_id))
    return not known and keep_new(actor, course_id, lesson_id, texts.zh, texts.en)


def keep_ours(*, actor: Actor, course_id: str, lesson_id: str, number: int) -> None:
    """Leave a lesson of the copy as it is: the newer text of the origin was seen. Raises NotAllowed or NotFound."""
    home = home_for_change(actor, course_id)
    if library.lesson_at(home.origin_course_id or "", lesson_id, number) is None:
        raise NotFound
    if home.origin_numbers.get(lesson_id, 0) < number:
        _note(home, lesson_id, number)


def _note(home: CourseHome, lesson_id: str, number: int) -> None:
    home.origin_numbers = {**home.origin_numbers, lesson_id: number}
    home.version += 1
    db.session.flush()
