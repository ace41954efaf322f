"""Telling the students of a cohort, once for each change, that a meeting is called off, takes place after all or has moved."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import ngettext

from college.accounts import service as accounts
from college.cohorts import service as cohorts
from college.core import pages
from college.core.clock import now
from college.core.pages import LOCALES
from college.meetings.models import Meeting
from college.notices import service as notices

#: Where a notice leads: the meetings of whoever reads it.
URL = "/meetings"
#: So many days are named in one notice.
DAYS_NAMED = 4


def tell_called_off(meetings: Sequence[Meeting], moment: datetime) -> int:
    """Tell the students that meetings of one series were called off at a moment; give how many were told.

    Meetings that are over are passed over.
    """
    coming = _coming(meetings)
    if not coming:
        return 0
    return _tell(_students(meetings), _off_key(meetings[0], moment), {lang: _off_words(coming, lang) for lang in LOCALES})


def tell_takes_place(meetings: Sequence[Meeting], moments: Collection[datetime]) -> int:
    """Tell the students that meetings of one series take place after all; give how many were told.

    moments: when they had been called off, where that holds for none any more: then what was said of it and not read
    is taken back, and only those who have read it hear more. Without them everybody does.
    """
    coming, students = _coming(meetings), _students(meetings)
    if moments:
        keys = [_off_key(meetings[0], moment) for moment in moments]
        students = set().union(*(notices.take_back(person_ids=students, key=key) for key in keys))
    if not coming:
        return 0
    first = meetings[0]
    return _tell(students, f"meeting:{first.id}:{first.version}:on", {lang: _on_words(coming, lang) for lang in LOCALES})


def tell_moved(meetings: Sequence[Meeting]) -> int:
    """Tell the students the new time and room of meetings to come; give how many were told."""
    coming = [each for each in _coming(meetings) if each.called_off_at is None]
    if not coming:
        return 0
    first = meetings[0]
    return _tell(_students(meetings), f"meeting:{first.id}:{first.version}", {lang: _moved_words(coming, lang) for lang in LOCALES})


def _off_key(meeting: Meeting, moment: datetime) -> str:
    return f"meeting-off:{meeting.series_id or meeting.id}:{moment.isoformat()}"


def _coming(meetings: Sequence[Meeting]) -> list[Meeting]:
    moment = now()
    return [each for each in meetings if each.ends_at > moment]


def _students(meetings: Sequence[Meeting]) -> set[UUID]:
    """Give who is in the cohort of these meetings today and agreed that something is kept of her."""
    cohort_id = meetings[0].cohort_id
    return accounts.agreed_among(cohorts.people_by_cohort([cohort_id]).get(cohort_id, []))


def _tell(person_ids: set[UUID], key: str, texts: dict[str, str]) -> int:
    return notices.tell_many(person_ids=person_ids, key=key, texts=texts, url=URL)


def _off_words(meetings: Sequence[Meeting], lang: str) -> str:
    with force_locale(LOCALES[lang]):
        if len(meetings) == 1:
            return _("Your class is called off: %(when)s. You need not come.", when=pages.moment(meetings[0].starts_at, lang))
        return ngettext(
            "%(num)d class is called off: %(days)s. You need not come then.",
            "%(num)d classes are called off: %(days)s. You need not come then.",
            len(meetings),
            days=_days(meetings, lang),
        )


def _on_words(meetings: Sequence[Meeting], lang: str) -> str:
    with force_locale(LOCALES[lang]):
        days = _days(meetings, lang) if len(meetings) > 1 else pages.moment(meetings[0].starts_at, lang)
        return _("Your class takes place after all: %(when)s. Please come.", when=days)


def _moved_words(meetings: Sequence[Meeting], lang: str) -> str:
    first = meetings[0]
    with force_locale(LOCALES[lang]):
        values = {"when": pages.moment(first.starts_at, lang), "room": first.room or _("not said yet")}
        if len(meetings) == 1:
            return _("Your class has changed. It is now: %(when)s. Room: %(room)s.", **values)
        return _("Your classes have changed. The next of them is: %(when)s. Room: %(room)s.", **values)


def _days(meetings: Sequence[Meeting], lang: str) -> str:
    words = [pages.day(each.starts_at, lang) for each in meetings[:DAYS_NAMED]]
    return _(", ").join([*words, _("and later ones")] if len(meetings) > DAYS_NAMED else words)
