"""Where requests may come from and answers may lead: https, hosts, proxies, other sites, and redirects that stay here."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

import structlog
from flask import Flask, Response, abort, current_app, redirect, request
from werkzeug.exceptions import SecurityError
from werkzeug.middleware.proxy_fix import ProxyFix

from college.core.errors import CollegeError

log = structlog.get_logger()

READS = frozenset({"GET", "HEAD", "OPTIONS"})
#: What one address, and one header, may be long, in characters. The longest of ours is a decision looked at before it is taken.
MAX_ADDRESS, MAX_HEADER = 16_000, 16_000
#: What a browser says in Sec-Fetch-Site about a form of our own pages, or about one that nobody's page sent.
OURS = frozenset({"same-origin", "none"})
#: A path of ours, and what in it another reader may take for the beginning of a host or of a header.
_PATH = re.compile(r"/[a-z0-9._~%/-]*")
_NOT_IN_PATH = ("//", "%2f", "%5c", "%0")


class FromElsewhere(CollegeError):
    """A form was sent by another site's page: 400, whatever token it carries."""


def init_app(app: Flask) -> None:
    """Look at every request before anything else does, and at every redirect."""
    proxies = app.config["PROXIES"]
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]
    app.before_request(_look_at_request)
    app.after_request(_stay_here)


def _look_at_request() -> Response | None:
    if isinstance(request.routing_exception, SecurityError):
        return None
    _refuse_too_long()
    if _is_plain_but_public_is_https():
        return redirect(_public_address(), 308)  # type: ignore[return-value]
    if request.method not in READS and not _is_from_here():
        log.warning("form from elsewhere", endpoint=request.endpoint)
        raise FromElsewhere
    return None


def _refuse_too_long() -> None:
    """Refuse an address or a header beyond what any of ours is, and let a body without a file be no larger than a form."""
    environ = request.environ
    if len(environ.get("QUERY_STRING", "")) + len(environ.get("PATH_INFO", "")) > MAX_ADDRESS:
        abort(414)
    if request.method not in READS and request.mimetype != "multipart/form-data":
        # Werkzeug counts the bytes of fields only in forms with files; others have no more to say.
        request.max_content_length = request.max_form_memory_size
    for value in environ.values():
        if type(value) is str and len(value) > MAX_HEADER:
            abort(431)


def is_https(app: Flask) -> bool:
    """Say whether people reach the college by https, by what its public address says."""
    return bool(app.config["SESSION_COOKIE_SECURE"])


def _is_plain_but_public_is_https() -> bool:
    return bool(current_app.config["PROXIES"]) and is_https(current_app) and not request.is_secure


def _public_address() -> str:
    query = f"?{request.query_string.decode('latin-1')}" if request.query_string else ""
    return f"{current_app.config['PUBLIC_URL']}/{quote(request.path.lstrip('/'), safe='/:@!$&()*+,;=~')}{query}"


def _is_from_here() -> bool:
    """Say whether a form comes from our own pages, by what no page of another site can forge.

    A browser that says nothing is let through: the form's token stands behind this.
    """
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None and site not in OURS:
        return False
    if origin == "null":
        return site == "same-origin"
    said = origin or request.referrer
    return said is None or _is_own_origin(said)


def _is_own_origin(said: str) -> bool:
    """Say whether an Origin or a Referer names this very host, and not by http where the public address is https."""
    try:
        came, public = urlsplit(said), urlsplit(current_app.config["PUBLIC_URL"] or "")
        where = (came.scheme, _host_and_port(came.scheme, came.netloc))
    except ValueError:
        return False
    if public.netloc and where == (public.scheme, _host_and_port(public.scheme, public.netloc)):
        return True
    is_public_host = public.netloc and came.hostname == public.hostname
    if is_public_host and public.scheme == "https":
        return False
    return came.scheme in {"http", "https"} and where[1] == _host_and_port(came.scheme, request.host)


def _host_and_port(scheme: str, netloc: str) -> str:
    usual = {"http": ":80", "https": ":443"}.get(scheme, "")
    return netloc.lower().removesuffix(usual) if usual else netloc.lower()


def is_path_here(target: str | None) -> bool:
    """Say whether a target is a plain path of this site, however a browser or a proxy reads it.

    Paths of ours are of Latin letters, digits and few signs; the rest may say what it likes, but no control signs.
    """
    if not target or not target.isprintable() or "\\" in target:
        return False
    path = re.split(r"[?#]", target, maxsplit=1)[0].lower()
    return bool(_PATH.fullmatch(path)) and not any(sign in path for sign in _NOT_IN_PATH)


def _stay_here(response: Response) -> Response:
    """Let no redirect leave the site, whoever made it: such a one leads to the start page, and the log says so."""
    if not 300 <= response.status_code < 400 or "Location" not in response.headers:
        return response
    target = response.headers["Location"]
    if target.startswith(request.host_url):
        target = response.headers["Location"] = target[len(request.host_url) - 1 :]
    is_to_https = response.status_code == 308 and _is_plain_but_public_is_https() and target == _public_address()
    if not is_path_here(target) and not is_to_https:
        log.error("redirect away from here", endpoint=request.endpoint, status=response.status_code)
        response.headers["Location"] = "/"
    return response
