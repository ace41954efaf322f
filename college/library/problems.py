"""What the check says about a lesson file: the file, the line and a plain sentence, for whoever writes lessons."""

from collections.abc import Callable
from dataclasses import dataclass, field


def N_(sentence: str) -> str:  # noqa: N802 - the name under which message extraction looks for texts
    """Mark a sentence for the message catalogues and give it back unchanged."""
    return sentence


@dataclass(frozen=True)
class Problem:
    """One unfit place in a lesson file; `sentence` is an English msgid, `params` fill its placeholders."""

    file: str
    line: int
    sentence: str
    params: dict[str, str] = field(default_factory=dict)

    def say(self, translate: Callable[[str], str] = str) -> str:
        """Give `file:line: sentence`, the sentence passed through `translate` first."""
        return f"{self.file}:{self.line}: {self.text(translate)}"

    def text(self, translate: Callable[[str], str] = str) -> str:
        """Give the filled sentence alone, for a page that shows file and line in their own columns."""
        return translate(self.sentence) % self.params if self.params else translate(self.sentence)

    def __str__(self) -> str:
        return self.say()


class Notes:
    """Collects the problems of one file; `line` counts from 1."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def add(self, line: int, sentence: str, **params: object) -> None:
        """Keep one problem."""
        self.problems.append(Problem(self.file, line, sentence, {key: str(value) for key, value in params.items()}))


def in_order(problems: list[Problem]) -> list[Problem]:
    """Sort by file and line and drop what was said twice."""
    seen: dict[str, Problem] = {}
    for problem in problems:
        seen.setdefault(problem.say(), problem)
    return sorted(seen.values(), key=lambda problem: (problem.file, problem.line))
