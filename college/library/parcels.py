"""What comes in from files, before anything is kept: texts, pictures and a list of what could not be kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from college.library.pictures import FitPicture


@dataclass(frozen=True)
class Remark:
    """One thing that could not be kept as it was: where, what it is, what became of it; the last two are English msgids."""

    file: str
    line: int
    what: str
    became: str
    params: dict[str, str] = field(default_factory=dict)

    def told(self, translate: Callable[[str], str] = str) -> tuple[str, str]:
        """Give what it is and what became of it, filled."""
        return _filled(translate(self.what), self.params), _filled(translate(self.became), self.params)


def _filled(sentence: str, params: dict[str, str]) -> str:
    return sentence % params if params else sentence


class Remarks:
    """Collects what could not be kept of one file; one thing at one place is said once."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._said: set[tuple[int, str, str]] = set()
        self.kept: list[Remark] = []

    def add(self, line: int, what: str, became: str, **params: object) -> None:
        """Keep one thing."""
        told = {key: str(value)[:200] for key, value in params.items()}
        mark = (line, what, "\0".join(told.values()))
        if mark not in self._said:
            self._said.add(mark)
            self.kept.append(Remark(self.file, line, what, became, told))


@dataclass(frozen=True)
class ParcelText:
    """One text: the lesson's id ("course" for the course's own), the file from which it came, its words as files have them."""

    id: str
    file: str
    zh: str
    en: str = ""


@dataclass(frozen=True)
class ParcelPicture:
    """A picture that a text shows: its path in that text, the SHA-256 of the file's bytes, and how it would be kept."""

    path: str
    original: str
    fit: FitPicture


@dataclass(frozen=True)
class Parcel:
    """A whole course from files. `is_ours` tells a course in the college's own form from somebody else's."""

    name: str
    is_ours: bool
    course_id: str
    title: str
    texts: list[ParcelText]
    pictures: list[ParcelPicture] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
