"""`serve`: one command that makes the instance ready and opens the college, with its web workers and job worker."""

from __future__ import annotations

import io
import multiprocessing
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import click
import segno
from flask import Flask, current_app
from flask_migrate import upgrade
from granian import Granian
from whitenoise.compress import Compressor

from college import config
from college.accounts import service as accounts
from college.authoring import service as authoring
from college.certificates import service as certificates
from college.board import goals, snapshots_looking
from college.cohorts import service as cohorts
from college.core import files, jobs, limits
from college.core.db import db, run_in_unit, unit_of_work
from college.core.permissions import Actor
from college.demo import service as demo
from college.library import service as library
from college.privacy import retention
from college.privacy import service as privacy
from college.progress import service as progress
from college.search import service as search

#: How long an idle job worker sleeps, in seconds, and how often it clears files whose time is over.
IDLE, SWEEP = 0.3, 3600.0
#: How often a worker says that it lives, and how often it looks for what search does not know yet, in seconds.
SIGN, LOOK = 30.0, 2.0
#: How often it counts the cohorts, districts and cities again in which something happened, in seconds.
COUNT = 600.0
#: A web worker that has not ended by then, in seconds, is killed: one told to stop while it starts never hears it.
STOP_WITHIN = 10


def register(app: Flask) -> None:
    """Add the commands `serve`, `work` and `setup-link`, and let others make a college ready as `serve` does."""
    app.extensions["prepare_college"] = prepare
    for command in (serve, work, setup_link):
        app.cli.add_command(command)


@click.command("serve")
@click.option("--demo", "with_demo", is_flag=True, help="Fill the college with invented people and their progress.")
@click.option("--lan", is_flag=True, help="Listen on the network of the room, for phones in class.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
def serve(with_demo: bool, lan: bool, port: int) -> None:
    """Make everything ready and open the college."""
    address = "0.0.0.0" if lan else "127.0.0.1"
    _refuse_busy_port(address, port)
    host = _room_address() if lan else address
    _listen_at(f"http://{host}:{port}")
    prepare(with_demo=with_demo)
    collect_static(Path(current_app.static_folder or ""), Path(current_app.instance_path) / "static")
    greeting = _greeting(with_demo=with_demo)
    _let_go_of_database()
    threading.Thread(target=_greet_when_open, args=(address, port, greeting), daemon=True).start()
    threading.Thread(target=_keep_worker_alive, daemon=True).start()
    instance = Path(current_app.instance_path)
    config.note_listening(instance, current_app.config["LISTEN_URL"])
    try:
        _web_server(address, port).serve()
    finally:
        config.note_listening(instance, None)


def _web_server(address: str, port: int) -> Granian:
    return Granian(
        "college.wsgi:make",
        address=address,
        port=port,
        interface="wsgi",
        factory=True,
        workers=current_app.config["WORKERS"] or max(1, min(4, os.cpu_count() or 1)),
        blocking_threads=4,
        backlog=2048,
        log_level="warning",
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_WITHIN,
    )


@click.command("setup-link")
def setup_link() -> None:
    """Print a link with which the first operator sets a password."""
    url = run_in_unit(accounts.first_operator_link)
    click.echo(url or "This college has an operator who can sign in. New links are made on the page Staff accounts.")


def prepare(*, with_demo: bool, say: Callable[[str], None] = click.echo) -> None:
    """Bring the database up to date; the first time, fill in districts and shipped courses, and the demo if asked.

    Whoever was deleted and came back with a restored backup is deleted again.
    """
    upgrade(directory=current_app.config["MIGRATIONS_FOLDER"])
    with unit_of_work():
        cohorts.ensure_districts()
    if not library.published_courses():
        say("Publishing the shipped courses …")
        ready = library.prepare(Path(current_app.config["COURSES_FOLDER"]), lambda done, total: say(f"  {done} of {total} courses"))
        run_in_unit(lambda: library.store(actor=Actor.system(), ready=ready))
    privacy.purge_again()
    if with_demo:
        demo.fill(say=say)


def collect_static(source: Path, target: Path) -> None:
    """Copy static files to the instance, compressed beside themselves, unless nothing has changed since."""
    paths = sorted(path for path in source.rglob("*") if path.is_file())
    mark = "\n".join(f"{path.relative_to(source)} {path.stat().st_mtime_ns} {path.stat().st_size}" for path in paths)
    kept = target / ".mark"
    if kept.exists() and kept.read_text() == mark:
        return
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)
    compressor = Compressor(quiet=True)
    for path in target.rglob("*"):
        if path.is_file() and compressor.should_compress(path.name):
            list(compressor.compress(str(path)) or [])
    kept.write_text(mark)


@click.command("work")
@click.option("--while-parent", type=int, help="End when this process is no longer the parent.")
def work(while_parent: int | None) -> None:
    """Do jobs until stopped: imports, sheets of cards, exports. `serve` starts one itself."""
    limits.warm_up()
    swept = signed = looked = counted = -SWEEP
    while while_parent in {None, os.getppid()}:
        if time.monotonic() - signed > SIGN:
            signed = time.monotonic()
            jobs.say_alive()
        if time.monotonic() - swept > SWEEP:
            swept = time.monotonic()
            run_in_unit(files.purge)
            run_in_unit(retention.ask_if_due)
            privacy.purge_due()
            goals.remind_safely()
            search.catch_up_safely(whole=True)
        if time.monotonic() - looked > LOOK:
            looked = time.monotonic()
            progress.catch_up_safely()
            certificates.catch_up_safely()
            search.catch_up_safely()
            authoring.publish_due_safely()
        if time.monotonic() - counted > COUNT:
            counted = time.monotonic()
            snapshots_looking.refresh_safely(_meanwhile)
        if not jobs.run_next():
            time.sleep(IDLE)


def _meanwhile() -> None:
    """Let nobody's job wait until every cohort is counted."""
    jobs.say_alive()
    jobs.run_next()


def _keep_worker_alive() -> None:
    command = [sys.executable, "-m", "college", "work", "--while-parent", str(os.getpid())]
    while True:
        subprocess.run(command, check=False)
        time.sleep(1)


def _let_go_of_database() -> None:
    """Close what this process has open, and start web workers afresh: a copied SQLite connection loses its locks."""
    db.session.remove()
    db.engine.dispose()
    multiprocessing.set_start_method("spawn", force=True)


def _refuse_busy_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise click.ClickException(
                f"Port {port} is taken by another program. Stop that one, or choose another: --port {port + 1}"
            ) from None


def _room_address() -> str:
    """Give this machine's address on the room's network: the one that a route outwards would use. Sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return probe.getsockname()[0]
        except OSError:
            raise click.ClickException("This machine is on no network. Join the room's Wi-Fi, then try again.") from None


def _listen_at(url: str) -> None:
    os.environ["COLLEGE_LISTEN_URL"] = url
    current_app.config["LISTEN_URL"] = url


def _greeting(*, with_demo: bool) -> str:
    url = current_app.config["LISTEN_URL"]
    lines = [f"淘宝长者学院已经打开：{url}", f"The college is open at {url}"]
    if with_demo:
        lines += demo.greeting()
    else:
        link = run_in_unit(accounts.first_operator_link)
        if link:
            lines.append("设置第一位运维人员（只能用一次，24 小时内有效）：")
            lines.append(f"Set up the first operator (works once, for 24 hours): {link}")
        if not url.startswith("http://127."):
            code = io.StringIO()
            segno.make(url).terminal(code, compact=True)
            lines.append(code.getvalue())
    return "\n".join(lines)


def _greet_when_open(address: str, port: int, greeting: str) -> None:
    """Say that the college is open once somebody can come in."""
    while True:
        try:
            socket.create_connection((address, port), timeout=1).close()
        except OSError:
            time.sleep(IDLE)
        else:
            break
    click.echo(greeting)
    click.get_text_stream("stdout").flush()
