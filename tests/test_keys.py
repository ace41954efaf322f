"""Keys: changed while the college runs, killed half-way and gone on with; nothing encrypted is ever lost or forgotten."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import JSON, text

from college.accounts import service as accounts
from college.cohorts.roster_models import RosterImport
from college.core import ciphers, clock, crypto, files, jobs, keyfile, keyring, rehashing
from college.core.db import db
from tests.support.databases import KEYS, make_app
from tests.support.keyholder import Keyholder, use_keys, write_keys
from tests.support.sources import ROOT
from tests.support.world import World

pytestmark = pytest.mark.both_databases
SECRETS = [*KEYS["DATA_KEYS"].values(), KEYS["INDEX_KEY"], KEYS["SECRET_KEY"]]


@pytest.fixture
def key_file(app, tmp_path, monkeypatch):
    """Give the file in which the college's keys lie."""
    monkeypatch.setattr(app, "instance_path", app.instance_path)
    path = write_keys(tmp_path)
    use_keys(app, path)
    return path


@pytest.fixture
def holder(college, key_file) -> Keyholder:
    """Fill the college with everything that is encrypted."""
    return Keyholder(college).fill()


@pytest.fixture
def keys(app):
    """Give a function that runs a command about keys and gives its answer; secrets are never in it."""

    def run(*words: str, fails: bool = False) -> str:
        done = app.test_cli_runner().invoke(args=["keys", *words])
        assert done.exit_code == (1 if fails else 0), f"{done.output}\n{done.exception!r}"
        assert not [secret for secret in _all_secrets(app) if secret in done.output]
        return done.output

    return run


def _all_secrets(app) -> list[str]:
    path = app.config.get("KEYS_FILE")
    return [*SECRETS, *(keyfile.read(Path(path))["DATA_KEYS"].values() if path else [])]


def counts(app) -> dict[str, int]:
    """Give how many rows each key encrypts."""
    with app.app_context():
        return ciphers.counts(tuple(keyring.keys()))


def test_the_list_says_which_keys_there_are_and_shows_none(app, holder, keys):
    said = keys("list")
    assert re.search(r"^k1 +(\d+) ", said, re.MULTILINE)[1] == str(counts(app)["k1"])
    assert counts(app)["k1"] >= 3 + 1 + 1 + 1 + 1 + 1 and counts(app)[""] == 0


def test_everything_is_encrypted_anew_and_the_old_key_can_go(app, college, keys, key_file):
    holder = Keyholder(college).fill(has_roster=True)
    before = counts(app)["k1"]
    keys("rotate")
    assert counts(app) == {"k1": 0, "k2": before, "": 0}
    assert holder.read()
    keys("drop", "k1")
    assert list(keyfile.read(key_file)["DATA_KEYS"]) == ["k2"]
    assert holder.read()
    assert holder.apply() == ["14000008888"], "a roster that was looked at before can be applied after"
    assert keyfile.read(key_file)["CONTACT"] == "周老师"
    for path in (key_file, key_file.with_name("config.py.bak")):
        assert path.stat().st_mode & 0o077 == 0
    assert "k1" in keyfile.read(key_file.with_name("config.py.bak"))["DATA_KEYS"]
    assert sorted(path.name for path in key_file.parent.iterdir() if path.is_file()) == ["config.py", "config.py.bak"]


def test_a_second_run_changes_nothing_and_adds_no_key(app, holder, keys, key_file):
    keys("rotate")
    before = key_file.read_text(), counts(app)
    keys("rotate")
    assert (key_file.read_text(), counts(app)) == before


def test_a_process_that_runs_meanwhile_reads_what_is_new_and_writes_with_the_new_key(app, holder, keys, key_file):
    other = use_keys(make_app(app.config["DATABASE_URL"]), key_file)
    person = next(iter(holder.phones))
    with other.app_context():
        assert crypto.encrypt("before").startswith("k1:")
    keys("rotate")
    with other.app_context():
        assert crypto.decrypt(accounts.get_person(person).phone_cipher) == holder.phones[person]
        assert crypto.encrypt("after").startswith("k2:")
        db.session.remove()
        db.engine.dispose()


def test_a_process_that_cannot_read_the_file_again_would_not(app, holder, keys, key_file):
    other = use_keys(make_app(app.config["DATABASE_URL"]), key_file)
    other.config["KEYS_FILE"] = None
    keys("rotate")
    with other.app_context(), pytest.raises(KeyError):
        crypto.decrypt(accounts.get_person(next(iter(holder.phones))).phone_cipher)
    with other.app_context():
        db.session.remove()
        db.engine.dispose()


def test_killed_after_any_row_it_goes_on(app, holder, keys, monkeypatch):
    whole, before = ciphers._write, counts(app)["k1"]
    for die_at in (1, 3):
        seen = []

        def write(*row, seen=seen, die_at=die_at):
            seen.append(row)
            if len(seen) == die_at:
                raise KeyboardInterrupt
            whole(*row)

        monkeypatch.setattr(ciphers, "_write", write)
        monkeypatch.setattr(ciphers, "BATCH", 1)
        keys("rotate", fails=True)
        assert holder.read() and sum(counts(app).values()) == before
    monkeypatch.setattr(ciphers, "_write", whole)
    keys("rotate")
    assert counts(app)["k1"] == 0 and holder.read()


CHILD = """
import sys
from tests.support.databases import make_app
from tests.support.keyholder import use_keys
from college.core import ciphers
from college.keys import group
from flask.cli import ScriptInfo
from pathlib import Path
ciphers.BATCH = 5
app = use_keys(make_app(sys.argv[1]), Path(sys.argv[2]))
app.config["DATA_KEYS"] = {}
group.main(["rotate"], obj=ScriptInfo(create_app=lambda: app))
"""


def test_killed_by_the_machine_at_any_moment_nothing_is_lost(app, college, key_file):
    holder = Keyholder(college).fill(people=400)
    before, line = counts(app)["k1"], [sys.executable, "-c", CHILD, app.config["DATABASE_URL"], str(key_file)]
    killed = 0
    for wait in (0.05, 0.2, 0.4):
        process = subprocess.Popen(line, cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
        process.stderr.read(1)
        time.sleep(wait)
        killed += process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stderr.close()
        assert holder.read() and sum(counts(app).values()) == before
    assert killed, "the control: it was killed while it worked"
    assert subprocess.run(line, cwd=ROOT, capture_output=True, check=False).returncode == 0
    assert counts(app) == {"k1": 0, "k2": before, "": 0} and holder.read()


def test_what_somebody_changes_meanwhile_is_not_written_over(app, holder, keys, monkeypatch, college):
    person, renewed = next(iter(holder.phones)), ciphers._renewed

    def change_first(value):
        if not holder.phones[person].endswith("7777"):
            holder.phones[person] = "14000007777"
            with college.work():
                accounts.update_person(accounts.get_person(person), name="王桂明", phone="14000007777", age_band=None)
        return renewed(value)

    monkeypatch.setattr(ciphers, "_renewed", change_first)
    keys("rotate")
    assert holder.read() and counts(app)["k1"] == 0


def test_a_key_is_not_dropped_while_anything_needs_it(app, holder, keys, college, key_file):
    assert "k1" in keys("drop", "k1", fails=True)
    keys("drop", "k7", fails=True)
    keys("rotate")
    with college.work():
        late = accounts.get_person(next(iter(holder.phones)))
        old = {"k1": KEYS["DATA_KEYS"]["test"]}
        college.app.config.update(KEYS_FILE=None, DATA_KEYS=old)
        late.phone_cipher = crypto.encrypt("14000000000")
    app.config.update(KEYS_FILE=str(key_file), DATA_KEYS=keyfile.read(key_file)["DATA_KEYS"])
    assert "1" in keys("drop", "k1", fails=True) and "k1" in keyfile.read(key_file)["DATA_KEYS"]
    keys("rotate")
    with college.work():
        db.session.add(jobs.Job(kind="x", language="zh", payload={}, state="running", lease_until=clock.now()))
    keys("drop", "k1", fails=True)
    with college.work():
        db.session.execute(db.delete(jobs.Job))
    keys("drop", "k1")


def test_a_row_that_cannot_be_read_stops_nothing_and_is_said_aloud(app, holder, keys, college):
    with college.work():
        odd = accounts.create_person(name="李坏了")
        odd.phone_cipher = "k9:gAAAAAnokey"
        broken = accounts.create_person(name="李坏了")
        broken.phone_cipher = "k1:gAAAAAbroken"
    assert "?" in keys("list")
    keys("rotate", fails=True)
    assert counts(app)["k1"] == 1 and counts(app)[""] == 1 and holder.read()


def test_keys_of_the_environment_are_not_touched_and_the_order_is_said(app, college, key_file):
    app.config["KEYS_FILE"] = None
    Keyholder(college).fill()
    before = key_file.read_text()
    done = app.test_cli_runner().invoke(args=["keys", "rotate"])
    fresh = re.search(r'"(k2)": "([\w=-]+)"', done.output)
    assert done.exit_code == 1 and fresh and key_file.read_text() == before and "gAAAA" not in done.output
    app.config["DATA_KEYS"] = {**app.config["DATA_KEYS"], fresh[1]: fresh[2]}
    assert app.test_cli_runner().invoke(args=["keys", "rotate"]).exit_code == 0
    assert counts(app)["k1"] == 0


def test_whoever_saved_the_keys_is_asked_again_when_they_change(app, holder, keys):
    def is_saved() -> bool:
        with app.app_context():
            return keyring.standing().saved_at is not None

    assert not is_saved()
    keys("saved")
    assert is_saved()
    keys("rotate")
    assert not is_saved()
    keys("saved")
    keys("drop", "k1")
    assert not is_saved()


def test_numbers_are_found_after_the_look_up_key_changed(app, college, keys, key_file):
    holder = Keyholder(college).fill(has_roster=True)
    person, phone = next(iter(holder.phones.items()))
    old = keyfile.read(key_file)["INDEX_KEY"]
    keys("rotate-index")
    fresh = keyfile.read(key_file)["INDEX_KEY"]
    assert fresh != old and key_file.stat().st_mode & 0o077 == 0
    with app.app_context():
        assert [each.id for each in accounts.people_by_phone(phone)] == [person] and rehashing.stale_count() == 0
        app.config["INDEX_KEY"] = old
        assert accounts.people_by_phone(phone) == [], "the control: the old key finds nobody"
        assert files.read(db.session.get_one(RosterImport, holder.rows).rows_id) is None, "its rows have old hashes"


def test_killed_while_the_look_up_key_changes_it_goes_on_with_the_same_key(app, holder, keys, key_file, monkeypatch):
    whole, seen = rehashing._write, []

    def die(*row):
        seen.append(row)
        if len(seen) == 2:
            raise KeyboardInterrupt
        whole(*row)

    monkeypatch.setattr(rehashing, "_write", die)
    monkeypatch.setattr(rehashing, "BATCH", 1)
    keys("rotate-index", fails=True)
    half = keyfile.read(key_file)["INDEX_KEY"]
    monkeypatch.setattr(rehashing, "_write", whole)
    keys("rotate-index")
    assert keyfile.read(key_file)["INDEX_KEY"] == half
    with app.app_context():
        assert all(accounts.people_by_phone(phone) for phone in holder.phones.values())


def test_the_look_up_key_is_not_changed_while_the_college_runs(app, holder, keys, key_file):
    before = key_file.read_text()
    with app.app_context():
        jobs.say_alive()
    keys("rotate-index", fails=True)
    assert key_file.read_text() == before
    with clock.freeze(clock.now() + timedelta(minutes=2)):
        note = key_file.with_name("listening.json")
        note.write_text(json.dumps({"url": "http://127.0.0.1:8000", "pid": os.getpid()}))
        keys("rotate-index", fails=True)
        note.unlink()
        keys("rotate-index")


@pytest.mark.parametrize("before", ["", "DATA_KEYS = {'k1': 'a'}", "X = 1\nDATA_KEYS = {\n  'k1': 'a',\n}\nY = 2\n"])
def test_one_setting_is_changed_and_the_others_stay(tmp_path, before):
    path = tmp_path / "config.py"
    path.write_text(before)
    keyfile.change(path, "DATA_KEYS", {"k1": "a", "k2": "b"})
    names = {name for name in ("X", "Y") if f"{name} =" in before}
    assert keyfile.read(path)["DATA_KEYS"] == {"k1": "a", "k2": "b"}
    assert set(keyfile.read(path)) == {"DATA_KEYS", *names} and path.stat().st_mode & 0o077 == 0


def test_no_cipher_stands_where_nobody_would_look(sqlite_colleges):
    """Search every cell of a world in which everything happened: a column that was forgotten is found here."""
    app = sqlite_colleges.separate("ciphers", "refunds")
    world = World(app)
    Keyholder(world.make).fill(has_roster=True)
    with app.app_context():
        known = {place.name for place in ciphers.places()}
        found = {f"{table}.{column}" for table, column in _cells_with_ciphers()}
        assert found <= known, found - known
        assert found >= {"person.phone_cipher", "second_factor.secret_cipher", "stored_file.cipher", "deletion.note_cipher"}
        assert {place.name for place in ciphers.places() if isinstance(place.column.type, JSON)} >= {"audit_entry.detail"}


def _cells_with_ciphers():
    for table in db.metadata.sorted_tables:
        for row in db.session.execute(text(f'SELECT * FROM "{table.name}"')).mappings():
            for name, value in row.items():
                shown = value.decode("latin-1") if isinstance(value, bytes) else str(value)
                if "test:gAAAA" in shown:
                    yield table.name, name
