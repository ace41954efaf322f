"""Pictures that somebody brings: made fit in a process that can be stopped, kept once by their hash, dropped when unused."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from sqlalchemy import String, cast, delete, select

from college.core import limits
from college.core.db import db, insert_once
from college.library import pictures, queries
from college.library.models import Picture, Revision
from college.library.pictures import FitPicture

#: Seconds and megabytes for one picture; 50 megapixels of a camera take 0.6 s and 90 MB here.
FIT_WITHIN, FIT_WITH = 15.0, 200
_BY_HASH = re.compile(r"images/([0-9a-f]{64})\.jpg")


def fit_upload(data: bytes) -> FitPicture:
    """Make a brought file fit for phones. Raises `pictures.Unfit`, and TooMuch when it took too long or too much memory."""
    if len(data) > pictures.MAX_FILE_BYTES:
        raise pictures.Unfit("too many bytes")
    return limits.run_limited(pictures.fit, data, seconds=FIT_WITHIN, megabytes=FIT_WITH)


def keep_picture(fitted: FitPicture) -> None:
    """Keep a picture under its hash; the same picture twice is one row."""
    insert_once(
        Picture, sha256=fitted.sha256, media_type=fitted.media_type, width=fitted.width, height=fitted.height, data=fitted.data
    )


def picture_hash(path: str, course_id: str, lesson_id: str) -> str:
    """Give the hash of the picture that a lesson's text shows under a path, "" when none is known."""
    by_hash = _BY_HASH.fullmatch(path)
    if by_hash:
        return by_hash[1] if queries.known_pictures([by_hash[1]]) else ""
    lesson = queries.lesson_row(course_id, lesson_id)
    if lesson is None:
        return ""
    return queries.revisions([lesson.current_revision_id])[0].content.get("pictures", {}).get(path, "")


def published_among(hashes: Iterable[str]) -> set[str]:
    """Give those of these pictures that any revision shows: they stay for ever."""
    text = cast(Revision.content, String)
    return {each for each in hashes if db.session.scalar(select(Revision.id).where(text.contains(each)).limit(1))}


def drop_pictures(hashes: Collection[str]) -> None:
    """Delete these pictures; the caller has made sure that nothing shows them."""
    db.session.execute(delete(Picture).where(Picture.sha256.in_(list(hashes))))


limits.preload("college.library.pictures")
