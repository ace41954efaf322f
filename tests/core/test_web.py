"""What surrounds every answer: strict headers, pages for what went wrong, form tokens, and redirects that stay here."""

from io import BytesIO
from itertools import product

import itsdangerous
import pytest
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import RequestEntityTooLarge

from college.accounts import queries
from college.core.errors import NotAllowed, NotFound, RuleBroken
from college.core.web import back_to

HOSTILE = [
    "https://evil.example", "http://evil.example/", "HTTPS://EVIL.EXAMPLE", "//evil.example", "///evil.example",
    "////evil.example", "/\\evil.example", "\\/evil.example", "\\\\evil.example", "/\\/evil.example", "/a\\..\\evil",
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "mailto:a@evil.example", "evil.example",
    "www.evil.example/", "@evil.example", "https:evil.example", "https:/evil.example", "https:///evil.example", "ftp://evil.example",
    " //evil.example", "\t//evil.example", "/\t/evil.example", "/\n/evil.example", "/\r\nSet-Cookie: a=b", "/\x00/evil.example",
    "\x0b//evil.example", "/\u2028/evil.example", "http:\\\\evil.example", "%2f%2fevil.example", "?next=//evil.example", "#//evil", "", None,
]  # fmt: skip
OURS = ["/", "/cohorts", "/cohorts?page=2", "/learn/refunds/start#step", "/learn/%E4%B8%80"]


@pytest.mark.parametrize("target", HOSTILE)
def test_no_target_leads_away_from_here(app, target):
    with app.test_request_context("/"):
        answer = back_to(target, "/fallback")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/fallback")
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("target", OURS)
def test_a_path_of_ours_is_gone_back_to(app, target):
    with app.test_request_context("/"):
        assert back_to(target, "/fallback").headers["Location"] == target


@pytest.mark.parametrize("target", [each for each in HOSTILE if each])
def test_no_form_leads_away_from_here(client, target):
    answer = client.submit("/", {"back": target, "size": "huge"}, action="/settings/display")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/"


HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def assert_strict(answer) -> None:
    """Prove that an answer carries what keeps strangers out of it."""
    for name, value in HEADERS.items():
        assert answer.headers.get(name) == value, (answer.status_code, name)
    policy = dict(each.split(" ", 1) for each in answer.headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


def raising(error):
    """Make a view that fails this way."""

    def view():
        raise error

    return view


FAILURES = [
    (NotFound(), 404),
    (NotAllowed(), 403),
    (RuleBroken("今天不行。"), 409),
    (RequestEntityTooLarge(), 413),
    (ZeroDivisionError("14000000001"), 500),
]


@pytest.mark.parametrize(("error", "status"), FAILURES)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_goes_wrong_gets_a_page_that_is_as_strict_as_any(probe, error, status, method):
    probe.view = raising(error)
    client = probe.client()
    client.checks_pages = True
    answer = client.open("/probe", method=method)
    assert answer.status_code == status
    assert_strict(answer)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ZeroDivision" not in answer.text and "14000000001" not in answer.text
    assert answer.page.find("a", href="/")


def test_a_broken_rule_is_said_in_its_sentence(probe):
    assert "今天不行。" in probe.get(raising(RuleBroken("今天不行。"))).words


@pytest.mark.parametrize(
    ("method", "url", "status"),
    [
        ("GET", "/", 200),
        ("GET", "/staff/sign-in", 200),
        ("GET", "/cohorts", 303),
        ("POST", "/settings/display", 400),
        ("GET", "/nowhere", 404),
        ("GET", "/c/notacard", 404),
        ("DELETE", "/", 405),
        ("POST", "/", 405),
        ("OPTIONS", "/", 200),
        ("HEAD", "/", 200),
    ],
)
def test_every_kind_of_answer_is_strict_and_not_kept(client, method, url, status):
    answer = client.open(url, method=method)
    assert answer.status_code == status
    if not url.startswith("/c/"):
        assert_strict(answer)
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_method_that_is_not_offered_names_those_that_are(client):
    answer = client.open("/", method="DELETE")
    assert answer.status_code == 405
    assert {"GET", "HEAD"} <= set(answer.headers["Allow"].split(", "))


def test_static_files_are_strict_too(client):
    answer = client.get("/static/css/tokens.css")
    assert answer.status_code == 200
    assert_strict(answer)


@pytest.mark.parametrize("url", ["/c/abcdefgh", "/p/abcdefgh"])
def test_of_an_address_with_a_secret_nobody_hears_more_than_the_host(client, url):
    assert client.get(url).headers["Referrer-Policy"] == "no-referrer, strict-origin"


def test_a_file_that_is_too_large_is_refused_with_a_page(app, client):
    app.config["MAX_CONTENT_LENGTH"] = 1000
    answer = client.post("/settings/display", data={"file": (BytesIO(b"x" * 5000), "a.csv")})
    assert answer.status_code == 413
    assert_strict(answer)


POSTS = ["/settings/display", "/sign-out", "/card", "/card/phone", "/staff/sign-in", "/staff/password", "/cohorts/new"]
TOKENS = [None, "", "garbage", "IjEi.aaaa.bbbb", "1" * 5000]


@pytest.mark.parametrize(("url", "token"), list(product(POSTS, TOKENS)))
def test_a_form_without_its_token_is_refused(client, url, token):
    client.get("/")
    answer = client.post(url, data={} if token is None else {"csrf_token": token})
    assert answer.status_code == 400
    assert answer.page.find("a", href="/")


def token_of(client) -> str:
    """Give the form token that a client is shown."""
    return client.get("/").page.find("input", attrs={"name": "csrf_token"})["value"]


def test_a_token_of_somebody_else_is_refused(app, client):
    stranger = token_of(app.test_client())
    token_of(client)
    assert client.post("/settings/display", data={"csrf_token": stranger, "size": "huge"}).status_code == 400


def test_a_token_inside_json_or_plain_text_is_not_believed(client):
    token = token_of(client)
    for kind in ("application/json", "text/plain"):
        answer = client.post("/settings/display", data=f'{{"csrf_token": "{token}"}}', content_type=kind)
        assert answer.status_code == 400


def test_a_page_that_stayed_open_for_four_weeks_still_works(app, client, monkeypatch):
    assert app.config["WTF_CSRF_TIME_LIMIT"] is None
    page = client.get("/")
    real = itsdangerous.TimestampSigner.get_timestamp
    monkeypatch.setattr(itsdangerous.TimestampSigner, "get_timestamp", lambda self: real(self) + 28 * 24 * 3600)
    assert client.submit(page, {"size": "huge"}).status_code == 303


@pytest.mark.parametrize(("url", "is_secure"), [("https://college.example", True), ("http://college.example", False), (None, False)])
def test_the_cookie_is_locked_to_https_where_there_is_https(sqlite_colleges, url, is_secure):
    app = sqlite_colleges.separate("cookie", PUBLIC_URL=url)
    assert app.config["SESSION_COOKIE_SECURE"] is is_secure
    assert app.config["SESSION_COOKIE_NAME"] == ("__Host-college" if is_secure else "college")
    assert app.config["SESSION_COOKIE_HTTPONLY"] is True
    assert app.config["SESSION_COOKIE_SAMESITE"] == "Lax"


@pytest.mark.parametrize("url", ["/learn/UPPER", "/learn/a_b", "/learn/a--b", "/learn/-a", "/learn/..", "/cohorts/1", "/cohorts/not-an-id"])
def test_an_address_that_is_no_address_is_not_found(client, url):
    assert client.get(url).status_code == 404


def test_a_database_that_cannot_be_reached_is_said_on_a_page(app, college, signed_in, monkeypatch):
    client = signed_in(college.student(college.cohort()))
    app.config["PROPAGATE_EXCEPTIONS"] = False

    def gone(*_arguments):
        raise OperationalError("SELECT", {}, Exception("server closed the connection"))

    monkeypatch.setattr(queries, "session_and_person", gone)
    answer = client.get("/")
    assert answer.status_code == 500
    assert_strict(answer)
    assert "server closed" not in answer.text
