"""A college in which everybody typed hostile texts into everything, served for a browser to look at."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from uuid import UUID

from flask import Flask

from college.core import jobs
from college.core.db import new_id
from college.questions import service as questions
from tests.hostile.filling import Endpoints, Filler, Form, Page, crawl, forms_on
from tests.hostile.payloads import payloads
from tests.hostile.saturating import Cells, cells_with_words, saturate
from tests.support.asking import COURSE, LESSON, STEP, answered
from tests.support.live import LiveCollege
from tests.support.signing import sign_in
from tests.support.world import World
from tests.test_access_matrix import DECLARED

#: Who reads on a phone; everybody else sits at a desk.
ON_PHONES = ("nobody", "student")
#: So many with --full.
EACH = 6
#: So many pages everybody sees at least, also after everything was filled in and with two of each view.
LEAST = {"student": 20, "lecturer": 25, "helper": 20, "coordinator": 50, "manager": 15, "operator": 20, "author": 40, "nobody": 10}
#: Names of what an address may carry behind "?", beside those that links of the pages carry.
CARRIED = ("q", "next", "page", "show", "fate", "to", "sentence", "back", "lang", "language", "size", "district", "feature", "at", "seen", "from", "until", "kind")


@dataclass
class Town:
    """Two mirrored districts, a client for each role, and what was sent."""

    app: Flask
    #: How many addresses of one view, with the same names behind "?", a crawl opens.
    each: int = EACH
    #: An author's pages are as many as those of all others: they are filled in with --full.
    with_author: bool = False
    world: World = field(init=False)
    clients: dict[str, object] = field(default_factory=dict)
    people: dict[str, UUID | None] = field(default_factory=dict)
    known: dict[str, list[Page]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.world = World(self.app)
        here = self.world.here
        here.more["answered_id"] = answered(self.world.make, here.student_id, here.lecturer_id)
        here.more["draft_id"] = self._draft(here.student_id)
        self.people = {
            "student": here.student_id, "lecturer": here.lecturer_id, "helper": here.helper_id,
            "coordinator": self.world.coordinator_id, "manager": self.world.manager_id, "operator": self.world.operator_id,
            **({"author": here.more["author_id"]} if self.with_author else {}), "nobody": None,
        }  # fmt: skip
        self.clients = {who: sign_in(self.app, person, confirmed=True) if person else self.app.test_client() for who, person in self.people.items()}
        self.endpoints = Endpoints(self.app)
        self.filler = Filler(self.endpoints)
        self.numbers = count(1)
        self.live: LiveCollege | None = None

    def _draft(self, student: UUID) -> UUID:
        """Have a student call for help; she has not written anything yet."""
        make = self.world.make
        with make.work():
            step = {"course_id": COURSE, "lesson_id": LESSON, "step_id": STEP}
            return questions.call(actor=make.actor(student), client_id=new_id(), **step).id

    def pages(self, who: str) -> list[Page]:
        """Open everything that one role can reach; give at most `each` pages of one view."""
        kinds, chosen = Counter(), []
        for page in crawl(self.clients[who], self.endpoints, each=self.each, also=self._named(), broken=self.filler.faults).values():
            kinds[page.endpoint] += 1
            if kinds[page.endpoint] <= self.each:
                chosen.append(page)
        return chosen

    def _named(self) -> list[str]:
        """Give an address of every view that names something, also where no link leads: a draft, a page after a press."""
        found = []
        with self.app.test_request_context():
            for rule in self.app.url_map.iter_rules():
                names = DECLARED[rule.endpoint].names if rule.endpoint in DECLARED else {}
                if "GET" in rule.methods and rule.arguments and rule.endpoint != "static":
                    found += self._address(rule, names)
        return found

    def _address(self, rule, names: dict[str, str]) -> list[str]:
        try:
            values = {name: self.world.value(self.world.here, names.get(name, name)) for name in rule.arguments}
        except LookupError:
            return []
        return [rule.build(values, append_unknown=False)[1]]

    def addresses(self, who: str, most: int) -> Iterator[str]:
        """Give the addresses of `pages`, as they were when they were first asked for after filling."""
        if who not in self.known:
            self.known[who] = self.pages(who)
        kinds = Counter()
        for page in self.known[who]:
            kinds[page.endpoint] += 1
            if kinds[page.endpoint] <= most:
                yield page.address

    def fill_everything(self, *, times: int, most: int) -> None:
        """Send every form of every role: `most` of one kind, each `times` times; then do the jobs that they began."""
        for who, client in self.clients.items():
            for same in self._forms(who).values():
                for form in sorted(same, key=self._is_about_us)[:most]:
                    self.filler.fill_often(client, form, times, self.make_file)
            self.work()
        few = {who: len(list(self.addresses(who, self.each))) for who in self.clients}
        assert not [who for who in few if few[who] < LEAST[who]], f"the control: everybody can still see her pages, {few}"

    def _is_about_us(self, form: Form) -> bool:
        """Say whether a form changes one of those who look afterwards: somebody else is rather deleted or moved."""
        return any(str(person) in form.action for person in self.people.values())

    def _forms(self, who: str) -> dict[tuple, list[Form]]:
        found = defaultdict(list)
        for page in self.pages(who):
            for form in forms_on(page):
                found[self.filler.key_of(form)].append(form)
        return found

    def make_file(self) -> tuple[bytes, str]:
        """Make a roster whose cells, headings and name are hostile; no two are alike."""
        number = next(self.numbers)
        some = [one.text.replace('"', '""') for one in payloads()[number * 7 % 500 :][:40]]
        heading = '"姓名","手机号","年龄"' if number % 2 else f'"{some[0]}","{some[1]}","{some[2]}"'
        lines = [heading, *(f'"{text}","140000{number:02}{at:03}","{text}"' for at, text in enumerate(some))]
        return "\n".join(lines).replace("\x00", "").encode("utf-8", "replace"), f"{payloads()[number % 300].text}.csv"

    def work(self) -> None:
        """Do the jobs that wait."""
        with self.app.app_context():
            jobs.run_pending()

    def saturate(self, *, is_harmless: bool = False) -> tuple[Cells, int]:
        """Put other payloads into every cell that people's words reach."""
        cells = cells_with_words(self.app) | getattr(self, "cells", {})
        self.cells = cells
        return cells, saturate(self.app, cells, self.filler.supply, is_harmless=is_harmless)

    def serve(self) -> LiveCollege:
        """Listen, for a browser."""
        self.live = self.live or LiveCollege(self.app).start()
        return self.live

    def per_field(self) -> Counter:
        """Give (view, field) → how many different payloads it got."""
        given = self.filler.supply.given
        return Counter({key: len(numbers) for key, numbers in given.items() if key[0] != "cell"})
