"""What may be asked of a board: which of its numbers somebody opened, and what to take out."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from college.board.shapes import Kind, Show

KINDS = {kind.value: kind for kind in Kind}
#: What can be taken out: the people of one number, or one of these tables.
TABLES = ("numbers", "weeks", "meetings")


def show_from(asked: Mapping[str, str]) -> Show:
    """Read which number was opened from an address or a form; what is unknown means everybody."""
    return Show(
        kind=KINDS.get(asked.get("show", ""), Kind.ALL),
        course_id=asked.get("course", ""),
        lesson_id=asked.get("lesson", ""),
        step_id=asked.get("step", ""),
        week=asked.get("week", ""),
        meeting_id=_id(asked.get("meeting", "")),
    )


def arguments_of(show: Show) -> dict[str, str]:
    """Give the same number as the arguments of an address or the fields of a form."""
    fields = {"course": show.course_id, "lesson": show.lesson_id, "step": show.step_id, "week": show.week}
    meeting = {"meeting": show.meeting_id.hex} if show.meeting_id else {}
    return {"show": show.kind.value, **{name: value for name, value in fields.items() if value}, **meeting}


def table_from(asked: Mapping[str, str]) -> str:
    """Read which table is to be taken out; '' for the people of a number."""
    what = asked.get("what", "")
    return what if what in TABLES else ""


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
