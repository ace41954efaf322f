"""In what words it is said what is expected of an endpoint."""

from dataclasses import dataclass, field
from uuid import uuid4

DONE, SHOWN = {302, 303}, {200}
#: What a form carries that may be sent only once.
ONCE = {"client_id": str(uuid4())}


@dataclass(frozen=True)
class Rule:
    """What is expected of one endpoint.

    needs: the permission, None for everybody. at: "cohort" when the address names something of a cohort, "course"
    when it names the course of a district (names=OWN and the like), "area" when it names a whole district, "district" when the form names one, "" otherwise.
    data: what a POST carries. answers: how a permitted request is answered. names: place in the address → name in
    `Side`, where they differ.
    """

    needs: str | None = None
    at: str = ""
    data: dict = field(default_factory=dict)
    answers: frozenset = frozenset(SHOWN)
    names: dict = field(default_factory=dict)


def shown(needs: str | None = None, at: str = "", **names: str) -> Rule:
    """Expect a page that is shown; ``names`` as in `Rule`."""
    return Rule(needs, at, names=names)


def done(needs: str, at: str = "", data: dict | None = None, answers: set = DONE, **names: str) -> Rule:
    """Expect a form that is taken; ``answers`` are the statuses of a permitted one."""
    return Rule(needs, at, data or {}, frozenset(answers), names)


def free(*answers: int, data: dict | None = None, **names: str) -> Rule:
    """Expect an address that everybody may come to, answered by one of these statuses."""
    return Rule(None, "", data or {}, frozenset(answers), names)
