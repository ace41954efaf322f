"""Running a parser where it can be stopped: in a process of its own, with so many seconds and so much memory."""

from __future__ import annotations

import math
import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from multiprocessing.reduction import ForkingPickler
from pathlib import Path
from typing import Any, TypeVar

try:
    import resource
except ImportError:  # Windows has no such limits; the time still holds there
    resource = None  # type: ignore[assignment]

T = TypeVar("T")

#: What comes back may be so large once packed, in bytes: twenty thousand rows are 3 MB.
MAX_ANSWER = 64 * 1024 * 1024
MEGABYTE = 1024 * 1024
#: Seconds that a first process may take until it begins: it loads the whole college once.
STARTING = 30.0
#: Modules with the functions that are run here; the server of fresh processes loads them once.
_preloaded: list[str] = []


class TooMuch(Exception):
    """It took longer or more memory than it may, or its process died. ``why`` is "time", "memory" or "died"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Cost:
    """What a run took: seconds by the clock, and megabytes of memory on top of a process that does nothing."""

    seconds: float
    megabytes: float


def preload(module: str) -> None:
    """Have a module loaded before the first run, so that a run costs milliseconds. Call it when importing."""
    if module not in _preloaded:
        _preloaded.append(module)
        if _is_forked():
            forkserver.set_forkserver_preload(list(_preloaded))


def warm_up() -> None:
    """Start the server of fresh processes now, so that the first run need not wait for it. For workers."""
    if _is_forked():
        forkserver.ensure_running()


def run_limited(
    function: Callable[..., T],
    *args: Any,
    seconds: float,
    megabytes: int,
    clock: float | None = None,
    tell: Callable[[Cost], None] | None = None,
) -> T:
    """Call ``function(*args)`` in a process of its own and give what it gives, or raise what it raises.

    ``function`` is a module's own, and what goes in and out can be pickled. ``seconds`` are counted by the
    processor and by the clock, ``clock`` by the clock alone (for what only computes, so that a busy machine does not
    stop honest work), ``megabytes`` on top of what the process has at the start (where the system can limit
    that). ``tell`` hears what it cost. Raises `TooMuch` when the process was stopped.
    """
    context = multiprocessing.get_context("forkserver" if _is_forked() else "spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_child, args=(theirs, function, args, seconds, megabytes), daemon=True)
    process.start()
    theirs.close()
    begun = time.monotonic()
    try:
        kind, value, peak = _answer(ours, process.pid, seconds if clock is None else clock)
    finally:
        process.kill()
        process.join()
        process.close()
        ours.close()
    if tell:
        tell(Cost(time.monotonic() - begun, peak))
    if kind == "gave":
        return value
    raise value if kind == "raised" else TooMuch(value)


def _is_forked() -> bool:
    return "forkserver" in multiprocessing.get_all_start_methods()


def _answer(line: Connection, pid: int | None, seconds: float) -> tuple[str, Any, float]:
    """Wait for what the child says: its begin, then its answer. A child that says nothing more has died."""
    base = 0.0
    try:
        if not line.poll(STARTING):
            return "stopped", "time", 0.0
        base = line.recv()
        if not line.poll(seconds):
            return "stopped", "time", _peak(pid) - base
        packed = line.recv_bytes(MAX_ANSWER)
    except EOFError:
        return "stopped", "died", 0.0
    except OSError:
        return "stopped", "memory", _peak(pid) - base
    return ForkingPickler.loads(packed)


def _child(line: Connection, function: Callable[..., Any], args: tuple[Any, ...], seconds: float, megabytes: int) -> None:
    base = _resident()
    _limit(seconds, megabytes)
    line.send(base)
    try:
        said: tuple[str, Any] = ("gave", function(*args))
    except MemoryError:
        said = ("stopped", "memory")
    except Exception as error:
        said = ("raised", error)
    try:
        packed = ForkingPickler.dumps((*said, _peak(os.getpid()) - base))
    except MemoryError:
        packed = ForkingPickler.dumps(("stopped", "memory", 0.0))
    line.send_bytes(packed)
    line.close()


def _limit(seconds: float, megabytes: int) -> None:
    """Let the system stop this process: no more memory, processor time or files than it may have."""
    if resource is None:
        return
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    for what, most in (
        (resource.RLIMIT_CPU, math.ceil(seconds) + 1),
        (resource.RLIMIT_AS, _virtual() + megabytes * MEGABYTE if _virtual() else resource.RLIM_INFINITY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        resource.setrlimit(what, (most, hard) if hard == resource.RLIM_INFINITY or most <= hard else (hard, hard))


def _virtual() -> int:
    """Give the address space of this process in bytes, 0 where the system does not say."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def _resident() -> float:
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / MEGABYTE
    except OSError:
        return 0.0


def _peak(pid: int | None) -> float:
    """Give the most memory that a process has had, in megabytes; 0 where the system does not say."""
    try:
        text = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in text.splitlines() if line.startswith("VmHWM:")), 0.0)
