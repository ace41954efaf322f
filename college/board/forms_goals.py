"""The forms in which a cohort's goals are set and moved to another day."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import RadioField

from college.core.fields import DayField, filled, listed
from college.core.forms import CheckboxesField, Form

ALL_BY, WEEKLY = "all", "weekly"


class GoalsForm(Form):
    """Lessons that a cohort wants to have finished, and by when."""

    lessons = CheckboxesField(
        _l("Which lessons"), validators=[filled(_l("Please tick at least one lesson.")), listed], validate_choice=False
    )
    by_on = DayField(_l("By when"), description=_l("Like 2026-12-05 or 12/5."))
    spread = RadioField(
        _l("If there are several"),
        choices=[(ALL_BY, _l("All by this day")), (WEEKLY, _l("One lesson a week, the first by this day"))],
        default=ALL_BY,
    )

    def choose_from(self, lessons: Sequence[tuple[tuple[str, str], str]]) -> None:
        """Fill in the lessons that have no goal yet, as ((course id, lesson id), title)."""
        self.lessons.choices = [("/".join(key), title) for key, title in lessons]

    def keys(self) -> list[tuple[str, str]]:
        """Give the chosen lessons in the order in which they stand on the page."""
        chosen = set(self.lessons.data or ())
        pairs = [value.partition("/") for value, _title in self.lessons.choices if value in chosen]
        return [(course_id, lesson_id) for course_id, _slash, lesson_id in pairs]


class GoalDayForm(Form):
    """Another day for a goal."""

    by_on = DayField(_l("By when"), description=_l("Like 2026-12-05 or 12/5."))
