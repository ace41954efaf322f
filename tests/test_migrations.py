"""The migrations: from nothing to the present tables, on SQLite and on PostgreSQL, in one line of history."""

import pytest
from alembic.script import ScriptDirectory
from flask_migrate import Config
from sqlalchemy import inspect

from college.core.db import db
from tests.support.databases import let_go, make_app


@pytest.fixture
def empty_app(request, database_kind):
    """Give an application on a database without any table."""
    kind = "sqlite_colleges" if database_kind == "sqlite" else "postgres_colleges"
    app = make_app(request.getfixturevalue(kind).store.copy(None, "migrated"))
    yield app
    let_go(app)


def _run(app, *arguments: str):
    done = app.test_cli_runner().invoke(args=["db", *arguments])
    assert done.exit_code == 0, f"{done.output}\n{done.exception!r}"
    return done


def _tables(app) -> set[str]:
    with app.app_context():
        return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


@pytest.mark.both_databases
def test_from_nothing_the_migrations_make_the_tables_of_the_models(empty_app):
    assert _tables(empty_app) == set()
    _run(empty_app, "upgrade")
    assert _tables(empty_app) == set(db.metadata.tables)
    _run(empty_app, "check")


@pytest.mark.both_databases
def test_a_missing_column_would_be_noticed(empty_app):
    _run(empty_app, "upgrade")
    with empty_app.app_context(), db.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE district DROP COLUMN province")
    done = empty_app.test_cli_runner().invoke(args=["db", "check"])
    assert done.exit_code != 0


@pytest.mark.both_databases
def test_upgrading_twice_changes_nothing(empty_app):
    _run(empty_app, "upgrade")
    _run(empty_app, "upgrade")
    _run(empty_app, "check")


@pytest.mark.both_databases
def test_the_way_back_leads_to_nothing(empty_app):
    _run(empty_app, "upgrade")
    _run(empty_app, "downgrade", "base")
    assert _tables(empty_app) == set()


def test_there_is_one_line_of_history(app):
    config = Config()
    config.set_main_option("script_location", app.config["MIGRATIONS_FOLDER"])
    history = ScriptDirectory.from_config(config)
    assert len(history.get_heads()) == 1 and len(history.get_bases()) == 1
