"""An application with one more address, whose view the test hands in: to look at what surrounds every view."""

from collections.abc import Callable
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import func, select

from college.accounts.models import Person
from college.core import guard
from college.core.db import db, new_id
from tests.support.walking import WalkingClient


class Probe:
    """`view` runs at /probe, for reading and for writing."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.view: Callable[[], object] = lambda: "nothing"
        app.test_client_class = WalkingClient
        app.config.update(WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)
        app.add_url_rule("/probe", "probe", guard.public(lambda: self.view()), methods=["GET", "POST"])

    def client(self) -> WalkingClient:
        """Give a client that asks for anything, page or not."""
        client = self.app.test_client()
        client.checks_pages = False
        return client

    def get(self, view: Callable[[], object]):
        """Ask for the address while `view` stands there."""
        self.view = view
        return self.client().get("/probe")

    def post(self, view: Callable[[], object], **options):
        """Post to the address while `view` stands there."""
        self.view = view
        return self.client().post("/probe", **options)

    @contextmanager
    def inside(self):
        """Open the application."""
        with self.app.app_context():
            yield

    def count(self, name: str) -> int:
        """Count the people of a name that are really kept."""
        with self.app.app_context():
            return db.session.scalar(select(func.count()).select_from(Person).where(Person.name == name))


def add(name: str) -> None:
    """Write a person of this name, not committed."""
    db.session.add(Person(id=new_id(), name=name))
    db.session.flush()
