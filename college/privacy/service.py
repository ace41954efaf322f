"""The door to privacy: a person's own data, deletion and its purge, retention, and records put together."""

from __future__ import annotations

__all__: list[str] = []
