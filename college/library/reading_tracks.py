"""Reads tracks.yaml, which puts courses in an order for a kind of person; a folder without it has no tracks."""

from __future__ import annotations

from college.library import plain_yaml
from college.library.drafts import TrackDraft
from college.library.problems import N_, Notes

FILE = "tracks.yaml"
KEYS = {"id", "name", "for", "courses"}


def read_tracks(source: str, notes: Notes) -> list[TrackDraft]:
    """Give the tracks written in `source`; problems go to `notes`."""
    try:
        found = plain_yaml.read(source, 1)
    except plain_yaml.Unreadable as error:
        notes.add(error.line, error.sentence, **error.params)
        return []
    if not isinstance(found, plain_yaml.Listing):
        notes.add(1, N_("This file is a list of tracks, each beginning with “- id: ...”."))
        return []
    tracks = [_track(item, line, notes) for item, line in zip(found, found.lines, strict=True)]
    return [track for track in tracks if track]


def _track(item: object, line: int, notes: Notes) -> TrackDraft | None:
    if not isinstance(item, plain_yaml.Mapping) or set(item) != KEYS:
        notes.add(line, N_("A track has exactly: id, name, for, courses."))
        return None
    names, for_whom = by_language(item, "name", notes), by_language(item, "for", notes)
    courses = item["courses"]
    if not isinstance(courses, list) or not courses or not all(isinstance(each, str) and each for each in courses):
        notes.add(item.lines["courses"], N_("“%(key)s” must be a list of texts."), key="courses")
        return None
    if not isinstance(item["id"], str) or not names or not for_whom:
        return None
    return TrackDraft(item["id"], names, for_whom, list(courses), line)


def by_language(item: plain_yaml.Mapping, key: str, notes: Notes) -> dict[str, str]:
    """Give a value that has one text for zh and one for en, {} with a problem noted when it has not."""
    value = item[key]
    if (isinstance(value, plain_yaml.Mapping) and set(value) == {"zh", "en"}
            and all(isinstance(text, str) and text for text in value.values())):
        return dict(value)
    notes.add(item.lines[key], N_("“%(key)s” needs a text for zh and one for en."), key=key)
    return {}
