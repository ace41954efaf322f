"""Asks one application the same thing as many people, watches every row, and puts the rows back."""

import shutil
import sqlite3
from pathlib import Path

from flask import Flask
from werkzeug.test import TestResponse

from tests.support.databases import let_go
from tests.support.rows import Written, changed_tables, fingerprints
from tests.support.walking import WalkingClient
from tests.support.world import Who, form_token

#: What may change although a request is refused or only reads: who was refused is kept, and how often somebody guessed.
KEPT_ANYWAY = {"audit_entry", "credential_failure", "address_failure"}


class Bench:
    """A SQLite application with a snapshot to return to."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.file = Path(app.config["DATABASE_URL"].removeprefix("sqlite:///"))
        self.snapshot = self.file.with_suffix(".snapshot")
        self.token = form_token(app)
        self.written = Written(app)
        let_go(app)
        shutil.copyfile(self.file, self.snapshot)
        self.at_first = fingerprints(app)
        self._look()

    def _look(self) -> None:
        self.reader = sqlite3.connect(self.file)
        self.version = self._data_version()
        self.before = dict(self.at_first)
        self.written.take()

    def _data_version(self) -> int:
        return self.reader.execute("PRAGMA data_version").fetchone()[0]

    def ask(self, who: Who, method: str, address: str, data: dict | None = None) -> tuple[TestResponse, set[str]]:
        """Send a request as somebody, with a right form token; give the answer and the names of changed tables."""
        body = {"csrf_token": self.token, **(data or {})} if method == "POST" else None
        return self.send(who, method, address, data=body)

    def send(self, who: Who, method: str, address: str, **how) -> tuple[TestResponse, set[str]]:
        """Send a request as somebody, just as it is (``how`` is for the test client); answer like `ask`."""
        client = WalkingClient(self.app, self.app.response_class)
        client.set_cookie(self.app.config["SESSION_COOKIE_NAME"], who.cookie)
        return client.open(address, method=method, **how), self.changed()

    def changed(self) -> set[str]:
        """Give the names of tables whose rows are others than before; they are put back unless they may have changed."""
        if self._data_version() == self.version:
            return set()
        self.version = self._data_version()
        after = fingerprints(self.app, self.written.take())
        changed = changed_tables(self.before, after)
        if changed - KEPT_ANYWAY:
            self.restore()
        else:
            self.before |= after
        return changed

    def restore(self) -> None:
        """Put every row back as it was."""
        self.reader.close()
        let_go(self.app)
        for old in self.file.parent.glob(f"{self.file.name}-*"):
            old.unlink()
        shutil.copyfile(self.snapshot, self.file)
        self._look()
