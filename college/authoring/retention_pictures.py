"""Throwing away pictures that somebody brought and that no text shows."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, String, cast, exists, or_, select

from college.authoring.models import LessonDraft
from college.authoring.models_pictures import BroughtPicture
from college.core import retention
from college.core.db import db
from college.library import service as library


def _is_over(before: datetime) -> ColumnElement[bool]:
    """Say what holds for pictures brought before a moment that no draft names, nor what was taken out of one."""
    texts = (LessonDraft.zh, LessonDraft.en, *(cast(each, String) for each in (LessonDraft.removed, LessonDraft.aside)))
    named = select(LessonDraft.id).where(or_(*(text.contains(BroughtPicture.sha256) for text in texts)))
    return (BroughtPicture.brought_at < before) & ~exists(named.correlate(BroughtPicture))


def _count(before: datetime) -> int:
    return retention.count(BroughtPicture, _is_over(before))


def _purge(before: datetime, limit: int) -> int:
    """Forget notes of pictures that are over; those that were never published go themselves."""
    hashes = list(db.session.scalars(select(BroughtPicture.sha256).where(_is_over(before)).limit(limit).with_for_update()))
    gone = retention.purge_keys(BroughtPicture, hashes)
    library.drop_pictures(set(hashes) - library.published_among(hashes))
    return gone


#: What is thrown away, by the key of its rule: 24 hours after it was brought.
SWEEPS = {"brought_pictures": retention.Sweep(_count, _purge)}
