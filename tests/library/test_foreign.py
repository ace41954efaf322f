"""Courses of three styles that other people wrote: what becomes of their words, and the list of what could not be kept."""

from pathlib import Path

import pytest

from college.library.foreign import read_foreign
from college.library.packing import Unpackable, open_folder, open_zip, pack
from college.library.pieces import cut
from college.library.reading import LESSON_KEYS, parse_text
from college.library.problems import Notes

FOREIGN = Path(__file__).parent / "foreign"


def read(style: str):
    """Read one of the sample folders."""
    return read_foreign(open_folder(FOREIGN / style), "me", "")


def of(text: str, path: str = "README.md", **more: bytes):
    """Read a course of one text, and perhaps more files."""
    return read_foreign(open_zip(pack({path: text.encode(), **{name.replace("__", "/"): data for name, data in more.items()}}), "x.zip"), "me", "")


def body(text: str, **more: bytes) -> str:
    """Give the words of the only lesson that a text becomes, without its head and the ids of its steps."""
    lesson = of(text, "docs/a.md", **more).texts[-1].zh
    return "\n".join(line.split(" {#")[0] for line in lesson.partition("\n---\n")[2].strip().split("\n"))


def remarks(parcel) -> list[tuple]:
    return [(each.file, each.line, *each.told()) for each in parcel.remarks]


@pytest.mark.parametrize(
    ("style", "titles"),
    [
        ("github", ["手机摄影入门", "拿稳手机", "看光"]),
        ("hugo", ["社区防诈骗课", "陌生链接", "陌生来电"]),
        ("carpentries", ["Tables for Small Shops", "Add It Up（1/2）", "Add It Up（2/2）", "Begin a Table"]),
    ],
)
def test_each_style_gives_its_lessons_in_its_own_order(style, titles):
    parcel = read(style)
    heads = [cut(each.zh).head for each in parcel.texts]
    assert [next(line for line in head.split("\n") if line.startswith("title")) for head in heads] == [f'title: "{each}"' for each in titles]
    assert [each.zh for each in read(style).texts] == [each.zh for each in parcel.texts], "brought again it gives the same ids"
    assert all(1 <= len(cut(each.zh).step_ids) <= 10 for each in parcel.texts[1:])


@pytest.mark.parametrize("style", ["github", "hugo", "carpentries"])
def test_every_lesson_can_be_read_as_one_of_ours(style):
    for text in read(style).texts[1:]:
        notes = Notes(text.file)
        parse_text(text.file, text.zh, LESSON_KEYS, notes)
        assert not notes.problems


def test_everything_that_could_not_be_kept_is_listed_by_file_and_line():
    assert remarks(read("github")) == [
        ("README.md", 5, "The headings below the course's introduction", "Left out; the course shows its lessons by itself."),
        ("docs/02-hold.md", 12, "A script, style or drawing in HTML", "Left out."),
        ("docs/01-light.md", 5, "A comment that nobody sees", "Left out."),
        ("docs/01-light.md", 21, "HTML", "Its words are kept, the rest is left out."),
        ("docs/01-light.md", 15, "A table", "Kept as plain words in a note for the lecturer."),
        ("docs/01-light.md", 21, "A broken link: missing.md is not in the folder", "Kept as plain words."),
        ("docs/01-light.md", 23, "A picture that is not in the folder: ../img/none.png", "Left out; put it in on the page of the step."),
        ("docs/01-light.md", 24, "A picture outside the folder: ../../secret.png", "Left out; put it in on the page of the step."),
        ("docs/01-light.md", 26, "Program code", "Kept as plain words in a note for the lecturer."),
    ]


def test_pictures_within_the_folder_are_made_fit_and_stand_in_their_step():
    parcel = read("github")
    picture, = parcel.pictures
    assert picture.fit.media_type == "image/jpeg" and f"![老人坐在窗边，光从左边照过来]({picture.path})" in parcel.texts[2].zh


@pytest.mark.parametrize(
    ("written", "becomes"),
    [
        ("!!! warning \"小心\"\n    别点。\n\n    还有一句。\n", "```warning\n**小心**\n\n别点。\n\n还有一句。\n```"),
        ("> [!NOTE]\n> 记住。\n", "```tip\n记住。\n```"),
        ("::: tip\n记住。\n:::\n", "```tip\n记住。\n```"),
        ("::::: instructor\n走一圈。\n:::::\n", "```teacher\n走一圈。\n```"),
        ("> 老话。\n{: .solution}\n", "```teacher\n老话。\n```"),
        ("{{< hint danger >}}\n别点。\n{{< /hint >}}\n", "```warning\n别点。\n```"),
        ("词[^1]。\n\n[^1]: 意思\n", "词（意思）。"),
        ("看[这里](https://a.example/b(c) \"x\")。\n", None),
        ("看[这里][r]。\n\n[r]: https://a.example/b\n", "看这里。\n\n[这里](https://a.example/b)"),
        ("#没有空格\n", "\\#没有空格"),
        ("#### 小标题\n字。\n", "**小标题**\n\n字。"),
        ("<details><summary>看</summary>字</details>\n", "看字"),
        ("| a | b |\n|---|---|\n| 1 | 2 |\n", "```teacher\n| a | b |\n|---|---|\n| 1 | 2 |\n```"),
        ("字。\n\n    code here\n", "字。\n\n```teacher\n`code here`\n```"),
        ("~~~sh\nls `x`\n~~~\n", "```teacher\n`ls 'x'`\n```"),
        ("- 一\n- 二\n\n  还有\n", "- 一\n- 二\n\n  还有"),
    ],
)
def test_what_other_people_write_becomes_what_a_lesson_may_say(written, becomes):
    found = body(f"# 题\n## 步\n{written}")
    assert becomes is None or found == f"## 步\n{becomes}"


def test_a_link_to_another_text_leads_to_its_lesson_and_commands_go():
    parcel = of("# 甲\n## 步\n去[乙](b.md#x)。{% include y.html %}\n", "docs/a.md", docs__b__md=b"")
    assert any(each.told()[0].startswith("A broken link") for each in parcel.remarks)
    both = of("# 甲\n## 步\n去[乙](b.md#x)。\n", "docs/a.md", **{"docs__b.md": "# 乙\n字。\n".encode()})
    assert f"[乙](/learn/{both.course_id}/{both.texts[2].id})" in both.texts[1].zh and not both.remarks


def test_gbk_texts_are_read_and_english_ones_stand_in_both_languages():
    parcel = read_foreign(open_zip(pack({"a.md": "# 看\n字。\n".encode("gb18030")}), "x.zip"), "me", "")
    assert "字。" in parcel.texts[1].zh and parcel.texts[1].en == "" and parcel.remarks[0].what == "This text is not UTF-8"
    english = of("# Look\n## Do\nTap.\n", "docs/a.md").texts[1]
    assert english.zh == english.en


def test_english_beside_chinese_becomes_its_english_with_the_same_ids():
    both = {"docs__a.en.md": "# Look\n## Tap it\nTap.\n".encode(), "docs__b.md": "# 乙\n## 步\n字。\n".encode(), "docs__b.en.md": b"# B\n## One\nx\n## Two\ny\n"}
    parcel = of("# 看\n## 点\n点。\n", "docs/a.md", **both)
    first, second = parcel.texts[1:]
    assert 'title: "Look"' in first.en and cut(first.en).step_ids == cut(first.zh).step_ids and second.en == ""
    assert remarks(parcel) == [("docs/b.en.md", 1, "An English text with other steps than the Chinese one", "Left out.")]


def test_a_folder_without_texts_is_a_sentence():
    with pytest.raises(Unpackable):
        read_foreign(open_zip(pack({"a.txt": b"x"}), "x.zip"), "me", "")
