"""Rules of codes that are typed: how long, how often, how they are written. Plain values in, plain values out."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from datetime import timedelta

#: A handover's QR and its digits open for so long (AF-49 asks for more than 3 minutes, AF-101 for 10 at most).
HANDOVER_LENGTH = timedelta(minutes=10)
HANDOVER_DIGITS = 8
#: So many handovers may one person give within any hour (AF-102).
HANDOVERS_AN_HOUR = 60
#: So many wrong codes close the typing of codes for one network address, for ten minutes …
WRONG_AN_ADDRESS = 20
#: … and so many within an hour for everybody.
WRONG_ON_THE_SITE = 500
#: A code by text message opens for so long, and is compared with at most five that were typed (AF-103, PROMISES).
SMS_LENGTH = timedelta(minutes=10)
SMS_DIGITS = 6
SMS_TRIES = 5
#: So many codes may go to one number within any such span (AF-103; what Alibaba Cloud allows by default).
SMS_LIMITS = (("minute", 1), ("hour", 5), ("day", 10))
#: What a span of a limit means.
SPANS = {
    "minute": timedelta(minutes=1),
    "ten_minutes": timedelta(minutes=10),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
}
#: So many new phones within a day put a card to rest, when there is one more (AF-108).
NEW_DEVICES_A_DAY = 3
NEW_DEVICES_WITHIN = timedelta(hours=24)

_BETWEEN = re.compile(r"[\s\-\u2010-\u2015\u2212_.,，。、·\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")


def digits_of(text: str | None) -> str:
    """Give the digits of a code however it was typed: blanks, hyphens and full-width digits are accepted.

    Empty when something else than digits is in it.
    """
    found = _BETWEEN.sub("", unicodedata.normalize("NFKC", text or ""))
    return found if found.isascii() and found.isdigit() else ""


def in_groups(code: str) -> str:
    """Give a code as it is read aloud: 4821 0937 of eight digits, 482 109 of six."""
    size = 4 if len(code) > 6 else 3
    return " ".join(code[start : start + size] for start in range(0, len(code), size))


def network_of(address: str | None) -> str:
    """Give what counts as one network address: an IPv4 address, or the 64 bits of an IPv6 one that a house has."""
    try:
        found = ipaddress.ip_address((address or "").partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(found) if found.version == 4 else str(ipaddress.ip_network((int(found), 64), strict=False))
