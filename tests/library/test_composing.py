"""A step as blocks and back: nothing is lost of what ships, and nothing that is typed breaks out of its block."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from college.library import composing
from college.library.blocks import split_body
from college.library.composing import Block, ScreenWords, StepWords
from college.library.composing_signs import clean, one_line
from college.library.pieces import cut
from college.library.problems import Notes

COURSES = Path(__file__).resolve().parents[2] / "courses"
FILES = sorted(COURSES.glob("*/*.md"))
#: What lecturers could type that means something in a lesson file.
SIGNS = ["```", "```practice", "````", "## 第二步", "### 小标题", "#", "---", "![图](a.png)", "{#id}", "{#id feature=x}", "\\", "\\#", "\\```",
         "say: 点这里", "- 一", ": ", " #", "'", '"', "“", "]", "(", "&a", "*b", "!c", "%", "@", "\n", "\n\n", "\r\n", "\t", " ", "　", "\x00", "\x85", "\u2028",
         "\ufeff", "~", "?", "淘宝", "a", "1", "|", ">", "<b>", "<!-- x -->", "]{", "}", "\\]"]
WORDS = st.lists(st.sampled_from(SIGNS), max_size=9).map("".join) | st.text(max_size=30)
NAMES = st.from_regex(r"[a-z]{1,6}(-[a-z]{1,6})?", fullmatch=True)
SCREENS = st.builds(
    ScreenWords, screen=NAMES, values=st.dictionaries(NAMES, WORDS, max_size=3), say=WORDS, target=st.none() | NAMES,
    wrong=st.dictionaries(NAMES | st.just("*"), WORDS, max_size=3),
)
BLOCKS = st.one_of(
    st.builds(Block, kind=st.sampled_from(["text", "tip", "warning", "teacher"]), text=WORDS),
    st.builds(Block, kind=st.sampled_from(["practice", "picture"]), screens=st.lists(SCREENS, max_size=3).map(tuple)),
    st.builds(Block, kind=st.just("image"), alt=WORDS, path=st.just("images/one.jpg")),
)
STEPS = st.builds(StepWords, id=NAMES, title=WORDS, feature=st.just("") | NAMES, blocks=st.lists(BLOCKS, max_size=5).map(tuple))


def parsed(text: str):
    """Give what publishing reads of a step: everything but the lines."""
    notes = Notes("x")
    introduction, steps = split_body(text, 1, notes)
    assert not introduction.parts and len(steps) == 1
    step = steps[0]
    screens = [[(each.screen, each.values, each.say, each.target, each.wrong) for each in group] for group in (step.practice, step.drawn)]
    parts = [(part.kind, part.text.strip("\n")) for part in step.parts]
    return (step.id, step.title, step.feature), parts, screens, [(each.alt, each.path) for each in step.images], [each.sentence for each in notes.problems]


@pytest.mark.parametrize("folder", sorted({path.parent.name for path in FILES}))
def test_every_shipped_text_is_written_as_it_was_read(folder):
    for path in (each for each in FILES if each.parent.name == folder):
        pieces = cut(path.read_text(encoding="utf-8"))
        head = composing.read_head(pieces.head)
        assert composing.read_head(composing.write_head(head)) == head
        assert composing.write_blocks(composing.read_blocks(pieces.introduction)) == pieces.introduction
        for step in pieces.steps:
            words = composing.read_step(step.text)
            written = composing.write_step(words)
            if written != step.text:
                assert parsed(written) == parsed(step.text)
                assert composing.read_step(written) == words


def expected(step: StepWords) -> StepWords:
    """Give a step as it is kept: signs that no page can show are gone, neighbouring words are one block."""
    blocks: list[Block] = []
    for block in step.blocks:
        if block.kind in ("practice", "picture"):
            block = Block(block.kind, screens=tuple(_screen(each) for each in block.screens))
        elif block.kind == "image":
            block = Block("image", alt=one_line(block.alt), path=block.path)
        else:
            block = Block(block.kind, clean(block.text))
        if block.kind == "text" and not block.text:
            continue
        if block.kind == "text" and blocks and blocks[-1].kind == "text":
            blocks[-1] = Block("text", f"{blocks[-1].text}\n\n{block.text}")
        else:
            blocks.append(block)
    return StepWords(step.id, one_line(step.title), step.feature, tuple(blocks))


def _screen(screen: ScreenWords) -> ScreenWords:
    def kept(words: str) -> str:
        return clean(words).strip()

    values, wrong = ({name: kept(words) for name, words in group.items()} for group in (screen.values, screen.wrong))
    return ScreenWords(screen.screen, values, kept(screen.say), screen.target, wrong)


@settings(max_examples=100, deadline=None)
@given(STEPS)
def test_whatever_is_typed_stays_in_its_block_to_the_letter(step):
    written = composing.write_step(step)
    assert composing.read_step(written) == expected(step)
    assert [each.id for each in cut(f"---\n---\n{written}\n\n## 下一步 {{#next}}\n话。\n").steps] == [step.id, "next"]
    assert composing.write_step(composing.read_step(written)) == written
    frame, _parts, screens, images, _notes = parsed(written)
    assert frame == (step.id, one_line(step.title), step.feature)
    assert len(screens[0]) + len(screens[1]) == sum(len(block.screens) for block in step.blocks)
    assert images == [(block.alt, block.path) for block in expected(step).blocks if block.kind == "image"]


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.sampled_from(["id", "title", "summary", "minutes"]), WORDS), st.lists(WORDS, max_size=4))
def test_front_matter_holds_whatever_is_typed(values, points):
    written = composing.write_head({**values, "keypoints": points})
    kept = {name: clean(words).strip() for name, words in values.items()}
    assert composing.read_head(written) == {**kept, "keypoints": [said for each in points if (said := clean(each).strip())]}
    whole = cut(f"---\n{written}\n---\n话。\n")
    assert (whole.head, whole.introduction) == (written, "话。")


@pytest.mark.parametrize(
    "text",
    [
        "话。", "## 题 {#a}\n### 小标题", "## 题 {#a}\n```python\nx\n```", "## 题 {#a}\n```tip\n没有完", "## 题 {#a colour=red}\n话。",
        "## 题 {#a}\n```practice\n- screen: home # 记得改\n  say: 点\n```", "## 题 {#a}\n```practice\n- screen: home\n  colour: red\n```",
        "## 题 {#a}\n```practice\n: : [\n```", "## 题 {#a}\n话。\n## 又一步 {#b}",
    ],
)  # fmt: skip
def test_what_blocks_cannot_say_is_left_to_the_text(text):
    assert composing.read_step(text) is None


@pytest.mark.parametrize("head", ["# 记得改\ntitle: 题", "title: {a: b}", "title: [", "title: 题 # 记得改", "- a"])
def test_front_matter_that_fields_cannot_say_is_left_to_the_text(head):
    assert composing.read_head(head) is None


def test_an_empty_block_stays_until_it_is_filled():
    text = "## 题 {#a}\n话。\n\n```tip\n```\n\n```practice\n```"
    assert [block.kind for block in composing.read_step(text).blocks] == ["text", "tip", "practice"]
    assert composing.write_step(composing.read_step(text)) == text
