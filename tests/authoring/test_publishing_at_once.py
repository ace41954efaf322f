"""Two who publish in the same moment, and the web against the files: one comes first, nothing is lost or doubled."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from uuid import uuid4

import pytest

from college.authoring import publishing
from college.core import jobs
from college.core.db import run_in_unit
from college.core.errors import RuleBroken
from college.core.permissions import Actor
from college.library import service as library
from tests.authoring.test_publishing import LESSON, desk  # noqa: F401 - a fixture

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("refunds")]


def together(desk, *deeds):  # noqa: F811
    """Do all of these in the same moment, each in a thread with the application; give what each gave."""
    gate = Barrier(len(deeds))

    def one(deed):
        with desk.college.app.app_context():
            gate.wait()
            return deed()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(one, deeds))


def test_two_jobs_for_the_same_words_make_one_version(desk):  # noqa: F811
    version = desk.reword()
    ids = [desk.do(publishing.start, who, versions={LESSON: version}, why="改", form_id=uuid4()) for who in (0, 1)]
    together(desk, jobs.run_next, jobs.run_next)
    results = [desk.read(jobs.get, each, Actor.system()).result for each in ids]
    assert sum(bool(each.get("published")) for each in results) == 1, results
    assert [each.number for each in desk.editions()] == [2, 1]


def test_the_web_and_the_files_never_overwrite_each_other(desk, tmp_path):  # noqa: F811
    folder = shutil.copytree(Path(desk.college.app.config["COURSES_FOLDER"]), tmp_path / "courses", dirs_exist_ok=True) / "09-refunds"
    text = folder / "01-find-order.md"
    text.write_text(text.read_text(encoding="utf-8").replace("打开淘宝", "先打开淘宝"), encoding="utf-8")
    job_id = desk.do(publishing.start, versions={LESSON: desk.reword()}, why="改", form_id=uuid4())
    ready = desk.read(library.prepare, folder)

    def files() -> str:
        try:
            run_in_unit(lambda: library.store(actor=Actor.system(), ready=ready))
        except RuleBroken:
            return "asked"
        return "stored"

    _ran, answer = together(desk, jobs.run_next, files)
    result = desk.read(jobs.get, job_id, Actor.system()).result
    assert (answer, "overtaken" in result) in {("stored", True), ("asked", False)}, (answer, result)
    assert [each.origin for each in desk.editions()] == [("files" if answer == "stored" else "web"), "files"]
