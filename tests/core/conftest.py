"""What the tests of the core share: the probe, once for each kind of database."""

import pytest

from tests.core.probing import Probe
from tests.support.databases import let_go


@pytest.fixture(scope="session")
def probes(request):
    """Make each kind of probe once: an application costs more than a test."""
    made = {}

    def give(kind: str) -> Probe:
        if kind not in made:
            colleges = request.getfixturevalue("sqlite_colleges" if kind == "sqlite" else "postgres_colleges")
            made[kind] = Probe(colleges.separate("probe"))
        return made[kind]

    yield give
    for each in made.values():
        let_go(each.app)


@pytest.fixture
def probe(probes, database_kind):
    """Give the probe; its database keeps what earlier tests wrote."""
    found = probes(database_kind)
    yield found
    let_go(found.app)
