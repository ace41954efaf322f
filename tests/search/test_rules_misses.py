"""What of a search in vain may be kept, and which searches ask for large letters."""

from datetime import date

import pytest

from college.search.rules_misses import asks_for_sizes, kept, week_of


@pytest.mark.parametrize(("words", "expected"), [
    ("越剧", "越剧"),
    ("  越剧　戏票 ", "越剧 戏票"),
    ("Opera  Tickets", "opera tickets"),
    ("３Ｄ眼镜", "3d眼镜"),
    ("12306", None),
    ("我的电话140 0000 1234", None),
    ("１４００００００１２３４", None),
    ("330102194001011234", None),
    ("验证码 4 8 2 9 1 3", None),
    ("a@b", None),
    ("http://x", None),
    ("越" * 30, "越" * 30),
    ("越" * 31, None),
    ("？？？", None),
    ("😀", None),
    ("", None),
    ("越\u202e剧\x00", "越 剧"),
])  # fmt: skip
def test_only_words_that_tell_of_nobody_are_kept(words, expected):
    assert kept(words) == expected


@pytest.mark.parametrize("words", ["长辈版", "亲情版", "关爱版", "关怀版", "大字版", " 长辈版 ", "打开长辈版", "怎么切换到关怀版？", "“大字版”"])
def test_who_looks_for_the_large_version_is_led_to_the_sizes(words):
    assert asks_for_sizes(words)


@pytest.mark.parametrize("words", ["退货", "淘宝长辈模式", "长辈版里怎么退货", "", "版"])
def test_other_words_are_looked_for(words):
    assert not asks_for_sizes(words)


@pytest.mark.parametrize(("day", "monday"), [
    (date(2026, 11, 16), date(2026, 11, 16)),
    (date(2026, 11, 22), date(2026, 11, 16)),
    (date(2027, 1, 1), date(2026, 12, 28)),
])  # fmt: skip
def test_a_week_begins_on_monday(day, monday):
    assert week_of(day) == monday
