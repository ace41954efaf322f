"""Every step of every shipped lesson on the smallest phone at the largest letters, in both languages.

Nothing is cut off, and every practice can be finished by its own targets, each wrong tap answered with its words.
"""

from pathlib import Path

import pytest

from college.library import service as library
from tests.support.browser import Visits
from tests.support.courses import publish_folder
from tests.support.live import LiveCollege
from tests.support.stepping import walk_lesson

COURSES = sorted(path.parent.name for path in Path(__file__).resolve().parents[2].glob("courses/*/course.md"))


@pytest.fixture(scope="module", params=COURSES)
def course(request, browser, sqlite_colleges):
    """Serve one shipped course; give (what serves it, its lessons)."""
    app = sqlite_colleges.separate(f"steps-{request.param}")
    publish_folder(app, Path(app.config["COURSES_FOLDER"], request.param))
    with app.app_context():
        lessons = library.lessons()
    live = LiveCollege(app).start()
    yield live, lessons
    live.stop()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_step_is_whole_and_every_practice_can_be_finished(browser, course, lang):
    live, lessons = course
    visits = Visits(browser, live)
    page = visits.phone(320, size="huge", lang=lang)
    faults = [f"{stop.name}: {fault}" for lesson in lessons for stop in walk_lesson(page, lesson, lang) for fault in stop.faults]
    faults += visits.close()
    assert not faults, "\n".join(faults[:60])
