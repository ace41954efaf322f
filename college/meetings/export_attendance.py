"""A meeting's list as CSV for a spreadsheet: never a telephone."""

from __future__ import annotations

from uuid import UUID

from flask_babel import gettext as _

from college.core.permissions import Actor, Permission
from college.core.tables import csv_bytes, time_cell
from college.meetings.attendance import Listed, Taking, record, taking_for
from college.meetings.models import BY_HERSELF
from college.meetings.rules_attendance import CAME, EXCUSED, LATE


def export(*, actor: Actor, cohort_id: UUID, meeting_id: UUID) -> tuple[Taking, bytes]:
    """Give a meeting's list as CSV, and keep that it was taken out. Raises NotFound for a foreign one."""
    taking = taking_for(actor, cohort_id, meeting_id, Permission.BOARD_EXPORT)
    record(actor, "attendance.export", taking, people=len(taking.rows))
    head = [_("Seat"), _("Name"), _("Was there"), _("When"), _("Who kept it"), _("In the list that day"), _("Reason")]
    return taking, csv_bytes([head, *(_line(row) for row in taking.rows)])


def _line(row: Listed) -> list[object]:
    kept = row.kept if row.standing else None
    by = "" if kept is None else _("She herself") if kept.how == BY_HERSELF else _("Staff")
    moment = time_cell(kept.marked_at) if kept is not None else ""
    note = kept.note if kept is not None else ""
    return [row.seat or "", row.person.name, words_of(row.standing), moment, by, _("yes") if row.is_enrolled else _("no"), note]


def words_of(standing: str) -> str:
    """Give what stands of somebody at a meeting in words."""
    words = {CAME: _("came"), LATE: _("came late"), EXCUSED: _("excused")}
    return words.get(standing, _("not there"))
