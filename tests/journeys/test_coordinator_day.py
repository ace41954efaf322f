"""A coordinator's whole day: a list as offices write it, a meeting, who came, who showed it, whom to call, and the board in the evening."""

import io
from datetime import timedelta

import openpyxl
import pytest

from college.core.clock import LOCAL, now
from tests.support.axe import assert_accessible
from tests.support.browser import click_through
from tests.support.probes import assert_fit_for_desk, assert_fit_for_learners

LESSON = "find-order"


def roster() -> bytes:
    """Write a workbook as an office keeps it: a title over merged cells, telephones as numbers, notes in brackets, a total, a hidden sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "花名册"
    sheet.append(["上城区老年大学手机班学员名单"])
    sheet.merge_cells("A1:D1")
    for row in (
        ["姓名", "手机号码", "年龄", "区县"],
        ["王桂兰（组长）", 14000001001, 67, "杭州市上城区"],
        ["李　秀英", "１４０００００１００２", "1954-03-02", "上城"],
        ["单玉珍", "无", 71, "江干区"],
        ["仇国强", "140000010", 66, "上城区"],
        ["合计", "4人"],
    ):
        sheet.append(row)
    book.create_sheet("旧名单").sheet_state = "hidden"
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def look(page) -> None:
    """See that the page is fit for a desk."""
    assert_fit_for_desk(page)
    assert_accessible(page)


def press(page, words: str) -> None:
    """Press the button, or follow the link, of these words in the page, and wait for the next one."""
    main = page.locator("main")
    click_through(page, main.get_by_role("button", name=words).or_(main.get_by_role("link", name=words)).first)


@pytest.fixture
def day(people, refunds, desk, phone):
    """Give a cohort with one student at home on her phone, and the desk of its coordinator."""
    cohort = people.cohort(courses=(refunds,), name="秋季一班")
    student = people.student(cohort, "陈玉珍", phone="14000001009")
    people.student(cohort, "赵国梁", phone="14000001010")
    return cohort, student, desk(person=people.coordinator()), phone(390, person=student)


def test_a_whole_day_of_a_coordinator(day, say):
    cohort, student, office, hers = day
    office.goto("/")
    look(office)
    _morning_list(office, say, cohort)
    meeting = _plan_a_meeting(office, say, cohort)
    _she_says_that_she_is_here(hers, say)
    _tick_off(office, say, cohort, meeting)
    _note_what_was_shown(office, say, cohort, meeting)
    _call_who_is_missing(office, say, cohort, meeting)
    _set_a_goal(office, say, cohort)
    _she_learns_a_step(hers)
    _evening_board(office, say, cohort)
    _take_the_list_back(office, say, cohort)


def _morning_list(office, say, cohort) -> None:
    office.goto(f"/cohorts/{cohort}/imports/new")
    media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    office.locator("input[type=file]").set_input_files({"name": "名单.xlsx", "mimeType": media, "buffer": roster()})
    press(office, say("Read this list"))
    office.locator("#row-6").wait_for()
    look(office)
    words = office.locator("main").inner_text()
    assert "王桂兰" in words and "140****1002" in words and "组长" not in office.locator("#row-3 th").inner_text()
    assert office.locator("#row-7").count() == 0, "the total is no person"
    press(office, f"{say('Correct this row')} ({say('row %(row)s', row=6)})")
    office.locator("input[name=phone]").fill("14000001004")
    press(office, say("Save this row"))
    look(office)
    assert say("corrected here") in office.locator("#row-6").inner_text()
    press(office, say("Import %(num)d student", "Import %(num)d students", 4))
    office.get_by_role("link", name=say("Print students' cards")).wait_for()
    look(office)


def _plan_a_meeting(office, say, cohort) -> str:
    office.goto(f"/cohorts/{cohort}/meetings/new")
    moment = now().astimezone(LOCAL)
    begins = max(moment - timedelta(minutes=5), moment.replace(hour=0, minute=0))
    ends = min(moment + timedelta(hours=2), moment.replace(hour=23, minute=59))
    office.locator("input[name=day]").fill(begins.date().isoformat())
    office.locator("input[name=starts]").fill(begins.strftime("%H:%M"))
    office.locator("input[name=ends]").fill(ends.strftime("%H:%M"))
    office.locator("input[name=room]").fill("社区二楼")
    office.locator("select[name=lesson]").select_option(f"refunds/{LESSON}")
    look(office)
    press(office, say("Save, or look at the days of the series"))
    office.goto(f"/cohorts/{cohort}/meetings")
    look(office)
    return office.locator(f'main a[href*="/cohorts/{cohort}/meetings/"]').evaluate_all(
        "links => links.map((link) => (/meetings[/]([0-9a-f-]{36})/.exec(link.href) || [])[1]).filter(Boolean)[0]"
    )


def _she_says_that_she_is_here(hers, say) -> None:
    hers.goto("/")
    assert_fit_for_learners(hers)
    hers.get_by_role("button", name=say("I am here")).click()
    hers.wait_for_url("**/meetings/here")
    assert "社区二楼" in hers.locator("main").inner_text()
    assert_fit_for_learners(hers)
    assert_accessible(hers)


def _tick_off(office, say, cohort, meeting) -> None:
    office.goto(f"/cohorts/{cohort}/meetings/{meeting}/attendance")
    look(office)
    rows = office.locator(".taking-row")
    names = [each.split("\n")[0] for each in rows.locator(".taking-who").all_inner_texts()]
    assert names == ["陈玉珍", "李秀英", "仇国强", "单玉珍", "王桂兰", "赵国梁"], "by their sound, surnames as surnames"
    assert rows.filter(has_text="陈玉珍").get_attribute("data-standing") in {"came", "late"}
    for name in ("王桂兰", "单玉珍"):
        rows.filter(has_text=name).locator(".taking-name").click()
    office.wait_for_function("() => document.querySelector('[data-count]').textContent.includes('3')")
    office.wait_for_function("() => document.querySelector('[data-waiting]').hidden")
    office.reload()
    assert "3" in office.locator("[data-count]").inner_text()


def _note_what_was_shown(office, say, cohort, meeting) -> None:
    office.goto(f"/cohorts/{cohort}/meetings/{meeting}/shown")
    office.get_by_label("单玉珍").check()
    press(office, say("Note that they showed it"))
    look(office)
    assert "单玉珍" in office.locator(".shown-row", has=office.locator(".badge-good")).inner_text()


def _call_who_is_missing(office, say, cohort, meeting) -> None:
    office.goto(f"/cohorts/{cohort}/meetings/{meeting}/attendance/absentees")
    look(office)
    words = office.locator("main").inner_text()
    assert "赵国梁" in words and "140****1010" in words and "王桂兰" not in words


def _set_a_goal(office, say, cohort) -> None:
    office.goto(f"/cohorts/{cohort}/goals")
    office.locator(f'input[name=lessons][value="refunds/{LESSON}"]').check()
    office.locator("input[name=by_on]").fill((now() + timedelta(days=9)).date().isoformat())
    press(office, say("Save these goals"))
    look(office)
    assert office.locator("main .meeting").count() == 1


def _she_learns_a_step(hers) -> None:
    hers.goto(f"/learn/refunds/{LESSON}")
    click_through(hers, hers.get_by_role("button", name="下一步"))


def _evening_board(office, say, cohort) -> None:
    office.goto(f"/board/{cohort}")
    look(office)
    for words, count in (("enrolled", 6), ("came to a meeting", None), ("started", 1), ("showed a lesson in person", 1)):
        box = office.locator(".numbers li").filter(has_text=say(words)).first
        assert count is None or box.locator(".big").inner_text() == str(count), words
    with office.expect_download() as waiting:
        office.locator("main").get_by_role("button", name=say("Save the numbers as a table")).click()
    assert say("Enrolled") in waiting.value.path().read_text("utf-8-sig")
    click_through(office, office.locator(".numbers li").filter(has_text=say("showed a lesson in person")).first.get_by_role("link"))
    look(office)
    assert "单玉珍" in office.locator("main").inner_text() and "王桂兰" not in office.locator("main").inner_text()


def _take_the_list_back(office, say, cohort) -> None:
    office.goto(f"/cohorts/{cohort}/imports/new")
    click_through(office, office.locator('main a[href*="/imports/"]').filter(has_text="名单.xlsx").first)
    press(office, say("Take this import back"))
    look(office)
    words = office.locator("main").inner_text()
    assert "王桂兰" in words and "单玉珍" in words, "who came or showed something stays, and is named"
    press(office, say("Take this import back"))
    look(office)
    office.goto(f"/cohorts/{cohort}")
    words = office.locator("main").inner_text()
    assert "陈玉珍" in words and "赵国梁" in words and "李秀英" not in words
