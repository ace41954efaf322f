"""What the limits are tried on: work that behaves, and work that does not."""

import os
import re
import signal
import tempfile
import time

from college.core.errors import RuleBroken


def double(number: int) -> int:
    """Behave."""
    return number * 2


def sleeps() -> None:
    """Never come back, using nothing."""
    time.sleep(3600)


def spins() -> None:
    """Never come back, using the processor."""
    while True:
        pass


def holds_gil() -> None:
    """Never come back from within C, where no signal of Python's is heard."""
    re.match(r"(a+)+$", "a" * 60 + "b")


def eats() -> int:
    """Take memory without end."""
    kept = []
    while True:
        kept.append(bytearray(1_000_000))


def answers_too_much() -> bytes:
    """Give more than anybody wants to unpack."""
    return bytes(80 * 1024 * 1024)


def dies() -> None:
    """End as if the system had killed it."""
    os.kill(os.getpid(), signal.SIGKILL)


def raises() -> None:
    """Refuse in a sentence."""
    raise RuleBroken("今天不行。")


def recurses() -> None:
    """Call itself without end."""
    recurses()


def writes() -> int:
    """Write a file."""
    with tempfile.TemporaryFile() as file:
        return file.write(b"x" * 100_000)
