"""A cohort's roster as the rows of a table, and the names of its columns; our own import reads them back. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import gettext as _


@dataclass(frozen=True)
class RosterRow:
    """One person of a roster; ``phone`` is masked unless whole numbers were asked for, '' where there is none."""

    person_id: UUID
    name: str
    phone: str
    age_band: str
    outside_id: str
    seat: int | None
    is_active: bool
    from_on: date
    to_on: date | None


def table_of(rows: Iterable[RosterRow]) -> Iterator[tuple[object, ...]]:
    """Give the headings and each row as cells, in the reader's language.

    The last column is the number by which an import knows the person again, even where the telephone is hidden.
    """
    yield (
        _("Name"),
        _("Mobile number"),
        _("Age band"),
        _("Student number"),
        _("Seat"),
        _("Status"),
        _("Since"),
        _("Until"),
        _("College number"),
    )
    here, ended = _("Is in the cohort"), _("Has left")
    for row in rows:
        yield (
            row.name,
            row.phone,
            row.age_band,
            row.outside_id,
            row.seat or "",
            here if row.is_active else ended,
            row.from_on.isoformat(),
            row.to_on.isoformat() if row.to_on else "",
            row.person_id,
        )
