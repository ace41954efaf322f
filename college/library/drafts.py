"""What was read from lesson files, before any check: plain data with line numbers, for check and publish."""

from dataclasses import dataclass, field
from pathlib import Path

from college.library.plain_yaml import Mapping
from college.library.problems import Problem


@dataclass(frozen=True)
class ScreenDraft:
    """One drawn screen of a practice or picture fence; `lines` gives the line of each key."""

    line: int
    screen: str
    values: dict[str, str]
    say: str
    target: str | None
    wrong: dict[str, str]
    lines: dict[str, int]

    def line_of(self, key: str) -> int:
        """Give the line of a key, or of the screen itself when the key is not written."""
        return self.lines.get(key, self.line)


@dataclass(frozen=True)
class ImageDraft:
    """One picture file of a step: `![alt](path)`."""

    line: int
    alt: str
    path: str


@dataclass(frozen=True)
class Part:
    """A stretch of Markdown: kind is text, tip, warning or teacher; `line` is its first line."""

    kind: str
    line: int
    text: str


@dataclass
class SectionDraft:
    """The introduction (id "") or one step of a text."""

    id: str
    title: str
    feature: str
    line: int
    parts: list[Part] = field(default_factory=list)
    practice: list[ScreenDraft] = field(default_factory=list)
    drawn: list[ScreenDraft] = field(default_factory=list)
    images: list[ImageDraft] = field(default_factory=list)

    @property
    def learner_parts(self) -> list[Part]:
        """Give what a student sees: text, tips and warnings."""
        return [part for part in self.parts if part.kind != "teacher"]

    @property
    def teacher_parts(self) -> list[Part]:
        """Give what only lecturers see."""
        return [part for part in self.parts if part.kind == "teacher"]


@dataclass
class TextDraft:
    """One language file of a course or a lesson."""

    file: str
    front: Mapping
    introduction: SectionDraft
    steps: list[SectionDraft]
    source: str
    #: What the check of its words says.
    noted: list[Problem] = field(default_factory=list)

    def value(self, key: str) -> str:
        """Give a front matter text, "" when it is missing or not a text."""
        found = self.front.get(key, "")
        return found if isinstance(found, str) else ""

    def values(self, key: str) -> list[str]:
        """Give a front matter list, a single text as a list of one, [] when missing."""
        found = self.front.get(key, [])
        if isinstance(found, str):
            return [found] if found else []
        return [item for item in found if isinstance(item, str)] if isinstance(found, list) else []

    def line_of(self, key: str) -> int:
        """Give the line of a front matter key, 1 when it is missing."""
        return self.front.lines.get(key, 1)


@dataclass
class PairDraft:
    """The same text in Chinese and English; English may be missing."""

    zh: TextDraft
    en: TextDraft | None

    @property
    def id(self) -> str:
        """Give the permanent id, written in the Chinese file."""
        return self.zh.value("id")

    @property
    def both(self) -> dict[str, TextDraft]:
        """Give the texts that exist, by language."""
        return {"zh": self.zh} | ({"en": self.en} if self.en else {})


@dataclass
class CourseDraft:
    """One course folder: its own text and its lessons in file order."""

    folder: Path
    text: PairDraft
    lessons: list[PairDraft]


@dataclass(frozen=True)
class FeatureDraft:
    """One product feature of features.yaml; names and paths by language."""

    id: str
    names: dict[str, str]
    paths: dict[str, str]
    line: int


@dataclass(frozen=True)
class TrackDraft:
    """One track of tracks.yaml: names and for whom by language, the ids of its courses in order."""

    id: str
    names: dict[str, str]
    for_whom: dict[str, str]
    courses: list[str]
    line: int


@dataclass
class Shelf:
    """Everything that was read from a folder, with the problems met while reading."""

    root: Path
    features: list[FeatureDraft]
    features_file: str
    courses: list[CourseDraft]
    problems: list[Problem]
    is_whole: bool
    tracks: list[TrackDraft] = field(default_factory=list)
