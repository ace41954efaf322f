"""What one person read aloud, for herself."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from college.core.pages import language
from college.library import queries, queries_recordings, views

#: Table → the section of `own_data` in which its rows of hers stand.
OWN_TABLES = {"recording": "recordings"}


def own_data(person_id: UUID) -> dict[str, Any]:
    """Give a lecturer's recordings, the latest first, in the language of this request; the sound lies at its address."""
    rows = queries_recordings.by_person(person_id)
    if not rows:
        return {"recordings": []}
    lang = language()
    courses = {row.id: row.titles.get(lang) or row.titles["zh"] for row in queries.published_courses()}
    steps = {(each.course_id, step.id): step.title for each in views.lessons() for step in each.in_language(lang).steps}
    return {
        "recordings": [
            {
                "course": courses.get(row.course_id, row.course_id),
                "step": steps.get((row.course_id, row.step_id)) or _("A step that is no longer shown"),
                "language": row.lang,
                "seconds": round(row.seconds, 1),
                "recorded_at": row.recorded_at,
                "removed_at": row.removed_at,
                "sound": row.sha256,
            }
            for row in rows
        ]
    }
