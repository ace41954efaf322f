"""The pages of search: one field for everybody, the desk's own, and the list of what was missed."""

from urllib.parse import quote

import pytest
from sqlalchemy import func, select

from college.core.db import db
from college.search.models import SearchMiss
from tests.support.searching import missed


def _search(client, words: str):
    """Type words, press the button and see what comes."""
    answer = client.submit("/search", {"q": words}, action="search")
    return client.follow(answer) if answer.status_code == 303 else answer


def _misses(app) -> int:
    with app.app_context():
        return db.session.scalar(select(func.sum(SearchMiss.count))) or 0


def test_a_student_finds_a_step_and_comes_to_it(search, room, signed_in):
    client = signed_in(room.student)
    page = _search(client, "退货")
    assert page.status_code == 200
    assert page.request.path == "/search"
    links = [link["href"] for link in page.page.select(".search-row")]
    assert 0 < len(links) <= 10
    step = next(link for link in links if link.count("/") == 4)
    assert client.get(step).status_code == 200
    assert page.page.select("mark")


def test_ten_results_then_the_next_page(search, room, signed_in):
    client = signed_in(room.student)
    first = client.get(f"/search?q={quote('退')}")
    assert len(first.page.select(".search-row")) == 10
    following = next(link for link in first.page.select(".pager a"))["href"]
    second = client.get(following)
    assert second.page.select(".search-row")
    assert second.page.select_one(".search-found")["start"] == "11"


def test_the_field_has_a_label_and_keeps_what_was_typed(search, client):
    page = client.get(f"/search?q={quote('退货')}").page
    field = page.select_one("main input[type=search]")
    assert field["value"] == "退货"
    assert page.select_one(f"main label[for={field['id']}]").get_text(strip=True)


def test_an_empty_search_is_shown_again(search, client):
    answer = _search(client, "  ")
    assert answer.status_code == 422
    assert answer.page.select_one("#errors")


def test_reading_writes_nothing(search, room, signed_in, app):
    client = signed_in(room.student)
    for words in ("越剧", "退货", ""):
        client.get(f"/search?q={quote(words)}")
    assert _misses(app) == 0


def test_a_search_in_vain_is_counted_once_however_often_it_is_pressed(search, room, signed_in, app):
    client = signed_in(room.student)
    for _ in range(3):
        page = _search(client, "越剧")
        assert "越剧" in page.words
    assert _misses(app) == 1
    _search(client, "天气预报")
    assert _misses(app) == 2
    _search(client, "退货")
    assert _misses(app) == 2


def test_a_strangers_search_is_not_counted(search, client, app):
    assert _search(client, "越剧").status_code == 200
    assert _misses(app) == 0


def test_nothing_found_says_what_to_do_next(search, room, signed_in):
    client = signed_in(room.student)
    page = client.get(f"/search?q={quote('越剧')}").page
    main = page.select_one("main")
    courses = main.select_one("a.button[href^='/learn']")["href"]
    assert client.get(courses).status_code == 200
    assert [link["href"] for link in main.select(".search-examples a")] == [f"/search?q={quote(word)}" for word in ("退货", "取件", "搜索")]
    assert page.select_one("a[href^='tel:']")


def test_no_example_leads_nowhere(room, client):
    page = client.get("/search").page
    assert not page.select(".search-examples a"), "the index is empty still"


@pytest.mark.parametrize("words", ["长辈版", "关怀版", "打开大字版"])
def test_who_looks_for_the_large_version_gets_the_sizes(search, client, words, app):
    answer = client.get(f"/search?q={quote(words)}", follow_redirects=False)
    assert (answer.status_code, answer.location) == (303, "/search#display")
    assert client.get("/search").page.select_one("#display button[name=size]")
    assert _search(client, words).status_code == 200
    assert _misses(app) == 0


@pytest.mark.parametrize("words", [
    "<img src=x onerror=alert(1)>", "'\"><script>alert(1)</script>", "{{ 7*7 }}", "%00", "\u202e退货\u2066", "😀", "%' OR '1'='1", "退货" * 200,
])  # fmt: skip
def test_hostile_words_come_back_as_words(search, room, signed_in, words):
    for who, address in ((room.student, "/search"), (room.lecturer, "/desk/search")):
        page = signed_in(who).get(f"{address}?q={quote(words)}")
        assert page.status_code == 200
        assert not page.page.select("main img, main script")
        assert "49" not in page.page.select_one("main").get_text() or "7*7" not in words


def test_ten_thousand_letters_are_cut(search, client):
    page = _search(client, "退货" * 5000)
    assert page.status_code == 200
    assert page.page.select(".search-row")
    assert len(page.page.select_one("main input[type=search]")["value"]) == 100


def test_hostile_questions_are_escaped(search, room, signed_in):
    room.ask("橙色按钮<img src=x onerror=alert(1)><mark>假的</mark>")
    search.catch_up()
    for who, address in ((room.student, "/search"), (room.lecturer, "/desk/search")):
        page = signed_in(who).get(f"{address}?q={quote('橙色按钮')}").page
        assert not page.select("main img")
        assert [mark.get_text() for mark in page.select("main mark")] == ["橙色按钮"]


def test_pages_that_are_not_there_give_the_last(search, client):
    for page in ("0", "-1", "999999999999999999999", "x"):
        assert client.get(f"/search?q={quote('退')}&page={page}").page.select(".search-row")


def test_the_desk_leads_to_the_step_and_to_the_question(search, room, signed_in):
    asked = room.ask("橙色按钮点了没有反应")
    search.catch_up()
    client = signed_in(room.lecturer)
    assert client.get(f"/desk/search?q={quote('橙色按钮')}").page.select_one(f"main a[href='/desk/questions/{asked}']")
    link = client.get(f"/desk/search?q={quote('上门取件')}").page.select_one("main tbody a")["href"]
    address, _sharp, anchor = link.partition("#")
    assert client.get(address).page.select_one(f"#{anchor}")


def test_the_desk_never_shows_anothers_questions(search, room, signed_in):
    room.ask("橙色按钮点了没有反应")
    search.catch_up()
    for who in (room.far_lecturer, room.college.product_manager(), room.college.operator(), room.college.coordinator()):
        page = signed_in(who).get(f"/desk/search?q={quote('橙色按钮')}")
        assert not page.page.select("main tbody a[href*=questions]")
        assert "王桂明" not in page.words


def test_no_result_names_who_asked(search, room, signed_in):
    room.ask("橙色按钮点了没有反应")
    search.catch_up()
    assert "王桂明" not in signed_in(room.lecturer).get(f"/desk/search?q={quote('橙色按钮')}").page.select_one("main").get_text()


def test_a_lecturer_goes_through_what_was_missed(search, room, signed_in, app):
    row = missed(room.college, room.student, "越剧")
    client = signed_in(room.lecturer)
    page = client.get("/desk/search/misses").page
    assert page.select_one("main tbody a")["href"] == f"/desk/search?q={quote('越剧')}"
    after = client.follow(client.submit("/desk/search/misses", {"state": "taught"}, action=f"misses/{row}"))
    assert after.status_code == 200
    assert not after.page.select("main tbody")
    done = client.get("/desk/search/misses?show=done").page
    assert "越剧" in done.select_one("main tbody").get_text()


def test_an_unknown_word_about_a_miss_is_refused(search, room, signed_in):
    row = missed(room.college, room.student)
    client = signed_in(room.lecturer)
    assert client.submit("/desk/search/misses", {"state": "gone"}, action=f"misses/{row}").status_code == 404


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_both_languages(search, room, signed_in, lang):
    client = signed_in(room.student)
    client.set_cookie("language", lang)
    page = client.get("/search?q=refund")
    assert page.page.select(".search-row")
    title = page.page.select_one(".search-title").get_text()
    assert title.isascii() == (lang == "en")
