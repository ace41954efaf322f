"""The door to feedback for every other feature: raising, deciding, checking lessons, and what start pages count."""

from college.feedback.checking import check_lesson, hold_lesson, take_hold_back, to_check, to_check_count, to_hold
from college.feedback.deciding import move
from college.feedback.forgetting import forget
from college.feedback.models import Evidence, LessonCheck, Theme, ThemeMove
from college.feedback.own_data import OWN_TABLES, own_data
from college.feedback.raising import NewTheme, part, raise_question
from college.feedback.rules import Status
from college.feedback.views import ThemeCounts, theme_counts

__all__ = [
    "Evidence",
    "LessonCheck",
    "NewTheme",
    "OWN_TABLES",
    "Status",
    "Theme",
    "ThemeCounts",
    "ThemeMove",
    "check_lesson",
    "hold_lesson",
    "take_hold_back",
    "forget",
    "move",
    "own_data",
    "part",
    "raise_question",
    "theme_counts",
    "to_check",
    "to_check_count",
    "to_hold",
]
