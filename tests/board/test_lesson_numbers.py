"""The numbers of a lesson equal a plain recount of the rows, whatever happened: steps, taps, calls, moved and gone steps."""

from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

import pytest
from sqlalchemy import select

from college.accounts import service as accounts
from college.board import lessons
from college.board.rules_lessons import shown
from college.cohorts import service as cohorts
from college.cohorts.models import CohortCourse, Enrollment
from college.core import clock
from college.core.db import db, new_id
from college.core.permissions import Actor, Role, Scope
from college.library import service as library
from college.progress import service as progress
from college.progress.models import HelpCall, LessonProgress, StepDone, Tap
from college.questions.models import Question
from tests.support.changing import COURSE, TinyCollege, texts
from tests.support.college import XIHU

FIRST, SECOND = texts(find="abcd", send="pq"), texts(find="acx", send="pqd")
#: Roles and enrollments begin on the day on which they are made, so that is today.
TODAY = datetime.now(UTC).replace(microsecond=0)
CHANGED = TODAY - timedelta(days=20)
EVENTS, PEOPLE = 300, 36
#: What has a step now, and what the lesson had before: d moved to the other lesson, b is gone.
LIVING, GONE = ("step-a", "step-c", "step-x"), ("step-b",)


class Story:
    """A course that changes half-way, three cohorts that follow it, and people who do whatever comes."""

    def __init__(self, app, college, seed: int) -> None:
        self.dice, self.college = Random(seed), college
        self.tiny = TinyCollege(app, college)
        with clock.freeze(CHANGED - timedelta(days=40)):
            self.tiny.open(SECOND, first=FIRST)
        self.cohorts = [self.tiny.cohort, college.cohort(courses=(COURSE,)), college.cohort(XIHU, courses=(COURSE,))]
        self.stray = college.cohort()
        with college.work():
            self.people = [accounts.create_person(name=f"学员{at}").id for at in range(PEOPLE)]
        self.enroll()
        self.act(EVENTS // 2, CHANGED - timedelta(days=30), CHANGED)
        with clock.freeze(CHANGED):
            self.tiny.publish(SECOND)
            self.tiny.caught_up()
        self.act(EVENTS // 2, CHANGED, TODAY)

    def enroll(self) -> None:
        """Put everybody into one cohort or two, and let some of them leave."""
        with self.college.work():
            for person in self.people:
                for cohort in self.dice.sample([*self.cohorts, self.stray], self.dice.choice((1, 1, 2))):
                    cohorts.enroll(actor=Actor.system(), cohort_id=cohort, person_id=person)
                    if self.dice.randrange(8) == 0:
                        cohorts.end_enrollment(actor=Actor.system(), cohort_id=cohort, person_id=person)

    def act(self, times: int, begin: datetime, end: datetime) -> None:
        """Let people do so many things at any moment between these."""
        moments = sorted(begin + (end - begin) * self.dice.random() for _ in range(times))
        with self.college.work():
            held = {each.id: each.step_ids for each in library.lessons(COURSE)}
            for at in moments:
                with clock.freeze(at):
                    self._one_thing(self.dice.choice(self.people), held, at)

    def _one_thing(self, person: UUID, held: dict[str, tuple[str, ...]], at: datetime) -> None:
        lesson = self.dice.choice(("find", "find", "send"))
        step = self.dice.choice(held[lesson])
        here = {"person_id": person, "course_id": COURSE, "step_id": step}
        what = self.dice.randrange(10)
        if what < 5:
            progress.keep_step(**here, lesson_id=lesson, step_ids=held[lesson])
        elif what < 8:
            target = self.dice.choice(("my-taobao", "search", "cart", "nowhere-any-more"))
            progress.keep_tap(**here, client_id=new_id(), screen="home", target=target, expected="my-taobao")
        elif what == 8:
            progress.call_help(**here, lesson_id=lesson, client_id=new_id())
        else:
            status = self.dice.choice(("draft", "waiting", "claimed", "asked_back", "answered", "withdrawn"))
            cohort, sent = self.dice.choice(self.cohorts), None if status == "draft" else at
            db.session.add(Question(**here, lesson_id=lesson, client_id=new_id(), cohort_id=cohort,
                                    district_code="330102", status=status, sent_at=sent, created_at=at))  # fmt: skip


def _every(model) -> list:
    return list(db.session.scalars(select(model)))


class Recount:
    """The same numbers, counted one by one from the rows."""

    def __init__(self) -> None:
        follows = {each.cohort_id for each in _every(CohortCourse) if each.course_id == COURSE}
        self.inside = [each for each in _every(Enrollment) if each.status == "active" and each.cohort_id in follows]
        self.done, self.places, self.taps, self.calls = (_every(each) for each in (StepDone, LessonProgress, Tap, HelpCall))
        self.asked = [each for each in _every(Question) if each.status not in ("draft", "withdrawn")]

    def people(self, cohort_ids) -> set[UUID]:
        return {each.person_id for each in self.inside if each.cohort_id in cohort_ids}

    def step(self, people, cohort_ids, steps, since=None, until=None) -> dict[str, int]:
        """Count what happened at these steps among these people, and what was asked in these cohorts."""

        def here(rows, moment, step="step_id"):
            return [
                row for row in rows
                if row.course_id == COURSE and getattr(row, step) in steps and row.person_id in people
                and (since is None or since <= getattr(row, moment) < until)
            ]  # fmt: skip

        done, stands = here(self.done, "done_at"), here(self.places, "seen_at", "current_step_id")
        taps, calls = here(self.taps, "tapped_at"), here(self.calls, "called_at")
        wrong = [each for each in taps if not each.is_right]
        asked = [
            each for each in self.asked
            if each.step_id in steps and each.cohort_id in cohort_ids and (since is None or since <= each.sent_at < until)
        ]  # fmt: skip
        return {
            "reached": len({each.person_id for each in [*done, *stands, *taps, *calls]}),
            "finished": len({each.person_id for each in done}),
            "wrong_taps": len(wrong),
            "wrong_people": len({each.person_id for each in wrong}),
            "help_calls": len(calls),
            "helped": len({each.person_id for each in calls}),
            "questions": len(asked),
            "answered": sum(each.status == "answered" for each in asked),
        }

    def stopped(self, people, steps, since=None, until=None) -> int:
        return sum(
            each.lesson_id == "find" and each.person_id in people and each.finished_at is None
            and steps(each.current_step_id) and each.seen_at < TODAY - timedelta(days=14)
            and (since is None or since <= each.seen_at < until)
            for each in self.places
        )  # fmt: skip


@pytest.fixture
def story(app, college):
    return Story(app, college, seed=1)


def board_of(story, who, group):
    with clock.freeze(TODAY):
        return lessons.lesson_board(
            actor=story.college.actor(who), course_id=COURSE, lesson_id="find", group=group, number=0, lang="zh"
        )


def told(numbers, names) -> dict[str, int]:
    found = {name: getattr(numbers, name) for name in names}
    assert not any(each.is_few or each.is_about for each in found.values())
    return {name: each.value for name, each in found.items()}


@pytest.mark.both_databases
def test_every_number_equals_a_plain_recount(story):
    mine = story.cohorts[:2]
    who = story.college.coordinator()
    with story.college.work():
        recount = Recount()
        for group, ids in [("mine", mine), *((each.hex, [each]) for each in mine)]:
            _compare(recount, board_of(story, who, group), recount.people(ids), ids)


def _compare(recount, board, people, ids) -> None:
    whole = board.chosen
    assert whole.people.value == len(people)
    mine = [each for each in recount.places if each.lesson_id == "find" and each.person_id in people]
    assert (whole.started.value, whole.finished.value) == (len(mine), sum(each.finished_at is not None for each in mine))
    assert whole.stopped.value == recount.stopped(people, lambda step: True)
    counted = recount.step(people, ids, LIVING + GONE)
    assert told(whole, ("wrong_people", "help_calls", "questions", "answered")) == {
        name: counted[name] for name in ("wrong_people", "help_calls", "questions", "answered")
    }
    assert [each.id for each in board.steps] == list(LIVING)
    for each in board.steps:
        counted = recount.step(people, ids, [each.id])
        assert told(each.numbers, counted) == counted
        assert each.numbers.stopped.value == recount.stopped(people, lambda step, at=each.id: step == at)
        assert sum(target.taps.value for heat in each.heats for target in heat.wrong) == counted["wrong_taps"]
    counted = recount.step(people, ids, GONE)
    assert told(board.gone.numbers, counted) == counted
    assert board.gone.numbers.stopped.value == recount.stopped(people, lambda step: step not in LIVING)
    _compare_change(recount, board.comparison, people, ids)


def _compare_change(recount, change, people, ids) -> None:
    assert (change.days_since, change.added, change.removed) == (20, 1, 2)
    assert [each.title for each in change.steps] == ["第a步", "第c步"]
    for each, step in zip(change.steps, ("step-a", "step-c"), strict=True):
        for weeks, begin, end in ((each.before, CHANGED - timedelta(days=28), CHANGED), (each.since, CHANGED, TODAY)):
            counted = recount.step(people, ids, [step], begin, end)
            assert weeks.reached.value == counted["reached"]
            assert weeks.finished.part.value == counted["finished"]
            assert weeks.wrong.part.value == counted["wrong_people"]
            assert weeks.helped.part.value == counted["helped"]
            assert weeks.questions.value == counted["questions"]
            assert weeks.stopped.part.value == recount.stopped(people, lambda at, step=step: at == step, begin, end)


def test_an_author_sees_everybody_once_and_of_strange_cohorts_no_exact_number(story):
    who = story.college.lecturer(story.cohorts[0])
    with story.college.work():
        accounts.grant(actor=Actor.system(), person_id=who, role=Role.AUTHOR, scope=Scope(course=COURSE))
    with story.college.work():
        recount, board = Recount(), board_of(story, who, "")
        mine, every = recount.people(story.cohorts[:1]), recount.people(story.cohorts)
        others = every - mine
        assert board.chosen.group.key == "all"
        assert [each.group.cohort_id for each in board.groups] == [None, story.cohorts[0]]
        assert board.chosen.people == shown(len(mine), len(others))
        for each in board.steps:
            own = recount.step(mine, story.cohorts[:1], [each.id])
            far = recount.step(others, story.cohorts[1:], [each.id])
            assert each.numbers.reached == shown(own["reached"], far["reached"])
            assert each.numbers.wrong_taps == shown(own["wrong_taps"], far["wrong_taps"], far["wrong_people"])
            assert each.numbers.help_calls == shown(own["help_calls"], far["help_calls"], far["helped"])


def test_the_list_of_lessons_says_what_the_lessons_page_says(story):
    who = story.college.coordinator()
    with story.college.work(), clock.freeze(TODAY):
        (course,) = lessons.lessons_in_short(actor=story.college.actor(who), lang="zh")
        row, whole = course.lessons[0], board_of(story, who, "").chosen
        assert (course.people, row.started, row.finished) == (whole.people, whole.started, whole.finished)
        assert (row.stopped, row.wrong_people) == (whole.stopped, whole.wrong_people)
        assert row.open_questions.value == whole.questions.value - whole.answered.value
