"""The one place that asks what time it is, so that rules stay pure and tests can hold the clock still."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

#: The college's own time zone: China has one.
LOCAL = ZoneInfo("Asia/Shanghai")

_frozen: ContextVar[datetime | None] = ContextVar("frozen", default=None)


def now() -> datetime:
    """Give the present moment, aware, in UTC."""
    return _frozen.get() or datetime.now(UTC)


def today() -> date:
    """Give the calendar day in China."""
    return now().astimezone(LOCAL).date()


@contextmanager
def freeze(moment: datetime) -> Iterator[None]:
    """Hold the clock at an aware ``moment`` within the block: for tests and the demo's past."""
    token = _frozen.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.reset(token)
