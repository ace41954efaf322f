"""How an empty college gets its first operator: one link, printed where the college was started."""

from __future__ import annotations

from sqlalchemy import select

from college.accounts.grants import grant, people_with
from college.accounts.models_secrets import Password
from college.accounts.passwords import create_staff, make_password_link
from college.core.db import db
from college.core.permissions import COLLEGE, Actor, Role

#: What the first operator is called until she says her name with her password.
NAMELESS = "Operator"


def first_operator_link() -> str | None:
    """Give a password link for the first operator, made if need be; None when an operator can sign in already."""
    operators = people_with(Role.OPERATOR)
    ready = select(Password.person_id).where(Password.person_id.in_(operators), Password.hash.is_not(None))
    if db.session.scalars(ready.limit(1)).first() is not None:
        return None
    actor = Actor.system()
    if operators:
        return make_password_link(actor=actor, person_id=operators[0])
    person = create_staff(actor=actor, name=NAMELESS, login="operator")
    grant(actor=actor, person_id=person.id, role=Role.OPERATOR, scope=COLLEGE)
    return make_password_link(actor=actor, person_id=person.id)
