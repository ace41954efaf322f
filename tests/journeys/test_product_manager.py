"""A product manager among four weeks of invented questions: ranked themes, filters, a step with its wrong taps, files, a decision."""

import csv
import io
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from college.accounts import service as accounts
from college.core.db import db
from college.core.permissions import Role
from college.demo.questions import QUESTIONS, THEMES
from college.feedback.models import Theme
from college.notices.models import Notice
from tests.demo.conftest import fill
from tests.support.axe import assert_accessible
from tests.support.browser import Visits, click_through
from tests.support.live import LiveCollege
from tests.support.probes import assert_fit_for_desk
from tests.support.words import words_of

TITLES = {each.key: each.title for each in THEMES}
OPEN = [each for each in THEMES if not each.decided or each.decided[-1].to not in {"changed", "explained"}]
SENTENCE = "“钱款去向”第一行就写明退到哪张卡、大概哪天到。"


@pytest.fixture(scope="module")
def filled(browser, sqlite_colleges):
    """Serve a filled demonstration: `.live`, and the ids of its people by role."""
    made = fill(sqlite_colleges.separate("manager-live", "refunds"))
    live = LiveCollege(made.app).start()
    with made.app.app_context():
        first = {role.value: accounts.people_with(role)[0] for role in (Role.PRODUCT_MANAGER, Role.LECTURER)}
    yield SimpleNamespace(live=live, **first)
    live.stop()


@pytest.fixture
def visits(browser, filled):
    """Open desks on the demonstration; afterwards, fail on anything that a page did wrong."""
    filled.live.errors.clear()
    opened = Visits(browser, filled.live)
    yield opened
    faults = opened.close()
    assert not faults, "pages did what they must not:\n  " + "\n  ".join(dict.fromkeys(faults))


@pytest.fixture
def page(visits, filled):
    """Give the manager's desk in Chinese."""
    return visits.desk(person=filled.product_manager)


@pytest.fixture
def say(filled):
    """Say sentences as the pages do in Chinese."""
    return words_of(filled.live.app, "zh")


def titles(page) -> list[str]:
    """Give the titles of the shown themes, from the top."""
    return page.locator(".themes tbody .theme-link").all_inner_texts()


def numbers(page, column: int) -> list[int]:
    """Give a column of the themes."""
    return [int(each) for each in page.locator(f".themes tbody tr td:nth-child({column})").all_inner_texts()]


def choose(page, say, **values) -> None:
    """Choose in the filter and look."""
    for name, value in values.items():
        page.locator(f"#{name}").select_option(value)
    click_through(page, page.get_by_role("button", name=say("Show these themes")))


def press(page, words: str) -> None:
    main = page.locator("main")
    click_through(page, main.get_by_role("button", name=words).or_(main.get_by_role("link", name=words)).first)


def test_the_start_page_says_what_to_do_and_leads_there(page, say):
    page.goto("/")
    assert_accessible(page)
    assert_fit_for_desk(page)
    press(page, say("Look at the new themes"))
    assert set(titles(page)) == {each.title for each in THEMES if not each.decided}
    page.goto("/")
    press(page, say("Look at the promises"))
    assert set(titles(page)) == {TITLES["kinds"], TITLES["fake"]}


def test_themes_are_ranked_by_people_then_districts(page):
    page.goto("/themes")
    assert set(titles(page)) == {each.title for each in OPEN}
    people, districts = numbers(page, 1), numbers(page, 2)
    assert people == sorted(people, reverse=True) and people[0] > people[-1]
    assert list(zip(people, districts, strict=True)) == sorted(zip(people, districts, strict=True), reverse=True)


def test_filters_narrow_what_is_shown_and_counted(page, say):
    page.goto("/themes")
    choose(page, say, show="closed")
    assert set(titles(page)) == {TITLES["confirm"], TITLES["insurance"]}
    choose(page, say, show="all", feature="refund")
    assert set(titles(page)) == {TITLES["confirm"], TITLES["kinds"]}
    everybody = sum(numbers(page, 1))
    choose(page, say, district="330106")
    assert 0 < sum(numbers(page, 1)) < everybody
    assert set(numbers(page, 2)) == {1}
    choose(page, say, feature="", district="", week=page.locator("#week option").nth(3).get_attribute("value"))
    assert 0 < len(titles(page)) < len(THEMES)
    assert_accessible(page)


def test_a_theme_shows_words_the_step_its_screen_and_where_people_tapped_instead(page, say):
    page.goto("/themes?show=all")
    click_through(page, page.get_by_role("link", name=TITLES["confirm"]))
    text = page.locator("main").inner_text()
    assert sum(each.text in text for each in QUESTIONS if each.theme == "confirm" and not each.excerpt) >= 6
    assert "上城区" in text and "西湖区" in text
    assert page.locator(".library-phone svg, .library-phone .app").count() >= 1
    assert "确认收货" in page.locator(".scene table").first.inner_text()
    assert page.locator(".history li").count() == 4
    assert page.get_by_role("link", name=say("Decide")).count() == 0, "a closed theme stays closed"
    assert_accessible(page)
    assert_fit_for_desk(page)


def test_files_hold_what_the_pages_show(page, say):
    page.goto("/themes")
    shown = titles(page)
    rows = _download(page, say("Save these themes as a table"))
    assert [row[0] for row in rows[1:]] == shown
    click_through(page, page.get_by_role("link", name=TITLES["money"]))
    excerpts = page.locator(".excerpts blockquote").all_inner_texts()
    rows = _download(page, say("Save the excerpts as a table"))
    assert len(rows) - 1 == len(excerpts) and all(any(each in row for row in rows) for each in excerpts)


def _download(page, words: str) -> list[list[str]]:
    with page.expect_download() as download:
        page.get_by_role("button", name=words).click()
    with open(download.value.path(), encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(io.StringIO(file.read())))


def test_friction_is_counted_for_each_hundred_and_small_groups_are_few(page, say):
    page.goto("/friction")
    table = page.locator(".friction tbody")
    assert table.locator("tr").count() >= 8
    assert say("few") in table.inner_text()
    assert any(cell.isdigit() for cell in table.locator("td").all_inner_texts())
    assert_accessible(page)
    assert_fit_for_desk(page)
    page.locator("#district").select_option("330106")
    press(page, say("Show this"))
    assert say("few") in table.inner_text()


def test_a_decision_reads_first_and_then_goes_back_to_everybody_who_asked(page, say, filled):
    page.goto("/themes")
    click_through(page, page.get_by_role("link", name=TITLES["money"]))
    people = int(page.locator(".numbers .big").first.inner_text())
    for to, last in (("planned", "Keep this decision"), ("changed", "Keep it and tell everybody")):
        press(page, say("Decide"))
        page.locator(f'input[name="to"][value="{to}"]').check()
        page.locator("textarea").fill("  ")
        press(page, say("See how people will read it"))
        assert page.locator("#errors").count() == 1, "no decision without a sentence"
        page.locator("textarea").fill(SENTENCE)
        press(page, say("See how people will read it"))
        assert SENTENCE in page.locator(".reads").first.inner_text()
        assert_accessible(page)
        assert_fit_for_desk(page)
        press(page, say(last))
    with filled.live.app.app_context():
        theme = db.session.scalars(select(Theme).where(Theme.title == TITLES["money"])).one()
        told = list(db.session.scalars(select(Notice).where(Notice.key == f"theme:{theme.id}")))
    assert len({each.person_id for each in told}) == len(told) == people
    assert all(SENTENCE in each.texts["zh"] for each in told)


def test_a_lecturer_has_no_board_and_she_has_no_desk(visits, filled):
    lecturer, manager = visits.desk(person=filled.lecturer), visits.desk(person=filled.product_manager)
    assert lecturer.goto("/themes").status == 403
    assert manager.goto("/desk/questions").status == 403
    assert manager.goto("/cohorts").status == 403
