"""Sentences of a roster import, kept as message and values so that each reader gets them in her own language."""

from __future__ import annotations

from dataclasses import dataclass, field


def N_(msgid: str) -> str:
    """Mark a sentence for the catalogues without translating it: the rules know no language."""
    return msgid


@dataclass(frozen=True)
class Said:
    """One sentence: its English message and the values for its places."""

    msgid: str
    values: dict[str, str | int] = field(default_factory=dict)

    def as_list(self) -> list:
        """Give it as plain JSON."""
        return [self.msgid, dict(self.values)]

    @classmethod
    def from_list(cls, kept: list) -> Said:
        """Give back what `as_list` gave."""
        return cls(kept[0], kept[1])


def say(msgid: str, **values: str | int) -> Said:
    """Give a sentence with its values; mark ``msgid`` with `N_` where it is written."""
    return Said(msgid, values)


class Unreadable(Exception):
    """A file that cannot be read as a roster; ``said`` tells the coordinator what to do next."""

    def __init__(self, msgid: str, **values: str | int) -> None:
        super().__init__(msgid)
        self.said = Said(msgid, values)
