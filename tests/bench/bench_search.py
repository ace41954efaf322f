"""What a search costs with 100,000 questions and every shipped lesson, as a ratio to an empty request.

Run it by hand from the root of the repository: `.venv/bin/python tests/bench/bench_search.py [QUESTIONS] [ROUNDS]`.
It asks one application in this process, round by round: an empty view of the college with its guard and unit of
work, then a student's and a lecturer's search. Printed are the median and the 95th per cent of each query over all
rounds, how many rows of the index it read, and the ratio of the medians. What counts is this process's own time, so
that other programs do not disturb; with `--postgresql` the server's own is not in it, so look at the rows there.
"""

import random
import statistics
import sys
import tempfile
import time
from pathlib import Path
from uuid import UUID, uuid4

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from flask import Flask  # noqa: E402
from sqlalchemy import func, insert, select  # noqa: E402

from college.accounts import service as accounts  # noqa: E402
from college.core.clock import now  # noqa: E402
from college.core.db import db, new_id  # noqa: E402
from college.core.guard import public  # noqa: E402
from college.core.permissions import Actor, Role, Scope  # noqa: E402
from college.library import service as library  # noqa: E402
from college.questions.models import Question  # noqa: E402
from college.search import queries  # noqa: E402
from college.search import service as search  # noqa: E402
from college.search.models import Gram  # noqa: E402
from tests.support.college import SHANGCHENG, College  # noqa: E402
from tests.support.courses import publish_folder  # noqa: E402
from tests.support.databases import PostgresDatabases, let_go, make_app, make_tables  # noqa: E402
from tests.support.postgresql import Postgres  # noqa: E402
from tests.support.signing import sign_in  # noqa: E402

EMPTY = "/bench-empty"
#: The whole college has so many cohorts; the lecturer answers for the first, and once for all of them.
COHORTS = 50
QUERIES = ("退货", "取件码在哪里", "怎么退款", "退款多久到账", "红包", "按钮点了没有反应", "refund", "越剧")
#: What an answer may take at most, as a multiple of an empty request.
AIM = 60.0
BEGIN = ("我想", "请问", "昨天", "刚才", "老师", "手机上", "页面里", "订单里", "在家里", "女儿帮我")
MIDDLE = ("点了按钮", "找不到退款", "收不到验证码", "看不清字", "付了两次钱", "买错了颜色", "取件码不见了", "快递没有到", "红包用不了", "地址写错了")
END = ("没有反应", "怎么办", "是不是坏了", "要不要紧", "商家不理我", "钱会不会没了", "要等几天", "在哪里看", "能不能退货", "不敢再点")


def words(chance: random.Random) -> str:
    """Invent a question of about twenty hanzi; rare names of goods make some grams rare."""
    goods = "".join(chr(0x4E00 + chance.randrange(3000)) for _ in range(3))
    return f"{chance.choice(BEGIN)}{chance.choice(MIDDLE)}，{goods}{chance.choice(END)}"


def fill(app: Flask, count: int) -> tuple[UUID, UUID, UUID]:
    """Publish every shipped course and invent questions; give a student, a lecturer of one cohort, and one of all."""
    make_tables(app)
    publish_folder(app, Path(app.config["COURSES_FOLDER"]))
    college, chance = College(app), random.Random(1)
    cohorts = [college.cohort(courses=("refunds",)) for _ in range(COHORTS)]
    students = [college.student(cohort) for cohort in cohorts]
    lecturer, all_over = college.lecturer(cohorts[0]), college.lecturer(cohorts[0])
    for cohort in cohorts[1:]:
        _also(college, all_over, cohort)
    with app.app_context():
        steps = [(lesson.id, step) for lesson in library.lessons("refunds") for step in lesson.step_ids]
    for begin in range(0, count, 10_000):
        rows = [_row(at, cohorts, students, steps, words(chance)) for at in range(begin, min(begin + 10_000, count))]
        with college.work():
            db.session.execute(insert(Question), rows)
    begun = time.perf_counter()
    with app.test_request_context():
        done = search.catch_up(whole=True)
        took = time.perf_counter() - begun
        grams = db.session.scalar(select(func.count()).select_from(Gram))
        print(f"{done} lessons and questions cut in {took:.1f} s, {grams} rows of grams")
        begun = time.perf_counter()
        assert search.catch_up() == 0
        print(f"a look that finds nothing new: {(time.perf_counter() - begun) * 1000:.1f} ms")
    return students[0], lecturer, all_over


def _also(college: College, person: UUID, cohort: UUID) -> None:
    with college.work():
        accounts.grant(actor=Actor.system(), person_id=person, role=Role.LECTURER, scope=Scope(cohort=cohort))


def _row(at: int, cohorts: list, students: list, steps: list, text: str) -> dict:
    lesson, step = steps[at % len(steps)]
    return {
        "id": new_id(), "person_id": students[at % COHORTS], "client_id": uuid4(), "cohort_id": cohorts[at % COHORTS],
        "district_code": SHANGCHENG, "course_id": "refunds", "lesson_id": lesson, "step_id": step, "text": text,
        "status": "waiting", "version": 1, "created_at": now(), "sent_at": now(),
    }  # fmt: skip


class Counted:
    """Counts the rows of the index that searches read."""

    def __init__(self) -> None:
        self.rows = 0
        self.own = queries.postings
        queries.postings = self._postings

    def _postings(self, *args):
        found = self.own(*args)
        self.rows += len(found)
        return found


def asked(client, address: str, rounds: int) -> list[float]:
    """Give the milliseconds of processor time of each of so many requests; SQLite works in this very process."""
    found = []
    for _ in range(rounds):
        begun = time.process_time()
        answer = client.get(address)
        found.append((time.process_time() - begun) * 1000)
        assert answer.status_code == 200, answer.status
    return found


def measure(app: Flask, people: tuple[UUID, UUID, UUID], rounds: int) -> bool:
    """Print what each query costs each of them; say whether the median is within the aim."""
    counted, medians = Counted(), []
    places = ("/search", "/desk/search", "/desk/search")
    clients = [sign_in(app, person) for person in people]
    for client in clients:
        client.checks_pages = False
    empty = statistics.median(asked(clients[0], EMPTY, rounds * 4))
    print(f"an empty request: {empty:.2f} ms")
    for who, client, place in zip(("student", "lecturer of 1", f"lecturer of {COHORTS}"), clients, places, strict=True):
        for query in QUERIES:
            address = f"{place}?q={query}"
            client.get(address)
            counted.rows = 0
            took = sorted(asked(client, address, rounds))
            median, slow = statistics.median(took), took[int(len(took) * 0.95)]
            medians.append(median)
            print(f"  {who:14} {query:10} {median:6.1f} ms, 95 % {slow:6.1f} ms, {counted.rows // rounds:6} rows, {median / empty:5.1f} times")
    whole = statistics.median(medians)
    print(f"median of all: {whole:.1f} ms, {whole / empty:.1f} times an empty request (aim {AIM:.0f})")
    return whole / empty <= AIM


def run(count: int, rounds: int, *, on_postgres: bool) -> bool:
    """Fill a fresh database and measure."""
    with tempfile.TemporaryDirectory() as folder:
        server = Postgres().start() if on_postgres else None
        url = PostgresDatabases(server).copy(None, "bench") if server else f"sqlite:///{Path(folder) / 'bench.sqlite'}"
        app = make_app(url)
        app.add_url_rule(EMPTY, "bench_empty", public(lambda: ""))
        try:
            is_met = measure(app, fill(app, count), rounds)
            let_go(app)
        finally:
            if server:
                server.stop()
    return is_met


if __name__ == "__main__":
    numbers = [int(each) for each in sys.argv[1:] if each.isdigit()]
    count, rounds = (*numbers, *(100_000, 20)[len(numbers) :])
    sys.exit(0 if run(count, rounds, on_postgres="--postgresql" in sys.argv) else 1)
