"""The order of what was found, and the words around a hit."""

import random

import pytest

from college.search.rules import FAR_BEHIND, Hit, Part, best, idf, marked, rarest, scored, strength, weight, words_around


def _step(ref: str, place: str = "a/b") -> Hit:
    return Hit("step", place, ref)


@pytest.mark.parametrize(("counts", "most", "expected"), [
    ({"退货": 5, "货单": 2, "单子": 9}, 20, ["货单", "退货", "单子"]),
    ({"退货": 5, "货单": 2, "单子": 9}, 8, ["货单", "退货"]),
    ({"退货": 50}, 8, ["退货"]),
    ({"b": 1, "a": 1}, 1, ["a"]),
    ({"a": 0}, 9, []),
    ({}, 9, []),
])  # fmt: skip
def test_the_rarest_grams_are_read_first_up_to_a_number_of_rows(counts, most, expected):
    assert rarest(counts, most) == expected


def test_the_rarer_says_more():
    assert idf(1, 100) > idf(10, 100) > idf(100, 100) > 0
    assert idf(0, 0) > 0


@pytest.mark.parametrize(("better", "worse"), [
    (weight(0, 1), weight(5, 0)),
    (weight(1, 1), weight(0, 1)),
    (weight(3, 0), weight(1, 0)),
])  # fmt: skip
def test_the_title_beats_the_text(better, worse):
    assert strength(better) > strength(worse)


def test_more_than_five_times_says_no_more():
    assert weight(5, 0) == weight(500, 0)


def test_who_holds_more_of_the_words_comes_first_then_the_title_then_the_id():
    both, title, first, second = _step("both"), _step("title"), _step("first"), _step("second")
    postings = [
        ("退货", both, 1), ("货单", both, 1), ("退货", title, 11), ("退货", second, 1), ("退货", first, 1),
    ]  # fmt: skip
    found = scored(postings, ["退货", "货单"], {"退货": 4, "货单": 1}, 4)
    assert best(found) == [both, title, first, second]


def test_equals_stand_by_kind_and_ids():
    hits = [Hit("question", "c", "1"), Hit("step", "a/b", "2"), Hit("step", "a/b", "1"), Hit("lesson", "z/z", "")]
    found = scored([("退货", hit, 1) for hit in hits], ["退货"], {"退货": 4}, 4)
    assert best(found) == [hits[3], hits[2], hits[1], hits[0]]


def test_the_order_of_rows_changes_nothing():
    rows = [(gram, _step(str(ref)), 1 + (ref % 3)) for gram in ("退货", "货单", "单子") for ref in range(60)]
    counts = {"退货": 60, "货单": 60, "单子": 60}
    straight = scored(rows, list(counts), counts, 90)
    for seed in range(5):
        mixed = random.Random(seed).sample(rows, len(rows))
        assert scored(mixed, list(counts), counts, 90) == straight


def test_what_is_far_behind_is_left_out():
    found = {_step("near"): 1.0, _step("far"): FAR_BEHIND - 0.01}
    assert best(found) == [_step("near")]
    assert best({}) == []


def test_no_more_than_asked_for():
    assert len(best({_step(str(at)): 1.0 for at in range(500)}, 200)) == 200


@pytest.mark.parametrize(("text", "spans", "expected"), [
    ("退货单", [(0, 2), (1, 3)], [Part("退货单", True)]),
    ("先退货", [(1, 3)], [Part("先"), Part("退货", True)]),
    ("先退货", [], [Part("先退货")]),
    ("", [], []),
])  # fmt: skip
def test_hits_that_touch_are_one(text, spans, expected):
    assert marked(text, spans) == expected


def test_the_words_around_begin_at_the_sentence():
    text = "今天先认路。" * 20 + "想退货，先点这里。" + "再往下看。" * 20
    parts = words_around(text, ["退货"])
    assert [part.text for part in parts][:3] == ["…", "想", "退货"]
    assert parts[-1] == Part("…")


def test_the_stretch_with_most_of_the_words_is_shown():
    text = "退货以后再说。" + "这里没有什么。" * 12 + "退货和退款都在这里。" + "完。" * 30
    shown = "".join(part.text for part in words_around(text, ["退货", "退款"]))
    assert "退货和退款" in shown


def test_english_words_stay_whole():
    text = "Look at the bottom of the screen for the orange button. " * 3 + "Your refunds are under My Taobao. " + "Then tap it. " * 20
    parts = words_around(text, ["refund"])
    assert Part("refunds", True) in parts
    assert text.find("".join(part.text for part in parts if part.text != "…")) > 0
    assert not parts[-2].text[-1:].isalpha() or text[text.find(parts[-2].text) + len(parts[-2].text)] in " ."


@pytest.mark.parametrize("text", ["", "没有", "<b>退货</b>"])
def test_short_texts_come_whole(text):
    assert "".join(part.text for part in words_around(text, ["退货"])) == text
