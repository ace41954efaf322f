"""One screen of a practice as it stands after the last tap, published or still a draft; nothing of it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup

from college.lessons import rules
from college.library import service as library
from college.library.service import StepText


def practice_shown(step: StepText, at: int, told: Mapping[str, str], lang: str) -> dict[str, Any]:
    """Give all that templates/lessons/practice.html says of a step's screen ``at`` (from 1).

    told: "tap", what was tapped last, and "tries", how often it went wrong before, as they came in the address.
    """
    number = rules.screen_number(at, len(step.practice))
    screen = step.practice[number - 1]
    tried = rules.tried(
        told.get("tap"),
        _whole(told.get("tries")),
        expected=screen.target or "",
        targets=library.screens().targets(screen.screen, screen.values),
    )
    is_right = tried.outcome == rules.Outcome.RIGHT
    default = _("Not quite, and that does no harm. Look again and try once more.")
    return {
        "screen": screen,
        "drawn": library.draw(
            screen, mode="picture" if is_right else "practise", ring=screen.target if tried.shows_ring else None, lang=lang
        ),
        "number": number,
        "count": len(step.practice),
        "tried": tried,
        "is_right": is_right,
        "gentle": {"*": default, **screen.wrong},
        "patience": rules.TRIES_BEFORE_RING,
    }


def picture_of(step: StepText, lang: str) -> Markup | None:
    """Give the drawing of a step, None when it brings its own picture or has no screen."""
    screen = step.shown
    return library.draw(screen, ring=screen.target, lang=lang) if screen else None


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 4 else None
