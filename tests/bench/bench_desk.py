"""The lecturer's desk with 20 and with 2,000 open questions: queries and milliseconds of each page.

Run it by hand from the root of the repository: `.venv/bin/python tests/bench/bench_desk.py [ROUNDS]`.
Pages are asked for in this process, without a server around them; the quickest and the median round are printed.
That the numbers of queries are equal is also a test (tests/questions/test_many.py).
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.questions.many import ManyQuestions, counted  # noqa: E402
from tests.support.college import College  # noqa: E402
from tests.support.courses import publish_refunds  # noqa: E402
from tests.support.databases import let_go, make_app, make_tables  # noqa: E402
from tests.support.signing import sign_in  # noqa: E402

COUNTS = (20, 2000)


def measure(app, browser, address: str, rounds: int) -> tuple[int, float, float]:
    """Give how many queries a page takes, and its quickest and median milliseconds."""
    browser.get(address)
    with counted(app) as asked:
        browser.get(address)
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        assert browser.get(address).status_code == 200
        times.append((time.perf_counter() - began) * 1000)
    return len(asked), min(times), statistics.median(times)


def main(rounds: int) -> None:
    """Fill a desk twice and print a line for each page."""
    with tempfile.TemporaryDirectory() as folder:
        app = make_app(f"sqlite:///{folder}/bench.sqlite")
        make_tables(app)
        publish_refunds(app)
        desk = ManyQuestions(College(app))
        browser = sign_in(app, desk.lecturer)
        browser.checks_pages = False
        for count in COUNTS:
            question = desk.fill(count)
            for name, address in {"list": "/desk/questions", "question": f"/desk/questions/{question}"}.items():
                queries, quickest, median = measure(app, browser, address, rounds)
                print(f"{count:>5} open  {name:<9} {queries:>3} queries  {quickest:7.1f} ms quickest  {median:7.1f} ms median")
        let_go(app)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
