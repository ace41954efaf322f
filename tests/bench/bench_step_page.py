"""Processor time of a step page and of a finished step, as ratios to an empty Flask view; and the bytes of a first view.

Run it by hand from the root of the repository: `.venv/bin/python tests/bench/bench_step_page.py [ROUNDS]`.
One granian worker serves the college and, beside it, a plain Flask application with one empty view. In each
round both are asked the same number of times, one after the other; what counts is the worker's own processor
time (user and system) in nanoseconds. Another program on the machine still makes it look longer, so the
quietest round is printed beside the median.
"""

import http.client
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from flask import Flask  # noqa: E402
from werkzeug.middleware.dispatcher import DispatcherMiddleware  # noqa: E402
from whitenoise import WhiteNoise  # noqa: E402

from college.core.guard import public  # noqa: E402
from college.library import service as library  # noqa: E402
from college.serving import collect_static  # noqa: E402
from tests.support.college import College  # noqa: E402
from tests.support.courses import publish_refunds  # noqa: E402
from tests.support.databases import let_go, make_app, make_tables  # noqa: E402
from tests.support.signing import sign_in  # noqa: E402

FOLDER = "COLLEGE_BENCH_FOLDER"
#: The two empty views: of a plain Flask application, and of the college with its guard, unit of work and headers.
EMPTY, OWN_EMPTY = "/empty/", "/bench-empty"
COURSE = "refunds"
STUDENTS = 40
ASKED = 150
#: What the issue asks for: a step page, a finished step, and the bytes of a first view and of its scripts.
AIMS = {"step page": 6.0, "finished step": 10.0}
FIRST_VIEW_BYTES, SCRIPT_BYTES = 60_000, 15_000


def make():
    """Make what granian serves: the college behind its static files, and an empty view at /empty/."""
    folder = Path(os.environ[FOLDER])
    app = make_app(f"sqlite:///{folder / 'bench.sqlite'}")
    app.add_url_rule(OWN_EMPTY, "bench_empty", public(lambda: ""))
    empty = Flask("empty")
    empty.add_url_rule("/", view_func=lambda: "")
    served = WhiteNoise(app.wsgi_app, root=str(folder / "static"), prefix="static/")
    return DispatcherMiddleware(served, {"/empty": empty})


def fill(folder: Path) -> list[tuple[str, str, str]]:
    """Publish the course and enroll the students; give (cookie, token, address) of every step of every student."""
    app = make_app(f"sqlite:///{folder / 'bench.sqlite'}")
    make_tables(app)
    publish_refunds(app)
    collect_static(ROOT / "static", folder / "static")
    college = College(app)
    cohort = college.cohort(courses=(COURSE,))
    with app.app_context():
        addresses = [f"/learn/{COURSE}/{head.id}/{step}" for head in library.course(COURSE).lessons for step in head.step_ids]
    visits = []
    for _ in range(STUDENTS):
        client = sign_in(app, college.student(cohort))
        token = client.get(addresses[0]).page.select_one("[name=csrf_token]")["value"]
        name = app.config["SESSION_COOKIE_NAME"]
        visits += [(f"{name}={client.get_cookie(name).value}", token, address) for address in addresses]
    let_go(app)
    return visits


class Server:
    """One granian worker, and the processor time that it has used."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--factory", "--workers", "1",
                   "--blocking-threads", "1", "--host", "127.0.0.1", "--port", str(self.port), "--no-access-log",
                   "--log-level", "error", f"{Path(__file__).stem}:make"]  # fmt: skip
        paths = os.pathsep.join([str(ROOT), str(Path(__file__).parent)])
        self.process = subprocess.Popen(command, env={**os.environ, FOLDER: str(folder), "PYTHONPATH": paths}, cwd=ROOT)
        self.line = self._connect()

    def _connect(self) -> http.client.HTTPConnection:
        for _ in range(100):
            time.sleep(0.2)
            try:
                line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
                line.connect()
                return line
            except OSError:
                continue
        raise SystemExit("The server did not start.")

    def ask(self, method: str, path: str, cookie: str = "", body: str = "", **headers: str) -> tuple[int, bytes]:
        """Ask over the one open connection; give status and body as transferred."""
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.line.request(method, path, body or None, {"Cookie": cookie, **headers})
        answer = self.line.getresponse()
        return answer.status, answer.read()

    def seconds(self) -> float:
        """Give the processor time used so far by granian and its worker."""
        listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(self.process.pid)], capture_output=True, text=True)
        return sum(_used(pid) for pid in [self.process.pid, *map(int, listed.stdout.split())])

    def stop(self) -> None:
        """Stop the server."""
        self.line.close()
        self.process.terminate()
        self.process.wait(20)


def _used(pid: int) -> float:
    tasks = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9


def cost(server: Server, requests: list[tuple], expected: int) -> float:
    """Give the processor time of one request in milliseconds."""
    before = server.seconds()
    for request in requests:
        status, _ = server.ask(*request)
        assert status == expected, (status, request[:2])
    return (server.seconds() - before) / len(requests) * 1000


def first_view(server: Server, cookie: str, address: str) -> dict[str, int]:
    """Give the transferred bytes of a step and of everything that it loads, by address."""
    accept = {"Accept-Encoding": "br, gzip"}
    _, plain = server.ask("GET", address, cookie)
    found = {address: len(server.ask("GET", address, cookie, **accept)[1])}
    for path in re.findall(rb'(?:src|href)="(/static/[^"]+)"', plain):
        status, body = server.ask("GET", path.decode(), **accept)
        assert status == 200, path
        found[path.decode().split("?")[0]] = len(body)
    return found


def run(rounds: int) -> bool:
    """Measure and print; say whether the aims are met."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        visits = fill(folder)
        server = Server(folder)
        try:
            server.ask("GET", EMPTY)
            steps = {address for _, _, address in visits}
            sizes = max((first_view(server, visits[0][0], address) for address in steps), key=lambda each: sum(each.values()))
            ratios = measure(server, visits, rounds)
        finally:
            server.stop()
    return report(ratios, sizes)


def measure(server: Server, visits: list[tuple[str, str, str]], rounds: int) -> dict[str, list[tuple[float, ...]]]:
    """Give (cost, that of an empty view, that of an empty view of the college) of each round, by what was asked."""
    reads = [("GET", address, cookie) for cookie, _, address in visits]
    writes = [("POST", f"{address}/done", cookie, f"csrf_token={token}") for cookie, token, address in visits]
    nothing, own_nothing = [("GET", EMPTY)] * ASKED, [("GET", OWN_EMPTY)] * ASKED
    cost(server, reads[:ASKED], 200)
    found: dict[str, list[tuple[float, ...]]] = {"step page": [], "finished step": []}
    for at in range(rounds):
        part = slice(at * ASKED % len(visits), at * ASKED % len(visits) + ASKED)
        for what, requests, status in (("step page", reads[part], 200), ("finished step", writes[part], 303)):
            found[what].append((cost(server, requests, status), cost(server, nothing, 200), cost(server, own_nothing, 200)))
    return found


def report(measured: dict[str, list[tuple[float, ...]]], sizes: dict[str, int]) -> bool:
    """Print the figures; say whether all aims are met."""
    is_met = True
    for what, pairs in measured.items():
        own, empty, own_empty = (min(values) for values in zip(*pairs, strict=True))
        median = statistics.median(pair[0] / pair[1] for pair in pairs)
        is_met = is_met and own / empty <= AIMS[what]
        print(f"{what}: {own:.2f} ms of processor time, an empty view {empty:.2f} ms in the quietest round")
        print(f"  {own / empty:.1f} times an empty view, {median:.1f} in the median of rounds (aim {AIMS[what]:.0f})")
        print(f"  {own / own_empty:.1f} times an empty view of the college itself ({own_empty:.2f} ms)")
    scripts = sum(size for path, size in sizes.items() if path.endswith(".js"))
    print(f"largest first view: {sum(sizes.values())} bytes (at most {FIRST_VIEW_BYTES}), scripts {scripts} (at most {SCRIPT_BYTES})")
    for path, size in sizes.items():
        print(f"  {size:6} {path}")
    return is_met and sum(sizes.values()) <= FIRST_VIEW_BYTES and scripts <= SCRIPT_BYTES


if __name__ == "__main__":
    sys.exit(0 if run(int(sys.argv[1]) if len(sys.argv) > 1 else 10) else 1)
