"""Reads course folders into drafts: front matter, steps, features; for check and publish. Files stay untouched.

Texts and pictures are read in a process of its own that is stopped when they take too much.
"""

import re
from collections.abc import Callable
from pathlib import Path

from college.core import limits
from college.library import plain_yaml
from college.library.blocks import split_body
from college.library.checks_text import check_sections
from college.library.drafts import CourseDraft, FeatureDraft, PairDraft, Shelf, TextDraft, TrackDraft
from college.library.problems import N_, Notes, Problem
from college.library.reading_tracks import FILE as TRACKS_FILE
from college.library.reading_tracks import by_language, read_tracks

MAX_FILE_BYTES = 100_000
#: No line of a text is longer, in characters: a paragraph has 2,000 at most.
MAX_LINE = 4_000
#: Seconds of the processor for a course, and for one text of it when the course took longer; megabytes on top of an
#: idle process. By the clock of a busy machine it may take three times as long.
COURSE_WITHIN, TEXT_WITHIN, READ_WITH, BUSY = 5, 3, 150, 3
COURSE_KEYS = ("id", "title", "summary", "audience", "objectives", "certificate")
LESSON_KEYS = ("id", "title", "summary", "minutes", "feature", "objectives", "keypoints",
               "app_version", "checked_on", "narrator", "aliases")
LIST_KEYS = ("objectives", "keypoints", "aliases")

_LESSON_FILE = re.compile(r"^\d+-[a-z0-9-]+$")


def read_shelf(folder: Path, features: list[FeatureDraft] | None = None) -> Shelf:
    """Read a folder of courses, or one course folder.

    features: the product features that steps may show; without them features.yaml of the folder, or in or beside the
        one course, says which.
    """
    is_whole = not (folder / "course.md").exists()
    root = folder if is_whole else folder.parent
    problems: list[Problem] = []
    features_file = "features.yaml"
    if features is None:
        beside = folder if (folder / "features.yaml").is_file() else root
        features, features_file = _read_features(beside, problems)
    folders = _course_folders(root) if is_whole else [folder]
    courses = [course for course in (_course_apart(root, each, problems) for each in folders) if course]
    if not folders:
        problems.append(Problem(root.name or ".", 1, N_("No course was found here: a course is a folder with course.md.")))
    tracks = _read_tracks(root, problems) if is_whole else []
    return Shelf(root, features, features_file, courses, problems, is_whole, tracks)


def _course_folders(root: Path) -> list[Path]:
    if not root.is_dir():
        return []
    return sorted(each for each in root.iterdir()
                  if each.is_dir() and (any(each.glob("*.md")) or (each / "course.md").exists()))


def _course_apart(root: Path, folder: Path, problems: list[Problem]) -> CourseDraft | None:
    """Read a course apart; when that takes too much, text by text, so that the one at fault is named."""
    try:
        course, found = limits.run_limited(
            _read_course, root, folder, seconds=COURSE_WITHIN, clock=COURSE_WITHIN * BUSY, megabytes=READ_WITH
        )
    except (limits.TooMuch, RecursionError):
        course, found = _read_course(root, folder, _text_apart)
    problems.extend(found)
    return course


def _text_apart(root: Path, path: Path, keys: tuple[str, ...]) -> tuple[TextDraft | None, list[Problem]]:
    try:
        return limits.run_limited(_read_text, root, path, keys, seconds=TEXT_WITHIN, clock=TEXT_WITHIN * BUSY, megabytes=READ_WITH)
    except (limits.TooMuch, RecursionError):
        return None, [Problem(_name(root, path), 1, N_("This text takes far too much to read; write it plainly, in short paragraphs."))]


ReadText = Callable[[Path, Path, tuple[str, ...]], tuple[TextDraft | None, list[Problem]]]


def _read_course(root: Path, folder: Path, read: ReadText | None = None) -> tuple[CourseDraft | None, list[Problem]]:
    read, problems = read or _read_text, []
    text = _read_pair(root, folder, "course", COURSE_KEYS, read, problems)
    lessons = []
    for stem in _lesson_stems(root, folder, problems):
        lesson = _read_pair(root, folder, stem, LESSON_KEYS, read, problems)
        if lesson:
            lessons.append(lesson)
    return CourseDraft(folder, text, lessons) if text else None, problems


def _lesson_stems(root: Path, folder: Path, problems: list[Problem]) -> list[str]:
    stems = sorted({path.name.removesuffix(".md").removesuffix(".en") for path in folder.glob("*.md")} - {"course"})
    for stem in stems:
        if not _LESSON_FILE.match(stem):
            problems.append(Problem(_name(root, folder / f"{stem}.md"), 1,
                                    N_("A lesson file is named like 01-first-steps.md: a number, then small Latin letters.")))
    return stems


def _read_pair(root: Path, folder: Path, stem: str, keys: tuple[str, ...], read: ReadText,
               problems: list[Problem]) -> PairDraft | None:
    zh, found = read(root, folder / f"{stem}.md", keys)
    problems += found
    english = folder / f"{stem}.en.md"
    if not english.exists():
        if zh:
            problems.append(Problem(zh.file, 1, N_("The English text is missing: write %(file)s."), {"file": english.name}))
        return PairDraft(zh, None) if zh else None
    en, found = read(root, english, keys)
    problems += found
    return PairDraft(zh, en) if zh else None


def _name(root: Path, path: Path) -> str:
    return path.relative_to(root).as_posix()


def _read_text(root: Path, path: Path, keys: tuple[str, ...]) -> tuple[TextDraft | None, list[Problem]]:
    """Give a text, with what is unfit in its words, and the problems met while reading it."""
    notes = Notes(_name(root, path))
    source = _read_source(path, notes)
    text = parse_text(notes.file, source, keys, notes) if source is not None else None
    if text:
        words = Notes(notes.file)
        check_sections(text, "en" if path.name.endswith(".en.md") else "zh", path.parent, words)
        text.noted = words.problems
    return text, notes.problems


def _read_source(path: Path, notes: Notes) -> str | None:
    """Give the file's text with plain line ends, or None with a problem noted."""
    if not path.is_file():
        notes.add(1, N_("This file is missing."))
        return None
    if path.stat().st_size > MAX_FILE_BYTES:
        notes.add(1, N_("This file is larger than %(limit)s kB; divide it into several lessons."), limit=MAX_FILE_BYTES // 1000)
        return None
    try:
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        notes.add(error.object[: error.start].count(b"\n") + 1, N_("This file is not UTF-8; save it again as UTF-8."))
        return None
    for number, line in enumerate(text.split("\n"), start=1):
        if not plain_yaml.is_clean(line):
            notes.add(number, N_("This line holds a character that cannot be shown; write it again."))
            return None
        if len(line) > MAX_LINE:
            notes.add(number, N_("This line is longer than %(limit)s characters; divide it into paragraphs."), limit=MAX_LINE)
            return None
    return text


def parse_text(file: str, source: str, keys: tuple[str, ...], notes: Notes) -> TextDraft:
    """Read one text (a file's, or what was typed on the web) with the front matter keys it may have."""
    front_text, body, body_line = _cut_front(source, notes)
    front = _front(front_text, keys, notes)
    introduction, steps = split_body(body, body_line, notes)
    return TextDraft(file, front, introduction, steps, source)


def _cut_front(source: str, notes: Notes) -> tuple[str, str, int]:
    lines = source.split("\n")
    if lines[0].rstrip() != "---":
        notes.add(1, N_("The file begins with a line --- and then its front matter (id, title ...)."))
        return "", source, 1
    end = next((i for i in range(1, len(lines)) if lines[i].rstrip() == "---"), None)
    if end is None:
        notes.add(1, N_("The front matter is not closed: a second line --- is missing."))
        return "", "", len(lines)
    return "\n".join(lines[1:end]), "\n".join(lines[end + 1:]), end + 2


def _front(text: str, keys: tuple[str, ...], notes: Notes) -> plain_yaml.Mapping:
    try:
        found = plain_yaml.read(text, 2)
    except plain_yaml.Unreadable as error:
        notes.add(error.line, error.sentence, **error.params)
        return plain_yaml.Mapping(1)
    if not isinstance(found, plain_yaml.Mapping):
        if text.strip():
            notes.add(2, N_("Here lines like “title: ...” are expected."))
        return plain_yaml.Mapping(1)
    for key, value in found.items():
        _check_key(key, value, found.lines[key], keys, notes)
    return found


def _check_key(key: str, value: object, line: int, keys: tuple[str, ...], notes: Notes) -> None:
    if key not in keys:
        notes.add(line, N_("“%(key)s” is not known in the front matter; it may have: %(keys)s."), key=key, keys=", ".join(keys))
    elif key in LIST_KEYS:
        if isinstance(value, plain_yaml.Mapping) or (isinstance(value, list) and not all(isinstance(v, str) for v in value)):
            notes.add(line, N_("“%(key)s” must be a list of texts."), key=key)
    elif not isinstance(value, str):
        notes.add(line, N_("“%(key)s” must be one text."), key=key)


def _read_features(root: Path, problems: list[Problem]) -> tuple[list[FeatureDraft], str]:
    notes = Notes("features.yaml")
    source = _read_source(root / "features.yaml", notes)
    features: list[FeatureDraft] = []
    if source is not None:
        try:
            found = plain_yaml.read(source, 1)
            features = _features(found, notes)
        except plain_yaml.Unreadable as error:
            notes.add(error.line, error.sentence, **error.params)
    problems.extend(notes.problems)
    return features, notes.file


def _features(found: object, notes: Notes) -> list[FeatureDraft]:
    if not isinstance(found, plain_yaml.Listing):
        notes.add(1, N_("This file is a list of features, each beginning with “- id: ...”."))
        return []
    features = []
    for item, line in zip(found, found.lines, strict=True):
        if not isinstance(item, plain_yaml.Mapping) or set(item) != {"id", "name", "path"}:
            notes.add(line, N_("A feature has exactly: id, name, path."))
            continue
        names, paths = by_language(item, "name", notes), by_language(item, "path", notes)
        if isinstance(item["id"], str) and names and paths:
            features.append(FeatureDraft(item["id"], names, paths, line))
    return features


def _read_tracks(root: Path, problems: list[Problem]) -> list[TrackDraft]:
    notes = Notes(TRACKS_FILE)
    source = _read_source(root / TRACKS_FILE, notes) if (root / TRACKS_FILE).exists() else None
    tracks = read_tracks(source, notes) if source is not None else []
    problems.extend(notes.problems)
    return tracks


limits.preload(__name__)
