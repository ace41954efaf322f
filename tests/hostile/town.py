"""A college in which everybody typed hostile texts into everything, served for a browser to look at."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import count
from uuid import UUID

from flask import Flask

from college.core import jobs
from tests.hostile.filling import Endpoints, Filler, Form, Page, crawl, forms_on
from tests.hostile.payloads import payloads
from tests.hostile.saturating import Cells, cells_with_words, saturate
from tests.support.asking import answered
from tests.support.live import LiveCollege
from tests.support.signing import sign_in
from tests.support.world import World

#: Who reads on a phone; everybody else sits at a desk.
ON_PHONES = ("nobody", "student")
#: Names of what an address may carry behind "?", beside those that links of the pages carry.
CARRIED = ("q", "next", "page", "show", "fate", "to", "sentence", "back", "lang", "language", "size", "district", "feature", "at", "seen", "from", "until", "kind")


@dataclass
class Town:
    """Two mirrored districts, a client for each role, and what was sent."""

    app: Flask
    world: World = field(init=False)
    clients: dict[str, object] = field(default_factory=dict)
    people: dict[str, UUID | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.world = World(self.app)
        here = self.world.here
        answered(self.world.make, here.student_id, here.lecturer_id)
        self.people = {
            "nobody": None, "student": here.student_id, "lecturer": here.lecturer_id, "helper": here.helper_id,
            "coordinator": self.world.coordinator_id, "manager": self.world.manager_id, "operator": self.world.operator_id,
        }  # fmt: skip
        self.clients = {who: sign_in(self.app, person) if person else self.app.test_client() for who, person in self.people.items()}
        self.endpoints = Endpoints(self.app)
        self.filler = Filler(self.endpoints)
        self.numbers = count(1)
        self.live: LiveCollege | None = None

    def pages(self, who: str, each: int) -> dict[str, Page]:
        """Open everything that one role can reach."""
        return crawl(self.clients[who], self.endpoints, each=each, broken=self.filler.faults)

    def fill_everything(self, *, times: int, each: int, most: int) -> None:
        """Send every form of every role: `most` of one kind, each `times` times; then do the jobs that they began."""
        for who, client in self.clients.items():
            for same in self._forms(who, each).values():
                for form in same[:most]:
                    self.filler.fill_often(client, form, times, self.make_file)
            self.work()

    def _forms(self, who: str, each: int) -> dict[tuple, list[Form]]:
        found = defaultdict(list)
        for page in self.pages(who, each).values():
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
