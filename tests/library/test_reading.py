"""Lesson files become drafts: front matter, steps, fences, pictures, each with its line."""

import pytest

from college.library import plain_yaml
from college.library.reading import read_shelf
from tests.library.shelves import STEP_ZH, CourseFolder


@pytest.fixture
def folder(tmp_path):
    return CourseFolder(tmp_path)


def lesson(folder):
    return read_shelf(folder.root).courses[0].lessons[0]


def test_a_lesson_is_read_with_steps_screens_tips_and_notes(folder):
    text = lesson(folder).zh
    assert [(step.id, step.title, step.feature) for step in text.steps] == [("open", "打开我的淘宝", ""), ("find", "找到退款", "orders")]
    (screen,) = text.steps[0].practice
    assert (screen.screen, screen.target, screen.wrong["*"]) == ("home", "my-taobao", "再看看右下角。")
    assert [part.kind for part in text.steps[1].parts] == ["text", "tip", "teacher"]


def test_lines_are_those_of_the_file(folder):
    text = lesson(folder).zh
    lines = text.source.split("\n")
    assert "#open" in lines[text.steps[0].line - 1]
    screen = text.steps[0].practice[0]
    assert lines[screen.line_of("target") - 1] == "target: my-taobao"
    assert lines[screen.line_of("wrong.search") - 1] == "  search: 这里是搜索。"
    tip = text.steps[1].parts[1]
    assert lines[tip.line - 1].startswith("数字")


def test_a_list_of_screens_is_a_path_and_values_stay_texts(folder):
    fence = '```practice\n- screen: home\n  with: {time: 12:30, on: yes}\n  say: 一\n  target: a\n- screen: order\n  say: 二\n  target: b\n```\n'
    folder.lesson("01-find", zh="## 一 {#open}\n" + fence)
    screens = lesson(folder).zh.steps[0].practice
    assert [screen.screen for screen in screens] == ["home", "order"]
    assert screens[0].values == {"time": "12:30", "on": "yes"}


def test_a_picture_leaves_the_text_and_keeps_its_place_in_the_file(folder):
    folder.lesson("01-find", zh="## 一 {#open}\n先看\n![红色的按钮在右边](images/a.png)\n再点\n")
    step = lesson(folder).zh.steps[0]
    assert (step.images[0].path, step.images[0].alt) == ("images/a.png", "红色的按钮在右边")
    assert [part.text.strip() for part in step.parts] == ["先看", "再点"]


def test_words_before_the_first_step_are_the_introduction(folder):
    folder.lesson("01-find", zh="您好。\n\n" + STEP_ZH)
    assert lesson(folder).zh.introduction.parts[0].text.strip() == "您好。"


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
def test_line_ends_and_a_byte_order_mark_do_not_matter(folder, ends):
    path = folder.root / "returns/01-find.md"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_text().replace("\n", ends).encode())
    assert read_shelf(folder.root).problems == []
    assert len(lesson(folder).zh.steps) == 2


def test_one_course_folder_is_read_with_the_features_beside_it(folder):
    shelf = read_shelf(folder.root / "returns")
    assert (shelf.is_whole, len(shelf.courses), len(shelf.features)) == (False, 1, 2)
    assert shelf.problems == []


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: &x 1\nb: *x\n", 1, "special meaning"),
        ("a: 1\nb: *x\n", 2, "special meaning"),
        ("a: !!python/object:os.system x\n", 1, "special meaning"),
        ("a: 1\na: 2\n", 2, "written twice"),
        ("a: [[[[[[[[1]]]]]]]]\n", 1, "nested too deeply"),
        ("a: " + "[" * 15000, 1, "nested too deeply"),
        ("a: '" + "x" * 20001 + "'", 1, "longer than"),
        ("a: 1\n b: 2\n", 2, "cannot be read"),
        ("a: 'open\n", 1, "cannot be read"),
        ("a: 1\nb: \"\\0\"\n", 2, "cannot be shown"),
        ("a: \"\\ud800\"\n", 1, "cannot be shown"),
        ("? [x]\n: 1\n", 1, "plain word"),
    ],
)
def test_yaml_tricks_are_refused_at_their_line(text, line, words):
    with pytest.raises(plain_yaml.Unreadable) as refused:
        plain_yaml.read(text, 1)
    assert refused.value.line == line
    assert words in str(refused.value)
