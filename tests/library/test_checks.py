"""Every rule of the check, each with the exact file and line that it names; all problems come at once."""

import io

import pytest
from PIL import Image

from college.library.checks import check_shelf, is_fit_id
from college.library.reading import read_shelf
from tests.library.shelves import COURSE, STEP_EN, STEP_ZH, CourseFolder, NamedScreens, front, front_en

ZH, EN = "returns/01-find.md", "returns/01-find.en.md"
HANZI = "退"


@pytest.fixture
def folder(tmp_path):
    return CourseFolder(tmp_path / "courses")


def problems(folder, root=None):
    return check_shelf(read_shelf(root or folder.root), NamedScreens())


def said(folder):
    return [(problem.file, problem.line, str(problem)) for problem in problems(folder)]


def assert_says(folder, file, line, words):
    found = said(folder)
    assert any(f == file and at == line and words in sentence for f, at, sentence in found), found


def png(size=(40, 60)) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", size, "orange").save(data, "PNG")
    return data.getvalue()


def line_of(folder, file, words):
    lines = (folder.root / file).read_text().split("\n")
    return next(number for number, line in enumerate(lines, 1) if words in line)


def test_a_fit_folder_has_no_problem(folder):
    folder.second()
    assert said(folder) == []


def test_one_course_alone_is_checked_too(folder):
    assert problems(folder, folder.root / "returns") == []


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("id", None, "“id” is missing"),
        ("id", "Find_It", "cannot be an id"),
        ("id", "x" * 65, "cannot be an id"),
        ("title", None, "“title” is missing"),
        ("title", "长" * 61, "longer than 60"),
        ("title", "[a]", "must be one text"),
        ("summary", "''", "“summary” is missing"),
        ("objectives", "[]", "“objectives” is missing"),
        ("objectives", "{a: b}", "must be a list"),
        ("keypoints", None, "“keypoints” is missing"),
        ("minutes", "0", "from 1 to 10"),
        ("minutes", "11", "from 1 to 10"),
        ("minutes", "二", "from 1 to 10"),
        ("minutes", "٣", "from 1 to 10"),
        ("minutes", None, "from 1 to 10"),
        ("feature", "nothing", "not in features.yaml"),
        ("feature", None, "“feature” is missing"),
        ("app_version", "'10.1'", "both filled or both empty"),
        ("aliases", "[Old]", "cannot be an id"),
        ("aliases", "[find-it]", "already used"),
        ("difficulty", "hard", "not known in the front matter"),
    ],
)
def test_front_matter(folder, key, value, words):
    folder.lesson("01-find", **{key: value})
    where = {"app_version": "checked_on"}.get(key, key)
    assert_says(folder, ZH, line_of(folder, ZH, f"{where}:") if value else 1, words)


@pytest.mark.parametrize(("day", "is_fit"), [("2026-11-21", True), ("21.11.2026", False), ("2026-02-30", False)])
def test_the_day_of_checking(folder, day, is_fit):
    folder.lesson("01-find", checked_on=day, app_version="'10.1'")
    assert (said(folder) == []) is is_fit


STEPS = [
    ("## 无名\n好\n", 0, "needs its id"),
    ("## 一 {#a}\n好\n\n### 小标题\n", 3, "begins with ##"),
    ("# 大标题\n## 一 {#a}\n好\n", 0, "begins with ##"),
    ("## 一 {#A_b}\n好\n", 0, "cannot be an id"),
    ("## 一 {#finished}\n好\n", 0, "another meaning"),
    ("## 一 {#a colour=red}\n好\n", 0, "only feature=..."),
    ("## 一 {#a feature=nothing}\n好\n", 0, "not in features.yaml"),
    ("## {#a}\n好\n", 0, "has no title"),
    ("## 一 {#a}\n", 0, "is empty"),
    ("## 一 {#a}\n好\n## 二 {#a}\n好\n", 2, "already used in returns/01-find.md"),
    ("## 一 {#a}\n" + HANZI * 61 + "\n", 0, "61 hanzi"),
    ("## 一 {#a}\n好<b>好</b>\n", 1, "HTML is not taken"),
    ("## 一 {#a}\n好\n<!-- x -->\n", 2, "HTML is not taken"),
    ("## 一 {#a}\n```tip\n好<br>\n```\n", 2, "HTML is not taken"),
    ("## 一 {#a}\n[看](http://a.example)\n", 1, "https://"),
    ("## 一 {#a}\n[看](javascript:alert)\n", 1, "https://"),
    ("## 一 {#a}\n[看](//a.example)\n", 1, "https://"),
    ("## 一 {#a}\n请看[这里](https://a.example)好\n", 1, "alone on its own line"),
    ("## 一 {#a}\n好![红色的按钮](a.png)\n", 1, "stands alone"),
    ("## 一 {#a}\n![按钮](a.png)\n", 1, "at least 5 hanzi"),
    ("## 一 {#a}\n![红色的大按钮](none.png)\n", 1, "not found"),
    ("## 一 {#a}\n![红色的大按钮](../../features.yaml)\n", 1, "not found"),
    ("## 一 {#a}\n![红色的大按钮](/etc/passwd)\n", 1, "not found"),
    ("## 一 {#a}\n" + "[" * 51 + "\n", 1, "More than 50"),
    ("## 一 {#a}\n好\n\n" + "< " * 51 + "\n", 3, "More than 50"),
    ("## 一 {#a}\n" + "> " * 6 + "好\n", 1, "inside each other"),
    ("## 一 {#a}\n" + "x" * 2001 + "\n", 1, "longer than 2000"),
    ("## 一 {#a}\n```video\n好\n```\n", 1, "not a block we know"),
    ("## 一 {#a}\n```\n好\n```\n", 1, "not a block we know"),
    ("## 一 {#a}\n```tip\n好\n", 1, "never closed"),
    ("## 一 {#a}\n```tip\n```\n", 1, "is empty"),
    ("## 一 {#a}\n好\x07\n", 1, "cannot be shown"),
    ("![红色的大按钮](a.png)\n## 一 {#a}\n好\n", 0, "stands inside a step"),
    ("```practice\nscreen: home\n```\n## 一 {#a}\n好\n", 0, "stands inside a step"),
]


@pytest.mark.parametrize(("body", "offset", "words"), STEPS)
def test_steps(folder, body, offset, words):
    folder.lesson("01-find", zh=body)
    first = len(front().split("\n"))
    assert_says(folder, ZH, first + offset, words)


FENCES = [
    ("say: 点\ntarget: search\n", 1, "“screen” is missing"),
    ("screen: nowhere\nsay: 点\ntarget: search\n", 1, "not drawn"),
    ("screen: home\ntarget: search\n", 1, "“say” is missing"),
    ("screen: home\nsay: 点\n", 1, "“target” is missing"),
    ("screen: home\nsay: 点\ntarget: nothing\n", 3, "has no “nothing” to tap"),
    ("screen: home\nsay: 点\ntarget: search\nwrong:\n  nothing: 不\n", 5, "has no “nothing” to tap"),
    ("screen: home\nsay: 点\ntarget: search\nwrong:\n  search: 不\n", 5, "is the right tap"),
    ("screen: home\nsay: 点\ntarget: search\nwrong:\n  '*': ''\n", 5, "gentle words"),
    ("screen: home\nwith: {a: b}\nsay: 点\ntarget: search\n", 2, "knows no “a”"),
    ("screen: order\nwith:\n  state: lost\nsay: 点\ntarget: apply\n", 3, "cannot be “lost”"),
    ("screen: order\nwith: {state: paid}\nsay: 点\ntarget: track\n", 4, "has no “track” to tap"),
    ("screen: home\nhint: x\nsay: 点\ntarget: search\n", 2, "“hint” is not known"),
    ("screen: [home]\nsay: 点\ntarget: search\n", 1, "must be one text"),
    ("screen: home\nsay: 点\ntarget: search\nwrong: 不\n", 4, "must be lines"),
    ("just words\n", 1, "are expected"),
    ("screen: home\n  say: 点\n", 2, "cannot be read"),
    ("screen: &a home\nsay: *a\n", 1, "special meaning"),
    ("screen: home\nsay: " + "点" * 161 + "\ntarget: search\n", 2, "longer than 160"),
    ("- screen: home\n  say: 点\n  target: search\n" * 7, 19, "at most 6"),
]


@pytest.mark.parametrize(("fence", "offset", "words"), FENCES)
def test_practice(folder, fence, offset, words):
    folder.lesson("01-find", zh="## 一 {#a}\n```practice\n" + fence + "```\n")
    assert_says(folder, ZH, len(front().split("\n")) + 1 + offset, words)


def test_a_target_that_only_this_state_has_is_fit(folder):
    fence = "```practice\nscreen: order\nwith: {state: sent}\nsay: 点\ntarget: track\n```\n"
    folder.lesson("01-find", zh="## 一 {#a}\n好\n" + fence, en="## One {#a}\nGood\n" + fence)
    assert said(folder) == []


def test_tips_and_practice_do_not_count_and_sixty_hanzi_fit(folder):
    tip = "```tip\n" + HANZI * 90 + "\n```\n"
    folder.lesson("01-find", zh="## 一 {#a}\n" + HANZI * 60 + "，。\n" + tip, en="## One {#a}\n" + "word " * 29 + "退款/售后\n" + tip)
    assert said(folder) == []


ENGLISH = [
    ("## One {#a}\n" + "word " * 31 + "\n", 0, "31 words"),
    ("## One {#b}\nGood\n", 0, "not in the Chinese file"),
    ("## One {#a}\n```tip\nGood\n```\n", 0, "no English words"),
    ("## One {#a feature=orders}\nGood\n", 0, "differs from the Chinese file"),
    ("## One {#a}\nGood\n```practice\nscreen: home\nsay: Tap\ntarget: search\n```\n", 0, "has 1 screens"),
    ("## One {#a}\nGood\n## One {#a}\nGood\n", 2, "written twice"),
]


@pytest.mark.parametrize(("body", "offset", "words"), ENGLISH)
def test_english_says_the_same_steps(folder, body, offset, words):
    folder.lesson("01-find", zh="## 一 {#a}\n好\n", en=body)
    assert_says(folder, EN, len(front_en().split("\n")) + offset, words)


def test_english_practice_may_differ_in_words_only(folder):
    folder.lesson("01-find", en=STEP_EN.replace("target: my-taobao", "target: search").replace("  search: This is the search.\n", ""))
    assert_says(folder, EN, line_of(folder, EN, "target: search"), "differs from the Chinese file")


def test_english_steps_stand_in_the_same_order(folder):
    first, second = STEP_EN.split("## Find")
    folder.lesson("01-find", en="## Find" + second + first)
    assert_says(folder, EN, line_of(folder, EN, "{#find}"), "another order")


@pytest.mark.parametrize(("key", "value"), [("minutes", "6"), ("feature", "orders"), ("aliases", "[old]")])
def test_english_numbers_do_not_differ(folder, key, value):
    folder.write(EN, front_en(**{key: value}) + STEP_EN)
    assert_says(folder, EN, line_of(folder, EN, f"{key}:"), "differs from the Chinese file")


def test_a_missing_english_file_or_step_is_told(folder):
    (folder.root / EN).unlink()
    assert_says(folder, ZH, 1, "01-find.en.md")
    folder.lesson("01-find", en=STEP_EN.split("## Find")[0])
    assert_says(folder, EN, 1, "“find” is missing in English")


def test_the_english_id_is_the_chinese_one(folder):
    folder.write(EN, front_en(id="other") + STEP_EN)
    assert_says(folder, EN, 2, "same in both languages: find-it")


def test_more_than_ten_steps_are_too_many(folder):
    folder.lesson("01-find", zh="".join(f"## 步 {{#s{n}}}\n好\n" for n in range(11)))
    assert_says(folder, ZH, line_of(folder, ZH, "{#s10}"), "has 11 steps")


def test_ids_are_used_once_over_lessons_and_courses(folder):
    folder.lesson("02-again", id="find-it")
    assert_says(folder, "returns/02-again.md", 2, "already used in returns/01-find.md")
    assert_says(folder, "returns/02-again.md", line_of(folder, "returns/02-again.md", "{#open}"), "already used")
    for name in ("course.md", "course.en.md"):
        folder.write(f"other/{name}", COURSE.format(title="二", summary="二"))
    assert_says(folder, "other/course.md", 1, "no lesson yet")
    assert_says(folder, "returns/course.md", 2, "already used in other/course.md")


@pytest.mark.parametrize(
    ("data", "is_fit"),
    [(png(), True), (b"\x89PNG broken", False), (png()[:90], False), (b"GIF89a", False), (b"<svg onload=alert(1)>", False), (b"", False)],
)
def test_pictures_are_really_pictures(folder, data, is_fit):
    folder.write("returns/images/a.png", data)
    picture = "![{}](images/a.png)\n"
    folder.lesson("01-find", zh="## 一 {#a}\n" + picture.format("红色的大按钮"), en="## One {#a}\n" + picture.format("A red button"))
    assert (said(folder) == []) is is_fit


def test_a_step_has_one_picture(folder):
    folder.write("returns/a.png", png())
    folder.lesson("01-find", zh="## 一 {#a}\n" + "![红色的大按钮](a.png)\n" * 2 + "```picture\nscreen: home\n```\n")
    first = len(front().split("\n"))
    assert_says(folder, ZH, first + 2, "one picture")
    assert_says(folder, ZH, first + 1, "not both")


@pytest.mark.parametrize(
    ("name", "data", "line", "words"),
    [
        (ZH, b"x" * 100_001, 1, "larger than 100 kB"),
        (ZH, b"---\nid: a\n\xff\xfe\n", 3, "not UTF-8"),
        (ZH, "退货".encode("gb18030"), 1, "not UTF-8"),
        (ZH, b"no front matter", 1, "begins with a line ---"),
        (ZH, b"---\nid: a\n", 1, "not closed"),
        (ZH, b"---\n- a\n---\n", 2, "are expected"),
        ("features.yaml", b"a: b", 1, "list of features"),
        ("features.yaml", b"- id: a\n- id: b\n", 2, "exactly: id, name, path"),
        ("features.yaml", b"- {id: a, name: x, path: {zh: a, en: b}}\n", 1, "one for en"),
        ("features.yaml", b"- {id: a, name: {zh: a, en: b}, path: {zh: a, en: b}}\n" * 2, 2, "written twice"),
        ("returns/Erste.md", b"", 1, "is named like"),
    ],
)
def test_files(folder, name, data, line, words):
    folder.write(name, data)
    assert_says(folder, name, line, words)


def test_an_empty_folder_is_told(tmp_path):
    assert any("No course was found" in str(problem) for problem in check_shelf(read_shelf(tmp_path), NamedScreens()))


def test_all_problems_come_at_once_in_order(folder):
    folder.lesson("01-find", zh=STEP_ZH.replace("screen: home", "screen: away") + "<b>", minutes="99", feature="none")
    found = problems(folder)
    assert len(found) >= 4
    assert [(p.file, p.line) for p in found] == sorted((p.file, p.line) for p in found)


def test_a_problem_can_be_said_in_another_language(folder):
    folder.lesson("01-find", minutes="99")
    (problem,) = problems(folder)
    assert str(problem) == f"{ZH}:{line_of(folder, ZH, 'minutes')}: “minutes” must be a number from 1 to 10."
    assert problem.text({problem.sentence: "“minutes”要写1到%(limit)s。"}.get) == "“minutes”要写1到10。"


@pytest.mark.parametrize(("text", "fit"), [("a", True), ("a-1-b", True), ("-a", False), ("a--b", False), ("a_b", False), ("A", False), ("", False), ("a\n", False), ("退", False)])
def test_ids(text, fit):
    assert is_fit_id(text) is fit
