"""`courses check` and `courses publish` as whoever keeps the files meets them."""

import pytest

from college.library import service as library
from tests.library.shelves import CourseFolder


@pytest.fixture
def folder(tmp_path):
    return CourseFolder(tmp_path / "courses")


@pytest.fixture
def run(app):
    return lambda *words: app.test_cli_runner().invoke(args=["courses", *map(str, words)])


def test_fit_files_are_said_to_be_fit(run, folder):
    answer = run("check", folder.root, "--lang", "en")
    *advice, last = answer.output.splitlines()
    assert (answer.exit_code, last) == (0, f"These files may be published. Places that could be better: {len(advice)}.")
    assert advice and all(line.startswith("returns/01-") for line in advice)


def test_the_shipped_courses_are_checked_by_default(run):
    answer = run("check", "--lang", "en")
    assert (answer.exit_code, answer.output) == (0, "Nothing to mend. These files may be published.\n")


@pytest.mark.parametrize("command", ["check", "publish"])
def test_each_problem_is_a_line_with_file_and_line(app, run, folder, command):
    folder.lesson("01-find", minutes="99", feature="none")
    answer = run(command, folder.root, "--lang", "en")
    assert answer.exit_code == 1
    assert answer.stderr.splitlines() == [
        "returns/01-find.md:5: “minutes” must be a number from 1 to 10.",
        "returns/01-find.md:6: The feature “none” is not in features.yaml.",
        "Places to mend: 2. Nothing was published.",
    ]
    with app.app_context():
        assert library.published_courses() == []


def test_publishing_twice_says_that_nothing_changed(app, run, folder):
    assert "Published: returns/find-it" in run("publish", folder.root, "--lang", "en").output
    assert run("publish", folder.root, "--lang", "en").output == "Lessons published: 0, unchanged: 1.\n"
    with app.app_context():
        assert [course.id for course in library.published_courses()] == ["returns"]


def test_a_folder_that_is_not_there_is_one_clear_sentence(run, tmp_path):
    answer = run("publish", tmp_path / "none")
    assert answer.exit_code == 2
    assert "Traceback" not in answer.output
