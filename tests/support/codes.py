"""Second factors for tests: whoever is given one, and what her phone shows."""

import pyotp

from college.accounts.models_secrets import SecondFactor
from college.core import clock, crypto
from college.core.db import db


def give_factor(college, person_id) -> str:
    """Let a second factor guard an account, as if set up long ago; give the secret of the phone."""
    secret = pyotp.random_base32()
    with college.work():
        moment = clock.now()
        db.session.add(
            SecondFactor(person_id=person_id, secret_cipher=crypto.encrypt(secret), made_at=moment, confirmed_at=moment)
        )
    return secret


def shown(secret: str, moment=None) -> str:
    """Give the six digits that the phone shows at a moment, now unless told."""
    return pyotp.TOTP(secret).at(moment or clock.now())


def wrong(secret: str, moment=None) -> str:
    """Give six digits that the phone shows neither now nor a minute before or after."""
    at = int((moment or clock.now()).timestamp())
    near = {pyotp.TOTP(secret).at(at + 30 * step) for step in range(-3, 4)}
    return next(code for code in (f"{number:06}" for number in range(100)) if code not in near)
