"""How what was published meanwhile comes into a draft without a word of hers being lost: pure."""

from __future__ import annotations

from college.authoring.rules import Texts
from college.library.service import HEAD, INTRODUCTION, cut


def taken(base: Texts, mine: Texts, theirs: Texts) -> tuple[Texts, dict[str, Texts]]:
    """Bring what was published (``theirs``) into a draft (``mine``) that began from ``base``.

    Pieces that only one of the two changed are as that one has them. Where both changed a piece the published words
    stand, and hers come second in the answer, by piece, to be kept aside. Steps stand in the published order; new ones
    of hers follow the step they followed.
    """
    gave_way: dict[str, Texts] = {}
    found = theirs
    for part in (HEAD, INTRODUCTION, *_steps(mine)):
        hers, old, new = mine.part(part), base.part(part), theirs.part(part)
        if hers is None or hers == new or hers == old:
            continue
        if new is None:
            found = found.with_step(hers, after=_step_before(mine, part, found))
        elif new == old:
            found = found.with_part(part, hers)
        else:
            gave_way[part] = hers
    for part in _steps(base):
        if mine.part(part) is None and theirs.part(part) == base.part(part) and theirs.part(part) is not None:
            found = found.without_step(part)
    return found, gave_way


def _steps(texts: Texts) -> tuple[str, ...]:
    return cut(texts.zh).step_ids


def _step_before(mine: Texts, part: str, found: Texts) -> str:
    """Give the nearest step before this one that the other text has too, "" when it is to stand first."""
    order, there = _steps(mine), set(_steps(found))
    return next((each for each in reversed(order[: order.index(part)]) if each in there), "")
