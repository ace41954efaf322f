"""Addresses of privacy: a student's own data and its deletion, requests of it, retention, records put together."""

from __future__ import annotations

from college.privacy import routes_retention
from college.privacy.blueprint import bp

__all__ = ["bp", "routes_retention"]
