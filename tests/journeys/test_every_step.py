"""Every step of every shipped lesson on the smallest phone at the largest letters.

Nothing is cut off, and every practice can be finished by its own targets, each wrong tap answered with its words.
By default in Chinese; --full walks the English texts too.
"""

from pathlib import Path

import pytest

from college.library import service as library
from tests.support.browser import Visits
from tests.support.courses import publish_folder
from tests.support.live import LiveCollege
from tests.support.stepping import walk_lesson

ROOT = Path(__file__).resolve().parents[2] / "courses"
#: Each lesson as (folder of its course, number from 1).
LESSONS = [
    (folder.name, number)
    for folder in sorted(path.parent for path in ROOT.glob("*/course.md"))
    for number in range(1, 1 + len([path for path in folder.glob("[0-9]*.md") if not path.name.endswith(".en.md")]))
]


@pytest.fixture(scope="module")
def course(request, browser, sqlite_colleges):
    """Serve one shipped course; give (what serves it, its lessons)."""
    app = sqlite_colleges.separate(f"steps-{request.param}")
    publish_folder(app, ROOT / request.param)
    with app.app_context():
        lessons = library.lessons()
    live = LiveCollege(app).start()
    yield live, lessons
    live.stop()


@pytest.mark.parametrize("lang", ["zh", pytest.param("en", marks=pytest.mark.full)])
@pytest.mark.parametrize(("course", "number"), LESSONS, indirect=["course"], scope="module")
def test_every_step_is_whole_and_every_practice_can_be_finished(browser, course, number, lang):
    live, lessons = course
    visits = Visits(browser, live)
    page = visits.phone(320, size="huge", lang=lang)
    faults = [f"{stop.name}: {fault}" for stop in walk_lesson(page, lessons[number - 1], lang) for fault in stop.faults]
    faults += visits.close()
    assert not faults, "\n".join(faults[:60])


def test_no_lesson_is_left_out():
    assert len(LESSONS) >= 60
