"""Publishes any number of lessons, each like a lesson of the shipped course, for tests and benches of a large college."""

from copy import deepcopy

from flask import Flask
from sqlalchemy import select

from college.core.clock import now
from college.core.db import db, new_id, unit_of_work
from college.library.models import Course, Lesson, Revision, StepRow

LESSONS_IN_A_COURSE = 10


def publish_copies(app: Flask, count: int, first: int = 0) -> list[str]:
    """Publish `count` lessons beside the shipped course, ten in each course; give the address of each one's first step.

    first: how many such lessons are there already, in whole courses.
    """
    with app.app_context(), unit_of_work():
        pattern = db.session.scalars(select(Revision).order_by(Revision.lesson_id)).first()
        course = db.session.get(Course, pattern.course_id)
        shape = {"titles": course.titles, "summaries": course.summaries, "about": course.about}
        content, feature = pattern.content, pattern.content["feature"]
        addresses: list[str] = []
        for at in range(first, first + count):
            number, place = divmod(at, LESSONS_IN_A_COURSE)
            course_id, lesson_id = f"copy-{number}", f"lesson-{place}"
            if place == 0:
                db.session.add(Course(id=course_id, position=100 + number, lesson_order=[], source_hash="0" * 64, published_at=now(), **shape))
                db.session.flush()
            addresses.append(_publish(course_id, lesson_id, place, content, feature))
    return addresses


def _publish(course_id: str, lesson_id: str, place: int, content: dict, feature: str) -> str:
    copy = deepcopy(content)
    for text in copy["texts"].values():
        for step in text["steps"]:
            step["id"] = f"{step['id']}-{place}"
    steps = [step["id"] for step in copy["texts"]["zh"]["steps"]]
    revision = Revision(id=new_id(), course_id=course_id, lesson_id=lesson_id, number=1, source_hash="0" * 64,
                        origin="files", content=copy, published_at=now(), published_by=None)
    db.session.add(revision)
    db.session.flush()
    db.session.add(Lesson(course_id=course_id, id=lesson_id, position=place + 1, aliases=[], current_revision_id=revision.id))
    db.session.flush()
    db.session.add_all(
        StepRow(course_id=course_id, id=step, lesson_id=lesson_id, position=at, feature=feature) for at, step in enumerate(steps, 1)
    )
    return f"/learn/{course_id}/{lesson_id}/{steps[0]}"
