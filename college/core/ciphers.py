"""Everything encrypted in the database, found from the tables themselves, and encrypting it anew with another key.

A column belongs here when it is called ``cipher`` or ``…_cipher``; so does every JSON column, which may hold a
cipher as one of its strings. What is encrypted inside a kept file is looked at through `holds_ciphers`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from cryptography.fernet import InvalidToken
from sqlalchemy import JSON, ColumnElement, LargeBinary, Text, and_, cast, func, or_, select, update
from sqlalchemy.sql.schema import Column, Table

from college.core import crypto, keyring
from college.core.db import db, run_in_unit
from college.core.files import StoredFile

log = structlog.get_logger()

#: What every cipher looks like: the key's id, a colon, a Fernet token (which begins with its version, in base 64).
CIPHER = re.compile(r"([\w-]+):gAAAA[\w=-]+")
MARK = ":gAAAA"
#: So many rows are encrypted in one transaction; files, up to 10 MB each, a few at a time.
BATCH, FILES_BATCH = 500, 5

Report = Callable[[str, int, int], None]
#: Gives the bytes of a file with every cipher inside given through a function.
Inside = Callable[[bytes, Callable[[str], str]], bytes]
_inside: dict[str, Inside] = {}


def holds_ciphers(purpose: str) -> Callable[[Inside], Inside]:
    """Mark the function that knows the ciphers inside kept files of a purpose: ``function(data, renew) -> data``."""

    def mark(function: Inside) -> Inside:
        _inside[purpose] = function
        return function

    return mark


def purposes() -> tuple[str, ...]:
    """Give the purposes of files that hold ciphers inside."""
    return tuple(_inside)


@dataclass(frozen=True)
class Place:
    """One column in which ciphers stand."""

    table: Table
    column: Column[Any]

    @property
    def name(self) -> str:
        """Table and column, such as ``person.phone_cipher``."""
        return f"{self.table.name}.{self.column.name}"

    @property
    def is_json(self) -> bool:
        """Whether ciphers are strings somewhere within the value."""
        return isinstance(self.column.type, JSON)

    @property
    def batch(self) -> int:
        """How many rows are encrypted in one transaction."""
        return FILES_BATCH if isinstance(self.column.type, LargeBinary) else BATCH

    @property
    def raw(self) -> ColumnElement[Any]:
        """The column as it is compared: JSON as its text."""
        return cast(self.column, Text) if self.is_json else self.column

    def uses(self, key_id: str) -> ColumnElement[bool]:
        """The condition of a row in which this key encrypts something."""
        if self.is_json:
            return self.raw.contains(f"{key_id}{MARK}", autoescape=True)
        prefix = f"{key_id}:"
        start = func.substr(self.column, 1, len(prefix))
        return start == (prefix.encode() if isinstance(self.column.type, LargeBinary) else prefix)

    def is_used(self) -> ColumnElement[bool]:
        """The condition of a row in which anything is encrypted."""
        return self.raw.contains(MARK, autoescape=True) if self.is_json else self.column.is_not(None)


def places() -> list[Place]:
    """Give every column in which a cipher may stand, of every table that there is."""
    return [
        Place(table, column)
        for table in db.metadata.sorted_tables
        for column in table.columns
        if column.name == "cipher" or column.name.endswith("_cipher") or isinstance(column.type, JSON)
    ]


def counts(key_ids: tuple[str, ...]) -> dict[str, int]:
    """Give how many rows each of these keys encrypts, kept files counted once more for what is inside them.

    The key ``""`` stands for rows of keys that nobody has: they cannot be read.
    """
    found = dict.fromkeys((*key_ids, ""), 0)
    for place in places():
        rows = [func.count().filter(place.uses(key_id)) for key_id in key_ids]
        known = or_(*(place.uses(key_id) for key_id in key_ids))
        numbers = db.session.execute(select(*rows, func.count().filter(and_(place.is_used(), ~known)))).one()
        for key_id, number in zip((*key_ids, ""), numbers, strict=True):
            found[key_id] += number
    for _file, inner in _inner_ids():
        for key_id in inner:
            found[key_id if key_id in key_ids else ""] += 1
    return found


def _inner_ids() -> Iterator[tuple[Any, set[str]]]:
    for file_id, purpose, cipher in _files_with_ciphers():
        ids: set[str] = set()
        try:
            _inside[purpose](crypto.decrypt_bytes(cipher), lambda each, ids=ids: ids.add(_key_of(each)) or each)
        except (KeyError, InvalidToken) as error:
            log.error("a kept file cannot be read", file=str(file_id), reason=type(error).__name__)
        yield file_id, ids


def _files_with_ciphers() -> Iterator[tuple[Any, str, bytes]]:
    """Give the files that hold ciphers inside, one after the other: each may be large."""
    for file_id in db.session.scalars(select(StoredFile.id).where(StoredFile.purpose.in_(purposes()))).all():
        row = db.session.execute(select(StoredFile.purpose, StoredFile.cipher).where(StoredFile.id == file_id)).first()
        if row is not None:
            yield file_id, row[0], bytes(row[1])


def _key_of(cipher: str) -> str:
    return cipher.partition(":")[0]


def renew(cipher: str) -> str:
    """Encrypt a cipher anew with the key that writes; one that has it already comes back as it is.

    Raises `KeyError` and `InvalidToken` for what cannot be read.
    """
    return cipher if _key_of(cipher) == keyring.writing() else crypto.encrypt(crypto.decrypt(cipher))


def renew_all(report: Report) -> tuple[int, int]:
    """Encrypt everything anew that another key than the writing one encrypts; give how many rows, and how many failed.

    Opens a unit of work for each few rows: killed at any moment, the next call does the rest. A row that somebody
    else changes meanwhile is left to the next round; nothing is written over. Rows that cannot be read are left
    as they are. ``report(place, done, total)`` hears how far it is.
    """
    done, failed = 0, 0
    for place in places() if keyring.old() else []:
        changed, broken = _renew_place(place, report)
        done, failed = done + changed, failed + broken
    return done + _renew_inside(report), failed


def _renew_place(place: Place, report: Report) -> tuple[int, int]:
    keys = list(place.table.primary_key.columns)
    old = or_(*(place.uses(key_id) for key_id in keyring.old()))
    done, broken = 0, set()
    while True:
        rows = run_in_unit(lambda: [tuple(row) for row in db.session.execute(select(*keys).where(old))], writes=False)
        waiting = [row for row in rows if row not in broken]
        if not waiting:
            return done, len(broken)
        for start in range(0, len(waiting), place.batch):
            some = waiting[start : start + place.batch]
            broken |= _renew_rows(place, keys, some)
            done += len(some)
            report(place.name, min(start + len(some), len(waiting)), len(waiting))


def _renew_rows(place: Place, keys: list[Column[Any]], rows: list[tuple]) -> set[tuple]:
    """Encrypt these rows anew, each only if it is still as it was read; give those that cannot be."""
    these = or_(*(_is(keys, row) for row in rows)) if len(keys) > 1 else keys[0].in_([row[0] for row in rows])
    found = run_in_unit(
        lambda: [tuple(row) for row in db.session.execute(select(*keys, place.column, place.raw).where(these))], writes=False
    )
    fresh, broken = [], set()
    for *key, value, raw in found:
        try:
            renewed = _renewed(value)
            if renewed == value:
                broken.add(tuple(key))
            else:
                fresh.append((key, raw, renewed))
        except (KeyError, InvalidToken) as error:
            log.error("a row cannot be read", place=place.name, reason=type(error).__name__)
            broken.add(tuple(key))
    run_in_unit(lambda: [_write(place, keys, *each) for each in fresh])
    return broken


def _renewed(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return crypto.encrypt_bytes(crypto.decrypt_bytes(bytes(value)))
    if isinstance(value, str):
        return renew(value) if CIPHER.fullmatch(value) else value
    if isinstance(value, dict):
        return {name: _renewed(each) for name, each in value.items()}
    return [_renewed(each) for each in value] if isinstance(value, list) else value


def _write(place: Place, keys: list[Column[Any]], key: list[Any], raw: Any, value: Any) -> None:
    same = and_(_is(keys, key), place.raw == raw)
    db.session.execute(update(place.table).where(same).values({place.column.name: value}))


def _is(keys: list[Column[Any]], row: Sequence[Any]) -> ColumnElement[bool]:
    return and_(*(key == value for key, value in zip(keys, row, strict=True)))


def _renew_inside(report: Report) -> int:
    """Encrypt anew what stands inside kept files: a roster that is looked at holds telephone numbers."""
    done = 0
    ids = run_in_unit(lambda: [file_id for file_id, inner in _inner_ids() if inner - {keyring.writing()}], writes=False)
    for number, file_id in enumerate(ids, start=1):
        done += run_in_unit(lambda file_id=file_id: _renew_file(file_id))
        report("stored_file", number, len(ids))
    return done


def _renew_file(file_id: Any) -> int:
    row = db.session.get(StoredFile, file_id)
    if row is None:
        return 0
    row.cipher = crypto.encrypt_bytes(_inside[row.purpose](crypto.decrypt_bytes(bytes(row.cipher)), renew))
    return 1
