"""The Flask class of the college: one unit of work and one guard around every view, and a page for what went wrong."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import structlog
from flask import Flask, Response, current_app, g, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import AnonymousUserMixin
from flask_wtf.csrf import CSRFError, CSRFProtect
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.routing import BaseConverter

from college.core import addresses, guard, headers, logs
from college.core.addresses import READS, FromElsewhere, is_path_here
from college.core.db import db, disk_is_full, lost_race, run_in_unit
from college.core.errors import ConfirmFirst, NotAllowed, NotFound, RuleBroken
from college.core.pages import language

log = structlog.get_logger()
csrf = CSRFProtect()


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

    def log_exception(self, exc_info: Any) -> None:
        """Write what went wrong with the id that stands on the page, not with the address: it may hold a secret."""
        log.error("request failed", method=request.method, endpoint=request.endpoint, exc_info=exc_info)


def init_app(app: Flask) -> None:
    """Set what is looked at before a view and after it, form tokens, and the pages for what went wrong."""
    logs.init_app(app)
    headers.init_app(app)
    addresses.init_app(app)
    csrf.init_app(app)
    app.url_map.converters["slug"] = Slug
    app.register_error_handler(NotFound, lambda error: _page(404))
    app.register_error_handler(NotAllowed, lambda error: _page(403))
    app.register_error_handler(ConfirmFirst, lambda error: _ask_to_confirm())
    app.register_error_handler(RuleBroken, lambda error: _page(409, sentence=error.sentence))
    app.register_error_handler(CSRFError, lambda error: _page(400, sentence=_stale_form()))
    app.register_error_handler(FromElsewhere, lambda error: _page(400, sentence=_foreign_form()))
    app.register_error_handler(SecurityError, lambda error: _plain_page(400, _foreign_host()))
    app.register_error_handler(DBAPIError, _database_failed)
    app.register_error_handler(HTTPException, _http_failed)
    app.register_error_handler(500, lambda error: _page(500))


def _ask_to_confirm() -> Response:
    """Send her to show that it is she, and back to the page on which she pressed: a form cannot be sent again."""
    here = request.full_path.rstrip("?") if request.method in READS else guard.page_before()
    session.pop(guard.PRESSED, None)
    if request.method not in READS:
        session[guard.PRESSED] = True
    return redirect(url_for("accounts.confirm_form", next=here), 303)


def _stale_form() -> str:
    return _("This page had been open for too long. Please go back, load it again and press once more.")


def _foreign_form() -> str:
    return _("This came from another website, so nothing was changed. Please open the page here and press once more.")


def _foreign_host() -> str:
    return _("This address is not known here. Please open the college by the address on your card, or ask your coordinator.")


def _page(status: int, sentence: str | None = None) -> Response:
    db.session.rollback()
    try:
        body = render_template("errors/page.html", status=status, sentence=sentence, request_id=_shown_id())
    except Exception:
        log.exception("error page failed", status=status)
        return _plain_page(status, sentence or _("Please go back and try once more."))
    response = Response(body, status)
    if status in {503, 507}:
        response.headers["Retry-After"] = "5"
    return response


def _plain_page(status: int, sentence: str) -> Response:
    """Give a page that needs neither the database nor any address of ours."""
    template = current_app.jinja_env.get_template("layouts/plain.html")
    return Response(template.render(sentence=sentence, request_id=_shown_id(), lang=language()), status)


def _shown_id() -> str:
    return logs.request_id().replace("-", " ")


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
    return redirect(target if target and is_path_here(target) else fallback, 303)
