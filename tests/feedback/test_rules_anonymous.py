"""Pointing out who could have written a text: tables of what people write, and proof that nothing planted survives."""

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from college.feedback.rules_anonymous import SURNAMES, Finding, Kind, identify, plain, propose

NAMES = ("王桂明", "李秀兰", "王芳", "欧阳明华", "Wang Fang", "张 建国")

FOUND = [
    ("我是王桂明", "name", "王桂明"),
    ("桂明也这样", "name", "桂明"),
    ("李 秀　兰说的", "name", "李 秀　兰"),
    ("李·秀\u200b兰", "name", "李·秀\u200b兰"),
    ("明华不会", "name", "明华"),
    ("I am wang  fang.", "name", "wang  fang"),
    ("王阿姨问", "name", "王阿姨"),
    ("问李老师", "name", "李老师"),
    ("欧阳老师", "name", "欧阳老师"),
    ("老张会用", "name", "老张"),
    ("小王老师说", "name", "小王老师"),
    ("我叫陈大发", "name", "陈大发"),
    ("我姓赵", "name", "赵"),
    ("14000000007", "number", "14000000007"),
    ("140 0000 0007", "number", "140 0000 0007"),
    ("１４０－００００－０００７", "number", "１４０－００００－０００７"),
    ("一四零零零零零零零零七打我", "number", "一四零零零零零零零零七"),
    ("幺四洞洞洞洞洞洞洞洞拐", "number", "幺四洞洞洞洞洞洞洞洞拐"),
    ("140零零00〇〇〇七", "number", "140零零00〇〇〇七"),
    ("0571-8765 4321", "number", "0571-8765 4321"),
    ("33010219500101123X", "number", "33010219500101123X"),
    ("订单2026112112345678901", "number", "2026112112345678901"),
    ("单号SF1234567890123", "number", "SF1234567890123"),
    ("取件码3-2-4021", "number", "3-2-4021"),
    ("验证码是4021", "number", "4021"),
    ("文一路138号", "address", "文一路138号"),
    ("我住在翠苑小区", "address", "翠苑小区"),
    ("和平小区", "address", "和平小区"),
    ("三幢二单元五〇一室", "address", "三幢二单元五〇一室"),
    ("翠苑小区3幢2单元501室", "address", "翠苑小区3幢2单元501室"),
    ("清波街道", "address", "清波街道"),
    ("微信号wang_fang66", "account", "wang_fang66"),
    ("加我微信:abc12345", "account", "abc12345"),
    ("邮箱 a.b@c.cn", "account", "a.b@c.cn"),
]
HARMLESS = [
    "退款去哪了?花了1299元买了三件", "谢谢老师", "小程序打不开", "我们小区门口的驿站", "一、二、三步都做了", "11月21日下午3点05分",
    "点了“退款/售后”没有反应", "老师说先看订单", "上面写着 12:30 到 14:00", "买了两双鞋,退一双", "", "这个小区的驿站", "点那个小方框", "还是老方法好", "有一小段话看不懂", "做小任务领金币", "手机有点小毛病", "100元-20元",
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "words"), FOUND)
def test_it_points_out(text, kind, words):
    assert (Kind(kind), words) in [(each.kind, each.text) for each in identify(text, NAMES)]


@pytest.mark.parametrize("text", HARMLESS)
def test_it_lets_stand(text):
    assert identify(text, NAMES) == ()
    assert propose(text, NAMES) == text


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("王阿姨住在翠苑小区,电话140 0000 0007", "某学员住在[地址],电话[号码]"),
        ("I am Wang Fang, call 140 0000 0007", "I am someone, call [number]"),
        ("微信号abc_12345", "微信号[账号]"),
    ],
)
def test_it_proposes(text, clean):
    assert propose(text, NAMES) == clean


def test_only_names_may_be_stated_harmless():
    found = identify("王芳 14000000007 翠苑小区", NAMES)
    assert [each.may_be_harmless for each in found] == [True, False, False]
    assert [each.kind for each in identify("王芳 14000000007 翠苑小区", NAMES, [each.text for each in found])] == ["number", "address"]


def test_a_finding_knows_where_it_stands():
    assert identify("找王芳", NAMES) == (Finding(Kind.NAME, "王芳", 1, 3),)


def test_words_are_kept_line_by_line_without_unseen_signs():
    assert plain("  一\u202e\r\n二\u200b  \n") == "一\n二"
    assert plain(None) == ""


FILLER = st.text(st.sampled_from("退款去哪里了点开订单我想问,。!?“”\n 的步页面a1"), max_size=12)
GAP = st.text(st.sampled_from(" \u3000-·.\u200b\u00ad\n"), max_size=2)
DIGITS = {
    "0": "0０零〇", "1": "1１一壹幺", "2": "2２二贰", "3": "3３三叁", "4": "4４四肆",
    "5": "5５五伍", "6": "6６六陆", "7": "7７七柒", "8": "8８八捌", "9": "9９九玖",
}  # fmt: skip
VALUE = {spelling: digit for digit, spellings in DIGITS.items() for spelling in spellings}
HANZI = "明华芳秀兰桂英建国志强玉珍凤美丽红军平霞"


@st.composite
def spelled(draw, text):
    """Write a word with gaps between its letters; digits in any spelling."""
    letters = [draw(st.sampled_from(DIGITS.get(letter, letter))) for letter in text]
    return "".join(letter + draw(GAP) for letter in letters[:-1]) + letters[-1]


@st.composite
def planted(draw):
    """Give (text, names, numbers): words around planted names and numbers."""
    name = st.builds(lambda surname, given: surname + given, st.sampled_from(SURNAMES), st.text(HANZI, min_size=1, max_size=2))
    names = draw(st.lists(name, min_size=1, max_size=3))
    numbers = draw(st.lists(st.text("0123456789", min_size=7, max_size=19), max_size=2))
    text = draw(FILLER)
    for word in draw(st.permutations([*names, *numbers])):
        text += draw(spelled(word)) + draw(FILLER)
    return text, names, numbers


def _bare(text: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKC", text) if letter.isalnum())


def _digits(text: str) -> str:
    return "".join(VALUE.get(letter, letter) for letter in _bare(text))


@settings(max_examples=300, deadline=None)
@given(planted())
def test_no_planted_name_or_number_survives(case):
    text, names, numbers = case
    clean = propose(text, names)
    assert identify(clean, names) == ()
    assert not [name for name in names if name in _bare(clean)]
    assert not [number for number in numbers if number in _digits(clean)]
    assert not re.search(r"[0-9]{7}", _digits(clean))


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60), st.lists(st.text(max_size=6), max_size=3))
def test_whatever_is_written_the_proposal_is_clean_and_findings_do_not_overlap(text, names):
    found = identify(text, names)
    assert all(before.end <= after.start for before, after in zip(found, found[1:], strict=False))
    assert all(text[each.start : each.end] == each.text for each in found)
    assert identify(propose(text, names), names) == ()
