"""In words: the step at which somebody stands, also where that is none of the lesson's."""

from __future__ import annotations

from flask_babel import gettext as _

from college.board.shapes import BEHIND, MISSING


def step_words(step_id: str, title: str) -> str:
    """Give a step's title, or what stands in its place."""
    if step_id == BEHIND:
        return _("Behind the last step: the next lesson is not begun")
    if step_id == MISSING:
        return _("The last step is done, earlier ones are not")
    return title or _("A step that is gone")
