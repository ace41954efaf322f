"""What changed is said in words and screens: steps added, gone, moved and renamed, hanzi by hanzi, taps and drawings."""

import pytest

from college.library.difference import of_course_texts, of_lessons
from college.library.rules_words_changed import GONE, LONGEST, NEW, SAME, Run, plain, runs
from college.library.texts import lesson_view

NOBODY = "00000000-0000-0000-0000-000000000000"


def screen(target="my-taobao", say="点一下。", name="home", wrong=None):
    """Give a practised screen as a revision keeps it."""
    return {"screen": name, "values": {}, "target": target, "say": say, "wrong": wrong or {}}


def step(step_id, title="看一看", html="<p>点右下角。</p>", practice=(), picture=None, drawn=None):
    """Give a step as a revision keeps it."""
    return {"id": step_id, "title": title, "html": html, "teacher_html": "", "feature": "orders", "practice": list(practice),
            "picture": picture, "drawn": drawn}


def lesson(*steps, title="题目", minutes=5, **more):
    """Give a lesson with these steps, in Chinese."""
    text = {"title": title, "summary": "简介", "objectives": ["我能看"], "keypoints": ["看"], "intro_html": "<p>您好。</p>",
            "teacher_html": "", "steps": list(steps), **more}
    content = {"minutes": minutes, "feature": "orders", "app_version": "", "checked_on": "", "narrator": "", "texts": {"zh": text}}
    return lesson_view(lesson_id="l", course_id="c", revision_id=NOBODY, number=1, content=content)


def changes(before, after):
    """Give the changed steps in Chinese, by id."""
    found = of_lessons(before, after)
    return {each.id: each for each in found.texts[0].changed_steps} if found.texts else {}


def test_the_same_text_has_no_difference():
    assert of_lessons(lesson(step("a")), lesson(step("a"))).is_empty


def test_words_are_compared_hanzi_by_hanzi_and_latin_word_by_word():
    assert runs("点右下角的红色按钮", "点左下角的红色按钮") == (
        Run(SAME, "点"), Run(GONE, "右"), Run(NEW, "左"), Run(SAME, "下角的红色按钮"))
    assert runs("Tap the blue button", "Tap the black button")[1:3] == (Run(GONE, "blue"), Run(NEW, "black"))


def test_a_lone_sign_between_two_changes_is_part_of_the_change():
    assert [run.kind for run in runs("甲乙丙", "丁乙戊")] == [GONE, NEW]


@pytest.mark.parametrize("pair", [("", "新的话"), ("旧的话", ""), ("一\n二", "一\n三"), ("a  b", "a b"), ("甲" * LONGEST + "乙", "甲" * LONGEST)])
def test_runs_give_both_texts_back(pair):
    found = runs(*pair)
    assert "".join(run.text for run in found if run.kind != NEW) == pair[0]
    assert "".join(run.text for run in found if run.kind != GONE) == pair[1]


def test_a_rendered_text_is_read_as_words():
    assert plain("<p>点<strong>这里</strong>。</p><ul><li>一&amp;二</li><li>三</li></ul>") == "点这里。\n一&二\n三"


def test_steps_that_are_new_and_gone_are_named():
    found = changes(lesson(step("a"), step("b"), step("c")), lesson(step("a"), step("c"), step("d")))
    assert {each: change.kind for each, change in found.items()} == {"b": "gone", "d": "new"}
    assert found["b"].words == (Run(GONE, "点右下角。"),)


def test_a_step_that_is_gone_stands_where_it_stood():
    found = of_lessons(lesson(step("a"), step("b"), step("c")), lesson(step("a"), step("c"))).texts[0].steps
    assert [each.id for each in found] == ["a", "b", "c"]


def test_only_the_step_that_moved_is_called_moved():
    found = changes(lesson(step("a"), step("b"), step("c")), lesson(step("c"), step("a"), step("b")))
    assert {each: change.moved_from for each, change in found.items()} == {"c": 3}


def test_a_renamed_step_says_both_titles():
    found = changes(lesson(step("a", title="打开淘宝")), lesson(step("a", title="点开淘宝")))["a"]
    assert found.is_renamed and Run(GONE, "打") in found.title and Run(NEW, "点") in found.title


def test_a_practice_says_which_place_is_tapped_now():
    found = changes(lesson(step("a", practice=[screen("cart")])), lesson(step("a", practice=[screen("my-taobao")])))["a"]
    (change,) = found.screens
    assert (change.number, change.before.target, change.after.target, change.is_new_target) == (1, "cart", "my-taobao", True)


def test_screens_that_come_and_go_and_other_words_are_seen():
    old = lesson(step("a", practice=[screen(), screen("b", say="再点。")]))
    found = changes(old, lesson(step("a", practice=[screen(say="请点一下。")])))["a"].screens
    assert [(each.number, each.before is None, each.after is None) for each in found] == [(1, False, False), (2, False, True)]
    assert Run(NEW, "请") in found[0].said


def test_pictures_stand_side_by_side():
    one = {"sha256": "a" * 64, "ending": "jpg", "alt": "一", "width": 1, "height": 1}
    found = changes(lesson(step("a", picture=one)), lesson(step("a", picture={**one, "sha256": "b" * 64})))["a"]
    assert "a" * 64 in found.picture_before["url"] and "b" * 64 in found.picture_after["url"]


def test_the_lines_about_a_lesson_are_compared():
    found = of_lessons(lesson(step("a")), lesson(step("a"), title="新题目", minutes=9)).texts[0]
    assert [each.key for each in found.fields] == ["minutes", "title"]


def test_a_new_lesson_is_new_altogether():
    found = of_lessons(None, lesson(step("a", practice=[screen()]))).texts[0]
    assert [each.kind for each in found.steps] == ["new"] and found.steps[0].screens[0].after.target == "my-taobao"


def test_a_courses_own_text_is_compared_in_its_lines():
    old = {"zh": "---\nid: c\ntitle: 旧\nobjectives:\n  - 一\n---\n您好。\n"}
    found = of_course_texts(old, {"zh": old["zh"].replace("旧", "新").replace("您好", "大家好")}).texts[0]
    assert [each.key for each in found.fields] == ["title"] and Run(NEW, "大家") in found.intro


def test_an_unreadable_head_is_still_compared():
    found = of_course_texts({"zh": "---\ntitle: 一\n---\n"}, {"zh": "---\ntitle: [一\n---\n"})
    assert not found.is_empty
