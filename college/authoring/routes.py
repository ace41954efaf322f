"""Addresses of authoring: the lecturer's desk for writing."""

from __future__ import annotations

from college.authoring import service  # noqa: F401 - its tables
from college.authoring.blueprint import bp

__all__ = ["bp"]
