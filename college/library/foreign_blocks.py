"""Blocks of somebody else's Markdown: headings, boxes, tables, code and words, made into the blocks of a lesson."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from college.library.foreign_marks import CODE, Marked
from college.library.foreign_words import Words
from college.library.packing import Unpackable
from college.library.problems import N_

IN_A_NOTE = N_("Kept as plain words in a note for the lecturer.")
#: Lines and characters of one stretch of code that are kept.
MAX_CODE_LINES, MAX_CODE_LINE = 80, 300
#: Headings of one text, and boxes within boxes, that are read.
MAX_HEADINGS, MAX_DEPTH = 1_000, 12

TIP, WARNING, TEACHER, WORDS = "tip", "warning", "teacher", "words"
#: What the boxes of other courses are called → what they become here; the last three go into the lesson's head.
BOXES = {
    **dict.fromkeys(("note", "tip", "info", "hint", "success", "abstract", "summary", "example", "quote", "callout", "prereq", "question"), TIP),
    **dict.fromkeys(("spoiler", "checklist", "testimonial", "seealso", "todo", "primary", "secondary", "light", "dark"), TIP),
    **dict.fromkeys(("warning", "caution", "danger", "attention", "error", "bug", "failure", "important", "alert"), WARNING),
    **dict.fromkeys(("instructor", "instructors", "teacher", "solution", "notes", "speaker"), TEACHER),
    **dict.fromkeys(("challenge", "discussion", "details", "tab", "group-tab", "tabs", "steps", "columns", "column", "div"), WORDS),
    "questions": "questions", "objectives": "objectives", "keypoints": "keypoints",
}  # fmt: skip

_HEADING = re.compile(r"^ {0,3}(#{1,6})(?:[ \t]+(.*?))?[ \t]*#*[ \t]*$")
_CODE = re.compile(rf"^{CODE}(\d+);$")
_OPEN = re.compile(r"^:{3,}\s*(?:\{\s*\.?([\w-]+)[^}]*\}|([\w-]+))\s*(.*?)[\s:]*$")
_CLOSE = re.compile(r"^:{3,}\s*$")
_BANG = re.compile(r"^(?:!!!|\?\?\?\+?)\s+([\w-]+)(.*)$")
_TAB = re.compile(r"^===[!+]?\s+\"(.*)\"\s*$")
_ALERT = re.compile(r"^\[!([\w-]+)\][+-]?\s*(.*)$")
_CLASS = re.compile(r"^\{:\s*\.([\w-]+).*\}\s*$")
_ATTRIBUTES = re.compile(r"^(?:\{:.*\}|\[TOC\]|\[\[_?toc_?\]\]|<!--.*)\s*$", re.IGNORECASE)
_RULE = re.compile(r"^ {0,3}([-*_])(?: *\1){2,}\s*$")
_UNDER_TABLE = re.compile(r"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_LIST = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s")
_INDENTED = re.compile(r"^(?: {4}|\t)")
Line = tuple[int, str]


@dataclass(frozen=True)
class Chunk:
    """A stretch of a lesson: kind is text, tip, warning, teacher, or alone (a picture or a link)."""

    kind: str
    text: str


@dataclass
class Section:
    """A heading (level 0: what stands before the first one) and what follows it."""

    level: int
    title: str
    line: int
    chunks: list[Chunk] = field(default_factory=list)


class Blocks:
    """Walks the lines of one text. `lists` holds what its boxes say of its objectives, key points and questions."""

    def __init__(self, marked: Marked, words: Words) -> None:
        self.marked = marked
        self.words = words
        self.depth = 0
        self.lists: dict[str, list[str]] = {"objectives": [], "keypoints": [], "questions": []}

    def sections(self) -> list[Section]:
        """Give the text by its headings down to ###; deeper ones stay as strong words."""
        if sum(line.startswith("#") for line in self.marked.lines) > MAX_HEADINGS:
            raise Unpackable(N_("The text “%(file)s” is far too long for lessons on a phone; divide it into several."), file=self.words.path)
        found = [Section(0, "", self.marked.first_line)]
        for each in self._parse(list(enumerate(self.marked.lines, start=self.marked.first_line)), is_flat=False):
            if isinstance(each, Section):
                found.append(each)
            else:
                found[-1].chunks.append(each)
        return found

    def note(self) -> list[Chunk]:
        """Give the whole text as one note for the lecturer, its pictures behind it."""
        chunks = self._parse(list(enumerate(self.marked.lines, start=self.marked.first_line)), is_flat=True)
        return _boxed(TEACHER, "", [each for each in chunks if isinstance(each, Chunk)])

    def _parse(self, lines: list[Line], *, is_flat: bool) -> list[Chunk | Section]:
        out: list[Chunk | Section] = []
        at = 0
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Unpackable(N_("The text “%(file)s” has too many boxes inside each other; write it plainly."), file=self.words.path)
        while at < len(lines):
            at = self._block(lines, at, out, is_flat)
        self.depth -= 1
        return out

    def _block(self, lines: list[Line], at: int, out: list[Chunk | Section], is_flat: bool) -> int:
        number, line = lines[at]
        bare = line.strip()
        if not bare or _RULE.match(line) or _CLOSE.match(bare):
            return at + 1
        if code := _CODE.match(bare):
            out.append(self._code(self.marked.code[int(code[1])], number))
            return at + 1
        if heading := _HEADING.match(line):
            out.append(self._heading(heading, number, is_flat))
            return at + 1
        if opened := _OPEN.match(bare):
            return self._div(lines, at, opened, out)
        if (banged := _BANG.match(line)) or (tabbed := _TAB.match(line)):
            kind, title = (banged[1], banged[2]) if banged else ("tab", tabbed[1])
            return self._indented_box(lines, at, kind, title.strip().strip('"'), out)
        if bare.startswith(">"):
            return self._quote(lines, at, out)
        if _ATTRIBUTES.match(bare):
            self.words.remarks.add(number, N_("A command of the website's program: %(text)s"), N_("Left out."), text=bare[:80])
            return at + 1
        if "|" in line and at + 1 < len(lines) and _UNDER_TABLE.match(lines[at + 1][1]) and "|" in lines[at + 1][1]:
            return self._table(lines, at, out)
        if _INDENTED.match(line) and not self._is_in_list(lines, at):
            return self._indented_code(lines, at, out)
        return self._paragraph(lines, at, out)

    def _heading(self, heading: re.Match[str], number: int, is_flat: bool) -> Chunk | Section:
        title = self._title(heading[2] or "", number)
        if is_flat or len(heading[1]) > 3:
            return Chunk("text", f"**{title}**" if title else "")
        return Section(len(heading[1]), title, number)

    def _title(self, text: str, number: int) -> str:
        text = re.sub(r"\{[^{}]*\}\s*$", "", text)
        words, _after = self.words.convert(text, number)
        return re.sub(r"\s+", " ", re.sub(r"[*`{}]|__", "", self.marked.restored(words))).strip()

    def _said(self, text: str, number: int) -> list[Chunk]:
        """Give words as a stretch of text, and what stands alone behind it."""
        words, after = self.words.convert(text, number)
        words = re.sub(r"^( *)(#+)", r"\1\\\2", self.marked.restored(words), flags=re.MULTILINE)
        said = [Chunk("text", words.strip("\n"))] if words.strip() else []
        return [*said, *(Chunk("alone", each) for each in after)]

    def _paragraph(self, lines: list[Line], at: int, out: list[Chunk | Section]) -> int:
        begin, is_list = at, bool(_LIST.match(lines[at][1]))
        while at < len(lines) and lines[at][1].strip() and (at == begin or not self._begins_block(lines, at)):
            at += 1
        said = self._said("\n".join(line for _number, line in lines[begin:at]), lines[begin][0])
        last = out[-1] if out else None
        if is_list and said and said[0].kind == "text" and isinstance(last, Chunk) and last.kind == "text" and _LIST.match(last.text.rpartition("\n")[2]):
            out[-1] = Chunk("text", f"{last.text}\n{said[0].text}")
            said = said[1:]
        out.extend(said)
        return at

    def _begins_block(self, lines: list[Line], at: int) -> bool:
        line = lines[at][1]
        bare = line.strip()
        return bool(
            _CODE.match(bare) or _HEADING.match(line) or bare.startswith((":::", ">")) or _BANG.match(line)
            or _CLASS.match(bare) or ("|" in line and at + 1 < len(lines) and "|" in lines[at + 1][1] and _UNDER_TABLE.match(lines[at + 1][1]))
        )  # fmt: skip

    def _is_in_list(self, lines: list[Line], at: int) -> bool:
        for _number, line in reversed(lines[:at]):
            if line.strip() and not _INDENTED.match(line):
                return bool(_LIST.match(line))
        return False

    def _code(self, code: list[str], number: int) -> Chunk:
        self.words.remarks.add(number, N_("Program code"), IN_A_NOTE)
        if len(code) > MAX_CODE_LINES or any(len(line) > MAX_CODE_LINE for line in code):
            self.words.remarks.add(number, N_("Long program code"), N_("Only its beginning is kept."))
        lines = [line.replace("`", "'").rstrip()[:MAX_CODE_LINE] for line in code[:MAX_CODE_LINES]]
        groups = [lines[at : at + 10] for at in range(0, len(lines), 10)]
        return Chunk(TEACHER, "\n\n".join("  \n".join(f"`{line}`" for line in group if line.strip()) for group in groups).strip())

    def _indented_code(self, lines: list[Line], at: int, out: list[Chunk | Section]) -> int:
        begin = at
        while at < len(lines) and (_INDENTED.match(lines[at][1]) or (not lines[at][1].strip() and at + 1 < len(lines) and _INDENTED.match(lines[at + 1][1]))):
            at += 1
        out.append(self._code([self.marked.restored(_dedented(line)) for _number, line in lines[begin:at]], lines[begin][0]))
        return at

    def _table(self, lines: list[Line], at: int, out: list[Chunk | Section]) -> int:
        begin = at
        while at < len(lines) and "|" in lines[at][1]:
            at += 1
        self.words.remarks.add(lines[begin][0], N_("A table"), IN_A_NOTE)
        said = self._said("\n".join(line.strip() for _number, line in lines[begin:at]), lines[begin][0])
        out.extend(Chunk(TEACHER, each.text) if each.kind == "text" else each for each in said)
        return at

    def _div(self, lines: list[Line], at: int, opened: re.Match[str], out: list[Chunk | Section]) -> int:
        begin, depth = at, 1
        at += 1
        while at < len(lines):
            bare = lines[at][1].strip()
            depth += 1 if _OPEN.match(bare) else -1 if _CLOSE.match(bare) else 0
            if not depth:
                break
            at += 1
        if depth:
            self.words.remarks.add(lines[begin][0], N_("A box that is never closed"), N_("Closed at the end of the text."))
        title = opened[3] if ":" not in opened[3] else ""
        out.extend(self._box(opened[1] or opened[2], title, lines[begin + 1 : at], lines[begin][0]))
        return at + 1

    def _indented_box(self, lines: list[Line], at: int, kind: str, title: str, out: list[Chunk | Section]) -> int:
        begin = at
        at += 1
        while at < len(lines) and (_INDENTED.match(lines[at][1]) or not lines[at][1].strip()):
            at += 1
        body = [(number, _dedented(line)) for number, line in lines[begin + 1 : at]]
        out.extend(self._box(kind, title, body, lines[begin][0]))
        return at

    def _quote(self, lines: list[Line], at: int, out: list[Chunk | Section]) -> int:
        begin = at
        while at < len(lines) and lines[at][1].lstrip().startswith(">"):
            at += 1
        body = [(number, re.sub(r"^\s*>[ ]?", "", line)) for number, line in lines[begin:at]]
        alert = _ALERT.match(body[0][1].strip())
        classed = _CLASS.match(lines[at][1].strip()) if at < len(lines) else None
        if alert or classed:
            kind, title, rest = (alert[1], alert[2], body[1:]) if alert else (classed[1], "", body)
            out.extend(self._box(kind, title, rest, lines[begin][0]))
            return at + bool(classed)
        if any(_CODE.match(line.strip()) for _number, line in body):
            out.extend(each for each in self._parse(body, is_flat=True) if isinstance(each, Chunk))
        else:
            said = self._said("\n".join(line for _number, line in body), lines[begin][0])
            out.extend(Chunk("text", re.sub(r"^", "> ", each.text, flags=re.MULTILINE)) if each.kind == "text" else each for each in said)
        return at

    def _box(self, name: str, title: str, body: list[Line], number: int) -> list[Chunk]:
        kind = BOXES.get(name.casefold())
        if kind is None:
            self.words.remarks.add(number, N_("A box of a kind that is not known here: %(name)s"), N_("Made a tip."), name=name)
        chunks = [each for each in self._parse(body, is_flat=True) if isinstance(each, Chunk)]
        if kind in self.lists:
            return self._list(kind, chunks)
        return _boxed(kind or TIP, self._title(title, number), chunks)

    def _list(self, kind: str, chunks: list[Chunk]) -> list[Chunk]:
        """Keep the lines of a box for the head of the lesson; questions are kept as words too."""
        words = [re.sub(_LIST, "", line).strip() for each in chunks if each.kind == "text" for line in each.text.split("\n")]
        self.lists[kind] += [each for each in words if each]
        return chunks if kind == "questions" else [each for each in chunks if each.kind != "text"]


def _boxed(kind: str, title: str, chunks: list[Chunk]) -> list[Chunk]:
    heading = [f"**{title}**"] if title else []
    if kind == WORDS:
        return [*(Chunk("text", each) for each in heading), *chunks]
    inside = ("text", TIP, WARNING, TEACHER) if kind == TEACHER else ("text", TIP, WARNING)
    said = [each.text for each in chunks if each.kind in inside]
    box = [Chunk(kind, "\n\n".join([*heading, *said]))] if said or heading else []
    return [*box, *(each for each in chunks if each.kind not in inside)]


def _dedented(line: str) -> str:
    return line[1:] if line.startswith("\t") else line[4:] if line.startswith("    ") else line
