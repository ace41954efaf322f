"""A filled demonstration, made once: filling costs more than looking."""

import time
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import text

from college.cohorts import service as cohorts
from college.core.db import db, unit_of_work
from college.demo import service as demo
from tests.support.databases import let_go
from tests.support.walking import WalkingClient


@dataclass(frozen=True)
class Demo:
    """A demonstration, what it said while it was filled, and the processor seconds that took."""

    app: Flask
    said: list[str]
    seconds: float


def fill(app: Flask) -> Demo:
    """Fill a college that has the shipped courses and looks as if it had been migrated, as commands demand."""
    app.test_client_class = WalkingClient
    said: list[str] = []
    with app.app_context():
        with unit_of_work():
            db.session.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32))"))
            cohorts.ensure_districts()
        began = time.process_time()
        demo.fill(say=said.append)
        return Demo(app, said, time.process_time() - began)


@pytest.fixture(scope="module")
def filled(sqlite_colleges, request) -> Demo:
    """Fill one demonstration for a module of tests, so that none meets what another module left."""
    made = fill(sqlite_colleges.separate(f"demo-{request.path.stem}", "refunds"))
    yield made
    let_go(made.app)


@pytest.fixture
def demo_app(filled):
    """Give the filled demonstration; its settings are put back after each test."""
    settings = dict(filled.app.config)
    yield filled.app
    filled.app.config.clear()
    filled.app.config.update(settings)
    let_go(filled.app)
