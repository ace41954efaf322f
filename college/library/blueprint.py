"""Where the library's addresses hang."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("library", __name__)

#: What lies at an address made of its hash never changes. One year, in seconds.
KEEP_FOR_EVER = 365 * 24 * 3600
