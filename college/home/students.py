"""What a student's start page says: what is new for her, and where she goes on."""

from __future__ import annotations

from dataclasses import dataclass

from college.cohorts import service as cohorts
from college.core.permissions import Actor
from college.core.pages import language
from college.lessons import service as lessons
from college.meetings import service as meetings
from college.notices import service as notices

#: What is new for her, shown at once: a class and notices. Her start page has six entries at most (AGE_FRIENDLY AF-34).
NEWS_SHOWN = 2


@dataclass(frozen=True)
class StudentStart:
    """A student's start page. ``more`` counts the unread notices that are not shown yet."""

    notices: list[notices.Notice]
    more: int
    has_courses: bool
    #: The one lesson to learn next; none when she has finished everything or is in no class.
    proposal: lessons.Proposal | None
    teacher: tuple[str, str] | None
    #: Her next class, and one before it that is called off; empty where none is planned.
    coming: meetings.Coming
    #: The meetings at which she can say now that she is there.
    arrivals: list[meetings.Arrival]

    @property
    def has_room(self) -> bool:
        """Whether one more entry fits on the page."""
        return len(self.notices) + bool(self.coming or self.arrivals) < NEWS_SHOWN


def start_of(actor: Actor, track_id: str | None = None) -> StudentStart:
    """Give a student's start page; whoever has not agreed to the privacy notice gets no notices.

    track_id: the track that she chose on this phone.
    """
    person_id = actor.person_id
    coming, arrivals = meetings.coming_of(actor, language()), meetings.arrivals_of(actor)
    limit = NEWS_SHOWN - bool(coming or arrivals)
    unread = notices.unread(person_id, limit=limit) if actor.may_keep else []
    more = notices.unread_count(person_id) - len(unread) if len(unread) == limit else 0
    choice = lessons.choice_of(actor=actor, track_id=track_id)
    teacher = cohorts.teacher_contact(person_id)
    return StudentStart(unread, more, bool(choice.lines), choice.proposal, teacher, coming, arrivals)
