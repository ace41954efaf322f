"""Every answer of every role over https: at least 130 points by the Observatory's rules, and what ASVS asks beside them."""

import re
from collections import Counter

import pytest
from sqlalchemy.exc import OperationalError
from werkzeug.datastructures import Headers
from werkzeug.exceptions import RequestEntityTooLarge, UnprocessableEntity

from college.core.errors import NotAllowed, NotFound, RuleBroken
from college.wsgi import make as make_web
from tests.core.probing import Probe
from tests.support.databases import let_go
from tests.support.observatory import Seen, cookies_of, findings, policy_of, score
from tests.support.walking import WalkingClient
from tests.support.world import World
from tests.test_access_matrix import DECLARED

HOST = "college.example"
WITH_HTTPS = {"PUBLIC_URL": f"https://{HOST}", "PROXIES": 1}
BY_HTTPS = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.9"}
ENOUGH = 130
SECRETS = ("/c/", "/p/", "/h/", "/calendar/", "/demo/enter/")


#: A draft on the phone stands in a frame of our own pages; only the pages beside which it stands may frame.
FRAMED = re.compile(r"/write/.+/phone(/|\?|$)")


def strictness(answer, address: str) -> list[str]:
    """Say what is not as OWASP ASVS 5.0, 3.3, 3.4 and 14.3.2, asks of an answer over https."""
    headers, faults = answer.headers, []
    policy = policy_of(headers)
    framed = "'self'" if FRAMED.match(address) and answer.status_code == 200 else "'none'"
    for name, value in (("default-src", "'none'"), ("base-uri", "'none'"), ("frame-ancestors", framed)):
        if policy.get(name) != {value}:
            faults.append(f"{name} is {policy.get(name)}")
    if headers.get("X-Frame-Options") != ("SAMEORIGIN" if framed == "'self'" else "DENY"):
        faults.append(f"X-Frame-Options: {headers.get('X-Frame-Options')}")
    if policy.get("frame-src", {"'self'"}) != {"'self'"} or "frame-src" in policy and not address.startswith("/write/"):
        faults.append(f"frame-src is {policy.get('frame-src')}")
    expected = {
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Strict-Transport-Security": "max-age=63072000",
    }
    faults += [f"{name}: {headers.get(name)}" for name, value in expected.items() if headers.get(name) != value]
    faults += [f"{name} twice" for name, count in Counter(name.lower() for name in headers.keys()).items() if count > 1 and name != "set-cookie"]
    wanted = "no-referrer, strict-origin" if address.startswith(SECRETS) else "same-origin"
    if headers.get("Referrer-Policy") != wanted:
        faults.append(f"Referrer-Policy: {headers.get('Referrer-Policy')}")
    is_kept = address.startswith(("/static/", "/pictures/", "/sounds/")) and answer.status_code in {200, 304}
    if not is_kept and headers.get("Cache-Control") != "no-store":
        faults.append(f"Cache-Control: {headers.get('Cache-Control')}")
    if "Access-Control-Allow-Origin" in headers:
        faults.append("open to other sites")
    for name, cookie in cookies_of(headers).items():
        is_host = name.startswith("__Host-") and cookie["secure"] and cookie["path"] == "/" and not cookie["domain"]
        if not (is_host and cookie["httponly"] and cookie["samesite"] in {"Lax", "Strict"}):
            faults.append(f"cookie {name}: {cookie.OutputString()}")
    return faults


def seen(answer, address: str) -> Seen:
    body = answer.get_data(as_text=True) if answer.mimetype == "text/html" else ""
    return Seen(f"https://{HOST}{address}", answer.headers, body, (308, f"https://{HOST}{address}"))


def faults_of(answer, address: str) -> list[str]:
    found = strictness(answer, address)
    points = score(seen(answer, address))
    return found + ([f"{points} points: {findings(seen(answer, address))}"] if points < ENOUGH else [])


@pytest.fixture(scope="module")
def world(sqlite_colleges):
    """Make the two districts behind a proxy, with a public address of https."""
    made = World(sqlite_colleges.separate("headers", "refunds", **WITH_HTTPS))
    yield made
    let_go(made.app)


def client_of(app, cookie: str = "") -> WalkingClient:
    """Give a client that comes by https, perhaps with somebody's cookie."""
    client = WalkingClient(app, app.response_class)
    client.checks_pages = False
    client.environ_base |= {"HTTP_HOST": HOST, "HTTP_X_FORWARDED_PROTO": "https"}
    if cookie:
        client.set_cookie(app.config["SESSION_COOKIE_NAME"], cookie, domain=HOST)
    return client


def addresses(world: World) -> list[tuple[str, str]]:
    """Give (endpoint, address) of everything that can be read in one side of the world."""
    found = []
    with world.app.test_request_context():
        for rule in world.app.url_map.iter_rules():
            if "GET" in rule.methods and rule.endpoint in DECLARED:
                names = DECLARED[rule.endpoint].names
                values = {name: world.value(world.here, names.get(name, name)) for name in rule.arguments}
                found.append((rule.endpoint, rule.build(values, append_unknown=False)[1]))
    return found


def test_every_page_of_every_role_has_enough_points_and_is_strict(world):
    faults, statuses, lowest = [], Counter(), 200
    for who in [each for each in world.people if not each.name.endswith(" far")]:
        client = client_of(world.app, who.cookie)
        for endpoint, address in addresses(world):
            answer = client.get(address, base_url=f"http://{HOST}")
            statuses[answer.status_code] += 1
            lowest = min(lowest, score(seen(answer, address)))
            faults += [f"{who.name}: {endpoint} ({answer.status_code}): {fault}" for fault in faults_of(answer, address)]
    print(f"{sum(statuses.values())} answers {dict(statuses)}, at least {lowest} points")
    assert statuses[200] > 100 and statuses[403] > 50, "the control: pages, and refusals too"
    assert not faults, f"{len(faults)} faults\n" + "\n".join(faults[:30])


def raising(error):
    def view():
        raise error

    return view


FAILURES = {
    403: NotAllowed(), 404: NotFound(), 409: RuleBroken("今天不行。"), 413: RequestEntityTooLarge(), 422: UnprocessableEntity(),
    500: ZeroDivisionError("x"), 503: OperationalError("S", {}, Exception("database is locked")),
    507: OperationalError("S", {}, Exception("database or disk is full")),
}  # fmt: skip


@pytest.fixture(scope="module")
def probe(sqlite_colleges):
    """Give a view that goes wrong as asked, behind https."""
    found = Probe(sqlite_colleges.separate("headers-probe", **WITH_HTTPS))
    yield found
    let_go(found.app)


@pytest.mark.parametrize("status", [400, 405, 414, *FAILURES])
def test_every_error_page_has_enough_points_and_is_strict(probe, monkeypatch, status):
    monkeypatch.setattr("college.core.db.ATTEMPTS", 1)
    monkeypatch.setattr("college.core.web.lost_race", lambda error: "locked" in str(error))
    probe.view = raising(FAILURES.get(status))
    client = client_of(probe.app)
    address, method = {400: ("/probe", "POST"), 405: ("/probe", "DELETE"), 414: ("/?" + "a" * 17_000, "GET")}.get(status, ("/probe", "GET"))
    origin = {"Origin": "https://evil.example"} if status == 400 else {}
    answer = client.open(address, method=method, base_url=f"http://{HOST}", headers=origin)
    assert answer.status_code == status
    assert not faults_of(answer, "/probe"), faults_of(answer, "/probe")


def test_plain_http_is_sent_to_the_same_host_and_says_nothing(world):
    client = WalkingClient(world.app, world.app.response_class)
    answer = client.get("/staff/sign-in?next=/cohorts", base_url=f"http://{HOST}", headers={"X-Forwarded-Proto": "http"})
    assert (answer.status_code, answer.headers["Location"]) == (308, f"https://{HOST}/staff/sign-in?next=/cohorts")
    assert not cookies_of(answer.headers)


def test_the_cookies_of_size_language_and_session_are_locked_to_this_host(probe):
    client = client_of(probe.app)
    for data in ({"size": "huge"}, {"language": "en"}):
        answer = client.post("/settings/display", data={**data, "back": "/"}, base_url=f"http://{HOST}")
        assert answer.status_code == 303 and not strictness(answer, "/settings/display")
        assert len(cookies_of(answer.headers)) >= 1
    page = client.get("/", base_url=f"http://{HOST}")
    assert 'lang="en"' in page.text and "size-huge" in page.text, "the control: they are read again"
    client = client_of(probe.app)
    client.set_cookie("language", "en", domain=HOST)
    assert 'lang="zh-CN"' in client.get("/", base_url=f"http://{HOST}").text, "a name that a neighbour could set is not read"


def test_static_files_are_strict_where_the_web_server_gives_them(monkeypatch, tmp_path, sqlite_colleges):
    app = sqlite_colleges.separate("headers-static", **WITH_HTTPS)
    folder = tmp_path / "static" / "css"
    folder.mkdir(parents=True)
    (folder / "a.css").write_text("p { color: red }")
    app.instance_path = str(tmp_path)
    monkeypatch.setattr("college.wsgi.create_app", lambda: app)
    told: list = []
    environ = {"PATH_INFO": "/static/css/a.css", "REQUEST_METHOD": "GET", "HTTP_HOST": HOST, "wsgi.url_scheme": "https"}
    body = b"".join(make_web()(environ, lambda status, headers, _=None: told.extend([status, headers])))
    headers = Headers(told[1])
    assert told[0].startswith("200") and body == b"p { color: red }"
    assert "immutable" in headers["Cache-Control"] and "Access-Control-Allow-Origin" not in headers
    assert score(Seen(f"https://{HOST}/static/css/a.css", headers)) >= ENOUGH
    let_go(app)


def test_without_https_nobody_is_told_to_come_by_it(client):
    answer = client.get("/")
    assert "Strict-Transport-Security" not in answer.headers
    assert not next(iter(cookies_of(answer.headers).values()))["secure"]


GOOD = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; frame-ancestors 'none'",
    "Strict-Transport-Security": "max-age=63072000",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Type": "text/html",
    "Set-Cookie": "__Host-session=a; Secure; HttpOnly; SameSite=Lax; Path=/",
}
WORSE = [
    ({"Content-Security-Policy": "default-src 'none'; script-src 'self' 'unsafe-inline'; frame-ancestors 'none'"}, 80),
    ({"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"}, 125),
    ({"Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'"}, 130),
    ({"Content-Security-Policy": "default-src 'none'; script-src 'unsafe-eval'; frame-ancestors 'none'"}, 115),
    ({"Content-Security-Policy": "default-src 'none'; img-src http://a.example; frame-ancestors 'none'"}, 115),
    ({"Content-Security-Policy": "default-src *; frame-ancestors 'none'"}, 80),
    ({"Content-Security-Policy": "default-src 'none'"}, 80),
    ({"Content-Security-Policy": ""}, 55),
    ({"Strict-Transport-Security": "max-age=600"}, 125),
    ({"Strict-Transport-Security": ""}, 80),
    ({"X-Content-Type-Options": ""}, 130),
    ({"Referrer-Policy": "unsafe-url"}, 125),
    ({"Referrer-Policy": "no-referrer, unsafe-url"}, 125),
    ({"Cross-Origin-Resource-Policy": "cross-origin"}, 125),
    ({"Cross-Origin-Resource-Policy": "anybody"}, 120),
    ({"Set-Cookie": "session=a; HttpOnly; SameSite=Lax"}, 120),
    ({"Set-Cookie": "session=a; Secure; SameSite=Lax"}, 70),
    ({"Set-Cookie": "session=a; Secure; HttpOnly; SameSite=None"}, 80),
    ({"Set-Cookie": "session=a; Secure; HttpOnly"}, 130),
    ({"Access-Control-Allow-Origin": "https://a.example", "Access-Control-Allow-Credentials": "true"}, 50),
]


@pytest.mark.parametrize(("change", "points"), WORSE)
def test_the_scorer_sees_what_is_worse(change, points):
    assert score(Seen("https://a.example/", Headers(GOOD), "<p>", (308, "https://a.example/"))) == 135
    assert score(Seen("https://a.example/", Headers({**GOOD, **change}), "<p>", None)) == points


@pytest.mark.parametrize(
    ("body", "plain", "points"),
    [
        ('<script src="https://b.example/a.js"></script>', None, 130),
        ('<script src="http://b.example/a.js"></script>', None, 50),
        ('<script src="//b.example/a.js" integrity="sha256-x"></script>', None, 80),
        ('<script src="/a.js" integrity="sha256-x"></script>', None, 140),
        ("", (200, ""), 80),
        ("", (302, "http://a.example/x"), 80),
        ("", (301, "https://b.example/"), 130),
    ],
)
def test_the_scorer_sees_foreign_scripts_and_where_plain_http_leads(body, plain, points):
    assert score(Seen("https://a.example/", Headers(GOOD), body, plain)) == points
