"""The ways in which a service says no, and what the web makes of them."""

from __future__ import annotations


class CollegeError(Exception):
    """What all refusals share."""


class NotFound(CollegeError):
    """The thing is not there, or not for this person: the same answer, 404, so that nothing is given away."""


class NotAllowed(CollegeError):
    """The person holds no grant for this at all: 403, kept in the audit."""


class ConfirmFirst(CollegeError):
    """She must show once more that it is she: the web sends her to the page where she does."""


class RuleBroken(CollegeError):
    """A rule of the college forbids it. ``sentence`` is for the person and says what to do next: 409."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
