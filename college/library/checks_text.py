"""Checks of one language's words: length, HTML, links, pictures, tangles; part of the check of a course."""

from __future__ import annotations

import re
from pathlib import Path

from college.library import pictures
from college.library.drafts import ImageDraft, Part, SectionDraft, TextDraft
from college.library.problems import N_, Notes
from college.library.rendering import (
    MAX_BRACKETS, MAX_PARAGRAPH, TooHard, is_fit_link, is_too_bracketed, is_too_nested, paragraphs, render_part,
)
from college.library.words import count_hanzi, count_words, only_hanzi, plain

MAX_HANZI = 60
MAX_WORDS = 30
#: Hanzi or words of a step's own text that fit on a phone, by language.
STEP_LIMITS = {"zh": MAX_HANZI, "en": MAX_WORDS}
MIN_ALT = {"zh": 5, "en": 2}
MAX_PICTURE_BYTES = 5_000_000

_CODE = re.compile(r"`[^`\n]*`")
_HTML = re.compile(r"<[A-Za-z/!?]")
_TARGET = re.compile(r"\]\(\s*<?([^)\s>]*)")
_INLINE_PICTURE = re.compile(r"!\[")


def check_sections(text: TextDraft, lang: str, folder: Path, notes: Notes) -> None:
    """Check the words of the introduction and of each step of one file."""
    for section in (text.introduction, *text.steps):
        for part in section.parts:
            check_part(part, lang, notes)
        if section.id:
            _check_length(section, lang, notes)
            _check_images(section, lang, folder, notes)
        for image in section.images if not section.id else ():
            notes.add(image.line, N_("A picture stands inside a step, after its ## line."))


def check_part(part: Part, lang: str, notes: Notes) -> None:
    """Check one stretch of Markdown; what would tangle the engine is told before anything else is tried."""
    line, is_safe = part.line, True
    for paragraph in paragraphs(part.text):
        is_safe &= _check_tangle(paragraph, line, notes)
        line += paragraph.count("\n") + 2
    if not is_safe:
        return
    for number, words in enumerate(part.text.split("\n"), start=part.line):
        _check_line(words, number, part.kind == "teacher", notes)
    try:
        render_part(part.text, lang, tables=part.kind == "teacher")
    except TooHard:
        notes.add(part.line, N_("This text opens too many lists or quotes inside each other; write it plainly."))


def _check_tangle(paragraph: str, line: int, notes: Notes) -> bool:
    """Say whether a paragraph may be rendered; its problems are noted."""
    if is_too_bracketed(paragraph):
        notes.add(line, N_("More than %(limit)s of [ or < in one paragraph; write it plainly."), limit=MAX_BRACKETS)
    elif len(paragraph) > MAX_PARAGRAPH:
        notes.add(line, N_("A paragraph is longer than %(limit)s characters; divide it."), limit=MAX_PARAGRAPH)
    elif is_too_nested(paragraph):
        notes.add(line, N_("This text opens too many lists or quotes inside each other; write it plainly."))
    else:
        return True
    return False


def _check_line(words: str, number: int, is_teacher: bool, notes: Notes) -> None:
    bare = _CODE.sub("", words)
    if _HTML.search(bare):
        notes.add(number, N_("HTML is not taken here; write the words alone (a sign < is followed by a space)."))
    if _INLINE_PICTURE.search(bare):
        notes.add(number, N_("A picture stands alone on its own line, outside tips and notes."))
        return
    for target in _TARGET.findall(bare):
        if not is_fit_link(target):
            notes.add(number, N_("The link “%(target)s” must begin with https:// or stay inside the college."), target=target)
        elif not is_teacher and not re.fullmatch(r"\s*\[[^\]]*\]\([^)]*\)\s*", words):
            notes.add(number, N_("A link stands alone on its own line, so that a finger can hit it."))


def _check_length(step: SectionDraft, lang: str, notes: Notes) -> None:
    text = " ".join(plain(part.text) for part in step.parts if part.kind == "text")
    if lang == "zh" and count_hanzi(text) > MAX_HANZI:
        notes.add(step.line, N_("The step “%(step)s” has %(count)s hanzi; %(limit)s fit on a phone. Divide it into two steps."),
                  step=step.id, count=count_hanzi(text), limit=MAX_HANZI)
    if lang == "en" and count_words(text) > MAX_WORDS:
        notes.add(step.line, N_("The step “%(step)s” has %(count)s words; %(limit)s fit on a phone. Divide it into two steps."),
                  step=step.id, count=count_words(text), limit=MAX_WORDS)


def step_length(text: str, lang: str) -> int:
    """Count what the check counts of a step's own text: hanzi in Chinese, words in English."""
    return count_hanzi(plain(text)) if lang == "zh" else count_words(plain(text))


def _check_images(step: SectionDraft, lang: str, folder: Path, notes: Notes) -> None:
    for image in step.images[1:]:
        notes.add(image.line, N_("A step has one picture; begin another step for the next one."))
    if step.images and step.drawn:
        notes.add(step.images[0].line, N_("A step has one picture: a file or a picture block, not both."))
    for image in step.images:
        _check_alt(image, lang, notes)
        _check_file(image, folder, notes)


def _check_alt(image: ImageDraft, lang: str, notes: Notes) -> None:
    if lang == "zh" and only_hanzi(image.alt) < MIN_ALT["zh"]:
        notes.add(image.line, N_("Say in at least %(count)s hanzi what the picture shows: ![...](...)."), count=MIN_ALT["zh"])
    if lang == "en" and count_words(image.alt) < MIN_ALT["en"]:
        notes.add(image.line, N_("Say in at least %(count)s words what the picture shows: ![...](...)."), count=MIN_ALT["en"])


def _check_file(image: ImageDraft, folder: Path, notes: Notes) -> None:
    path = find_picture(folder, image.path)
    if path is None:
        notes.add(image.line, N_("The picture “%(path)s” was not found in the course's folder."), path=image.path)
    elif path.stat().st_size > MAX_PICTURE_BYTES:
        notes.add(image.line, N_("The picture “%(path)s” is larger than %(limit)s MB."), path=image.path,
                  limit=MAX_PICTURE_BYTES // 1_000_000)
    elif not pictures.is_fit(path.read_bytes()):
        notes.add(image.line, N_("The picture “%(path)s” cannot be read; save it again as JPEG, PNG or WebP."), path=image.path)


def find_picture(folder: Path, path: str) -> Path | None:
    """Give a picture's file, None when it is missing or lies outside the course's folder."""
    base = folder.resolve()
    found = (base / path).resolve()
    return found if path and found.is_file() and found.is_relative_to(base) else None
