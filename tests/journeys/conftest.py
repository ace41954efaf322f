"""What journeys share: a town that is made once for a whole file of tests that only look."""

from types import SimpleNamespace
from uuid import UUID

import pytest
from flask_babel import force_locale, gettext, ngettext

from college.accounts import service as accounts
from college.core.clock import now
from tests.support.asking import answered
from tests.support.browser import Visits
from tests.support.college import College
from tests.support.live import LiveCollege
from tests.support.world import World


@pytest.fixture(scope="module")
def town(browser, sqlite_colleges):
    """Serve two mirrored districts with every role: `.world`, `.live`. For tests that change nothing."""
    app = sqlite_colleges.separate("town", "refunds")
    world = World(app)
    here, make = world.here, world.make
    here.more["answered_id"] = answered(make, here.student_id, here.lecturer_id)
    without = make.student(here.cohort_id, "何再想")
    live = LiveCollege(app).start()
    yield SimpleNamespace(world=world, live=live, without_consent_id=without)
    live.stop()


def confirm(make: College, person: UUID) -> None:
    """Let this person have shown on all her devices, just now, that it is she."""
    with make.work():
        for device in accounts.sessions_of(person):
            device.confirmed_at = now()


def take_consent_back(make: College, person_id: UUID) -> None:
    """Have a signed-in student agree to nothing any more."""
    with make.work():
        accounts.withdraw_consent(actor=make.actor(person_id))


@pytest.fixture
def looks(browser, town):
    """Open phones and desks on the town; afterwards, fail on anything that a page did wrong."""
    town.live.errors.clear()
    opened = Visits(browser, town.live)
    yield opened
    faults = opened.close()
    assert not faults, "pages did what they must not:\n  " + "\n  ".join(dict.fromkeys(faults))


@pytest.fixture
def say(live_college):
    """Give a function that says a sentence of the code as the Chinese pages say it."""

    def in_chinese(sentence: str, plural: str = "", count: int = 1, **values) -> str:
        with live_college.app.test_request_context(), force_locale("zh_Hans_CN"):
            return ngettext(sentence, plural, count, **values) if plural else gettext(sentence, **values)

    return in_chinese
