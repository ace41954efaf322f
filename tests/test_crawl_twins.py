"""Nothing of one district is seen from its twin: no page, list, search, file, JSON, header or redirect leaks a text or an id.

Every role of each side walks everything that links, search forms and exports lead it to, and asks every address with
every id of the other side, rightly and wrongly placed, by GET and by POST with a right token. The control: on her own
side each role meets her own side's texts.
"""

from itertools import product
from urllib.parse import urlencode

import pytest

from tests.support.bench import KEPT_ANYWAY
from tests.support.databases import let_go
from tests.support.rows import changed_tables, fingerprints
from tests.support.twins import FOR_ANYBODY, OF_THE_COLLEGE, Twins, fill_twins
from tests.support.world import form_token

ROLES = ("student", "neighbour", "lecturer", "helper", "coordinator", "cohort_coordinator")
ALL = list(product(("here", "far"), ROLES))
#: A neighbour is one more student, so she comes with --full only.
PLAIN = [each for each in ALL if each[1] != "neighbour"]
#: What each role meets on her own side at least, of about forty texts.
MEETS = {"student": 6, "neighbour": 2, "lecturer": 12, "helper": 8, "coordinator": 16, "cohort_coordinator": 14}
#: A mark behind which a form is no search: these change something or lead out.
TAKES_HOME = ("export", "/pdf", "/copy", "/download")


@pytest.fixture(scope="module")
def twins(sqlite_colleges):
    """Fill the twins once."""
    app = sqlite_colleges.separate("crawl-twins", "refunds")
    yield Twins(app, fill_twins(app))
    let_go(app)


def _searches(side: dict) -> list[str]:
    """Give what somebody types who looks for the other side: parts of its words, so that an echo is no find, and numbers."""
    word, phone = side["word"], side["canaries"]["phone 100"]
    return [word[:2], f"{word[1:]}学", f"{word[1:]}讲", phone[-4:], f"{phone[:3]} {phone[3:7]} {phone[7:]}", side["district"]]


def _walk(crawl, words: list[str], token: str) -> None:
    """Follow every link, fill every search with each word, and take every file home that a form offers."""
    crawl.follow_everything("/")
    for (method, action), form in list(crawl.forms.items()):
        names = [each["name"] for each in form.find_all("input") if each.get("name") and each.get("type", "text") in {"text", "search"}]
        if method == "get":
            for name, word in product(names, words):
                crawl.ask(f"{action}?{urlencode({name: word})}")
        elif any(each in action for each in TAKES_HOME):
            crawl.ask(action, "POST", data={"csrf_token": token, "kind": "json", "reason": "家人要看"})


def _look_around(twins, side: str, role: str, *, each: int) -> None:
    far = "far" if side == "here" else "here"
    crawl = twins.crawl(side, role, looks_for=far, each=each)
    _walk(crawl, _searches(twins.other(side)), form_token(twins.app))
    assert len(crawl.seen) > 12
    assert max(crawl.seen.values()) < 500, [what for what, status in crawl.seen.items() if status >= 500]
    assert not crawl.found, f"{len(crawl.found)} leaks\n" + "\n".join(dict.fromkeys(crawl.found[:40]))


@pytest.mark.parametrize(("side", "role"), PLAIN)
def test_no_page_search_or_file_that_she_reaches_shows_the_other_side(twins, side, role):
    _look_around(twins, side, role, each=2)


@pytest.mark.full
@pytest.mark.parametrize(("side", "role"), ALL)
def test_no_page_at_all_shows_the_other_side(twins, side, role):
    _look_around(twins, side, role, each=1000)


@pytest.mark.parametrize("role", ROLES)
def test_the_same_walk_meets_her_own_side(twins, role):
    crawl = twins.crawl("here", role, looks_for="here", each=2)
    crawl.follow_everything("/")
    met = {each.rpartition("the text ")[2] for each in crawl.found if "the text " in each}
    assert len(met) >= MEETS[role], sorted(met)
    # What she writes and has not published is seen by her, so that it would be seen if it leaked.
    assert any(each.endswith("没写完的话") for each in met) is (role == "lecturer")


@pytest.mark.parametrize(("side", "far"), [("here", "far"), ("far", "here")])
def test_what_anybody_may_ask_with_tells_of_its_own_side_only(twins, side, far):
    ids = twins.side(side)["ids"]
    crawl, addresses = twins.crawl(far, "student", looks_for=side), [f"/certificates/{each}" for each in ids["code"]]
    assert [crawl.ask(each).status_code for each in addresses] == [200]
    # A stranger's page names neither the holder nor her class; its own address is all that it repeats.
    assert {each.rpartition(": ")[2] for each in crawl.found} <= {f"the id {each}" for each in ids["code"]}
    for looks_for, is_there in ((side, True), (far, False)):
        calendar = twins.crawl(far, "student", looks_for=looks_for)
        assert calendar.ask(f"/calendar/{ids['calendar_token'][0]}.ics").status_code == 200
        assert any("下次教室" in each for each in calendar.found) is is_there


def _foreign(side: dict) -> dict[str, list]:
    return {place: ids for place, ids in side["ids"].items() if place not in OF_THE_COLLEGE | FOR_ANYBODY}


def _misplaced(side: dict) -> dict[str, list]:
    """Put ids of every other kind where each kind is expected: one of each is enough, it is the same question."""
    one = {place: ids[0] for place, ids in side["ids"].items() if len(ids[0]) == 36}
    return {place: [each for other, each in one.items() if other != place] for place in one}


def _asked(twins, side: str, role: str, method: str, *, full: bool) -> list[str]:
    far = twins.other(side)
    right = twins.addresses(method, _foreign(far))
    wrong = twins.addresses(method, {**{"district_code": [far["district"]]}, **_misplaced(far)})
    chosen = right + [each for each in (wrong if full else wrong[::8]) if each not in set(right)]
    # Whoever is asked to take a student in answers under this address.
    return [each for each in chosen if role != "coordinator" or not each.startswith("/transfers/")]


def _odd(crawl) -> list[str]:
    """Give what was answered otherwise than by: not hers (403), not there (404), sign in or confirm first, or her own start."""
    return [f"{what}: {status}" for what, status in crawl.seen.items() if status not in {303, 403, 404}]


def _ask_everything(twins, side: str, role: str, *, full: bool) -> None:
    far = "far" if side == "here" else "here"
    crawl, token = twins.crawl(side, role, looks_for=far), form_token(twins.app)
    before = fingerprints(twins.app)
    for method in ("GET", "POST"):
        for address in _asked(twins, side, role, method, full=full):
            data = {"csrf_token": token, "reason": "为什么", "name": "何某人"} if method == "POST" else None
            answer = crawl.ask(address, method, data=data)
            if answer.status_code == 303:
                leads = answer.headers["Location"]
                assert leads.startswith(("/confirm", "/card", "/staff/sign-in", "/questions", "/learn", "/consent")), f"{method} {address} → {leads}"
    changed = changed_tables(before, fingerprints(twins.app)) - KEPT_ANYWAY
    assert not crawl.found, f"{len(crawl.found)} leaks\n" + "\n".join(dict.fromkeys(crawl.found[:40]))
    assert not _odd(crawl), f"of {len(crawl.seen)}\n" + "\n".join(_odd(crawl)[:40])
    assert not changed, changed
    assert {403, 404} & set(crawl.seen.values()) and len(crawl.seen) > 100


@pytest.mark.parametrize("role", ["student", "lecturer", "coordinator", pytest.param("helper", marks=pytest.mark.full), pytest.param("cohort_coordinator", marks=pytest.mark.full)])
def test_every_address_with_every_foreign_id_is_refused_and_changes_nothing(twins, role):
    _ask_everything(twins, "here", role, full=False)


@pytest.mark.full
@pytest.mark.parametrize(("side", "role"), ALL)
def test_every_address_with_every_id_of_every_kind_is_refused_and_changes_nothing(twins, side, role):
    _ask_everything(twins, side, role, full=True)
