"""The door to privacy: a person's own data, deletion and its purge, retention, and records put together."""

from __future__ import annotations

from college.privacy.deletion import ask_deletion, ask_for_her, ask_own, overdue_count, pending_count, take_back
from college.privacy.merging import merge
from college.privacy.purging import due_count, purge_again, purge_due
from college.privacy.requests import waiting_count
from college.privacy.retention import last_run

__all__ = [
    "ask_deletion",
    "ask_for_her",
    "ask_own",
    "due_count",
    "last_run",
    "merge",
    "overdue_count",
    "pending_count",
    "purge_again",
    "purge_due",
    "take_back",
    "waiting_count",
]
