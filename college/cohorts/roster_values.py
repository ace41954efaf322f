"""What the cells of a roster mean: names, telephones, ages and districts as people write them. Pure."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation

from college.cohorts.roster_words import N_, Said, say
from college.cohorts.rules import clean_name, parse_mobile, plain

#: The longest name that is kept, in characters.
MAX_NAME = 40
#: The last of the five-year bands of ages; the first is 50-54.
LAST_BAND = "85+"
#: The longest outside id that is kept, in characters.
MAX_OUTSIDE_ID = 64

_NOTE = re.compile(r"[(（\[【〔].*?([)）\]】〕]|$)")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")
_NOTHING = frozenset({"", "无", "没有", "暂无", "无手机", "/", "-", "--", "—", "——", "n/a", "na", "none", "null", "0", "不详"})
_IDENTITY = re.compile(r"\d{17}[\dXx]|\d{15}")
_POWER = re.compile(r"\d+(\.\d+)?[eE]\+?\d+")
_DISTRICT_NOISE = re.compile(r"^(中国|浙江省|浙江|杭州市|杭州)+")

#: Districts of Hangzhou that ended in 2021 and where their people live now (FACTS).
ABOLISHED = {"下城": frozenset({"330105"}), "江干": frozenset({"330102", "330114"})}


def name_of(text: str) -> tuple[str, Said | None, Said | None]:
    """Give a name as it is kept, a remark when a note in brackets was cut off, and what is wrong with it."""
    bare = _INVISIBLE.sub("", text)
    name = clean_name(_NOTE.sub("", bare)).strip("*,，、;；:：.。")
    if not name:
        return "", None, say(N_("The name is missing. Write it into the file, or leave this row out."))
    remark = say(N_("The note in brackets after the name is not kept.")) if _NOTE.search(bare) else None
    return name, remark, _wrong_with_name(name)


def _wrong_with_name(name: str) -> Said | None:
    if len(name) > MAX_NAME:
        return say(N_("This is too long for a name. Write only the name into this column."))
    kinds = {sign: unicodedata.category(sign) for sign in name}
    if "\ufffd" in name or any(kind in {"Co", "Cn", "Cs", "Cc"} for kind in kinds.values()):
        return say(N_("A character of this name could not be read. Type the name again."))
    if not any(kind.startswith("L") for kind in kinds.values()):
        return say(N_("This is not a name. Write the name into this column."))
    if any(kind[0] not in "LMN" and sign not in " ·•・‧.'’-" for sign, kind in kinds.items()):
        return say(N_("This does not look like one name. Write one person into each row."))
    return None


def name_key(name: str) -> str:
    """Give what two spellings of one name share: 阿依古丽·买买提 and 阿依古丽 买买提 are one."""
    return re.sub(r"[\s·•・‧.]+", "", name).casefold()


def phone_of(text: str) -> tuple[str | None, Said | None]:
    """Give the 11 digits of a mobile number (None when the cell says there is none) and what is wrong with it."""
    typed = plain(text)
    if typed.casefold() in _NOTHING:
        return None, None
    if digits := parse_mobile(_whole_number(typed)):
        return digits, None
    if _POWER.fullmatch(typed):
        return None, say(
            N_("The last digits of this number are lost, because the column is numeric. Format it as text and type it again.")
        )
    return None, _wrong_with_phone(typed)


def _whole_number(typed: str) -> str:
    """Repair 14000000005.0 and 1.4000000005E+10; leave what has lost digits (1.40E+10) as it is."""
    if re.fullmatch(r"\d{11,13}\.0+", typed):
        return typed.split(".")[0]
    if _POWER.fullmatch(typed):
        try:
            number = Decimal(typed)
        except InvalidOperation:
            return typed
        if len(number.as_tuple().digits) >= 11 and number == number.to_integral_value():
            return str(int(number))
    return typed


def _wrong_with_phone(typed: str) -> Said:
    digits = re.sub(r"\D", "", typed)
    if len(re.findall(r"1[3-9]\d{9}", re.sub(r"[^\d/,;、，；\s]", "", typed))) > 1:
        return say(N_("There are two numbers in this cell. Keep the one of her own phone."))
    if re.search(r"[^\W\d_]", typed):
        return say(N_("There are words in this cell. Keep only the number, or leave the cell empty."))
    if digits.startswith(("0", "8")) or len(digits) in (7, 8):
        return say(N_("This is not a mobile number. Write a mobile number, or leave the cell empty."))
    if len(digits) != 11:
        return say(N_("A mobile number has 11 digits; this one has %(count)s."), count=len(digits))
    return say(N_("A mobile number begins with 13 to 19. Please check this number."))


def masked(text: str) -> str:
    """Give a telephone as it may be shown whatever its shape: 14000000005 is 140****0005, a wrong one shows less."""
    typed = plain(text)
    if re.fullmatch(r"\d{11}", typed):
        return f"{typed[:3]}****{typed[-4:]}"
    total = sum(sign.isdigit() for sign in typed)
    shown, seen = [], 0
    for sign in typed[:30]:
        seen += sign.isdigit()
        hidden = sign.isdigit() and seen > 3 and (seen <= total - 2 or total < 8)
        shown.append("*" if hidden else sign)
    return "".join(shown)


def age_band_of(text: str) -> tuple[str | None, Said | None]:
    """Give the five-year band of an age ("67岁" is 65-69) or of such a band as written ("65~69岁").

    The remark says why a cell was not kept; people under 50 have no band.
    """
    typed = re.sub(r"[\s岁周]", "", plain(text))
    if typed.casefold() in _NOTHING:
        return None, None
    if whole := re.fullmatch(r"(\d{1,3})(?:\.0+)?", typed):
        return _band(int(whole[1])), None
    if span := re.fullmatch(r"(\d{2,3})[-~—–至到](\d{2,3})", typed):
        band = _band(int(span[1]))
        if band == f"{span[1]}-{span[2]}":
            return band, None
    if re.fullmatch(r"85(\+|及?以上)", typed):
        return LAST_BAND, None
    return None, say(N_("The age was not kept: write an age such as 67, or a band of five years such as 65-69."))


def _band(age: int) -> str | None:
    if not 50 <= age <= 120:
        return None
    return LAST_BAND if age >= 85 else f"{age // 5 * 5}-{age // 5 * 5 + 4}"


def outside_id_of(text: str) -> tuple[str | None, Said | None]:
    """Give the roster's own number of a person, and a remark when it was an identity number and is not kept."""
    typed = plain(text)
    if _IDENTITY.fullmatch(typed):
        return None, say(N_("This looks like an identity number and is not kept."))
    if typed.casefold() in _NOTHING or len(typed) > MAX_OUTSIDE_ID:
        return None, None
    return (typed[:-2] if re.fullmatch(r"\d+\.0", typed) else typed), None


def is_same_district(text: str, *, code: str, name: str) -> bool:
    """Say whether a roster's words (杭州市上城区, 上城, 330102, 江干区) can mean the district ``code``, called ``name``."""
    typed = re.sub(r"\s", "", plain(text))
    if not typed or typed.startswith(code):
        return True
    bare = _bare_district(typed)
    return bare == _bare_district(name) or code in ABOLISHED.get(bare, frozenset())


def _bare_district(name: str) -> str:
    rest = _DISTRICT_NOISE.sub("", name)
    found = re.match(r"(.+?[区县市])", rest)
    return re.sub(r"[区县市]$", "", found[1] if found and len(found[1]) > 2 else rest)
