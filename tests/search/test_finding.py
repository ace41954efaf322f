"""Finding lessons, steps and questions: the same on both databases, and nobody finds what is not hers."""

from datetime import timedelta

import pytest

from college.core import clock
from college.core.permissions import Actor
from college.privacy import service as privacy
from college.questions import service as questions
from college.search import queries, service
from college.search.queries import LESSONS, Within
from tests.questions.classroom import LESSON, STEP
from tests.search.conftest import Searching

pytestmark = pytest.mark.both_databases


@pytest.mark.parametrize("words", ["退货", "取件", "退款", "退"])
def test_one_and_two_hanzi_hit(search, words):
    found = search(words)
    assert found.page.total > 0
    shown = [*found.page.items[0].title, *found.page.items[0].around]
    assert words in {part.text[: len(words)] for part in shown if part.is_hit}


def test_a_title_comes_before_a_text(search):
    first = search("上门取件").page.items[0]
    assert "上门取件" in "".join(part.text for part in first.title)
    assert first.step_id


def test_english_words_find_in_both_languages_of_the_page(search):
    in_english, in_chinese = search("refunds", lang="en").page, search("refunds", lang="zh").page
    assert in_english.total == in_chinese.total > 0
    assert "".join(part.text for part in in_english.items[0].title).isascii()
    assert not "".join(part.text for part in in_chinese.items[0].title).isascii()


def test_ten_on_a_page_and_the_rest_on_the_next(search):
    first = search("退").page
    pages = [search.places("退", page=number) for number in range(1, first.pages + 1)]
    assert {len(each) for each in pages[:-1]} == {10}
    assert len({each for page in pages for each in page}) == first.total > 10
    assert search.places("退", page=first.pages + 5) == pages[-1]


@pytest.mark.parametrize("words", [
    "%", "_", "%%' OR 1=1; --", "\\", "越剧" * 5000, "😀🎉", "\u202e\u2067", "", "   ", "\x00", "<script>alert(1)</script>",
])  # fmt: skip
def test_hostile_words_find_nothing_and_break_nothing(search, words):
    found = search(words)
    assert found.page.total == 0
    assert found.is_cut == (len(words) > 100)


def test_wildcards_are_no_wildcards(search):
    assert search.places("退货%") == search.places("退货") == search.places("_退货*")


def test_a_very_long_query_that_begins_well_still_finds(search):
    found = search("退货" + "啊" * 10_000)
    assert found.page.total > 0
    assert found.is_cut


def test_a_student_finds_her_own_questions_and_their_answers(search, room):
    asked = room.ask("橙色按钮点了没有反应")
    room.answer(asked, "请往右上角看，有一个放大镜。")
    search.catch_up()
    assert search.questions("橙色按钮", room.student) == {asked}
    assert search.questions("放大镜", room.student) == {asked}


def test_nobody_finds_what_another_asked(search, room):
    asked = room.ask("橙色按钮点了没有反应")
    room.answer(asked, "请找放大镜。")
    search.catch_up()
    for who in (None, room.other, room.far_student, room.lecturer):
        assert search.questions("橙色按钮", who) == set()
        assert search.questions("放大镜", who) == set()


def test_a_lecturer_finds_questions_of_her_own_cohorts_on_the_desk(search, room):
    asked = room.ask("橙色按钮点了没有反应")
    search.catch_up()
    assert search.questions("橙色按钮", room.lecturer, on_desk=True) == {asked}
    assert search.questions("橙色按钮", room.far_lecturer, on_desk=True) == set()
    assert search.questions("橙色按钮", room.other, on_desk=True) == set()


def test_what_was_never_sent_or_was_taken_back_is_on_no_desk(search, room):
    draft = room.call()
    room.run(room.student, questions.save_draft, question_id=draft, text="橙色按钮")
    asked = room.ask("橙色按钮点了没有反应", step="open-orders")
    search.catch_up()
    room.run(room.student, questions.withdraw, question_id=asked)
    assert search.questions("橙色按钮", room.lecturer, on_desk=True) == set()
    assert search.questions("橙色按钮", room.student) == {asked}


def test_who_asked_to_be_deleted_is_found_by_nobody_at_once(search, room):
    room.ask("橙色按钮点了没有反应")
    search.catch_up()
    with room.college.work():
        privacy.ask_deletion(actor=Actor.system(), person_id=room.student, way="phone", note="")
    assert search.questions("橙色按钮", room.lecturer, on_desk=True) == set()


def test_whole_numbers_are_neither_found_nor_shown_on_the_desk(search, room):
    asked = room.ask("橙色按钮没反应，打我电话14000001234")
    search.catch_up()
    assert search.questions("14000001234", room.lecturer, on_desk=True) == set()
    around = search("橙色按钮", room.lecturer, on_desk=True).page.items[0].around
    assert "140****1234" in "".join(part.text for part in around)
    assert search.questions("橙色", room.student) == {asked}


def test_a_result_says_where_it_stands(search, room):
    asked = room.ask("橙色按钮点了没有反应")
    search.catch_up()
    result = search("橙色按钮", room.student).page.items[0]
    assert (result.question_id, result.lesson_id, result.step_id, result.number) == (asked, LESSON, STEP, 1)
    assert result.course and result.lesson and result.title[0].text


def test_records_put_together_find_the_questions_of_both(search, room):
    asked = room.ask("橙色按钮点了没有反应")
    search.catch_up()
    with room.college.work():
        questions.move_person(from_id=room.student, to_id=room.other)
    assert search.questions("橙色按钮", room.other) == {asked}
    assert search.questions("橙色按钮", room.student) == set()


def test_no_more_rows_are_read_than_the_cap(search, room, monkeypatch):
    monkeypatch.setattr(queries, "POSTINGS", 3)
    with room.college.app.app_context():
        assert len(queries.postings(Within(LESSONS), ["退货"])) == 3


def test_examples_are_shown_only_where_they_lead_somewhere(search, room):
    with room.college.app.test_request_context():
        known = search_examples()
        assert {"退货", "取件"} <= set(known["zh"])
        assert all(search(word).page.total for words in known.values() for word in words)


def search_examples() -> dict[str, list[str]]:
    """Give the examples in both languages."""
    return {lang: service.examples(lang) for lang in ("zh", "en")}


def test_an_empty_college_offers_nothing_and_finds_nothing(app, college):
    search = Searching(college)
    with app.test_request_context():
        assert search_examples() == {"zh": [], "en": []}
    assert search("退货").page.total == 0


def test_an_old_question_is_found_as_well(search, room):
    with clock.freeze(clock.now() - timedelta(days=300)):
        asked = room.ask("橙色按钮点了没有反应")
    search.catch_up(whole=True)
    assert search.questions("橙色按钮", room.student) == {asked}
