"""Where settings come from: the environment, else the instance's own file, else the defaults; and the keys it makes."""

import json
import stat

import pytest
from cryptography.fernet import Fernet
from flask import Flask

from college import config


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Give an instance folder that is not there yet, with no setting in the environment."""
    for setting in config.SETTINGS:
        monkeypatch.delenv(f"COLLEGE_{setting.name}", raising=False)
    return tmp_path / "instance"


def load(folder, override=None) -> dict:
    """Give the settings of a college whose instance lies in this folder."""
    app = Flask("small", instance_path=str(folder))
    config.load(app, override)
    return app.config


def test_the_first_start_makes_keys_that_nobody_else_may_read(folder):
    made = load(folder)
    assert len(made["SECRET_KEY"]) > 40 and len(made["INDEX_KEY"]) > 40
    assert Fernet(made["DATA_KEYS"]["k1"])
    assert stat.S_IMODE((folder / "config.py").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_second_start_keeps_the_keys(folder):
    names = ("SECRET_KEY", "INDEX_KEY", "DATA_KEYS")
    first, second = load(folder), load(folder)
    assert [first[name] for name in names] == [second[name] for name in names]


def test_two_colleges_have_different_keys(folder, tmp_path):
    assert load(folder)["SECRET_KEY"] != load(tmp_path / "another")["SECRET_KEY"]


def test_the_database_lies_in_the_instance_unless_told(folder):
    assert load(folder)["DATABASE_URL"] == f"sqlite:///{folder / 'college.sqlite'}"
    assert load(folder, {"DATABASE_URL": "sqlite:///x.sqlite"})["SQLALCHEMY_DATABASE_URI"] == "sqlite:///x.sqlite"


def test_the_environment_wins_over_the_file(folder, monkeypatch):
    load(folder)
    keys = {"k1": "old", "k2": "new"}
    for name, value in {"WORKERS": "3", "PUBLIC_URL": "https://college.example/", "DATA_KEYS": json.dumps(keys)}.items():
        monkeypatch.setenv(f"COLLEGE_{name}", value)
    made = load(folder)
    assert (made["WORKERS"], made["PUBLIC_URL"]) == (3, "https://college.example")
    assert list(made["DATA_KEYS"].items()) == list(keys.items())


@pytest.mark.parametrize(
    ("name", "value"),
    [("WORKERS", "many"), ("MAX_UPLOAD_BYTES", "10 MB"), ("DATA_KEYS", "k1=abc"), ("DATA_KEYS", "[]"), ("DATA_KEYS", "{}")],
)
def test_a_setting_that_cannot_be_read_is_named_in_one_sentence(folder, monkeypatch, name, value):
    monkeypatch.setenv(f"COLLEGE_{name}", value)
    with pytest.raises(config.SettingsError, match=f"COLLEGE_{name} must be") as refused:
        load(folder)
    assert "\n" not in str(refused.value)


def test_a_folder_that_cannot_be_written_is_named_in_words(folder):
    folder.write_text("a file where the folder should be")
    with pytest.raises(config.SettingsError, match=str(folder)):
        load(folder)


def test_keys_from_outside_leave_the_instance_alone(folder):
    load(folder, {"SECRET_KEY": "x", "DATA_KEYS": {"k": "v"}, "INDEX_KEY": "y"})
    assert not folder.exists()
