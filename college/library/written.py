"""A published course as it was written: the texts and pictures of its files, for whoever writes on and for export."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from college.core.errors import NotFound
from college.library import queries
from college.library.models import Course, Revision
from college.library.rules_certificate import rule_of

#: The name under which the course's own text lies in its folder.
COURSE_FILE = "course"
#: A picture that was put in on the web lies under its hash.
_BY_HASH = re.compile(r"images/([0-9a-f]{64})\.jpg")
_IMAGE = re.compile(r"^!\[(?:[^\]\\\n]|\\.)*\]\(\s*([^)\s]*)\s*\)\s*$", re.MULTILINE)
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Written:
    """A text as it was published; en is "" when it has no English, the revision is None for a course's own text.

    ``mark`` tells one course's own text from an earlier one; a lesson's is told by its revision.
    """

    zh: str
    en: str
    revision_id: UUID | None
    mark: str = ""


@dataclass(frozen=True)
class CourseFiles:
    """A course as files: the name of its folder, texts by file name, pictures by their path in the folder."""

    folder: str
    texts: dict[str, str]
    pictures: dict[str, bytes]

    def write(self, root: Path) -> Path:
        """Write them below an empty folder and give the course's folder."""
        folder = root / self.folder
        for name, text in self.texts.items():
            _file(folder, name).write_text(text, encoding="utf-8", newline="\n")
        for path, data in self.pictures.items():
            _file(folder, path).write_bytes(data)
        return folder


def picture_path(sha256: str) -> str:
    """Give the path under which a text shows a picture that was put in on the web."""
    return f"images/{sha256}.jpg"


def image_paths(*sources: str) -> list[str]:
    """Give the paths of all pictures that stand alone on a line in these texts, each once."""
    return list(dict.fromkeys(path for source in sources for path in _IMAGE.findall(source)))


def written(course_id: str, lesson_id: str = "") -> Written:
    """Give a lesson's current text as it was written, a retired one's last; "" is the course's own. Raises NotFound."""
    course = queries.course_row(course_id)
    if course is None:
        raise NotFound
    if not lesson_id:
        sources = course.sources or _sources_from_row(course)
        return Written(sources.get("zh", ""), sources.get("en", ""), None, course.source_hash)
    lesson = queries.lesson_row(course_id, lesson_id)
    if lesson is None:
        raise NotFound
    revision = queries.revisions([lesson.current_revision_id])[0]
    return _written(revision)


def course_files(
    course_id: str,
    *,
    instead: Mapping[str, tuple[str, str]] | None = None,
    order: Iterable[str] = (),
    without: Iterable[str] = (),
) -> CourseFiles:
    """Give a course as files: what is published, with some texts in place of it.

    instead: (zh, en) by lesson id, "course" for the course's own text; en "" leaves the English file out.
    order: lesson ids in the order in which they are numbered; those it does not name follow as they stand.
    without: ids of lessons that are left out. Raises NotFound for an unknown course.
    """
    texts = {COURSE_FILE: _pair(written(course_id))}
    paths: dict[str, str] = {}
    rows = list(queries.living_lessons(course_id))
    revisions = {each.id: each for each in queries.revisions(row.current_revision_id for row in rows)}
    for row in rows:
        revision = revisions[row.current_revision_id]
        texts[row.id] = _pair(_written(revision))
        paths.update(revision.content.get("pictures", {}))
    texts.update(instead or {})
    gone = set(without)
    texts = {lesson_id: pair for lesson_id, pair in texts.items() if lesson_id not in gone}
    return CourseFiles(course_id, _named(texts, list(order)), _pictures(texts.values(), paths))


def kept_paths(course_id: str) -> dict[str, str]:
    """Give the pictures that the living lessons of a course show by a path of their own: path → hash."""
    rows = queries.revisions(row.current_revision_id for row in queries.living_lessons(course_id))
    return {path: sha256 for row in rows for path, sha256 in row.content.get("pictures", {}).items()}


def _pair(found: Written) -> tuple[str, str]:
    return found.zh, found.en


def _written(revision: Revision) -> Written:
    sources = revision.content["sources"]
    return Written(sources["zh"], sources.get("en", ""), revision.id)


def _named(texts: Mapping[str, tuple[str, str]], order: list[str]) -> dict[str, str]:
    lessons = [each for each in texts if each != COURSE_FILE]
    lessons.sort(key=lambda each: order.index(each) if each in order else len(order))
    stems = {COURSE_FILE: COURSE_FILE} | {each: f"{at:02d}-{each}" for at, each in enumerate(lessons, start=1)}
    named: dict[str, str] = {}
    for lesson_id, (zh, en) in texts.items():
        named[f"{stems[lesson_id]}.md"] = zh
        if en:
            named[f"{stems[lesson_id]}.en.md"] = en
    return named


def _pictures(texts: Iterable[tuple[str, str]], known: Mapping[str, str]) -> dict[str, bytes]:
    hashes: dict[str, str] = {}
    for path in image_paths(*(source for pair in texts for source in pair)):
        by_hash = _BY_HASH.fullmatch(path)
        if by_hash or path in known:
            hashes[path] = by_hash[1] if by_hash else known[path]
    found = queries.pictures(set(hashes.values()))
    return {path: found[sha256] for path, sha256 in hashes.items() if sha256 in found}


def _sources_from_row(course: Course) -> dict[str, str]:
    """Write a course's own text anew from what is shown of it: its files were not kept when it was published."""
    return {lang: _course_text(course, lang) for lang in course.titles} if course.titles else {}


def _course_text(course: Course, lang: str) -> str:
    about = course.about.get(lang, {})
    front = {
        "id": course.id, "title": course.titles[lang], "summary": course.summaries[lang],
        "audience": about.get("audience", ""), "objectives": about.get("objectives", []),
    }
    if lang == "zh" and rule_of(course.about):
        front["certificate"] = rule_of(course.about)
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in front.items()]
    words = _TAG.sub("", about.get("intro_html", "")).strip()
    return "---\n" + "\n".join(lines) + f"\n---\n{words}\n"


def _file(folder: Path, path: str) -> Path:
    """Give the place of a file within the folder, its own folder made. Raises ValueError when it leads out of it."""
    found = (folder / path).resolve()
    if not found.is_relative_to(folder.resolve()):
        raise ValueError(f"{path!r} leads out of the course's folder")
    found.parent.mkdir(parents=True, exist_ok=True)
    return found
