"""Authoring's one door: who may write which course, drafts and what becomes of them."""

from __future__ import annotations

from college.authoring.copying import copy_course
from college.authoring.courses import new_lesson, start_course, writes
from college.authoring.drafts import (
    Conflict, Kept, add_step, draft_for, draft_or_published, keep_part, keep_whole, locked_draft, may_write, move_step,
    move_step_to, place_of, put_back_step, take_out_step, texts_of,
)
from college.authoring.forgetting import forget
from college.authoring.moving import move_person, move_person_back
from college.authoring.own_data import OWN_TABLES, own_data
from college.authoring.publishing import start as publish
from college.authoring.readings import ask as ask_to_read
from college.authoring.retention import SWEEPS
from college.authoring.queries import home_districts
from college.authoring.scheduling import publish_due, publish_due_safely
from college.authoring.rules import COURSE_TEXT, Texts, fingerprint, new_lesson_id, new_step_id
from college.authoring.scheduling import schedule

__all__ = [
    "ask_to_read", "copy_course", "publish", "schedule",
    "COURSE_TEXT", "Conflict", "Kept", "OWN_TABLES", "SWEEPS", "Texts", "add_step", "draft_for", "draft_or_published", "fingerprint", "forget",
    "home_districts",
    "keep_part", "keep_whole", "locked_draft", "may_write", "move_person", "move_person_back", "move_step", "move_step_to", "new_lesson", "new_lesson_id",
    "publish_due", "publish_due_safely", "new_step_id", "own_data", "place_of", "put_back_step", "start_course", "take_out_step", "texts_of", "writes",
]
