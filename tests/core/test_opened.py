"""A command on a database that was never made says so in one sentence."""

from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from college.core.db import db, unit_of_work
from tests.support.databases import let_go, make_app, make_tables

SAID = "python -m college"
COMMANDS = [
    ["privacy", "purge", "--dry-run"],
    ["retention", "run", "--dry-run"],
    ["keys", "list"],
    ["staff", "link", "x"],
    ["staff", "reset-second-factor", "x"],
]


@pytest.fixture
def never_opened(sqlite_colleges):
    """Give an application on a database without a table."""
    app = make_app(sqlite_colleges.store.copy(None, f"never-opened-{uuid4().hex}"))
    yield app
    let_go(app)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_college_that_was_never_opened_is_one_sentence(never_opened, words):
    said = never_opened.test_cli_runner().invoke(args=words)
    assert said.exit_code == 1 and isinstance(said.exception, SystemExit), said.exception
    assert SAID in said.output and "no such table" not in said.output
    assert len(said.output.strip().splitlines()) == 1


def test_with_its_tables_the_same_commands_do_their_work(never_opened):
    make_tables(never_opened)
    said = never_opened.test_cli_runner().invoke(args=["privacy", "purge", "--dry-run"])
    assert said.exit_code == 0 and SAID not in said.output


def test_a_table_that_is_missing_in_an_opened_college_is_not_hidden(never_opened):
    with never_opened.app_context(), unit_of_work():
        db.session.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32))"))
    said = never_opened.test_cli_runner().invoke(args=["privacy", "purge", "--dry-run"])
    assert isinstance(said.exception, OperationalError)
