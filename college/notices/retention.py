"""What notices throw away: those that were put away long ago."""

from __future__ import annotations

from college.core.retention import of_rows
from college.notices.models import Notice

#: What is thrown away, by the key of its rule.
SWEEPS = {"notices": of_rows(Notice, lambda before: Notice.read_at < before)}
