"""The headers on every answer: what may run, who may frame it, what may be kept, and for whom a page was made."""

from __future__ import annotations

from hashlib import blake2b

from flask import Flask, Response, g, request

from college.core.addresses import is_https
from college.core.logs import SECRETS, request_id

#: Nothing comes from elsewhere, nothing runs inline, nobody frames us.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "media-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
#: What every answer carries, pages, files and refusals alike.
ALWAYS = (
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
)
#: What the one page on which a lecturer records puts in its place: our own scripts may ask for the microphone.
MICROPHONE = ("Permissions-Policy", "camera=(), geolocation=(), microphone=(self)")
#: Two years, the time that browsers' lists ask for. Not for subdomains: the college speaks for its own host alone.
HSTS = ("Strict-Transport-Security", "max-age=63072000")
#: What a page puts in its place that our own pages may show in a frame: a draft as its students will see it.
FRAMED = (
    ("Content-Security-Policy", POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'")),
    ("X-Frame-Options", "SAMEORIGIN"),
)
#: What a page puts in its place that shows another page of ours in a frame: the one on which a draft is written.
FRAMING = (("Content-Security-Policy", f"{POLICY}; frame-src 'self'"),)
#: No other header is ever put in the place of one of ours.
_INSTEAD = frozenset((MICROPHONE, *FRAMED, *FRAMING))
REFERRER = "same-origin"
#: Of an address with a secret not even our own pages hear more than the host; a browser that knows only the first
#: word sends nothing. (With "no-referrer" alone a form there would come from "null", as one from nowhere does.)
SECRET_REFERRER = "no-referrer, strict-origin"


def init_app(app: Flask) -> None:
    """Harden every answer; files under static/ too, which a web worker gives without asking Flask."""
    app.after_request(lambda response: _harden(app, response))


def for_file(app: Flask) -> tuple[tuple[str, str], ...]:
    """Give what a static file carries beside its type and its time to be kept."""
    return (*ALWAYS, ("Referrer-Policy", REFERRER), *((HSTS,) if is_https(app) else ()))


def _harden(app: Flask, response: Response) -> Response:
    headers = response.headers
    headers.extend(each for each in ALWAYS if not any((each[0], value) in _INSTEAD for value in headers.getlist(each[0])))
    if is_https(app):
        headers.add(*HSTS)
    headers.add("Referrer-Policy", SECRET_REFERRER if request.path.startswith(SECRETS) else REFERRER)
    headers.add("X-Request-Id", request_id())
    if request.endpoint != "static" and "Cache-Control" not in headers:
        headers.add("Cache-Control", "no-store")
    return _marked_as_hers(response)


def _marked_as_hers(response: Response) -> Response:
    """Give a signed-in person's page a mark that is hers alone, and 304 to her who has the very same one already.

    The mark is keyed with her device's secret: nobody else's page ever has it. The form token changes each second
    and says nothing of the page, so it is left out. (Flask says `Vary: Cookie` wherever it looked at the session.)
    """
    secret = getattr(g.get("_login_user"), "token", None)
    if secret is None or request.method not in {"GET", "HEAD"} or response.status_code != 200:
        return response
    if response.mimetype != "text/html" or response.is_streamed:
        return response
    body, token = response.get_data(), g.get("csrf_token")
    if token:
        body = body.replace(token.encode(), b"")
    response.set_etag(blake2b(body, digest_size=16, key=secret.encode()[:64]).hexdigest())
    return response.make_conditional(request) if "If-None-Match" in request.headers else response
