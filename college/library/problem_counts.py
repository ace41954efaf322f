"""How many places of a course that is being written must be mended, text by text: checked without being drawn."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

from college.library.checks import NO_LESSON, check_shelf
from college.library.looking import features
from college.library.reading import read_shelf
from college.library.screens import Screens
from college.library.written import COURSE_FILE, CourseFiles


def problem_counts(files: CourseFiles, screens: Screens) -> dict[str, int]:
    """Give the number of problems of each text by lesson id, "course" for the course's own; texts without any are left out."""
    with tempfile.TemporaryDirectory() as root:
        files.write(Path(root))
        found = check_shelf(read_shelf(Path(root, files.folder), features()), screens)
    return dict(Counter(_text_of(each.file) for each in found if each.sentence != NO_LESSON))


def _text_of(file: str) -> str:
    stem = file.rpartition("/")[2].removesuffix(".md").removesuffix(".en")
    return COURSE_FILE if stem == COURSE_FILE else stem.partition("-")[2]
