"""Finds every form that somebody can reach and sends it full of hostile texts, files and tampered choices."""

import io
import unicodedata
from collections import defaultdict, deque
from dataclasses import dataclass, field
from time import process_time
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from tests.hostile.payloads import Payload, payloads

TYPED = {"text", "search", "tel", "email", "url", "password", "number", None}
PRESSED = {"submit", "image", "button", "reset"}
#: A field without a limit takes so many letters at once.
UNLIMITED = 1_500
#: What a field holds that is right while another one is hostile; "{}" becomes a number.
RIGHT = {
    "name": "何新人", "starts_on": "2026-11-22", "ends_on": "2027-01-22", "login": "xin.ren{}", "title": "看不懂订单", "excerpt": "点了没有反应",
    "text": "请看右下角", "reason": "三次没有来上课", "sentence": "我们在看。", "phone": "", "teacher_phone": "", "teacher_name": "周老师", "from_on": "", "to_on": "",
    "q": "王", "note": "家人来电", "why": "家人来电",
}  # fmt: skip
#: What one form may take of a test's time, in seconds: wrong passwords are answered more and more slowly.
PATIENCE = 4
#: Answers that a person understands: the page asked for, the form again, a sentence. Never 500.
FIT_STATUS = {200, 302, 303, 400, 403, 404, 405, 409, 410, 413, 414, 422, 429}


@dataclass(frozen=True)
class Form:
    """A form on a page: where it goes, what stands in it, and what somebody may type."""

    page: str
    method: str
    action: str
    standing: tuple[tuple[str, str], ...]
    texts: tuple[tuple[str, int], ...]
    files: tuple[str, ...]


@dataclass
class Page:
    """A page that somebody opened by a link."""

    address: str
    endpoint: str
    soup: BeautifulSoup


def forms_on(page: Page, *, every: bool = False) -> list[Form]:
    """Give the forms of a page in which something is typed, chosen, uploaded or carried along; or `every` one."""
    found = []
    for form in page.soup.find_all("form"):
        texts = tuple((each["name"], _limit(each)) for each in form.find_all(["input", "textarea"]) if _is_typed(each))
        files = tuple(each["name"] for each in form.find_all("input", type="file") if each.get("name"))
        standing = tuple(_standing(form))
        if every or texts or files or any(name != "csrf_token" for name, _value in standing):
            action = urljoin(page.address, form.get("action") or page.address)
            method = form.get("method", "get").lower()
            found.append(Form(page.address, method, action, standing, texts, files))
    return found


def _is_typed(each: Tag) -> bool:
    return bool(each.get("name")) and (each.name == "textarea" or each.get("type") in TYPED)


def _limit(each: Tag) -> int:
    return int(each.get("maxlength") or UNLIMITED)


def _standing(form: Tag):
    for each in form.find_all(["input", "select", "button"]):
        name, kind = each.get("name"), each.get("type")
        if not name or kind == "file" or _is_typed(each) and each.name == "input":
            continue
        if each.name == "select":
            options = [option.get("value", "") for option in each.find_all("option")]
            yield name, next((value for value in options if value), "")
        elif kind in {"checkbox", "radio"}:
            if kind == "radio" or each.has_attr("checked") or not each.has_attr("value") or each["value"] == "y":
                yield name, each.get("value", "on")
        elif each.name == "input" and kind not in PRESSED:
            yield name, each.get("value", "")


class Endpoints:
    """Tells which view an address belongs to, and how often it was seen already."""

    def __init__(self, app: Flask) -> None:
        self.adapter = app.url_map.bind("localhost")

    def of(self, address: str, method: str = "GET") -> str:
        """Give the endpoint of an address, "" for none."""
        try:
            return self.adapter.match(urlsplit(address).path, method=method)[0]
        except HTTPException:
            return ""


    def plain(self) -> list[str]:
        """Give every address that names nothing: where a crawl begins."""
        rules = self.adapter.map.iter_rules()
        return sorted(rule.rule for rule in rules if "GET" in rule.methods and not rule.arguments)


def crawl(client, endpoints: Endpoints, *, each: int, also: list[str], broken: list[str]) -> dict[str, Page]:
    """Open what links lead to, `each` addresses of one view and one set of filters at most; give the HTML pages.

    What cannot be shown goes to `broken`.
    """
    waiting, seen, pages, counted = deque([*also, *endpoints.plain()]), set(), {}, defaultdict(int)
    while waiting:
        address = waiting.popleft()
        parts = urlsplit(address)
        endpoint = endpoints.of(address)
        kind = (endpoint, tuple(sorted(part.partition("=")[0] for part in parts.query.split("&"))))
        if address in seen or not endpoint or endpoint == "static" or counted[kind] >= each:
            continue
        seen.add(address)
        counted[kind] += 1
        answer = look(client, address, broken)
        if answer is None:
            continue
        if 300 <= answer.status_code < 400:
            waiting.append(_inside(address, answer.headers["Location"]))
        elif answer.mimetype == "text/html" and answer.status_code == 200:
            page = pages[address] = Page(address, endpoint, answer.page)
            waiting.extend(_inside(address, link["href"]) for link in page.soup.find_all("a", href=True))
    return pages


def look(client, address: str, broken: list[str], **how) -> TestResponse | None:
    """Open one address; an error, an unfit page or a 500 goes to `broken`."""
    try:
        answer = client.get(address, **how)
    except Exception as error:  # noqa: BLE001 - whatever a view raises is an answer of 500
        broken.append(f"GET {address}: {type(error).__name__} {error}"[:600])
        return None
    if answer.status_code >= 500:
        broken.append(f"GET {address}: {answer.status_code}")
    return answer


def _inside(address: str, lead: str) -> str:
    parts = urlsplit(urljoin(address, lead))
    is_ours = parts.netloc in {"", "localhost"} and parts.scheme in {"", "http", "https"}
    return f"{parts.path}{f'?{parts.query}' if parts.query else ''}" if is_ours else ""


def squash(text: str) -> str:
    """Take blanks and unseen signs out of a text, which fields may clean away."""
    return "".join(sign for sign in text if unicodedata.category(sign)[0] not in "CZ" and sign != "\ufffd")


class Supply:
    """Deals out payloads: a field takes the next ones that fit it, until it has had them all, and then anew."""

    def __init__(self) -> None:
        self.next: dict[tuple, int] = defaultdict(int)
        self.given: dict[tuple, set[int]] = defaultdict(set)
        self.fitting: dict[int, list[Payload]] = {}

    def text(self, key: tuple, limit: int) -> str:
        """Give as many whole payloads as fit into `limit` letters."""
        fitting = self.fitting.setdefault(limit, [one for one in payloads() if len(one.text) <= limit])
        taken, room, at = [], limit, self.next[key]
        while taken == [] or (len(fitting[at % len(fitting)].text) < room and len(taken) < len(fitting)):
            one = fitting[at % len(fitting)]
            taken.append(one.text)
            self.given[key].add(one.number)
            room -= len(one.text) + 1
            at += 1
        self.next[key] = at
        return " ".join(taken)


@dataclass
class Filler:
    """Sends forms; `faults` fills with what went wrong, the counters with what was tried."""

    endpoints: Endpoints
    supply: Supply = field(default_factory=Supply)
    faults: list[str] = field(default_factory=list)
    sent: int = 0
    accepted: dict[tuple, int] = field(default_factory=lambda: defaultdict(int))
    seconds: dict[tuple, float] = field(default_factory=lambda: defaultdict(float))
    kept: int = 0

    def key_of(self, form: Form) -> tuple:
        """Give what makes two forms the same: where they go and what is typed into them."""
        carried = tuple(sorted({name for name, _value in form.standing})) if not form.texts else ()
        return (self.endpoints.of(form.action, form.method.upper()), tuple(name for name, _limit in form.texts), form.files, carried)

    def fill_often(self, client, form: Form, times: int, make_file) -> None:
        """Send a form: all fields hostile, then each field alone beside right ones, then what is only chosen as well."""
        key = self.key_of(form)
        ways = [{"is_tampered": not form.texts and not form.files}]
        ways += [{"only": name} for name, _limit in form.texts] if len(form.texts) > 1 else []
        for at in range(max(times, times * len(ways) // 2)):
            if self.seconds[key] > PATIENCE:
                return
            began = process_time()
            self.fill(client, form, make_file=make_file, **ways[at % len(ways)])
            self.seconds[key] += process_time() - began
        self.fill(client, form, make_file=make_file, is_tampered=True)

    def fill(self, client, form: Form, *, make_file=None, is_tampered: bool = False, only: str = "") -> TestResponse | None:
        """Send a form once; with `is_tampered` what is only chosen is hostile as well; with `only` one field is."""
        key = self.key_of(form)
        typed = {name: self.supply.text((key[0], name), limit) for name, limit in form.texts if only in ("", name)}
        values = {name: RIGHT.get(name, "1").format(self.sent) for name, _limit in form.texts} | dict(form.standing) | typed
        if is_tampered:
            values |= {name: self.supply.text((key[0], name), 120) for name, _v in form.standing if name != "csrf_token"}
        if make_file:
            values |= {name: (io.BytesIO(data), file_name) for name in form.files for data, file_name in [make_file()]}
        self.sent += 1
        try:
            answer = self._send(client, form, values)
        except Exception as broken:  # noqa: BLE001 - whatever a view raises is an answer of 500
            self.faults.append(f"{form.method} {form.action}: {type(broken).__name__} {broken}"[:600])
            return None
        self._judge(form, key, typed, answer)
        return answer

    def _send(self, client, form: Form, values: dict) -> TestResponse:
        if form.method == "get":
            answer = client.get(form.action.partition("?")[0].partition("#")[0], query_string={name: value for name, value in values.items() if isinstance(value, str)})
            self._press_on(client, form, values, answer)
            return answer
        answer = client.post(form.action, data=values, content_type="multipart/form-data" if form.files else None)
        if 300 <= answer.status_code < 400:
            where = _inside(form.action, answer.headers["Location"])
            assert where, f"sent away to {answer.headers['Location']}"
            after = client.get(where)
            assert after.status_code < 500, f"then {after.status_code} for {where}"
        return answer

    def _press_on(self, client, form: Form, values: dict, answer: TestResponse) -> None:
        """Send what asks "is this right?" after a search form was filled: it carries along what was typed."""
        if answer.status_code != 200:
            return
        for asking in forms_on(Page(form.action, "", answer.page)):
            if asking.method == "post" and set(values) & {name for name, value in asking.standing if value} - {"csrf_token"}:
                self._send(client, asking, dict(asking.standing))

    def _judge(self, form: Form, key: tuple, typed: dict[str, str], answer: TestResponse) -> None:
        if answer.status_code not in FIT_STATUS:
            self.faults.append(f"{form.method} {form.action}: {answer.status_code} for {typed!r}"[:600])
        if answer.status_code < 400:
            self.accepted[key] += 1
        elif answer.is_page and not any(len(words.get_text(strip=True)) > 5 for words in answer.page.select("main p, main li")):
            self.faults.append(f"{form.method} {form.action}: {answer.status_code} without a sentence")
        if answer.status_code == 422:
            self.faults += [f"{form.method} {form.action}: {lost}" for lost in self._lost(form, typed, answer)]

    def _lost(self, form: Form, typed: dict[str, str], answer: TestResponse) -> list[str]:
        """Say which typed texts a refused form does not show again."""
        lost = []
        for name, text in typed.items():
            shown = [each for each in answer.page.find_all(["input", "textarea"], attrs={"name": name}) if each.get("type") != "password"]
            values = [squash(each.get_text() if each.name == "textarea" else each.get("value", "")) for each in shown]
            self.kept += bool(values)
            if values and squash(text) not in values:
                lost.append(f"{name} lost, {_differing(squash(text), max(values, key=len))}")
        return lost


def _differing(typed: str, shown: str) -> str:
    """Say where two texts part."""
    at = next((place for place, (one, other) in enumerate(zip(typed, shown, strict=False)) if one != other), min(len(typed), len(shown)))
    return f"typed {typed[max(at - 20, 0) : at + 40]!r}, shown {shown[max(at - 20, 0) : at + 40]!r}"
