"""A step page in a college of 10 published lessons and in one of 1,000: its time as a ratio, and its queries.

Run it by hand from the root of the repository: `.venv/bin/python tests/bench/bench_curriculum.py [ROUNDS]`.
Both colleges stand in one process and are asked in turns, each round for the same number of steps; what counts is
the processor time. The pages that list courses are asked too: they are allowed to grow with what they list.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.support.college import College  # noqa: E402
from tests.support.counting import count_queries  # noqa: E402
from tests.support.courses import publish_refunds  # noqa: E402
from tests.support.curriculum import publish_copies  # noqa: E402
from tests.support.databases import make_app, make_tables  # noqa: E402
from tests.support.signing import sign_in  # noqa: E402

FEW, MANY = 10, 1000
ASKED = 120
#: As quick as: within a tenth.
MOST = 1.1
LISTS = ("/", "/learn", "/learn/all")


class Side:
    """A college of so many lessons, with one student of it."""

    def __init__(self, folder: Path, lessons: int) -> None:
        self.app = make_app(f"sqlite:///{folder / f'{lessons}.sqlite'}")
        make_tables(self.app)
        publish_refunds(self.app)
        self.addresses = publish_copies(self.app, lessons)
        college = College(self.app)
        self.client = sign_in(self.app, college.student(college.cohort(courses=("copy-0",))))

    def seconds(self, addresses: list[str]) -> float:
        """Give the processor time of asking these addresses once each."""
        began = time.process_time()
        for address in addresses:
            assert self.client.get(address).status_code == 200, address
        return time.process_time() - began

    def queries(self, address: str) -> int:
        """Count the statements of one page that was asked for before."""
        self.client.get(address)
        with count_queries(self.app) as asked:
            self.client.get(address)
        return asked.count


def spread(addresses: list[str]) -> list[str]:
    """Give as many addresses as are asked in a round, spread over the whole college."""
    return [addresses[at * len(addresses) // ASKED] for at in range(ASKED)]


def run(rounds: int) -> bool:
    """Measure and print; say whether a step page is as quick, with the same queries."""
    with tempfile.TemporaryDirectory() as name:
        few, many = Side(Path(name), FEW), Side(Path(name), MANY)
        for side in (few, many):
            side.seconds(side.addresses)
        ratios = [many.seconds(spread(many.addresses)) / few.seconds(spread(few.addresses)) for _ in range(rounds)]
        counts = [side.queries(side.addresses[-1]) for side in (few, many)]
        print(f"step page: {MANY} lessons take {statistics.median(ratios):.2f} of the time of {FEW} in the median of rounds, "
              f"{min(ratios):.2f} to {max(ratios):.2f}; queries {counts[1]} and {counts[0]}")
        for address in LISTS:
            pairs = [(side.queries(address), side.seconds([address] * 10) / 10 * 1000) for side in (few, many)]
            print(f"{address}: queries {pairs[1][0]} and {pairs[0][0]}, {pairs[1][1]:.1f} and {pairs[0][1]:.1f} ms")
    return statistics.median(ratios) <= MOST and counts[0] == counts[1]


if __name__ == "__main__":
    sys.exit(0 if run(int(sys.argv[1]) if len(sys.argv) > 1 else 9) else 1)
