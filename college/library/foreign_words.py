"""Words within a line of somebody else's Markdown: links, pictures and footnotes made into what a lesson may say."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from urllib.parse import quote, unquote

from college.library import pictures
from college.library.packing import PICTURES, Bundle, Unpackable
from college.library.parcels import ParcelPicture, Remarks
from college.library.problems import N_
from college.library.written import picture_path

PLAIN_WORDS = N_("Kept as plain words.")
PUT_IN = N_("Left out; put it in on the page of the step.")
MAX_PICTURES = 300
#: Brackets in one paragraph above which nobody looks for links in it.
MAX_BRACKETS = 500
#: Folders in which sites keep the pictures that an address from the root means.
ROOTS = ("", "static", "docs", "assets", "content", "episodes", "docs/public", "source")

_IMAGE = re.compile(r"!\[(?P<alt>[^\]\n]{0,1000})\](?:\(\s*<?(?P<to>[^)\s>]{0,2000})>?(?:\s+[\"'(][^)]{0,500})?\)|\[(?P<name>[^\]\n]{0,200})\])(?:\{[^}\n]{0,500}\})?")
_LINK = re.compile(r"(?<!!)\[(?P<text>(?:[^\[\]\\]|\\.){0,1000})\](?:\(\s*<?(?P<to>[^)\s>]{0,2000})>?(?:\s+[\"'(][^)]{0,500})?\)|\[(?P<name>[^\]\n]{0,200})\])(?:\{[^}\n]{0,500}\})?")
_SHORT = re.compile(r"(?<!!)\[(?P<text>[^\[\]^\n]{1,200})\](?![\[(:])")
_AUTO = re.compile(r"<((?:https?://|mailto:)[^\s<>]{1,2000})>")
_FOOTNOTE = re.compile(r"\[\^([^\]\s]{1,100})\]")


@dataclass
class Shared:
    """What all texts of a course share: the folder, the lessons by file, the pictures found so far by file."""

    bundle: Bundle
    #: Path of a text → the address of its lesson within the college.
    addresses: Mapping[str, str]
    pictures: dict[str, ParcelPicture | None] = field(default_factory=dict)


@dataclass
class Words:
    """The words of one text; what it says by number or name at its end, and what could not be kept."""

    shared: Shared
    path: str
    remarks: Remarks
    footnotes: Mapping[str, str] = field(default_factory=dict)
    references: Mapping[str, str] = field(default_factory=dict)

    def convert(self, text: str, line: int) -> tuple[str, list[str]]:
        """Give the words, and the lines (pictures, links) that stand alone after them."""
        after: list[str] = []
        if text.count("[") > MAX_BRACKETS or text.count("<") > MAX_BRACKETS:
            self.remarks.add(line, N_("A paragraph with far too many brackets"), PLAIN_WORDS)
            return text, after

        def at(found: re.Match[str]) -> int:
            return line + found.string.count("\n", 0, found.start())

        text = _FOOTNOTE.sub(lambda found: self._footnote(found[1], at(found)), text)
        text = _IMAGE.sub(lambda found: self._image(found, at(found), after), text)
        text = _LINK.sub(lambda found: self._link(found["text"], self._target(found), at(found), after), text)
        text = _SHORT.sub(lambda found: self._short(found, at(found), after), text)
        text = _AUTO.sub(lambda found: self._link(found[1], found[1], at(found), after), text)
        return text, list(dict.fromkeys(after))

    def _target(self, found: re.Match[str]) -> str:
        if found["to"] is not None:
            return found["to"]
        name = found["name"] or found.groupdict().get("text") or found.groupdict().get("alt") or ""
        return self.references.get(name.casefold(), "")

    def _short(self, found: re.Match[str], line: int, after: list[str]) -> str:
        target = self.references.get(found["text"].casefold())
        return self._link(found["text"], target, line, after) if target else found[0]

    def _footnote(self, name: str, line: int) -> str:
        words = self.footnotes.get(name.casefold())
        if not words:
            self.remarks.add(line, N_("A footnote without its words: %(name)s"), N_("Left out."), name=name)
            return ""
        return f"（{words}）"

    def _link(self, words: str, target: str, line: int, after: list[str]) -> str:
        words = words.strip()
        if target.startswith("https://"):
            after.append(f"[{_bare(words) or _host(target)}]({_safe(target)})")
            return words
        if target.startswith(("http:", "mailto:", "ftp:", "tel:", "//")) or ":" in target.partition("/")[0]:
            self.remarks.add(line, N_("A link that does not begin with https://: %(target)s"), PLAIN_WORDS, target=target)
            return words or target
        if target.startswith("#") or not target:
            self.remarks.add(line, N_("A link to another place of the text: %(words)s"), PLAIN_WORDS, words=words or target)
            return words
        return self._inner_link(words, target, line, after)

    def _inner_link(self, words: str, target: str, line: int, after: list[str]) -> str:
        bare = target.partition("#")[0].partition("?")[0]
        for path in self._places(bare):
            if path in self.shared.addresses:
                after.append(f"[{_bare(words) or target}]({self.shared.addresses[path]})")
                return words
        is_here = any(self.shared.bundle.has(path) for path in self._places(bare))
        what = N_("A link to a file that is no lesson: %(target)s") if is_here else N_("A broken link: %(target)s is not in the folder")
        self.remarks.add(line, what, PLAIN_WORDS, target=target)
        return words or target

    def _places(self, target: str) -> list[str]:
        """Give the files that a link may mean: itself, or the text from which a page of that address is made."""
        target = unquote(target).strip()
        tails = [target, f"{target}.md", f"{target.rstrip('/')}/index.md", f"{target.rstrip('/')}/_index.md", f"{target.rstrip('/')}.md"]
        tails += [f"{target.removesuffix('.html')}.md"] if target.endswith(".html") else []
        bases = [str(PurePosixPath(self.path).parent)] if not target.startswith("/") else list(ROOTS)
        bases += [str(PurePosixPath(self.path).parent.parent)] if not target.startswith("/") else []
        found = [_joined(base, tail.lstrip("/")) for tail in tails for base in bases]
        return [path for path in found if path]

    def _image(self, found: re.Match[str], line: int, after: list[str]) -> str:
        target, alt = self._target(found), _bare(found["alt"])
        path = self._picture(target, line)
        if path:
            after.append(f"![{alt}]({path})")
        return "" if path or not alt else alt

    def _picture(self, target: str, line: int) -> str:
        """Give the path under which a picture is shown, "" when it is not taken; that is then in the list."""
        if re.match(r"[a-z]+:|//", target, re.IGNORECASE):
            self.remarks.add(line, N_("A picture on another website: %(path)s"), PUT_IN, path=target)
            return ""
        clean = unquote(target.partition("?")[0].partition("#")[0]).strip()
        folder = str(PurePosixPath(self.path).parent)
        places = [_joined(folder, clean)] if not clean.startswith("/") else [_joined(root, clean.lstrip("/")) for root in ROOTS]
        if not any(places):
            self.remarks.add(line, N_("A picture outside the folder: %(path)s"), PUT_IN, path=target)
            return ""
        at = next((path for path in places if path and self.shared.bundle.has(path)), "")
        if not at:
            self.remarks.add(line, N_("A picture that is not in the folder: %(path)s"), PUT_IN, path=target)
            return ""
        kept = self._fit(at)
        if kept is None:
            self.remarks.add(line, N_("A picture that is no JPEG, PNG or WebP, or is too large: %(path)s"), PUT_IN, path=target)
        return kept.path if kept else ""

    def _fit(self, path: str) -> ParcelPicture | None:
        known = self.shared.pictures
        if path not in known:
            known[path] = None
            if path.lower().endswith(PICTURES) and self.shared.bundle.sizes[path] <= pictures.MAX_FILE_BYTES:
                if sum(each is not None for each in known.values()) >= MAX_PICTURES:
                    raise Unpackable(N_("It shows more than %(limit)s pictures. Bring the course in parts."), limit=MAX_PICTURES)
                known[path] = _fitted(self.shared.bundle.read(path))
        return known[path]


def _fitted(data: bytes) -> ParcelPicture | None:
    try:
        fit = pictures.fit(data)
    except pictures.Unfit:
        return None
    return ParcelPicture(picture_path(fit.sha256), hashlib.sha256(data).hexdigest(), fit)


def _joined(folder: str, path: str) -> str:
    """Give a path below the root with its dots resolved, "" when it leads out of it."""
    parts: list[str] = []
    for part in (*PurePosixPath(folder).parts, *path.split("/")):
        if part == "..":
            if not parts:
                return ""
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def _bare(words: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"[\[\]*`\\]", "", words)).strip()


def _host(target: str) -> str:
    return target.split("/")[2][:60]


def _safe(target: str) -> str:
    return quote(target, safe="/:?#@!$&*+,;=~%-._")
