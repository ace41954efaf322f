"""Taking a deleted person's name out of what is kept of long work."""

from __future__ import annotations

import json
from collections.abc import Collection

from sqlalchemy import Text, cast, or_, select

from college.core.db import db
from college.core.jobs import Job


def black_out_jobs(words: Collection[str]) -> int:
    """Empty what jobs were given, gave back or failed with where one of ``words`` stands in it; give how many.

    Words of one letter are left alone. JSON is kept with its letters escaped, so both spellings are looked for.
    """
    spellings = {form for word in words if len(word) > 1 for form in (word, json.dumps(word)[1:-1])}
    if not spellings:
        return 0
    columns = (cast(Job.payload, Text), cast(Job.result, Text), Job.failed_sentence)
    names_her = or_(*(column.contains(form, autoescape=True) for column in columns for form in spellings))
    found = list(db.session.scalars(select(Job).where(names_her)))
    for job in found:
        job.payload, job.result, job.failed_sentence = {}, {}, None
    db.session.flush()
    return len(found)
