"""Two records of one person who have both been busy, for tests that put them together and part them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5

from sqlalchemy import insert, select

from college.accounts import service as accounts
from college.accounts.models import Consent, Person
from college.cohorts.models import Enrollment
from college.cohorts.models_transfers import Transfer
from college.core import clock
from college.core.crypto import new_token
from college.core.db import db, new_id
from college.library import service as library
from college.notices import service as notices
from college.privacy import merging
from college.progress import service as progress
from college.questions.models import Message, Question
from tests.support.college import SHANGCHENG, XIHU, College

COURSE = "refunds"
NINE = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
#: Ids that a phone gave, by number: small, so that two records may have the same.
PHONE = UUID("00000000-0000-4000-8000-000000000001")
#: Tables that may differ after a merge and its parting: who did it, and when a hand changed a row last.
MAY_DIFFER = {"audit_entry", "person_merge"}


@dataclass
class Busy:
    """What one record did, all as small numbers: steps in the order of doing, taps, calls, questions, notices."""

    steps: list[int] = field(default_factory=list)
    taps: list[int] = field(default_factory=list)
    calls: list[int] = field(default_factory=list)
    questions: list[int] = field(default_factory=list)
    notices: list[int] = field(default_factory=list)
    cohorts: dict[int, str] = field(default_factory=dict)
    #: Hours after nine at which she agreed and, perhaps, took that back.
    consent: tuple[int, int | None] | None = None
    has_card: bool = True
    waits: bool = False
    starts: int = 0


class Twins:
    """A district with three cohorts and a coordinator, and as many pairs of records as a test wants."""

    def __init__(self, college: College) -> None:
        self.college = college
        self.cohorts = [college.cohort(SHANGCHENG, (COURSE,), name=f"{name}班") for name in "甲乙丙"]
        self.coordinator = college.coordinator(SHANGCHENG)
        self.far_coordinator = college.coordinator(XIHU)
        with college.app.app_context():
            heads = library.course(COURSE).lessons[:2]
            self.steps = [(head.id, head.step_ids, step) for head in heads for step in head.step_ids]

    def pair(self, first: Busy | None = None, second: Busy | None = None) -> tuple[UUID, UUID]:
        """Make two records of 王桂英, with one phone and with none, who did these things."""
        keep = self.college.person("王桂英", phone="14000000031", age_band="65-69")
        other = self.college.person("王桂瑛", outside_id=f"N{new_id()}"[:40])
        for person, busy in ((keep, first or Busy(cohorts={0: "active"})), (other, second or Busy(cohorts={0: "active"}))):
            self.act(person, busy)
        return keep, other

    def act(self, person: UUID, busy: Busy) -> None:
        """Let a record do all of this."""
        for number, step in enumerate(busy.steps):
            self.keep(person, step, NINE + timedelta(hours=busy.starts, minutes=number))
        with self.college.work():
            for number in busy.taps:
                progress.keep_tap(person_id=person, **self._at(0, number), screen="home", target="cart", expected="scan")
            for number in busy.calls:
                progress.call_help(person_id=person, **self._at(0, number), lesson_id=self.steps[0][0])
            for number in busy.notices:
                notices.tell(person_id=person, key=f"theme:{number}", texts={"zh": "好了", "en": "Done"}, url="/learn")
            for number, status in busy.cohorts.items():
                self._enroll(person, number, status)
            self._agree(person, busy.consent)
            if busy.has_card:
                accounts.load_cards(opened={person: None}, tokens={person: new_token()}, made_at=NINE, expires_on=date(2030, 1, 1))
            if busy.waits and busy.cohorts:
                db.session.add(Transfer(person_id=person, from_cohort_id=self.cohorts[min(busy.cohorts)], to_district=XIHU))
        for number in busy.questions:
            self.ask(person, number)

    def keep(self, person: UUID, step: int, at: datetime) -> None:
        """Let a record finish one of the steps."""
        lesson_id, step_ids, step_id = self.steps[step % len(self.steps)]
        with self.college.work(), clock.freeze(at):
            where = {"course_id": COURSE, "lesson_id": lesson_id, "step_ids": step_ids}
            progress.keep_step(person_id=person, step_id=step_id, **where)

    def ask(self, person: UUID, number: int) -> UUID:
        """Let a record send a question and reply to it."""
        lesson_id, _steps, step_id = self.steps[0]
        place = {"course_id": COURSE, "lesson_id": lesson_id, "step_id": step_id, "district_code": SHANGCHENG}
        with self.college.work():
            ids = {"person_id": person, "client_id": uuid5(PHONE, str(number)), "cohort_id": self.cohorts[0]}
            row = Question(**ids, **place, text="点了没有反应", status="waiting", sent_at=NINE)
            db.session.add(row)
            db.session.flush()
            db.session.add(Message(question_id=row.id, author_id=person, client_id=new_id(), kind="reply", text="还是不行"))
            return row.id

    def _at(self, step: int, number: int) -> dict:
        return {"course_id": COURSE, "step_id": self.steps[step][2], "client_id": uuid5(PHONE, str(number))}

    def _enroll(self, person: UUID, number: int, status: str) -> None:
        to_on = date(2026, 3, 1) if status == "ended" else None
        days = {"from_on": date(2026, 2, 1), "to_on": to_on}
        db.session.add(Enrollment(person_id=person, cohort_id=self.cohorts[number], status=status, **days))

    def _agree(self, person: UUID, consent: tuple[int, int | None] | None) -> None:
        if consent is None:
            return
        given, withdrawn = consent
        row = {"id": new_id(), "person_id": person, "version": accounts.PRIVACY_VERSION, "language": "zh"}
        times = {"given_at": NINE + timedelta(hours=given)}
        times["withdrawn_at"] = NINE + timedelta(hours=given + withdrawn) if withdrawn is not None else None
        db.session.execute(insert(Consent), [row | times])

    def merge(self, keep: UUID, other: UUID, *, who: UUID | None = None, **chosen: str) -> UUID:
        """Put a pair together as its coordinator; give the merge's id."""
        with self.college.work():
            actor = self.college.actor(who or self.coordinator)
            return merging.merge(actor=actor, keep_id=keep, other_id=other, chosen=chosen).row.id

    def part(self, merge_id: UUID, *, who: UUID | None = None) -> bool:
        """Part a pair; give whether that was new."""
        with self.college.work():
            return merging.part(actor=self.college.actor(who or self.coordinator), merge_id=merge_id).is_new

    def rows(self, model, person: UUID) -> list:
        """Give the rows of a record in a table."""
        column = getattr(model, "person_id", None)
        with self.college.app.app_context():
            return list(db.session.scalars(select(model).where((Person.id if column is None else column) == person)))


def all_rows(college: College, leaving: Iterable[str] = MAY_DIFFER) -> dict[str, list[str]]:
    """Give every row of every table as text, without the times at which a hand changed a person last."""
    found = {}
    with college.app.app_context():
        for name, table in db.metadata.tables.items():
            if name not in leaving:
                columns = [column for column in table.c if column.name != "edited_at"]
                found[name] = sorted(map(repr, db.session.execute(select(*columns))))
    return found
