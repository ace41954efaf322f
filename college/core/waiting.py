"""When something happened that a phone had to hold back before it reached us."""

from __future__ import annotations

from datetime import datetime, timedelta

#: A phone may hold something for so long before it reaches us; what claims to be older happened "then" (DESIGN 8).
LONGEST_WAIT = timedelta(days=7)


def happened_at(received_at: datetime, waited: float | None) -> datetime:
    """Give the moment of a tap that reached us ``waited`` seconds after it was made.

    The phone sends how long it waited, not what its clock says, because clocks of old phones are wrong.
    Nothing happens in the future, and nothing waits longer than `LONGEST_WAIT`.
    """
    if waited is None or waited <= 0:
        return received_at
    return received_at - min(timedelta(seconds=min(waited, LONGEST_WAIT.total_seconds())), LONGEST_WAIT)
