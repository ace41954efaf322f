"""The door to certificates for every other feature."""

from __future__ import annotations

from college.certificates.forgetting import forget
from college.certificates.giving import catch_up, catch_up_safely, give_if_earned, give_to_those_who_earned
from college.certificates.grown import holders_among
from college.certificates.mine import Held, held
from college.certificates.models import Certificate
from college.certificates.moving import move_person, move_person_back
from college.certificates.own_data import OWN_TABLES, own_data
from college.certificates.queries import of_person as certificates_of
from college.certificates.taking_back import take_back_slip

__all__ = [
    "Certificate",
    "Held",
    "OWN_TABLES",
    "catch_up",
    "catch_up_safely",
    "certificates_of",
    "forget",
    "give_if_earned",
    "give_to_those_who_earned",
    "held",
    "holders_among",
    "move_person",
    "move_person_back",
    "own_data",
    "take_back_slip",
]
