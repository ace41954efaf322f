"""Reads a zip or folder with one course, ours or somebody else's, in a process that is stopped when it takes too much."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

from college.core import limits
from college.library import pictures, plain_yaml
from college.library.checks import ID_LENGTH, is_fit_id
from college.library.foreign import read_foreign
from college.library.packing import PICTURES, Bundle, Unpackable, open_folder, open_zip
from college.library.parcels import Parcel, ParcelPicture, ParcelText, Remarks
from college.library.pieces import cut
from college.library.problems import N_
from college.library.reading import MAX_FILE_BYTES
from college.library.written import COURSE_FILE, image_paths

#: Seconds of the processor, by the clock of a busy machine, and megabytes on top of an idle process that reading one
#: course may take (the promise: 10 s, 150 MB).
READ_WITHIN, BUSY_WITHIN, READ_WITH = 8, 9, 140
#: Pictures that one course brings at most.
MAX_PICTURES = 300

_LESSON_FILE = re.compile(r"^\d+-[a-z0-9-]+$")
LEFT_OUT = N_("Left out.")


def read_packed(data: bytes, name: str, *, seed: str, into: str = "", tell: Callable[[limits.Cost], None] | None = None) -> Parcel:
    """Read a zip. Raises Unpackable with a plain sentence; nothing is ever written.

    seed: from which somebody else's course gets its ids, the same each time. into: the course to which it goes.
    tell: hears what it cost.
    """
    return _apart(_read_packed, data, name, seed, into, tell=tell)


def read_lying(folder: Path, *, seed: str, into: str = "", tell: Callable[[limits.Cost], None] | None = None) -> Parcel:
    """Read a folder like `read_packed`; a link in it is never followed."""
    return _apart(_read_lying, folder, seed, into, tell=tell)


def _apart(function: Callable[..., Parcel], *args: object, tell: Callable[[limits.Cost], None] | None) -> Parcel:
    try:
        return limits.run_limited(function, *args, seconds=READ_WITHIN, clock=BUSY_WITHIN, megabytes=READ_WITH, tell=tell)
    except (limits.TooMuch, RecursionError) as error:
        raise Unpackable(N_("This file takes far too much to read. Bring the course in parts, or with smaller pictures.")) from error


def _read_packed(data: bytes, name: str, seed: str, into: str) -> Parcel:
    return _read(open_zip(data, name), seed, into)


def _read_lying(folder: Path, seed: str, into: str) -> Parcel:
    return _read(open_folder(folder), seed, into)


def _read(bundle: Bundle, seed: str, into: str) -> Parcel:
    bundle = bundle.under(_only_folder(bundle.names))
    ours = [path for path in bundle.names if path.rpartition("/")[2] == "course.md" and _id_of(_plain_text(bundle, path))]
    if len(ours) > 1:
        raise Unpackable(N_("There are several courses in it: %(courses)s. Bring one course at a time."), courses=", ".join(path.rpartition("/")[0] for path in ours[:5]))
    if ours:
        return _read_ours(bundle.under(ours[0].rpartition("/")[0]))
    return read_foreign(bundle, seed, into)


def _only_folder(names: list[str]) -> str:
    """Give the folder in which everything lies, "" when there are several things."""
    folder = ""
    while True:
        rest = [name[len(folder) + 1 if folder else 0 :] for name in names]
        tops = {name.partition("/")[0] for name in rest}
        if len(tops) != 1 or any("/" not in name for name in rest):
            return folder
        folder = f"{folder}/{tops.pop()}" if folder else tops.pop()


def _plain_text(bundle: Bundle, path: str) -> str:
    """Give a text with plain line ends. Raises Unpackable when it is not UTF-8 or too large."""
    data = bundle.read(path)
    if len(data) > MAX_FILE_BYTES:
        raise Unpackable(N_("The text “%(file)s” is larger than %(limit)s kB; divide it into several."), file=path, limit=MAX_FILE_BYTES // 1000)
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        raise Unpackable(N_("The text “%(file)s” is not UTF-8; save it again as UTF-8."), file=path) from None
    if not plain_yaml.is_clean(text):
        raise Unpackable(N_("The text “%(file)s” holds signs that cannot be shown; write those places again."), file=path)
    return text


def _front(text: str) -> dict[str, object]:
    try:
        found = plain_yaml.read(cut(text).head, 2)
    except plain_yaml.Unreadable:
        return {}
    return found if isinstance(found, dict) else {}


def _id_of(text: str) -> str:
    found = _front(text).get("id", "")
    return found if isinstance(found, str) and is_fit_id(found) else ""


def _read_ours(bundle: Bundle) -> Parcel:
    course = _plain_text(bundle, "course.md")
    remarks = Remarks("")
    texts = [ParcelText(COURSE_FILE, "course.md", course, _english(bundle, COURSE_FILE))]
    for path in bundle.names:
        stem = path.removesuffix(".md")
        if path.endswith(".md") and not path.endswith(".en.md") and _LESSON_FILE.match(stem):
            zh = _plain_text(bundle, path)
            texts.append(ParcelText(_id_of(zh) or stem.partition("-")[2][:ID_LENGTH].strip("-") or stem, path, zh, _english(bundle, stem)))
    _refuse_doubled(texts)
    found = _pictures(bundle, texts, remarks)
    _note_others(bundle, texts, {each.path for each in found}, remarks)
    title = _front(course).get("title", "")
    return Parcel(bundle.name, True, _id_of(course), str(title), texts, found, remarks.kept)


def _english(bundle: Bundle, stem: str) -> str:
    path = f"{stem}.en.md"
    return _plain_text(bundle, path) if bundle.has(path) else ""


def _refuse_doubled(texts: list[ParcelText]) -> None:
    seen: dict[str, str] = {}
    for each in texts:
        if each.id in seen:
            raise Unpackable(N_("The files “%(first)s” and “%(second)s” have the same id. Give one of them another one."), first=seen[each.id], second=each.file)
        seen[each.id] = each.file


def _pictures(bundle: Bundle, texts: list[ParcelText], remarks: Remarks) -> list[ParcelPicture]:
    found: dict[str, ParcelPicture] = {}
    for text in texts:
        for path in image_paths(text.zh, text.en):
            if path in found or not bundle.has(path) or not path.lower().endswith(PICTURES):
                continue
            if len(found) >= MAX_PICTURES:
                raise Unpackable(N_("It shows more than %(limit)s pictures. Bring the course in parts."), limit=MAX_PICTURES)
            try:
                data = bundle.read(path)
                found[path] = ParcelPicture(path, hashlib.sha256(data).hexdigest(), pictures.fit(data))
            except pictures.Unfit:
                remarks.file = path
                remarks.add(1, N_("A picture that cannot be read"), N_("Left out; save it again as JPEG, PNG or WebP."))
    return list(found.values())


def _note_others(bundle: Bundle, texts: list[ParcelText], shown: set[str], remarks: Remarks) -> None:
    """List the files that are no part of the course."""
    told = {remark.file for remark in remarks.kept}
    stems = [each.file.removesuffix(".md") for each in texts]
    known = {f"{stem}{ending}" for stem in stems for ending in (".md", ".en.md")} | {"features.yaml", "tracks.yaml", "README.md"}
    for path in bundle.names:
        if path not in known | shown | told:
            remarks.file = path
            remarks.add(1, N_("A file that is no part of the course"), LEFT_OUT)


limits.preload(__name__)
