"""Mobile numbers of China in what people type: however their digits are written and parted, they are shown with a gap."""

from __future__ import annotations

import re
import unicodedata

#: What may stand between two digits of a number: blanks, hyphens, dots, brackets, full-width ones too.
PART = r"[\s\-\u00b7\u2010-\u2015\u2212\uff08\uff09\uff0d\uff0e_.()]{0,2}"
#: The eleven digits, full-width ones too, with the first three as ``head`` and the last four as ``tail``.
MOBILE = rf"(?P<head>[1１]{PART}[3-9３-９]{PART}\d)(?:{PART}\d){{4}}(?P<tail>(?:{PART}\d){{4}})"

_ALONE = re.compile(rf"(?<!\d)(?P<country>(?:00)?86{PART})?{MOBILE}(?!\d)")


def with_gap(found: re.Match[str]) -> str:
    """Give 138****1234 of a match of `MOBILE`."""
    head, tail = (re.sub(r"[^\d]", "", unicodedata.normalize("NFKC", found[part])) for part in ("head", "tail"))
    return f"{head}****{tail}"


def phone_hidden(text: str | None) -> str:
    """Give a text in which every whole mobile number has lost its middle: for staff who read what a student typed.

    Longer numbers, such as that of an order, stay whole.
    """
    return _ALONE.sub(lambda found: (found["country"] or "") + with_gap(found), text or "")
