"""Splits the body of a lesson file into introduction and steps, each with its fences; for reading."""

import re

from college.library import plain_yaml
from college.library.composing_signs import bare_alt
from college.library.drafts import ImageDraft, Part, ScreenDraft, SectionDraft
from college.library.problems import N_, Notes

FENCES = ("practice", "picture", "tip", "warning", "teacher")
SCREEN_KEYS = ("screen", "with", "say", "target", "wrong")

_FENCE = re.compile(r"^(`{3,})\s*([^\s`]*)\s*$")
_HEADING = re.compile(r"^(#{1,6})(?!#)\s*(.*?)\s*$")
_STEP = re.compile(r"^(?P<title>.*?)\s*\{\s*#(?P<id>[^\s{}]+)(?P<rest>[^{}]*)\}\s*$")
_IMAGE = re.compile(r"^!\[((?:[^\]\\\n]|\\.)*)\]\(\s*([^)\s]*)\s*\)$")


def split_body(text: str, first_line: int, notes: Notes) -> tuple[SectionDraft, list[SectionDraft]]:
    """Split a body whose first line is line `first_line` of its file; problems go to `notes`."""
    return _Splitter(first_line, notes).run(text.split("\n"))


class _Splitter:
    """Walks the lines once, keeping the open section and the text collected since its last block."""

    def __init__(self, first_line: int, notes: Notes) -> None:
        self.first_line = first_line
        self.notes = notes
        self.introduction = SectionDraft("", "", "", first_line)
        self.steps: list[SectionDraft] = []
        self.section = self.introduction
        self.text: list[str] = []
        self.text_line = first_line

    def run(self, lines: list[str]) -> tuple[SectionDraft, list[SectionDraft]]:
        at = 0
        while at < len(lines):
            fence, heading = _FENCE.match(lines[at]), _HEADING.match(lines[at])
            if fence:
                at = self._fence(lines, at, fence)
            elif heading:
                self._heading(heading, self.first_line + at)
                at += 1
            else:
                self._line(lines[at], self.first_line + at)
                at += 1
        self._end_text()
        return self.introduction, self.steps

    def _line(self, line: str, number: int) -> None:
        image = _IMAGE.match(line.strip())
        if image:
            self._end_text()
            self.section.images.append(ImageDraft(number, bare_alt(image[1]).strip(), image[2]))
            return
        if not self.text:
            self.text_line = number
        self.text.append(line)

    def _end_text(self) -> None:
        text, self.text = "\n".join(self.text), []
        if text.strip():
            self.section.parts.append(Part("text", self.text_line, text))

    def _heading(self, heading: re.Match[str], number: int) -> None:
        self._end_text()
        if len(heading[1]) != 2:
            self.notes.add(number, N_("Only a step has a heading, and it begins with ##."))
            return
        self.section = self._step(heading[2], number)
        self.steps.append(self.section)

    def _step(self, words: str, number: int) -> SectionDraft:
        found = _STEP.match(words)
        if not found:
            self.notes.add(number, N_("A step needs its id after the title, like: ## Title {#step-id}"))
            return SectionDraft("", words, "", number)
        feature = ""
        for word in found["rest"].split():
            key, _, value = word.partition("=")
            if key != "feature" or not value:
                self.notes.add(number, N_("“%(word)s” is not understood; after the step id only feature=... may follow."),
                               word=word)
            else:
                feature = value
        return SectionDraft(found["id"], found["title"], feature, number)

    def _fence(self, lines: list[str], at: int, fence: re.Match[str]) -> int:
        """Take the fence that opens at `at`; give the index after its end."""
        self._end_text()
        number, kind = self.first_line + at, fence[2]
        closing = re.compile(rf"^`{{{len(fence[1])},}}\s*$")
        end = next((i for i in range(at + 1, len(lines)) if closing.match(lines[i])), None)
        if end is None:
            self.notes.add(number, N_("This block is opened with ``` and never closed."))
            return len(lines)
        body = "\n".join(lines[at + 1:end])
        if kind not in FENCES:
            self.notes.add(number, N_("“%(kind)s” is not a block we know; use practice, picture, tip, warning or teacher."),
                           kind=kind or "```")
        elif kind in ("practice", "picture"):
            self._screens(kind, body, number + 1)
        else:
            self._words(kind, body, number)
        return end + 1

    def _words(self, kind: str, body: str, number: int) -> None:
        if not body.strip():
            self.notes.add(number, N_("This block is empty."))
        else:
            self.section.parts.append(Part(kind, number + 1, body))

    def _screens(self, kind: str, body: str, first_line: int) -> None:
        if self.section is self.introduction:
            self.notes.add(first_line - 1, N_("A practice or picture block stands inside a step, after its ## line."))
            return
        try:
            found = plain_yaml.read(body, first_line)
        except plain_yaml.Unreadable as error:
            self.notes.add(error.line, error.sentence, **error.params)
            return
        screens = read_screens(found, first_line, self.notes)
        already = self.section.practice if kind == "practice" else self.section.drawn
        if already and screens:
            self.notes.add(first_line - 1, N_("A step has one %(kind)s block; put several screens into one list."), kind=kind)
        already.extend(screens)


def read_screens(found: object, first_line: int, notes: Notes) -> list[ScreenDraft]:
    """Turn the YAML of a practice or picture fence into screens: a mapping is one, a list is a path."""
    items = found if isinstance(found, plain_yaml.Listing) else [found]
    if not items or items == [""]:
        notes.add(max(first_line - 1, 1), N_("This block is empty."))
        return []
    screens = []
    for at, item in enumerate(items):
        line = found.lines[at] if isinstance(found, plain_yaml.Listing) else getattr(item, "line", first_line)
        if isinstance(item, plain_yaml.Mapping):
            screens.append(_screen(item, notes))
        else:
            notes.add(line, N_("Here lines like “screen: home” are expected."))
    return screens


def _screen(item: plain_yaml.Mapping, notes: Notes) -> ScreenDraft:
    for key in item:
        if key not in SCREEN_KEYS:
            notes.add(item.lines[key], N_("“%(key)s” is not known here; a screen has: screen, with, say, target, wrong."), key=key)
    lines = dict(item.lines)
    for group in ("with", "wrong"):
        if isinstance(item.get(group), plain_yaml.Mapping):
            lines |= {f"{group}.{key}": line for key, line in item[group].lines.items()}
    return ScreenDraft(
        line=item.line,
        screen=_text(item, "screen", notes),
        values=_texts(item, "with", notes),
        say=_text(item, "say", notes),
        target=_text(item, "target", notes) or None,
        wrong=_texts(item, "wrong", notes),
        lines=lines,
    )


def _text(item: plain_yaml.Mapping, key: str, notes: Notes) -> str:
    value = item.get(key, "")
    if isinstance(value, str):
        return value
    notes.add(item.lines[key], N_("“%(key)s” must be one text."), key=key)
    return ""


def _texts(item: plain_yaml.Mapping, key: str, notes: Notes) -> dict[str, str]:
    value = item.get(key, "")
    if value == "":
        return {}
    if isinstance(value, plain_yaml.Mapping) and all(isinstance(text, str) for text in value.values()):
        return dict(value)
    notes.add(item.lines[key], N_("“%(key)s” must be lines like “name: text”."), key=key)
    return {}
