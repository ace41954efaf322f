"""How names sound: the order of pinyin for lists, and the spellings and initials by which somebody is found.

One reading of each hanzi comes first: that of the surname where it stands first (单 is Shan, 查 is Zha), else the
commonest. Lists sort by it; when searching, the other readings lead to her too.
"""

from __future__ import annotations

import os
import re
from functools import lru_cache
from importlib import import_module
from itertools import islice, product

from college.core.days import plain

# Names are no phrases: without the table of phrases a process holds 45 MB less.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
_pypinyin = import_module("pypinyin")

#: Surnames that sound otherwise than the same hanzi elsewhere.
SURNAMES = {
    "单": "shan4", "曾": "zeng1", "仇": "qiu2", "解": "xie4", "区": "ou1", "查": "zha1", "任": "ren2", "华": "hua4",
    "纪": "ji3", "盖": "ge3", "乐": "yue4", "朴": "piao2", "种": "chong2", "缪": "miao4", "宁": "ning4", "燕": "yan1",
    "黑": "he4", "折": "she2", "洗": "xian3", "冼": "xian3", "覃": "qin2", "翟": "zhai2", "薄": "bo2", "牟": "mu4",
    "召": "shao4", "隗": "wei3", "訾": "zi1", "员": "yun4", "贠": "yun4", "哈": "ha3", "繁": "po2", "祭": "zhai4",
    "那": "na1", "过": "guo1", "盛": "sheng4", "葛": "ge3", "柏": "bai3", "谌": "chen2", "秘": "bi4", "应": "ying1",
    "於": "yu1", "占": "zhan1", "都": "du1", "车": "che1", "宿": "su4", "藏": "zang1", "相": "xiang4", "句": "gou1",
    "尉": "wei4", "重": "chong2", "万": "wan4", "卜": "bu3", "石": "shi2", "沈": "shen3", "郗": "xi1", "干": "gan1",
    "曲": "qu1", "观": "guan4", "佴": "nai4", "钭": "tou3", "長": "chang2", "單": "shan4", "區": "ou1", "華": "hua4",
}  # fmt: skip
#: Surnames of two hanzi: those that follow no rule with their sound, the others as they are read anyway.
DOUBLE = {
    "尉迟": "yu4 chi2", "万俟": "mo4 qi2", "长孙": "zhang3 sun1", "澹台": "tan2 tai2", "单于": "chan2 yu2",
    "令狐": "ling2 hu2", "诸葛": "zhu1 ge3", "皇甫": "huang2 fu3", "拓跋": "tuo4 ba2", "宰父": "zai3 fu3",
    "欧阳": "ou1 yang2", "司马": "si1 ma3", "上官": "shang4 guan1", "夏侯": "xia4 hou2", "东方": "dong1 fang1",
    "司徒": "si1 tu2", "慕容": "mu4 rong2", "公孙": "gong1 sun1", "端木": "duan1 mu4", "南宫": "nan2 gong1",
    "轩辕": "xuan1 yuan2", "钟离": "zhong1 li2", "宇文": "yu3 wen2", "鲜于": "xian1 yu2", "呼延": "hu1 yan2",
    "司空": "si1 kong1", "百里": "bai3 li3", "东郭": "dong1 guo1", "西门": "xi1 men2", "申屠": "shen1 tu2",
}  # fmt: skip
#: So many readings of one hanzi, and so many of a whole name, lead to her.
READINGS_EACH, READINGS = 2, 8
#: So many letters of a key are kept.
LENGTH = 200
_PIECE = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]|[^\W\u3400-\u9fff\U00020000-\U0003ffff]+")
_HANZI = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")


@lru_cache(maxsize=8192)
def pinyin(name: str) -> str:
    """Give the key by which a name is sorted: ``wang2gui4ming2``, of at most `LENGTH` letters; '' for no name.

    A digit ends each hanzi, so that Fan stands before Fang wherever keys are compared, and 刘 before 柳.
    """
    return "".join(each[0] for each in _sounds(name))[:LENGTH]


def sort_key(name: str) -> tuple[str, str]:
    """Give a key that sorts names by their sound; names that sound the same stand by their hanzi."""
    return pinyin(name), name


def initials(name: str) -> str:
    """Give the first letters of a name's sound: ``wgm`` for 王桂明."""
    return "".join(each[0][0] for each in _sounds(name) if each[0])


@lru_cache(maxsize=8192)
def spellings(name: str) -> str:
    """Give what somebody may type for a name, each after a blank: `` wangguiming wgm guiming``; '' for no name.

    Surname and hanzi with several readings stand in each of them, up to `READINGS`.
    """
    sounds = [_typed(each) for each in _sounds(name)]
    ways = list(islice(product(*sounds), READINGS)) if sounds else []
    whole = ["".join(way) for way in ways]
    first = ["".join(letters[0] for letters in way) for way in ways]
    given = ["".join(way[_surname_length(name) :]) for way in ways] if len(sounds) > 1 else []
    kept = dict.fromkeys(word for word in (*whole, *first, *given) if word)
    text = "".join(f" {word}" for word in kept)
    return text if len(text) <= LENGTH else text[:LENGTH].rpartition(" ")[0] or text[:LENGTH]


def typed(words: str) -> str:
    """Give what somebody typed as `spellings` holds it: ``Wang Gui-Ming`` as wangguiming; '' where there are no letters."""
    small = plain(words).casefold().replace("ü", "v")
    return "".join(letter for letter in small if letter.isascii() and letter.isalnum())


def _sounds(name: str) -> list[tuple[str, ...]]:
    """Give the readings of each hanzi or word of a name with their tones, the first one first."""
    pieces = _PIECE.findall(name.casefold())
    sounds = [_readings(each) for each in pieces]
    double = DOUBLE.get("".join(pieces[:2]))
    if double and len(pieces) > 2:
        return [*((sound,) for sound in double.split()), *sounds[2:]]
    if pieces and _HANZI.match(pieces[0]):
        known = SURNAMES.get(pieces[0])
        sounds[0] = (known, *(each for each in sounds[0][:1] if each != known)) if known else sounds[0][:1]
    return sounds


def _surname_length(name: str) -> int:
    return 2 if len(_PIECE.findall(name)) > 2 and name.strip()[:2] in DOUBLE else 1


def _readings(piece: str) -> tuple[str, ...]:
    if not _HANZI.match(piece):
        return (piece,)
    found = _pypinyin.pinyin(piece, style=_pypinyin.Style.TONE3, heteronym=True, neutral_tone_with_five=True)[0]
    by_letters = {each[:-1]: each for each in reversed(found)}
    return tuple(each for each in found if by_letters[each[:-1]] == each)[:READINGS_EACH]


def _typed(readings: tuple[str, ...]) -> tuple[str, ...]:
    """Give readings without tones; ü is typed as v or as u."""
    bare = [each[:-1] if each[-1].isdigit() and each[:-1].isalpha() else each for each in readings]
    return tuple(dict.fromkeys([*bare, *(each.replace("v", "u") for each in bare if each.startswith(("lv", "nv")))]))
