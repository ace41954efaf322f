"""Which track five answers propose, over plain values."""

from __future__ import annotations

from collections.abc import Sequence

#: Each question has three answers: "a" is new to it, "c" is at ease with it. The fifth asks what somebody wants.
QUESTIONS = 5
ANSWERS = "abc"
#: Four answers about what she does already give 0 to 8 points; up to so many she begins from zero.
MOST_FROM_ZERO = 3

FROM_ZERO, SOME_PRACTICE, SMALL_BUSINESS = "from-zero", "some-practice", "small-business"
_POINTS = {"a": 0, "b": 1, "c": 2}


def fit_answers(text: str | None) -> str:
    """Give the answers given so far, "" to "abcab"; what makes no sense counts as not answered yet."""
    given = (text or "")[:QUESTIONS]
    return given if all(each in ANSWERS for each in given) else ""


def proposed_track(answers: str, known: Sequence[str]) -> str | None:
    """Give the id of the track that five answers propose, of those that the college has; the first when none fits.

    Whoever wants to sell something is not sent there before she has bought something herself.
    """
    if not known:
        return None
    points = sum(_POINTS[each] for each in answers[:4])
    wants_to_sell = answers[4:5] == "c" and answers[1:2] != "a"
    if wants_to_sell:
        wanted = SMALL_BUSINESS
    else:
        wanted = FROM_ZERO if points <= MOST_FROM_ZERO else SOME_PRACTICE
    return wanted if wanted in known else known[0]
