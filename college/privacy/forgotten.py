"""The list of who was deleted, beside the database: after an older backup came back, they are deleted once more."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from uuid import UUID

from flask import current_app

NAME = "forgotten.jsonl"


def _path() -> Path:
    return Path(current_app.instance_path) / NAME


def noted() -> dict[UUID, date]:
    """Give who was deleted and when, as the list says; a line that was cut off by a power cut is left out."""
    if not _path().exists():
        return {}
    found = {}
    for line in _path().read_text(encoding="utf-8").splitlines():
        if line.startswith("{") and line.endswith("}"):
            entry = json.loads(line)
            found[UUID(entry["id"])] = date.fromisoformat(entry["day"])
    return found


def note(people: Iterable[tuple[UUID, date]]) -> None:
    """Add people to the list, id and day only, and wait until the disk has them; who stands there is left alone."""
    known = noted()
    new = [(person_id, day) for person_id, day in people if person_id not in known]
    if not new:
        return
    _path().parent.mkdir(parents=True, exist_ok=True)
    with _path().open("a+b") as file:
        if file.tell() and not _ends_well(_path()):
            file.write(b"\n")
        for person_id, day in new:
            file.write(json.dumps({"id": str(person_id), "day": day.isoformat()}).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


def _ends_well(path: Path) -> bool:
    return path.read_bytes().endswith(b"\n")
