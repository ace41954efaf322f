"""Decisions about certificates over plain values: who has finished a course by its rule, and what a code looks like."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from college.core.crypto import ALPHABET

READ, PRACTISED, SHOWN = "read", "practised", "shown"
#: Letters of a code, five bits each: 80 bits, so that nobody finds one by trying and guesses need not be counted.
CODE_LENGTH = 16
#: Letters between two hyphens, so that a code can be read aloud.
GROUP = 4
#: What people write for letters that the alphabet leaves out.
_MISREAD = str.maketrans({"o": "0", "i": "1", "l": "1", "u": "v"})


@dataclass(frozen=True)
class Needed:
    """A lesson as it is taught today: how many right taps each of its practised steps asks for."""

    lesson_id: str
    practice: Mapping[str, int]


@dataclass(frozen=True)
class Done:
    """What one person did in a course: lessons finished and shown, and by step what she tapped right."""

    finished: Collection[str] = ()
    shown: Collection[str] = ()
    right: Mapping[str, Collection[tuple[str, str]]] | None = None


def missing(rule: str, lessons: Sequence[Needed], done: Done) -> list[str]:
    """Give the lessons that somebody still needs for a certificate by ``rule``, in their order.

    A lesson shown in person counts under every rule: who shows it in the room can do more than who read it, and a
    student without a telephone has no other way. Practice counts by how many different places were tapped right, so
    that a step practised before its screens were changed stays practised.
    """
    return [lesson.lesson_id for lesson in lessons if lesson.lesson_id not in done.shown and not _is_met(rule, lesson, done)]


def _is_met(rule: str, lesson: Needed, done: Done) -> bool:
    if rule == SHOWN or lesson.lesson_id not in done.finished:
        return False
    right = done.right or {}
    return rule == READ or all(len(right.get(step, ())) >= count for step, count in lesson.practice.items())


def given_by(rule: str, lessons: Sequence[Needed], done: Done) -> str:
    """Give what the paper says: ``rule``, or ``shown`` where every lesson was shown in person, whatever was asked."""
    return SHOWN if all(lesson.lesson_id in done.shown for lesson in lessons) else rule


def grouped(code: str) -> str:
    """Give a code as people read it: k7m2-9xqd-4tvh-w3nc."""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def plain_code(text: str) -> str:
    """Give a code as it is kept out of how somebody wrote it, "" when it cannot be one."""
    letters = "".join(sign for sign in text.lower().translate(_MISREAD) if sign.isalnum())
    return letters if len(letters) == CODE_LENGTH and set(letters) <= set(ALPHABET) else ""
