"""Addresses of feedback: the lecturer raises questions and checks lessons, the product manager reads and decides."""

from __future__ import annotations

from college.feedback import routes_lecturer, routes_manager
from college.feedback.blueprint import bp

__all__ = ["bp", "routes_lecturer", "routes_manager"]
