"""Giving certificates: at the moment at which a course is finished, and later to whoever was not there for it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from functools import partial
from typing import Any
from uuid import UUID

import structlog
from flask_babel import force_locale
from flask_babel import gettext as _

from college.accounts import service as accounts
from college.certificates import queries, rules
from college.certificates.rules import Done
from college.certificates.standing import Asked, asked_of, done_of
from college.cohorts import service as cohorts
from college.core.clock import today
from college.core.crypto import new_token
from college.core.db import db, run_in_unit
from college.core.pages import LOCALES
from college.library import service as library
from college.library.service import CourseView
from college.notices import service as notices
from college.progress import service as progress

log = structlog.get_logger()

#: People looked at in one reading, and given in one transaction, so that nobody waits long for the write lock.
LOOKED_AT, BATCH = 1000, 100


def give_if_earned(*, person_id: UUID, course_id: str) -> bool:
    """Give somebody the certificate of a course if she has just finished it by its rule; True when it is new.

    In the caller's unit of work, for whoever kept what she did: asks nobody's permission, and is safe to repeat. She
    is told of it. Her row is held meanwhile, so that the last two things done at the same moment miss nobody.
    """
    return bool(give_to_those_who_earned(person_ids=[person_id], course_id=course_id))


def give_to_those_who_earned(*, person_ids: Collection[UUID], course_id: str) -> list[UUID]:
    """Give what `give_if_earned` gives, to some hundreds of people at most; give of whom it is new.

    As many statements as for one person. Their rows are held, in the order of their ids, before anybody's work is read.
    """
    have = queries.of_people(person_ids, [course_id])
    without = [each for each in person_ids if (each, course_id) not in have]
    asked = asked_of([course_id]).get(course_id) if without else None
    if asked is None:
        return []
    held = [person_id for person_id, person in accounts.hold_people(without).items() if person.hidden_at is None]
    done = done_of(held, [asked]) if held else {}
    earned = {each: done[each, course_id] for each in held if asked.is_met(done[each, course_id])}
    return _give(asked, earned) if earned else []


def give_all_earned(person_id: UUID) -> list[str]:
    """Give somebody every certificate that she has earned and not got; give the ids of the courses."""
    return [each for each in progress.courses_met(person_id) if give_if_earned(person_id=person_id, course_id=each)]


def _give(asked: Asked, earned: Mapping[UUID, Done]) -> list[UUID]:
    """Give the certificate to all who have earned it, and tell them; give of whom it is new."""
    titles = {lang: library.titles_of([asked.course_id], lang).get(asked.course_id, "") for lang in LOCALES}
    classes = cohorts.classes_of(list(earned), asked.course_id)
    same = {
        "course_id": asked.course_id,
        "title_zh": titles["zh"],
        "title_en": titles["en"],
        "lesson_count": len(asked.lessons),
        "given_on": today(),
    }
    rows = [{**same, **_hers(asked, person_id, done, classes.get(person_id))} for person_id, done in earned.items()]
    new = queries.insert_new(rows)
    texts = {lang: _told(lang, titles[lang]) for lang in LOCALES}
    notices.tell_many(person_ids=new, key=notice_key(asked.course_id), texts=texts, url="/my-certificates")
    return new


def _hers(asked: Asked, person_id: UUID, done: Done, cohort: cohorts.Cohort | None) -> dict[str, Any]:
    return {
        "person_id": person_id,
        "code": new_token(rules.CODE_LENGTH),
        "rule": rules.given_by(asked.rule, asked.lessons, done),
        "cohort_name": cohort.name if cohort else "",
        "district_name": cohort.district.name if cohort else "",
    }


def _told(lang: str, title: str) -> str:
    with force_locale(LOCALES[lang]):
        return _("Congratulations! You have finished “%(course)s”. Your certificate is ready.", course=title)


def notice_key(course_id: str) -> str:
    """Give the key under which somebody is told of the certificate of a course."""
    return f"certificate:{course_id}"


def catch_up() -> int:
    """Give everybody the certificates of courses that ask for something else since she finished; give how many.

    Cheap when nothing changed: it then only reads. Looks again once progress was counted by the new texts, and writes
    only for whoever has earned one and lacks it. Opens units of work of its own; killed half-way, the next call does
    the rest.
    """
    given = 0
    for course, mark in run_in_unit(_changed, writes=False):
        after, is_over = None, not course.lessons
        while not is_over:
            met, earned = run_in_unit(partial(_earned, course, after), writes=False)
            for at in range(0, len(earned), BATCH):
                given += run_in_unit(partial(_give_some, course.id, earned[at : at + BATCH]))
            after, is_over = met[-1] if met else None, len(met) < LOOKED_AT
        run_in_unit(partial(queries.keep_mark, course.id, mark))
    return given


def catch_up_safely() -> int:
    """Catch up for the worker: what fails is written down and tried again with the next look, and stops nothing else."""
    try:
        return catch_up()
    except Exception:
        db.session.rollback()
        log.exception("certificates could not catch up")
        return 0


def _changed() -> list[tuple[CourseView, str]]:
    counted, swept = progress.marks(), queries.swept_marks()
    giving = [each for each in library.published_courses() if each.certificate]
    practised = asked_of([each.id for each in giving if each.certificate == rules.PRACTISED])
    found = [(each, _mark(each, practised.get(each.id), counted.get(each.id, ""))) for each in giving]
    return [(course, mark) for course, mark in found if swept.get(course.id) != mark]


def _mark(course: CourseView, practised: Asked | None, counted: str) -> str:
    """Give a mark of what decides who has finished a course: other words in a lesson are another mark for nobody."""
    lessons = sorted(head.id for head in course.lessons)
    practice = sorted((each.lesson_id, sorted(each.practice.items())) for each in practised.lessons) if practised else []
    return hashlib.sha256(repr((course.certificate, counted, lessons, practice)).encode()).hexdigest()


def _earned(course: CourseView, after: UUID | None) -> tuple[list[UUID], list[UUID]]:
    """Give the next people by their ids, and those of them who have earned the certificate of a course and lack it."""
    met = progress.people_met(after=after, size=LOOKED_AT)
    lessons = [head.id for head in course.lessons]
    through = progress.through(course_id=course.id, lesson_ids=lessons, person_ids=met)
    have, asked = queries.of_people(through, [course.id]), asked_of([course.id]).get(course.id)
    lacking = [each for each in through if (each, course.id) not in have]
    done = done_of(lacking, [asked]) if asked and lacking else {}
    return met, [each for each in lacking if asked and done and asked.is_met(done[each, course.id])]


def _give_some(course_id: str, person_ids: list[UUID]) -> int:
    return len(give_to_those_who_earned(person_ids=person_ids, course_id=course_id))
