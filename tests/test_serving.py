"""A fresh machine: the first command in an empty folder opens a college, a second start loses nothing."""

import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
#: Seconds that a start may take on a slow and busy machine before the test gives up; no figure of speed.
PATIENCE = 120


@pytest.fixture(scope="module")
def clone(tmp_path_factory) -> Path:
    """Lay what is committed into an empty folder, without an instance."""
    folder = tmp_path_factory.mktemp("clone")
    for name in ("college", "courses", "static", "templates"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("COLLEGE_", "FLASK_"))}


def command(clone: Path, *words: str, program: tuple[str, ...] = ("-m", "college")) -> subprocess.CompletedProcess:
    line = [sys.executable, *program, *words]
    return subprocess.run(line, cwd=clone, env=environment(), capture_output=True, text=True, timeout=PATIENCE)


@contextmanager
def serving(clone: Path, *words: str):
    """Start the college, wait until it says that it is open, and give what it printed and its address."""
    port = free_port()
    log = clone / f"log-{port}"
    with log.open("w") as out:
        line = [sys.executable, "-m", "college", "--port", str(port), *words]
        process = subprocess.Popen(line, cwd=clone, env=environment(), stdout=out, stderr=subprocess.STDOUT)
    try:
        is_open = lambda: "is open at" in log.read_text() and answers(f"http://127.0.0.1:{port}/")  # noqa: E731
        wait_until(lambda: process.poll() is not None or is_open(), log)
        yield log.read_text(), f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=PATIENCE)


def wait_until(is_so, log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end, log.read_text()
        time.sleep(0.2)


def answers(url: str) -> bool:
    try:
        return fetch(url)[0] == 200
    except OSError:
        return False


def fetch(url: str) -> tuple[int, str]:
    try:
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        with browser.open(url, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def count(clone: Path, table: str) -> int:
    with sqlite3.connect(clone / "instance" / "college.sqlite") as database:
        return database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def assert_readable_by_its_owner_only(folder: Path) -> None:
    found = {path.name: path.stat().st_mode & 0o077 for path in (folder, *folder.glob("college.sqlite*"))}
    assert "college.sqlite-wal" in found and not any(found.values()), found


def test_the_first_command_opens_a_living_demonstration_and_a_second_start_loses_nothing(clone):
    with serving(clone, "--demo") as (said, url):
        roles = re.findall(r"^  (\w+) +\S+ +(http\S+)$", said, re.MULTILINE)
        assert [role for role, _url in roles] == [
            "operator", "product_manager", "coordinator", "lecturer", "helper", "student",
        ]
        assert all(fetch(link)[0] == 200 for _role, link in roles)
        card = re.search(r"http\S+/c/\S+", said).group()
        assert "您是" in fetch(card)[1] and "█" in said
        assert fetch(f"{url}/static/css/base.css")[0] == 200
    people, steps = count(clone, "person"), count(clone, "step_done")
    assert people > 190 and steps > 1000
    keys = (clone / "instance" / "config.py").read_text()
    (clone / "instance" / "college.sqlite").chmod(0o644)
    with serving(clone, "--demo") as (said, url):
        assert "Inventing" not in said and "Publishing" not in said
        assert_readable_by_its_owner_only(clone / "instance")
        links = json.loads(command(clone, "demo", "links", "--json").stdout)
        assert all(link["url"].startswith(f"{url}/demo/enter/") for link in links)
    assert (count(clone, "person"), count(clone, "step_done")) == (people, steps)
    assert (clone / "instance" / "config.py").read_text() == keys


def test_the_links_of_the_demonstration_come_as_json_for_every_role_and_district(clone):
    links = json.loads(command(clone, "demo", "links", "--json").stdout)
    assert {(link["role"], link["district"]) for link in links} >= {
        ("operator", None), ("product_manager", None), ("coordinator", "330102"), ("coordinator", "330106"),
        ("lecturer", "330102"), ("lecturer", "330106"), ("helper", "330102"), ("student", "330102"), ("student", "330106"),
    }
    same = command(clone, "demo", "links", "--json", program=("-m", "flask", "--app", "college"))
    assert json.loads(same.stdout) == links
    only = json.loads(command(clone, "demo", "links", "--json", "--role", "student", "--district", "330106").stdout)
    assert [link["role"] for link in only] == ["student"]


def test_no_links_are_given_out_while_a_whole_room_can_reach_the_college(clone):
    note = clone / "instance" / "listening.json"
    assert not note.exists(), "a college that has ended takes its note away"
    note.write_text(json.dumps({"url": "http://192.0.2.7:8000", "pid": os.getpid()}))
    refused = command(clone, "demo", "links", "--json")
    note.unlink()
    assert refused.returncode == 1 and not refused.stdout and "Traceback" not in refused.stderr
    assert command(clone, "demo", "links", "--json").returncode == 0


def test_the_keys_are_readable_by_their_owner_only(clone):
    assert (clone / "instance" / "config.py").stat().st_mode & 0o077 == 0


@pytest.fixture
def empty(clone, tmp_path) -> Path:
    """The same college without an instance."""
    shutil.copytree(clone / "college", tmp_path / "college")
    for name in ("courses", "static", "templates"):
        (tmp_path / name).symlink_to(clone / name)
    return tmp_path


def test_an_empty_college_prints_one_link_for_its_first_operator(empty):
    with serving(empty) as (said, url):
        assert f"淘宝长者学院已经打开：{url}\n" in said and f"open at {url}\n" in said
        links = re.findall(r"http\S+/p/\S+", said)
        assert len(links) == 1
        assert fetch(url + "/learn/refunds/find-order")[0] == 200
    refused = command(empty, "demo", "links")
    assert refused.returncode == 1 and "不是演示" in refused.stderr


def test_a_busy_port_is_one_sentence(clone):
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        said = command(clone, "--port", str(busy.getsockname()[1]))
    assert said.returncode == 1 and "is taken by another program" in said.stderr and "Traceback" not in said.stderr


@pytest.mark.parametrize("program", [("-m", "college"), ("-m", "flask", "--app", "college")])
def test_an_instance_that_cannot_be_written_is_one_sentence(empty, program):
    (empty / "instance").write_text("a file where the folder should be")
    said = command(empty, "courses", "check", program=program)
    assert said.returncode == 1 and "cannot be written" in said.stderr and "Traceback" not in said.stderr
