"""A draft on a phone: the learner's own pages at addresses of the draft, playable, and nothing of it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import url_for

from college.lessons import service as lessons
from college.library import service as library

SIZES = ("standard", "large", "huge")
LANGUAGES = ("zh", "en")


@dataclass(frozen=True)
class Look:
    """How a draft is looked at: in which language and letter size."""

    lang: str = "zh"
    size: str = "standard"

    @classmethod
    def asked(cls, lang: str | None, size: str | None, *, default: str) -> Look:
        """Give the look that an address asks for; what it does not know is as usual."""
        return cls(lang if lang in LANGUAGES else default, size if size in SIZES else SIZES[0])


@dataclass(frozen=True)
class DraftAddresses:
    """Gives the addresses of a draft's pages, in the place of `lessons.LessonAddresses`."""

    course_id: str
    lesson_id: str
    look: Look

    @property
    def carried(self) -> dict[str, str]:
        """Give what the form of a practice brings along."""
        return {"lang": self.look.lang, "size": self.look.size}

    def course(self) -> str:
        """Give the beginning: a draft's course has no page on the phone."""
        return self._of("phone")

    def finished(self) -> str:
        """Give the page at the end."""
        return self._of("phone", end="1")

    def step(self, step_id: str) -> str:
        """Give a step."""
        return self._of("phone_step", step=step_id)

    def practice(self, step_id: str, at: int | None = None, *, at_task: bool = False) -> str:
        """Give a step's practice; language and size go along in the form's own fields."""
        return self._of("phone_practice", step=step_id, at=at, _anchor="task" if at_task else None)

    def as_seen(self, step_id: str | None, *, at: int | None = None, is_practice: bool = False, **look: str) -> str:
        """Give the same page in another language or size."""
        changed = DraftAddresses(self.course_id, self.lesson_id, Look(**{**vars(self.look), **look}))
        if step_id is None:
            return changed.course()
        return changed.practice(step_id, at) if is_practice else changed.step(step_id)

    def _of(self, name: str, **more: object) -> str:
        look = {"lang": self.look.lang, "size": self.look.size}
        return url_for(f"authoring.{name}", course=self.course_id, lesson=self.lesson_id, **look, **more)


def step_page(view: library.LessonView, step_id: str, look: Look) -> dict[str, Any]:
    """Give what templates/lessons/step.html shows of a step of a draft."""
    found = _page(view, step_id, look)
    step = found["step"]
    shown = lessons.picture_of(step, look.lang)
    return {**found, "picture": shown, "words": library.spoken_text(step, found["text"].lang), "voice": None}


def practice_page(view: library.LessonView, step_id: str, at: int, told: Any, look: Look) -> dict[str, Any]:
    """Give what templates/lessons/practice.html shows of a draft's practice after a tap."""
    found = _page(view, step_id, look)
    return {**found, **lessons.practice_shown(found["step"], at, told, look.lang), "is_practice": True}


def _page(view: library.LessonView, step_id: str, look: Look) -> dict[str, Any]:
    text = view.in_language(look.lang)
    return {
        "layout": "authoring/phone.html",
        "is_draft": True,
        "lesson": view,
        "text": text,
        "step": text.step(step_id),
        "place": lessons.neighbours(view.step_ids, step_id),
        "reader": lessons.Reader(None, None),
        "teacher": None,
        "address": DraftAddresses(view.course_id, view.id, look),
        "look": look,
        "owner": "",
        "checked_on": None,
    }
