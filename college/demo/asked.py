"""The shapes in which the invented questions, answers and themes are written down. Pure: no database, no clock."""

from __future__ import annotations

from dataclasses import dataclass

COURSE = "refunds"
SHANGCHENG, XIHU = "330102", "330106"


@dataclass(frozen=True)
class Said:
    """One message about a question: ``kind`` answer, ask_back or reply, ``later`` after what was said before.

    ``later`` and `Asked.when` are written as in "40m", "5h" or "2d". ``link`` is the step that an answer points at,
    ``together`` the keys of questions that the same answer reaches.
    """

    kind: str
    later: str
    text: str
    link: str | None = None
    together: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked:
    """One invented question; ``{name}`` in its text stands for the asker's name.

    ``when`` is counted back from now ("25m", "3h"), or says a day and its time ("21d 19:40": 21 days ago). ``theme`` is
    the key of the theme it is evidence of; ``excerpt`` what the lecturer raised, if not the very words.
    ``raised`` says when, if not soon after the answer. ``withdrawn`` and ``claimed`` say how much later that happened.
    """

    key: str
    district: str
    step: str
    when: str
    text: str
    said: tuple[Said, ...] = ()
    theme: str | None = None
    excerpt: str | None = None
    raised: str | None = None
    withdrawn: str | None = None
    claimed: str | None = None
    is_shown: bool = False


@dataclass(frozen=True)
class Decided:
    """One move of a theme by the product manager, with her sentence for the people."""

    to: str
    when: str
    sentence: str


@dataclass(frozen=True)
class Collected:
    """One theme: its product feature, its title, and what was decided about it in order."""

    key: str
    feature: str
    title: str
    decided: tuple[Decided, ...] = ()


def answered(later: str, text: str, link: str | None = None, *together: str) -> tuple[Said, ...]:
    """Give what is said about a question that was simply answered."""
    return (Said("answer", later, text, link, together),)
