"""Themes and their evidence as CSV for a spreadsheet: the same as on their pages, never who asked."""

from __future__ import annotations

from uuid import UUID

from flask_babel import gettext as _

from college.core import audit
from college.core.db import db
from college.core.guard import ensure
from college.core.numbers import phone_hidden
from college.core.permissions import COLLEGE, Actor, Permission
from college.core.tables import csv_bytes, time_cell
from college.feedback import queries
from college.feedback.views import Chosen, ThemeLine, excerpts_of, lines_of, theme_for
from college.feedback.words import STATUS_WORDS
from college.questions.service import Places


def export_themes(*, actor: Actor, chosen: Chosen, lang: str) -> bytes:
    """Give all chosen themes as CSV, and keep that they were taken out."""
    ensure(actor, Permission.THEME_EXPORT, COLLEGE)
    lines = lines_of(list(db.session.execute(queries.ranked(chosen.filters()))), lang)
    audit.record(actor, "theme.export", themes=len(lines))
    head = [_("Theme"), _("Product feature"), _("State"), _("People"), _("Districts"), _("Questions")]
    return csv_bytes([[*head, _("Since"), _("Last sentence for the people")], *(_theme(line) for line in lines)])


def _theme(line: ThemeLine) -> list[object]:
    state, since = str(STATUS_WORDS[line.status]), time_cell(line.theme.created_at)
    return [line.theme.title, line.feature, state, line.people, line.districts, line.questions, since, line.sentence]


def export_evidence(*, actor: Actor, theme_id: UUID, lang: str) -> bytes:
    """Give the living evidence of a theme as CSV, and keep that it was taken out. Raises NotFound."""
    theme = theme_for(actor, Permission.THEME_EXPORT, theme_id)
    excerpts = excerpts_of(list(db.session.scalars(queries.evidence_of(theme_id))), Places(lang))
    audit.record(actor, "theme.export", subject=f"theme:{theme_id}", excerpts=len(excerpts))
    head = [_("Theme"), _("Excerpt"), _("District"), _("Age"), _("Course"), _("Lesson"), _("Step"), _("Raised")]
    rows = [
        [theme.title, phone_hidden(each.text), each.district, each.age_band, each.place.course, each.place.lesson, each.place.step]
        + [time_cell(each.raised_at)]
        for each in excerpts
    ]
    return csv_bytes([head, *rows])
