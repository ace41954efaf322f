"""To whom the college answers: its own host names, through as many proxies as were named, and nobody's word else."""

import pytest
from flask import request

from college import config
from college.core.guard import public
from tests.support.databases import let_go


def small(sqlite_colleges, name: str, **settings):
    """Make an application that says at /seen how it was reached."""
    app = sqlite_colleges.separate(name, **settings)
    app.add_url_rule("/seen", "seen", public(lambda: f"{request.remote_addr} {request.scheme} {request.host}"))
    return app


@pytest.fixture(scope="module")
def named(sqlite_colleges):
    """Answer as college.example, as two names more, and at an address of the room."""
    app = small(
        sqlite_colleges, "hosts", PUBLIC_URL="http://college.example", LISTEN_URL="http://192.0.2.7:8000",
        HOSTS=["school.example", ".room.example"],
    )  # fmt: skip
    yield app
    let_go(app)


OURS = [
    "college.example", "college.example:8000", "192.0.2.7:8000", "192.0.2.7", "127.0.0.1:5000", "localhost",
    "school.example", "a.room.example",
]  # fmt: skip
FOREIGN = [
    "evil.example", "college.example.evil.example", "evil.example:80", "xcollege.example", "college.example@evil.example",
    "192.0.2.8", "[::1]", "college.example:99999", "college.example/evil", "college.example, evil.example", "evil.example#college.example",
    "", " ", "college.example\\evil", "college。example", "room.example.evil.example",
]  # fmt: skip


@pytest.mark.parametrize("host", OURS)
def test_a_host_of_ours_is_answered(named, host):
    answer = named.test_client().get("/", headers={"Host": host})
    assert answer.status_code == 200


@pytest.mark.parametrize("host", FOREIGN)
@pytest.mark.parametrize(("method", "path"), [("GET", "/"), ("GET", "/nowhere"), ("POST", "/sign-out")])
def test_any_other_host_gets_a_plain_page(named, host, method, path):
    client = named.test_client()
    client.checks_pages = False
    answer = client.open(path, method=method, environ_overrides={"HTTP_HOST": host})
    assert answer.status_code == 400
    assert "read-out" in answer.text and "<h1>" in answer.text and "evil" not in answer.text
    assert answer.headers["Content-Security-Policy"] and answer.headers["Cache-Control"] == "no-store"


def test_the_names_come_from_both_addresses_and_the_setting(named, monkeypatch):
    assert named.config["TRUSTED_HOSTS"] == ["college.example", "192.0.2.7", "127.0.0.1", "localhost", "school.example", ".room.example"]
    assert config._names(" a.example, b.example ,,") == ["a.example", "b.example"]


FORWARDED = {
    "X-Forwarded-For": "198.51.100.1, 203.0.113.5", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Port": "444", "X-Forwarded-Prefix": "/evil", "Forwarded": "for=198.51.100.1;proto=https;host=evil.example",
}  # fmt: skip


def test_without_proxies_nobody_is_believed(named):
    assert named.test_client().get("/seen", headers=FORWARDED).text == "127.0.0.1 http localhost"


@pytest.mark.parametrize(("proxies", "address"), [(1, "203.0.113.5"), (2, "198.51.100.1")])
def test_with_proxies_the_last_ones_say_who_asks_and_how_but_not_for_which_host(sqlite_colleges, proxies, address):
    app = small(sqlite_colleges, f"hosts-{proxies}", PROXIES=proxies)
    forwarded = {**FORWARDED, "X-Forwarded-Proto": ", ".join(["https"] * proxies)}
    assert app.test_client().get("/seen", headers=forwarded).text == f"{address} https localhost"
    let_go(app)


PATHS = [
    ("/", "/"), ("/cohorts?page=2", "/cohorts?page=2"), ("/nowhere", "/nowhere"),
    ("/a%0d%0aSet-Cookie:x", "/a%0D%0ASet-Cookie:x"), ("/%e4%b8%80", "/%E4%B8%80"), ("/@evil.example", "/@evil.example"),
    ("/.evil.example", "/.evil.example"), ("/?next=//evil.example", "/?next=//evil.example"), ("/a%3Fb", "/a%3Fb"),
]  # fmt: skip


@pytest.fixture(scope="module")
def behind(sqlite_colleges):
    """Answer as https://college.example, behind one proxy."""
    app = sqlite_colleges.separate("behind", PUBLIC_URL="https://college.example", PROXIES=1)
    yield app
    let_go(app)


@pytest.mark.parametrize(("path", "target"), PATHS)
def test_plain_http_is_sent_to_https_on_our_own_host(behind, path, target):
    client = behind.test_client()
    client.checks_pages = False
    for method in ("GET", "POST"):
        answer = client.open(path, method=method, headers={"Host": "college.example"})
        assert answer.status_code == 308
        assert answer.headers["Location"] == f"https://college.example{target}"
    assert client.get("/", headers={"Host": "college.example", "X-Forwarded-Proto": "https"}).status_code == 200


@pytest.mark.parametrize("path", ["//evil.example/x", "///evil.example/x", "/\\evil.example/x", "\\\\evil.example"])
def test_plain_http_is_not_sent_to_a_host_within_the_path(behind, path):
    answer = behind.test_client().get("/", headers={"Host": "college.example"}, environ_overrides={"PATH_INFO": path})
    assert answer.status_code == 308
    assert answer.headers["Location"].startswith("https://college.example/") and "\\" not in answer.headers["Location"]


def test_plain_http_stays_where_no_proxy_says_how_one_came(sqlite_colleges):
    app = sqlite_colleges.separate("no-proxy", PUBLIC_URL="https://college.example")
    assert app.test_client().get("/").status_code == 200
    let_go(app)
