"""Signs people in as the college does after a card or a password: a device row, and its secret in the cookie."""

from uuid import UUID

from flask import Flask

from college.accounts import service as accounts
from college.core.clock import now
from college.core.db import unit_of_work
from tests.support.walking import WalkingClient


def sign_in(
    app: Flask, person_id: UUID, *, kind: str | None = None, agrees: bool = True, confirmed: bool | None = None
) -> WalkingClient:
    """Give a client on which this person is signed in.

    kind: "own" or "class" as after a card, "staff" as after a password; None takes what fits her roles.
    agrees: whether a student has agreed to the privacy notice.
    confirmed: whether she has just shown that it is she; None takes what is usual: staff have, a card shows nothing.
    """
    app.test_client_class = WalkingClient
    with app.app_context(), unit_of_work():
        kind = kind or ("staff" if accounts.held_by(person_id) else "own")
        is_staff = kind == "staff"
        _, token = accounts.start_session(
            person_id=person_id,
            kind=kind,
            way="password" if is_staff else "card",
            is_confirmed=is_staff if confirmed is None else confirmed,
            is_strong=is_staff,
        )
        if agrees and kind != "staff" and accounts.consent_of(person_id) is None:
            accounts.load_consents(given={person_id: now()})
    client = app.test_client()
    client.person_id = person_id
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = token, True
        if is_staff:
            session["seen"] = int(now().timestamp())
        session.permanent = kind != "class"
    return client


def cookies_for(app: Flask, *, person: UUID | None, size: str | None, lang: str) -> dict[str, str]:
    """Give the cookies of a browser: who is signed in on it, its text size (None keeps the default) and language."""
    cookies = {"language": lang}
    if size:
        cookies["size"] = size
    if person is not None:
        name = app.config["SESSION_COOKIE_NAME"]
        cookies[name] = sign_in(app, person).get_cookie(name).value
    return cookies
