"""What may be asked of a board: which of its numbers somebody opened, and what to take out."""

from __future__ import annotations

from collections.abc import Mapping

from college.board.shapes import Kind, Show

KINDS = {kind.value: kind for kind in Kind}


def show_from(asked: Mapping[str, str]) -> Show:
    """Read which number was opened from an address or a form; what is unknown means everybody."""
    return Show(
        kind=KINDS.get(asked.get("show", ""), Kind.ALL),
        course_id=asked.get("course", ""),
        lesson_id=asked.get("lesson", ""),
        step_id=asked.get("step", ""),
    )


def arguments_of(show: Show) -> dict[str, str]:
    """Give the same number as the arguments of an address or the fields of a form."""
    fields = {"course": show.course_id, "lesson": show.lesson_id, "step": show.step_id}
    return {"show": show.kind.value, **{name: value for name, value in fields.items() if value}}
