"""Writing without knowing any sign: the pages of a lesson and its pieces, as an author uses them."""

import pytest

from college.authoring import service
from college.core.permissions import Role, Scope

LESSON = "/write/refunds/find-order"
STEP = f"{LESSON}/steps/open-my-taobao"


@pytest.fixture
def author(college, refunds):
    """Give an author of the course."""
    return college.staff(Role.AUTHOR, Scope(course=refunds))


@pytest.fixture
def desk(author, signed_in):
    """Give a client on which the author is signed in."""
    return signed_in(author)


@pytest.fixture
def draft(college, author):
    """Give a function that gives the draft as it stands."""

    def now(lesson_id: str = "find-order"):
        with college.work():
            found = service.draft_for(actor=college.actor(author), course_id="refunds", lesson_id=lesson_id)
            return service.Texts(found.zh, found.en)

    return now


def step_of(draft, step_id: str = "open-my-taobao"):
    """Give one step of the draft."""
    return draft().part(step_id)


def test_a_lesson_shows_its_steps_and_nothing_is_kept_by_looking(desk, draft):
    before = draft()
    for address in (LESSON, STEP, f"{LESSON}/head", f"{LESSON}/intro", f"{LESSON}/text", f"{STEP}/text", "/write/refunds/course", "/write/refunds/course/head"):
        assert desk.get(address).status_code == 200, address
    assert "打开“我的淘宝”" in desk.get(LESSON).words
    assert draft() == before


def test_saving_what_was_opened_changes_nothing(desk, draft):
    before = draft()
    for address in (STEP, f"{LESSON}/head", f"{LESSON}/intro"):
        assert desk.submit(address, action="find-order").status_code == 303
    after = draft()
    assert (after.zh, after.en) == (before.zh, before.en)


HOSTILE = "## 不是新的一步 {#hacked}\n```\n---\n<b>粗</b>: '\"\n![图](a.png)"


def test_what_is_typed_stays_in_its_block(desk, draft):
    answer = desk.submit(STEP, {"zh-0": HOSTILE, "zh-2": "```teacher\n" + HOSTILE, "title_zh": "打开 {#x} 它"}, action="find-order")
    assert answer.status_code == 303
    page = desk.get(STEP).page
    assert page.find(id="zh-0").get_text() == HOSTILE
    assert page.find(id="zh-2").get_text() == "```teacher\n" + HOSTILE
    assert page.find(id="title_zh")["value"] == "打开 {#x} 它"
    assert desk.get(LESSON).page.find(id="step-hacked") is None


def test_rows_are_added_moved_taken_out_and_put_back_with_what_was_typed(desk, draft):
    desk.submit(STEP, {"zh-0": "点右下角。", "do": "add-warning"}, action="find-order")
    assert "点右下角。" in step_of(draft).zh and step_of(draft).zh.endswith("```warning\n```")
    desk.submit(STEP, {"zh-3": "别点广告。", "do": "up-3"}, action="find-order")
    assert step_of(draft).zh.index("```warning") < step_of(draft).zh.index("```teacher")
    gone = desk.submit(STEP, {"do": "out-0"}, action="find-order")
    assert gone.status_code == 200 and "点右下角" not in step_of(draft).zh
    assert desk.submit(gone, {"do": "back"}, action="find-order").status_code == 303
    assert "点右下角。" in step_of(draft).zh
    assert "my-taobao" in step_of(draft).zh, "the practice is nobody's words here and stays"


def test_english_that_is_missing_is_said_and_stands_beside_its_own_words(desk, draft):
    desk.submit(STEP, {"title_en": "", "en-0": "", "en-2": "", "do": "add-tip"}, action="find-order")
    assert step_of(draft).en == ""
    assert desk.get(STEP).page.find_all("span", class_="badge-care")
    desk.submit(STEP, {"zh-3": "慢慢来。", "en-3": "Take your time."}, action="find-order")
    page = desk.get(STEP).page
    assert (page.find(id="en-0").get_text(), page.find(id="en-3").get_text()) == ("", "Take your time.")


def test_a_script_hears_that_it_was_kept_and_another_who_came_second_hears_of_it(college, desk, author, signed_in, draft):
    opened = desk.get(STEP).page.find("form", attrs={"data-writing": True})
    sent = {each["name"]: each.get("value", each.get_text()) for each in opened.find_all(["input", "textarea"]) if each.get("name")}
    kept = desk.post(STEP, data={**sent, "zh-0": "点它。"}, headers={"Accept": "application/json"})
    assert (kept.status_code, set(kept.json)) == (200, {"base", "kept_at", "phone", "problems"})
    assert desk.get(kept.json["phone"]).status_code == 200
    other = signed_in(college.staff(Role.AUTHOR, Scope(course="refunds")))
    token = other.get(STEP).page.find("input", attrs={"name": "csrf_token"})["value"]
    late = other.post(STEP, data={**sent, "csrf_token": token, "zh-0": "我也写。"}, headers={"Accept": "application/json"})
    assert late.status_code == 409 and set(late.json) == {"by", "at"}
    assert "点它。" in step_of(draft).zh and "我也写" not in step_of(draft).zh


def test_what_is_far_too_long_is_shown_again_and_not_kept(desk, draft):
    long = "长" * 9_000
    answer = desk.submit(STEP, {"zh-0": long}, action="find-order")
    assert answer.status_code == 422 and long in answer.page.find(id="zh-0").get_text()
    assert long not in draft().zh


def test_steps_are_added_once_moved_once_taken_out_put_back_and_moved_to_another_lesson(desk, draft):
    page = desk.get(LESSON)
    first, again = (desk.submit(page, {"title": "再看一眼"}, action="add-step") for _ in range(2))
    assert first.headers["Location"] == again.headers["Location"]
    new = first.headers["Location"].rpartition("/")[2]
    assert draft().zh.count("再看一眼") == 1
    page = desk.get(LESSON)
    for _ in range(2):
        desk.submit(page, action="open-orders/move")
    assert draft().zh.index("#open-orders") < draft().zh.index("#open-my-taobao")
    assert draft().zh.index("#open-orders") < draft().zh.index("#pick-the-order")
    desk.submit(LESSON, action=f"{new}/take-out")
    assert "再看一眼" not in draft().zh and "再看一眼" in desk.get(LESSON).words
    desk.submit(LESSON, action=f"{new}/put-back")
    assert "再看一眼" in draft().zh
    desk.submit(f"{LESSON}/steps/{new}/move-to", {"lesson": "ask-refund"}, action="move-to")
    assert "再看一眼" not in draft().zh and "再看一眼" in draft("ask-refund").zh
    assert desk.submit(LESSON, {"title": ""}, action="add-step").status_code == 422


def test_what_stands_above_is_filled_in_as_fields(desk, draft):
    title = "题目: “退” #1 {a} 'b'"
    desk.submit(f"{LESSON}/head", {"title_zh": title, "keypoints_zh_4": "- 第五点: 也要", "minutes": "7", "title_en": ""}, action="head")
    page = desk.get(f"{LESSON}/head").page
    assert [page.find(id=each)["value"] for each in ("title_zh", "minutes")] == [title, "7"]
    assert page.find(id="keypoints_zh_4").get_text() == "- 第五点: 也要"
    assert "app_version" in draft().zh.partition("## ")[0]
    desk.submit("/write/refunds/course/head", {"audience_zh": "给刚开始的您。"}, action="head")
    assert "给刚开始的您。" in draft("course").zh


def test_a_note_for_lecturers_is_begun_with_its_three_leads(desk, draft):
    desk.submit("/write/refunds/course/intro", {"zh-1": "", "do": "out-1"}, action="intro")
    desk.submit("/write/refunds/course/intro", {"do": "add-teacher"}, action="intro")
    assert all(lead in draft("course").zh for lead in ("**多久**", "**课堂上常出的错**", "**可以这样说**"))


def test_the_plain_text_is_always_there_and_keeps_its_beginning(desk, draft):
    whole = draft()
    assert desk.submit(f"{LESSON}/text", {"zh": "随便写的"}, action="text").status_code == 422
    assert desk.submit(f"{LESSON}/text", {"zh": whole.zh.replace("拖鞋", "布鞋")}, action="text").status_code == 303
    assert "布鞋" in draft().zh and "拖鞋" not in draft().zh
    odd = "## 打开它 {#open-my-taobao}\n### 小标题\n话。"
    assert desk.submit(f"{STEP}/text", {"zh": odd}, action="text").status_code == 303
    assert desk.get(STEP).headers["Location"].endswith("/text"), "what fields cannot show is written as text"
    assert desk.submit(f"{STEP}/text", {"zh": "没有题目"}, action="text").status_code == 422


def test_what_is_to_be_mended_leads_to_its_piece(desk, draft):
    desk.submit(STEP, {"zh-0": "字" * 70}, action="find-order")
    page = desk.get(LESSON)
    assert STEP in [each["href"] for each in page.page.select(".write-said a")]
    assert "“打开“我的淘宝””" in page.words and "“open-my-taobao”" not in page.words, "a step is called by its title"
    assert "70" in desk.get(STEP).words


def test_of_a_lesson_that_nobody_gave_her_nothing_is_shown(college, signed_in, refunds):
    other = signed_in(college.staff(Role.AUTHOR, Scope(course="photo-search")))
    stranger = signed_in(college.lecturer(college.cohort(courses=(refunds,))))
    for address in (LESSON, STEP, f"{LESSON}/text", f"{LESSON}/phone", f"{LESSON}/phone/open-my-taobao"):
        assert other.get(address).status_code == 404
        assert stranger.get(address).status_code in {403, 404}
