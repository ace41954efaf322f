"""Puts a payload into every cell of the database that people's words reach: what is stored must be harmless on every page."""

import sqlite3
import unicodedata
from contextlib import closing
from pathlib import Path

from flask import Flask

from college.core.db import db
from tests.hostile.filling import Supply
from tests.hostile.payloads import MARK
from tests.support.databases import let_go

#: Texts that hold steps by their ids: without those their pages would be gone. Forms write payloads into them.
SHAPED = {("lesson_draft", "zh"), ("lesson_draft", "en")}
Cells = dict[tuple[str, str], int]


def file_of(app: Flask) -> Path:
    """Give the file of an application's SQLite database."""
    return Path(app.config["DATABASE_URL"].removeprefix("sqlite:///"))


def cells_with_words(app: Flask) -> Cells:
    """Give (table, column) → letters for the text columns into which forms have put a payload already."""
    found = {}
    with closing(sqlite3.connect(file_of(app))) as reader:
        for table in db.metadata.tables.values():
            for column in table.columns:
                if column.primary_key or column.foreign_keys or not _is_text(column) or (table.name, column.name) in SHAPED:
                    continue
                where = f"""SELECT max(length("{column.name}")), sum("{column.name}" LIKE '%ran(%' OR "{column.name}" LIKE '%{MARK}%') FROM "{table.name}" """
                longest, hits = reader.execute(where).fetchone()
                if hits and longest:
                    found[table.name, column.name] = min(longest, getattr(column.type, "length", None) or longest)
    return found


def _is_text(column) -> bool:
    try:
        return column.type.python_type is str
    except NotImplementedError:
        return False


def saturate(app: Flask, cells: Cells, supply: Supply, *, is_harmless: bool = False) -> int:
    """Write the next payloads into every row of these columns; give how many cells were written.

    With `is_harmless` the texts have the same length, blanks and line ends, but say nothing to a browser.
    """
    let_go(app)
    written = 0
    with closing(sqlite3.connect(file_of(app), timeout=30)) as writer:
        for (table, column), limit in cells.items():
            rows = writer.execute(f'SELECT rowid FROM "{table}" WHERE "{column}" <> \'\'').fetchall()
            for (row,) in rows:
                text = supply.text(("cell", table, column), max(limit, 12)).replace("\x00", "")
                text = harmless(text) if is_harmless else text
                try:
                    written += writer.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE rowid = ?', (text.encode("utf-8", "replace").decode(), row)).rowcount
                except sqlite3.IntegrityError as refused:
                    assert "UNIQUE" in str(refused) or "append" in str(refused).lower(), refused
        writer.commit()
    return written


def harmless(text: str) -> str:
    """Give a text of hanzi with the same length and the same blanks."""
    return "".join(sign if unicodedata.category(sign)[0] in "CZ" else chr(0x4E00 + (ord(sign) * 31 + at) % 8000) for at, sign in enumerate(text))
