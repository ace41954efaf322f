"""A step as rows to write in, Chinese beside English, and back into its two texts; pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from college.authoring.rules import Texts, letters_for
from college.library.service import Block, StepWords, read_blocks, read_step, write_blocks, write_step

#: Rows of words, and those that are made on pages of their own.
WORDS, MADE = ("text", "tip", "warning", "teacher"), ("practice", "picture", "image")
#: What a new note for lecturers begins with, so that nobody faces an empty box; see library/advice.py.
NOTE_BEGUN = {
    "zh": "**多久**：\n\n**课堂上常出的错**：\n\n**可以这样说**：",
    "en": "**How long**: \n\n**What goes wrong in the room**: \n\n**What to say**: ",
}


@dataclass(frozen=True)
class Row:
    """One block of a step in both languages; a language that lacks it has None."""

    kind: str
    zh: Block | None
    en: Block | None

    @property
    def is_words(self) -> bool:
        """Say whether it is written right here."""
        return self.kind in WORDS

    def words(self, lang: str) -> str:
        """Give its words in a language."""
        block = self.zh if lang == "zh" else self.en
        return block.text if block else ""

    @property
    def lacks_english(self) -> bool:
        """Say whether it has Chinese words and no English ones."""
        if self.is_words:
            return bool(self.words("zh")) and not self.words("en")
        if self.kind == "image":
            return not (self.en and self.en.alt)
        return self.kind == "practice" and not (self.en and all(screen.say for screen in self.en.screens))


@dataclass(frozen=True)
class Written:
    """A step (or an introduction, whose id is "") as one writes it."""

    id: str
    title_zh: str
    title_en: str
    feature: str
    rows: tuple[Row, ...]
    #: The English text names the part of the app too, as some files do.
    repeats_feature: bool = False

    @property
    def lacks_english(self) -> bool:
        """Say whether any of it is missing in English."""
        return bool(self.id and self.title_zh and not self.title_en) or any(row.lacks_english for row in self.rows)

    def has(self, kind: str) -> bool:
        """Say whether it has a block of a kind."""
        return any(row.kind == kind for row in self.rows)


def read_piece(texts: Texts, *, is_step: bool) -> Written | None:
    """Read a step or an introduction in both languages; None when one of them holds what blocks cannot say."""
    return _read_step(texts) if is_step else _read_introduction(texts)


def _read_step(texts: Texts) -> Written | None:
    zh, en = read_step(texts.zh), read_step(texts.en) if texts.en.strip() else StepWords("", "")
    if zh is None or en is None:
        return None
    return Written(zh.id, zh.title, en.title, zh.feature, tuple(_rows(zh.blocks, en.blocks)), bool(en.feature))


def _read_introduction(texts: Texts) -> Written | None:
    zh, en = read_blocks(texts.zh), read_blocks(texts.en)
    if zh is None or en is None or any(block.kind in MADE for block in (*zh, *en)):
        return None
    return Written("", "", "", "", tuple(_rows(zh, en)))


def _rows(zh: Sequence[Block], en: Sequence[Block]) -> list[Row]:
    """Put blocks of the same kind beside each other, as many as their order allows; the others stand alone.

    Plain words can be missing in a language without a trace, all else keeps its place (see write_piece) and counts first.
    """
    if not zh or not en:
        return [Row(block.kind, block, None) for block in zh] + [Row(block.kind, None, block) for block in en]
    if zh[0].kind == en[0].kind:
        return [Row(zh[0].kind, zh[0], en[0]), *_rows(zh[1:], en[1:])]
    if _shared(zh[1:], en) >= _shared(zh, en[1:]):
        return [Row(zh[0].kind, zh[0], None), *_rows(zh[1:], en)]
    return [Row(en[0].kind, None, en[0]), *_rows(zh, en[1:])]


def _shared(zh: Sequence[Block], en: Sequence[Block]) -> tuple[int, int]:
    """Count the blocks that can stand beside each other: all but plain words first, then everything."""
    counts = [(0, 0)] * (len(en) + 1)
    for one in zh:
        before = (0, 0)
        for at, other in enumerate(en, start=1):
            here = counts[at]
            beside = (before[0] + (other.kind != "text"), before[1] + 1) if one.kind == other.kind else here
            counts[at] = max(beside, here, counts[at - 1])
            before = here
    return counts[-1]


def write_piece(written: Written) -> Texts:
    """Write a step or an introduction in both languages; English without any word is "".

    Where an English block would else be read beside another one, an empty one keeps its place.
    """
    texts = _written(written, list(_english(written.rows)))
    again = read_piece(texts, is_step=bool(written.id))
    if texts.en and again is not None and _beside(again) != _beside(written):
        return _written(written, list(_english(written.rows, keeps_place=True)))
    return texts


def _beside(written: Written) -> list[tuple[str, bool, bool]]:
    """Give, for each row that says something, its kind and in which languages."""
    rows = [(row.kind, bool(row.words("zh").strip()), bool(row.words("en").strip())) for row in written.rows if row.is_words]
    return [row for row in rows if row[1] or row[2]]


def _written(written: Written, en: list[Block]) -> Texts:
    zh = [row.zh or Block(row.kind) for row in written.rows if row.zh or row.is_words]
    is_english = bool(written.title_en.strip()) or any(row.is_words and row.words("en").strip() for row in written.rows)
    if not written.id:
        return Texts(write_blocks(zh), write_blocks(en) if is_english else "")
    step = StepWords(written.id, written.title_zh, written.feature, tuple(zh))
    other = StepWords(written.id, written.title_en, written.feature if written.repeats_feature else "", tuple(en))
    return Texts(write_step(step), write_step(other) if is_english else "")


def _english(rows: Iterable[Row], *, keeps_place: bool = False) -> Iterable[Block]:
    """Give the English blocks; screens that only the Chinese text has come along without their words."""
    for row in rows:
        if row.is_words:
            if row.words("en").strip() or keeps_place and row.kind != "text":
                yield Block(row.kind, row.words("en"))
        elif row.en:
            yield row.en
        elif row.kind == "image" and row.zh:
            yield replace(row.zh, alt="")
        elif row.zh:
            yield replace(row.zh, screens=tuple(replace(each, say="", wrong={}) for each in row.zh.screens))


def step_id_for(form_id: UUID, place: str) -> str:
    """Give the permanent id of the step that one form adds at a place: the same form gives the same id."""
    return "s-" + letters_for(hashlib.sha256(f"{form_id}\0{place}".encode()).digest(), 6)


def with_row(written: Written, kind: str) -> Written:
    """Give the same with an empty row of words at the end; an introduction's note is begun."""
    begun = NOTE_BEGUN if kind == "teacher" and not written.id else {"zh": "", "en": ""}
    row = Row(kind, Block(kind, begun["zh"]), Block(kind, begun["en"]) if begun["en"] and _is_english(written) else None)
    return replace(written, rows=(*written.rows, row))


def _is_english(written: Written) -> bool:
    return any(row.words("en") for row in written.rows)


def without_row(written: Written, at: int) -> Written:
    """Give the same without a row of words; what is made elsewhere is taken out there."""
    if not 0 <= at < len(written.rows) or not written.rows[at].is_words:
        return written
    return replace(written, rows=(*written.rows[:at], *written.rows[at + 1 :]))


def with_row_moved(written: Written, at: int, by: int) -> Written:
    """Give the same with a row further down (`by` > 0) or up."""
    if not 0 <= at < len(written.rows):
        return written
    rows = list(written.rows)
    rows.insert(max(0, min(at + by, len(rows) - 1)), rows.pop(at))
    return replace(written, rows=tuple(rows))


def with_row_back(written: Written, row: Row, at: int) -> Written:
    """Give the same with a row put back where it was taken out."""
    at = max(0, min(at, len(written.rows)))
    return replace(written, rows=(*written.rows[:at], row, *written.rows[at:]))
