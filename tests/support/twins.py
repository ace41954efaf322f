"""The twins as tests crawl them: filled once, a client for each role, and an eye for what is the other side's."""

from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit
from uuid import UUID

from flask import Flask
from sqlalchemy import text
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RoutingException

from college.core.db import db, unit_of_work
from college.demo import service as demo
from tests.support.crawling import Crawl
from tests.support.pages import parse
from tests.support.signing import sign_in
from tests.support.walking import WalkingClient
from tests.support.world import TOKEN

#: What stands for a place in an address that belongs to nobody.
SHARED = {
    "course": ["refunds"], "lesson": ["find-order"], "step": ["open-my-taobao"], "role": ["lecturer", "helper"], "token": ["0" * 26],
    "sha256": ["0" * 64], "ending": ["png"], "filename": ["css/tokens.css"],
    "track": ["from-zero"], "recording_id": [str(UUID(int=1))], "miss_id": [str(UUID(int=1))], "at": [0], "aside_id": [str(UUID(int=1))],
    "taken_id": [str(UUID(int=1))],
}  # fmt: skip
#: These belong to the college, not to a side: what a product manager collects, and the lessons that follow from it.
OF_THE_COLLEGE = frozenset({"check_id", "theme_id"})
#: With these anybody at all may ask: the code on a certificate, which says nearly nothing, and a secret address.
FOR_ANYBODY = frozenset({"code", "calendar_token"})


def fill_twins(app: Flask) -> dict:
    """Run what `demo twins` runs in a college with the shipped courses; give what it prints."""
    app.test_client_class = WalkingClient
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with app.app_context():
        with unit_of_work():
            db.session.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32))"))
        return demo.twins(say=lambda _text: None)


@dataclass
class Walk(Crawl):
    """A crawl that opens at most ``each`` addresses of one endpoint, and remembers every form that it saw."""

    each: int = 3
    forms: dict[tuple[str, str], object] = field(default_factory=dict)
    opened: Counter = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.map = self.client.application.url_map.bind("localhost")

    def _is_new_enough(self, address: str) -> bool:
        try:
            endpoint, _values = self.map.match(urlsplit(address).path, method="GET")
        except (HTTPException, RoutingException):
            return super()._is_new_enough(address)
        self.opened[endpoint] += 1
        return endpoint != "static" and self.opened[endpoint] <= self.each and super()._is_new_enough(address)

    def _leads(self, address: str, answer) -> list[str]:
        if answer.mimetype == "text/html" and answer.status_code == 200:
            for form in parse(answer.get_data(as_text=True)).find_all("form"):
                action = urljoin(address, form.get("action") or address).partition("?")[0]
                self.forms.setdefault((form.get("method", "get").lower(), action), form)
        return super()._leads(address, answer)


@dataclass
class Eyes:
    """Says which texts and ids of one side stand in an answer."""

    side: dict
    role: str

    def __post_init__(self) -> None:
        self.texts = {*self.side["canaries"].values(), self.side["word"]}
        own = (each for place, ids in self.side["ids"].items() if place not in self._known() for each in ids)
        self.ids = {each for each in own if len(each) == 36}
        self.ids |= {each for place in FOR_ANYBODY for each in self.side["ids"][place]}

    def _known(self) -> frozenset[str]:
        """Give the kinds of ids that she may know: a coordinator those of who asks to come over to her district."""
        return OF_THE_COLLEGE | ({"transfer_id"} if self.role == "coordinator" else set())

    def __call__(self, answer: str) -> list[str]:
        if self.side["word"] not in answer and not any(each in answer for each in self.ids) and "1400000" not in answer:
            return []
        return [f"the text {each}" for each in self.texts if each in answer] + [f"the id {each}" for each in self.ids if each in answer]


@dataclass
class Twins:
    """Both sides, filled."""

    app: Flask
    printed: dict

    def side(self, name: str) -> dict:
        """Give a side as it was printed."""
        return self.printed["sides"][name]

    def other(self, name: str) -> dict:
        """Give the side that is not this one."""
        return self.side("far" if name == "here" else "here")

    def client(self, side: str, role: str) -> WalkingClient:
        """Sign somebody of a side in, with a form token that the test knows."""
        client = sign_in(self.app, UUID(self.side(side)["people"][role]))
        client.checks_pages = False
        with client.session_transaction() as session:
            session["csrf_token"] = TOKEN
        return client

    def crawl(self, side: str, role: str, *, looks_for: str, each: int = 3) -> Walk:
        """Begin a crawl of somebody of ``side`` who looks for the texts and ids of the side ``looks_for``."""
        return Walk(self.client(side, role), Eyes(self.side(looks_for), role), each=each)

    def addresses(self, method: str, ids: dict[str, list]) -> list[str]:
        """Give every address that takes ``method``, filled with each of ``ids`` in turn; ids of one kind go together."""
        found = []
        with self.app.test_request_context():
            for rule in self.app.url_map.iter_rules():
                if method not in rule.methods or not any(name in ids for name in rule.arguments):
                    continue
                most = max(len(ids.get(name) or SHARED.get(name) or ()) for name in rule.arguments)
                for number in range(most):
                    values = {name: _turn(ids.get(name) or SHARED[name], number) for name in rule.arguments}
                    found.append(rule.build(values, append_unknown=False)[1])
        return list(dict.fromkeys(found))


def _turn(values: list, number: int):
    value = values[number % len(values)]
    return UUID(value) if len(str(value)) == 36 else value
