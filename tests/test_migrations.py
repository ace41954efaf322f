"""The migrations: from nothing to the present tables, on SQLite and on PostgreSQL, in one line of history."""

import json

import pytest
from alembic.script import ScriptDirectory
from flask_migrate import Config
from sqlalchemy import inspect

from college.core import names
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


#: A college of before the second factor: somebody of staff with a role that two hands gave at once, and a student.
EARLIER = """
INSERT INTO district (code, name, city, province) VALUES ('330102', '上城区', '杭州市', '浙江省');
INSERT INTO person (id, name, locale, text_size, created_at) VALUES ('{staff}', '孙协调', 'zh', 'standard', '{at}');
INSERT INTO person (id, name, locale, text_size, created_at) VALUES ('{student}', '王桂明', 'zh', 'standard', '{at}');
INSERT INTO password (person_id, login, failure_count) VALUES ('{staff}', 'sun', 3);
INSERT INTO role_grant (id, person_id, role, scope_kind, scope_key, from_on) VALUES ('{one}', '{staff}', 'coordinator', 'district', '330102', '2026-01-01');
INSERT INTO role_grant (id, person_id, role, scope_kind, scope_key, from_on) VALUES ('{two}', '{staff}', 'coordinator', 'district', '330102', '2026-01-01');
INSERT INTO device_session (id, person_id, token_hash, kind, device, started_at, expires_at) VALUES ('{one}', '{staff}', 'a', 'staff', '', '{at}', '{at}');
INSERT INTO device_session (id, person_id, token_hash, kind, device, started_at, expires_at) VALUES ('{two}', '{student}', 'b', 'own', '', '{at}', '{at}');
INSERT INTO cohort (id, district_code, name, starts_on, ends_on, teacher_name, teacher_phone, created_at) VALUES ('{one}', '330102', '春季班', '2026-01-01', '2026-02-01', '', '', '{at}');
INSERT INTO enrollment (id, person_id, cohort_id, from_on, status, created_at) VALUES ('{one}', '{student}', '{one}', '2026-01-01', 'active', '{at}');
"""
IDS = {"staff": f"{1:032x}", "student": f"{2:032x}", "one": f"{3:032x}", "two": f"{4:032x}", "at": "2026-01-02 03:04:05"}


def _ask(app, question: str) -> list[tuple]:
    with app.app_context(), db.engine.connect() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(question)]


@pytest.mark.both_databases
def test_people_of_before_the_second_factor_are_still_there_and_may_be_hidden(empty_app):
    _run(empty_app, "upgrade", "0003")
    with empty_app.app_context(), db.engine.begin() as connection:
        for line in EARLIER.format(**IDS).strip().splitlines():
            connection.exec_driver_sql(line)
    _run(empty_app, "upgrade")
    assert _ask(empty_app, "SELECT kind, way FROM device_session ORDER BY kind") == [("own", "card"), ("staff", "password")]
    assert {bool(strong) for (strong,) in _ask(empty_app, "SELECT is_strong FROM device_session")} == {False}
    assert len(_ask(empty_app, "SELECT id FROM role_grant WHERE ended_at IS NULL")) == 1
    assert _ask(empty_app, "SELECT login FROM password") == [("sun",)]
    sounds = dict(_ask(empty_app, "SELECT name, pinyin FROM person"))
    assert sounds and sounds == {name: names.pinyin(name) for name in sounds} and all(sounds.values()), "sorted and found by their sound"
    with empty_app.app_context(), db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE enrollment SET status = 'hidden'")
    _run(empty_app, "downgrade", "0003")
    assert _ask(empty_app, "SELECT status FROM enrollment") == [("ended",)]
    assert _ask(empty_app, "SELECT failure_count FROM password") == [(0,)]


#: A published lesson of before one could write on the web; its text says when it was held beside a phone.
PUBLISHED = """
INSERT INTO course (id, position, titles, summaries, about, lesson_order, source_hash) VALUES ('tea', 1, '{{}}', '{{}}', '{{}}', '[]', 'x');
INSERT INTO revision (id, course_id, lesson_id, number, source_hash, origin, content, published_at) VALUES ('{one}', 'tea', 'buy', 1, 'x', 'files', '{content}', '{at}');
INSERT INTO lesson (course_id, id, position, aliases, current_revision_id) VALUES ('tea', 'buy', 1, '[]', '{one}');
"""
SAID = {"checked_on": "2026-03-04", "app_version": "10.2"}


@pytest.mark.both_databases
def test_the_day_on_which_a_lesson_was_held_beside_a_phone_is_taken_over(empty_app):
    _run(empty_app, "upgrade", "0005")
    with empty_app.app_context(), db.engine.begin() as connection:
        for line in PUBLISHED.format(content=json.dumps(SAID), **IDS).strip().splitlines():
            connection.exec_driver_sql(line)
    _run(empty_app, "upgrade")
    assert [(str(day), version) for day, version in _ask(empty_app, "SELECT checked_on, checked_version FROM lesson")] == [("2026-03-04", "10.2")]
    _run(empty_app, "check")
