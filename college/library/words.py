"""Counting hanzi and words, and finding runs of hanzi, for the length checks and for English pages."""

import re

HAN = r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]"
_ONE_HAN = re.compile(HAN)
#: Hanzi with what may stand between them in an app's label: 退款/售后, 7天无理由退货.
HAN_RUN = re.compile(rf"{HAN}(?:[0-9 、，,。：；！？·/（）()《》“”…-]{{0,3}}{HAN})*")
_LATIN = re.compile(r"[A-Za-z0-9]+(?:['’.,:-][A-Za-z0-9]+)*")
_LINK_TARGET = re.compile(r"\]\([^)\n]*\)")


def plain(markdown: str) -> str:
    """Give Markdown without link targets and emphasis marks, near enough for counting."""
    return re.sub(r"[*_`#>|]", " ", _LINK_TARGET.sub("]", markdown))


def count_hanzi(text: str) -> int:
    """Count hanzi; a run of Latin letters or digits counts as one, punctuation as none."""
    return len(_ONE_HAN.findall(text)) + len(_LATIN.findall(text))


def only_hanzi(text: str) -> int:
    """Count hanzi and nothing else."""
    return len(_ONE_HAN.findall(text))


def count_words(text: str) -> int:
    """Count English words; a run of hanzi (a label of the app) counts as one."""
    without_labels, labels = HAN_RUN.subn(" ", text)
    return labels + len(_LATIN.findall(without_labels))
