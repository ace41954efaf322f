"""Knowing a browser again: a long-lived random cookie of its own, of which only a keyed hash is kept."""

from __future__ import annotations

import re

from flask import Response, current_app, g, request

from college.core.crypto import ALPHABET, fingerprint, new_token

#: Browsers keep a cookie for 400 days at most.
KEPT_SECONDS = 400 * 24 * 3600
LETTERS = 26
_SHAPE = re.compile(f"[{ALPHABET}]{{{LETTERS}}}")


def browser_hash() -> str:
    """Give the keyed hash of this browser's cookie; a browser without one is given one with this answer.

    Call it only while somebody signs in: before that no browser is marked.
    """
    token = request.cookies.get(_name(), "")
    if not _SHAPE.fullmatch(token):
        token = g.new_browser = g.get("new_browser") or new_token(LETTERS)
    return fingerprint(f"browser:{token}")


def remember_browser(response: Response) -> Response:
    """Set the cookie that `browser_hash` made during this request."""
    token = g.get("new_browser")
    if token:
        is_secure = current_app.config["SESSION_COOKIE_SECURE"]
        response.set_cookie(
            _name(), token, max_age=KEPT_SECONDS, path="/", secure=is_secure, httponly=True, samesite="Lax"
        )
    return response


def _name() -> str:
    return "__Host-browser" if current_app.config["SESSION_COOKIE_SECURE"] else "browser"
