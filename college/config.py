"""Every setting of the college: its name, its default, one line of what it does.

A setting comes from the environment as ``COLLEGE_<NAME>``, else from ``instance/config.py``, else from here.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from click import ClickException
from cryptography.fernet import Fernet
from flask import Flask

ROOT = Path(__file__).resolve().parent.parent


#: What the fields of a form may be together, in bytes, and how many there may be; files are counted by MAX_UPLOAD_BYTES.
MAX_FORM_BYTES, MAX_FORM_PARTS = 500_000, 1_000
#: The note that `serve` leaves in the instance folder while it runs.
LISTENING = "listening.json"


class SettingsError(ClickException):
    """The college cannot start as it is set up; the text says what to do. Commands print it as one line."""


@dataclass(frozen=True)
class Setting:
    """One setting: environment variables carry strings, so ``parse`` makes the value of them."""

    name: str
    default: Any
    line: str
    parse: Callable[[str], Any] = str


def _keys(text: str) -> dict[str, str]:
    """Read ``{"k1": "…"}``, so that several machines can share keys through their environment."""
    keys = json.loads(text)
    if not isinstance(keys, dict) or not keys:
        raise ValueError("no keys")
    return keys


def _names(text: str) -> list[str]:
    """Read ``college.example, 192.0.2.7`` as a list."""
    return [name.strip() for name in text.split(",") if name.strip()]


SETTINGS = (
    Setting("DATABASE_URL", None, "Database address; by default SQLite in instance/college.sqlite."),
    Setting("PUBLIC_URL", None, "The address that is printed on cards and links, such as https://college.example."),
    Setting("CONTACT", None, "Who answers for this college: name, address, telephone; stands on the privacy notice."),
    Setting("LISTEN_URL", "http://127.0.0.1:8000", "The address `serve` listens on; `serve` sets it itself."),
    Setting("SECOND_FACTOR", "required", "A second factor is `required` of operators and coordinators, or only `offered`."),
    Setting("HOSTS", [], "More names under which this college answers, beside those of the two addresses.", _names),
    Setting("PROXIES", 0, "How many trusted proxies stand in front and say who asks, and whether by https.", int),
    Setting("SMS_SENDER", "console", "Who carries text messages: console, aliyun (the extra `aliyun`) or off."),
    Setting("SMS_KEY_ID", None, "Id of the Alibaba Cloud key that sends text messages."),
    Setting("SMS_KEY_SECRET", None, "Secret of that key."),
    Setting("SMS_SIGN", None, "Signature of the messages, as registered with Alibaba Cloud."),
    Setting("SMS_TEMPLATE", None, "Id of the registered template; its one place is ${code}."),
    Setting("SMS_SITE_CAP", 500, "So many codes at most are sent within 24 hours, over all numbers.", int),
    Setting("COURSES_FOLDER", str(ROOT / "courses"), "Where the shipped courses lie."),
    Setting("MAX_UPLOAD_BYTES", 10_000_000, "The largest request that is read, in bytes.", int),
    Setting("WORKERS", 0, "Web workers of `serve`; 0 chooses by the machine's cores.", int),
    Setting("SECRET_KEY", None, "Signs cookies and form tokens; made at the first start."),
    Setting("DATA_KEYS", None, "Key id to Fernet key, newest last: encrypts telephone numbers and kept files.", _keys),
    Setting("INDEX_KEY", None, "Key of the look-up hash of telephone numbers; made at the first start."),
)


def load(app: Flask, override: dict[str, Any] | None = None) -> None:
    """Fill ``app.config``. Makes the instance folder and its keys when they are missing.

    Raises `SettingsError` with a sentence for the operator when the folder cannot be written.
    """
    override = override or {}
    for setting in SETTINGS:
        app.config[setting.name] = setting.default
    if "SECRET_KEY" not in override:
        app.config.from_pyfile(_instance_file(Path(app.instance_path)))
        app.config["LISTEN_URL"] = listening_at(Path(app.instance_path)) or app.config["LISTEN_URL"]
        app.config["KEYS_FILE"] = None if "COLLEGE_DATA_KEYS" in os.environ else str(Path(app.instance_path) / "config.py")
    for setting in SETTINGS:
        value = os.environ.get(f"COLLEGE_{setting.name}")
        if value is not None:
            app.config[setting.name] = _parse(setting, value)
    app.config.update(override)
    _derive(app)


def note_listening(folder: Path, url: str | None) -> None:
    """Leave a note in the instance folder of where `serve` listens, for commands beside it; None takes it away."""
    note = folder / LISTENING
    if url is None:
        note.unlink(missing_ok=True)
    else:
        note.write_text(json.dumps({"url": url, "pid": os.getpid()}), encoding="utf-8")


def listening_at(folder: Path) -> str | None:
    """Give where a `serve` that still runs listens, None when none does."""
    try:
        note = json.loads((folder / LISTENING).read_text(encoding="utf-8"))
        if note["pid"] != os.getpid():
            os.kill(note["pid"], 0)
    except PermissionError:
        return note["url"]
    except (OSError, ValueError, KeyError):
        return None
    return note["url"]


def _parse(setting: Setting, value: str) -> Any:
    try:
        return setting.parse(value)
    except ValueError:
        if setting.parse is _keys:
            raise SettingsError('COLLEGE_DATA_KEYS must be JSON such as {"k1": "a Fernet key"}.') from None
        raise SettingsError(f"COLLEGE_{setting.name} must be a whole number, but it is {value!r}.") from None


def _derive(app: Flask) -> None:
    config = app.config
    if config["SECOND_FACTOR"] not in {"required", "offered"}:
        raise SettingsError(f"COLLEGE_SECOND_FACTOR must be required or offered, but it is {config['SECOND_FACTOR']!r}.")
    config["DATABASE_URL"] = config["DATABASE_URL"] or f"sqlite:///{Path(app.instance_path) / 'college.sqlite'}"
    config["PUBLIC_URL"] = config["PUBLIC_URL"].rstrip("/") if config["PUBLIC_URL"] else None
    is_https = (config["PUBLIC_URL"] or "").startswith("https://")
    config.update(
        SQLALCHEMY_DATABASE_URI=config["DATABASE_URL"],
        MIGRATIONS_FOLDER=str(Path(__file__).parent / "migrations"),
        SQLALCHEMY_ENGINE_OPTIONS={"hide_parameters": True, **(config.get("SQLALCHEMY_ENGINE_OPTIONS") or {})},
        TRUSTED_HOSTS=_trusted_hosts(config["PUBLIC_URL"], config["LISTEN_URL"], config["HOSTS"]),
        MAX_CONTENT_LENGTH=config["MAX_UPLOAD_BYTES"],
        MAX_FORM_MEMORY_SIZE=MAX_FORM_BYTES,
        MAX_FORM_PARTS=MAX_FORM_PARTS,
        WTF_CSRF_TIME_LIMIT=None,
        # `core.addresses` looks at Origin on http and https alike; a Referer is often missing.
        WTF_CSRF_SSL_STRICT=False,
        SESSION_COOKIE_NAME="__Host-college" if is_https else "college",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=is_https,
        SESSION_REFRESH_EACH_REQUEST=False,
        BABEL_TRANSLATION_DIRECTORIES=str(Path(__file__).parent / "translations"),
        BABEL_DEFAULT_LOCALE="zh_Hans_CN",
        BABEL_DEFAULT_TIMEZONE="Asia/Shanghai",
    )


def _trusted_hosts(public_url: str | None, listen_url: str, more: list[str]) -> list[str]:
    """Give the host names to which the college answers, the usual one first; a name like ``.example`` takes all below."""
    named = [urlsplit(url).hostname for url in (public_url, listen_url) if url]
    return list(dict.fromkeys(name.lower() for name in [*named, "127.0.0.1", "localhost", *more] if name))


def _instance_file(folder: Path) -> str:
    path = folder / "config.py"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            folder.chmod(0o700)
            _write_keys(path)
        (folder / ".writable").touch()
        (folder / ".writable").unlink()
    except OSError as error:
        raise SettingsError(
            f"The folder {folder} cannot be written ({error.strerror}). "
            "Give this user the right to write there, then start again."
        ) from None
    return str(path)


def _write_keys(path: Path) -> None:
    text = (
        "# Keys of this college. Keep a copy somewhere else: without them telephone numbers cannot be read.\n"
        f"SECRET_KEY = {secrets.token_urlsafe(48)!r}\n"
        f"DATA_KEYS = {{'k1': {Fernet.generate_key().decode()!r}}}\n"
        f"INDEX_KEY = {secrets.token_urlsafe(48)!r}\n"
    )
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
