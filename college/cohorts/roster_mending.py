"""Cells of a roster that a person corrects on the page: understood like those of the file, and marked. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from college.cohorts.roster_ages import age_band_of
from college.cohorts.roster_keeping import Kept
from college.cohorts.roster_rules import Listed, Problem
from college.cohorts.roster_values import masked, name_of, outside_id_of, phone_of
from college.cohorts.roster_words import Said

NAME, PHONE, AGE, OUTSIDE_ID = "name", "phone", "age", "outside_id"

Protect = Callable[[str | None], dict[str, str | None]]


@dataclass(frozen=True)
class Typed:
    """What was typed for one row. An empty ``phone`` leaves the number as it is; ``has_no_phone`` takes it away."""

    name: str
    phone: str
    age: str
    outside_id: str
    has_no_phone: bool = False


def mend(row: Kept, typed: Typed, protect: Protect) -> tuple[Kept, dict[str, Said]]:
    """Give a row with what was typed, still with its old fate, and what is wrong with it, by field.

    ``protect`` gives the columns in which a telephone is kept. What is wrong is not taken over.
    """
    before = row.decided.listed
    name, _note, wrong_name = name_of(typed.name)
    number, wrong_phone = phone_of(typed.phone) if typed.phone.strip() and not typed.has_no_phone else (None, None)
    band, wrong_age = age_band_of(typed.age)
    outside_id, wrong_id = outside_id_of(typed.outside_id)
    found = {NAME: wrong_name, PHONE: wrong_phone, AGE: wrong_age, OUTSIDE_ID: wrong_id}
    wrong = {field: said for field, said in found.items() if said}
    if wrong:
        return row, wrong
    phone = protect(number) if typed.phone.strip() or typed.has_no_phone else row.phone
    listed = replace(
        before,
        name=name,
        age_band=band,
        outside_id=outside_id,
        phone_key=phone["phone_hash"],
        phone_shown=masked(number) if number else before.phone_shown if phone is row.phone else "",
    )
    fields = _differing(before, listed, is_phone_typed=phone is not row.phone)
    return _with(row, listed, phone, fields), {}


def _differing(before: Listed, after: Listed, *, is_phone_typed: bool) -> tuple[str, ...]:
    """Give the fields that were mended, those of an earlier time too."""
    wrong = {problem.field for problem in before.problems}
    changed = {
        NAME: before.name != after.name or NAME in wrong,
        PHONE: is_phone_typed and (before.phone_key != after.phone_key or PHONE in wrong),
        AGE: before.age_band != after.age_band,
        OUTSIDE_ID: before.outside_id != after.outside_id,
    }
    return tuple(field for field, is_changed in changed.items() if is_changed or field in before.mended)


def _with(row: Kept, listed: Listed, phone: dict[str, str | None], fields: tuple[str, ...]) -> Kept:
    if not fields:
        return row
    problems: tuple[Problem, ...] = tuple(each for each in listed.problems if each.field not in fields)
    mended = replace(listed, problems=problems, remarks=(), mended=fields)
    return Kept(replace(row.decided, listed=mended), phone)


def carried(before: Kept, fresh: Listed, phone: dict[str, str | None]) -> tuple[Listed, dict[str, str | None]]:
    """Give a row that was read anew with the cells that were mended before, and its telephone."""
    old, values = before.decided.listed, {}
    if NAME in old.mended:
        values["name"] = old.name
    if AGE in old.mended:
        values["age_band"] = old.age_band
    if OUTSIDE_ID in old.mended:
        values["outside_id"] = old.outside_id
    if PHONE in old.mended:
        values |= {"phone_key": old.phone_key, "phone_shown": old.phone_shown}
        phone = before.phone
    problems = tuple(each for each in fresh.problems if each.field not in old.mended)
    return replace(fresh, **values, problems=problems, mended=old.mended), phone
