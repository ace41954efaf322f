"""What an update wrote over people: kept encrypted as long as the import can be taken back, and put back then."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from college.accounts import service as accounts
from college.cohorts import queries_rosters
from college.cohorts.models_hand_edits import AGE_BAND, NAME, PHONE
from college.cohorts.roster_keeping import Kept
from college.cohorts.roster_models import RosterImport
from college.core import audit, ciphers, files
from college.core.clock import now
from college.core.permissions import Actor

PURPOSE_BEFORE = "roster.before"
#: As long as an import can be taken back.
KEPT_FOR = timedelta(days=30)
#: A field → the columns that go together; the first of them says whether it is still what the import wrote.
COLUMNS = {
    NAME: ("name",),
    PHONE: ("phone_hash", "phone_cipher", "phone_head", "phone_tail"),
    AGE_BAND: ("age_band",),
}

#: Person → field → its columns.
Contents = dict[str, dict[str, dict[str, str | None]]]


def write_over(actor: Actor, record: RosterImport, told: Iterable[tuple[UUID, Kept, list[str]]]) -> int:
    """Write these fields of people as their rows have them, and keep what was there; give of how many people.

    Each of them has it in her own log, as an edit by hand. A person who stands in two rows is written once, as the earlier row has her.
    """
    after: Contents = {}
    for person_id, row, fields in told:
        if fields:
            after.setdefault(str(person_id), {field: _columns(row, field) for field in fields})
    if not after:
        return 0
    found = accounts.contents_of([UUID(each) for each in after])
    before = {each: _only(found[UUID(each)], fields) for each, fields in after.items() if UUID(each) in found}
    accounts.write_contents({UUID(each): _flat(after[each]) for each in before})
    record.before_id = _keep(record, before, {each: after[each] for each in before})
    _note(actor, record, before)
    return len(before)


def put_back(actor: Actor, record: RosterImport) -> tuple[int, int]:
    """Put back what `write_over` wrote over; give of how many people, and of how many something stays as edited since.

    Of whoever works for the college by now, and of whom another district looks after, everything stays as it is.
    """
    packed = files.read(record.before_id)
    if packed is None:
        return 0, 0
    before, after = json.loads(zlib.decompress(packed))
    people = [UUID(each) for each in before]
    kept = accounts.staff_among(people) | queries_rosters.cared_for_elsewhere(people, record.district_code)
    found = accounts.contents_of(people)
    back: dict[str, list[str]] = {}
    edited = 0
    for each, fields in before.items():
        current = found.get(UUID(each))
        if current is None:
            continue
        is_ours = UUID(each) not in kept
        same = [field for field in fields if is_ours and _is_same(current, after[each][field], field)]
        edited += len(same) < len(fields)
        if same:
            back[each] = same
    accounts.write_contents({UUID(each): _flat({field: before[each][field] for field in same}) for each, same in back.items()})
    _note(actor, record, back)
    files.discard(record.before_id)
    record.before_id = None
    return len(back), edited


def _note(actor: Actor, record: RosterImport, written: Mapping[str, Collection[str]]) -> None:
    """Write down for each person what stands there after an edit by hand, and which import did it."""
    told = {f"person:{each}": {"phone_changed": PHONE in fields, "import": str(record.id)} for each, fields in written.items()}
    audit.record_many(actor, "person.edit", told, district=record.district_code)


def forget_before(person_id: UUID) -> None:
    """Take a person out of everything that updates of her districts wrote over and that is still kept."""
    for file_id in queries_rosters.befores_that_may_name(person_id):
        kept = files.row(file_id)
        if kept is None:
            continue
        both = json.loads(zlib.decompress(files.read(kept.id) or _packed({}, {})))
        if str(person_id) in both[0]:
            files.replace(kept, _packed(*({each: fields for each, fields in half.items() if each != str(person_id)} for half in both)))


@ciphers.holds_ciphers(PURPOSE_BEFORE)
def renew_before(data: bytes, renew: Callable[[str], str]) -> bytes:
    """Give what was kept with the cipher of each telephone given through ``renew``: for a change of keys."""
    both = json.loads(zlib.decompress(data))
    for columns in (phone for half in both for fields in half.values() if (phone := fields.get(PHONE))):
        if columns["phone_cipher"]:
            columns["phone_cipher"] = renew(columns["phone_cipher"])
    return _packed(*both)


def _columns(row: Kept, field: str) -> dict[str, str | None]:
    listed = row.decided.listed
    values: dict[str, Any] = {"name": listed.name, "age_band": listed.age_band, **row.phone}
    return {column: values[column] for column in COLUMNS[field]}


def _only(contents: dict[str, str | None], fields: Iterable[str]) -> dict[str, dict[str, str | None]]:
    return {field: {column: contents[column] for column in COLUMNS[field]} for field in fields}


def _flat(fields: dict[str, dict[str, str | None]]) -> dict[str, str | None]:
    return {column: value for columns in fields.values() for column, value in columns.items()}


def _is_same(current: dict[str, str | None], written: dict[str, str | None], field: str) -> bool:
    first = COLUMNS[field][0]
    return current[first] == written[first]


def _keep(record: RosterImport, before: Contents, after: Contents) -> UUID:
    stored = files.keep(
        "before",
        "application/octet-stream",
        _packed(before, after),
        owner_id=record.made_by,
        expires_at=now() + KEPT_FOR,
        purpose=PURPOSE_BEFORE,
    )
    return stored.id


def _packed(before: Contents, after: Contents) -> bytes:
    return zlib.compress(json.dumps([before, after]).encode(), 1)
