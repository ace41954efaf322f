"""The fixtures that every test may ask for: an application on a fresh database, a walking client, a college of people.

A test that asks for `app`, `college`, `client` or `signed_in` runs on SQLite. Marked `both_databases`
(or asking for `any_app`) it runs on SQLite and on PostgreSQL. A test that also asks for `refunds` finds
the shipped course published.
"""

import os
import tempfile
from pathlib import Path

import pytest

from college.accounts import failures
from tests.support.browser import Visits, find_chromium, open_chromium
from tests.support.college import College
from tests.support.courses import publish_refunds
from tests.support.databases import Colleges, PostgresDatabases, SqliteFiles, let_go, make_tables
from tests.support.live import LiveCollege
from tests.support.missing import missing
from tests.support.postgresql import CannotStart, Postgres
from tests.support.signing import sign_in
from tests.support.walking import WalkingClient

KINDS = ["sqlite", "postgresql"]
#: Linux's folder in memory: SQLite waits for the disk at every commit elsewhere.
MEMORY = "/dev/shm"
#: The files that take longest, in the order in which they begin: a core that took one last would keep the others waiting.
LONGEST = (
    "journeys/test_every_step.py", "hostile/test_scripts.py", "test_access_matrix.py", "test_serving.py",
    "journeys/test_every_page.py", "core/test_redirects.py", "demo/test_twins.py", "core/test_unsafe.py", "test_crawl_twins.py",
)  # fmt: skip
FILLINGS = {"empty": make_tables, "refunds": publish_refunds}


def pytest_addoption(parser) -> None:
    """Add --full: the heavy matrices run too."""
    parser.addoption("--full", action="store_true", help="run the heavy matrices (marked `full`) too")


def pytest_collection_modifyitems(config, items) -> None:
    """Begin with the longest files; leave the heavy matrices out unless asked for, and say so."""
    here = Path(__file__).parent
    places = {here / name: at for at, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path, len(places)))
    if config.getoption("--full"):
        return
    for item in items:
        if item.get_closest_marker("full"):
            item.add_marker(pytest.mark.skip(reason="heavy: runs with --full"))


def pytest_generate_tests(metafunc) -> None:
    """Run a test on both databases where it asks for that."""
    wants_both = metafunc.definition.get_closest_marker("both_databases") or "any_app" in metafunc.fixturenames
    if wants_both and "database_kind" in metafunc.fixturenames:
        metafunc.parametrize("database_kind", KINDS)


@pytest.fixture
def database_kind() -> str:
    """Name the kind of database that the test runs on."""
    return "sqlite"


@pytest.fixture(scope="session")
def postgres():
    """Serve PostgreSQL for this session, or skip with the reason."""
    try:
        server = Postgres().start()
    except CannotStart as reason:
        missing("postgresql", str(reason))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def sqlite_colleges():
    """Keep the templates of SQLite databases, in memory where the machine has a folder for that."""
    in_memory = MEMORY if os.access(MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="college-", dir=in_memory, ignore_cleanup_errors=True) as folder:
        yield Colleges(SqliteFiles(Path(folder)), FILLINGS)


@pytest.fixture(scope="session")
def postgres_colleges(postgres) -> Colleges:
    """Keep the templates of PostgreSQL databases."""
    return Colleges(PostgresDatabases(postgres), FILLINGS)


@pytest.fixture(scope="session", autouse=True)
def nobody_waits():
    """Hold no answer back after many wrong guesses: tests guess by the thousand; `accounts/test_failures.py` looks at the waiting."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(failures, "sleep", lambda seconds: None)
        yield


def _template(request) -> str:
    return "refunds" if "refunds" in request.fixturenames else "empty"


@pytest.fixture
def refunds() -> str:
    """Have the shipped course on returns and refunds published; give its id."""
    return "refunds"


@pytest.fixture
def app(request, database_kind):
    """Give the application on a fresh database; no app context is open."""
    colleges = request.getfixturevalue("sqlite_colleges" if database_kind == "sqlite" else "postgres_colleges")
    app = colleges.fresh(_template(request))
    app.test_client_class = WalkingClient
    yield app
    let_go(app)


@pytest.fixture
def any_app(app):
    """Give the application on SQLite, and once more on PostgreSQL."""
    return app


@pytest.fixture
def college(app) -> College:
    """Make people and cohorts in the test's database."""
    return College(app)


@pytest.fixture
def client(app) -> WalkingClient:
    """Give a client that nobody has signed in on."""
    return app.test_client()


@pytest.fixture
def signed_in(app):
    """Give a function: person id → a client on which this person is signed in; see `sign_in`."""
    return lambda person_id, kind=None, **how: sign_in(app, person_id, kind=kind, **how)


@pytest.fixture(scope="session")
def browser():
    """Start one Chromium for the session, or skip with the reason."""
    program = find_chromium()
    if program is None:
        missing("browser", "no chromium, chromium-browser or google-chrome on this machine")
    with open_chromium(program) as chromium:
        yield chromium


@pytest.fixture
def live_college(request, sqlite_colleges):
    """Serve a college on a fresh SQLite file; `.app`, `.url`."""
    app = sqlite_colleges.separate("live", _template(request))
    serving = LiveCollege(app).start()
    yield serving
    serving.stop()


@pytest.fixture
def people(live_college) -> College:
    """Make people and cohorts in the live college's database."""
    return College(live_college.app)


@pytest.fixture
def visits(browser, live_college):
    """Open phones and desks on the live college; afterwards, fail on anything that a page did wrong."""
    opened = Visits(browser, live_college)
    yield opened
    faults = opened.close()
    assert not faults, "pages did what they must not:\n  " + "\n  ".join(dict.fromkeys(faults))


@pytest.fixture
def phone(visits):
    """Give a function that opens a page on a phone; see `Visits.phone`."""
    return visits.phone


@pytest.fixture
def desk(visits):
    """Give a function that opens a page on a desk; see `Visits.desk`."""
    return visits.desk
