"""What is kept unreadable: telephone numbers and files, with keys that lie outside the database."""

from datetime import timedelta

import pytest
from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import text

from college.core import clock, crypto, files
from college.core.db import db

SECRET = "14000000001 王小明".encode()


@pytest.fixture
def context(app):
    """Open the application for a test that asks for no page."""
    with app.app_context():
        yield app


@pytest.mark.parametrize("plain", ["", "14000000001", "您好，王小明", "x" * 5000])
def test_what_is_encrypted_comes_back(context, plain):
    assert crypto.decrypt(crypto.encrypt(plain)) == plain


def test_the_cipher_names_its_key_and_shows_nothing(context):
    one, two = crypto.encrypt("14000000001"), crypto.encrypt("14000000001")
    assert one.startswith("test:")
    assert one != two
    assert "14000000001" not in one


def test_a_second_key_writes_and_the_first_still_reads(context):
    old = crypto.encrypt("before")
    context.config["DATA_KEYS"] = {**context.config["DATA_KEYS"], "next": Fernet.generate_key().decode()}
    assert crypto.encrypt("after").startswith("next:")
    assert crypto.decrypt(old) == "before"


def test_a_lost_key_and_a_changed_cipher_are_said_aloud(context):
    kept = crypto.encrypt("before")
    with pytest.raises(InvalidToken):
        crypto.decrypt(kept[:-4] + "AAA=")
    context.config["DATA_KEYS"] = {"next": Fernet.generate_key().decode()}
    with pytest.raises(KeyError):
        crypto.decrypt(kept)


def test_the_fingerprint_finds_and_depends_on_its_key(context):
    first = crypto.fingerprint("14000000001")
    assert first == crypto.fingerprint("14000000001") != crypto.fingerprint("14000000002")
    assert len(first) == 64
    context.config["INDEX_KEY"] = "another key"
    assert crypto.fingerprint("14000000001") != first


def test_a_token_has_128_bits_and_letters_that_nobody_mistakes():
    tokens = {crypto.new_token() for _ in range(200)}
    assert len(tokens) == 200
    assert {len(each) for each in tokens} == {26}
    assert not set("".join(tokens)) & set("iloIOL")
    assert len(crypto.ALPHABET) == len(set(crypto.ALPHABET)) == 32


def _keep(hours=24):
    return files.keep(
        "名单.csv", "text/csv", SECRET, owner_id=None, expires_at=clock.now() + timedelta(hours=hours), purpose="roster"
    )


def test_a_kept_file_comes_back(any_app, college):
    with college.work():
        row = _keep()
        file_id, size = row.id, row.size
    with any_app.app_context():
        assert files.read(file_id) == SECRET
        assert size == len(SECRET)


def test_a_kept_file_is_unreadable_in_its_row(any_app, college):
    with college.work():
        _keep()
    with any_app.app_context():
        cipher = bytes(db.session.execute(text("SELECT cipher FROM stored_file")).scalar_one())
    assert b"14000000001" not in cipher
    assert "王小明".encode() not in cipher
    assert cipher.startswith(b"test:")


def test_a_file_whose_time_is_over_is_not_read(app, college):
    with college.work():
        file_id = _keep(hours=24).id
    with app.app_context(), clock.freeze(clock.now() + timedelta(hours=24, seconds=1)):
        assert files.read(file_id) is None


def test_only_files_whose_time_is_over_are_purged(any_app, college):
    with college.work():
        short, long = _keep(hours=1).id, _keep(hours=48).id
    with clock.freeze(clock.now() + timedelta(hours=2)):
        with college.work():
            assert files.purge() == 1
        with any_app.app_context():
            assert files.read(long) == SECRET
            assert db.session.get(files.StoredFile, short) is None


def test_a_discarded_file_is_gone_and_discarding_again_is_harmless(app, college):
    with college.work():
        file_id = _keep().id
    for _ in range(2):
        with college.work():
            files.discard(file_id)
    with app.app_context():
        assert files.read(file_id) is None
        assert files.read(None) is None
