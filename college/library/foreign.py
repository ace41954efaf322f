"""Somebody else's Markdown course: which of its texts are lessons and in which order; GitHub, Hugo and Carpentries folders."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from college.library import plain_yaml
from college.library.foreign_blocks import Blocks, Chunk, Section
from college.library.foreign_marks import Marked, decoded, marked
from college.library.foreign_words import Shared, Words
from college.library.foreign_writing import (
    MAX_STEPS, Document, course_text, is_too_long, lasting_id, lesson_texts, one_line, steps_of,
)
from college.library.packing import PICTURES, TEXTS, Bundle, Unpackable
from college.library.parcels import Parcel, ParcelText, Remark, Remarks
from college.library.problems import N_
from college.library.words import only_hanzi
from college.library.written import COURSE_FILE

#: Lessons that one import makes at most.
MAX_LESSONS = 100
_WORDS = (".md", ".markdown", ".mdx", ".rmd")
#: Texts that speak to whoever makes the course, not to those who learn.
_NOT_LESSONS = frozenset({"license", "licence", "contributing", "code_of_conduct", "conduct", "changelog", "authors", "citation", "security", "support", "pull_request_template", "summary", "_sidebar", "_navbar", "_footer", "aio", "links", "news"})
_NOT_FOLDERS = ("_includes/", "_layouts/", "layouts/", "themes/", "archetypes/", "bin/", "tests/", "profiles/", "_extras/")
_STARTS = ("README.md", "readme.md", "content/_index.md", "index.md", "docs/README.md", "docs/index.md", "_index.md")
_NOTES = ("instructors/instructor-notes.md", "_extras/guide.md")
_LINKED = re.compile(r"\]\(\s*<?([^)\s>#]+)")
_NUMBERS = re.compile(r"(\d+)")


@dataclass
class _Read:
    """One text that was read: its head, its headings, and what its boxes said for the head of a lesson."""

    path: str
    marked: Marked
    sections: list[Section]
    lists: dict[str, list[str]]


def read_foreign(bundle: Bundle, seed: str, into: str) -> Parcel:
    """Read a course that is not in our form. Raises Unpackable when it holds no text to make a lesson of.

    seed: whoever brings it; with the folder's name it gives the course's id. into: the course to which it goes instead.
    """
    course_id = into or lasting_id("c-", seed, bundle.name)
    start = next((path for path in _STARTS if bundle.has(path)), "")
    paths = [path for path in _texts(bundle) if path != start and not _chinese_of(bundle, path)]
    if not paths and not start:
        raise Unpackable(N_("There is no text in it: a course has files that end in .md. A zip within a zip is not opened."))
    if len(paths) > MAX_LESSONS:
        raise Unpackable(N_("It has more than %(limit)s texts. Bring the course in parts."), limit=MAX_LESSONS)
    return _Course(bundle, course_id, start, paths).parcel()


class _Course:
    """The reading of one course."""

    def __init__(self, bundle: Bundle, course_id: str, start: str, paths: list[str]) -> None:
        self.bundle = bundle
        self.id = course_id
        self.start = start
        self.about = _about(bundle)
        self.remarks: list[Remark] = []
        self.english = {_chinese_of(bundle, path): path for path in _texts(bundle) if _chinese_of(bundle, path) in paths}
        self.looked = {path: self._look(path) for path in ([start] if start else []) + paths}
        indexes = [path for path in bundle.names if path.endswith("_index.md") and path not in self.looked]
        self.section_heads = {path: marked(decoded(bundle.read(path), Remarks(path)), Remarks(path)).head for path in indexes[:MAX_LESSONS]}
        self.paths = self._ordered(paths)
        addresses = {path: f"/learn/{course_id}/{lasting_id('l-', course_id, path, '')}" for path in self.paths}
        self.shared = Shared(bundle, addresses | ({start: f"/learn/{course_id}"} if start else {}))

    def parcel(self) -> Parcel:
        """Write the course: its own text and its lessons."""
        title, summary, introduction, first = self._begin()
        introduction = [*introduction, *self._notes()]
        documents = ([first] if first else []) + [self._document(path) for path in self.paths]
        texts = [ParcelText(COURSE_FILE, self.start or self.bundle.name, course_text(self.id, title, summary, introduction))]
        for document in documents:
            texts += self._with_english(document, self._lessons(document))
        self._note_others()
        found = [each for each in self.shared.pictures.values() if each]
        return Parcel(self.bundle.name, False, self.id, title, [_in_both(each) for each in texts], found, self.remarks)

    def _look(self, path: str) -> tuple[Marked, Remarks]:
        remarks = Remarks(path)
        return marked(decoded(self.bundle.read(path), remarks), remarks), remarks

    def _ordered(self, paths: list[str]) -> list[str]:
        """Give the lessons in the order that the course itself names, else that of weights and names."""
        named = _episodes(self.about) or self._linked_from(("SUMMARY.md", "docs/SUMMARY.md", "_sidebar.md", self.start))
        places = {name: at for at, name in enumerate(named)}
        return sorted(paths, key=lambda path: (places.get(path, places.get(path.rpartition("/")[2], len(places))), *_weights(self._heads(path)), _natural(path)))

    def _linked_from(self, starts: Iterable[str]) -> list[str]:
        start = next((each for each in starts if each and self.bundle.has(each)), "")
        if not start:
            return []
        text = decoded(self.bundle.read(start), Remarks(start))
        words = Words(Shared(self.bundle, {}), start, Remarks(start))
        return [path for target in _LINKED.findall(text) if ":" not in target for path in words._places(target)[:6] if self.bundle.has(path)]

    def _heads(self, path: str) -> list[Mapping[str, object]]:
        """Give the heads that order a text: those of the sections in which it lies, and its own."""
        folders = path.split("/")[:-1]
        indexes = ["/".join([*folders[: at + 1], "_index.md"]) for at in range(len(folders))]
        return [self.section_heads[each] for each in indexes if each in self.section_heads] + [self.looked[path][0].head]

    def _read(self, path: str) -> _Read:
        found, remarks = self.looked[path]
        words = Words(self.shared, path, remarks, found.footnotes, found.references)
        found.footnotes.update({name: words.convert(text, 1)[0] for name, text in found.footnotes.items()})
        blocks = Blocks(found, words)
        sections = blocks.sections()
        for key in ("objectives", "keypoints"):
            blocks.lists[key] += _texts_in(found.head.get(key))
        self.remarks += remarks.kept
        remarks.kept = []
        return _Read(path, found, sections, blocks.lists)

    def _document(self, path: str) -> Document:
        read = self._read(path)
        title = self._title(read, path)
        introduction, steps = steps_of(read.sections, title)
        return Document(path, title, _said(read.marked.head, "summary", "description"), _minutes(read.marked.head), introduction, steps, read.lists)

    def _title(self, read: _Read, path: str) -> str:
        """Take a text's title from its head, else from its first heading, which then is no step."""
        title = one_line(_said(read.marked.head, "title", "linkTitle"), 60)
        first = next((at for at, each in enumerate(read.sections) if each.level == 1), None)
        if first is not None and (not title or read.sections[first].title == title):
            heading = read.sections.pop(first)
            title = title or heading.title
            read.sections[first - 1].chunks += heading.chunks
        return title or _from_name(path)

    def _begin(self) -> tuple[str, str, list[Chunk], Document | None]:
        """Give the course's title, its summary, its introduction, and its first text as a lesson where it teaches something."""
        title = one_line(_said(self.about, "title", "site_name", "name"), 60)
        if not self.start:
            return title or _from_name(f"{self.bundle.name}.md"), "", [], None
        read = self._read(self.start)
        title = title or self._title(read, self.start)
        introduction, rest = read.sections[0].chunks, read.sections[1:]
        summary = _said(read.marked.head, "summary", "description") or one_line(next((each.text for each in introduction if each.kind == "text"), ""), 80)
        if self.paths and not any(_teaches(each.chunks) for each in rest):
            if rest:
                self.remarks.append(Remark(self.start, rest[0].line, N_("The headings below the course's introduction"), N_("Left out; the course shows its lessons by itself.")))
            return title, summary, introduction, None
        first, steps = steps_of(read.sections if not rest else [Section(0, "", 1), *rest], title)
        return title, summary, introduction if rest else [], Document(self.start, title, "", "", first, steps, read.lists)

    def _notes(self) -> list[Chunk]:
        """Give what the course says to its lecturers, as a note of the course's own text."""
        path = next((each for each in _NOTES if self.bundle.has(each) and each not in self.looked), "")
        if not path:
            return []
        self.looked[path] = found, remarks = self._look(path)
        note = Blocks(found, Words(self.shared, path, remarks, found.footnotes, found.references)).note()
        self.remarks += remarks.kept
        return note

    def _lessons(self, document: Document) -> list[ParcelText]:
        found = lesson_texts(document, seed=self.id, part=lambda title, number, count: f"{title}（{number}/{count}）")
        if len(found) > 1:
            self.remarks.append(Remark(document.path, 1, N_("More than %(limit)s steps in one text"), N_("Divided into %(count)s lessons."), {"limit": str(MAX_STEPS), "count": str(len(found))}))
        for lesson_id, text in found:
            if is_too_long(text):
                raise Unpackable(N_("The text “%(file)s” is far too long for lessons on a phone; divide it into several."), file=document.path)
        return [ParcelText(lesson_id, document.path, text) for lesson_id, text in found]

    def _with_english(self, document: Document, lessons: list[ParcelText]) -> list[ParcelText]:
        """Add the English of a text that lies beside it (x.en.md), where both have the same number of steps."""
        path = self.english.get(document.path)
        if path is None:
            return lessons
        self.looked[path] = self._look(path)
        english = self._document(path)
        if len(english.steps) != len(document.steps):
            self.remarks.append(Remark(path, 1, N_("An English text with other steps than the Chinese one"), N_("Left out.")))
            return lessons
        steps = [replace(hers, key=step.key) for step, hers in zip(document.steps, english.steps, strict=True)]
        found = self._lessons(replace(english, path=document.path, steps=steps))
        return [replace(zh, en=en.zh) for zh, en in zip(lessons, found, strict=True)]

    def _note_others(self) -> None:
        """List the texts and pictures that nobody will see."""
        for path in self.bundle.names:
            if path in self.looked or path in self.shared.pictures:
                continue
            if path.lower().endswith(_WORDS):
                self.remarks.append(Remark(path, 1, N_("A text that is no lesson"), N_("Left out.")))
            elif path.lower().endswith(PICTURES):
                self.remarks.append(Remark(path, 1, N_("A picture that no text shows"), N_("Left out.")))
            elif not path.lower().endswith(TEXTS):
                self.remarks.append(Remark(path, 1, N_("A file that is neither a text nor a picture"), N_("Left out.")))


def _chinese_of(bundle: Bundle, path: str) -> str:
    """Give the text of which a file is the English: x.md, x.zh.md or x.zh-cn.md beside x.en.md; "" when it is none."""
    if not path.endswith(".en.md"):
        return ""
    stem = path.removesuffix(".en.md")
    return next((each for each in (f"{stem}.md", f"{stem}.zh.md", f"{stem}.zh-cn.md") if bundle.has(each)), "")


def _texts(bundle: Bundle) -> list[str]:
    """Give the texts that may be lessons; where a course has a folder for them, only those in it."""
    found = [path for path in bundle.names if path.lower().endswith(_WORDS) and not path.startswith(_NOT_FOLDERS)]
    found = [path for path in found if path.rpartition("/")[2].lower().rpartition(".")[0] not in _NOT_LESSONS]
    for folder in ("episodes/", "_episodes/", "content/", "docs/"):
        if inside := [path for path in found if path.startswith(folder)]:
            return [path for path in inside if not path.endswith("/_index.md")] or inside
    return [path for path in found if "/" not in path or path.lower().count("/") < 6]


def _about(bundle: Bundle) -> dict[str, object]:
    """Give what the course says of itself as a whole; {} where it cannot be read."""
    for name in ("config.yaml", "_config.yml", "_config.yaml", "mkdocs.yml", "hugo.yaml", "hugo.toml", "config.toml"):
        if not bundle.has(name):
            continue
        text = decoded(bundle.read(name), Remarks(name))
        try:
            found = tomllib.loads(text) if name.endswith(".toml") else plain_yaml.read(text, 1)
        except (tomllib.TOMLDecodeError, plain_yaml.Unreadable, RecursionError):
            return {}
        return dict(found) if isinstance(found, dict) else {}
    return {}


def _episodes(about: Mapping[str, object]) -> list[str]:
    return _texts_in(about.get("episodes")) or _texts_in(about.get("episode_order"))


def _texts_in(found: object) -> list[str]:
    return [each for each in found if isinstance(each, str) and each.strip()] if isinstance(found, list) else []


def _said(head: Mapping[str, object], *keys: str) -> str:
    return next((one_line(head[key], 200) for key in keys if isinstance(head.get(key), str) and head[key]), "")


def _minutes(head: Mapping[str, object]) -> str:
    found = str(head.get("teaching", ""))
    return found if found.isdecimal() and 1 <= int(found) <= 10 else ""


def _weights(heads: list[Mapping[str, object]]) -> tuple[tuple[float, ...]]:
    found = [str(head.get("weight", head.get("order", head.get("nav_order", "")))) for head in heads]
    return (tuple(float(each) if re.fullmatch(r"-?\d{1,9}", each) else 1e9 for each in found),)


def _natural(path: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdecimal() and len(part) < 10 else (-1, part.casefold()) for part in _NUMBERS.split(path)]


def _from_name(path: str) -> str:
    parts = path.split("/")
    name = parts[-1].rpartition(".")[0]
    name = parts[-2] if name.lower() in ("index", "_index", "readme") and len(parts) > 1 else name
    name = re.sub(r"\.(zh|zh-cn|en)$", "", name)
    return re.sub(r"^\d+[-_. ]*", "", name).replace("-", " ").replace("_", " ").strip() or name


def _teaches(chunks: list[Chunk]) -> bool:
    """Say whether a stretch has words beside a list of links to the lessons."""
    words = [line for each in chunks if each.kind != "alone" for line in each.text.split("\n")]
    listed = {each.text.partition("](")[0].removeprefix("[") for each in chunks if each.kind == "alone"}
    return any(re.sub(r"^\s*(?:[-*+]|\d+[.)])\s*", "", line).strip() not in {"", *listed} for line in words)


def _in_both(text: ParcelText) -> ParcelText:
    """Let a text without a hanzi stand in both languages, so that its English is there and Chinese can be written over it."""
    return text if text.en or only_hanzi(text.zh) else ParcelText(text.id, text.file, text.zh, text.zh)
