"""Turns a lesson's Markdown into sanitised HTML, once per revision; students' words never come here."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

import markdown
import nh3
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup, escape

from college.library.drafts import Part
from college.library.words import HAN, HAN_RUN

#: Raise by one when the same text shall give other HTML: every lesson then gets a new revision.
RENDERING = 1
#: A paragraph with more of either takes the Markdown engine seconds.
MAX_BRACKETS = 50
MAX_PARAGRAPH = 2_000

_TAGS = {"p", "br", "strong", "ul", "ol", "li", "blockquote", "a", "code",
         "table", "thead", "tbody", "tr", "th", "td"}
_LINK_CLASSES = {"a": {"button", "button-quiet"}}
_WORD = {"tip": {"zh": "小提示", "en": "Tip"}, "warning": {"zh": "小心", "en": "Careful"}}
_LINK = re.compile(r"https://[^\s<>\"']+|(?!//)[A-Za-z0-9._~/#?=%-]+")
_NESTED = re.compile(r"^\s*(?:(?:\d+[.)]|[-*+>])\s*){5,}", re.MULTILINE)
_TAG_OR_TEXT = re.compile(r"(<[a-zA-Z/](?:[^>\"]|\"[^\"]*\")*>)")
_BREAK_IN_HANZI = re.compile(rf"(?<=[\u3000-\u303f\uff00-\uffef“”’…—]|{HAN})\n(?=[\u3000-\u303f\uff00-\uffef“”‘…—]|{HAN})")
_PARAGRAPHS = re.compile(r"\n[ \t]*\n")


class TooHard(ValueError):
    """The text would take the Markdown engine too long; the check refuses it before."""


def is_too_bracketed(paragraph: str) -> bool:
    """Say whether a paragraph holds more than MAX_BRACKETS of `[` or of `<`."""
    return paragraph.count("[") > MAX_BRACKETS or paragraph.count("<") > MAX_BRACKETS


def is_too_nested(paragraph: str) -> bool:
    """Say whether a line opens five or more lists or quotes inside each other."""
    return bool(_NESTED.search(paragraph))


def paragraphs(text: str) -> list[str]:
    """Divide a text at its empty lines."""
    return _PARAGRAPHS.split(text)


def is_fit_link(target: str) -> bool:
    """Say whether a link target is https or relative."""
    return bool(_LINK.fullmatch(target))


class _Tame(Treeprocessor):
    """Headings and slanted words become strong, a link that stands alone becomes a button, pictures go."""

    def run(self, root: Element) -> None:
        for element in list(root.iter()):
            if element.tag == "em":
                element.tag = "strong"
            elif element.tag in ("p", "li", "td", "th"):
                self._stand_alone(element)

    def _stand_alone(self, element: Element) -> None:
        children = list(element)
        if (len(children) == 1 and children[0].tag == "a" and not (element.text or "").strip()
                and not (children[0].tail or "").strip()):
            children[0].set("class", "button button-quiet")


class _LessonMarkdown(markdown.Extension):
    """Markdown without HTML, headings, code blocks and link definitions: what a lesson may say."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 - the library's name
        for name in ("html_block",):
            md.preprocessors.deregister(name)
        for name in ("hashheader", "setextheader", "code", "hr", "reference"):
            md.parser.blockprocessors.deregister(name)
        for name in ("html", "entity", "autolink", "automail", "reference", "short_reference",
                     "image_link", "image_reference", "short_image_ref"):
            md.inlinePatterns.deregister(name)
        md.treeprocessors.register(_Tame(md), "tame", 5)


def render_part(text: str, lang: str, *, tables: bool = False) -> Markup:
    """Render one stretch of Markdown in "zh" or "en". Raises TooHard for a text beyond the caps."""
    for paragraph in paragraphs(text):
        if len(paragraph) > MAX_PARAGRAPH or is_too_bracketed(paragraph) or is_too_nested(paragraph):
            raise TooHard("This text is too tangled to be shown.")
    extensions = ["sane_lists", "tables", _LessonMarkdown()] if tables else ["sane_lists", _LessonMarkdown()]
    try:
        html = markdown.markdown(text, extensions=extensions, output_format="html")
    except RecursionError as error:
        raise TooHard("This text is nested too deeply.") from error
    return Markup(_mark_hanzi(_BREAK_IN_HANZI.sub("", sanitise(html)), lang))


def sanitise(html: str) -> str:
    """Leave only the tags of a lesson, no script, no style, no address but https and relative ones."""
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href"}},
        allowed_classes=_LINK_CLASSES,
        attribute_filter=_fit_attribute,
        url_schemes={"https"},
        link_rel="noreferrer",
        strip_comments=True,
    )


def _fit_attribute(tag: str, name: str, value: str) -> str | None:
    """Drop what is not listed: nh3 alone lets title and lang pass on every tag."""
    is_fit = is_fit_link(value) if name == "href" else name in ("class", "rel")
    return value if is_fit else None


def render_parts(parts: list[Part], lang: str) -> Markup:
    """Render what a student reads: text in order, tips and warnings as boxes with a visible word."""
    return Markup("\n").join(_boxed(part, render_part(part.text, lang), lang) for part in parts)


def render_notes(parts: list[Part], lang: str) -> Markup:
    """Render what only lecturers read; tables are allowed here."""
    return Markup("\n").join(render_part(part.text, lang, tables=True) for part in parts)


def _boxed(part: Part, html: Markup, lang: str) -> Markup:
    if part.kind not in _WORD:
        return html
    return Markup('<div class="{}"><p class="{}-word"><strong>{}</strong></p>{}</div>').format(
        part.kind, part.kind, _WORD[part.kind][lang], html
    )


def _mark_hanzi(html: str, lang: str) -> str:
    if lang == "zh":
        return html
    pieces = _TAG_OR_TEXT.split(html)
    return "".join(piece if at % 2 else HAN_RUN.sub(_span, piece) for at, piece in enumerate(pieces))


def _span(run: re.Match[str]) -> str:
    return f'<span lang="zh-CN">{run[0]}</span>'


def mark_labels(text: str, lang: str) -> Markup:
    """Escape a plain text and, unless the page is Chinese, mark its hanzi as Chinese for screen readers."""
    return Markup(_mark_hanzi(str(escape(text)), lang))
