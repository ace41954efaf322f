"""Addresses of lessons: a lesson with its steps and practice, and choosing what to learn."""

from __future__ import annotations

from college.lessons import routes_choosing, routes_handout, routes_handout_sets, routes_lesson
from college.lessons.blueprint import bp

__all__ = ["bp", "routes_choosing", "routes_handout", "routes_handout_sets", "routes_lesson"]
