"""The plain values of which the numbers of a lesson are made: groups of people, steps, tapped screens, two texts compared."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from markupsafe import Markup

#: Everybody who follows the lesson's course, and everybody in one's own cohorts; a cohort's group is its id.
EVERYBODY, MINE = "all", "mine"


@dataclass(frozen=True)
class Number:
    """A number as it may be shown: exact for one's own cohorts, of other cohorts rounded down to fives.

    ``is_few`` says that fewer than five others come on top of ``value``, and how many is not told; ``is_hidden`` that
    nothing is told, because what is told of few could be worked out from it.
    """

    value: int = 0
    is_about: bool = False
    is_few: bool = False
    is_hidden: bool = False


@dataclass(frozen=True)
class Rate:
    """How many of how many; without ``per_hundred`` where one of both is too few to be told, or nobody reached it."""

    part: Number
    whole: Number
    per_hundred: int | None


@dataclass(frozen=True)
class Group:
    """Some people whose numbers are shown together."""

    key: str
    #: Of one cohort; empty for several.
    cohort_name: str = ""
    district: str = ""
    cohort_id: UUID | None = None
    is_archived: bool = False


@dataclass(frozen=True)
class GroupNumbers:
    """A lesson in one group: who is in it, began, finished, stopped, and how hard it was."""

    group: Group
    people: Number
    started: Number
    finished: Number
    stopped: Number
    wrong_people: Number
    help_calls: Number
    questions: Number
    answered: Number


@dataclass(frozen=True)
class StepNumbers:
    """A step in the chosen group."""

    reached: Number
    finished: Number
    stopped: Number
    wrong_taps: Number
    wrong_people: Number
    help_calls: Number
    helped: Number
    questions: Number
    answered: Number


@dataclass(frozen=True)
class Target:
    """One thing that was tapped: its words, how often, by how many, and its share of all wrong taps on the screen."""

    label: str
    taps: Number
    people: Number
    share: int | None = None


@dataclass(frozen=True)
class Heat:
    """One screen of a step with badges on what was tapped, and the same in words."""

    drawing: Markup
    right: Target
    wrong: tuple[Target, ...]


@dataclass(frozen=True)
class StepRow:
    """A step of the lesson with everything that happened there; ``number`` is None for what is gone."""

    id: str
    number: int | None
    title: str
    numbers: StepNumbers
    heats: tuple[Heat, ...] = ()
    #: Wrong taps on screens that the step shows no longer.
    elsewhere: Number = field(default_factory=Number)
    questions: tuple[Quote, ...] = ()
    may_practise: bool = False


@dataclass(frozen=True)
class Quote:
    """A question on the reader's own desk, without a name."""

    id: UUID
    cohort_name: str
    text: str
    sent_at: datetime
    answer: str


@dataclass(frozen=True)
class Weeks:
    """What happened at one step within a span of days, each of those who reached it in these days."""

    reached: Number
    finished: Rate
    wrong: Rate
    helped: Rate
    stopped: Rate | None
    questions: Number


@dataclass(frozen=True)
class Compared:
    """A step before and after a new text; ``is_changed`` when its own text or practice is another."""

    number: int
    title: str
    is_changed: bool
    before: Weeks
    since: Weeks
    #: Fewer than twenty on either side: nothing is proven.
    proves_nothing: bool


@dataclass(frozen=True)
class Comparison:
    """The days before a text was published beside the days since."""

    number: int
    published_at: datetime
    why: str
    days_since: int
    steps: tuple[Compared, ...]
    #: Steps that only one of both texts has.
    added: int
    removed: int
    #: How often the text was published besides within these days.
    others: int


@dataclass(frozen=True)
class Edition:
    """A published text that can be compared with the one before."""

    number: int
    published_at: datetime


@dataclass(frozen=True)
class LessonInList:
    """A lesson with its few leading numbers."""

    lesson_id: str
    title: str
    started: Number
    finished: Number
    stopped: Number
    wrong_people: Number
    open_questions: Number


@dataclass(frozen=True)
class CourseInList:
    """A course of the list with its lessons in order."""

    course_id: str
    title: str
    people: Number
    lessons: tuple[LessonInList, ...]
