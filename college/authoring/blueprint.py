"""Where the addresses of authoring hang."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("authoring", __name__)
