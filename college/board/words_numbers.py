"""What the numbers of districts and cities are called, and how a median is said."""

from __future__ import annotations

from flask_babel import gettext as _


def column_words() -> dict[str, str]:
    """Give the name of each of `comparing.COLUMNS` and of the medians, for the heads of tables."""
    return {
        "name": _("Cohort"),
        "enrolled": _("Enrolled"),
        "came": _("Came"),
        "started": _("Started"),
        "practised": _("Practised"),
        "shown": _("Shown in person"),
        "finished": _("Finished"),
        "silent": _("Silent for 14 days"),
        "calling": _("Calling for help"),
        "open_questions": _("Open questions"),
        "lessons_median": _("Lessons finished, median"),
        "times_median": _("Meetings attended, median"),
    }


def median_words(value: float | None) -> str:
    """Say a median: whole where it is whole; of too few people that nothing is told."""
    if value is None:
        return _("too few people")
    return str(int(value)) if value == int(value) else f"{value:.1f}"
