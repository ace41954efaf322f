"""The board of a cohort and the page of a district in a college of a million students, beside a college of 150.

Run it by hand from the root of the repository:
`.venv/bin/python tests/bench/bench_board.py [--students N] [--large FILE] [ROUNDS]`.
``--large`` names a SQLite file that `demo scale` has filled; without it one with N students (100,000) is made and thrown
away. Two small colleges are made beside it: one cohort of 150 for the board, and 150 people in 22 cohorts of one district
for the district's page, so that both pages of a district show twenty lines. In each round each page is asked in the small
and in the large college by turns; what counts is processor time. The aims: as many queries, and at most 1.2 times as long.
"""

import argparse
import gc
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from flask import Flask  # noqa: E402
from sqlalchemy import func, select  # noqa: E402

from college.accounts import service as accounts  # noqa: E402
from college.board import snapshots  # noqa: E402
from college.board.models import CohortSnapshot  # noqa: E402
from college.board.weeks import monday_of  # noqa: E402
from college.cohorts import service as cohorts  # noqa: E402
from college.cohorts.models import Cohort, CohortCourse  # noqa: E402
from college.core.db import db, unit_of_work  # noqa: E402
from college.demo import scale  # noqa: E402
from tests.support.counting import count_queries  # noqa: E402
from tests.support.courses import publish_folder  # noqa: E402
from tests.support.databases import let_go, make_app, make_tables  # noqa: E402
from tests.support.signing import sign_in  # noqa: E402
from tests.support.walking import WalkingClient  # noqa: E402

DISTRICT, STUDENTS, SMALL_COHORT = "330102", 150, 7
COURSES = ("03-search", "09-refunds", "12-safe")
#: At most so much longer than in the small college.
AIM = 1.2


@dataclass
class Page:
    """One page in one college, asked again and again by the coordinator of its district."""

    app: Flask
    client: WalkingClient
    address: str

    def queries(self) -> int:
        """Ask once and give how many queries that took."""
        with count_queries(self.app) as asked:
            assert self.client.get(self.address).status_code == 200, self.address
        return asked.count

    def cost(self) -> float:
        """Ask once and give the processor time in milliseconds."""
        gc.collect()
        begun = time.process_time()
        answer = self.client.get(self.address)
        took = (time.process_time() - begun) * 1000
        assert answer.status_code == 200
        return took


def small(path: Path, **how: object) -> Flask:
    """Make a college of `STUDENTS` with the courses."""
    app = open_college(path)
    make_tables(app)
    with app.app_context(), unit_of_work():
        cohorts.ensure_districts()
    for name in COURSES:
        publish_folder(app, ROOT / "courses" / name)
    with app.app_context():
        scale.fill(say=lambda line: None, **{"students": STUDENTS, "districts": [DISTRICT], **how})
    return app


def open_college(path: Path) -> Flask:
    """Give the application on a file."""
    app = make_app(f"sqlite:///{path}")
    app.test_client_class = WalkingClient
    return app


def count_district(app: Flask) -> None:
    """Take the snapshots of the district unless they are there."""
    with app.app_context():
        here = CohortSnapshot.district_code == DISTRICT
        ids = cohorts.living_cohort_ids([DISTRICT])
        if (db.session.scalar(select(func.count()).where(here, CohortSnapshot.is_latest)) or 0) < len(ids):
            db.session.rollback()
            snapshots.recount(ids)
            snapshots.recount_places([DISTRICT])


def coordinator(app: Flask) -> WalkingClient:
    """Give a client on which the district's coordinator is signed in."""
    with app.app_context():
        people = {accounts.login_of(person.id): person.id for person in accounts.staff_people()}
    return sign_in(app, people[f"coordinator-{DISTRICT}"])


def board_pages(app: Flask, large: Flask) -> tuple[Page, Page]:
    """Give the board of the small college's cohort, and of one of the large one's that began as long ago with the same courses."""
    with app.app_context():
        one = db.session.scalars(select(Cohort)).one()
        began, courses = monday_of(one.starts_on), cohorts.cohort_courses(one.id)
        mine = one.id
    with large.app_context():
        first = select(CohortCourse.cohort_id).where(CohortCourse.course_id == courses[0], CohortCourse.position == 0)
        same_week = Cohort.starts_on.between(began, began + timedelta(days=6))
        alike = select(Cohort.id).where(Cohort.district_code == DISTRICT, same_week, Cohort.id.in_(first))
        theirs = db.session.scalars(alike.order_by(Cohort.id)).all()
    assert theirs, "no cohort of the large college began in the same week with the same courses: it is too small"
    pages = [Page(each, coordinator(each), f"/board/{cohort}") for each, cohort in ((app, mine), (large, theirs[len(theirs) // 2]))]
    return pages[0], pages[1]


def compare(what: str, pair: tuple[Page, Page], rounds: int) -> bool:
    """Ask both by turns, print what came of it, and say whether the aims are met."""
    for page in pair * 3:
        page.cost()
    queries = [page.queries() for page in pair]
    costs = [(pair[0].cost(), pair[1].cost()) if n % 2 else tuple(reversed((pair[1].cost(), pair[0].cost()))) for n in range(rounds)]
    quiet = [min(each) for each in zip(*costs, strict=True)]
    ratio = statistics.median(big / little for little, big in costs)
    is_met = queries[0] == queries[1] and ratio <= AIM
    print(f"{what}: {queries[0]} queries in the small college, {queries[1]} in the large one")
    print(f"  {quiet[0]:.1f} ms and {quiet[1]:.1f} ms in the quietest round, {ratio:.2f} times as long in the median of pairs")
    print(f"  {'as it should be' if is_met else 'NOT REACHED'} (as many queries, at most {AIM} times as long)")
    return is_met


def run(large_file: Path | None, students: int, rounds: int) -> bool:
    """Make what is missing, measure and print; say whether the aims are met."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        one, many = small(folder / "one.sqlite"), small(folder / "many.sqlite", in_a_cohort=SMALL_COHORT)
        large = open_college(large_file) if large_file else small(folder / "large.sqlite", students=students, districts=())
        for app in (many, large):
            count_district(app)
        is_met = compare("The board of a cohort of 150", board_pages(one, large), rounds)
        address = f"/districts/{DISTRICT}"
        both = tuple(Page(app, coordinator(app), address) for app in (many, large))
        is_met = compare("The page of a district", both, rounds) and is_met
        for app in (one, many, large):
            let_go(app)
    return is_met


if __name__ == "__main__":
    wanted = argparse.ArgumentParser()
    wanted.add_argument("--large", type=lambda name: Path(name).resolve())
    wanted.add_argument("--students", type=int, default=100_000)
    wanted.add_argument("rounds", type=int, nargs="?", default=25)
    asked = wanted.parse_args()
    sys.exit(0 if run(asked.large, asked.students, asked.rounds) else 1)
