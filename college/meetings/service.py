"""The door to meetings for every other feature."""

from __future__ import annotations

from college.meetings.arriving import Arrival, arrivals_of, arrive
from college.meetings.attendance import Listed, Rate, Taking, day_of, keep_marks, rates_of, taking_for
from college.meetings.calendar import make_address as make_calendar_address
from college.meetings.coming import Coming, coming_of
from college.meetings.correcting import correct
from college.meetings.finding import meeting_for, next_meeting_of
from college.meetings.forgetting import SWEEPS, forget
from college.meetings.grown import attended_among
from college.meetings.held import Held, held_meetings, there_at, times_at_held
from college.meetings.lately import cohorts_touched_since, there_since
from college.meetings.loading import PastMark, load_attendance
from college.meetings.models import Attendance, Meeting
from college.meetings.models_calendar import CalendarAddress
from college.meetings.moving import move_person, move_person_back
from college.meetings.own_data import OWN_TABLES, own_data
from college.meetings.planning import call_off, plan
from college.meetings.queries import times_there
from college.meetings.rates import held_rates
from college.meetings.rules_attendance import Mark
from college.meetings.rules_planning import Wanted
from college.meetings.walk_in import Waiting as WaitingNames
from college.meetings.walk_in import note as note_walk_in
from college.meetings.walk_in import waiting_within as waiting_names

__all__ = [
    "Arrival",
    "Attendance",
    "CalendarAddress",
    "Coming",
    "Held",
    "Listed",
    "Mark",
    "Meeting",
    "OWN_TABLES",
    "PastMark",
    "Rate",
    "SWEEPS",
    "Taking",
    "WaitingNames",
    "Wanted",
    "arrivals_of",
    "arrive",
    "attended_among",
    "call_off",
    "cohorts_touched_since",
    "coming_of",
    "correct",
    "day_of",
    "forget",
    "held_meetings",
    "held_rates",
    "keep_marks",
    "load_attendance",
    "make_calendar_address",
    "meeting_for",
    "move_person",
    "move_person_back",
    "next_meeting_of",
    "note_walk_in",
    "own_data",
    "plan",
    "rates_of",
    "taking_for",
    "there_at",
    "there_since",
    "times_at_held",
    "times_there",
    "waiting_names",
]
