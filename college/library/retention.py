"""What the library throws away: recordings that were taken away or recorded anew, with their sound."""

from __future__ import annotations

from datetime import datetime

from college.core import retention
from college.library.forgetting import drop_orphans
from college.library.models_recordings import Recording
from college.library.queries_recordings import removed_count


def _purge(before: datetime, limit: int) -> int:
    """Delete recordings put away before a moment, a few at a time, and the sounds that none has any more."""
    gone = retention.purge(Recording, Recording.removed_at < before, limit)
    drop_orphans()
    return gone


#: What is thrown away, by the key of its rule.
SWEEPS = {"recordings": retention.Sweep(removed_count, _purge)}
