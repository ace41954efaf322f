"""A draft is looked at however unfinished it is: what can be shown is shown, and every fault is said at its piece."""

import pytest

from college.library import service as library
from college.library.service import CourseFiles

HEAD = "id: try\ntitle: 试一试\nsummary: 试一试。\nminutes: 5\nfeature: refund\nobjectives:\n  - 我能试一试。\nkeypoints:\n  - 一。\n  - 二。\n  - 三。"
PRACTICE = "```practice\nscreen: home\nsay: 点“我的淘宝”。\ntarget: my-taobao\n```"
STEP = f"## 打开“我的淘宝” {{#open}}\n看最下面。\n\n{PRACTICE}"


def looked(app, body: str, en: str = "", head: str = HEAD):
    """Look at one lesson with this body in the published course's folder."""
    with app.app_context():
        course = library.written("refunds")
        texts = {"course.md": course.zh, "course.en.md": course.en, "01-try.md": f"---\n{head}\n---\n{body}\n"}
        return library.look_at(CourseFiles("refunds", texts | ({"01-try.en.md": en} if en else {}), {}), "try")


def said(look) -> dict[str, str]:
    """Give the piece and the sentence of every problem of the Chinese text."""
    return {look.part_of(each): each.text() for each in look.problems if not each.file.endswith(".en.md")}


@pytest.mark.usefixtures("refunds")
class TestLooking:
    def test_a_whole_step_is_shown_as_a_student_sees_it(self, app):
        step = looked(app, STEP).view.in_language("zh").step("open")
        assert (step.title, "看最下面" in step.html, step.practice[0].target) == ("打开“我的淘宝”", True, "my-taobao")

    @pytest.mark.parametrize(
        ("old", "new", "shown"),
        [
            ("screen: home", "screen: nowhere", ()),
            ("target: my-taobao", "target: nowhere", (None,)),
            ("target: my-taobao", "", (None,)),
            ("看最下面。", "[" * 60, ("my-taobao",)),
        ],
    )
    def test_what_nobody_could_show_is_left_out_and_said_at_its_step(self, app, old, new, shown):
        look = looked(app, STEP.replace(old, new))
        step = look.view.in_language("zh").step("open")
        assert tuple(screen.target for screen in step.practice) == shown
        assert "open" in said(look)

    def test_problems_are_told_at_the_piece_in_which_they_lie(self, app):
        look = looked(app, "<b>开头</b>\n\n" + STEP + "\n\n## 没有话 {#empty}", head=HEAD.replace("minutes: 5", "minutes: viele"))
        assert {"head", "intro"} <= set(said(look))

    def test_without_english_the_chinese_is_shown_and_a_step_that_lacks_it_too(self, app):
        assert looked(app, STEP).view.in_language("en").lang == "zh"
        en = f"---\nid: try\ntitle: Try\n---\n## Open it {{#open}}\nLook below.\n\n{PRACTICE}\n"
        look = looked(app, f"{STEP}\n\n## 第二步 {{#second}}\n再看一看。", en)
        steps = look.view.in_language("en").steps
        assert [(step.id, step.title) for step in steps] == [("open", "Open it"), ("second", "第二步")]

    def test_a_text_that_holds_nothing_yet_is_no_fault_of_the_page(self, app):
        look = looked(app, "", head="")
        assert look.problems and look.view.step_ids == ()
