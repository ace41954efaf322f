"""A step as rows to write in, Chinese beside English, and back into its two texts; pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from college.authoring.rules import Texts
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
    return Written(zh.id, zh.title, en.title, zh.feature, tuple(_rows(zh.blocks, en.blocks)))


def _read_introduction(texts: Texts) -> Written | None:
    zh, en = read_blocks(texts.zh), read_blocks(texts.en)
    if zh is None or en is None or any(block.kind in MADE for block in (*zh, *en)):
        return None
    return Written("", "", "", "", tuple(_rows(zh, en)))


def _rows(zh: Sequence[Block], en: Sequence[Block]) -> list[Row]:
    """Put blocks of the same kind beside each other in their order; what only English has follows its neighbour."""
    left = list(en)
    rows: list[Row] = []
    for block in zh:
        other = next((each for each in left if each.kind == block.kind), None)
        if other is not None:
            left.remove(other)
        rows.append(Row(block.kind, block, other))
    return [*rows, *(Row(block.kind, None, block) for block in left)]


def write_piece(written: Written) -> Texts:
    """Write a step or an introduction in both languages; English without any word is ""."""
    zh = [_block(row, row.zh) for row in written.rows if row.zh or row.is_words]
    en = list(_english(written.rows))
    is_english = bool(written.title_en.strip()) or any(row.is_words and row.words("en").strip() for row in written.rows)
    if not written.id:
        return Texts(write_blocks(zh), write_blocks(en) if is_english else "")
    step = StepWords(written.id, written.title_zh, written.feature, tuple(zh))
    other = StepWords(written.id, written.title_en, "", tuple(en))
    return Texts(write_step(step), write_step(other) if is_english else "")


def _block(row: Row, block: Block | None) -> Block:
    return block or Block(row.kind)


def _english(rows: Iterable[Row]) -> Iterable[Block]:
    """Give the English blocks; screens that only the Chinese text has come along without their words."""
    for row in rows:
        if row.is_words:
            if row.en and row.en.text.strip():
                yield row.en
        elif row.en:
            yield row.en
        elif row.kind == "image" and row.zh:
            yield replace(row.zh, alt="")
        elif row.zh:
            yield replace(row.zh, screens=tuple(replace(each, say="", wrong={}) for each in row.zh.screens))


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
