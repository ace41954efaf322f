"""Addresses of privacy: a student's own data and its deletion, requests of it, retention, records put together."""

from __future__ import annotations

from college.privacy import (
    routes_deletion,
    routes_merging,
    routes_own,
    routes_requests,
    routes_retention,
    routes_transfers,
)
from college.privacy.blueprint import bp

__all__ = [
    "bp",
    "routes_deletion",
    "routes_merging",
    "routes_own",
    "routes_requests",
    "routes_retention",
    "routes_transfers",
]
