"""Where a student is and how much she has done, as tables of cases."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from college.progress import rules
from college.progress.rules import Place, State

STEPS = ("open", "find", "tap", "send")
START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def minute(number):
    return START + timedelta(minutes=number)


def keep_all(events, steps=STEPS):
    """Do what the service does with its rows: facts with the earliest time, then the place."""
    place, done = None, {}
    for step, at in events:
        done[step] = min(at, done.get(step, at))
        place = rules.moved(place, steps, step, at, {name: when for name, when in done.items() if name in steps})
    return place, done


@pytest.mark.parametrize(
    ("waited", "ago"),
    [
        (None, timedelta()),
        (0, timedelta()),
        (-5, timedelta()),
        (90, timedelta(seconds=90)),
        (1.5, timedelta(seconds=1.5)),
        (1e12, timedelta(days=7)),
        (float("inf"), timedelta(days=7)),
    ],
)
def test_a_tap_happened_when_the_phone_says_it_waited_but_never_in_the_future(waited, ago):
    assert rules.happened_at(START, waited) == START - ago


@pytest.mark.parametrize(
    ("step", "expected"), [("open", "find"), ("tap", "send"), ("send", None), ("not-here", None)]
)
def test_following_is_the_next_step_or_nothing(step, expected):
    assert rules.following(STEPS, step) == expected


@pytest.mark.parametrize(
    ("done", "current", "held", "expected"),
    [
        ((), None, (), "open"),
        (("open",), "find", (), "find"),
        (("open", "find"), "open", (), "open"),
        (("open",), "gone", ("open", "gone", "find"), "find"),
        (("open", "find"), "gone", ("open", "gone", "tap"), "tap"),
        (("open", "tap"), "gone", ("open", "gone", "send"), "find"),
        (("open", "find"), "gone", ("open", "find", "gone"), "tap"),
        (("open", "find"), "gone", ("gone", "also-gone"), "tap"),
        (("open", "find"), "gone", (), "tap"),
        (("open", "tap", "send"), None, (), "find"),
        (STEPS, None, (), "open"),
    ],
)
def test_she_resumes_at_her_own_place_else_at_what_stands_there_now(done, current, held, expected):
    assert rules.resume_step(STEPS, done, current, held) == expected


def test_a_lesson_without_steps_has_nowhere_to_resume():
    assert rules.resume_step((), (), None) is None


@pytest.mark.parametrize(
    ("steps", "done", "expected"),
    [
        (STEPS, (), 0.0),
        (STEPS, ("open",), 0.25),
        (STEPS, STEPS, 1.0),
        (STEPS, ("open", "retired"), 0.25),
        ((), (), 0.0),
    ],
)
def test_share_counts_only_living_steps(steps, done, expected):
    assert rules.share(steps, done) == expected


def test_a_new_step_lowers_the_share_and_keeps_the_lesson_finished():
    place, done = keep_all([(step, minute(at)) for at, step in enumerate(STEPS)])
    longer = (*STEPS, "new")
    assert place.finished_at == minute(3)
    assert rules.share(longer, done) == 0.8
    again = rules.moved(place, longer, "open", minute(60), done)
    assert again.finished_at == minute(3)
    assert again.done_count == 4
    whole = rules.moved(again, longer, "new", minute(90), {**done, "new": minute(90)})
    assert whole.finished_at == minute(3)


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (None, State.NOT_STARTED),
        (Place("find", START, START, None, 1), State.STARTED),
        (Place(None, START, START, START, 4), State.FINISHED),
        (Place("open", START, START, START, 4), State.FINISHED),
    ],
)
def test_state_of_a_lesson(place, expected):
    assert rules.state(place) == expected


@pytest.mark.parametrize(
    ("finished", "after", "expected"),
    [
        ((), None, "a"),
        (("a",), "a", "b"),
        (("b",), "b", "c"),
        (("c",), "c", "a"),
        (("a", "b"), "b", "c"),
        (("a", "b", "c"), "c", None),
        (("a",), "unknown", "b"),
    ],
)
def test_the_next_lesson_is_the_first_unfinished_one_after_this(finished, after, expected):
    assert rules.next_lesson(("a", "b", "c"), finished, after) == expected


def test_going_back_and_pressing_next_again_moves_her_place():
    place, _ = keep_all([("open", minute(0)), ("find", minute(1)), ("tap", minute(2)), ("open", minute(9))])
    assert place.current_step_id == "find"
    assert place.done_count == 3


def test_a_late_step_from_the_pocket_does_not_move_her_back():
    place, _ = keep_all([("tap", minute(9)), ("open", minute(1))])
    assert (place.current_step_id, place.started_at, place.seen_at) == ("send", minute(1), minute(9))


kept = st.tuples(st.sampled_from([*STEPS, "other"]), st.integers(0, 30).map(minute))


@given(events=st.lists(kept, min_size=1, max_size=12), data=st.data())
def test_any_order_and_repetition_of_kept_steps_leads_to_the_same_place(events, data):
    events = [event for event in events if event[0] in STEPS] or [("open", START)]
    more = data.draw(st.lists(st.sampled_from(events), max_size=6))
    shuffled = data.draw(st.permutations(events + more))
    assert keep_all(shuffled) == keep_all(events)
