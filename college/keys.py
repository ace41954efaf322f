"""The commands about keys: which there are, changing them while the college runs, and saying that they are saved."""

from __future__ import annotations

import os
import re
import secrets
import sys
from datetime import timedelta
from pathlib import Path

import click
from cryptography.fernet import Fernet
from flask import Flask, current_app
from flask.cli import AppGroup
from flask_babel import gettext as _

from college import config
from college.accounts import service as accounts
from college.core import audit, ciphers, files, jobs, keyfile, keyring, rehashing
from college.core.clock import now
from college.core.db import run_in_unit
from college.core.pages import moment
from college.core.permissions import Actor

group = AppGroup("keys", help="The keys that keep telephone numbers unreadable.")

#: A worker signs every 30 seconds: without a sign for so long none runs, on whichever machine.
SILENT = timedelta(seconds=60)


def register(app: Flask) -> None:
    """Add the commands to the application."""
    app.cli.add_command(group)


@group.command("list")
def show() -> None:
    """Say which data keys there are and how many rows each encrypts. The keys themselves are never printed."""
    standing = run_in_unit(keyring.standing, writes=False)
    counts = run_in_unit(lambda: ciphers.counts(standing.ids), writes=False)
    for key_id in standing.ids:
        words = _("encrypts what is new") if key_id == standing.writing else _("only reads")
        click.echo(f"{key_id:<12} {counts[key_id]:>9}  {words}")
    if counts[""]:
        click.echo(f"{'?':<12} {counts['']:>9}  " + _("cannot be read: their key is not here"))
    if standing.saved_at:
        click.echo(_("A copy lies elsewhere, as somebody said %(moment)s.", moment=moment(standing.saved_at)))
    else:
        click.echo(_("Nobody has said yet that a copy of these keys lies elsewhere: keys saved"))


@group.command("saved")
def saved() -> None:
    """Say that a copy of instance/config.py (or of the settings) lies in another place. `doctor` then stops asking."""
    run_in_unit(_note_saved)
    click.echo(_("Thank you. You will be reminded again when a key changes."))


def _note_saved() -> None:
    keyring.note_saved(None)
    audit.record(Actor.system(), "keys.saved")


@group.command("rotate")
def rotate() -> None:
    """Encrypt everything with a new data key, while the college runs.

    The key is added to instance/config.py; every running process reads that file again by itself before its next
    letter, so no restart is needed and nothing is unreadable meanwhile. Killed half-way, run it again: it goes on.
    Keys from COLLEGE_DATA_KEYS cannot be changed from here; the command then says what to set.
    """
    if not keyring.old():
        path = keyring.file()
        if path is None:
            raise click.ClickException(_how_to_set_data_keys())
        click.echo(_("New key: %(id)s. What config.py was before lies beside it as config.py.bak.", id=_add_key(path)))
    changed, failed = ciphers.renew_all(_report)
    run_in_unit(lambda: audit.record(Actor.system(), "keys.rotate", key=keyring.writing(), rows=changed))
    click.echo(_("%(rows)s rows are now encrypted with %(id)s.", rows=changed, id=keyring.writing()))
    if failed:
        raise click.ClickException(
            _(
                "%(rows)s rows cannot be read with any key that is here; they are as they were.",
                rows=failed,
            )
        )
    click.echo(_say_what_next())


def _add_key(path: Path) -> str:
    """Add a new key as the last one; another process that did so first is left the honour."""
    with keyfile.held(path):
        keys = dict(keyfile.read(path)["DATA_KEYS"])
        if len(keys) == 1:
            keys[_next_id(keys)] = Fernet.generate_key().decode()
            keyfile.change(path, "DATA_KEYS", keys)
    return keyring.writing()


def _next_id(keys: dict[str, str]) -> str:
    numbers = [int(found[1]) for key_id in keys if (found := re.fullmatch(r"k(\d+)", key_id))]
    return f"k{max(numbers, default=0) + 1}"


def _how_to_set_data_keys() -> str:
    fresh = {_next_id(keyring.keys()): Fernet.generate_key().decode()}
    (key_id, key), *_rest = fresh.items()
    return _(
        "The keys come from COLLEGE_DATA_KEYS, so nothing was changed. 1. Put this in it as the FIRST entry and "
        'restart the college on every machine: "%(id)s": "%(key)s". 2. Then move it to the END and restart on every '
        "machine. 3. Run this command again. In this order every machine can read what another has written.",
        id=key_id,
        key=key,
    )


def _say_what_next() -> str:
    if keyring.file() is None:
        return _(
            "If a newer key is on every machine already, move it to the end of COLLEGE_DATA_KEYS, restart, and run this "
            "again. Else keep a copy of the setting elsewhere, say so (keys saved), and ask about the old keys: keys drop ID"
        )
    return _(
        "Now put a copy of config.py elsewhere and say so (keys saved). Then take the old keys away: keys drop %(ids)s. "
        "Backups from before today need them: keep your old copy for 30 days.",
        ids=" ".join(keyring.old()),
    )


def _report(place: str, done: int, total: int) -> None:
    click.echo(f"\r{place:<32} {done}/{total}", nl=done >= total, err=True)
    sys.stderr.flush()


@group.command("drop")
@click.argument("key_id")
def drop(key_id: str) -> None:
    """Take away the data key KEY_ID, once nothing is encrypted with it any more."""
    ids = tuple(keyring.keys())
    if key_id not in ids:
        raise click.ClickException(_("There is no key %(id)s. There are: %(ids)s.", id=key_id, ids=", ".join(ids)))
    if key_id == ids[-1]:
        raise click.ClickException(_("%(id)s encrypts what is new. First let another do that: keys rotate", id=key_id))
    if run_in_unit(lambda: jobs.health(now()), writes=False).running:
        raise click.ClickException(
            _(
                "A piece of work is just being done and may still use the key. Please try again in a minute.",
            )
        )
    used = run_in_unit(lambda: ciphers.counts(ids), writes=False)[key_id]
    if used:
        raise click.ClickException(
            _(
                "%(id)s still encrypts %(rows)s rows. Encrypt them anew first: keys rotate",
                id=key_id, rows=used,
            )
        )
    path = keyring.file()
    if path is None:
        click.echo(_("Nothing uses %(id)s. Take it out of COLLEGE_DATA_KEYS and restart the college.", id=key_id))
        return
    with keyfile.held(path):
        keys = {name: key for name, key in keyfile.read(path)["DATA_KEYS"].items() if name != key_id}
        keyfile.change(path, "DATA_KEYS", keys)
    run_in_unit(lambda: audit.record(Actor.system(), "keys.drop", key=key_id))
    click.echo(
        _(
            "%(id)s is out of config.py. config.py.bak still has it: delete that file once your copy elsewhere is"
            " in order.",
            id=key_id,
        )
    )


@group.command("rotate-index")
def rotate_index() -> None:
    """Change the key by which telephone numbers are found. Stop the college on every machine first.

    All look-up hashes are made anew from the encrypted numbers. Killed half-way, run it again: it goes on. Codes that
    wait to be typed, recovery codes of staff and rosters that were uploaded but not imported are gone afterwards.
    """
    _refuse_while_it_runs()
    if not run_in_unit(rehashing.stale_count, writes=False):
        _set_index_key()
    run_in_unit(accounts.forget_keyed)
    run_in_unit(lambda: files.discard_all(ciphers.purposes()))
    changed = rehashing.rehash(_report)
    run_in_unit(lambda: audit.record(Actor.system(), "keys.rotate_index", rows=changed))
    click.echo(
        _(
            "%(rows)s telephone numbers are found with the new key. Staff need new recovery codes. Put a copy of "
            "the keys elsewhere and say so (keys saved), then start the college.",
            rows=changed,
        )
    )


def _set_index_key() -> None:
    path, fresh = Path(current_app.instance_path) / "config.py", secrets.token_urlsafe(48)
    if "COLLEGE_INDEX_KEY" in os.environ or keyring.file() is None:
        raise click.ClickException(
            _(
                "The key comes from COLLEGE_INDEX_KEY, so nothing was changed. Set it to a new value such as %(key)s "
                "on every machine and run this again before you start the college.",
                key=fresh,
            )
        )
    with keyfile.held(path):
        keyfile.change(path, "INDEX_KEY", fresh)
    current_app.config["INDEX_KEY"] = fresh


def _refuse_while_it_runs() -> None:
    seen = run_in_unit(lambda: jobs.health(now()), writes=False).worker_seen_at
    if config.listening_at(Path(current_app.instance_path)) or (seen is not None and now() - seen < SILENT):
        raise click.ClickException(
            _(
                "The college still runs, here or on another machine. Stop it everywhere, wait a minute, and try "
                "again: meanwhile nobody could be found by telephone.",
            )
        )
