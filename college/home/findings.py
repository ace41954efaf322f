"""Looking at the college for the operator's start page and for `doctor`: asks this machine and its database alone."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from flask import current_app

from college.accounts import service as accounts
from college.core import ciphers, jobs, keyring
from college.core.clock import now
from college.core.migrated import is_at_head
from college.home.findings_rules import Facts, Finding, State, findings
from college.privacy import service as privacy

#: Failed work of so many days is counted.
FAILED_DAYS = 7
#: Rights of a file that belong to others than its owner.
OTHERS = 0o077
#: What the table on the start page says already, so that its list of findings does not say it again.
IN_THE_TABLE = frozenset({"worker", "failed_jobs", "disk", "public_url", "contact", "late_deletions"})


def look(*, is_demo: bool = False, reads_rows: bool = False) -> Facts:
    """See how everything stands: about ten small queries.

    ``reads_rows`` looks for rows that no key opens too, which takes a second for each hundred thousand.
    """
    config, at = current_app.config, now()
    standing, guarded, queue = keyring.standing(), accounts.guarded(), jobs.health(at - timedelta(days=FAILED_DAYS))
    last = privacy.last_run()
    return Facts(
        at=at,
        is_reachable=is_reachable(config["LISTEN_URL"], config["PUBLIC_URL"]),
        is_demo=is_demo,
        public_url=config["PUBLIC_URL"],
        contact=config["CONTACT"],
        key_count=len(standing.ids),
        keys_saved_at=standing.saved_at,
        unreadable=ciphers.counts(standing.ids)[""] if reads_rows else None,
        is_config_open=_is_open(keyring.file()),
        is_folder_open=keyring.file() is not None and _is_open(Path(current_app.instance_path)),
        operators=guarded.operators,
        without_second_factor=guarded.without_second_factor,
        is_second_factor_required=config["SECOND_FACTOR"] == "required",
        sms_sender=config["SMS_SENDER"],
        worker_seen_at=queue.worker_seen_at,
        failed_jobs=queue.failed,
        retention_at=last.at if last else None,
        retention_failed=len(last.failed) if last else 0,
        late_deletions=privacy.overdue_count(),
        backup_at=newest(Path(current_app.instance_path) / "backups"),
        disk_free=shutil.disk_usage(_there(Path(current_app.instance_path))).free,
        is_at_head=is_at_head(),
    )


def for_start_page() -> list[Finding]:
    """Give what the operator must look at and the table on the start page does not say."""
    return [each for each in findings(look()) if each.state is not State.GOOD and each.key not in IN_THE_TABLE]


def is_reachable(listen_url: str, public_url: str | None) -> bool:
    """Say whether others than somebody at this machine can reach the college."""
    return bool(public_url) or urlsplit(listen_url).hostname not in {"127.0.0.1", "::1", "localhost"}


def newest(folder: Path) -> datetime | None:
    """Give when the newest file in a folder was written, None when there is none."""
    times = [path.stat().st_mtime for path in folder.rglob("*") if path.is_file()]
    return datetime.fromtimestamp(max(times), UTC) if times else None


def _is_open(path: Path | None) -> bool:
    return path is not None and path.exists() and bool(path.stat().st_mode & OTHERS)


def _there(folder: Path) -> Path:
    """Give the folder, or the nearest above it that exists."""
    return folder if folder.exists() else _there(folder.parent)
