"""What whoever set a day for publishing is told when it did not come about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from college.authoring import queries
from college.core.db import db
from college.core.pages import LOCALES
from college.core.permissions import Actor
from college.library import service as library
from college.notices import service as notices

#: Why it did not come about, by the key of the job's result.
REASONS = {
    "changed": _l("The text was changed after the day was set."),
    "overtaken": _l("Somebody else published this text meanwhile. Nothing was overwritten."),
    "unfit": _l("Something in the text still has to be mended."),
    "refused": _l("You may not publish in this course any more."),
}
_BROKEN = _l("Something went wrong here.")
_SENTENCE = _l("“%(lesson)s” was not published on its day. %(why)s")


def say_it_failed(payload: Mapping[str, Any], actor: Actor, result: Mapping[str, Any]) -> None:
    """Write down why a text was not published on its day, take the day away, and tell whoever set it, once."""
    why = next((REASONS[key] for key in REASONS if result.get(key)), _BROKEN)
    for lesson_id in payload["versions"]:
        draft = queries.draft(payload["course"], lesson_id, locks=True)
        if draft is None or draft.publish_on is None or draft.publish_on.isoformat() != payload["on"]:
            continue
        draft.publish_problem = str(why)
        draft.publish_on = draft.publish_version = None
        db.session.flush()
        if draft.publish_by is not None:
            notices.tell(
                person_id=draft.publish_by,
                key=f"publish:{draft.id}:{payload['on']}:{draft.version}",
                texts=_texts(library.title_of(draft.zh), why),
                url=f"/write/{draft.course_id}/{draft.lesson_id}/publish",
            )


def _texts(title: str, why: object) -> dict[str, str]:
    found = {}
    for lang, locale in LOCALES.items():
        with force_locale(locale):
            found[lang] = str(_SENTENCE) % {"lesson": title, "why": str(why)}
    return found
