"""The pages of publishing as an author walks through them."""

import pytest

from college.authoring import publishing_page, service
from tests.authoring.test_publishing import LESSON, STEP, desk  # noqa: F401 - a fixture

pytestmark = pytest.mark.usefixtures("refunds")

PAGE = f"/write/refunds/{LESSON}/publish"


def test_from_the_look_before_to_what_happened(desk, signed_in):  # noqa: F811
    desk.reword()
    client = signed_in(desk.authors[0])
    page = client.get(PAGE)
    assert "diff-new" in page.text
    unsaid = client.submit(page, {"why": ""}, action="/publish")
    assert unsaid.status_code == 422 and unsaid.page.find(id="why-error")
    late = client.submit(unsaid, {"why": "更好懂", "when": "day", "day": "2020-01-01"}, action="/publish")
    assert late.status_code == 422 and 'value="更好懂"' in late.text and 'value="2020-01-01"' in late.text
    sent = client.submit(late, {"why": "更好懂", "when": "now", "day": ""}, action="/publish")
    assert f"{PAGE}/" in sent.headers["Location"]
    desk.work_off()
    assert f"/courses/refunds/{LESSON}" in client.follow(sent).text
    assert not client.get(PAGE).page.find("form", action=PAGE), "there is nothing more to publish"


def test_two_lessons_that_exchanged_a_step_are_published_together(desk, signed_in):  # noqa: F811
    desk.do(service.move_step_to, lesson_id=LESSON, step_id=STEP, to_lesson_id="ask-refund")
    page = desk.do(publishing_page.publish_page, lesson_id="ask-refund")
    assert [(each.lesson_id, each.must) for each in page.others] == [(LESSON, True)] and page.is_fit
    client = signed_in(desk.authors[0])
    where = "/write/refunds/ask-refund/publish"
    client.submit(client.get(where), {"why": "挪到后面"}, action=where)
    desk.work_off()
    assert STEP in desk.lesson("ask-refund").step_ids and STEP not in desk.lesson().step_ids


def test_what_is_to_be_mended_hides_the_button_and_leads_to_its_place(desk, signed_in):  # noqa: F811
    desk.reword("target: my-taobao", "target: nowhere")
    page = signed_in(desk.authors[0]).get(PAGE)
    assert not page.page.find("form", action=PAGE)
    assert f"/write/refunds/{LESSON}/steps/{STEP}" in page.text


def test_another_place_to_tap_is_said_in_the_words_of_the_screen(desk, signed_in):  # noqa: F811
    desk.reword("target: my-taobao", "target: scan")
    shown = signed_in(desk.authors[0]).get(PAGE).text
    assert "“扫一扫”" in shown and "“我的淘宝”" in shown
