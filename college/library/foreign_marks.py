"""First look at one text of somebody else's Markdown: its head, and what a website's program would have made of it, line by line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field

from college.library import plain_yaml
from college.library.parcels import Remarks
from college.library.problems import N_

LEFT_OUT = N_("Left out.")
#: Commands in one text above which nobody looks what they mean.
MAX_COMMANDS = 2_000
#: Signs that no text holds (they are taken out first): they stand for code and for `code` while the rest is read.
CODE, SPAN = "\ue000", "\ue001"

_FENCE = re.compile(r"^(?P<indent>[ \t>]*)(?P<mark>`{3,}|~{3,})(?P<info>[^`]*)$")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_SCRIPT = re.compile(r"<(script|style|svg|iframe|object|noscript|template)\b.*?(?:</\1\s{0,20}>|\Z)", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]{0,2000})?/?>|<[!?][^<>]{0,2000}>")
_ANCHOR = re.compile(r"<a\s[^<>]{0,500}?href\s*=\s*[\"']([^\"'<>]*)[\"'][^<>]{0,500}>(.*?)</a\s*>", re.DOTALL | re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_SPAN = re.compile(r"(`{1,8})(?!`)([^\n]{0,500}?[^`\n])\1(?!`)")
_LIQUID = re.compile(r"\{%-?(.{0,400}?)-?%\}|\{\{[<%]?(.{0,400}?)[>%]?\}\}", re.DOTALL)
_INLINE_DATA = re.compile(r"data:[\w/+.-]{1,60};base64,[A-Za-z0-9+/=]*")
_BOX = re.compile(r"^/?\s*(hint|notice|callout|alert|admonition|tip|note|warning|details)\b\s*(.*)$", re.DOTALL)
_FOOTNOTE = re.compile(r"^\[\^([^\]\s]+)\]:\s*(.*)$")
_REFERENCE = re.compile(r"^ {0,3}\[([^\]^][^\]]*)\]:\s*<?(\S+?)>?(?:\s+[\"'(].*)?$")
_SETEXT = re.compile(r"^ {0,3}(=+|-{2,})\s*$")
_PRIVATE = re.compile("[\ue000-\ue0ff]")


@dataclass
class Marked:
    """One text after the first look: its head, its lines (as many as before, less the head) and what was set aside."""

    head: dict[str, object]
    first_line: int
    lines: list[str]
    code: list[list[str]] = field(default_factory=list)
    spans: list[str] = field(default_factory=list)
    footnotes: dict[str, str] = field(default_factory=dict)
    references: dict[str, str] = field(default_factory=dict)

    def restored(self, text: str) -> str:
        """Give words with their `code` again."""
        return re.sub(f"{SPAN}(\\d+);", lambda found: self.spans[int(found[1])], text)


def decoded(data: bytes, remarks: Remarks) -> str:
    """Give a text with plain line ends: UTF-8, else as Chinese Windows writes; what cannot be shown goes."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        remarks.add(1, N_("This text is not UTF-8"), N_("Read as GB18030; look whether its words are right."))
        text = data.decode("gb18030", errors="replace")
    text = _INLINE_DATA.sub("data:", text)
    text = _PRIVATE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if not plain_yaml.is_clean(text):
        remarks.add(1, N_("Signs that cannot be shown"), LEFT_OUT)
        text = "".join(each for each in text if plain_yaml.is_clean(each))
    return text


def marked(text: str, remarks: Remarks) -> Marked:
    """Look at a text for the first time: take off its head, set code aside, take out comments, HTML and commands."""
    lines = text.split("\n")
    head, taken = _head(lines, remarks)
    found = Marked(head, taken + 1, lines[taken:])
    _set_code_aside(found)
    body = "\n".join(found.lines)
    body = _SPAN.sub(lambda span: _aside(found, span[0]), body)
    body = _replace(_COMMENT, body, found.first_line, remarks, lambda hit: "", N_("A comment that nobody sees"), LEFT_OUT)
    body = _replace(_SCRIPT, body, found.first_line, remarks, lambda hit: "", N_("A script, style or drawing in HTML"), LEFT_OUT)
    body = _commands(body, found.first_line, remarks)
    body = _ANCHOR.sub(lambda hit: f"[{hit[2]}]({hit[1].replace(' ', '%20')})", body)
    body = _replace(_TAG, body, found.first_line, remarks, _tag, N_("HTML"), N_("Its words are kept, the rest is left out."))
    found.lines = body.split("\n")
    _take_definitions(found)
    _set_headings(found.lines)
    return found


def _head(lines: list[str], remarks: Remarks) -> tuple[dict[str, object], int]:
    """Read a head in YAML (---) or TOML (+++); give it and how many lines it takes."""
    mark = lines[0].rstrip()
    end = next((at for at in range(1, len(lines)) if lines[at].rstrip() == mark), 0) if mark in ("---", "+++") else 0
    if not end:
        return {}, 0
    text = "\n".join(lines[1:end])
    try:
        found = tomllib.loads(text) if mark == "+++" else plain_yaml.read(text, 2)
    except (tomllib.TOMLDecodeError, plain_yaml.Unreadable, RecursionError):
        remarks.add(1, N_("The head of this text cannot be read"), N_("Left out; the title is taken from the first heading."))
        found = {}
    return (dict(found), end + 1) if isinstance(found, dict) else ({}, 0)


def _set_code_aside(found: Marked) -> None:
    at = 0
    while at < len(found.lines):
        fence = _FENCE.match(found.lines[at])
        if not fence:
            at += 1
            continue
        closing = re.compile(rf"^[ \t>]*{re.escape(fence['mark'][0])}{{{len(fence['mark'])},}}\s*$")
        end = next((each for each in range(at + 1, len(found.lines)) if closing.match(found.lines[each])), len(found.lines))
        code = [line.removeprefix(fence["indent"]) for line in found.lines[at + 1 : end]]
        quote = ">" * fence["indent"].count(">")
        last = min(end + 1, len(found.lines))
        found.lines[at:last] = [f"{quote}{CODE}{len(found.code)};", *[quote] * (last - at - 1)]
        found.code.append(code)
        at = last


def _aside(found: Marked, span: str) -> str:
    found.spans.append("`" + span.strip("`").strip() + "`")
    return f"{SPAN}{len(found.spans) - 1};"


def _replace(
    what: re.Pattern[str], text: str, first_line: int, remarks: Remarks, give: Callable[[re.Match[str]], str], name: str, became: str
) -> str:
    """Replace what is found, keeping its line breaks so that lines keep their numbers; what it was goes into the list."""
    parts, last, line = [], 0, first_line
    for hit in what.finditer(text):
        line += text.count("\n", last, hit.start())
        given = give(hit)
        if not given.strip():
            remarks.add(line, name, became)
        parts += [text[last : hit.start()], given, "\n" * (hit[0].count("\n") - given.count("\n"))]
        last = hit.end()
        line += hit[0].count("\n")
    return "".join([*parts, text[last:]])


def _attributes(text: str) -> dict[str, str]:
    return {name.lower(): a or b or c for name, a, b, c in _ATTRIBUTE.findall(text)}


def _tag(hit: re.Match[str]) -> str:
    """Give what stands in place of one HTML tag: a picture, or nothing; the words around it stay."""
    tag = hit[0]
    if tag.lower().startswith("<img"):
        said = _attributes(tag)
        return _as_image(said.get("alt", ""), said.get("src", ""))
    return ""


def _as_image(alt: str, source: str) -> str:
    words = re.sub(r"[\[\]\n]", " ", alt)
    target = re.sub(r"[\s()]", lambda hit: f"%{ord(hit[0]):02X}", source)
    return f"![{words}]({target})" if source else ""


def _commands(text: str, first_line: int, remarks: Remarks) -> str:
    """Replace the commands of Jekyll and Hugo: boxes and pictures by ours, the rest by nothing."""
    if text.count("{{") + text.count("{%") > MAX_COMMANDS:
        remarks.add(first_line, N_("A command of the website's program: %(text)s"), N_("Kept as plain words."), text="{{ …")
        return text
    parts, last, line = [], 0, first_line
    for hit in _LIQUID.finditer(text):
        line += text.count("\n", last, hit.start())
        given = _command((hit[1] or hit[2] or "").strip())
        if given is None:
            remarks.add(line, N_("A command of the website's program: %(text)s"), LEFT_OUT, text=hit[0][:80])
            given = ""
        parts += [text[last : hit.start()], given, "\n" * hit[0].count("\n")]
        last = hit.end()
        line += hit[0].count("\n")
    return "".join([*parts, text[last:]])


def _command(words: str) -> str | None:
    box = _BOX.match(words)
    if box and words.startswith("/"):
        return ":::"
    if box:
        said = box[2].replace('"', " ").split()
        kind = next((each.rpartition("=")[2] for each in said if each.rpartition("=")[2].isalpha()), box[1])
        return f"::: {kind}"
    if words.startswith(("figure", "include", "img", "image")):
        said = _attributes(words)
        source = next((said[key] for key in ("src", "file", "url", "image_path", "path") if key in said), "")
        return _as_image(said.get("alt") or said.get("caption", ""), source) or None
    return None if words not in ("raw", "endraw") else ""


def _take_definitions(found: Marked) -> None:
    """Take the words of footnotes and the targets of links by name out of the lines."""
    at = 0
    while at < len(found.lines):
        line = found.lines[at]
        footnote, reference = _FOOTNOTE.match(line), _REFERENCE.match(line)
        if footnote:
            words, found.lines[at] = [footnote[2]], ""
            while at + 1 < len(found.lines) and re.match(r"^(?: {2,}|\t)\S", found.lines[at + 1]):
                at += 1
                words.append(found.lines[at].strip())
                found.lines[at] = ""
            found.footnotes[footnote[1].casefold()] = " ".join(words).strip()
        elif reference:
            found.references[reference[1].casefold()] = reference[2]
            found.lines[at] = ""
        at += 1


def _set_headings(lines: list[str]) -> None:
    """Write headings that are underlined as headings with #."""
    for at in range(1, len(lines)):
        under, above = _SETEXT.match(lines[at]), lines[at - 1].strip()
        is_first = at == 1 or not lines[at - 2].strip()
        if under and above and is_first and not re.match(r"[#>|:\-*+]|\d+[.)]\s", above) and "|" not in above:
            lines[at - 1], lines[at] = f"{'#' if under[1][0] == '=' else '##'} {above}", ""
