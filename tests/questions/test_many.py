"""A desk with 2,000 open questions: the same number of queries as with 20, on every page of it."""

import pytest

from tests.questions.many import ManyQuestions, counted

FEW, MANY = 20, 2000


@pytest.mark.both_databases
def test_a_full_desk_takes_as_many_queries_as_an_empty_one(app, refunds, college, signed_in):
    desk = ManyQuestions(college)
    browser = signed_in(desk.lecturer)
    taken = {}
    for count in (FEW, MANY):
        question = desk.fill(count)
        for name, address in {
            "list": "/desk/questions",
            "last page": f"/desk/questions?page={count // 50}",
            "one step": "/desk/questions?show=all&at=refunds/find-order/open-my-taobao",
            "question": f"/desk/questions/{question}",
        }.items():
            browser.get(address)
            with counted(app) as asked:
                assert browser.get(address).status_code == 200
            taken.setdefault(name, []).append(len(asked))
    assert {name: few for name, (few, _many) in taken.items()} == {name: many for name, (_few, many) in taken.items()}
    assert max(taken["list"]) <= 15 and max(taken["question"]) <= 22, taken


def test_fifty_lie_on_a_page_of_the_desk(app, refunds, college, signed_in):
    desk = ManyQuestions(college)
    desk.fill(120)
    browser = signed_in(desk.lecturer)
    shown = [len(browser.get(f"/desk/questions?page={page}").page.find_all("td", class_="desk-waits")) for page in (1, 2, 3)]
    assert shown == [50, 50, 20]
