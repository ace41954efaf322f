"""One test for each lesson file: it is fit to be published, plain, practised, and taught with a note for its lecturer."""

from pathlib import Path

import pytest

from college.library.advice import advise_shelf
from college.library.checks import check_shelf
from college.library.reading import read_shelf
from college.library.screens import Screens

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted(path.relative_to(ROOT / "courses").as_posix() for path in ROOT.glob("courses/*/*.md"))


@pytest.fixture(scope="module")
def problems() -> dict[str, list[str]]:
    """Give what the check finds and what it advises, by file."""
    shelf = read_shelf(ROOT / "courses")
    found: dict[str, list[str]] = {}
    for problem in (*check_shelf(shelf, Screens(ROOT / "templates")), *advise_shelf(shelf)):
        found.setdefault(problem.file, []).append(problem.say())
    return found


@pytest.mark.parametrize("file", FILES)
def test_a_lesson_file_has_nothing_to_mend(problems, file):
    assert not problems.get(file), "\n".join(problems[file])


def test_nothing_outside_the_lessons_needs_mending(problems):
    assert not problems.keys() - set(FILES), problems
