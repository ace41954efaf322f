"""The file instance/config.py and the keys in it: read again when it has changed, written as a whole or not at all."""

from __future__ import annotations

import ast
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Config

#: What the file was before it was last changed lies beside it under this ending.
BEFORE = ".bak"


def mark(path: str | Path) -> tuple[int, int, int]:
    """Give what changes whenever the file is written or another is put in its place. Raises `OSError`."""
    stat = os.stat(path)
    return stat.st_mtime_ns, stat.st_ino, stat.st_size


def read(path: Path) -> dict[str, Any]:
    """Give every setting in the file. Raises `OSError`, `SyntaxError` and whatever the file itself raises."""
    settings = Config(str(path.parent))
    settings.from_pyfile(str(path))
    return dict(settings)


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Let one process at a time change the file; a process that was killed lets go of it."""
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def change(path: Path, name: str, value: Any) -> None:
    """Set one setting in the file and leave every other line as it is; what was before lies beside it.

    Both files are readable by their owner alone. Whoever reads meanwhile finds the old file or the new one, whole.
    """
    before = Path(f"{path}{BEFORE}")
    _write(before, path.read_text(encoding="utf-8"))
    _write(path, _changed(path.read_text(encoding="utf-8"), f"{name} = {value!r}\n", name))


def _changed(text: str, line: str, name: str) -> str:
    lines = text.splitlines(keepends=True)
    for node in ast.parse(text).body:
        targets = node.targets if isinstance(node, ast.Assign) else []
        if any(isinstance(target, ast.Name) and target.id == name for target in targets):
            lines[node.lineno - 1 : node.end_lineno] = [line]
            return "".join(lines)
    end = "" if not text or text.endswith("\n") else "\n"
    return text + end + line


def _write(path: Path, text: str) -> None:
    """Put a new file in the place of ``path``: written to the disk first, then renamed."""
    fresh = Path(f"{path}.{os.getpid()}.new")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    if path.exists() and os.geteuid() == 0:
        shutil.chown(fresh, path.stat().st_uid, path.stat().st_gid)
    os.replace(fresh, path)
