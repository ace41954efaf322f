"""How the checked rows of a roster are put away between looking and applying: packed here, encrypted by `core.files`."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from college.cohorts.roster_changes import Change
from college.cohorts.roster_columns import Columns, column_letter
from college.cohorts.roster_picking import Part
from college.cohorts.roster_rules import Candidate, Decided, Fate, KnownPeople, Known, Listed, Problem, answered
from college.cohorts.roster_sheet import Row, Sheet
from college.cohorts.roster_values import masked
from college.cohorts.roster_words import Said

#: Values of a column that are shown so that a person can say what it holds.
SHOWN_VALUES = 3


@dataclass(frozen=True)
class Column:
    """One column as it is shown to whoever says what it holds; numbers are masked."""

    index: int
    letter: str
    heading: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Sample:
    """The top of the sheet: enough to say which column is which."""

    sheet: str
    header_row: int
    first_row: int
    first_cells: tuple[str, ...]
    columns: tuple[Column, ...]
    where: dict[str, int] = field(default_factory=dict)
    #: What else of the file may be read instead, and whether it holds only what changed (never the absent ones).
    parts: tuple[Part, ...] = ()
    is_partial: bool = False


@dataclass(frozen=True)
class Kept:
    """One checked row: what becomes of it, and her telephone as it will be kept (columns of `person`)."""

    decided: Decided
    phone: dict[str, str | None]


def sample_of(sheet: Sheet, columns: Columns) -> Sample:
    """Give the headings and the first values of every column."""
    header = next((row for row in sheet.rows if row.number == columns.header_row), None)
    below = [row for row in sheet.rows if row.number > columns.header_row]
    hidden = {*columns.never, columns.born}
    shown = [
        Column(
            index,
            column_letter(index),
            masked(header.cell(index)) if header else "",
            _first_values(below, index) if not header or header.cell(index) not in hidden else (),
        )
        for index in range(sheet.width)
    ]
    first = header or sheet.rows[0]
    return Sample(
        sheet.name,
        columns.header_row,
        first.number,
        tuple(masked(cell) for cell in first.cells),
        tuple(each for each in shown if each.heading or each.values),
        dict(columns.where),
    )


def _first_values(rows: list[Row], index: int) -> tuple[str, ...]:
    return tuple(masked(value) for value in islice(filter(None, (row.cell(index) for row in rows)), SHOWN_VALUES))


def pack(rows: Iterable[Kept], sample: Sample) -> bytes:
    """Give rows and sample as bytes for `unpack`."""
    return zlib.compress(json.dumps([_sample_out(sample), [_out(row) for row in rows]]).encode(), 1)


def unpack(data: bytes) -> tuple[list[Kept], Sample]:
    """Give back what `pack` was given."""
    sample, rows = json.loads(zlib.decompress(data))
    return [_in(row) for row in rows], _sample_in(sample)


def settled(row: Kept, answer: str | None) -> Decided:
    """Give a row's fate with the coordinator's answer, from nothing but what the row itself knows."""
    one = row.decided
    if one.fate is not Fate.ASK or answer is None:
        return one
    known = [
        Known(each.key, each.shown, each.shown, None, each.phone_shown, None, each.place)
        for each in one.candidates
        if each.place != "file"
    ]
    return answered(one, answer, KnownPeople(known))


def _sample_out(sample: Sample) -> list[Any]:
    columns = [[each.index, each.letter, each.heading, each.values] for each in sample.columns]
    parts = [[each.sheet, each.group, each.rows, each.is_taken, each.is_class] for each in sample.parts]
    head = [sample.sheet, sample.header_row, sample.first_row, sample.first_cells, columns, sample.where]
    return [*head, parts, sample.is_partial]


def _sample_in(kept: list[Any]) -> Sample:
    sheet, header_row, first_row, first_cells, columns, where, parts, is_partial = kept
    shown = tuple(Column(index, letter, heading, tuple(values)) for index, letter, heading, values in columns)
    choices = tuple(Part(*each) for each in parts)
    return Sample(sheet, header_row, first_row, tuple(first_cells), shown, where, choices, is_partial)


def _out(row: Kept) -> list[Any]:
    one, each = row.decided, row.decided.listed
    return [
        [each.number, each.name, each.phone_key, each.phone_shown, each.age_band, each.outside_id],
        each.mended,
        [[problem.field, problem.value, problem.said.as_list()] for problem in each.problems],
        [said.as_list() for said in each.remarks],
        each.aside.as_list() if each.aside else None,
        [one.fate, one.person_id, one.said.as_list() if one.said else None, _changes_out(one.changes)],
        [[who.key, who.shown, who.phone_shown, who.place, _changes_out(who.changes)] for who in one.candidates],
        row.phone,
    ]


def _in(kept: list[Any]) -> Kept:
    cells, mended, problems, remarks, aside, (fate, person_id, said, changes), candidates, phone = kept
    listed = Listed(
        *cells,
        tuple(Problem(name, value, Said.from_list(words)) for name, value, words in problems),
        tuple(Said.from_list(words) for words in remarks),
        Said.from_list(aside) if aside else None,
        tuple(mended),
    )
    who = tuple(Candidate(*candidate, _changes_in(differ)) for *candidate, differ in candidates)
    sentence = Said.from_list(said) if said else None
    return Kept(Decided(listed, Fate(fate), person_id, sentence, who, _changes_in(changes)), phone)


def _changes_out(changes: tuple[Change, ...]) -> list[Any]:
    return [[each.field, each.before, each.after, each.is_by_hand] for each in changes]


def _changes_in(kept: list[Any]) -> tuple[Change, ...]:
    return tuple(Change(*each) for each in kept)
