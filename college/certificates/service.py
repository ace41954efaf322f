"""The door to certificates for every other feature."""

from __future__ import annotations

from college.certificates.models import Certificate

__all__ = ["Certificate"]
