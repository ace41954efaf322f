"""Somebody on her way to a district, as its coordinator sees her: a masked name, and counts of how far she is."""

from __future__ import annotations

from dataclasses import dataclass

from college.accounts import service as accounts
from college.cohorts import service as cohorts
from college.core.pages import name_masked
from college.library import service as library
from college.progress import service as progress


@dataclass(frozen=True)
class Arriving:
    """One person who waits: where she comes from, what she followed there, and how much of it is done."""

    transfer: cohorts.Transfer
    shown_name: str
    district_name: str
    courses: list[str]
    steps: int
    finished_lessons: int
    has_card: bool


def described(waiting: list[cohorts.WaitingTransfer], lang: str) -> list[Arriving]:
    """Give these people as they are shown before anybody took them in."""
    ids = [each.person.id for each in waiting]
    titles = {course.id: course.title(lang) for course in library.published_courses()}
    names, cards = cohorts.district_names(), accounts.cards_of(ids)
    done, finished = progress.done_counts(ids), _finished(ids, list(titles))
    return [
        Arriving(
            transfer=each.transfer,
            shown_name=name_masked(each.person.name),
            district_name=names.get(each.old_cohort.district_code, each.old_cohort.district_code),
            courses=[titles[course_id] for course_id in each.course_ids if course_id in titles],
            steps=done.get(each.person.id, 0),
            finished_lessons=finished.get(each.person.id, 0),
            has_card=each.person.id in cards,
        )
        for each in waiting
    ]


def _finished(person_ids: list, course_ids: list[str]) -> dict:
    found: dict = {}
    for row in progress.cohort_progress(person_ids=person_ids, course_ids=course_ids):
        if row.place.finished_at is not None:
            found[row.person_id] = found.get(row.person_id, 0) + 1
    return found
