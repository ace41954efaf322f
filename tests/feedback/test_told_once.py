"""Whatever is raised, parted, taken back and closed in whatever order: who is to be told is told exactly once."""

from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from college.core.errors import NotFound, RuleBroken
from college.feedback.rules import Status
from college.questions import service as questions

PEOPLE, QUESTIONS, THEMES = 3, 5, 2
ACTIONS = st.one_of(
    st.tuples(st.just("raise"), st.integers(0, QUESTIONS - 1), st.integers(0, THEMES - 1)),
    st.tuples(st.just("part"), st.integers(0, QUESTIONS - 1), st.just(0)),
    st.tuples(st.just("close"), st.integers(0, THEMES - 1), st.sampled_from([Status.CHANGED, Status.EXPLAINED])),
    st.tuples(st.just("take back"), st.integers(0, QUESTIONS - 1), st.just(0)),
)


@dataclass
class Expected:
    """What should be true, kept beside the college in plain sets."""

    theme_of: dict[int, int] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)
    closed: set[int] = field(default_factory=set)
    told: set[tuple[int, int]] = field(default_factory=set)

    def act(self, action: str, first: int, second) -> None:
        """Follow one action."""
        if action == "raise" and first not in self.gone and first not in self.theme_of:
            self.theme_of[first] = second
            if second in self.closed:
                self.told.add((first % PEOPLE, second))
        elif action == "part" and first not in self.gone:
            self.theme_of.pop(first, None)
        elif action == "take back":
            self.gone.add(first)
        elif action == "close" and first not in self.closed:
            self.closed.add(first)
            living = {asked for asked, theme in self.theme_of.items() if theme == first} - self.gone
            self.told |= {(asked % PEOPLE, first) for asked in living}


@pytest.fixture
def crowd(office):
    """Have as many students as the story needs, and a question of somebody else with which themes begin."""
    room = office.room
    return [room.student, room.other, room.college.student(room.cohort, "赵国梁")]


def _act(office, asked, themes, people, action, first, second) -> None:
    try:
        if action == "raise":
            office.raise_to(asked[first], themes[second])
        elif action == "part":
            office.part(asked[first])
        elif action == "take back":
            office.room.run(people[first % PEOPLE], questions.withdraw, question_id=asked[first])
        elif office.status(themes[first]) == Status.NEW:
            office.close(themes[first], second)
    except (NotFound, RuleBroken) as refused:
        assert action in {"raise", "part", "take back"}, refused


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ACTIONS, min_size=4, max_size=16))
def test_everybody_is_told_exactly_once_and_nobody_else(office, crowd, actions):
    asked = [office.room.ask(who=crowd[number % PEOPLE]) for number in range(QUESTIONS)]
    themes = [_empty_theme(office, number) for number in range(THEMES)]
    expected = Expected()
    for action in actions:
        _act(office, asked, themes, crowd, *action)
        expected.act(*action)
    told = [
        (person, theme)
        for person in range(PEOPLE)
        for theme in range(THEMES)
        for _notice in office.notices(crowd[person], themes[theme])
    ]
    assert sorted(told) == sorted(expected.told)


def _empty_theme(office, number):
    """Make a theme from which its first question was parted again."""
    first = office.room.ask(who=office.room.other)
    theme = office.raise_to(first, f"题目{number}")
    office.part(first)
    return theme
