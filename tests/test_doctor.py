"""`doctor`: each fault is found, a sound college has none, nothing secret is said and nothing is asked of others."""

import json
import os
import socket
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from college.accounts import service as accounts
from college.accounts.models_secrets import SecondFactor
from college.core import jobs, keyring
from college.core.clock import now
from college.core.db import db
from college.core.migrated import _heads
from college.home.findings import is_reachable, newest
from college.home.findings_rules import Facts, State, findings, worst
from college.privacy.models_retention import RetentionRun
from tests.support.keyholder import use_keys, write_keys

AT = datetime(2026, 11, 22, 4, tzinfo=UTC)
LONG_AGO = AT - timedelta(days=3)
SOUND = Facts(
    at=AT, is_reachable=True, is_demo=False, public_url="https://college.example", contact="周老师", key_count=1,
    keys_saved_at=AT, unreadable=0, is_config_open=False, is_folder_open=False, operators=2, without_second_factor=0,
    is_second_factor_required=True, sms_sender="aliyun", worker_seen_at=AT, failed_jobs=0, retention_at=AT,
    retention_failed=0, late_deletions=0, backup_at=AT, disk_free=50_000_000_000, is_at_head=True,
)  # fmt: skip
#: key of the finding → (what is not as it should be, how bad that is).
FAULTS = {
    "keys_saved": ({"keys_saved_at": None}, "bad"),
    "old_keys": ({"key_count": 2}, "care"),
    "unreadable": ({"unreadable": 3}, "bad"),
    "folder_open": ({"is_folder_open": True}, "care"),
    "config_open": ({"is_config_open": True}, "bad"),
    "public_url": ({"public_url": "http://college.example"}, "bad"),
    "contact": ({"contact": None}, "care"),
    "sms": ({"sms_sender": "console"}, "bad"),
    "demo": ({"is_demo": True}, "bad"),
    "operators": ({"operators": 0}, "bad"),
    "second_factor": ({"without_second_factor": 1, "is_second_factor_required": False}, "bad"),
    "worker": ({"worker_seen_at": LONG_AGO}, "bad"),
    "failed_jobs": ({"failed_jobs": 1}, "care"),
    "retention": ({"retention_at": LONG_AGO}, "bad"),
    "late_deletions": ({"late_deletions": 1}, "bad"),
    "backup": ({"backup_at": LONG_AGO}, "care"),
    "disk": ({"disk_free": 900_000_000}, "bad"),
    "migrations": ({"is_at_head": False}, "bad"),
}
MORE_FAULTS = [
    ("public_url", {"public_url": None}, "care"),
    ("operators", {"operators": 6}, "care"),
    ("second_factor", {"without_second_factor": 1}, "care"),
    ("worker", {"worker_seen_at": None}, "bad"),
    ("retention", {"retention_failed": 1}, "bad"),
    ("retention", {"retention_at": None, "is_reachable": False}, "care"),
    ("keys_saved", {"keys_saved_at": None, "is_reachable": False}, "care"),
    ("backup", {"backup_at": None}, "care"),
    ("disk", {"disk_free": 1_500_000_000}, "care"),
]


@pytest.fixture
def context(app):
    """Open the application: findings speak a language."""
    with app.app_context():
        yield


def states(facts: Facts) -> dict[str, str]:
    """Give how each finding stands that is not good."""
    return {each.key: each.state.value for each in findings(facts) if each.state is not State.GOOD}


def test_a_sound_college_has_no_fault(context):
    assert states(SOUND) == {} and worst(findings(SOUND)) is State.GOOD and len(findings(SOUND)) >= 8


@pytest.mark.parametrize(("key", "odd", "state"), [*((key, *fault) for key, fault in FAULTS.items()), *MORE_FAULTS])
def test_each_fault_is_found_alone_and_says_what_to_do(context, key, odd, state):
    found = states(replace(SOUND, **odd))
    assert found == {key: state}
    assert all(each.advice for each in findings(replace(SOUND, **odd)) if each.state is not State.GOOD)


def test_trying_it_out_alone_is_nothing_bad(context):
    alone = replace(
        SOUND, is_reachable=False, public_url=None, contact=None, keys_saved_at=None, retention_at=None, sms_sender="console",
        is_demo=True, backup_at=None,
    )  # fmt: skip
    assert worst(findings(alone)) is State.CARE


@pytest.mark.parametrize(("listen", "public", "others"), [
    ("http://127.0.0.1:8000", None, False), ("http://localhost:8000", None, False), ("http://192.0.2.7:8000", None, True),
    ("http://127.0.0.1:8000", "https://college.example", True),
])  # fmt: skip
def test_who_can_reach_it(listen, public, others):
    assert is_reachable(listen, public) is others


def test_the_newest_backup_counts(tmp_path):
    assert newest(tmp_path / "backups") is None
    for name, age in (("old", 40), ("new", 2)):
        path = tmp_path / name
        path.write_text("rows")
        os.utime(path, ((AT - timedelta(days=age)).timestamp(),) * 2)
    assert newest(tmp_path) == AT - timedelta(days=2)


@pytest.fixture
def doctor(app, tmp_path, monkeypatch):
    """Give a function that runs the command on a college with keys in a file and a database that migrations made."""
    monkeypatch.setattr(app, "instance_path", app.instance_path)
    use_keys(app, write_keys(tmp_path))
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text("CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32))"))
        connection.execute(text("DELETE FROM alembic_version"))
        (head,) = _heads(app.config["MIGRATIONS_FOLDER"])
        connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": head})

    def run(*words: str):
        return app.test_cli_runner().invoke(args=["doctor", *words])

    yield run
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))


def make_sound(app, college, folder) -> None:
    """Put everything in order that the doctor looks at."""
    operator = college.operator()
    (folder / "backups").mkdir()
    (folder / "backups" / "today").write_text("rows")
    app.config.update(PUBLIC_URL="https://college.example", CONTACT="周老师", SMS_SENDER="off")
    with app.app_context():
        jobs.say_alive()
    with college.work():
        keyring.note_saved(operator)
        db.session.add(RetentionRun(at=now(), done_at=now()))
        db.session.add(SecondFactor(person_id=operator, secret_cipher="k1:x", made_at=now(), confirmed_at=now()))


@pytest.mark.both_databases
def test_the_command_says_how_a_sound_college_is_and_ends_well(app, college, doctor, tmp_path):
    make_sound(app, college, tmp_path)
    done = doctor("--json")
    found = {each["key"]: each["state"] for each in json.loads(done.output)}
    assert done.exit_code == 0 and set(found.values()) == {"good"}, found
    app.config["PUBLIC_URL"] = "http://college.example"
    assert doctor().exit_code == 1, "the control: something bad"


def test_a_file_of_keys_that_others_can_read_is_found(app, college, doctor, tmp_path):
    make_sound(app, college, tmp_path)
    (tmp_path / "config.py").chmod(0o644)
    done = doctor("--json")
    assert done.exit_code == 1 and "config_open" in done.output


def test_rows_that_no_key_opens_are_found(app, college, doctor, tmp_path):
    make_sound(app, college, tmp_path)
    with college.work():
        accounts.create_person(name="李坏了").phone_cipher = "k9:gAAAAAnokey"
    assert '"unreadable"' in doctor("--json").output


def test_an_operator_without_second_factor_and_a_closed_account_are_told_apart(app, college):
    operator, closed = college.operator(), college.operator()
    with college.work():
        accounts.get_person(closed).disabled_at = now()
    with app.app_context():
        assert accounts.guarded() == (1, 1)
    with college.work():
        db.session.add(SecondFactor(person_id=operator, secret_cipher="k1:x", made_at=now(), confirmed_at=now()))
    with app.app_context():
        assert accounts.guarded() == (1, 0)


def test_nothing_secret_is_said_and_nobody_is_asked(app, college, doctor, monkeypatch):
    def refuse(*_arguments, **_names):
        raise AssertionError("asked somebody outside this machine")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    college.operator()
    for words in ((), ("--json",), ("--lang", "en")):
        said = doctor(*words)
        assert said.exit_code == 1 and said.output.strip()
        secrets = [*app.config["DATA_KEYS"].values(), app.config["SECRET_KEY"], app.config["INDEX_KEY"]]
        assert not [secret for secret in secrets if secret in said.output]


def test_without_a_database_it_says_one_sentence(app):
    done = app.test_cli_runner().invoke(args=["doctor"])
    assert done.exit_code == 1 and "Traceback" not in done.output


def test_the_start_page_says_what_the_doctor_finds(app, college, signed_in):
    operator = college.operator()
    client = signed_in(operator)
    client.set_cookie("language", "en")
    before = client.get("/").words
    assert "a copy of the keys lies elsewhere" in before
    saved = client.submit("/privacy/retention", action="keys-saved")
    assert saved.status_code == 303
    assert "a copy of the keys lies elsewhere" not in client.get("/").words
