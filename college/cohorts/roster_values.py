"""What the cells of a roster mean: names, telephones, ages and districts as people write them. Pure."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation

from college.cohorts.roster_ages import LAST_BAND, age_band_of
from college.cohorts.roster_districts import ABOLISHED, is_same_district, look_at_district
from college.cohorts.roster_words import N_, Said, say
from college.cohorts.rules import clean_name, parse_mobile, plain

__all__ = [
    "ABOLISHED",
    "LAST_BAND",
    "age_band_of",
    "hidden_phone",
    "is_same_district",
    "look_at_district",
    "masked",
    "name_key",
    "name_of",
    "outside_id_of",
    "phone_of",
]

#: The longest name that is kept, in characters.
MAX_NAME = 40
#: The longest outside id that is kept, in characters.
MAX_OUTSIDE_ID = 64

_NOTE = re.compile(r"[(（\[【〔].*?([)）\]】〕]|$)")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")
_NOTHING = frozenset({"", "无", "没有", "暂无", "无手机", "/", "-", "--", "—", "——", "n/a", "na", "none", "null", "0", "不详"})
_IDENTITY = re.compile(r"\d{17}[\dXx]|\d{15}")
_POWER = re.compile(r"\d+(\.\d+)?[eE]\+?\d+")
_HIDDEN_PHONE = re.compile(r"1\d{2}\*{4}\d{4}")


def name_of(text: str) -> tuple[str, Said | None, Said | None]:
    """Give a name as it is kept, a remark when a note in brackets was cut off, and what is wrong with it."""
    bare = _INVISIBLE.sub("", text)
    name = clean_name(_NOTE.sub("", bare)).strip("*,，、;；:：.。")
    if not name:
        return "", None, say(N_("The name is missing. Write it into the file, or leave this row out."))
    wrong = _wrong_with_name(name)
    is_cut = not wrong and _NOTE.search(bare) is not None
    return name, say(N_("The note in brackets after the name is not kept.")) if is_cut else None, wrong


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


#: What stands between the parts of a name and tells nobody apart.
_JOINTS = str.maketrans("", "", "·•・‧.")


def name_key(name: str) -> str:
    """Give what two spellings of one name share: 阿依古丽·买买提 and 阿依古丽 买买提 are one."""
    return "".join(name.split()).translate(_JOINTS).casefold()


def phone_of(text: str) -> tuple[str | None, Said | None]:
    """Give the 11 digits of a mobile number (None when the cell says there is none) and what is wrong with it."""
    typed = plain(text)
    if typed.casefold() in _NOTHING or _HIDDEN_PHONE.fullmatch(typed):
        return None, None
    if digits := parse_mobile(_whole_number(typed)):
        return digits, None
    if _POWER.fullmatch(typed):
        return None, say(
            N_("The last digits of this number are lost, because the column is numeric. Format it as text and type it again.")
        )
    return None, _wrong_with_phone(typed)


def hidden_phone(text: str) -> Said | None:
    """Give a remark on a number that the college itself hid when it gave the roster out (140****0005)."""
    if _HIDDEN_PHONE.fullmatch(plain(text)):
        return say(N_("This number is partly hidden, as the college gives it out: the one that is kept stays."))
    return None


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


def outside_id_of(text: str) -> tuple[str | None, Said | None]:
    """Give the roster's own number of a person, and a remark when it was an identity number and is not kept."""
    typed = plain(text)
    if _IDENTITY.fullmatch(typed):
        return None, say(N_("This looks like an identity number and is not kept."))
    if parse_mobile(_whole_number(typed)):
        return None, say(N_("This looks like a telephone number and is not kept as a student number."))
    if typed.casefold() in _NOTHING or len(typed) > MAX_OUTSIDE_ID:
        return None, None
    return (typed[:-2] if re.fullmatch(r"\d+\.0", typed) else typed), None
