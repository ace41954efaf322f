"""The blueprint under which every address of signing in and of one's own account is known."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("accounts", __name__)
