"""The rules of Mozilla's and MDN's HTTP Observatory, as a scorer of one answer: 100 points, minus faults, plus merits.

Source: the published scoring tables of the HTTP Observatory (MDN, 2025). Merits count only from 90 points up; the
most that can be had without a place on the browsers' preload list and without scripts' checksums is 135, and 130
where no cookie is set.
"""

from __future__ import annotations

from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlsplit

from werkzeug.datastructures import Headers

from tests.support.pages import parse

MERITS_FROM = 90
SIX_MONTHS = 15_768_000
BROAD = frozenset({"*", "http:", "https:", "ftp:", "http://*", "https://*", "http://*.*", "https://*.*"})
PRIVATE = frozenset({"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"})
LEAKING = frozenset({"origin", "origin-when-cross-origin", "unsafe-url", "no-referrer-when-downgrade"})


@dataclass(frozen=True)
class Seen:
    """One answer over https, and where plain http leads: a status with its Location, None where nobody answers it."""

    address: str
    headers: Headers
    body: str = ""
    plain: tuple[int, str] | None = None


def score(seen: Seen) -> int:
    """Give the points of an answer."""
    points = findings(seen).values()
    base = 100 + sum(each for each in points if each < 0)
    return max(0, base + (sum(each for each in points if each > 0) if base >= MERITS_FROM else 0))


def findings(seen: Seen) -> dict[str, int]:
    """Give the points that each rule adds or takes."""
    policy = policy_of(seen.headers)
    return {
        "content security policy": _csp(policy),
        "cookies": _cookies(seen),
        "cross-origin sharing": _cors(seen.headers),
        "redirection": _redirection(seen),
        "referrer policy": _referrer(seen.headers),
        "strict transport": 0 if _hsts_age(seen) >= SIX_MONTHS else (-10 if _hsts_age(seen) >= 0 else -20),
        "subresource integrity": _integrity(seen),
        "content type options": 0 if seen.headers.get("X-Content-Type-Options", "").lower() == "nosniff" else -5,
        "framing": _framing(seen.headers, policy),
        "resource policy": _resource_policy(seen.headers),
    }


def policy_of(headers: Headers) -> dict[str, set[str]]:
    """Give the content security policy by its directives, {} when there is none."""
    parts = [part.split() for part in headers.get("Content-Security-Policy", "").split(";") if part.strip()]
    return {part[0].lower(): {source.lower() for source in part[1:]} for part in reversed(parts)}


def _csp(policy: dict[str, set[str]]) -> int:
    if not policy:
        return -25
    default = policy.get("default-src", {"*"})
    script, style, objects = (policy.get(f"{name}-src", default) for name in ("script", "style", "object"))
    passive = [policy.get(name, default) for name in ("img-src", "media-src")]
    active = [sources for name, sources in policy.items() if name not in {"img-src", "media-src"}]
    if script & (BROAD | {"'unsafe-inline'", "data:"}) or objects & BROAD:
        return -20
    if any(source.startswith(("http:", "ftp:")) for sources in active for source in sources):
        return -20
    if "'unsafe-eval'" in script | style:
        return -10
    if any(source.startswith(("http:", "ftp:")) for sources in passive for source in sources):
        return -10
    if style & (BROAD | {"'unsafe-inline'", "data:"}):
        return 0
    return 10 if default == {"'none'"} else 5


def cookies_of(headers: Headers) -> dict[str, object]:
    """Give the cookies that an answer sets, by their names."""
    jar = SimpleCookie()
    for line in headers.getlist("Set-Cookie"):
        jar.load(line)
    return dict(jar)


def _cookies(seen: Seen) -> int:
    found = cookies_of(seen.headers)
    if not found:
        return 0
    is_guarded = _hsts_age(seen) >= SIX_MONTHS
    worst = [0]
    for name, cookie in found.items():
        is_session = any(part in name.lower() for part in ("login", "sess"))
        if not cookie["secure"]:
            worst.append((-10 if is_session else -5) if is_guarded else (-40 if is_session else -20))
        if is_session and not cookie["httponly"]:
            worst.append(-30)
        if cookie["samesite"] and cookie["samesite"].lower() not in {"lax", "strict"}:
            worst.append(-20)
    is_strict = all(cookie["samesite"] for cookie in found.values())
    return min(worst) or (5 if is_strict else 0)


def _cors(headers: Headers) -> int:
    is_for_all = headers.get("Access-Control-Allow-Origin") not in {None, "*"}
    return -50 if is_for_all and headers.get("Access-Control-Allow-Credentials", "").lower() == "true" else 0


def _redirection(seen: Seen) -> int:
    if seen.plain is None:
        return 0
    status, target = seen.plain
    if not 300 <= status < 400 or urlsplit(target).scheme != "https":
        return -20
    return 0 if urlsplit(target).hostname == urlsplit(seen.address).hostname else -5


def _referrer(headers: Headers) -> int:
    said = headers.get("Referrer-Policy")
    if said is None:
        return 0
    known = [word.strip().lower() for word in said.split(",") if word.strip().lower() in PRIVATE | LEAKING]
    return 5 if known and known[-1] in PRIVATE else -5


def _hsts_age(seen: Seen) -> int:
    """Give the seconds for which browsers come by https alone; -1 when they are not told or told over http."""
    said = [part.strip().lower() for part in seen.headers.get("Strict-Transport-Security", "").split(";")]
    ages = [part.removeprefix("max-age=").strip('"') for part in said if part.startswith("max-age=")]
    is_told = seen.address.startswith("https://") and len(ages) == 1 and ages[0].isdigit()
    return int(ages[0]) if is_told else -1


def _integrity(seen: Seen) -> int:
    if not seen.headers.get("Content-Type", "").startswith("text/html"):
        return 0
    worst, is_sealed = 0, True
    scripts = [tag for tag in parse(seen.body).find_all("script", src=True)]
    for script in scripts:
        there, is_marked = urlsplit(script["src"]), bool(script.get("integrity"))
        is_foreign = there.netloc not in {"", urlsplit(seen.address).netloc}
        is_safe = there.scheme == "https"
        if is_foreign:
            worst = min(worst, (0 if is_safe else -20) if is_marked else (-5 if is_safe else -50))
        is_sealed = is_sealed and is_marked
    return worst or (5 if scripts and is_sealed else 0)


def _framing(headers: Headers, policy: dict[str, set[str]]) -> int:
    if "frame-ancestors" in policy and not policy["frame-ancestors"] & BROAD:
        return 5
    return 0 if headers.get("X-Frame-Options", "").upper() in {"DENY", "SAMEORIGIN"} else -20


def _resource_policy(headers: Headers) -> int:
    said = headers.get("Cross-Origin-Resource-Policy")
    return {None: 0, "cross-origin": 0, "same-origin": 10, "same-site": 10}.get(said.lower() if said else None, -5)
