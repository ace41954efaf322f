"""How pages name people, numbers, days and moments, and how a list is cut into pages."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from college.accounts.models import Person
from college.core import clock, pages
from college.core.db import db

NAMES = [
    ("王小明", "王*明"),
    ("王明", "王*"),
    ("司马相如", "司*如"),
    ("王", "王"),
    ("", ""),
    (" 王小明 ", "王*明"),
    ("Ada Lovelace", "Ada *"),
]
PHONES = [(("140", "0001"), "140****0001"), ((None, None), ""), (("140", None), "")]
GROUPS = [("14000000001", "140 0000 0001"), ("0571-1234", "0571-1234"), ("", "")]
DAYS = [
    (date(2026, 11, 21), "2026年11月21日 星期六", "Saturday 21 November 2026"),
    (datetime(2026, 11, 21, 17, 0, tzinfo=UTC), "2026年11月22日 星期日", "Sunday 22 November 2026"),
    (None, "", ""),
]
#: Hours in UTC; China is eight hours further.
MOMENTS = [
    (datetime(2026, 11, 21, 7, 5, tzinfo=UTC), "2026年11月21日 星期六 下午3点05分", "15:05, Saturday 21 November 2026"),
    (datetime(2026, 11, 21, 1, 0, tzinfo=UTC), "2026年11月21日 星期六 上午9点", "09:00, Saturday 21 November 2026"),
    (datetime(2026, 11, 20, 17, 30, tzinfo=UTC), "2026年11月21日 星期六 凌晨1点30分", "01:30, Saturday 21 November 2026"),
    (datetime(2026, 11, 21, 4, 0, tzinfo=UTC), "2026年11月21日 星期六 中午12点", "12:00, Saturday 21 November 2026"),
    (datetime(2026, 11, 21, 12, 0, tzinfo=UTC), "2026年11月21日 星期六 晚上8点", "20:00, Saturday 21 November 2026"),
    (None, "", ""),
]


@pytest.mark.parametrize(("name", "shown"), NAMES)
def test_a_name_is_masked_for_strangers(name, shown):
    assert pages.name_masked(name) == shown


@pytest.mark.parametrize(("parts", "shown"), PHONES)
def test_a_number_is_shown_masked(parts, shown):
    assert pages.phone_masked(*parts) == shown


@pytest.mark.parametrize(("phone", "shown"), GROUPS)
def test_a_number_is_read_out_in_groups(phone, shown):
    assert pages.phone_groups(phone) == shown


@pytest.mark.parametrize(("value", "zh", "en"), DAYS)
def test_a_day_is_named_with_its_weekday(app, value, zh, en):
    with app.test_request_context("/"):
        assert pages.day(value) == zh
    with app.test_request_context("/", headers={"Cookie": "language=en"}):
        assert pages.day(value) == en


@pytest.mark.parametrize(("value", "zh", "en"), MOMENTS)
def test_a_moment_is_named_in_chinas_time(app, value, zh, en):
    with app.test_request_context("/"):
        assert pages.moment(value) == zh
    with app.test_request_context("/", headers={"Cookie": "language=en"}):
        assert pages.moment(value) == en


def test_the_day_turns_at_midnight_in_china():
    with clock.freeze(datetime(2026, 11, 21, 15, 59, tzinfo=UTC)):
        assert clock.today() == date(2026, 11, 21)
    with clock.freeze(datetime(2026, 11, 21, 16, 0, tzinfo=UTC)):
        assert clock.today() == date(2026, 11, 22)


@pytest.mark.parametrize(
    ("cookie", "language", "size"),
    [
        ("", "zh", "standard"),
        ("language=en; size=huge", "en", "huge"),
        ("language=fr; size=gigantic", "zh", "standard"),
        ("language=../../etc; size=<b>", "zh", "standard"),
    ],
)
def test_a_choice_that_nobody_offered_is_ignored(app, cookie, language, size):
    with app.test_request_context("/", headers={"Cookie": cookie, "Accept-Language": "fr"}):
        assert (pages.language(), pages.text_size()) == (language, size)


#: page asked for → (page given, pages, rows on it), of five people, two on a page.
CUTS = [(1, (1, 3, 2)), (3, (3, 3, 1)), (4, (3, 3, 1)), (0, (1, 3, 2)), (-7, (1, 3, 2))]


@pytest.mark.parametrize(("asked", "given"), CUTS)
@pytest.mark.both_databases
def test_a_list_is_cut_into_pages(app, college, asked, given):
    for number in range(5):
        college.person(f"王{number}")
    with app.app_context():
        page = pages.page_of(select(Person).order_by(Person.name), asked, per_page=2)
        assert (page.page, page.pages, len(page.items)) == given
        assert page.total == 5
        assert all(isinstance(each, Person) for each in page.items)


def test_a_list_of_pairs_stays_a_list_of_pairs(app, college):
    college.person("王一")
    with app.app_context():
        page = pages.page_of(select(Person.name, Person.locale), 1)
        assert [tuple(each) for each in page.items] == [("王一", "zh")]


def test_an_empty_list_has_one_empty_page(app):
    with app.app_context():
        assert pages.page_of(select(Person), 1) == pages.Page([], 0, 1, 1)
        assert db.session.scalar(select(Person.id)) is None


def test_a_list_made_elsewhere_is_cut_the_same_way():
    assert pages.page_of_list(list("abcde"), 3, per_page=2) == pages.Page(["e"], 5, 3, 3)
    assert pages.page_of_list([], 9) == pages.Page([], 0, 1, 1)
