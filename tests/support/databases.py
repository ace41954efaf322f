"""Fresh databases for tests, each a quick copy of a template that is made once per session."""

import shutil
from collections.abc import Callable
from pathlib import Path

from flask import Flask

from college import create_app
from college.core.db import db
from tests.support.postgresql import Postgres

#: Keys of the tests alone; nothing real was ever encrypted with them.
KEYS = {
    "SECRET_KEY": "only-the-tests-sign-with-this",
    "DATA_KEYS": {"test": "rb0cXHPqMXHtcBRP8vDqIXVDVbcYuUCwtfm0F8o3fVg="},
    "INDEX_KEY": "only-the-tests-look-up-with-this",
}

Filling = Callable[[Flask], None]


def make_app(url: str, **settings) -> Flask:
    """Make an application on the database at `url`, with the tests' keys."""
    return create_app({**KEYS, "TESTING": True, "DATABASE_URL": url, **settings})


class SqliteFiles:
    """Keeps databases as files in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def url(self, name: str) -> str:
        """Give the address of the database `name`."""
        return f"sqlite:///{self.folder / name}.sqlite"

    def copy(self, template: str | None, name: str) -> str:
        """Make `name` anew, empty or as a copy of `template` that nobody has open."""
        target = self.folder / f"{name}.sqlite"
        for old in self.folder.glob(f"{name}.sqlite*"):
            old.unlink()
        if template:
            shutil.copyfile(self.folder / f"{template}.sqlite", target)
        return self.url(name)

    def refresh(self, template: str) -> str:
        """Give a database that is like `template`."""
        return self.copy(template, f"fresh_{template}")


def _keep_rows() -> str:
    tables = db.metadata.tables
    return "CREATE SCHEMA kept;" + "".join(f'CREATE TABLE kept."{name}" AS TABLE public."{name}";' for name in tables)


def _put_rows_back() -> str:
    # As a replica the server does not look at foreign keys, so that the order of the tables is free.
    each = (f'DELETE FROM public."{name}"; INSERT INTO public."{name}" TABLE kept."{name}";' for name in db.metadata.tables)
    return "SET session_replication_role = replica;" + "".join(each)


class PostgresDatabases:
    """Keeps databases on the tests' own server."""

    def __init__(self, server: Postgres) -> None:
        self.server = server
        self.kept: set[str] = set()

    def url(self, name: str) -> str:
        """Give the address of the database `name`."""
        return self.server.url(name)

    def copy(self, template: str | None, name: str) -> str:
        """Make `name` anew, empty or as a copy of `template` that nobody has open."""
        return self.server.create(name, template or "template0")

    def refresh(self, template: str) -> str:
        """Give a database that is like `template`.

        Making one takes PostgreSQL half a second on a busy machine, so each template's copy is made once and
        its rows are put back: the template's own are kept beside them in a schema of their own.
        """
        name = f"fresh_{template}"
        if name not in self.kept:
            self.copy(template, name)
            self.server.run(name, _keep_rows())
            self.kept.add(name)
        else:
            self.server.run(name, _put_rows_back())
        return self.url(name)


class Colleges:
    """Hands out one application whose database is new each time, for one kind of database."""

    def __init__(self, store: SqliteFiles | PostgresDatabases, fillings: dict[str, Filling]) -> None:
        self.store = store
        self.fillings = fillings
        self.templates: set[str] = set()
        self.apps: dict[str, Flask] = {}
        self.settings: dict[str, dict] = {}

    def fresh(self, template: str = "empty") -> Flask:
        """Give the template's application on a database like `template`, with the settings it began with.

        The application is made once (it costs more than a test), the rows are new for each test.
        """
        self._prepare(template)
        if template in self.apps:
            let_go(self.apps[template])
        url = self.store.refresh(template)
        if template not in self.apps:
            self.apps[template] = make_app(url)
            self.settings[template] = dict(self.apps[template].config)
        app = self.apps[template]
        app.config.clear()
        app.config.update(self.settings[template])
        return app

    def separate(self, name: str, template: str = "empty", **settings) -> Flask:
        """Give an application of its own on a new database `name`: for a server that runs beside the test."""
        self._prepare(template)
        return make_app(self.store.copy(template, name), **settings)

    def _prepare(self, template: str) -> None:
        if template in self.templates:
            return
        base = None if template == "empty" else "empty"
        if base:
            self._prepare(base)
        app = make_app(self.store.copy(base, template))
        self.fillings[template](app)
        let_go(app)
        self.templates.add(template)


def let_go(app: Flask) -> None:
    """Close every connection that the application holds to its database."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def make_tables(app: Flask) -> None:
    """Fill a template with empty tables; that they equal the migrations is proved by a test."""
    with app.app_context():
        db.create_all()
