"""The door to search: finding, keeping the index true, and what was looked for in vain."""

from __future__ import annotations

from uuid import UUID

from college.questions import service as questions
from college.search import indexing, misses
from college.search.finding import Found, Result, examples, find
from college.search.indexing import catch_up, catch_up_safely, rebuild
from college.search.misses import listed, mark, note
from college.search.retention import SWEEPS
from college.search.rules import LONGEST
from college.search.rules_misses import State, asks_for_sizes

__all__ = [
    "Found",
    "LONGEST",
    "Result",
    "SWEEPS",
    "State",
    "asks_for_sizes",
    "catch_up",
    "catch_up_safely",
    "examples",
    "find",
    "forget",
    "listed",
    "mark",
    "note",
    "rebuild",
]


def forget(person_id: UUID) -> None:
    """Take a person's questions out of the index, and every kept text that names her. Safe to repeat.

    Call it after her questions were emptied and before her name goes: whoever is just cutting them ends first.
    """
    indexing.forget(questions.ids_of(person_id))
    misses.forget(person_id)
