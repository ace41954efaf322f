"""Who wrote what, in the marks that a draft keeps of its pieces: plain values as JSON holds them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

#: Keys under which a mark holds the id of a person.
_WHO = ("by", "instead_by")


def names_her(marks: Any, person_id: str) -> bool:
    """Say whether one of these marks, by piece or in a list, is this person's."""
    return any(mark.get(key) == person_id for mark in _each(marks) for key in _WHO)


def without_her(marks: Any, person_id: str) -> Any:
    """Give the same marks with nobody where she stood; the words and the moments stay."""
    if isinstance(marks, Mapping):
        return {part: _emptied(mark, person_id) for part, mark in marks.items()}
    return [_emptied(mark, person_id) for mark in marks]


def _each(marks: Any) -> list[Mapping[str, Any]]:
    return list(marks.values()) if isinstance(marks, Mapping) else list(marks)


def _emptied(mark: Mapping[str, Any], person_id: str) -> dict[str, Any]:
    return {key: "" if key in _WHO and value == person_id else value for key, value in mark.items()}
