"""Walks through every page that somebody can reach, and reads all that comes back: pages, files, errors, headers."""

import html
import re
from collections import Counter, deque
from dataclasses import dataclass, field
from itertools import product
from urllib.parse import unquote, urlencode, urljoin, urlsplit

from werkzeug.test import TestResponse

from tests.support.pages import parse

#: Addresses of the same path that differ only in what stands behind "?": more of them show nothing new.
VARIANTS = 12
_POINTING = re.compile(r"""(?:href|src|action)\s*=\s*["']([^"']+)["']""")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")


def everything_in(answer: TestResponse) -> str:
    """Give all text of an answer, its headers too, with entities, percent signs and escapes read."""
    body = answer.get_data().decode("utf-8-sig", "replace")
    headers = unquote("\n".join(f"{name}: {value}" for name, value in answer.headers if name != "Set-Cookie"))
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), html.unescape(f"{headers}\n{body}"))


@dataclass
class Crawl:
    """One person's way through the college: `seen` is path → status, `found` what `look` said about answers."""

    client: object
    look: object
    seen: dict[str, int] = field(default_factory=dict)
    found: list[str] = field(default_factory=list)
    variants: Counter = field(default_factory=Counter)

    def ask(self, address: str, method: str = "GET", **values) -> TestResponse:
        """Ask for an address and read the answer."""
        answer = self.client.open(address, method=method, **values)
        self.seen[f"{method} {address}"] = answer.status_code
        what = f"{method} {address} ({answer.status_code})"
        self.found += [f"{what}: {fault}" for fault in self.look(_without(address, everything_in(answer)))]
        return answer

    def follow_everything(self, start: str, limit: int = 2000) -> None:
        """Open every page, file and filled-in search that links lead to from `start`, `limit` at most."""
        waiting = deque([start])
        while waiting and len(self.seen) < limit:
            address = waiting.popleft()
            if f"GET {address}" in self.seen or not self._is_new_enough(address):
                continue
            answer = self.ask(address)
            waiting.extend(self._leads(address, answer))

    def _is_new_enough(self, address: str) -> bool:
        path = urlsplit(address).path
        self.variants[path] += 1
        return self.variants[path] <= VARIANTS

    def _leads(self, address: str, answer: TestResponse) -> list[str]:
        if 300 <= answer.status_code < 400:
            return _inside(address, [answer.headers["Location"]])
        if answer.mimetype != "text/html":
            return []
        page = answer.get_data(as_text=True)
        found = _inside(address, map(html.unescape, _POINTING.findall(page)))
        return found + (_searches(address, page) if 'method="get"' in page else [])


def _without(address: str, text: str) -> str:
    """Leave out of an answer what was asked for by name: an address tells nothing to whoever wrote it."""
    for part in urlsplit(address).path.split("/"):
        if len(part) >= 32:
            text = text.replace(part, "")
    return text


def _inside(address: str, leads) -> list[str]:
    """Give those leads that stay in the college, without what stands behind "#"."""
    parts = [urlsplit(urljoin(address, lead)) for lead in leads if not lead.startswith(("tel:", "mailto:", "data:", "#"))]
    return [f"{each.path}{f'?{each.query}' if each.query else ''}" for each in parts if each.netloc in {"", "localhost"}]


def _searches(address: str, page: str) -> list[str]:
    """Give the address of every combination of two choices that a search form offers, most of them once."""
    found = []
    for form in parse(page).find_all("form", method="get"):
        choices = {
            each["name"]: [option.get("value", "") for option in each.find_all("option")] for each in form.find_all("select")
        }
        where = urljoin(address, form.get("action") or address).partition("?")[0]
        found += [f"{where}?{urlencode({name: value})}" for name, values in choices.items() for value in values]
        found += [f"{where}?{urlencode(dict(zip(choices, pair, strict=True)))}" for pair in product(*choices.values())][:VARIANTS]
    return found
