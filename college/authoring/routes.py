"""Addresses of authoring: the lecturer's desk for writing."""

from __future__ import annotations

from college.authoring import routes_conflicts  # noqa: F401 - its addresses
from college.authoring import routes_presence  # noqa: F401 - its addresses
from college.authoring import routes_authors  # noqa: F401 - its addresses
from college.authoring import routes_files  # noqa: F401 - its addresses
from college.authoring import routes_copying  # noqa: F401 - its addresses
from college.authoring import routes_courses  # noqa: F401 - its addresses
from college.authoring import routes_pictures  # noqa: F401 - its addresses
from college.authoring import routes_practice  # noqa: F401 - its addresses
from college.authoring import routes_history, routes_publishing, routes_readings, routes_readings_phone  # noqa: F401 - their addresses
from college.authoring import routes_writing  # noqa: F401 - its addresses
from college.authoring import routes_texts  # noqa: F401 - its addresses
from college.authoring import routes_pieces  # noqa: F401 - its addresses
from college.authoring import routes_phone  # noqa: F401 - its addresses
from college.authoring import service  # noqa: F401 - its tables
from college.authoring.blueprint import bp

__all__ = ["bp"]
