"""How the college itself is: for the operator's start page."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import timedelta

from flask import current_app
from sqlalchemy.engine import make_url

from college.accounts import service as accounts
from college.core import jobs
from college.core.clock import now
from college.privacy import service as privacy

#: A worker signs every 30 seconds; after so long without a sign it is taken for dead.
WORKER_SILENT = timedelta(minutes=3)
#: Failed work of so many days is shown.
FAILED_DAYS = 7
#: Below so many bytes of free disk the operator is told to make room.
DISK_LOW = 2_000_000_000
GIGABYTE = 1_000_000_000


@dataclass(frozen=True)
class Health:
    """What an operator looks at. ``disk_free`` is in bytes."""

    database: str
    queue: jobs.Health
    is_worker_alive: bool
    disk_free: int
    public_url: str | None
    contact: str | None
    without_password: int
    noisy_addresses: int
    #: People who wait to be deleted, and those who should be gone by now.
    deletions: int
    late_deletions: int

    @property
    def disk_free_text(self) -> str:
        """Give the free disk in gigabytes, one digit after the point."""
        return f"{self.disk_free / GIGABYTE:.1f}"

    @property
    def is_disk_low(self) -> bool:
        """Whether room must be made soon."""
        return self.disk_free < DISK_LOW

    @property
    def is_https(self) -> bool:
        """Whether phones reach the college over an encrypted line."""
        return bool(self.public_url and self.public_url.startswith("https://"))


def health() -> Health:
    """Look at the queue, the disk and the settings: eight small queries."""
    config, moment = current_app.config, now()
    queue = jobs.health(moment - timedelta(days=FAILED_DAYS))
    seen = queue.worker_seen_at
    return Health(
        database=make_url(config["DATABASE_URL"]).get_backend_name(),
        queue=queue,
        is_worker_alive=seen is not None and moment - seen < WORKER_SILENT,
        disk_free=shutil.disk_usage(current_app.instance_path).free,
        public_url=config["PUBLIC_URL"],
        contact=config["CONTACT"],
        without_password=accounts.staff_without_password_count(),
        noisy_addresses=accounts.noisy_addresses(),
        deletions=privacy.pending_count(),
        late_deletions=privacy.overdue_count(),
    )
