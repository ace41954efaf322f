"""The courses that the college ships, published into a test's database."""

from pathlib import Path

from flask import Flask

from college.core.db import unit_of_work
from college.core.permissions import Actor
from college.library import service as library


def publish_refunds(app: Flask) -> None:
    """Publish the one shipped course that most tests walk through: returns and refunds."""
    publish_folder(app, Path(app.config["COURSES_FOLDER"], "09-refunds"))


def publish_folder(app: Flask, folder: Path) -> None:
    """Publish a folder of courses, or one course's folder, as the command does."""
    with app.app_context():
        ready = library.prepare(folder)
        with unit_of_work():
            library.store(actor=Actor.system(), ready=ready)
