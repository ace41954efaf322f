"""Finds lessons, steps and questions for the words that somebody typed, and shows the words around each hit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from college.core.numbers import phone_hidden
from college.core.pages import Page, page_of_list
from college.core.permissions import Actor
from college.library import service as library
from college.library.service import CourseView, LessonView
from college.questions import service as questions
from college.search import queries
from college.search.indexing import lesson_words, step_words
from college.search.queries import LESSONS, Within
from college.search.rules import LONGEST, RESULTS, SHOWN, Hit, Kind, Part, best, marked, rarest, scored, words_around
from college.search.rules_words import hits, query_grams

#: Her latest questions, among which a student's search looks.
OWN_QUESTIONS = 100
#: What is offered to whoever does not know what to type, as far as it leads somewhere.
EXAMPLES = {"zh": ("退货", "取件", "红包", "付款", "搜索"), "en": ("refund", "parcel", "coupon", "pay", "search")}
EXAMPLES_SHOWN = 3


@dataclass(frozen=True)
class Result:
    """One thing that was found: where it leads, what it is called, where it stands, and the words around the hit."""

    kind: str
    title: list[Part]
    course: str
    lesson: str
    number: int
    around: list[Part]
    course_id: str
    lesson_id: str
    step_id: str = ""
    question_id: UUID | None = None
    status: str = ""


@dataclass(frozen=True)
class Found:
    """One page of what was found for some words; ``is_cut`` says that only their beginning was looked for."""

    words: str
    page: Page
    is_cut: bool
    is_full: bool


def find(*, actor: Actor, words: str, page: int, lang: str, on_desk: bool = False) -> Found:
    """Give one page of what this actor may find: lessons for everybody, and questions.

    A student finds her own questions, whatever became of them; on the desk a lecturer finds those of her cohorts.
    Nobody finds anybody else's.
    """
    looked_for = words[:LONGEST]
    grams = query_grams(looked_for)
    mine = questions.sent_by(actor.person_id, OWN_QUESTIONS) if actor.person_id and not on_desk else []
    among = _on_desk(actor) if on_desk else _own(mine)
    ranked = best({**_scores(Within(LESSONS), grams), **(_scores(among, grams) if among else {})})
    titles = {course.id: course for course in library.published_courses()}
    living = _Living(titles)
    seen = _lying(actor, ranked) if on_desk else {each.id.hex: each for each in mine}
    there = [hit for hit in ranked if hit.ref in seen or living.has(hit)]
    found = page_of_list(there, page, SHOWN)
    items = [_result(hit, living, seen, grams, lang, on_desk=on_desk) for hit in found.items]
    shown = Page([each for each in items if each], found.total, found.page, found.pages)
    return Found(looked_for, shown, len(words) > LONGEST, len(ranked) == RESULTS)


def examples(lang: str) -> list[str]:
    """Give a few words that lead to a lesson now, in the reader's language: one query."""
    grams = {word: query_grams(word) for word in EXAMPLES[lang]}
    known = queries.counts(Within(LESSONS), {gram for each in grams.values() for gram in each})
    return [word for word, each in grams.items() if each and all(gram in known for gram in each)][:EXAMPLES_SHOWN]


def _scores(within: Within, grams: list[str]) -> dict[Hit, float]:
    counts = queries.counts(within, grams) if grams else {}
    if not counts:
        return {}
    rows = queries.postings(within, rarest(counts))
    return scored(rows, grams, counts, queries.documents(within))


def _own(mine: list[questions.Question]) -> Within | None:
    """Give the part of the index that holds these questions of hers, None when there are none."""
    places = tuple(sorted({each.cohort_id.hex for each in mine}))
    return Within((Kind.QUESTION.value,), places, tuple(each.id.hex for each in mine)) if mine else None


def _on_desk(actor: Actor) -> Within | None:
    places = tuple(sorted(each.hex for each in questions.cohorts_answered_by(actor)))
    return Within((Kind.QUESTION.value,), places) if places else None


def _lying(actor: Actor, ranked: Iterable[Hit]) -> dict[str, questions.Question]:
    """Give the questions among what was found that lie on this actor's desk as they stand now, by their ref."""
    ids = [UUID(hex=hit.ref) for hit in ranked if hit.kind == Kind.QUESTION]
    return {each.hex: question for each, question in questions.on_desk_among(actor, ids).items()} if ids else {}


class _Living:
    """The lessons that are published now; the index may be seconds behind."""

    def __init__(self, courses: dict[str, CourseView]) -> None:
        self.courses = courses
        self.views: dict[str, LessonView | None] = {}
        self.steps = {f"{course.id}/{head.id}": head.step_ids for course in courses.values() for head in course.lessons}

    def has(self, hit: Hit) -> bool:
        """Say whether a lesson or step is shown today."""
        return hit.place in self.steps and (not hit.ref or hit.ref in self.steps[hit.place])

    def view(self, place: str) -> LessonView | None:
        """Give a lesson's text, read once for a page."""
        if place not in self.views:
            course_id, _stroke, lesson_id = place.partition("/")
            self.views[place] = library.find_lesson(course_id, lesson_id) if place in self.steps else None
        return self.views[place]

    def number(self, place: str) -> int:
        """Give the place of a lesson in its course, from 1; 0 when it is gone."""
        course_id, _stroke, lesson_id = place.partition("/")
        ids = [head.id for head in self.courses[course_id].lessons] if course_id in self.courses else []
        return ids.index(lesson_id) + 1 if lesson_id in ids else 0


def _result(
    hit: Hit, living: _Living, seen: dict[str, questions.Question], grams: list[str], lang: str, *, on_desk: bool
) -> Result | None:
    if hit.kind == Kind.QUESTION:
        return _of_question(seen[hit.ref], living, grams, lang, on_desk=on_desk)
    view = living.view(hit.place)
    if view is None:
        return None
    title, around = _words_of(view, hit, grams, lang)
    where = {"course_id": view.course_id, "lesson_id": view.id, "step_id": hit.ref}
    course, lesson = living.courses[view.course_id].title(lang), view.in_language(lang).title
    return Result(hit.kind, title, course, lesson, living.number(hit.place), around, **where)


def _words_of(view: LessonView, hit: Hit, grams: list[str], lang: str) -> tuple[list[Part], list[Part]]:
    """Give title and words around the hit, in the reader's language unless only the other one holds the words."""
    langs = sorted(view.texts, key=lambda each: each != lang)
    said = {each: _said(view, hit, each) for each in langs}
    here = view.in_language(lang).lang
    with_hits = [each for each in langs if hits("\n".join(said[each]), frozenset(grams))]
    shown = with_hits[0] if with_hits else here
    return _marked(said[here][0], grams), words_around(said[shown][1], grams)


def _said(view: LessonView, hit: Hit, lang: str) -> tuple[str, str]:
    text = view.in_language(lang)
    step = text.step(hit.ref) if hit.ref else None
    return (step.title, step_words(text, hit.ref)) if step else (text.title, " ".join(lesson_words(text)))


def _of_question(
    question: questions.Question, living: _Living, grams: list[str], lang: str, *, on_desk: bool
) -> Result:
    place = f"{question.course_id}/{question.lesson_id}"
    view, course = living.view(place), living.courses.get(question.course_id)
    text = view.in_language(lang) if view else None
    step = text.step(question.step_id) if text else None
    said = " ".join(text for each in questions.said_in([question.id]) for text in each.texts if text)
    where: dict[str, Any] = {"course_id": question.course_id, "lesson_id": question.lesson_id, "step_id": question.step_id}
    return Result(
        Kind.QUESTION.value,
        [Part(step.title if step else _("A step that is no longer shown"))],
        course.title(lang) if course else "",
        text.title if text else "",
        living.number(place),
        words_around(phone_hidden(said) if on_desk else said, grams),
        **where,
        question_id=question.id,
        status=question.status,
    )


def _marked(text: str, grams: list[str]) -> list[Part]:
    return marked(text, [(first, last) for first, last, _gram in hits(text, frozenset(grams))])
