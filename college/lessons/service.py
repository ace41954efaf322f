"""What a reader may follow and keep: her courses, a lesson, a step, a practice tap."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from college.certificates import service as certificates
from college.cohorts import service as cohorts
from college.core.errors import NotFound
from college.core.guard import ensure
from college.core.permissions import Actor, Permission
from college.lessons import lines, rules
from college.lessons.addresses import LessonAddresses
from college.lessons.choosing import TRACK_COOKIE, Choice, Proposal, all_courses, choice_of, tracks_of
from college.lessons.lines import CourseLine, LessonLine, course_line
from college.lessons.practising import picture_of, practice_shown
from college.lessons.rules import neighbours
from college.lessons.rules_next import Why
from college.lessons.whereabouts import There, where_is
from college.library import service as library
from college.library.service import LessonView
from college.progress import service as progress
from college.progress.service import Place

__all__ = ["Choice", "LessonAddresses", "neighbours", "picture_of", "practice_shown", "CourseLine", "LessonLine", "Proposal", "TRACK_COOKIE", "Why", "There", "all_courses", "choice_of", "course_line", "tracks_of", "where_is"]


@dataclass(frozen=True)
class Reader:
    """How somebody stands to a course: a student of it (her cohort is there), another signed-in person, or nobody."""

    person_id: UUID | None
    cohort: cohorts.ClassOf | None
    #: A student who has not agreed that anything is kept: she reads like a visitor.
    may_agree: bool = False

    @property
    def is_student(self) -> bool:
        """Whether what she does is kept."""
        return self.cohort is not None

    @property
    def teacher(self) -> tuple[str, str] | None:
        """Name and telephone of the teacher whom she may call, when her class has given one."""
        return (self.cohort.teacher_name, self.cohort.teacher_phone) if self.cohort and self.cohort.teacher_phone else None

    @property
    def is_visitor(self) -> bool:
        """Whether she has not signed in."""
        return self.person_id is None


@dataclass(frozen=True)
class End:
    """The end of a lesson: what comes next, and how many of the course's lessons are finished."""

    next: Proposal | None
    finished_count: int
    total: int
    #: How she stands to the course's certificate; None for whoever keeps nothing, and where the course gives none.
    certificate: certificates.Held | None = None
    #: The first lesson that is finished and still counts not for the certificate, because its practice is not done.
    to_practise: LessonLine | None = None


def reader_of(*, actor: Actor, course_id: str) -> Reader:
    """Say how this actor stands to a course: one query when she is signed in, none otherwise."""
    if actor.person_id is None or not actor.may_keep:
        return Reader(actor.person_id, None, may_agree=actor.person_id is not None)
    return Reader(actor.person_id, cohorts.class_of(actor.person_id, course_id))


def student_of(*, actor: Actor, course_id: str) -> Reader:
    """Give the student who may keep something in this course.

    Raises NotAllowed when she follows no lessons at all, NotFound when no cohort of hers has this course.
    """
    reader = reader_of(actor=actor, course_id=course_id)
    if reader.cohort is None:
        raise NotFound
    ensure(actor, Permission.LESSON_FOLLOW, reader.cohort.scope)
    return reader


def my_courses(*, actor: Actor) -> list[CourseLine]:
    """Give the courses of this actor's classes and those that she has begun herself, the one that she followed last first."""
    return list(choice_of(actor=actor).mine)


def course_for(*, reader: Reader, course_id: str) -> CourseLine:
    """Give one published course with what this reader has done of it. Raises NotFound."""
    course = library.course(course_id)
    if not reader.is_student:
        return course_line(course, {})
    places = progress.lesson_progress(person_id=reader.person_id, course_ids=[course_id])
    return course_line(course, places, reader.person_id)


def resume_step(*, reader: Reader, lesson: LessonView) -> str:
    """Give the step at which this reader goes on with a lesson. Raises NotFound for a lesson without steps.

    Whoever has done all of a lesson that is not finished yet, because its last missing step was taken out a moment
    ago, stands at its last step.
    """
    if not lesson.step_ids:
        raise NotFound
    if not reader.is_student:
        return lesson.step_ids[0]
    place = _place(reader, lesson)
    if place and place.current_step_id in lesson.step_ids:
        return place.current_step_id
    found, is_all_done = lines.goes_on(reader.person_id, lesson.course_id, lesson.id, lesson.step_ids, place)
    return lesson.step_ids[-1] if place and is_all_done and not place.finished_at else found


def _place(reader: Reader, lesson: LessonView) -> Place | None:
    places = progress.lesson_progress(person_id=reader.person_id, course_ids=[lesson.course_id])
    return places.get((lesson.course_id, lesson.id))


def keep_step(*, actor: Actor, lesson: LessonView, step_id: str, waited: float | None = None) -> str | None:
    """Keep that this student finished a step; give the step to show next, or None when the lesson is finished.

    ``waited`` is the seconds that her phone held the tap back. Safe to repeat.
    Raises NotFound when the step is not in the lesson or the course is not hers, NotAllowed when she is no student.
    """
    student = student_of(actor=actor, course_id=lesson.course_id)
    place = progress.keep_step(
        person_id=student.person_id,
        course_id=lesson.course_id,
        lesson_id=lesson.id,
        step_ids=lesson.step_ids,
        step_id=step_id,
        waited=waited,
    )
    _give_certificate(student, lesson.course_id, place)
    follows = rules.neighbours(lesson.step_ids, step_id)
    if follows.next or place.finished_at:
        return follows.next
    done = progress.done_steps(person_id=student.person_id, course_id=lesson.course_id, step_ids=lesson.step_ids)
    return progress.resume_step(lesson.step_ids, done, None)


def keep_changed_step(
    *, actor: Actor, course_id: str, lesson_id: str, step_id: str, waited: float | None = None
) -> There | None:
    """Keep a step that was finished on a page whose text has changed since; give where she goes on now.

    None when its lesson is no longer taught: what she did is kept all the same. ``waited`` as in `keep_step`.
    Raises NotFound when there never was such a step or the course is not hers, NotAllowed when she is no student.
    """
    student = student_of(actor=actor, course_id=course_id)
    there, lesson = where_is(course_id, lesson_id, step_id), library.find_lesson(course_id, lesson_id)
    if there and there.step_id and (lesson is None or _has_nothing_left(student, lesson)):
        heir = library.lesson(course_id, there.lesson_id)
        return There(heir.id, keep_step(actor=actor, lesson=heir, step_id=step_id, waited=waited))
    key = {"person_id": student.person_id, "course_id": course_id, "step_id": step_id, "waited": waited}
    if lesson is None or (there and there.step_id):
        progress.keep_fact(lesson_id=lesson.id if lesson else lesson_id, **key)
    else:
        held = library.held_steps(course_id, lesson.id, step_id)
        place = progress.keep_step(lesson_id=lesson.id, step_ids=lesson.step_ids, held=held, **key)
        _give_certificate(student, course_id, place)
    return There(lesson.id, resume_step(reader=student, lesson=lesson)) if lesson else there


def _give_certificate(student: Reader, course_id: str, place: Place) -> None:
    """Look whether the course is finished, once this lesson is."""
    if place.finished_at:
        certificates.give_if_earned(person_id=student.person_id, course_id=course_id)


def _has_nothing_left(student: Reader, lesson: LessonView) -> bool:
    place = _place(student, lesson)
    if place is None or place.finished_at:
        return place is not None
    return lines.goes_on(student.person_id, lesson.course_id, lesson.id, lesson.step_ids, place)[1]


def keep_tap(
    *, actor: Actor, lesson: LessonView, step_id: str, at: int, tapped: str, client_id: UUID, waited: float | None = None
) -> bool:
    """Keep one practice tap of this student; False when it was kept before or is not a place on that screen.

    ``at`` is the screen of the path, from 1; ``waited`` the seconds that her phone held the tap back.
    Raises NotFound when there is no such screen or the course is not hers, NotAllowed when she is no student.
    """
    student = student_of(actor=actor, course_id=lesson.course_id)
    step = lesson.in_language("zh").step(step_id)
    if step is None or not 1 <= at <= len(step.practice):
        raise NotFound
    screen = step.practice[at - 1]
    if tapped not in library.screens().targets(screen.screen, screen.values):
        return False
    is_new = progress.keep_tap(
        person_id=student.person_id,
        client_id=client_id,
        course_id=lesson.course_id,
        step_id=step_id,
        screen=screen.screen,
        target=tapped,
        expected=screen.target or "",
        waited=waited,
    )
    if is_new and tapped == screen.target and (place := _place(student, lesson)):
        _give_certificate(student, lesson.course_id, place)
    return is_new


def end_of(*, actor: Actor, reader: Reader, lesson: LessonView, track_id: str | None = None) -> End | None:
    """Give what follows a finished lesson, or None when this student has not finished it yet.

    A student is proposed one lesson of all; whoever keeps nothing goes on in this course.
    """
    course = course_for(reader=reader, course_id=lesson.course_id)
    if not reader.is_student:
        return End(_following(course, lesson.id), course.finished_count, len(course.lines))
    if lesson.id not in course.finished_ids:
        return None
    choice = choice_of(actor=actor, track_id=track_id, after=(lesson.course_id, lesson.id))
    held = certificates.held(person_id=reader.person_id, course_id=lesson.course_id)
    missing = held.missing if held else ()
    to_practise = next((line for line in course.lines if line.head.id in missing and line.head.id in course.finished_ids), None)
    return End(choice.proposal, course.finished_count, len(course.lines), held, to_practise)


def _following(course: CourseLine, lesson_id: str) -> Proposal | None:
    ids = [line.head.id for line in course.lines]
    behind = ids.index(lesson_id) + 1 if lesson_id in ids else len(ids)
    return Proposal(course.course, course.lines[behind], Why.ORDER) if behind < len(ids) else None


def owner_mark(reader: Reader) -> str:
    """Give a short mark of this reader for the phone's waiting list: it tells two people apart and names nobody."""
    return sha256(str(reader.person_id).encode()).hexdigest()[:12] if reader.person_id else ""
