"""What texts and queries are cut into, and where it is found again in a text as it was written."""

import pytest

from college.search.rules_words import QUERY_GRAMS, grams, hits, normalised, query_grams, stem


@pytest.mark.parametrize(("text", "expected"), [
    ("退货", {"退货": 1}),
    ("退货退款", {"退货": 1, "货退": 1, "退款": 1}),
    ("退货，退货。", {"退货": 2}),
    ("看A货", {"看": 1, "a": 1, "货": 1}),
    ("ＴａｏＢａｏ 红包", {"taobao": 1, "红包": 1}),
    ("Refunds are refunded", {"refund": 2, "are": 1}),
    ("😀\u202e  ", {}),
    ("", {}),
])  # fmt: skip
def test_a_text_is_cut_into_pairs_of_hanzi_and_words(text, expected):
    assert dict(grams(text)) == expected


def test_each_hanzi_by_itself_only_where_asked_for():
    assert set(grams("取件码", singles=True)) == {"取件", "件码", "取", "件", "码"}


@pytest.mark.parametrize(("text", "left"), [
    ("我的电话 14000001234", {"我的", "的电", "电话"}),
    ("尾号１２３４ 的那单", {"尾号", "的那", "那单"}),
    ("第3步", {"第", "3", "步"}),
])  # fmt: skip
def test_numbers_of_people_are_not_cut(text, left):
    assert set(grams(text, private=True)) == left


def test_hotlines_of_lessons_are_cut():
    assert "96110" in grams("打96110")


@pytest.mark.parametrize(("query", "expected"), [
    ("退货", ["退货"]),
    ("取件", ["取件"]),
    ("红包", ["红包"]),
    ("怎么退货？", ["退货"]),
    ("请问红包在哪里", ["红包"]),
    ("退", ["退"]),
    ("退 款到", ["款到"]),
    ("怎么", ["怎么"]),
    ("How do I get my refunds", ["get", "refund"]),
    ("how to", ["how", "to"]),
    ("ＲＥＦＵＮＤ", ["refund"]),
    ("%_'\"; --", []),
    ("😀🎉", []),
    ("", []),
])  # fmt: skip
def test_a_query_is_what_remains_around_the_asking(query, expected):
    assert query_grams(query) == expected


def test_a_hostile_query_is_short():
    assert len(query_grams("退货换货" * 2500)) <= QUERY_GRAMS
    assert len(query_grams("".join(chr(0x4E00 + at) for at in range(10_000)))) == QUERY_GRAMS


@pytest.mark.parametrize(("words", "expected"), [
    (("refund", "refunds", "refunded", "refunding"), "refund"),
    (("shop", "shops", "shopping", "shopped"), "shop"),
    (("call", "calls", "calling"), "call"),
    (("address",), "address"),
    (("city", "cities"), "city"),
])  # fmt: skip
def test_english_endings_fall_off(words, expected):
    assert {stem(each) for each in words} == {expected}


@pytest.mark.parametrize(("text", "wanted", "expected"), [
    ("先退货，再退款", {"退货", "退款"}, ["退货", "退款"]),
    ("Ｒｅｆｕｎｄｓ！", {"refund"}, ["Ｒｅｆｕｎｄｓ"]),
    ("ﬁne 红包", {"红包", "fine"}, ["ﬁne", "红包"]),
    ("退", {"退"}, ["退"]),
    ("退", {"退货"}, []),
])  # fmt: skip
def test_hits_stand_where_they_were_written(text, wanted, expected):
    assert [text[first:last] for first, last, _gram in hits(text, frozenset(wanted))] == expected


def test_blanks_and_widths_are_compared_alike():
    assert normalised("Ａ　b") == "a b"
