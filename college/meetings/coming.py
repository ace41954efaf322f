"""What a student sees of her meetings: the next one, and all that are still to come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from college.core.clock import now
from college.core.permissions import Actor, Permission
from college.meetings import planning_choices, queries_planning
from college.meetings.models import Meeting

#: Meetings that a student's own page names: about two months of a course.
SHOWN = 10


@dataclass(frozen=True)
class ComingMeeting:
    """A meeting to come, or one that takes place now, as a student sees it; the title is '' without a lesson."""

    meeting: Meeting
    lesson_title: str


@dataclass(frozen=True)
class Coming:
    """The next meeting that takes place, and the one before it that is called off; either may be missing."""

    next: ComingMeeting | None
    off: ComingMeeting | None

    def __bool__(self) -> bool:
        return self.next is not None or self.off is not None


def coming_of(actor: Actor, lang: str) -> Coming:
    """Give a student's next meeting over all her cohorts: one query, one more behind a called off one, one for lessons."""
    first = next(iter(_coming(actor, 1)), None)
    off = first if first is not None and first.called_off_at is not None else None
    following = next(iter(_coming(actor, 1, takes_place=True)), None) if off else first
    lines = {line.meeting.id: line for line in _lines([each for each in (off, following) if each], lang)}
    return Coming(lines.get(following.id) if following else None, lines.get(off.id) if off else None)


def all_coming(actor: Actor, lang: str) -> list[ComingMeeting]:
    """Give a student's meetings to come over all her cohorts, called off ones too, the earliest first."""
    return _lines(_coming(actor, SHOWN), lang)


def _coming(actor: Actor, limit: int, *, takes_place: bool = False) -> list[Meeting]:
    cohort_ids = actor.reach(Permission.MEETING_JOIN).cohorts
    return queries_planning.coming(cohort_ids, now(), limit, takes_place=takes_place) if cohort_ids else []


def _lines(meetings: Sequence[Meeting], lang: str) -> list[ComingMeeting]:
    titles = planning_choices.lesson_titles(list(meetings), lang)
    return [ComingMeeting(each, titles.get((each.course_id, each.lesson_id), "")) for each in meetings]
