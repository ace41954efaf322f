"""The districts that the college knows: Hangzhou's thirteen are built in, others are loaded from a file."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from flask_babel import gettext as _

from college.cohorts.models import District
from college.cohorts.queries import districts_by_code
from college.core import audit
from college.core.db import db, insert_once
from college.core.errors import RuleBroken
from college.core.guard import ensure
from college.core.permissions import COLLEGE, Actor, Permission

COLUMNS = ["code", "name", "city", "province"]
#: The thirteen county-level divisions of Hangzhou since April 2021 (GB/T 2260 codes).
BUILT_IN = Path(__file__).with_name("districts_hangzhou.csv")


@dataclass(frozen=True)
class Row:
    """One district as a file says it."""

    code: str
    name: str
    city: str
    province: str


def read_districts(text: str, *, file_name: str) -> list[Row]:
    """Read a file of districts whole; RuleBroken names every wrong line as file:line when one is wrong."""
    lines = list(csv.reader(text.splitlines()))
    if not lines or [cell.strip() for cell in lines[0]] != COLUMNS:
        raise RuleBroken(
            _("%(file)s:1: the first line must be code,name,city,province.", file=file_name)
        )
    rows, faults = _sorted_out(lines[1:], file_name)
    if faults:
        raise RuleBroken("\n".join(faults))
    return rows


def _sorted_out(lines: Sequence[Sequence[str]], file_name: str) -> tuple[list[Row], list[str]]:
    rows: list[Row] = []
    faults: list[str] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(lines, start=2):
        cells = [cell.strip() for cell in line]
        if not any(cells):
            continue
        fault = _fault_of(cells, seen)
        if fault:
            faults.append(f"{file_name}:{number}: {fault}")
        else:
            seen[cells[0]] = number
            rows.append(Row(*cells))
    return rows, faults


def _fault_of(cells: list[str], seen: dict[str, int]) -> str:
    if len(cells) != len(COLUMNS):
        return _("write four columns: code,name,city,province; here are %(count)s.", count=len(cells))
    if not re.fullmatch(r"[0-9]{6}", cells[0]):
        return _("the code must be six digits, for example 330102, not “%(code)s”.", code=cells[0])
    if cells[0] in seen:
        return _("the code %(code)s stands on line %(line)s already.", code=cells[0], line=seen[cells[0]])
    for name, cell in zip(COLUMNS[1:], cells[1:], strict=True):
        if not cell or len(cell) > 40:
            return _("%(column)s must be 1 to 40 characters long.", column=name)
    return ""


def load_districts(*, actor: Actor, text: str, file_name: str) -> tuple[int, int]:
    """Keep the districts of a file, all of them or none; give how many are new and how many were changed.

    Raises RuleBroken with every wrong line when one is wrong.
    """
    ensure(actor, Permission.DISTRICT_LOAD, COLLEGE)
    rows = read_districts(text, file_name=file_name)
    added = sum(_keep_new(row) for row in rows)
    changed = _bring_up_to_date(rows)
    audit.record(actor, "district.load", file=file_name, added=added, changed=changed)
    return added, changed


def _keep_new(row: Row) -> bool:
    return insert_once(District, code=row.code, name=row.name, city=row.city, province=row.province)


def _bring_up_to_date(rows: list[Row]) -> int:
    changed = 0
    known = {district.code: district for district in districts_by_code(row.code for row in rows)}
    for row in rows:
        district = known[row.code]
        if (district.name, district.city, district.province) != (row.name, row.city, row.province):
            district.name, district.city, district.province = row.name, row.city, row.province
            changed += 1
    db.session.flush()
    return changed


def ensure_districts() -> int:
    """Make sure that the built-in districts are there; give how many were missing. Safe at every start."""
    rows = read_districts(BUILT_IN.read_text(encoding="utf-8"), file_name=BUILT_IN.name)
    known = {district.code for district in districts_by_code()}
    return sum(_keep_new(row) for row in rows if row.code not in known)
