"""Rows of words in two languages: English stands beside its own Chinese after each keeping; pure."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from college.authoring.rules import Texts
from college.authoring.rules_heads import read_heads, write_heads
from college.authoring.rules_writing import Row, Written, read_piece, with_row, with_row_back, with_row_moved, without_row, write_piece
from college.library.service import Block, ScreenWords

PRACTICE = Block("practice", screens=(ScreenWords("home", {}, "点一下。", "cart", {"*": "再看看。"}),))
WORDS = st.sampled_from(["", "一", "```", "## x {#y}", "a\n\nb", "- 一"])


def _row(kind: str, zh: str, en: str) -> Row:
    return Row(kind, Block(kind, zh), Block(kind, en) if en else None)


ROWS = st.builds(_row, st.sampled_from(["text", "tip", "warning", "teacher"]), WORDS, WORDS) | st.just(Row("practice", PRACTICE, None))


def _apart(rows: list[Row]) -> bool:
    """Say whether no two rows of plain words follow each other (they would become one), or say something in one language only."""
    kinds = [row.kind for row in rows if row.kind != "text" or row.words("zh") or row.words("en")]
    return all(one != "text" or other != "text" for one, other in zip(kinds, kinds[1:], strict=False)) and kinds.count("practice") < 2


@example([_row("text", "", "一"), _row("tip", "", ""), _row("text", "一", "")], "")
@example([_row("text", "", "一"), _row("tip", "", ""), _row("text", "", "一")], "")
@settings(max_examples=150, deadline=None)
@given(st.lists(ROWS, max_size=5).filter(_apart), st.sampled_from(["", "Open"]))
def test_english_stays_beside_its_own_chinese(rows, title):
    written = Written("a", "打开", title, "", tuple(rows))
    again = read_piece(write_piece(written), is_step=True)

    def pairs(found: Written) -> list[tuple[str, str, str]]:
        return [(row.kind, row.words("zh"), row.words("en")) for row in found.rows if row.is_words and row.words("zh")]

    assert pairs(again) == pairs(written)
    assert sorted(row.words("en") for row in again.rows if row.words("en")) == sorted(row.words("en") for row in rows if row.words("en"))
    assert write_piece(again) == write_piece(read_piece(write_piece(again), is_step=True)), "what was kept stays as it is"


def test_a_practice_comes_along_when_english_begins():
    rows = (_row("text", "话。", "Words."), Row("practice", PRACTICE, None))
    texts = write_piece(Written("a", "打开", "", "refund", rows))
    assert "screen: home" in texts.en and "say:" not in texts.en and "feature=refund" not in texts.en
    assert read_piece(texts, is_step=True).rows[1].lacks_english
    assert write_piece(Written("a", "打开", "", "", (Row("practice", PRACTICE, None),))).en == ""


def test_rows_are_added_moved_taken_out_and_put_back():
    written = Written("a", "打开", "", "", (_row("text", "一", ""), _row("tip", "二", ""), Row("practice", PRACTICE, None)))
    assert [row.kind for row in with_row(written, "warning").rows] == ["text", "tip", "practice", "warning"]
    assert [row.kind for row in with_row_moved(written, 1, 1).rows] == ["text", "practice", "tip"]
    assert with_row_moved(written, 0, -1) == written == with_row_moved(written, 9, 1) == without_row(written, 2)
    gone = without_row(written, 0)
    assert with_row_back(gone, written.rows[0], 0) == written


def test_a_new_note_for_lecturers_begins_with_its_leads_only_before_the_first_step():
    intro = with_row(Written("", "", "", "", ()), "teacher")
    assert "**课堂上常出的错**" in intro.rows[0].words("zh") and with_row(Written("a", "", "", "", ()), "teacher").rows[0].words("zh") == ""


@pytest.mark.parametrize("lesson_id", ["find-order", "course"])
def test_what_stands_above_is_kept_with_all_its_other_lines(lesson_id):
    texts = Texts("id: x\ntitle: 题\nkeypoints:\n  - 一\naliases:\n  - old\nnarrator: 王", "id: x\ntitle: T")
    heads = read_heads(texts, lesson_id)
    assert write_heads(heads, "x", has_english=True) == texts
    assert write_heads(read_heads(Texts(texts.zh, ""), lesson_id), "x", has_english=False).en == ""
