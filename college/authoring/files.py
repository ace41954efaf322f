"""A course taken out as a zip of its files: the same words, the same pictures, and the same bytes each time."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from flask_babel import gettext as _

from college.authoring import queries
from college.authoring.courses import order_of
from college.authoring.drafts import place_of
from college.core import audit
from college.core.errors import NotFound, RuleBroken
from college.core.guard import ensure
from college.core.permissions import Actor, Permission
from college.library import service as library

_FEATURE = re.compile(r"\bfeature\s*[:=]\s*[\"']?([a-z0-9-]+)")


@dataclass(frozen=True)
class Exported:
    """A zip: its name and its bytes."""

    name: str
    data: bytes


def export(*, actor: Actor, course_id: str, is_drafts: bool) -> Exported:
    """Pack a course as files, as it is published or, where somebody writes on, as its drafts stand.

    Published again, the unpacked folder changes nothing. Raises NotFound, and RuleBroken where nothing is published.
    """
    ensure(actor, Permission.COURSE_WRITE, place_of(course_id))
    files = _files(course_id, is_drafts)
    inside = {path: text.encode() for path, text in files.texts.items()} | files.pictures
    if used := _features_yaml(files.texts.values()):
        inside["features.yaml"] = used.encode()
    audit.record(actor, "course.export", subject=f"course:{course_id}", district=place_of(course_id).district)
    data = library.pack({f"{files.folder}/{path}": each for path, each in inside.items()})
    return Exported(f"{course_id}{'-drafts' if is_drafts else ''}.zip", data)


def _files(course_id: str, is_drafts: bool) -> library.CourseFiles:
    standing = library.standings([course_id]).get(course_id)
    if standing is None:
        raise NotFound
    if not is_drafts:
        if standing.published_at is None:
            raise RuleBroken(_("Nothing of this course is published yet. Take out its drafts instead."))
        return library.course_files(course_id)
    withdrawn = {each.id for each in library.lesson_standings(course_id) if each.is_withdrawn}
    instead = {each.lesson_id: (each.zh, each.en) for each in queries.drafts(course_id) if each.lesson_id not in withdrawn}
    return library.course_files(course_id, instead=instead, order=order_of(course_id, queries.home(course_id)))


def _features_yaml(texts: object) -> str:
    """Write features.yaml with those product features that these texts name."""
    named = {each for text in texts for each in _FEATURE.findall(text)}
    used = [each for each in library.features().values() if each.id in named]
    return "".join(f"- id: {each.id}\n  name: {_pair(each.names)}\n  path: {_pair(each.paths)}\n" for each in used)


def _pair(words: dict[str, str]) -> str:
    return "{" + ", ".join(f"{lang}: {json.dumps(words[lang], ensure_ascii=False)}" for lang in sorted(words, reverse=True)) + "}"
