"""A lecturer who has never seen a sign of Markdown writes a course, practises it beside her text and publishes it; files agree."""

import io
import zipfile

import pytest

from college.core.permissions import Role, Scope
from college.library import service as library
from tests.journeys.test_student import address, place
from tests.support.axe import assert_accessible
from tests.support.browser import click_through
from tests.support.probes import assert_fit_for_desk
from tests.support.words import words_of

#: What she types above the lesson and above the course, by the name of the field.
ABOVE_LESSON = {
    "summary_zh": "从首页找到买过的东西。", "summary_en": "From the home page to what one has bought.",
    "objectives_zh_0": "我能自己找到买过的东西。", "objectives_en_0": "I can find what I have bought.",
    "keypoints_zh_0": "先点“我的淘宝”。", "keypoints_en_0": "First 我的淘宝 (My Taobao).",
    "keypoints_zh_1": "再点“我的订单”。", "keypoints_en_1": "Then 我的订单 (My orders).",
    "keypoints_zh_2": "找不到就回首页。", "keypoints_en_2": "Lost? Go back to the home page.", "title_en": "Find what I bought",
}  # fmt: skip
ABOVE_COURSE = {
    "summary_zh": "一步一步找到买过的东西。", "summary_en": "Find what you bought, step by step.",
    "audience_zh": "第一次自己看订单的朋友。", "audience_en": "For those who look at an order for the first time.",
    "objectives_zh_0": "我能打开“我的淘宝”。", "objectives_en_0": "I can open 我的淘宝 (My Taobao).",
    "objectives_zh_1": "我能打开“我的订单”。", "objectives_en_1": "I can open 我的订单 (My orders).",
    "objectives_zh_2": "我能看懂一笔订单。", "objectives_en_2": "I can read an order.", "title_en": "My own orders",
}  # fmt: skip


@pytest.fixture
def say(people):
    """Say sentences as the pages do in Chinese."""
    return words_of(people.app, "zh")


@pytest.fixture
def cohort(people, refunds):
    """Have a class that follows the shipped course."""
    return people.cohort(courses=(refunds,))


def press(page, words: str) -> None:
    click_through(page, page.locator("main").get_by_role("button", name=words, exact=True).first)


def fill(page, words: dict[str, str]) -> None:
    """Type into the fields of the page, by their names, and wait until the page says that it is kept."""
    for name, text in words.items():
        page.locator(f'[name="{name}"]').fill(text)
    page.wait_for_function("() => /\\d\\d:\\d\\d/.test(document.querySelector('[data-line]').textContent)")
    page.wait_for_function("() => !Object.keys(localStorage).some((key) => key.startsWith('writing:'))")


def follow(page, words: str) -> None:
    click_through(page, page.locator("main").get_by_role("link", name=words).first)


def make_practice(page, say, words: str, screen: str, target: str, zh: str, en: str) -> None:
    """Find a drawn screen by words, tap the right place in it, and write what is said, from the step's page and back."""
    press(page, say("A practice on a drawn phone"))
    follow(page, say("Choose a screen"))
    page.locator("#q").fill(words)
    press(page, say("Find screens"))
    click_through(page, page.locator(f'button[name="screen"][value="{screen}"]'))
    if page.url.endswith("/values"):
        click_through(page, page.locator(".maker-form .button-primary"))
    click_through(page, page.locator(f'button[name="tap"][value="{target}"]'))
    follow(page, say("Go on: what to say"))
    page.locator('[name="zh"]').fill(zh)
    page.locator('[name="en"]').fill(en)
    press(page, say("Keep this sentence and go on"))
    page.locator('[name="zh_any"]').fill("不着急，再找一找。")
    page.locator('[name="en_any"]').fill("No hurry. Look once more.")
    press(page, say("Keep these words: the practice is ready"))
    follow(page, say("Back to the step"))


def publish(page, say, why: str) -> None:
    """Publish what is written, all that was changed, and wait until it is done."""
    assert page.locator("#why").count(), page.locator("main").inner_text()
    page.locator("#why").fill(why)
    for box in page.locator('[name="also"]').all():
        box.check()
    press(page, say("Publish this text"))
    page.get_by_text(say("It is published. Students see it from now on; what they did before is kept.")).wait_for()


def begin(page, say) -> tuple[str, str]:
    """Begin a course and its first lesson, and say what stands above them; give the addresses of both."""
    page.goto("/write")
    follow(page, say("Begin a new course"))
    page.locator("#title").fill("我的订单我会看")
    press(page, say("Begin this course"))
    desk_page = page.url
    follow(page, say("Write about the course"))
    follow(page, say("Title of the course, and for whom"))
    fill(page, ABOVE_COURSE)

    page.goto(desk_page)
    follow(page, say("Begin a new lesson"))
    page.locator("#title").fill("找到买过的东西")
    press(page, say("Begin writing this lesson"))
    lesson_page = page.url
    follow(page, say("Title of the lesson, and what one learns"))
    page.locator('select[name="feature"]').select_option("my-orders")
    fill(page, ABOVE_LESSON)
    follow(page, say("Back to the whole lesson"))
    return desk_page, lesson_page


def test_a_course_with_a_lesson_of_two_practices_is_written_without_a_sign(people, cohort, desk, say):
    page = desk(person=people.lecturer(cohort))
    desk_page, lesson_page = begin(page, say)
    click_through(page, page.locator(".write-steps .write-title a").first)
    fill(page, {"title_zh": "打开“我的淘宝”", "title_en": "Open 我的淘宝", "zh-0": "打开淘宝，点右下角的“我的淘宝”。", "en-0": "Open Taobao. Tap 我的淘宝 (My Taobao)."})
    make_practice(page, say, "首页", "home", "my-taobao", "点一下最下面的“我的淘宝”。", "Tap 我的淘宝 at the bottom.")

    page.goto(lesson_page)
    page.locator('[name="title"]').fill("打开“我的订单”")
    page.locator('[name="title_en"]').fill("Open 我的订单")
    press(page, say("Add this step and write it"))
    fill(page, {"zh-0": "买过的东西都在“我的订单”里。", "en-0": "All you bought is in 我的订单 (My orders)."})
    make_practice(page, say, "我的淘宝", "my-taobao", "all-orders", "点一下“我的订单”。", "Tap 我的订单.")
    assert_accessible(page)
    assert_fit_for_desk(page)

    phone = page.frame_locator("iframe[data-phone]")
    assert "买过的东西都在" in phone.locator("main").inner_text()
    phone.get_by_role("link", name="练一练").first.click()
    phone.locator('button[name="tap"][value="all-orders"]').click()
    phone.locator(".lesson-right").wait_for()

    course, lesson = lesson_page.split("/")[-2:]
    page.goto(desk_page)
    follow(page, say("Look and publish"))
    publish(page, say, "第一次上课用")
    with people.app.app_context():
        shown = library.lesson(course, lesson).in_language("zh")
        assert [len(step.practice) for step in shown.steps] == [1, 1]
        assert shown.steps[0].practice[0].target == "my-taobao"
    page.goto(f"/learn/{course}/{lesson}/{shown.steps[0].id}")
    assert "点右下角的“我的淘宝”" in page.locator("main").inner_text()


def test_a_student_in_the_middle_of_the_old_text_loses_nothing_and_files_agree(people, cohort, desk, phone, say, tmp_path):
    student, author = people.student(cohort, "王桂明"), people.staff(Role.AUTHOR, Scope(course="refunds"), "钱讲师")
    with people.app.app_context():
        old = library.lesson("refunds", library.course("refunds").lessons[0].id)
    hers = phone(person=student)
    for number in (1, 2):
        hers.goto(address(old, number))
        click_through(hers, hers.locator(".bar").get_by_role("button", name="下一步"))
    hers.wait_for_url(f"**{address(old, 3)}")

    page = desk(person=author)
    page.goto(f"/write/refunds/{old.id}/steps/{old.step_ids[2]}")
    fill(page, {"title_zh": "新的第三步"})
    page.goto(f"/write/refunds/{old.id}")
    click_through(page, page.locator(f"#step-{old.step_ids[4]}").get_by_role("button", name=say("Move up")))
    page.goto("/write/refunds")
    follow(page, say("Look and publish"))
    publish(page, say, "学员看不懂")

    click_through(hers, hers.locator(".bar").get_by_role("button", name="下一步"))
    assert place(people).done_count == 3 and place(people).finished_at is None
    hers.goto(address(old, 3))
    assert "新的第三步" in hers.locator("main").inner_text()

    page.goto("/write/refunds")
    with page.expect_download() as found:
        page.locator('form[action$="/export"] button').first.click()
    with zipfile.ZipFile(io.BytesIO(found.value.path().read_bytes())) as packed:
        packed.extractall(tmp_path)
    folder = next(path.parent for path in tmp_path.rglob("course.md"))
    file = next(folder.glob(f"*-{old.id}.md"))
    assert "新的第三步" in file.read_text("utf-8")
    file.write_text(file.read_text("utf-8").replace("新的第三步", "文件里的第三步"), "utf-8")
    run = people.app.test_cli_runner().invoke(args=["courses", "publish", str(folder)])
    assert run.exit_code, "edited on the web: nothing is overwritten in silence"
    run = people.app.test_cli_runner().invoke(args=["courses", "publish", str(folder), "--theirs"])
    assert not run.exit_code, run.output
    hers.goto(address(old, 3))
    assert "文件里的第三步" in hers.locator("main").inner_text()
    assert place(people).done_count == 3, "the same student, the same steps"
