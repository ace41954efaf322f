"""What a district cell of a roster means beside the cohort's own district, one that ended in 2021 included. Pure."""

from __future__ import annotations

import re

from college.cohorts.roster_words import N_, Said, say
from college.core.days import plain

#: Districts of Hangzhou that ended in 2021 and where their people live now (FACTS).
ABOLISHED = {"下城": frozenset({"330105"}), "江干": frozenset({"330102", "330114"})}
#: What they were called and what their land is called now, as a sentence names them.
OLD_NAMES = {"下城": ("下城区", "拱墅区"), "江干": ("江干区", "上城区、钱塘区")}
_OLD_CODES = {"330103": "下城", "330104": "江干"}
_DISTRICT_NOISE = re.compile(r"^(中国|浙江省|浙江|杭州市|杭州)+")


def is_same_district(text: str, *, code: str, name: str) -> bool:
    """Say whether a roster's words (杭州市上城区, 上城, 330102, 江干区) can mean the district ``code``, called ``name``."""
    return look_at_district(text, code=code, name=name)[1] is None


def look_at_district(text: str, *, code: str, name: str) -> tuple[Said | None, Said | None]:
    """Give a remark on a roster's district (it ended, and counts as the cohort's) and what is wrong with it."""
    typed = re.sub(r"\s", "", plain(text))
    if not typed or typed.startswith(code):
        return None, None
    bare = _OLD_CODES.get(typed[:6]) or bare_district(typed)
    if bare == bare_district(name):
        return None, None
    if bare not in ABOLISHED:
        return None, say(
            N_("This cohort belongs to %(district)s. Correct the row, or import it into a cohort of its own district."),
            district=name,
        )
    old, today = OLD_NAMES[bare]
    if code in ABOLISHED[bare]:
        return say(N_("%(old)s ended in 2021; here it counts as %(district)s."), old=old, district=name), None
    return None, say(
        N_(
            "%(old)s ended in 2021 and belongs to %(now)s today, but this cohort belongs to %(district)s. "
            "Correct the row, or import it into a cohort of its own district."
        ),
        old=old,
        now=today,
        district=name,
    )


def bare_district(name: str) -> str:
    """Give a district without its city and without 区, 县 or 市: 杭州市余杭区 and 余杭 are one."""
    rest = _DISTRICT_NOISE.sub("", name)
    found = re.match(r"(.+?[区县市])", rest)
    return re.sub(r"[区县市]$", "", found[1] if found and len(found[1]) > 2 else rest)
