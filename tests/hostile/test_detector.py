"""The control of everything in this folder: served by a careless page, the payloads run, and running is noticed."""

import pytest
from playwright.sync_api import Error

from tests.hostile.detecting import Detector, careless_page, foreign_in, is_worked_out
from tests.hostile.payloads import payloads

WHERE = "http://careless.test/"
#: What is left of a page after a payload that wants another page shape: a heading, landmarks and fields as they were.
SHAPE = "() => ['nav', 'h1', 'main', 'footer', 'form', 'input', 'button', 'a', '[id=main]', 'img', 'dialog', 'p', 'label', 'table', 'select', 'textarea'].map((name) => document.querySelectorAll(name).length).join()"
PLAIN_SHAPE = "1,1,1,1,0,0,0,0,0,0,0,1,0,0,0,0"
WITH_A_PLACE = [one for one in payloads() if one.place]


@pytest.fixture
def careless(browser):
    """Open a browser whose only host answers with whatever `page.text` is."""
    context = browser.new_context()
    served = {"text": ""}
    context.route("**/*", lambda route: _answer(route, served))
    yield context, Detector(context), served
    context.close()


def _answer(route, served: dict) -> None:
    if route.request.url == WHERE:
        route.fulfill(body=served["text"], content_type="text/html; charset=utf-8")
    else:
        route.fulfill(status=404, body="")


def _notice(careless, one) -> set[str]:
    context, detector, served = careless
    served["text"] = careless_page(one)
    page = context.pages[-1] if context.pages else context.new_page()
    page.set_default_timeout(5000)
    found = _look(page, one)
    if "left" in found or len(context.pages) > 1:
        context.new_page()
        for each in context.pages[:-1]:
            each.close()
    return found | ({"ran"} if detector.take() else set())


def _look(page, one) -> set[str]:
    """Open the careless page; one that leaves it before it was looked at has been noticed too."""
    try:
        page.goto(WHERE)
        found = {"foreign"} if foreign_in(page) else set()
        if one.place == "shape" and page.evaluate(SHAPE) != PLAIN_SHAPE:
            found.add("shape")
        page.wait_for_timeout(3)
    except Error:
        return {"left"}
    return found | ({"left"} if page.url != WHERE else set())


def _unnoticed(careless, chosen) -> tuple[list, int]:
    unnoticed, ran = [], 0
    for one in chosen:
        found = {"ran"} if one.place == "template" and is_worked_out(one, careless_page(one)) else _notice(careless, one)
        ran += bool(found & {"ran", "left"})
        if not found:
            unnoticed.append((one.number, one.idea, one.place, one.text))
    return unnoticed, ran


def test_what_would_run_is_noticed(careless):
    chosen = WITH_A_PLACE[::5]
    unnoticed, ran = _unnoticed(careless, chosen)
    assert not unnoticed, "\n".join(map(repr, unnoticed))
    assert ran >= len(chosen) * 0.7


@pytest.mark.full
def test_everything_that_would_run_is_noticed(careless):
    unnoticed, ran = _unnoticed(careless, WITH_A_PLACE)
    assert not unnoticed, "\n".join(map(repr, unnoticed))
    assert ran >= 300


def test_there_are_enough_of_them():
    assert len(payloads()) >= 300
    assert len(WITH_A_PLACE) >= 300
    assert len({one.text for one in payloads()}) == len(payloads())
    assert {one.number for one in payloads()} == set(range(1000, 1000 + len(payloads())))


def test_a_plain_text_is_not_noticed(careless):
    context, detector, served = careless
    page = context.new_page()
    served["text"] = careless_page(next(one for one in payloads() if one.place == "text")).replace("<script>", "&lt;script&gt;")
    page.goto(WHERE)
    assert foreign_in(page) == []
    assert detector.take() == []
