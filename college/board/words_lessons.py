"""How the numbers of a lesson are said."""

from __future__ import annotations

from flask_babel import gettext as _

from college.board.shapes_lessons import Number, Rate, Target


def number_words(number: Number) -> str:
    """Say a number as it may be shown."""
    if number.is_hidden:
        return _("not shown")
    if number.is_few and number.value:
        return _("%(num)s, and under 5 people more", num=number.value)
    if number.is_few:
        return _("fewer than 5 people")
    return _("about %(num)s", num=number.value) if number.is_about else str(number.value)


def rate_words(rate: Rate) -> str:
    """Say how many of how many."""
    if rate.per_hundred is None:
        return number_words(rate.part)
    return _("%(part)s (%(share)s%%)", part=number_words(rate.part), share=rate.per_hundred)


def badge_words(target: Target) -> str:
    """Say how often and by how many people a target was tapped, shortly."""
    if target.taps.is_few:
        return number_words(target.taps)
    return _("Taps: %(taps)s, people: %(people)s", taps=number_words(target.taps), people=number_words(target.people))
