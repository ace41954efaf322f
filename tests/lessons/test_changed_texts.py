"""Texts change while students are in the middle of them: nobody loses anything, and every number stays true.

One table: how a course changes, and where each student goes on afterwards.
"""

from dataclasses import dataclass, field

import pytest

from tests.support.changing import COURSE, Text, TinyCollege, texts

FIRST = texts(find="abcd", send="pq")
#: Who has done what of the first text. The step that most changes touch is c.
STUDENTS = {
    "new": {},
    "before": {"find": "a"},
    "at": {"find": "ab"},
    "after": {"find": "abc"},
    "done": {"find": "abcd"},
    "all": {"find": "abcd", "send": "pq"},
    "there": {"find": "ab", "send": "p"},
}
#: Who had finished the lesson "find", and where everybody goes on in it as long as nothing changes.
FINISHED = {"done", "all"}
FINISHED_IN = {"find": FINISHED, "send": {"all"}}
AS_BEFORE = {"new": "a", "before": "b", "at": "c", "after": "d", "done": "a", "all": "a", "there": "c"}


@dataclass(frozen=True)
class Change:
    """Texts published one after the other, and what is different afterwards from what it was."""

    name: str
    texts: tuple[dict, ...]
    #: Student → step at which she goes on; only those who do so elsewhere than before.
    goes_on: dict[str, str] = field(default_factory=dict)
    #: The same of other lessons: (student, lesson) → (step, state).
    elsewhere: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    #: Those who have finished the lesson now and had not before.
    finish: frozenset[str] = frozenset()
    #: The lesson as it is called today, None when it is no longer taught.
    lesson: str | None = "find"


def one(name: str, changed: dict, **how) -> Change:
    return Change(name, (changed,), **how)


MISSING = {"done": "x", "all": "x"}
CHANGES = [
    one("reworded", texts(find=Text("abcd", words="请看左上角。"), send="pq")),
    one("title", texts(find=Text("abcd", title="另一个名字"), send="pq")),
    one("reordered", texts(find="acbd", send="pq")),
    one("turned round", texts(find="dcba", send="pq"), goes_on={"new": "d", "done": "d", "all": "d"}),
    one("split in two, the first keeps its id", texts(find="abcxd", send="pq"), goes_on=MISSING),
    one("split in two new ones", texts(find="abxyd", send="pq"),
        goes_on={"at": "x", "there": "x", **MISSING}),
    one("a step added in front", texts(find="xabcd", send="pq"), goes_on={"new": "x", **MISSING}),
    one("a step added at the end", texts(find="abcdx", send="pq"), goes_on=MISSING),
    one("a step taken out", texts(find="abd", send="pq"), goes_on={"at": "d", "there": "d"}),
    one("the last step taken out", texts(find="abc", send="pq"), goes_on={"after": "a"}, finish=frozenset({"after"})),
    one("steps taken out up to the last", texts(find="ab", send="pq"),
        goes_on={"at": "a", "there": "a", "after": "a"}, finish=frozenset({"at", "there", "after"})),
    one("the first steps taken out", texts(find="d", send="pq"),
        goes_on={"new": "d", "before": "d", "at": "d", "there": "d", "done": "d", "all": "d"}),
    one("everything written anew", texts(find="xyz", send="pq"),
        goes_on=dict.fromkeys(["new", "before", "at", "there", "after", *FINISHED], "x")),
    one("a step moved to the next lesson", texts(find="abd", send="cpq"),
        goes_on={"at": "d", "there": "d"},
        elsewhere={("after", "send"): ("p", "not_started"), ("there", "send"): ("q", "started"),
                   ("done", "send"): ("p", "not_started"), ("all", "send"): ("c", "finished"),
                   ("new", "send"): ("c", "not_started")}),
    Change("a step moved away and back", (texts(find="abd", send="cpq"), FIRST), goes_on={"at": "d", "there": "d"}),
    one("the lesson divided", texts(find="ab", later="cd", send="pq"),
        goes_on={"at": "a", "there": "a", "after": "a"}, finish=frozenset({"at", "there", "after"}),
        elsewhere={("new", "later"): ("c", "not_started"), ("before", "later"): ("c", "not_started"),
                   ("at", "later"): ("c", "started"), ("after", "later"): ("d", "started"),
                   ("done", "later"): ("c", "finished"), ("all", "later"): ("c", "finished")}),
    one("the lesson renamed", texts(look=Text("abcd", aliases="find"), send="pq"), lesson="look"),
    Change("the lesson renamed after it had grown",
           (texts(find="abcdx", send="pq"), texts(look=Text("abcdx", aliases="find"), send="pq")),
           goes_on=MISSING, lesson="look"),
    one("the lesson moved behind the next", texts(send="pq", find="abcd")),
    one("the lesson taken into the next", texts(send="abcdpq"), lesson=None,
        elsewhere={("new", "send"): ("a", "not_started"), ("before", "send"): ("b", "started"),
                   ("at", "send"): ("c", "started"), ("after", "send"): ("d", "started"),
                   ("done", "send"): ("p", "started"), ("all", "send"): ("a", "finished")}),
    one("the lesson withdrawn", texts(send="pq"), lesson=None,
        elsewhere={("at", "send"): ("p", "not_started"), ("there", "send"): ("q", "started")}),
    Change("the lesson withdrawn and brought back", (texts(send="pq"), FIRST)),
    Change("a step put in and the earlier text brought back", (texts(find="axbcd", send="pq"), FIRST)),
    Change("a step taken out and the earlier text brought back", (texts(find="abd", send="pq"), FIRST),
           goes_on={"at": "d", "there": "d"}),
    Change("one change after the other", (texts(find="abxd", send="pq"), texts(find="ad", send="bpq"), texts(find="xad", send="bpq")),
           goes_on={"new": "x", "before": "d", "at": "d", "there": "d", "after": "d", **MISSING}),
]  # fmt: skip
#: Those that need more of the database than the others.
ON_BOTH = {"a step moved to the next lesson", "the lesson divided", "the lesson renamed after it had grown"}


@pytest.fixture
def tiny(app, college) -> TinyCollege:
    """Give the tiny college with its students."""
    found = TinyCollege(app, college)
    found.open(*(each for change in CHANGES for each in change.texts), first=FIRST)
    found.students(STUDENTS)
    return found


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.name)
def test_everybody_goes_on_where_she_was_and_the_numbers_are_true(tiny, change):
    walk(tiny, change)


@pytest.mark.both_databases
@pytest.mark.parametrize("change", [each for each in CHANGES if each.name in ON_BOTH], ids=lambda change: change.name)
def test_the_same_on_both_databases(tiny, change):
    walk(tiny, change)


def walk(tiny: TinyCollege, change: Change) -> None:
    """Publish one text after the other, and look at everybody at once and after the worker has looked."""
    for texts_ in change.texts:
        tiny.publish(texts_)
        _nobody_is_lost({name: tiny.stands(name) for name in STUDENTS})
        tiny.caught_up()
    stands = {name: tiny.stands(name) for name in STUDENTS}
    if change.lesson:
        found = {name: each[change.lesson].goes_on for name, each in stands.items()}
        assert found == {**AS_BEFORE, **change.goes_on}
        assert {name for name, each in stands.items() if each[change.lesson].state == "finished"} == FINISHED | change.finish
    for (name, lesson), expected in change.elsewhere.items():
        assert (stands[name][lesson].goes_on, stands[name][lesson].state) == expected, (name, lesson)
    _nobody_is_lost(stands)
    for name, lessons in stands.items():
        unfinished = {lesson for lesson, stand in lessons.items() if stand.state != "finished"}
        assert tiny.proposed(name) in (unfinished or {""}), name
    _the_board_counts_the_same(tiny, stands)
    assert tiny.differences() == []
    assert tiny.caught_up() == 0


def _nobody_is_lost(stands) -> None:
    """What holds at once after every change: what was finished is, and every share lies between nothing and all."""
    for name, lessons in stands.items():
        for lesson, stand in lessons.items():
            assert 0 <= stand.done <= stand.total, (name, lesson)
        for lesson in {"find", "send"} & set(lessons):
            assert name not in FINISHED_IN[lesson] or lessons[lesson].state == "finished", (name, lesson)


def _the_board_counts_the_same(tiny, stands) -> None:
    board = tiny.board()
    assert board.summary.numbers.enrolled == len(STUDENTS)
    for each in board.summary.courses[0].lessons:
        mine = [lessons[each.lesson.id] for lessons in stands.values()]
        assert each.finished == sum(stand.state == "finished" for stand in mine), each.lesson.id
        assert each.started == sum(stand.state != "not_started" for stand in mine), each.lesson.id
        assert sum(at.people for at in each.at) == each.started - each.finished
    for row in board.rows:
        for course in board.courses:
            assert row.finished_lessons(course) <= len(course.lessons)


def test_who_finished_is_told_how_many_steps_are_new(tiny, signed_in):
    tiny.publish(texts(find="abxyd", send="pq"))
    tiny.caught_up()
    words = signed_in(tiny.people["done"]).get(f"/learn/{COURSE}").words
    assert "有2步新内容" in words
