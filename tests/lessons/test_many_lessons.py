"""A college of many lessons: a step page asks as little as in a small one, and lists are read once."""

import pytest

from tests.support.counting import count_queries
from tests.support.curriculum import publish_copies

FEW, MANY = 10, 60


@pytest.fixture
def queries_of(app, group, student):
    """Give a function that counts the queries of a page, asked a second time."""

    def counted(address: str) -> int:
        assert student.get(address).status_code == 200
        with count_queries(app) as asked:
            student.get(address)
        return asked.count

    return counted


@pytest.mark.parametrize("page", ["step", "/", "/learn", "/learn/all"])
def test_a_page_asks_the_same_however_many_lessons_there_are(app, group, queries_of, page):
    few = publish_copies(app, FEW)
    before = queries_of(few[-1] if page == "step" else page)
    many = publish_copies(app, MANY, first=FEW)
    assert queries_of(many[-1] if page == "step" else page) == before

