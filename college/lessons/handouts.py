"""Handouts of lessons for readers: the page that a browser prints, and the PDF, made once and kept for a while."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from uuid import UUID

from college.core.errors import NotAllowed
from college.core.permissions import Actor
from college.lessons import handout, handout_layout, handout_pdf, service
from college.lessons.handout import Handout
from college.library import service as library
from college.library.service import LessonView

#: PDFs that each process keeps; one takes about 130 kB.
KEPT = 64
#: Page counts that each process keeps: all lessons in both languages.
COUNTS_KEPT = 1024

_pdfs: OrderedDict[tuple[str, ...], bytes] = OrderedDict()
_counts: OrderedDict[tuple[UUID, str], int] = OrderedDict()
#: A process draws one handout at a time: whoever asks again and again waits for herself.
_drawing = Lock()


def for_reader(*, actor: Actor, lesson: LessonView, lang: str) -> Handout:
    """Give what the handout of a lesson says to this reader: with the telephone of her teacher when she has one."""
    reader = service.reader_of(actor=actor, course_id=lesson.course_id)
    title = library.course(lesson.course_id).title(lang)
    return handout.make(lesson=lesson, course_title=title, lang=lang, teacher=reader.teacher)


def pdf(*, actor: Actor, lesson: LessonView, lang: str) -> bytes:
    """Give a lesson's handout as PDF; drawn once for each revision, language and teacher. Raises NotAllowed for visitors.

    About one second of work (measured: 0.9 s for nine steps), so it is no work for strangers.
    """
    if actor.person_id is None:
        raise NotAllowed
    said = for_reader(actor=actor, lesson=lesson, lang=lang)
    key = (str(lesson.revision_id), lang, said.teacher, said.course, handout.step_url(lesson, ""))
    with _drawing:
        if key not in _pdfs:
            _pdfs[key] = handout_pdf.draw(said).pdf
        _pdfs.move_to_end(key)
        while len(_pdfs) > KEPT:
            _pdfs.popitem(last=False)
        return _pdfs[key]


def page_count(lesson: LessonView, course_title: str, lang: str) -> int:
    """Give how many pages a lesson's handout takes; counted once for each revision and language."""
    key = (lesson.revision_id, lang)
    if key not in _counts:
        said = handout.make(lesson=lesson, course_title=course_title, lang=lang, teacher=None)
        _counts[key] = handout_layout.page_count(said)
        while len(_counts) > COUNTS_KEPT:
            _counts.popitem(last=False)
    return _counts[key]


def file_name(lesson: LessonView, lang: str) -> str:
    """Give the name under which a browser saves a handout."""
    return f"{lesson.course_id}-{lesson.id}-{lang}.pdf"

