"""The numbers of a cohort, each with its exact meaning: the one place that page, file, start page and snapshot follow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class Deeds:
    """What somebody did beside keeping steps, as far as it belongs to one cohort."""

    #: At how many of the cohort's held meetings she was there, in time or late.
    times_there: int = 0
    #: She tapped right at least once in the practice of a course of the cohort.
    has_practised: bool = False
    #: The lessons that she showed in person, as (course id, lesson id).
    shown: frozenset[tuple[str, str]] = frozenset()
    #: Her questions that lie with this cohort and wait for a lecturer.
    open_questions: int = 0
    #: When she last called for help, or somebody for her, in a course of the cohort.
    called_at: datetime | None = None
    #: The weeks in which she was active, by their keys; empty where weeks were not asked for.
    active_in: frozenset[str] = frozenset()
    #: The held meetings at which she was there; empty where they were not asked for.
    there_at: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class CohortNumbers:
    """The numbers of one cohort at one moment.

    People are those enrolled in it now: whoever left, is being deleted or belongs to the staff is in no number.
    Courses are those that it follows now, lessons their living ones. What was done counts whenever and in whichever
    cohort it was done; coming and asking belong to this cohort alone. Only what is told of
    meetings speaks of those enrolled on the day of each, as the meeting's own page does.
    """

    #: People who are in the cohort now.
    enrolled: int
    #: Of them, who have signed in with a card at least once, whichever card it was.
    opened: int
    #: Who were there, in time or late, at one held meeting at least. Held is what has ended and was not called off.
    came: int
    #: Who have kept a step in a lesson.
    started: int
    #: Who have finished every lesson of every course (courses without lessons do not count).
    finished: int
    #: Who have finished one lesson at least.
    finished_one: int
    #: Who have tapped right in practice at least once in one of the courses.
    practised: int
    #: Who have shown one lesson at least in person.
    shown: int
    #: Who have started, kept no step in a lesson for 14 days, and not finished or shown in person every lesson.
    silent: int
    #: Who have called for help in one of the courses and kept no step in a lesson at or after that moment.
    calling: int
    #: Who have called for help in one of the courses since Monday, Hangzhou's time.
    called: int
    #: Who have a question open: sent to this cohort, waiting or taken on, not yet answered or asked back.
    asking: int
    #: How many questions those are.
    open_questions: int
    #: How many lessons all of them have finished together.
    lessons_finished: int
    #: Meetings of this cohort that have ended and were not called off.
    meetings_held: int
    #: How often somebody came who was enrolled on that day, over all held meetings; whoever left since counts too.
    attendances: int
    #: How many were enrolled on the day of each held meeting, added up: so often somebody could have come.
    places: int

    @property
    def came_share(self) -> float | None:
        """The part (0.0 to 1.0) of all places at held meetings that were taken; None when there was none to take."""
        return self.attendances / self.places if self.places else None
