"""What becomes of each row of a roster: the table and the people known already give every row its fate. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from college.cohorts import roster_columns as columns_of
from college.cohorts.roster_ages import DATE_SAID
from college.cohorts.roster_aside import GONE_SAID, aside_of
from college.cohorts.roster_changes import Change, changes_of
from college.cohorts.roster_columns import Columns
from college.cohorts.roster_sheet import Row
from college.cohorts.roster_values import (
    age_band_of,
    hidden_phone,
    look_at_district,
    masked,
    name_key,
    name_of,
    outside_id_of,
    phone_of,
)
from college.cohorts.roster_words import N_, Said, say


class Fate(StrEnum):
    """What an import does with a row."""

    NEW = "new"  # a new person, enrolled
    KNOWN = "known"  # somebody the college knows, enrolled
    BACK = "back"  # ended in this cohort earlier, now restored
    HERE = "here"  # in this cohort already: nothing
    TWICE = "twice"  # the same person stands in an earlier row: nothing
    ASIDE = "aside"  # staff, or marked as gone in the other system: nothing
    ASK = "ask"  # the coordinator says who it is
    WRONG = "wrong"  # left out once she said so
    LEFT = "left"  # left out by her answer


#: Fates that put somebody into the cohort.
ENTERING = (Fate.NEW, Fate.KNOWN, Fate.BACK)
#: Answers to a question; `SAME` is followed by who it is.
AS_NEW, LEAVE, SAME = "new", "leave", "same:"
#: Where a known person stands seen from the cohort; the earlier one is preferred when two are the same.
PLACES = ("here", "ended", "district", "elsewhere")


@dataclass(frozen=True)
class Problem:
    """What is wrong with one cell: the field, its value as it may be shown, and what to do."""

    field: str
    value: str
    said: Said


@dataclass(frozen=True)
class Listed:
    """One person as a row of the roster tells of her. ``phone_key`` stands for her telephone and tells nobody it."""

    number: int
    name: str
    phone_key: str | None = None
    phone_shown: str = ""
    age_band: str | None = None
    outside_id: str | None = None
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Said, ...] = ()
    aside: Said | None = None
    #: Which of its cells were mended on the page (`roster_mending`).
    mended: tuple[str, ...] = ()

    @property
    def is_gone(self) -> bool:
        """Whether the roster marks her as gone."""
        return self.aside is not None and self.aside.msgid == GONE_SAID


@dataclass(frozen=True)
class Known:
    """Somebody whom the college knows. ``shown`` is her name as this coordinator may see it."""

    id: str
    name: str
    shown: str
    phone_key: str | None
    phone_shown: str
    outside_id: str | None
    place: str
    is_staff: bool = False
    age_band: str | None = None
    #: Whether this coordinator's import may change what is kept of her, and which fields a hand changed before.
    may_change: bool = False
    by_hand: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Candidate:
    """Who a row may be: a known person, or (``row:12``) the person of an earlier row."""

    key: str
    shown: str
    phone_shown: str
    place: str
    #: What the row would change if it is she.
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Decided:
    """A row with its fate; ``person_id`` is who it is when she is known, ``changes`` what the row says otherwise."""

    listed: Listed
    fate: Fate
    person_id: str | None = None
    said: Said | None = None
    candidates: tuple[Candidate, ...] = ()
    changes: tuple[Change, ...] = ()


@dataclass
class KnownPeople:
    """Look-up of known people: by telephone everywhere, by name and outside id only where they stand near.

    The college's own id counts as an outside id: rosters that the college gave out carry it.
    """

    everybody: Iterable[Known]
    by_phone: dict[str, list[Known]] = field(default_factory=dict)
    by_name: dict[str, list[Known]] = field(default_factory=dict)
    by_outside_id: dict[str, list[Known]] = field(default_factory=dict)
    by_id: dict[str, Known] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for each in sorted(self.everybody, key=lambda known: PLACES.index(known.place)):
            self.by_id.setdefault(each.id, each)
            if each.phone_key:
                self.by_phone.setdefault(each.phone_key, []).append(each)
            if each.place != "elsewhere":
                self.by_name.setdefault(name_key(each.name), []).append(each)
                for number in {each.id, each.outside_id or each.id}:
                    self.by_outside_id.setdefault(number, []).append(each)


def listed(
    row: Row, columns: Columns, *, district_code: str, district_name: str, today: date | None = None
) -> tuple[Listed, str | None]:
    """Read one row; give it (still without ``phone_key``) and the 11 digits of its telephone or None.

    Of a birth date the age band on the day ``today`` is taken; without that day it is not understood.
    """
    where = columns.where
    name, cut, wrong_name = name_of(_full_name(row, where))
    typed_phone = row.cell(where.get(columns_of.PHONE))
    phone, wrong_phone = phone_of(typed_phone)
    band, age_remark = age_band_of(row.cell(where.get(columns_of.AGE)), today)
    if columns.born and age_remark == say(DATE_SAID):
        age_remark = None  # said once, of the whole column
    outside_id, id_remark = outside_id_of(row.cell(where.get(columns_of.OUTSIDE_ID)))
    outside_id = outside_id or outside_id_of(row.cell(where.get(columns_of.COLLEGE_ID)))[0]
    district = row.cell(where.get(columns_of.DISTRICT))
    moved, foreign = look_at_district(district, code=district_code, name=district_name)
    problems = [
        Problem("name", masked(name), wrong_name) if wrong_name else None,
        Problem("phone", masked(typed_phone), wrong_phone) if wrong_phone else None,
        Problem("district", district[:40], foreign) if foreign else None,
    ]
    made = Listed(
        number=row.number,
        name=name,
        phone_shown=masked(phone) if phone else "",
        age_band=band,
        outside_id=outside_id,
        problems=tuple(each for each in problems if each),
        remarks=tuple(each for each in (cut, hidden_phone(typed_phone), age_remark, id_remark, moved) if each),
        aside=aside_of(row, where),
    )
    return made, phone


def _full_name(row: Row, where: dict[str, int]) -> str:
    if columns_of.NAME in where:
        return row.cell(where[columns_of.NAME])
    family, given = row.cell(where.get(columns_of.FAMILY)), row.cell(where.get(columns_of.GIVEN))
    return f"{given} {family}" if (family + given).isascii() else family + given


def decide(people: Sequence[Listed], known: KnownPeople) -> list[Decided]:
    """Give each row its fate, in order: the same rows and the same known people always give the same fates."""
    seen = _Seen()
    decided = []
    for each in people:
        one = _decide_one(each, known, seen)
        if one.fate not in (Fate.WRONG, Fate.ASIDE, Fate.TWICE):
            seen.add(each)
        decided.append(one)
    return decided


def _decide_one(each: Listed, known: KnownPeople, seen: _Seen) -> Decided:
    if each.problems:
        return Decided(each, Fate.WRONG)
    if each.aside:
        return Decided(each, Fate.ASIDE, said=each.aside)
    earlier = seen.same(each)
    if earlier is not None:
        return Decided(each, Fate.TWICE, said=say(N_("The same person as in row %(row)s."), row=earlier.number))
    person = _same(each, known)
    if person is not None:
        return as_known(each, person)
    question, candidates = _question(each, known, seen)
    if question is not None:
        return Decided(each, Fate.ASK, said=question, candidates=tuple(candidates))
    return Decided(each, Fate.NEW)


def _same(each: Listed, known: KnownPeople) -> Known | None:
    """Same name and same telephone, or same name and same outside id in this district; nothing less is certain."""
    key = name_key(each.name)
    by_phone = known.by_phone.get(each.phone_key or "", [])
    by_id = known.by_outside_id.get(each.outside_id or "", [])
    return next((person for person in [*by_phone, *by_id] if name_key(person.name) == key), None)


def as_known(each: Listed, person: Known) -> Decided:
    """Give the fate of a row that is this known person."""
    if person.place == "here":
        return Decided(each, Fate.HERE, person.id, changes=changes_of(each, person))
    if person.is_staff:
        said = say(N_("Works for the college and is not made a student. Staff get their roles from the operator."))
        return Decided(each, Fate.ASIDE, person.id, said)
    fate = Fate.BACK if person.place == "ended" else Fate.KNOWN
    return Decided(each, fate, person.id, changes=changes_of(each, person))


def _question(each: Listed, known: KnownPeople, seen: _Seen) -> tuple[Said | None, list[Candidate]]:
    """Give what must be asked about a row, and who it may be; (None, []) when nothing must."""
    same_phone = known.by_phone.get(each.phone_key or "", [])
    if same_phone:
        return say(N_("The telephone belongs to somebody with another name.")), _candidates(each, same_phone)
    same_id = known.by_outside_id.get(each.outside_id or "", [])
    if same_id:
        return say(N_("The number %(number)s belongs to somebody with another name."), number=each.outside_id or ""), (
            _candidates(each, same_id)
        )
    same_name = [
        person
        for person in known.by_name.get(name_key(each.name), [])
        if not each.phone_key or (not person.phone_key and person.place in ("here", "ended"))
    ]
    if same_name:
        return say(N_("Somebody with this name is known already, and no telephone tells them apart.")), (
            _candidates(each, same_name)
        )
    return seen.question(each)


def _candidates(each: Listed, people: Iterable[Known]) -> list[Candidate]:
    return [
        Candidate(person.id, person.shown, person.phone_shown, person.place, changes_of(each, person))
        for person in people
        if not person.is_staff
    ][:6]


class _Seen:
    """The rows already read, for those that stand in the file twice."""

    def __init__(self) -> None:
        self.same_as: dict[tuple[str, str, str], Listed] = {}
        self.by_phone: dict[str, Listed] = {}
        self.by_id: dict[str, Listed] = {}
        self.by_name: dict[str, list[Listed]] = {}
        self.by_name_only: dict[str, list[Listed]] = {}

    def add(self, each: Listed) -> None:
        """Remember a row that somebody stands in."""
        name = name_key(each.name)
        for key in _sure_keys(each):
            self.same_as.setdefault(key, each)
        if each.phone_key:
            self.by_phone.setdefault(each.phone_key, each)
        else:
            self.by_name_only.setdefault(name, []).append(each)
        if each.outside_id:
            self.by_id.setdefault(each.outside_id, each)
        self.by_name.setdefault(name, []).append(each)

    def same(self, each: Listed) -> Listed | None:
        """Give the earlier row of the same name with the same telephone or the same outside id."""
        return next((self.same_as[key] for key in _sure_keys(each) if key in self.same_as), None)

    def question(self, each: Listed) -> tuple[Said | None, list[Candidate]]:
        """Give what must be asked because of an earlier row."""
        for other, sentence in (
            (self.by_phone.get(each.phone_key or ""), N_("Row %(row)s has the same telephone and another name.")),
            (self.by_id.get(each.outside_id or ""), N_("Row %(row)s has the same number and another name.")),
            (self._unclear(each), N_("Row %(row)s has the same name, and no telephone tells them apart.")),
        ):
            if other:
                candidate = Candidate(f"row:{other.number}", other.name, other.phone_shown, "file")
                return say(sentence, row=other.number), [candidate]
        return None, []

    def _unclear(self, each: Listed) -> Listed | None:
        rows = self.by_name_only if each.phone_key else self.by_name
        alike = rows.get(name_key(each.name), ())
        return next((other for other in alike if not (each.outside_id and other.outside_id)), None)


def _sure_keys(each: Listed) -> list[tuple[str, str, str]]:
    name = name_key(each.name)
    marks = (("phone", each.phone_key), ("id", each.outside_id))
    return [(kind, name, mark) for kind, mark in marks if mark]


def answered(one: Decided, answer: str | None, known: KnownPeople) -> Decided:
    """Give the fate of a question after its answer; without a fitting answer it stays a question."""
    if one.fate is not Fate.ASK or answer is None:
        return one
    if answer == AS_NEW:
        return Decided(one.listed, Fate.NEW)
    if answer == LEAVE:
        return Decided(one.listed, Fate.LEFT)
    chosen = next((each for each in one.candidates if answer == SAME + each.key), None)
    if chosen is None:
        return one
    if chosen.key.startswith("row:"):
        return Decided(one.listed, Fate.TWICE, said=one.said)
    return replace(as_known(one.listed, known.by_id[chosen.key]), changes=chosen.changes)
