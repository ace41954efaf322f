"""Addresses of certificates."""

from __future__ import annotations

from college.certificates import service  # noqa: F401 - its tables
from college.certificates.blueprint import bp

__all__ = ["bp"]
