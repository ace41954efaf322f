"""What is read aloud of a step: its title and text, and its tips and warnings with their word."""

from __future__ import annotations

import hashlib
import re

from markupsafe import Markup

from college.library.texts import StepText

#: Where a voice pauses: the ends of paragraphs, points of a list, cells and lines.
_ENDS = re.compile(r"</(?:p|li|ul|ol|div|blockquote|t[dhr])>|<br ?/?>")
#: A line that ends so needs no full stop.
_STOPS = tuple("。！？：；，、…!?:;,.”’\"")


def spoken_text(step: StepText, lang: str) -> str:
    """Give the words of a step as a voice reads them, a line for each pause; ``lang`` is "zh" or "en".

    Without tags; the app's own labels and all punctuation stay. A title or word without a stop gets one.
    """
    lines = [step.title, *(Markup(piece).striptags() for piece in _ENDS.split(str(step.html)))]
    return "\n".join(_stopped(line.strip(), lang) for line in lines if line.strip())


def _stopped(line: str, lang: str) -> str:
    return line if line.endswith(_STOPS) else line + ("." if lang == "en" else "。")


def spoken_hash(text: str) -> str:
    """Give the SHA-256 of spoken words, by which a recording knows whether they are still the same."""
    return hashlib.sha256(text.encode()).hexdigest()
