"""How plain a lesson's words are: sentences and their length, words of the trade without a meaning, over plain texts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from college.library.words import HAN, count_hanzi, count_words, plain

#: Longest sentence and longest mean, in hanzi (AGE_FRIENDLY AF-61) and, for English, in words (our own measure).
LONGEST = {"zh": 35, "en": 30}
LONGEST_MEAN = {"zh": 20, "en": 16}
#: Share of hanzi that must be among the 3,755 most common ones, level 1 of GB 2312 (AF-61 asks this of a list much like it).
COMMON_SHARE = 0.99
#: Words that need their meaning where a lesson first uses them (AF-62).
JARGON = (
    "链接", "验证码", "客服", "满减", "预售", "定金", "尾款", "规格", "运费险", "免密支付", "先用后付", "授权", "缓存", "跳转",
    "主播", "导购", "物流", "驿站", "取件码", "优惠券", "购物车", "订单", "售后", "二维码", "截图", "亲密付", "亲情账号", "帮我付",
    "佣金", "刷单", "包邮", "淘金币", "问大家", "账号", "密保", "实名", "绑定", "花呗", "分期", "押金", "保证金", "权限", "定位",
    "应用市场", "弹窗",
)  # fmt: skip
#: Words that no learner shall read, each with why (AF-43, AF-52, AF-64).
UNKIND = ("你", "老人", "老头", "老太", "点击", "无效", "非法", "参数")

_END = re.compile(r"[。！？!?；;\n]+|…{2,}")
_END_EN = re.compile(r"(?<=[.!?;])[”\"’)]*\s+|\n+")
_ONE_HAN = re.compile(HAN)
_QUOTES = "”’」』）) "


def sentences(text: str, lang: str) -> list[str]:
    """Give the sentences of a Markdown text; a line of a list is one at least."""
    pieces = (_END if lang == "zh" else _END_EN).split(plain(text))
    return [piece.strip() for piece in pieces if length(piece, lang)]


def length(sentence: str, lang: str) -> int:
    """Count hanzi (a number or Latin word as one) in Chinese, words in English."""
    return count_hanzi(sentence) if lang == "zh" else count_words(sentence)


def mean_length(texts: Sequence[str], lang: str) -> float:
    """Give the mean length of all sentences, 0.0 when there is none."""
    lengths = [length(each, lang) for text in texts for each in sentences(text, lang)]
    return sum(lengths) / len(lengths) if lengths else 0.0


def is_common(hanzi: str) -> bool:
    """Say whether a hanzi stands in level 1 of GB 2312: rows 16 to 55."""
    try:
        return 0xB0 <= hanzi.encode("gb2312")[0] <= 0xD7
    except UnicodeEncodeError:
        return False


def rare_hanzi(text: str) -> list[str]:
    """Give the hanzi beyond the common ones, each as often as it stands there."""
    return [each for each in _ONE_HAN.findall(text) if not is_common(each)]


def unexplained(sections: Sequence[str]) -> list[tuple[int, str]]:
    """Give (section, word) for each word of the trade whose meaning is not said in the section that uses it first."""
    found = []
    for word in JARGON:
        first = next((at for at, text in enumerate(sections) if word in text), None)
        if first is not None and not explains(sections[first], word):
            found.append((first, word))
    return found


def explains(text: str, word: str) -> bool:
    """Say whether a text gives a word's meaning: “…就是…”, “…是…”, “…的意思…”, “…（…）” or “…叫…”."""
    after = rf"{word}[{_QUOTES}]*[，,]?\s*(?:也?就是|是|的意思|意思|指|，?意思是|也叫|相当于|[（(：:])"
    before = rf"(?:叫做?|称为|就是)\s*[“‘「]?{word}"
    return bool(re.search(after, text) or re.search(before, text))


def unkind_words(text: str) -> list[str]:
    """Give the words that no learner shall read and that stand in the text."""
    return [word for word in UNKIND if word in text]
