"""How plain words are: sentences, their length, rare hanzi, words of the trade and their meaning."""

import pytest

from college.library import rules_words as rules


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("点一下。再看一看！", "zh", ["点一下", "再看一看"]),
        ("- 苹果\n- 香蕉", "zh", ["- 苹果", "- 香蕉"]),
        ("**别急**，慢慢来", "zh", ["别急  ，慢慢来"]),
        ("……", "zh", []),
        ("Tap it. Then wait (a little).", "en", ["Tap it.", "Then wait (a little)."]),
        ("It costs 39.9 yuan. Fine.", "en", ["It costs 39.9 yuan.", "Fine."]),
    ],
)
def test_a_text_falls_into_sentences(text, lang, expected):
    assert rules.sentences(text, lang) == expected


def test_the_mean_counts_hanzi_and_words():
    assert rules.mean_length(["点一下。再看一看！"], "zh") == 3.5
    assert rules.mean_length(["Tap it. Then wait a little."], "en") == 3
    assert rules.mean_length([], "zh") == 0


@pytest.mark.parametrize(("hanzi", "common"), [("的", True), ("退", True), ("喆", False), ("囧", False), ("𠮷", False)])
def test_common_hanzi_are_those_of_level_one(hanzi, common):
    assert rules.is_common(hanzi) is common
    assert rules.rare_hanzi(f"您{hanzi}好") == ([] if common else [hanzi])


@pytest.mark.parametrize(
    ("text", "explained"),
    [
        ("验证码就是短信里的几个数字。", True),
        ("验证码，就是短信里的几个数字。", True),
        ("“验证码”是一把钥匙。", True),
        ("短信里的几个数字，叫“验证码”。", True),
        ("验证码（短信里的几个数字）不给人。", True),
        ("验证码的意思是证明您是您。", True),
        ("把验证码告诉他。", False),
        ("点“获取验证码”。", False),
    ],
)
def test_a_word_of_the_trade_is_explained_or_not(text, explained):
    assert rules.explains(text, "验证码") is explained
    assert bool(rules.unexplained([text])) is not explained


def test_only_the_first_use_needs_the_meaning():
    assert rules.unexplained(["没有", "物流就是送货。", "看看物流"]) == []
    assert rules.unexplained(["看看物流", "物流就是送货。"]) == [(0, "物流")]


def test_unkind_words_are_found():
    assert rules.unkind_words("请你点击这里") == ["你", "点击"]
    assert rules.unkind_words("请您点这里") == []
