"""Hostile texts in every field of every form, every address, header and cookie: none runs, none breaks a page, none is lost."""

import re
from collections import Counter
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Error

from tests.hostile.detecting import Detector, foreign_in, in_address, is_worked_out
from tests.hostile.filling import look
from tests.hostile.payloads import payloads
from tests.hostile.town import CARRIED, EACH, ON_PHONES, Town

#: How often each form is sent, and how many forms of one kind are.
PLAIN, FULL = {"times": 3, "most": 1}, {"times": 10, "most": 2}
#: How many pages of one view are looked through for forms.
PLAIN_EACH = 2
SCREENS = {
    "phone": {"viewport": {"width": 360, "height": 640}, "has_touch": True, "is_mobile": True, "device_scale_factor": 1},
    "desk": {"viewport": {"width": 1366, "height": 768}},
}
#: The phone beside a text is a learner's page without what stands around it.
PHONE_OF_A_DRAFT = re.compile(r"/write/.*/phone(/|\?|$)")
#: What a whole page has, told by the browser that has read it.
WHOLE = """() => {
  const count = (name) => document.querySelectorAll(name).length, wrong = [];
  for (const [name, least, most] of [['h1', 1, 1], ['main', 1, 1], ['main#main', 1, 1], ['body > footer', 1, 1], ['body > header', 1, 1], ['nav', 2, 9], ['title', 1, 9]])
    if (count(name) < least || count(name) > most) wrong.push(`${count(name)} times ${name}`);
  const bodies = Array.from(document.body.children).map((each) => each.localName).filter((name) => !['a', 'header', 'main', 'div', 'footer', 'script', 'section', 'nav'].includes(name));
  if (bodies.length) wrong.push('beside main: ' + bodies.join());
  if (document.querySelector('h1') && !document.querySelector('main h1')) wrong.push('h1 outside main');
  for (const form of document.forms) {
    if (form.method === 'post' && form.querySelectorAll('input[name=csrf_token]').length !== 1) wrong.push('form without its token: ' + form.action);
    if (!form.querySelector('button, input[type=submit]')) wrong.push('form without its button: ' + form.action);
    if (new URL(form.action, location.href).origin !== location.origin) wrong.push('form that leads away: ' + form.action);
  }
  return wrong;
}"""
#: Counts the elements of each kind, attributes and all: the bones of a page, whatever is written on it. What marks
#: findings in a text (a name, a number) depends on the text and is left out.
BONES = """(htmls) => htmls.map((html) => {
  const counted = {};
  const page = new DOMParser().parseFromString(html, 'text/html');
  for (const each of page.querySelectorAll('*')) {
    if (each.closest('mark, [data-findings]')) continue;
    const kind = [each.localName, ...each.getAttributeNames().sort()].join(' ');
    counted[kind] = (counted[kind] || 0) + 1;
  }
  return counted;
})"""


def _made(sqlite_colleges, name: str, scale: dict, each: int = EACH, *, with_author: bool = False):
    town = Town(sqlite_colleges.separate(name, "refunds"), each, with_author)
    town.fill_everything(**scale)
    return town


@pytest.fixture(scope="module")
def town(sqlite_colleges):
    """Have everybody type hostile texts, a few into each field."""
    town = _made(sqlite_colleges, "hostile", PLAIN, PLAIN_EACH)
    yield town
    if town.live:
        town.live.stop()


@pytest.fixture(scope="module")
def full_town(sqlite_colleges):
    """Have everybody type hostile texts, many into each field."""
    town = _made(sqlite_colleges, "hostile-full", FULL, with_author=True)
    yield town
    if town.live:
        town.live.stop()


def _assert_taken_or_refused(town: Town, least: int) -> None:
    faults = list(dict.fromkeys(town.filler.faults))
    assert not faults, f"{len(faults)} faults\n" + "\n".join(faults[:40])
    typed = {key: number for key, number in town.per_field().items()}
    assert len(typed) > 60
    assert not {key: number for key, number in typed.items() if number < least}
    assert town.filler.kept > 50, "no refused form was looked at"
    stored = {"person", "cohort", "question", "question_message", "theme", "theme_move", "evidence"}
    assert stored <= {table for table, _column in town.saturate()[0]}, "the control: forms of these tables took payloads"


def test_every_form_takes_or_refuses_with_a_sentence_and_keeps_what_was_typed(town):
    _assert_taken_or_refused(town, 2)


@pytest.mark.full
def test_every_form_does_so_with_many(full_town):
    _assert_taken_or_refused(full_town, 4)
    kinds = len(full_town.filler.seconds)
    print(f"{full_town.filler.sent} times {kinds} forms sent, {sum(full_town.filler.accepted.values())} accepted,", end=" ")
    print(f"{len(full_town.per_field())} fields, {sum(full_town.per_field().values())} payloads in fields, {full_town.filler.kept} typed texts shown again")


def _addresses(town: Town, who: str) -> list[str]:
    """Give one address of each view that this role reaches, with every name that pages read from an address."""
    addresses = list(town.addresses(who, 1))
    names = {part.partition("=")[0] for address in town.addresses(who, 9) for part in urlsplit(address).query.split("&")}
    carried = sorted({*CARRIED, *names} - {""})
    found = []
    for at, address in enumerate(addresses):
        chosen = payloads()[at * 11 % 500 :][: len(carried)]
        found.append(urlsplit(address).path + "?" + "&".join(f"{name}={in_address(one.text)}" for name, one in zip(carried, chosen, strict=False)))
    return found


@pytest.mark.parametrize("who", ["nobody", "student", "coordinator", "lecturer", "manager", "operator"])
def test_addresses_headers_and_cookies_are_harmless(town, who):
    faults: list[str] = []
    for at, address in enumerate(_addresses(town, who)):
        texts = ["".join(sign if 32 <= ord(sign) < 127 else "?" for sign in one.text) for one in payloads()[at * 7 % 500 :][:4]]
        headers = dict(zip(("User-Agent", "Referer", "Accept-Language", "X-Forwarded-Host"), texts, strict=True))
        client = town.clients[who]
        for name, text in zip(("size", "language"), texts, strict=False):
            client.set_cookie(name, text.replace(";", ""))
        for how in ({}, {"headers": headers}):
            answer = look(client, address, faults, **how)
            if answer is not None and answer.status_code not in {200, 302, 303, 400, 403, 404, 409, 414, 422}:
                faults.append(f"{answer.status_code} for {address}")
            if answer is not None and any(is_worked_out(one, answer.get_data(as_text=True)) for one in payloads() if one.place == "template"):
                faults.append(f"a template worked out what stood in {address}")
            location = answer.headers.get("Location", "/") if answer is not None else "/"
            if urlsplit(location).netloc not in {"", "localhost"} or urlsplit(location).scheme not in {"", "http"}:
                faults.append(f"{address} leads away to {location}")
        client.delete_cookie("size"), client.delete_cookie("language")
    assert not faults, f"{len(faults)} faults\n" + "\n".join(faults[:30])


def _html(town: Town, who: str, address: str) -> str:
    answer = look(town.clients[who], address, town.filler.faults)
    return answer.get_data(as_text=True) if answer else ""


def _bones(page, htmls: list[str]) -> list[Counter]:
    return [Counter(each) for each in page.evaluate(BONES, htmls)]


@pytest.mark.full
def test_pages_have_the_same_bones_as_with_harmless_texts_of_the_same_length(town, browser):
    town.saturate()
    context = browser.new_context()
    page, faults = context.new_page(), []
    for who in town.clients:
        town.saturate(is_harmless=True)
        addresses = list(town.addresses(who, 1))
        tame = _bones(page, [_html(town, who, address) for address in addresses])
        town.saturate()
        wild = _bones(page, [_html(town, who, address) for address in addresses])
        pairs = zip(addresses, tame, wild, strict=True)
        faults += [f"{who} {address}: more {wilder - tamer}, fewer {tamer - wilder}" for address, tamer, wilder in pairs if tamer != wilder]
    context.close()
    assert not faults, f"{len(faults)} faults\n" + "\n".join(faults[:20])


class Eyes:
    """Opens all pages of all roles in Chromium and says what they did that they must not."""

    def __init__(self, town: Town, browser, *, with_policy: bool) -> None:
        self.town, self.browser, self.with_policy = town, browser, with_policy
        self.opened = 0
        self.views: set[str] = set()
        self.faults: list[str] = []

    def look(self, who: str, screen: str, each: int) -> None:
        """Open every page of one role on one screen; with `each` 0 one of each view that no other role has shown."""
        live = self.town.serve()
        context = self.browser.new_context(base_url=live.url, bypass_csp=not self.with_policy, **SCREENS[screen])
        context.set_default_timeout(15_000)
        context.add_cookies(live.cookies(person=self.town.people[who]))
        detector, page = Detector(context), context.new_page()
        for address in list(self.town.addresses(who, each or 1)):
            view = self.town.endpoints.of(address)
            if not each and view in self.views:
                continue
            self.views.add(view)
            found = self._open(page, context, address) + detector.take()
            self.faults += [f"{who} on a {screen}, {address}: {fault}" for fault in found]
        context.close()

    def _open(self, page, context: BrowserContext, address: str) -> list[str]:
        self.opened += 1
        try:
            answer = page.goto(address)
            found = [] if answer.status == 200 else [f"answered {answer.status}"]
            found += foreign_in(page) + ([] if PHONE_OF_A_DRAFT.match(address) else page.evaluate(WHOLE))
        except Error as gone:
            return [f"could not be looked at: {gone}"[:300]]
        if urlsplit(page.url).path != urlsplit(answer.url).path or len(context.pages) != 1:
            found.append(f"left for {page.url}")
        return found


def _look(town: Town, browser, *, with_policy: bool, each: int, screens: dict[str, tuple[str, ...]]) -> Eyes:
    eyes = Eyes(town, browser, with_policy=with_policy)
    for who in town.clients:
        for screen in screens["phone" if who in ON_PHONES else "desk"]:
            eyes.look(who, screen, each)
    assert not eyes.faults, f"{len(eyes.faults)} faults on {eyes.opened} pages\n" + "\n".join(eyes.faults[:30])
    assert not town.live.errors, town.live.errors
    return eyes


OWN = {"phone": ("phone",), "desk": ("desk",)}
BOTH = {"phone": ("phone", "desk"), "desk": ("desk", "phone")}


@pytest.mark.parametrize("with_policy", [pytest.param(True, marks=pytest.mark.full), False], ids=["policy on", "policy bypassed"])
def test_nothing_runs_on_any_page(town, browser, with_policy):
    cells, written = town.saturate()
    assert written > 50
    eyes = _look(town, browser, with_policy=with_policy, each=0, screens=OWN)
    assert eyes.opened > 60


@pytest.mark.full
@pytest.mark.parametrize("with_policy", [True, False], ids=["policy on", "policy bypassed"])
def test_nothing_runs_on_any_screen(full_town, browser, with_policy):
    full_town.saturate()
    eyes = _look(full_town, browser, with_policy=with_policy, each=1, screens=BOTH)
    print(f"{eyes.opened} pages opened, the policy {'on' if with_policy else 'bypassed'}: nothing ran")


def test_the_eyes_see(town, browser):
    """The control: a page of ours that forgets to escape is seen, with the policy on and without it."""
    town.serve()
    for with_policy in (True, False):
        eyes = Eyes(town, browser, with_policy=with_policy)
        context = browser.new_context(base_url=town.live.url, bypass_csp=not with_policy)
        detector, page = Detector(context), context.new_page()
        page.route("**/help", lambda route: _forget(route, payloads()[0].text))
        found = eyes._open(page, context, "/help") + detector.take()
        context.close()
        assert "script within the page" in found
        assert f"ran {payloads()[0].number}" in found or with_policy
        assert any("refused" in each for each in found) == with_policy


def _forget(route, text: str) -> None:
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().replace("</h1>", f"{text}</h1>", 1))
