"""Whether the door of the staff says by its time who works here: a known login name, an unknown one, and others.

Run it by hand from the root of the repository: `.venv/bin/python tests/bench/bench_sign_in.py [ROUNDS]`.
Each round asks once for each kind, in a new order, in this process, without a server around it. Medians are printed; it
ends with 1 when two that must look alike are 5 ms apart or more (PROMISES): by the clock on the wall, or, where other
work on this machine spreads that by more, by the time that the processor worked.
"""

import random
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from college.accounts import failures, passwords  # noqa: E402
from college.accounts import service as accounts  # noqa: E402
from college.accounts.models_secrets import CredentialFailure, Password  # noqa: E402
from college.core import clock  # noqa: E402
from college.core.db import db  # noqa: E402
from college.core.permissions import Actor  # noqa: E402
from tests.support.college import College  # noqa: E402
from tests.support.databases import let_go, make_app, make_tables  # noqa: E402
from tests.support.walking import WalkingClient  # noqa: E402

APART_MS = 5.0
RIGHT, WRONG = "four green apples on a chair", "not the right words at all"
#: What is sent for each kind, and which kinds must take the same time.
SENT = {"known": WRONG, "unknown": WRONG, "without password": WRONG, "locked": RIGHT, "unknown, locked": RIGHT, "closed": RIGHT}
ALIKE = (("known", "unknown"), ("known", "without password"), ("locked", "unknown, locked"), ("known", "closed"))


def hire(college: College) -> None:
    """Make an account of each kind; those whose name begins with unknown are none."""
    with college.work():
        for login in ("known", "locked", "closed", "without password"):
            person = accounts.create_staff(actor=Actor.system(), name="周老师", login=login)
            row = db.session.get_one(Password, person.id)
            row.hash = None if login == "without password" else passwords.HASHER.hash(RIGHT)
            if login == "closed":
                accounts.disable_person(actor=Actor.system(), person_id=person.id)
        for login in ("locked", "unknown,locked"):
            key, moment = failures.credential_key("login", login), clock.now()
            db.session.add(CredentialFailure(key=key, count=5, last_at=moment, locked_until=moment + timedelta(days=1)))


def measure(app, rounds: int) -> dict[str, list[tuple[float, float]]]:
    """Give for each kind the milliseconds of every round: on the wall, and of the processor."""
    client = WalkingClient(app, app.response_class)
    page = client.get("/staff/sign-in")
    client.checks_pages = False
    taken: dict[str, list[tuple[float, float]]] = {login: [] for login in SENT}
    for _ in range(rounds):
        for login, password in random.sample(list(SENT.items()), len(SENT)):
            began, worked = time.perf_counter(), time.process_time()
            answer = client.submit(page, {"login": login, "password": password})
            taken[login].append(((time.perf_counter() - began) * 1000, (time.process_time() - worked) * 1000))
            assert answer.status_code == 422, login
    return taken


def judge(taken: dict[str, list[tuple[float, float]]]) -> bool:
    """Print the medians and how far apart they are; say whether all are near enough."""
    wall, cpu = ({login: statistics.median(each[at] for each in times) for login, times in taken.items()} for at in (0, 1))
    for login in taken:
        print(f"{login:<18} {wall[login]:7.2f} ms on the wall  {cpu[login]:7.2f} ms of the processor (medians)")
    first, _second, third = statistics.quantiles([each[0] for each in taken["known"]], n=4)
    is_noisy = third - first > APART_MS
    if is_noisy:
        print(f"other work spreads the same request over {third - first:.1f} ms: judged by the processor")
    near = True
    for one, other in ALIKE:
        apart = [abs(each[one] - each[other]) for each in (wall, cpu)]
        print(f"{one} / {other}: {apart[0]:.2f} ms apart on the wall, {apart[1]:.2f} ms of the processor")
        near = near and apart[1 if is_noisy else 0] < APART_MS
    return near


def main(rounds: int) -> int:
    """Measure with neither the wait after five nor the delay of an address."""
    with tempfile.TemporaryDirectory() as folder:
        app = make_app(f"sqlite:///{folder}/bench.sqlite")
        make_tables(app)
        hire(College(app))
        with (
            patch.object(failures, "wait_after", lambda _count: None),
            patch.object(failures, "delay_after", lambda _count: 0.0),
            patch.object(failures, "FAILURES_BEFORE_RESET", 10**6),
        ):
            taken = measure(app, rounds)
        let_go(app)
    return 0 if judge(taken) else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 40))
