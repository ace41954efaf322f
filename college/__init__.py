"""Taobao College for Seniors: `create_app` wires the features together and does nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Flask
from flask_login import LoginManager

from college import config, doctor, keys, permissions_table, serving
from college.accounts import commands as accounts_commands
from college.accounts import routes as accounts_routes
from college.accounts import service as accounts
from college.authoring import commands as authoring_commands
from college.authoring import routes as authoring_routes
from college.authoring import service as authoring
from college.board import commands as board_commands
from college.board import routes as board_routes
from college.certificates import routes as certificates_routes
from college.certificates import service as certificates
from college.cohorts import commands as cohorts_commands
from college.cohorts import routes as cohorts_routes
from college.cohorts import service as cohorts
from college.core import db, guard, opened, pages, web
from college.demo import commands as demo_commands
from college.demo import routes as demo_routes
from college.feedback import routes as feedback_routes
from college.home import routes as home_routes
from college.lessons import routes as lessons_routes
from college.library import commands as library_commands
from college.library import routes as library_routes
from college.meetings import routes as meetings_routes
from college.meetings import service as meetings
from college.notices import routes as notices_routes
from college.privacy import commands as privacy_commands
from college.privacy import commands_retention as retention_commands
from college.privacy import routes as privacy_routes
from college.progress import commands as progress_commands
from college.progress import service as progress
from college.questions import routes as questions_routes
from college.questions import service as questions
from college.search import commands as search_commands
from college.search import routes as search_routes

#: Whose addresses and whose commands the college has.
ROUTES = (
    home_routes,
    accounts_routes,
    library_routes,
    cohorts_routes,
    meetings_routes,
    certificates_routes,
    lessons_routes,
    notices_routes,
    questions_routes,
    search_routes,
    authoring_routes,
    board_routes,
    feedback_routes,
    privacy_routes,
    demo_routes,
)
COMMANDS = (
    serving,
    keys,
    doctor,
    permissions_table,
    accounts_commands,
    library_commands,
    authoring_commands,
    cohorts_commands,
    progress_commands,
    board_commands,
    search_commands,
    privacy_commands,
    retention_commands,
    demo_commands,
)


def create_app(override: dict[str, Any] | None = None) -> Flask:
    """Make the application. ``override`` sets settings of `college.config` over file and environment.

    Raises `config.SettingsError` with a sentence when it cannot start as set up, `RuntimeError` for an endpoint
    that does not say who may reach it.
    """
    root = Path(__file__).resolve().parent.parent
    app = web.College(
        __name__,
        instance_path=str(root / "instance"),
        static_folder=str(root / "static"),
        template_folder=str(root / "templates"),
    )
    config.load(app, override)
    accounts.check_sender(app)
    db.init_app(app)
    pages.init_app(app)
    web.init_app(app)
    _init_sign_in(app)
    app.view_functions["static"] = guard.public(app.view_functions["static"])
    for routes in ROUTES:
        app.register_blueprint(routes.bp)
    for commands in COMMANDS:
        commands.register(app)
    opened.guard_commands(app)
    guard.check_every_endpoint(app)
    return app


def _init_sign_in(app: Flask) -> None:
    manager = LoginManager(app)
    manager.session_protection = None
    manager.user_loader(accounts.load)
    app.extensions["held_sources"] = [accounts.held_by, cohorts.held_by_enrollment]
    app.extensions["grown_sources"] = {
        "steps": progress.learners_among,
        "shown": progress.shown_among,
        "questions": questions.askers_among,
        "attendance": meetings.attended_among,
        "certificate": certificates.holders_among,
    }
    app.extensions["district_names"] = cohorts.district_names
    app.extensions["course_districts"] = authoring.home_districts
