"""The Flask class of the college: one unit of work and one guard around every view, strict headers on every answer."""

from __future__ import annotations

from copy import deepcopy
from typing import Any
from urllib.parse import urlsplit

import structlog
from flask import Flask, Response, g, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import AnonymousUserMixin
from flask_wtf.csrf import CSRFError, CSRFProtect
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException
from werkzeug.routing import BaseConverter

from college.core import guard
from college.core.db import db, disk_is_full, lost_race, run_in_unit
from college.core.errors import ConfirmFirst, NotAllowed, NotFound, RuleBroken

log = structlog.get_logger()
csrf = CSRFProtect()

#: Addresses that carry a secret: a card's, a password link's.
SECRETS = ("/c/", "/p/")
READS = frozenset({"GET", "HEAD", "OPTIONS"})

#: Nothing comes from elsewhere, nothing runs inline, nobody frames us.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)


class Slug(BaseConverter):
    """A short printed name in a URL: lower-case letters, digits and single hyphens."""

    regex = r"[a-z0-9]+(?:-[a-z0-9]+)*"


class College(Flask):
    """Flask whose every view runs inside the guard and one unit of work."""

    def dispatch_request(self) -> Any:
        """Begin, check, run; commit a change that was answered below 400, undo everything else."""
        if request.method in READS:
            return run_in_unit(self._guarded, writes=False)
        before = deepcopy(dict(session))

        def attempt() -> Response:
            g.pop("_login_user", None)
            if session != before:
                session.clear()
                session.update(deepcopy(before))
            return self._guarded()

        return run_in_unit(attempt, keep=lambda response: response.status_code < 400)

    def _guarded(self) -> Response:
        refusal = guard.check_request()
        return self.make_response(refusal if refusal is not None else super().dispatch_request())


def init_app(app: Flask) -> None:
    """Set CSRF protection, headers and the pages for what went wrong."""
    csrf.init_app(app)
    app.url_map.converters["slug"] = Slug
    app.after_request(_harden)
    app.register_error_handler(NotFound, lambda error: _page(404))
    app.register_error_handler(NotAllowed, lambda error: _page(403))
    app.register_error_handler(ConfirmFirst, lambda error: _ask_to_confirm())
    app.register_error_handler(RuleBroken, lambda error: _page(409, sentence=error.sentence))
    app.register_error_handler(CSRFError, lambda error: _page(400, sentence=_stale_form()))
    app.register_error_handler(DBAPIError, _database_failed)
    app.register_error_handler(HTTPException, _http_failed)
    app.register_error_handler(500, lambda error: _page(500))


def _harden(response: Response) -> Response:
    headers = response.headers
    headers["Content-Security-Policy"] = POLICY
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "no-referrer" if request.path.startswith(SECRETS) else "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
    if request.endpoint != "static" and "Cache-Control" not in headers:
        headers["Cache-Control"] = "no-store"
    return response


def _ask_to_confirm() -> Response:
    """Send her to show that it is she, and back to the page on which she pressed: a form cannot be sent again."""
    here = request.full_path.rstrip("?") if request.method in READS else _page_before()
    return redirect(url_for("accounts.confirm_form", next=here), 303)


def _page_before() -> str:
    before = urlsplit(request.referrer or "")
    path = f"{before.path}?{before.query}" if before.query else before.path
    return path if before.netloc == request.host else ""


def _stale_form() -> str:
    return _("This page had been open for too long. Please go back, load it again and press once more.")


def _page(status: int, sentence: str | None = None) -> Response:
    db.session.rollback()
    response = Response(render_template("errors/page.html", status=status, sentence=sentence), status)
    if status in {503, 507}:
        response.headers["Retry-After"] = "5"
    return response


def _http_failed(error: HTTPException) -> Response | HTTPException:
    if error.code is None or error.code < 400:
        return error
    response = _page(error.code)
    if error.code == 405 and getattr(error, "valid_methods", None):
        response.headers["Allow"] = ", ".join(error.valid_methods)
    return response


def _database_failed(error: DBAPIError) -> Response:
    """Show the page as to a stranger: who somebody is stands in the very database that failed."""
    g._login_user = AnonymousUserMixin()
    if lost_race(error):
        return _page(503)
    if disk_is_full(error):
        log.error("disk is full")
        return _page(507)
    log.exception("database failed", exc_info=error)
    return _page(500)


def back_to(target: str | None, fallback: str) -> Response:
    """Redirect (303) to ``target`` when it is a path of this site, else to ``fallback``."""
    is_ours = bool(target) and target.startswith("/") and not target.startswith(("//", "/\\"))
    is_plain = is_ours and target.isprintable() and "\\" not in target
    return redirect(target if is_plain else fallback, 303)


