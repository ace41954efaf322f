"""What a coordinator's day leaves on each side of the twins: meetings, who came, goals, seats, certificates, numbers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial
from uuid import UUID, uuid4

from college.accounts import service as accounts
from college.board import service as board
from college.certificates import service as certificates
from college.cohorts import service as cohorts
from college.core import jobs
from college.core.clock import LOCAL, freeze, now, today
from college.core.db import new_id
from college.core.permissions import Actor
from college.demo.twins import COURSE, LESSON, Side
from college.library import service as library
from college.meetings import service as meetings

#: The last meeting was so long ago; the whole cohort was enrolled by then.
AGO = timedelta(days=7)
STARTS, ENDS = time(9), time(10, 30)
#: The job that counts a district anew.
RECOUNT = "board.recount"


def deeds() -> tuple[Callable[[Side], None], ...]:
    """Give what happens in order, each to be done in a unit of work of its own."""
    return (_meet, _come_now, _meet_later, _correct, _show, _want, _send_columns, _say_columns, _change, _count)


def _actor(side: Side, key: str) -> Actor:
    return accounts.actor_for(side.people[key])


def _cohort(side: Side) -> UUID:
    return UUID(side.ids["cohort_id"][0])


def _plan(side: Side, kind: str, days: list[date], starts: time, ends: time) -> list[UUID]:
    """Plan meetings with a room and a note of their own, at which the lecturer and the helper help."""
    helpers = frozenset(side.people[each] for each in ("lecturer", "helper"))
    place = (side.text(f"{kind}教室"), side.text(f"{kind}要带"))
    wanted = meetings.Wanted(days[0], starts, ends, *place, (COURSE, LESSON), helpers)
    done = meetings.plan(
        actor=_actor(side, "coordinator"), cohort_id=_cohort(side), form_id=new_id(), wanted=wanted, days=days
    )
    made = [each.id for each in done.meetings]
    side.keep("meeting_id", *made)
    return made


def _meet(side: Side) -> None:
    """Hold a meeting a week ago: ticked off by the helper, who noted two names that stand in no list."""
    day, helper = today() - AGO, side.people["helper"]
    (held,) = _plan(side, "上次", [day], STARTS, ENDS)
    side.people["meeting"], began = held, datetime.combine(day, STARTS, LOCAL)
    came = ("student", "double", "twice", "gone", "leaving")
    marks = [meetings.PastMark(side.people[each], "came", began, helper) for each in came]
    late = meetings.PastMark(side.people["neighbour"], "late", began + timedelta(minutes=20), helper)
    meetings.load_attendance(meeting_id=held, marks=[*marks, late])
    for kind in ("临时来的", "又一位"):
        form_id = new_id()
        place = {"actor": _actor(side, "helper"), "cohort_id": _cohort(side), "meeting_id": held}
        meetings.note_walk_in(**place, form_id=form_id, name=side.text(kind))
        side.keep("walk_in_id", cohorts.derived_id(form_id, held))


def _come_now(side: Side) -> None:
    """Let a meeting take place in this very hour: the student comes by her own telephone, another is excused."""
    hour = now().astimezone(LOCAL).replace(minute=0, second=0, microsecond=0)
    (here,) = _plan(side, "今天", [hour.date()], hour.time(), time(hour.hour, 59))
    place = {"cohort_id": _cohort(side), "meeting_id": here}
    with freeze(hour):
        meetings.arrive(actor=_actor(side, "student"), meeting_id=here)
    excused = meetings.Mark(side.people["moving"], "excused")
    meetings.keep_marks(actor=_actor(side, "helper"), **place, marks=[excused], note=side.text("请假缘由"))


def _meet_later(side: Side) -> None:
    """Plan two meetings to come and call the second off, and make the address at which a calendar reads them."""
    days = [today() + timedelta(days=each) for each in (1, 8)]
    _next, off = _plan(side, "下次", days, STARTS, ENDS)
    meetings.call_off(actor=_actor(side, "coordinator"), cohort_id=_cohort(side), meeting_id=off)
    side.keep("calendar_token", meetings.make_calendar_address(actor=_actor(side, "coordinator")))


def _correct(side: Side) -> None:
    meetings.correct(
        actor=_actor(side, "lecturer"),
        cohort_id=_cohort(side),
        meeting_id=side.people["meeting"],
        person_id=side.people["neighbour"],
        form_id=new_id(),
        seen="late",
        after="came",
        why=side.text("更正缘由"),
    )


def _show(side: Side) -> None:
    """Let the student show one lesson, and her neighbour all of them, for which she is given the certificate."""
    place = {"actor": _actor(side, "lecturer"), "cohort_id": _cohort(side)}
    student, neighbour = side.people["student"], side.people["neighbour"]
    lessons = [head.id for head in library.course(COURSE).lessons]
    board.keep_for_one(**place, person_id=student, key=(COURSE, lessons[-1]), day=today(), note=side.text("当面学会"))
    for lesson in lessons:
        board.keep_for_many(**place, meeting_id=side.people["meeting"], key=(COURSE, lesson), person_ids=[neighbour])
    for each in certificates.certificates_of(neighbour):
        side.keep("certificate_id", each.id)
        side.keep("code", each.code)


def _want(side: Side) -> None:
    """Set two goals and give everybody a seat."""
    place = {"actor": _actor(side, "coordinator"), "cohort_id": _cohort(side)}
    days = [today() + timedelta(days=each) for each in (9, 16)]
    cohorts.set_goals(**place, goals=list(zip(cohorts.lesson_keys(_cohort(side)), days, strict=False)))
    side.keep("goal_id", *(each.id for each in cohorts.goals_of(_cohort(side))))
    cohorts.give_seats(**place)


def _send_columns(side: Side) -> None:
    """Bring a list with headings that nobody knows."""
    data = f"{side.text('表头')},{side.text('号码栏')}\n{side.text('表中人')},{side.phone(505)}\n".encode()
    place = {"actor": _actor(side, "coordinator"), "cohort_id": _cohort(side)}
    record = cohorts.start_import(**place, form_id=new_id(), file_name=f"{side.text('表格')}.csv", data=data)
    side.people["表格"] = record.id
    side.keep("import_id", record.id)


def _say_columns(side: Side) -> None:
    """Say what stands in which column, which is remembered for the district."""
    place = {"actor": _actor(side, "coordinator"), "cohort_id": _cohort(side), "import_id": side.people["表格"]}
    cohorts.say_import_columns(**place, where={"name": 0, "phone": 1}, is_first_row_heading=True)
    side.keep("known_id", *(each.id for each in cohorts.remembered_columns(side.district)))


def _change(side: Side) -> None:
    """Let one student go on in the other cohort of the district."""
    old, new = (UUID(each) for each in side.ids["cohort_id"][:2])
    change = partial(cohorts.change_cohort, actor=_actor(side, "coordinator"), cohort_id=old, to_cohort_id=new)
    done = change(person_id=side.people["changing"], on_day=today(), why=side.text("换班缘由"), form_id=new_id())
    side.keep("change_id", done.id)


def _count(side: Side) -> None:
    """Have the numbers of the district counted, as its coordinator asks for it."""
    job = jobs.enqueue(RECOUNT, actor=_actor(side, "coordinator"), payload={"districts": [side.district]}, job_id=uuid4())
    side.keep("job_id", job.id)
