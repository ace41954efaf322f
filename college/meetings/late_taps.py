"""Taps of a meeting's day that reach us after it: they count as if they had come at once, and leave the trail of a correction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from college.core.clock import now
from college.core.db import new_id
from college.core.permissions import Actor
from college.meetings import queries_attendance
from college.meetings.rules_attendance import ABSENT

#: Stands in a correction instead of a reason somebody typed; `why_words` says it in the reader's language.
SENT_LATE = "sent late by a phone"


def why_words(why: str) -> str:
    """Give why a list was corrected, in words: what somebody typed, as it was typed."""
    return _("A tap of that day, sent late by a phone") if why == SENT_LATE else why


def keep(actor: Actor, meeting_id: UUID, rows: Sequence[dict[str, Any]]) -> None:
    """Keep what staff tapped on a day that is over; what stood there already and changes by it is kept as a correction.

    ``rows`` are columns of `Attendance`. Of whom nothing was kept the tap is the first word, and corrects nothing.
    """
    queries_attendance.hold(meeting_id)
    before = queries_attendance.rows_of(meeting_id)
    queries_attendance.keep_newest(rows)
    after = queries_attendance.rows_of(meeting_id)
    changed = [person_id for person_id, row in before.items() if row.standing != after[person_id].standing]
    same = {"meeting_id": meeting_id, "why": SENT_LATE, "changed_by": actor.person_id, "changed_at": now()}
    queries_attendance.keep_changes(
        [
            {"id": new_id(), "person_id": each, "before": _shown(before[each].standing), "after": _shown(after[each].standing), **same}
            for each in sorted(changed)
        ]
    )


def _shown(standing: str) -> str:
    return "" if standing == ABSENT else standing
