"""Who may move a question to what, for how long, and what becomes of its letters: no database, no clock."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

#: How long she may take a question back after she sent it, and send it after all once she took it back.
TAKE_BACK = timedelta(hours=24)
#: After so long somebody else may take over what a lecturer took on: nobody waits for one who has fallen ill.
HOLD = timedelta(hours=24)
#: Words that were never sent stay in her list for so long.
DRAFT_SHOWN = timedelta(days=30)
#: The most letters of one question, answer or reply.
LONGEST = 2000
#: Letters of a question that a list shows.
SHORT = 90

#: Signs that change the direction of writing: words that are shown must not be able to disguise themselves.
_TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F])


class Status(StrEnum):
    """Where a question is."""

    DRAFT = "draft"
    WAITING = "waiting"
    CLAIMED = "claimed"
    ASKED_BACK = "asked_back"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


class Who(StrEnum):
    """The two who can move a question."""

    ASKER = "asker"
    LECTURER = "lecturer"


class Move(StrEnum):
    """What can be done with a question."""

    SEND = "send"
    WITHDRAW = "withdraw"
    RESTORE = "restore"
    REPLY = "reply"
    CLAIM = "claim"
    RELEASE = "release"
    ANSWER = "answer"
    ASK_BACK = "ask_back"


class Kind(StrEnum):
    """What a message in a question is."""

    ANSWER = "answer"
    ASK_BACK = "ask_back"
    REPLY = "reply"


S, M = Status, Move

#: The one table: move → who makes it, and from which status to which. What stands not here is refused.
TRANSITIONS: dict[Move, tuple[Who, dict[Status, Status]]] = {
    M.SEND: (Who.ASKER, {S.DRAFT: S.WAITING}),
    M.WITHDRAW: (
        Who.ASKER,
        dict.fromkeys((S.WAITING, S.CLAIMED, S.ASKED_BACK, S.ANSWERED), S.WITHDRAWN),
    ),
    M.RESTORE: (Who.ASKER, {S.WITHDRAWN: S.WAITING}),
    M.REPLY: (Who.ASKER, {S.ASKED_BACK: S.WAITING}),
    M.CLAIM: (Who.LECTURER, {S.WAITING: S.CLAIMED, S.CLAIMED: S.CLAIMED}),
    M.RELEASE: (Who.LECTURER, {S.CLAIMED: S.WAITING}),
    M.ANSWER: (
        Who.LECTURER,
        dict.fromkeys((S.WAITING, S.CLAIMED, S.ASKED_BACK, S.ANSWERED), S.ANSWERED),
    ),
    M.ASK_BACK: (Who.LECTURER, {S.WAITING: S.ASKED_BACK, S.CLAIMED: S.ASKED_BACK}),
}

#: Questions that still want something from a lecturer.
OPEN = (S.WAITING, S.CLAIMED)
#: Questions that a lecturer sees: drafts are hers alone, and what she took back is gone.
ON_DESK = (S.WAITING, S.CLAIMED, S.ASKED_BACK, S.ANSWERED)


@dataclass(frozen=True)
class Held:
    """Who has taken a question on, and since when; nobody by default."""

    by: object | None = None
    at: datetime | None = None


def after(move: Move, status: Status, who: Who) -> Status | None:
    """Give the status after ``who`` makes ``move``, or None when she may not from here."""
    mover, steps = TRANSITIONS[move]
    return steps.get(status) if mover == who else None


def is_in_time(moment: datetime | None, now: datetime) -> bool:
    """Say whether something done at ``moment`` can still be taken back."""
    return moment is not None and now - moment <= TAKE_BACK


def is_anothers(status: Status, held: Held, me: object, now: datetime) -> bool:
    """Say whether another lecturer has taken the question on and keeps it still."""
    if status != Status.CLAIMED or held.by is None or held.by == me:
        return False
    return held.at is not None and now - held.at <= HOLD


def clean(text: str | None) -> str:
    """Give the words without what no page should show: control signs, turned directions, blanks at both ends.

    Lines are kept, at most one empty line between two; nothing else is changed, for words are never Markdown.
    """
    text = (text or "").replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").translate(_TURNING)
    kept = "".join(letter for letter in text if letter == "\n" or unicodedata.category(letter) not in {"Cc", "Cs"})
    lines = [line.strip(" \u3000") for line in kept.split("\n")]
    joined = [line for at, line in enumerate(lines) if line or (at and lines[at - 1])]
    return "\n".join(joined).strip("\n")


def short(text: str) -> str:
    """Give the beginning of a text on one line, with … when something was left out."""
    line = " ".join(text.split())
    return line if len(line) <= SHORT else f"{line[: SHORT - 1]}…"
