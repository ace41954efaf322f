"""A random story of some cohorts, told through the services: every event is kept in a plain list as it was sent."""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid5

from college.accounts import service as accounts
from college.cohorts import changing
from college.cohorts import service as cohorts
from college.core.clock import LOCAL, freeze, today
from college.core.db import db
from college.core.permissions import Actor, Role, Scope
from college.library import service as library
from college.meetings import arriving, attendance, correcting, planning
from college.meetings.models import Meeting
from college.meetings.rules_attendance import Mark
from college.privacy import merging
from college.progress import service as progress
from college.progress.shown import keep_shown, take_shown_back
from college.questions import service as questions
from tests.support.college import College

START = datetime(2026, 9, 7, 1, tzinfo=UTC)
SYSTEM = Actor.system()
#: How likely each kind of event is.
CHANCES = {
    "step": 14, "tap": 12, "called": 4, "asked": 5, "moved": 8, "marked": 14, "arrived": 6, "corrected": 4,
    "shown": 3, "unshown": 1, "opened": 2, "entered": 2, "left": 2, "back": 1, "changed": 2, "off": 1, "merged": 1,
}  # fmt: skip


@dataclass(frozen=True)
class Event:
    """One thing that arrived: what, when it reached the college, and what was sent."""

    kind: str
    received: datetime
    sent: dict[str, Any]


@dataclass
class Story:
    """Makes a college, lets things happen in it, and keeps what was sent in `log`."""

    college: College
    seed: int
    people_count: int
    course_ids: tuple[str, ...]
    log: list[Event] = field(default_factory=list)
    told: Counter = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.dice, self.at, self.count = random.Random(self.seed), START, 0
        self.asks: dict[UUID, dict[str, Any]] = {}
        self.merges: set[UUID] = set()
        self.keeps: set[UUID] = set()
        self.done: dict[UUID, set[tuple[str, str, str]]] = {}
        with freeze(self.at):
            self._found()

    def _found(self) -> None:
        make = self.college
        with make.work():
            self.lessons = {
                (course_id, each.id): each.step_ids for course_id in self.course_ids for each in library.lessons_of([course_id])[course_id]
            }
        days = {"starts_on": date(2026, 9, 9), "ends_on": date(2026, 12, 20)}
        follows = [self.course_ids[:1], self.course_ids, self.course_ids[1:]]
        self.follows = {make.cohort(courses=each, name=f"{n}班", **days): each for n, each in enumerate(follows, start=1)}
        self.cohorts = list(self.follows)
        self.teacher = make.staff(Role.LECTURER, Scope(cohort=self.cohorts[0]), "钱讲师")
        with make.work():
            for cohort_id in self.cohorts[1:]:
                accounts.grant(actor=SYSTEM, person_id=self.teacher, role=Role.LECTURER, scope=Scope(cohort=cohort_id))
        self.people = [make.person(f"学员{number:03d}") for number in range(self.people_count)]
        self.inside: dict[tuple[UUID, UUID], bool] = {}
        for number, person in enumerate(self.people):
            self._enter(person, self.cohorts[number % 3])
        with make.work():
            self.meetings = {row.id: row for each in self.cohorts for row in self._plan(each)}
            db.session.expunge_all()

    def _plan(self, cohort_id: UUID) -> list[Meeting]:
        found = []
        for number in range(24):
            begins = datetime.combine(date(2026, 9, 10) + timedelta(days=3 * number), time(9), LOCAL).astimezone(UTC)
            found.append(Meeting(id=self._id(), cohort_id=cohort_id, starts_at=begins, ends_at=begins + timedelta(hours=11)))
        db.session.add_all(found)
        db.session.flush()
        return found

    def _id(self) -> UUID:
        self.count += 1
        return uuid5(UUID(int=self.seed), str(self.count))

    def happen(self, events: int, end: datetime) -> None:
        """Let so many events arrive until a moment, one after another."""
        ways, chances = list(CHANCES), list(CHANCES.values())
        while len(self.log) < events:
            rest = events - len(self.log)
            # Each moment stands for some events. No two moments lie in the same microsecond.
            later = min(self.at + (end - self.at) / rest * self.dice.uniform(0.5, 6), end - timedelta(seconds=rest))
            self.at = later.replace(microsecond=len(self.log) % 1_000_000)
            way = self.dice.choices(ways, chances)[0]
            with freeze(self.at), self.college.work():
                getattr(self, f"_{way}")()

    def keep(self, kind: str, **sent: Any) -> None:
        """Write down what was sent."""
        self.told[kind] += 1
        self.log.append(Event(kind, self.at, sent))

    def _alive(self) -> list[UUID]:
        return [each for each in self.people if each not in self.merges]

    def _student(self) -> tuple[UUID, UUID] | None:
        """Choose (person, cohort) of somebody who is in a cohort now."""
        pairs = [key for key, is_in in self.inside.items() if is_in and key[0] not in self.merges]
        return self.dice.choice(pairs) if pairs else None

    def _waited(self) -> float | None:
        """Give how long a phone held something back: mostly not at all, at times longer than it may."""
        return self.dice.choice([None, None, 0, self.dice.randint(1, 3600), self.dice.randint(3600, 9 * 86400)])

    # What students do.

    def _step(self) -> None:
        """Somebody finishes a step or some: mostly the next ones, now and then any, in any order, some sent again."""
        person = self.dice.choice(self._alive())
        everything = [(*key, step) for key, steps in self.lessons.items() for step in steps]
        missing = [each for each in everything if each not in self.done.setdefault(person, set())]
        if missing and self.dice.random() < 0.7:
            chosen = missing[: self.dice.randint(1, 8)]
            self.dice.shuffle(chosen)
        else:
            chosen = [self.dice.choice(everything)]
        for course, lesson, step in chosen:
            self.done[person].add((course, lesson, step))
            self._send_step({"person_id": person, "course_id": course, "lesson_id": lesson, "step_id": step})

    def _send_step(self, sent: dict[str, Any]) -> None:
        waited, times = self._waited(), self.dice.choice([1, 1, 1, 2, 3])
        for more in range(times):
            later = waited if not more else (waited or 0) + more * self.dice.randint(0, 90)
            progress.keep_step(**sent, step_ids=self.lessons[sent["course_id"], sent["lesson_id"]], waited=later)
            self.keep("step", **sent, waited=later)

    def _tap(self) -> None:
        person, (course, lesson) = self.dice.choice(self._alive()), self.dice.choice(list(self.lessons))
        sent = {
            "person_id": person, "client_id": self._id(), "course_id": course,
            "step_id": self.dice.choice(self.lessons[course, lesson]), "screen": "order",
            "target": self.dice.choice(["refund", "pay", "back", "help"]), "expected": "refund",
        }  # fmt: skip
        for waited in [self._waited() for _each in range(self.dice.choice([1, 1, 2]))]:
            progress.keep_tap(**sent, waited=waited)
            self.keep("tap", **sent, waited=waited)

    def _called(self) -> None:
        person, (course, lesson) = self.dice.choice(self._alive()), self.dice.choice(list(self.lessons))
        sent = {"person_id": person, "client_id": self._id(), "course_id": course, "lesson_id": lesson}
        step = self.dice.choice(self.lessons[course, lesson])
        for waited in [self._waited() for _each in range(self.dice.choice([1, 2]))]:
            progress.call_help(**sent, step_id=step, called_by=self.teacher, waited=waited)
            self.keep("called", **sent, waited=waited)

    def _asked(self) -> None:
        if not (pair := self._student()):
            return
        person, (course, lesson) = pair[0], self.dice.choice(list(self.lessons))
        sent = {"client_id": self._id(), "course_id": course, "lesson_id": lesson, "step_id": self.dice.choice(self.lessons[course, lesson])}
        for waited in [self._waited() for _each in range(self.dice.choice([1, 2]))]:
            question = questions.call(actor=self.college.actor(person), **sent, waited=waited)
            self.keep("called", person_id=person, client_id=sent["client_id"], course_id=course, lesson_id=lesson, waited=waited)
        self.asks.setdefault(question.id, {"person": person, "cohort": question.cohort_id, "status": "draft"})
        self._move(question.id, "send")

    #: By whom, and from which to which status.
    MOVES = {
        "send": ("student", ("draft",), "waiting"),
        "withdraw": ("student", ("waiting", "claimed"), "withdrawn"),
        "claim": ("teacher", ("waiting",), "claimed"),
        "release": ("teacher", ("claimed",), "waiting"),
        "ask_back": ("teacher", ("waiting", "claimed"), "asked_back"),
        "reply": ("student", ("asked_back",), "waiting"),
        "answer": ("teacher", ("waiting", "claimed", "asked_back"), "answered"),
    }

    def _moved(self) -> None:
        if self.asks:
            self._move(self.dice.choice(list(self.asks)), self.dice.choice([*self.MOVES, "answer", "answer"]))

    def _move(self, question_id: UUID, move: str) -> None:
        ask, (who, before, after) = self.asks[question_id], self.MOVES[move]
        is_hers = self.inside.get((ask["person"], ask["cohort"])) and ask["person"] not in self.merges
        if ask["status"] not in before or (who == "student" and not is_hers):
            return
        if move == "withdraw" and self.at - ask["sent"] > timedelta(hours=23):
            return
        actor = self.college.actor(ask["person"] if who == "student" else self.teacher)
        words = {"text": "点了没有反应"} if move in ("send", "reply", "ask_back", "answer") else {}
        if move in ("reply", "ask_back", "answer"):
            words["client_id"] = self._id()
        if move in ("ask_back", "answer"):
            words["seen"] = questions.by_ids([question_id])[question_id].version
        getattr(questions, move)(actor=actor, question_id=question_id, **words)
        ask.update({"status": after, "sent": self.at if move == "send" else ask.get("sent", self.at)})
        self.keep("moved", question_id=question_id, person_id=ask["person"], cohort_id=ask["cohort"], status=after)

    # What happens in the room.

    def _meeting_today(self) -> Meeting | None:
        return next((each for each in self.meetings.values() if each.starts_at.astimezone(LOCAL).date() == today()), None)

    def _marked(self) -> None:
        """A helper taps on some names, at times twice, and on somebody of another cohort."""
        if not (meeting := self._meeting_today()):
            return
        meeting = self.dice.choice([each for each in self.meetings.values() if each.starts_at == meeting.starts_at])
        if db.session.get(Meeting, meeting.id).called_off_at:
            return
        people = self._alive()
        for person in self.dice.sample(people, min(len(people), 6)):
            standing = self.dice.choice(["came", "came", "came", "late", "excused", "absent"])
            for waited in [float(self.dice.choice([0, 0, 30, 300])) for _each in range(self.dice.choice([1, 1, 2]))]:
                if (self.at - timedelta(seconds=waited)).astimezone(LOCAL).date() == today():
                    self._mark(meeting, Mark(person, standing, waited))

    def _mark(self, meeting: Meeting, mark: Mark) -> None:
        sent = {"cohort_id": meeting.cohort_id, "meeting_id": meeting.id}
        if not attendance.keep_marks(actor=SYSTEM, marks=[mark], **sent):
            self.keep("marked", meeting_id=meeting.id, person_id=mark.person_id, standing=mark.standing, waited=mark.waited, own=False)

    def _arrived(self) -> None:
        meeting = self._meeting_today()
        pair = self._student()
        if meeting is None or pair is None:
            return
        meeting = next(each for each in self.meetings.values() if each.starts_at == meeting.starts_at and each.cohort_id == pair[1])
        is_open = meeting.starts_at - timedelta(minutes=30) <= self.at < meeting.ends_at
        if not is_open or db.session.get(Meeting, meeting.id).called_off_at:
            return
        arriving.arrive(actor=self.college.actor(pair[0]), meeting_id=meeting.id)
        standing = "late" if self.at > meeting.starts_at + timedelta(minutes=15) else "came"
        self.keep("marked", meeting_id=meeting.id, person_id=pair[0], standing=standing, waited=0, own=True)

    def _corrected(self) -> None:
        over = [each for each in self.meetings.values() if each.starts_at.astimezone(LOCAL).date() < today()]
        if not over:
            return
        meeting = self.dice.choice(over)
        if db.session.get(Meeting, meeting.id).called_off_at:
            return
        sent = {"cohort_id": meeting.cohort_id, "meeting_id": meeting.id}
        listed = attendance.listed(db.session.get(Meeting, meeting.id))
        if not listed:
            return
        row, after, form_id = self.dice.choice(listed), self.dice.choice(["came", "late", "excused", "absent"]), self._id()
        for _each in range(self.dice.choice([1, 2])):
            correcting.correct(
                actor=SYSTEM, **sent, person_id=row.person.id, form_id=form_id, seen=row.standing, after=after, why="补记",
            )  # fmt: skip
        self.keep("marked", meeting_id=meeting.id, person_id=row.person.id, standing=after, waited=0, own=False)

    def _off(self) -> None:
        meeting = self.dice.choice(list(self.meetings.values()))
        is_off = db.session.get(Meeting, meeting.id).called_off_at is not None
        if is_off or (self.dice.random() < 0.3 and meeting.starts_at > self.at):
            does = planning.take_place if is_off else planning.call_off
            does(actor=SYSTEM, cohort_id=meeting.cohort_id, meeting_id=meeting.id)
            self.keep("off", meeting_id=meeting.id, is_off=not is_off)

    def _shown(self) -> None:
        some = self.dice.sample(self._alive(), 2)
        (course, lesson), times = self.dice.choice(list(self.lessons)), self.dice.choice([1, 2])
        for _each in range(times):
            keep_shown(person_ids=some, course_id=course, lesson_id=lesson, seen_by=self.teacher, shown_at=self.at)
        self.keep("shown", person_ids=some, course_id=course, lesson_id=lesson)

    def _unshown(self) -> None:
        shown = [each for each in self.log if each.kind == "shown"]
        if shown:
            sent = self.dice.choice(shown).sent
            person = sent["person_ids"][0]
            if person not in self.merges:
                take_shown_back(person_id=person, course_id=sent["course_id"], lesson_id=sent["lesson_id"])
                self.keep("unshown", person_id=person, course_id=sent["course_id"], lesson_id=sent["lesson_id"])

    # What coordinators do.

    def _opened(self) -> None:
        person = self.dice.choice(self._alive())
        card, _token = accounts.issue_card(actor=SYSTEM, person_id=person, expires_on=today() + timedelta(days=200))
        if self.dice.random() < 0.6:
            card.first_used_at = self.at
            self.keep("opened", person_id=person)

    def _entered(self) -> None:
        person, cohort_id = self.dice.choice(self._alive()), self.dice.choice(self.cohorts)
        for _each in range(self.dice.choice([1, 2])):
            cohorts.enroll(actor=SYSTEM, cohort_id=cohort_id, person_id=person)
        self._keep_inside(person, cohort_id, True)

    def _enter(self, person: UUID, cohort_id: UUID) -> None:
        with self.college.work():
            cohorts.enroll(actor=SYSTEM, cohort_id=cohort_id, person_id=person)
        self._keep_inside(person, cohort_id, True)

    def _keep_inside(self, person: UUID, cohort_id: UUID, is_in: bool) -> None:
        self.inside[person, cohort_id] = is_in
        self.keep("inside", person_id=person, cohort_id=cohort_id, is_in=is_in)

    def _left(self) -> None:
        if pair := self._student():
            for _each in range(self.dice.choice([1, 2])):
                cohorts.end_enrollment(actor=SYSTEM, person_id=pair[0], cohort_id=pair[1])
            self._keep_inside(*pair, False)

    def _back(self) -> None:
        gone = [key for key, is_in in self.inside.items() if not is_in and key[0] not in self.merges]
        if gone:
            pair = self.dice.choice(gone)
            cohorts.restore_enrollment(actor=SYSTEM, person_id=pair[0], cohort_id=pair[1])
            self._keep_inside(*pair, True)

    def _changed(self) -> None:
        pair = self._student()
        others = [each for each in self.cohorts if pair and not self.inside.get((pair[0], each))]
        if others:
            goal = self.dice.choice(others)
            changing.change_cohort(
                actor=SYSTEM, cohort_id=pair[1], person_id=pair[0], to_cohort_id=goal, on_day=today(), why="", form_id=self._id()
            )  # fmt: skip
            self._keep_inside(*pair, False)
            self._keep_inside(pair[0], goal, True)

    def _merged(self) -> None:
        if self.dice.random() < 0.25 and len(self._alive()) > self.people_count // 2:
            keep, other = self.dice.sample(self._alive(), 2)
            if other in self.keeps:
                return
            self.keeps.add(keep)
            merging.merge(actor=SYSTEM, keep_id=keep, other_id=other, chosen={})
            self.merges.add(other)
            for (person, cohort_id), is_in in list(self.inside.items()):
                if person == other:
                    self.inside[keep, cohort_id] = self.inside.get((keep, cohort_id), False) or is_in
            for ask in self.asks.values():
                ask["person"] = keep if ask["person"] == other else ask["person"]
            self.keep("merged", keep_id=keep, other_id=other)
