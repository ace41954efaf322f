"""Searches every column of every table, what the keys open too, and every file beside the database, for words."""

import json
import zlib
from io import BytesIO
from pathlib import Path

from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select

from college.core import crypto
from college.core.db import db


def places_of(app: Flask, words: list[str], folder: Path) -> dict[str, int]:
    """Give where one of the words stands (`table.column`, or a file's name) and how often."""
    found: dict[str, int] = {}
    with app.app_context():
        for table in db.metadata.tables.values():
            for row in db.session.execute(select(table)).mappings():
                for column, value in row.items():
                    if any(word in text for text in _readings(value) for word in words):
                        found[f"{table.name}.{column}"] = found.get(f"{table.name}.{column}", 0) + 1
        db.session.rollback()
    for path in folder.rglob("*"):
        if path.is_file() and any(word.encode() in path.read_bytes() for word in words):
            found[path.name] = found.get(path.name, 0) + 1
    return found


def searched(app: Flask) -> tuple[int, int]:
    """Give how many tables and columns are looked at."""
    with app.app_context():
        tables = db.metadata.tables.values()
        return len(tables), sum(len(table.columns) for table in tables)


def _readings(value: object) -> list[str]:
    """Give a value as every text that can be made of it: plain, unescaped, decrypted, unpacked, drawn."""
    if value is None:
        return []
    if isinstance(value, bytes):
        return _of_bytes(_opened(value))
    if isinstance(value, (dict, list)):
        return [json.dumps(value, ensure_ascii=False)]
    text = str(value)
    return [text, *_of_bytes(_opened(text.encode()))] if ":" in text else [text]


def _opened(data: bytes) -> bytes:
    try:
        return crypto.decrypt_bytes(data)
    except Exception as closed:
        assert closed
        return data


def _of_bytes(data: bytes) -> list[str]:
    if data.startswith(b"%PDF"):
        return ["".join(page.extract_text().split()) for page in PdfReader(BytesIO(data)).pages]
    try:
        data = zlib.decompress(data)
    except zlib.error as plain:
        assert plain
    text = data.decode("utf-8", errors="replace")
    return [text, _unescaped(text)]


def _unescaped(text: str) -> str:
    try:
        return json.dumps(json.loads(text), ensure_ascii=False)
    except ValueError:
        return text
