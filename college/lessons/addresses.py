"""Where the pages of a lesson lie, so that a draft's can be drawn by the same templates at addresses of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import url_for


@dataclass(frozen=True)
class LessonAddresses:
    """Gives the addresses of a published lesson's pages."""

    course_id: str
    lesson_id: str

    #: What a form that asks for such a page brings along.
    carried: ClassVar[dict[str, str]] = {}

    def course(self) -> str:
        """Give the page of the lesson's course."""
        return url_for("lessons.course", course=self.course_id)

    def finished(self) -> str:
        """Give the page at its end."""
        return self._of("finished")

    def step(self, step_id: str) -> str:
        """Give the page of a step."""
        return self._of("step", step=step_id)

    def practice(self, step_id: str, at: int | None = None, *, at_task: bool = False) -> str:
        """Give the page of a step's practice, of its screen ``at`` (from 1); ``at_task`` scrolls to what is asked."""
        return self._of("practice", step=step_id, at=at, _anchor="task" if at_task else None)

    def done(self, step_id: str) -> str:
        """Give what is told that a step is finished."""
        return self._of("done", step=step_id)

    def tap(self, step_id: str) -> str:
        """Give what is told of a tap."""
        return self._of("tap", step=step_id)

    def _of(self, name: str, **more: object) -> str:
        return url_for(f"lessons.{name}", course=self.course_id, lesson=self.lesson_id, **more)
