"""Points out in a text what could tell who wrote it, and proposes the same text without: plain values, no database."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

#: A run of so many digits can be a telephone, an order or an identity number.
LONG_NUMBER = 7
#: The surnames that most people have; those that are everyday words too (向, 和, 时, 让, 老) are left out.
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆"
    "汪范金石廖贾夏韦付傅方白邹孟熊秦邱丘江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严武戴莫孔汤尚温康施牛葛洪俞章鲁柳翁诸申屠"
)
COMPOUND_SURNAMES = ("欧阳", "司马", "上官", "诸葛", "夏侯", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "端木")
TITLES = (
    "阿姨", "老师", "叔叔", "叔", "伯伯", "伯", "大妈", "大爷", "大娘", "大伯", "大姐", "大哥", "奶奶", "爷爷", "外婆", "外公",
    "婆婆", "阿婆", "阿公", "公公", "先生", "女士", "小姐", "太太", "师傅", "医生", "大夫", "主任", "经理", "老板", "校长", "院长",
    "书记", "科长", "局长", "教授", "护士", "同学", "同志", "姐", "哥", "嫂", "妹", "姨", "工",
)  # fmt: skip
#: Everyday words that only look like 小王 or 老李.
NOT_NAMES = (
    "小程序", "小金额", "小金库", "小金币", "小金属", "小石头", "小白菜", "小白鞋", "小白点", "小白块", "小白字", "小黄车", "小黄鱼",
    "小黄条", "小黄字", "小黄标", "小龙虾", "小马甲", "小钱", "小方块", "小方框", "小方格", "小段话", "小段文", "小段字", "小范围",
    "小任务", "小毛病", "老毛病", "老方法", "老龙井",
)  # fmt: skip

H = r"\u3400-\u4dbf\u4e00-\u9fff"
NUMERALS = "0-9零〇一二三四五六七八九十百两"
_ZEROS, _ONES = "零〇○Oo洞", "一壹幺么"
_SPELT = {
    **dict.fromkeys(_ZEROS, "0"), **dict.fromkeys(_ONES, "1"), **dict.fromkeys("二贰两", "2"), **dict.fromkeys("三叁仨", "3"),
    **dict.fromkeys("四肆", "4"), **dict.fromkeys("五伍", "5"), **dict.fromkeys("六陆", "6"), **dict.fromkeys("七柒拐", "7"),
    **dict.fromkeys("八捌", "8"), **dict.fromkeys("九玖勾", "9"),
}  # fmt: skip

#: Words before 小区, 街道 … with which no place is named.
NO_PLACE = ("我们", "咱们", "你们", "他们", "她们", "自己", "附近", "隔壁", "门口", "农村", "个", "的", "本", "该", "老", "旧", "各", "全", "整", "在", "到", "住", "出", "进")
_PLACE_WORDS = "小区|街道|新村|公寓|花园|家园|社区|佳苑|名苑|雅苑|嘉园|大厦"
_CUT = re.compile(r".*[的了在到住去回从给是往送寄我们](?=.{2})")

_STREET = re.compile(rf"[{H}A-Za-z0-9]{{1,6}}?(?:路|街|巷|弄|大道|胡同|里|坊)[{NUMERALS}]{{1,6}}(?:弄[{NUMERALS}]+)?(?:号楼|号院|号|弄)")
_BUILDING = re.compile(rf"[{NUMERALS}A-Za-z]{{1,5}}(?:幢|栋|号楼|单元|号门)|[{NUMERALS}]{{3,5}}室")
_PLACE = re.compile(rf"[{H}]{{0,6}}?[{H}]{{2}}(?:{_PLACE_WORDS})")
_ACCOUNT_WORDS = "微信|薇信|威信|weixin|wechat|wx|vx|v信|qq|扣扣|旺旺|支付宝|淘宝号|账号|帐号|邮箱|e-?mail"
_ACCOUNT = re.compile(rf"(?:{_ACCOUNT_WORDS})[号是为叫加:\W]{{0,6}}([a-z0-9][-_.@a-z0-9]{{4,}})|wxid_\w+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.I)
_SECRET = re.compile(r"(?:验证码|取件码|取货码|提货码|校验码|密码|口令|订单号|单号|尾号)[^0-9]{0,4}([0-9]{4,})")
_LONG = re.compile(rf"[0-9]{{{LONG_NUMBER},}}x?")

_TITLED = re.compile(
    rf"(?:(?<!谢)谢|[{SURNAMES.replace('谢', '')}]|{'|'.join(COMPOUND_SURNAMES)})(?:{'|'.join(TITLES)})"
)
_FAMILIAR = re.compile(rf"(?!{'|'.join(NOT_NAMES)})[小老][{SURNAMES}]")
_SELF = re.compile(rf"(?:我叫|名叫|名字叫|姓名是?)([{SURNAMES}][{H}]{{1,2}})|我?姓([{SURNAMES}])")


class Kind(StrEnum):
    """What was found."""

    NAME = "name"
    NUMBER = "number"
    ADDRESS = "address"
    ACCOUNT = "account"


#: What stands in the place of a finding, in a Chinese text and in another.
STANDS_FOR: dict[Kind, tuple[str, str]] = {
    Kind.NAME: ("某学员", "someone"),
    Kind.NUMBER: ("[号码]", "[number]"),
    Kind.ADDRESS: ("[地址]", "[address]"),
    Kind.ACCOUNT: ("[账号]", "[account]"),
}
_STAND_INS = tuple(sorted((word for pair in STANDS_FOR.values() for word in pair), key=len, reverse=True))
_STOOD_IN = re.compile("|".join(map(re.escape, _STAND_INS)))
_EDGE = "\0"


@dataclass(frozen=True)
class Finding:
    """One place in a text that could tell who she is, from letter ``start`` up to ``end``."""

    kind: Kind
    text: str
    start: int
    end: int

    @property
    def may_be_harmless(self) -> bool:
        """Say whether a lecturer may state that it names nobody; numbers and addresses never may stay."""
        return self.kind is Kind.NAME


@dataclass(frozen=True)
class _View:
    """A text as it is searched, with the place of each letter in the text as it is written."""

    letters: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give where letters ``start`` to ``end`` of this view stand in the written text."""
        return self.places[start], self.places[end - 1] + 1


def identify(text: str, names: Iterable[str] = (), harmless: Collection[str] = ()) -> tuple[Finding, ...]:
    """Point out names, long numbers, addresses and accounts in a text, in their order, none overlapping.

    ``names`` are those known in the cohort; ``harmless`` the words of which a lecturer stated that they name nobody.
    Spaces, unseen signs, full-width letters and digits written as hanzi hide nothing.
    """
    bare, words = _view(text, is_bare=True), _view(text, is_bare=False)
    digits = _View("".join(_SPELT.get(letter, letter) for letter in bare.letters), bare.places)
    spans = [(Kind.NAME, *span) for span in _names(text, bare, names)]
    spans += [(Kind.NUMBER, *span) for span in _numbers(text, digits)]
    spans += [(Kind.ADDRESS, *span) for span in _addresses(words)]
    spans += [(Kind.ACCOUNT, *words.span(*_whole_or_group(match))) for match in _ACCOUNT.finditer(words.letters)]
    found = (Finding(kind, text[start:end], start, end) for kind, start, end in _apart(spans))
    return tuple(each for each in found if not (each.may_be_harmless and each.text in harmless))


def propose(text: str, names: Iterable[str] = ()) -> str:
    """Give the text with a stand-in for everything that `identify` points out."""
    known, is_chinese = tuple(names), bool(re.search(rf"[{H}]", text))
    while findings := identify(text, known):
        for finding in reversed(findings):
            stand_in = STANDS_FOR[finding.kind][0 if is_chinese else 1]
            text = text[: finding.start] + stand_in + text[finding.end :]
    return text


def plain(text: str | None) -> str:
    """Give a text on as many lines as it has, without unseen signs and blanks at the ends."""
    lines = (text or "").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    seen = ("".join(each for each in line if unicodedata.category(each)[0] != "C") for line in lines)
    return "\n".join(line.strip(" \u3000") for line in seen).strip("\n")


def _view(text: str, *, is_bare: bool) -> _View:
    """Fold a text; ``is_bare`` keeps letters and digits alone, otherwise signs stay and only blanks go."""
    letters: list[str] = []
    places: list[int] = []
    at = 0
    while at < len(text):
        stand_in = next((word for word in _STAND_INS if text.startswith(word, at)), None)
        folded = _EDGE if stand_in else unicodedata.normalize("NFKC", text[at]).casefold()
        for letter in folded:
            if letter == _EDGE or letter.isalnum() or letter == "○" or not (is_bare or _is_blank(letter)):
                letters.append(letter)
                places.append(at)
        at += len(stand_in) if stand_in else 1
    return _View("".join(letters), tuple(places))


def _is_blank(letter: str) -> bool:
    return letter.isspace() or unicodedata.category(letter)[0] in "CM"


def _names(text: str, bare: _View, names: Iterable[str]) -> Iterator[tuple[int, int]]:
    for word in _known_words(names):
        for match in re.finditer(re.escape(word), bare.letters):
            yield bare.span(*match.span())
    shown = _STOOD_IN.sub(lambda match: _EDGE * len(match.group()), text)
    for pattern in _latin_words(names):
        for match in pattern.finditer(shown):
            yield match.span()
    for pattern in (_TITLED, _FAMILIAR, _SELF):
        for match in pattern.finditer(bare.letters):
            yield bare.span(*_whole_or_group(match))


def _known_words(names: Iterable[str]) -> set[str]:
    """Give whole names and given names of two letters, as they stand in a bare text."""
    whole = {_view(name, is_bare=True).letters for name in names if not name.isascii()}
    given = {name[2:] if name.startswith(COMPOUND_SURNAMES) else name[1:] for name in whole}
    return {word for word in whole | given if len(word) >= 2}


def _latin_words(names: Iterable[str]) -> Iterator[re.Pattern[str]]:
    for name in names:
        if name.isascii():
            words = re.findall(r"[A-Za-z]{2,}", name)
            for pattern in {r"\W*".join(words), *(word for word in words if len(word) > 2)} - {""}:
                yield re.compile(rf"(?<![A-Za-z]){pattern}(?![A-Za-z])", re.I)


def _numbers(text: str, digits: _View) -> Iterator[tuple[int, int]]:
    for match in _LONG.finditer(digits.letters):
        start, end = digits.span(*match.span())
        lead = re.search(r"(?<![A-Za-z])[A-Za-z]{1,4}$", text[:start])
        yield (lead.start() if lead else start), end
    for match in _SECRET.finditer(digits.letters):
        yield digits.span(*match.span(1))


def _addresses(words: _View) -> Iterator[tuple[int, int]]:
    for pattern in (_STREET, _BUILDING):
        for match in pattern.finditer(words.letters):
            yield words.span(*_without_lead(match))
    for match in _PLACE.finditer(words.letters):
        if not re.sub(rf"(?:{_PLACE_WORDS})$", "", match.group()).endswith(NO_PLACE):
            yield words.span(*_without_lead(match))


def _without_lead(match: re.Match[str]) -> tuple[int, int]:
    """Leave out the words before a place that only lead to it: 我住在翠苑小区 → 翠苑小区."""
    lead = _CUT.match(match.group())
    return match.start() + (lead.end() if lead else 0), match.end()


def _whole_or_group(match: re.Match[str]) -> tuple[int, int]:
    """Give the span of the group that matched, else of the whole match."""
    return match.span(match.lastindex or 0)


def _apart(spans: Iterable[tuple[Kind, int, int]]) -> list[tuple[Kind, int, int]]:
    """Join what overlaps, or lies next to its own kind; what may never stay outweighs a name."""
    joined: list[tuple[Kind, int, int]] = []
    for kind, start, end in sorted(spans, key=lambda span: (span[1], -span[2])):
        before = joined[-1] if joined else None
        if before and (start < before[2] or (start == before[2] and kind == before[0] != Kind.NAME)):
            harder = before[0] if kind is Kind.NAME else kind
            joined[-1] = (harder, before[1], max(before[2], end))
        else:
            joined.append((kind, start, end))
    return joined
