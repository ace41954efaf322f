"""The keys of this college as a running process knows them, and whether the operator has put a copy elsewhere."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

import structlog
from flask import Flask, current_app
from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from college.core import keyfile
from college.core.clock import now
from college.core.db import db, new_id

log = structlog.get_logger()

#: Under which name an application remembers how the file looked when it was last read.
_MARK = "key_file_mark"


class KeySaved(db.Model):
    """An operator said that a copy of the keys lies elsewhere. Which keys is kept as a fingerprint, never the keys."""

    __tablename__ = "key_saved"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    fingerprint: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime]
    #: Empty when a command said it.
    by: Mapped[UUID | None]


@dataclass(frozen=True)
class Standing:
    """How the keys stand: their ids with the one that writes last, where they come from, and since when they are saved."""

    ids: tuple[str, ...]
    is_file: bool
    saved_at: datetime | None

    @property
    def writing(self) -> str:
        """The id of the key with which everything new is encrypted."""
        return self.ids[-1]


def file() -> Path | None:
    """Give the file that the data keys come from; None when they come from the environment."""
    path = current_app.config.get("KEYS_FILE")
    return Path(path) if path else None


def keys() -> dict[str, str]:
    """Give the data keys by id, the one that writes last.

    A file that has changed is read again at once: a process that runs while a key is added reads and writes with
    it from its next letter on, so nothing that another has encrypted is ever unreadable to it.
    """
    app = current_app._get_current_object()
    path = app.config.get("KEYS_FILE")
    if path:
        _read_again(app, path)
    return app.config["DATA_KEYS"]


def writing() -> str:
    """Give the id of the key with which everything new is encrypted."""
    return list(keys())[-1]


def old() -> list[str]:
    """Give the ids of the keys that only read."""
    return list(keys())[:-1]


def _read_again(app: Flask, path: str) -> None:
    """Look at the file's mark, which takes microseconds, and read it only when that has changed."""
    try:
        seen = (path, keyfile.mark(path))
        if app.extensions.get(_MARK) != seen:
            app.config["DATA_KEYS"] = keyfile.read(Path(path))["DATA_KEYS"]
            app.extensions[_MARK] = seen
    except (OSError, SyntaxError, KeyError) as error:
        log.error("the keys cannot be read again, those known before are used", reason=type(error).__name__)


def fingerprint() -> str:
    """Give what changes when any key does. The data keys, random and long, key the hash: nothing can be guessed from it."""
    data_keys = keys()
    secret = "".join(f"{key_id}:{key}\n" for key_id, key in sorted(data_keys.items()))
    others = f"{current_app.config['INDEX_KEY']}\n{current_app.config['SECRET_KEY']}"
    return hmac.new(secret.encode(), others.encode(), hashlib.sha256).hexdigest()


def standing() -> Standing:
    """Give how the keys stand: one query."""
    said = select(KeySaved.at).where(KeySaved.fingerprint == fingerprint()).order_by(KeySaved.at.desc())
    return Standing(tuple(keys()), file() is not None, db.session.scalars(said.limit(1)).first())


def note_saved(by: UUID | None) -> None:
    """Keep that somebody has put a copy of the present keys elsewhere."""
    db.session.add(KeySaved(fingerprint=fingerprint(), at=now(), by=by))
    db.session.flush()
