"""The versions of a lesson: listed with who and why, any two compared in words, and back in one tap."""

from uuid import uuid4

import pytest

from college.authoring import history, publishing, service
from college.core import jobs
from college.core.errors import NotAllowed, RuleBroken
from college.library import service as library
from tests.authoring.test_publishing import LESSON, STEP, Desk, desk  # noqa: F401 - a fixture

pytestmark = pytest.mark.usefixtures("refunds")


def back(desk: Desk, number: int, seen: int, who: int = 0):
    """Go back to a version; give the job."""
    form_id = uuid4()
    for _ in range(2):
        job_id = desk.do(publishing.start_return, who, lesson_id=LESSON, number=number, seen=seen, form_id=form_id)
    desk.work_off()
    return desk.read(jobs.get, job_id, jobs.Actor.system())


@pytest.mark.both_databases
def test_back_to_an_earlier_version_and_forth_again(desk):  # noqa: F811
    desk.publish({LESSON: desk.reword()})
    assert back(desk, 1, seen=2).result["published"] == [LESSON]
    latest = desk.editions()[0]
    assert (latest.number, latest.returned_to, latest.why) == (3, 1, latest.why)
    assert "1" in latest.why
    assert "点开淘宝" not in desk.lesson().in_language("zh").step(STEP).html
    assert "点开淘宝" not in desk.do(service.draft_for, lesson_id=LESSON).zh, "the draft follows"
    back(desk, 2, seen=3, who=1)
    assert "点开淘宝" in desk.lesson().in_language("zh").step(STEP).html
    assert [each.returned_to for each in desk.editions()] == [2, 1, None, None]


def test_words_that_were_never_published_are_kept_aside_when_one_goes_back(desk):  # noqa: F811
    desk.publish({LESSON: desk.reword()})
    desk.reword("点开淘宝", "还没发布的话")
    back(desk, 1, seen=2)
    draft = desk.do(service.draft_for, lesson_id=LESSON)
    assert "还没发布的话" not in draft.zh and "还没发布的话" in draft.aside[-1]["zh"]


def test_who_goes_back_from_a_version_that_is_no_longer_published_overwrites_nothing(desk):  # noqa: F811
    desk.publish({LESSON: desk.reword()})
    assert back(desk, 1, seen=1).result == {"overtaken": [LESSON]}
    assert len(desk.editions()) == 2


def test_the_history_says_who_and_why_and_compares_any_two(desk):  # noqa: F811
    desk.publish({LESSON: desk.reword()})
    found = desk.do(history.history, lesson_id=LESSON, page=1)
    assert [each.number for each in found.page.items] == [2, 1] and found.current == 2
    assert found.page.items[0].published_by in found.names
    one, other = (desk.do(history.comparison, lesson_id=LESSON, one=a, other=b) for a, b in ((1, 2), (2, 1)))
    assert one.difference == other.difference
    (step,) = one.difference.texts[0].changed_steps
    assert {(run.kind, run.text) for run in step.words if run.kind != "same"} >= {("gone", "打"), ("new", "点")}


def test_a_version_that_is_not_there_and_a_course_of_others_are_not_shown(desk):  # noqa: F811
    assert desk.do(history.comparison, lesson_id=LESSON, one=1, other=9) is None
    with pytest.raises(RuleBroken):
        back(desk, 9, seen=1)
    desk.authors[1] = desk.college.lecturer(desk.college.cohort(courses=("refunds",)))
    with pytest.raises(NotAllowed):
        desk.do(history.history, 1, lesson_id=LESSON, page=1)


def test_the_pages_show_versions_and_the_way_back(desk, signed_in):  # noqa: F811
    desk.publish({LESSON: desk.reword()})
    client = signed_in(desk.authors[0])
    page = client.get(f"/write/refunds/{LESSON}/history").text
    assert "更好懂" in page and f'action="/write/refunds/{LESSON}/return"' in page
    shown = client.get(f"/write/refunds/{LESSON}/difference?one=1&other=2").text
    assert '<del class="diff-gone"><span class="diff-word">' in shown and 'role="img"' not in shown.split("<h2>")[0]
    assert library.HEAD
