"""Who may reach an endpoint: marks on the views, checked before anything else, and `ensure` for services."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, flash, g, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from college.core import audit
from college.core.clock import now
from college.core.errors import ConfirmFirst, NotAllowed, NotFound
from college.core.permissions import Actor, Permission, Scope

View = TypeVar("View", bound=Callable[..., Any])

NOBODY = Actor()

#: For so long after she showed that it is she, she may see telephone numbers, export, delete and give roles.
CONFIRMED_FOR = timedelta(hours=1)

#: Where the cookie says that she pressed a button before she was asked to show that it is she.
PRESSED = "pressed"

#: Where the cookie of a member of staff says when she last asked for a page, in seconds since 1970.
SEEN = "seen"

#: What only staff has, although its mark names no permission.
STAFF_PAGES = ("/second-factor/",)

#: Who comes for these without having signed in is shown how the student card works, not the door of the staff.
FOR_STUDENTS = frozenset({Permission.LESSON_FOLLOW, Permission.QUESTION_ASK, Permission.MEETING_JOIN})


@dataclass(frozen=True)
class Access:
    """What a view was marked with: ``public``, ``signed_in`` or ``needs`` a permission."""

    kind: str
    permission: Permission | None = None
    is_confirmed: bool = False


def needs(permission: Permission) -> Callable[[View], View]:
    """Mark a view for people who hold ``permission`` somewhere; the service then looks at the very row."""
    return _mark(Access("needs", permission))


def signed_in(view: View) -> View:
    """Mark a view for everybody who is signed in."""
    return _mark(Access("signed_in"))(view)


def public(view: View) -> View:
    """Mark a view for everybody, signed in or not."""
    return _mark(Access("public"))(view)


def confirmed(view: View) -> View:
    """Mark a view, above its other mark, for people who showed within the last hour that it is they.

    Telephone numbers, exports, deletion and roles. Others are sent to confirm themselves and come back.
    """
    view.access = replace(view.access, is_confirmed=True)  # type: ignore[attr-defined]
    return view


def _mark(access: Access) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.access = access  # type: ignore[attr-defined]
        return view

    return mark


def access_of(app: Flask, endpoint: str) -> Access | None:
    """Give the mark of an endpoint, None when it has none."""
    return getattr(app.view_functions[endpoint], "access", None)


def check_every_endpoint(app: Flask) -> None:
    """Stop the start when an endpoint is not marked: what nobody thought about is refused.

    Raises `RuntimeError` that names the endpoints.
    """
    unmarked = sorted(endpoint for endpoint in app.view_functions if access_of(app, endpoint) is None)
    if unmarked:
        raise RuntimeError(f"These endpoints say not who may reach them: {', '.join(unmarked)}")


def current_actor() -> Actor:
    """Give whoever sent this request; somebody not signed in is an actor who holds nothing."""
    return getattr(current_user, "actor", NOBODY)


def check_request() -> Response | None:
    """Let the request through (None), send it to sign in, or refuse it with `NotAllowed`."""
    if request.routing_exception is not None or request.url_rule is None:
        return None
    access = access_of(current_app, request.url_rule.endpoint)
    if access is None:
        abort(404)
    if access.kind == "public":
        return None
    actor = current_actor()
    if actor.person_id is None:
        return _ask_to_sign_in(access)
    if access.permission is not None and not actor.reach(access.permission):
        return _lead_on(actor, access.permission)
    if access.is_confirmed:
        ensure_confirmed(actor)
    return None


def is_confirmed(actor: Actor) -> bool:
    """Say whether she showed within the last hour that it is she; the college itself needs not."""
    return actor.is_system or (actor.confirmed_at is not None and now() - actor.confirmed_at < CONFIRMED_FOR)


def ensure_confirmed(actor: Actor) -> None:
    """Raise `ConfirmFirst` unless `is_confirmed`: for what only a part of a view needs."""
    if not is_confirmed(actor):
        raise ConfirmFirst


def ensure(actor: Actor, permission: Permission, scope: Scope) -> None:
    """Refuse unless ``actor`` holds ``permission`` over ``scope``.

    Raises `NotAllowed` when it is held nowhere, `NotFound` when it is held, but not here.
    """
    reach = actor.reach(permission)
    if not reach:
        _refuse(actor, permission)
    if not reach.covers(scope):
        audit.record_refusal(actor, "access.refused", subject=_where(), permission=permission.value)
        raise NotFound


def ensure_somewhere(actor: Actor, permission: Permission) -> None:
    """Refuse with `NotAllowed` unless ``actor`` holds ``permission``: for what belongs to no place but to the whole college."""
    if not actor.reach(permission):
        _refuse(actor, permission)


def asked_by_itself() -> None:
    """Say that a page sent this by itself: it is no press of hers, and does not keep her signed in."""
    g.asked_by_itself = True


def was_asked_by_itself() -> bool:
    """Say whether `asked_by_itself` was said of this request."""
    return bool(g.get("asked_by_itself"))


def _lead_on(actor: Actor, permission: Permission) -> Response:
    """Lead whoever may once she has shown a second factor to where she does; refuse everybody else."""
    endpoint = actor.led_to(permission)
    if not endpoint:
        _refuse(actor, permission)
    flash(_("First show your second factor on this device: then this page opens."), "care")
    here = request.full_path.rstrip("?") if request.method in {"GET", "HEAD"} else page_before()
    return redirect(url_for(endpoint, next=here or None), 303)


def _refuse(actor: Actor, permission: Permission) -> None:
    audit.record_refusal(actor, "access.refused", subject=_where(), permission=permission.value)
    raise NotAllowed


def _where() -> str:
    return (request.endpoint or "") if request else ""


def _ask_to_sign_in(access: Access) -> Response:
    """Send her to sign in. A student whose session ended in the middle of a lesson is told about her card, also
    when she pressed a button. What a stranger sends is refused, because a form cannot be sent again by a redirect; staff
    whose session ended meanwhile are told so and come back to the page where they were, with their words
    (static/js/keep.js)."""
    if access.permission in FOR_STUDENTS:
        return redirect(url_for("accounts.card_help"), 303)
    reads = request.method in {"GET", "HEAD"}
    if access.kind == "signed_in" and _is_for_students() and (reads or "_user_id" in session):
        return redirect(url_for("accounts.card_help", next=request.full_path.rstrip("?") if reads else None), 303)
    if reads:
        return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")), 303)
    if "_user_id" in session:
        return redirect(url_for("accounts.sign_in", next=page_before() or None), 303)
    raise NotAllowed


def _is_for_students() -> bool:
    """Say whether a page of everybody is asked for where no member of staff was signed in last."""
    return SEEN not in session and not request.path.startswith(STAFF_PAGES)


def page_before() -> str:
    """Give the path of this site's page from which the request came, empty when it is not known or no page.

    An answer that is shown once, such as a link for a password, stands at an address that only takes a button's press.
    """
    before = urlsplit(request.referrer or "")
    adapter = current_app.create_url_adapter(request)
    if before.netloc != request.host or adapter is None or not adapter.test(before.path, "GET"):
        return ""
    return f"{before.path}?{before.query}" if before.query else before.path
