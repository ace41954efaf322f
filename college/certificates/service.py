"""The door to certificates for every other feature."""

from __future__ import annotations

from college.certificates.giving import catch_up, catch_up_safely, give_if_earned
from college.certificates.grown import holders_among
from college.certificates.models import Certificate

__all__ = ["Certificate", "catch_up", "catch_up_safely", "give_if_earned", "holders_among"]
