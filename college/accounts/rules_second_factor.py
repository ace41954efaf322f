"""What makes a code of the second factor right: RFC 6238 with SHA-1, six digits and half minutes, and recovery codes."""

from __future__ import annotations

import hmac
import unicodedata
from datetime import datetime

import pyotp

#: Half a minute, in seconds, and how many before and after the present one still open: clocks of phones go wrong.
STEP_SECONDS = 30
WINDOW = 1
#: So many codes of so many letters stand in for a lost phone; 12 letters of 5 bits are 60 bits.
RECOVERY_CODES = 10
RECOVERY_LETTERS = 12
#: With so many left she is told to make new ones.
FEW_LEFT = 3
#: What a hand writes for a letter that the codes do not use.
_MISREAD = str.maketrans({"o": "0", "i": "1", "l": "1"})


def step_of(moment: datetime) -> int:
    """Give the number of the half minute in which an aware ``moment`` lies."""
    return int(moment.timestamp()) // STEP_SECONDS


def matching_step(secret: str, code: str, moment: datetime) -> int | None:
    """Give the half minute whose code this is, the latest first; None when it is none of those around ``moment``."""
    totp, present = pyotp.TOTP(secret), step_of(moment)
    found = None
    for step in range(max(present - WINDOW, 0), present + WINDOW + 1):
        if hmac.compare_digest(totp.generate_otp(step).encode(), code.encode("utf-8", "replace")):
            found = step
    return found


def clean_code(text: str) -> str:
    """Give a code as it is compared, however it was typed: full-width, in groups, in capitals."""
    letters = "".join(letter for letter in unicodedata.normalize("NFKC", text).lower() if letter.isalnum())
    return letters if is_six_digits(letters) else letters.translate(_MISREAD)


def is_six_digits(code: str) -> bool:
    """Say whether a clean code can be one of the phone's."""
    return len(code) == 6 and code.isascii() and code.isdigit()


def in_groups(text: str, joint: str = "-") -> str:
    """Give a secret in groups of four, as it is read out and typed."""
    return joint.join(text[start : start + 4] for start in range(0, len(text), 4))
