"""Meetings as an iCalendar file (RFC 5545) in the time of China, the same bytes for the same meetings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import force_locale
from flask_babel import gettext as _
from icalendar import Calendar, Event, Timezone, TimezoneStandard

from college.core.clock import LOCAL
from college.core.pages import LOCALES
from college.meetings.models import Meeting

#: Since when China keeps one time all year, eight hours before UTC.
SINCE = datetime(1991, 9, 15)


@dataclass(frozen=True)
class Entry:
    """A meeting with its words. Nobody's name stands in it."""

    meeting: Meeting
    cohort_name: str
    lesson_title: str


def calendar_file(entries: Sequence[Entry], lang: str) -> bytes:
    """Give these meetings as a calendar; called off ones say so, so that they vanish or are crossed out."""
    calendar = Calendar()
    with force_locale(LOCALES[lang]):
        calendar.add("prodid", "-//Taobao College for Seniors//Meetings//ZH")
        calendar.add("version", "2.0")
        calendar.add("x-wr-calname", _("Taobao College for Seniors"))
        calendar.add("x-wr-timezone", LOCAL.key)
        calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
        calendar.add_component(_zone())
        for entry in entries:
            calendar.add_component(_event(entry))
    return calendar.to_ical()


def _zone() -> Timezone:
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", LOCAL.key)
    standard.add("tzname", "CST")
    standard.add("dtstart", SINCE)
    standard.add("tzoffsetfrom", timedelta(hours=8))
    standard.add("tzoffsetto", timedelta(hours=8))
    zone.add_component(standard)
    return zone


def _event(entry: Entry) -> Event:
    meeting, event = entry.meeting, Event()
    words = _("Class: %(lesson)s", lesson=entry.lesson_title) if entry.lesson_title else _("Class of the college")
    is_off = meeting.called_off_at is not None
    event.add("uid", f"{meeting.id}@meetings.college")
    event.add("sequence", meeting.version - 1)
    event.add("dtstamp", meeting.changed_at)
    event.add("last-modified", meeting.changed_at)
    event.add("dtstart", meeting.starts_at.astimezone(LOCAL))
    event.add("dtend", meeting.ends_at.astimezone(LOCAL))
    event.add("summary", _("Called off: %(what)s", what=words) if is_off else words)
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    event.add("description", "\n".join(filter(None, [entry.cohort_name, meeting.note])))
    if meeting.room:
        event.add("location", meeting.room)
    return event
