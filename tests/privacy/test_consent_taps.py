"""Consent is taken back in no more taps than it was given in, counted on the pages themselves from the start page."""

import pytest

from college.accounts import service as accounts
from college.notices import service as notices

GIVE, WITHDRAW = "/consent", "/consent/withdraw"
#: Nobody needs more taps than this for either.
MOST = 3


def taps_to(client, action: str) -> int:
    """Walk from the start page, every link a tap, until a form posts to `action`; press it. Gives links and press."""
    pages, seen = ["/"], set()
    for taps in range(1, MOST + 1):
        further = []
        for path in pages:
            page = client.follow(client.get(path))
            seen.add(path)
            form = page.page.find("form", action=action)
            if form is not None:
                client.post(action, data={"csrf_token": form.find("input", attrs={"name": "csrf_token"})["value"]})
                return taps
            further += [link["href"] for link in page.page.find_all("a", href=True) if link["href"].startswith("/")]
        pages = [path for path in dict.fromkeys(further) if path not in seen and "#" not in path]
    raise AssertionError(f"no way to {action} within {MOST} taps")


@pytest.fixture
def student(college, refunds):
    return college.student(college.cohort(courses=(refunds,)), "王桂明")


def test_taking_back_takes_no_more_taps_than_giving(app, student, signed_in):
    client = signed_in(student, agrees=False)
    given = taps_to(client, GIVE)
    assert consented(app, client), "the control gave nothing"
    withdrawn = taps_to(client, WITHDRAW)
    assert not consented(app, client)
    print(f"given in {given} taps, taken back in {withdrawn}")
    assert withdrawn <= given


def consented(app, client) -> bool:
    with app.app_context():
        return accounts.consent_of(client.person_id) is not None


@pytest.mark.parametrize("path", ["/", "/privacy", "/my-data"])
def test_the_button_stands_where_she_looks_for_it(student, signed_in, path):
    page = signed_in(student).get(path)
    assert page.page.main.find("form", action=WITHDRAW)


def test_her_start_page_has_at_most_six_entries(student, signed_in, college):
    with college.work():
        for number in range(3):
            notices.tell(person_id=student, key=str(number), texts={"zh": "好"}, url="/")
    page = signed_in(student).get("/")
    entries = page.page.main.find_all("a") + page.page.main.find_all(class_="home-notice")
    assert 3 <= len(entries) <= 6
