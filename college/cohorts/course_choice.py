"""Which courses a cohort can be given, in the order in which its coordinator looks for them."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from flask import current_app
from flask_babel import gettext as _

from college.cohorts.membership import district_names
from college.library import service as library


def course_choices(district_codes: Collection[str], lang: str, kept: Iterable[str] = ()) -> dict[str, str]:
    """Give what can be chosen, course id → words: only what is published, and what the cohort has already.

    Courses of these districts come first, then those of the whole college, then those of other districts; whoever
    wrote a course is named with it. kept: ids of the courses that the cohort has now.
    """
    homes, names = current_app.extensions["course_districts"](), district_names()
    published = {course.id: course.title(lang) for course in library.published_courses()}
    titles = {**published, **{each: published.get(each, each) for each in kept}}
    ids = sorted(titles, key=lambda each: _nearness(homes.get(each), district_codes))
    return {each: _said(titles[each], names.get(homes.get(each) or "", "")) for each in ids}


def _nearness(home: str | None, district_codes: Collection[str]) -> int:
    return 1 if home is None else 0 if home in district_codes else 2


def _said(title: str, district: str) -> str:
    return _("%(title)s (%(district)s)", title=title, district=district) if district else title
