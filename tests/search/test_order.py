"""The same rows give the same order on SQLite and on PostgreSQL."""

from uuid import UUID, uuid5

import pytest
from sqlalchemy import insert

from college.core.clock import now
from college.core.db import db
from college.questions.models import Question
from tests.search.conftest import Searching
from tests.support.college import SHANGCHENG, College
from tests.support.databases import let_go

LESSONS = ("退货", "取件", "退", "怎么退款", "退货地址在哪里", "棉拖鞋 退款", "refund", "my orders", "Taobao", "申请退货退款")
QUESTIONS = ("按钮", "点了按钮没有反应", "退款 按钮", "退", "cannot find refund", "字太小")
WORDS = ("橙色按钮点了没有反应", "退款在哪里", "字太小看不清，按钮也找不到", "I cannot find my refund", "商家不理我", "退款按钮灰的")
SPACE = UUID("00000000-0000-4000-8000-000000000000")
COUNT = 120


def _asked(college: College) -> UUID:
    """Have many alike questions, with the same ids in every college; give the lecturer."""
    cohort = college.cohort(courses=("refunds",))
    student, lecturer = college.student(cohort), college.lecturer(cohort)
    where = {"cohort_id": cohort, "district_code": SHANGCHENG, "course_id": "refunds", "lesson_id": "find-order"}
    rows = [
        {"id": uuid5(SPACE, str(at)), "client_id": uuid5(SPACE, f"c{at}"), "person_id": student, "step_id": "open-orders",
         "text": WORDS[at % len(WORDS)], "status": "waiting", "version": 1, "created_at": now(), "sent_at": now(), **where}
        for at in range(COUNT)
    ]  # fmt: skip
    with college.work():
        db.session.execute(insert(Question), rows)
    return lecturer


def _order(app) -> dict[str, list]:
    search = Searching(College(app))
    lecturer = _asked(search.make)
    search.catch_up()
    found = {words: _all(search, words, None) for words in LESSONS}
    found |= {f"desk: {words}": _all(search, words, lecturer) for words in QUESTIONS}
    let_go(app)
    return found


def _all(search: Searching, words: str, who: UUID | None) -> list:
    pages = search(words, who, on_desk=who is not None).page.pages
    return [each for page in range(1, pages + 1) for each in search.places(words, who, page=page, on_desk=who is not None)]


def test_the_order_is_the_same_on_both_databases(sqlite_colleges, postgres_colleges):
    one = _order(sqlite_colleges.fresh("refunds"))
    other = _order(postgres_colleges.fresh("refunds"))
    assert all(one.values()), [words for words, found in one.items() if not found]
    assert one == other
    assert len(one["desk: 按钮"]) == COUNT // 2


@pytest.mark.both_databases
def test_the_same_search_twice_gives_the_same(refunds, college):
    search = Searching(college)
    lecturer = _asked(college)
    search.catch_up()
    assert _all(search, "按钮", lecturer) == _all(search, "按钮", lecturer)
