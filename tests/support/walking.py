"""A test client that walks like a person: it reads every page it gets and posts only forms it has seen."""

from functools import cached_property
from urllib.parse import urljoin, urlsplit

import flask
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests.support.pages import page_faults, parse

BUTTONS = {"submit", "image", "button", "reset"}


class PageMixin:
    """Gives an answer its parsed page and its words."""

    @cached_property
    def page(self) -> BeautifulSoup:
        """The page, parsed."""
        return parse(self.get_data(as_text=True))

    @property
    def words(self) -> str:
        """All visible words of the page's body, one space between them."""
        body = self.page.body or self.page
        return " ".join(body.get_text(" ", strip=True).split())

    @property
    def is_page(self) -> bool:
        """Whether this is a whole HTML page with a body."""
        return self.mimetype == "text/html" and not 300 <= self.status_code < 400 and bool(self.get_data())


class WalkingClient(FlaskClient):
    """A Flask test client that refuses unfit pages and fills in forms."""

    #: Switched off by a test that looks at something else than pages.
    checks_pages = True
    person_id = None

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        own = self.response_wrapper
        self.response_wrapper = type("PageResponse", (PageMixin, own), {})

    def open(self, *args, **kwargs) -> TestResponse:
        """Ask for an address and check the page that comes back; a page to be saved as a file has its own test."""
        if flask.has_app_context():
            raise AssertionError("leave the app context before asking for a page: they would share one session")
        answer = super().open(*args, **kwargs)
        is_file = answer.headers.get("Content-Disposition", "").startswith("attachment")
        if self.checks_pages and answer.is_page and not is_file:
            faults = page_faults(answer.get_data(as_text=True))
            where = f"{answer.request.method} {answer.request.path} ({answer.status_code})"
            assert not faults, f"{where}:\n  " + "\n  ".join(faults)
        return answer

    def submit(self, page, data: dict | None = None, button: str | None = None, action: str | None = None) -> TestResponse:
        """Fill in and post a form.

        page: an address to fetch first, or an answer already got.
        data: field name → value; None or False leaves a field or box out, a list gives several,
        a tuple (stream, file name) a file. Names that the form does not have are an error.
        button: words on the button to press; picks the form too. action: part of the form's address.
        """
        answer = self.get(page) if isinstance(page, str) else page
        assert answer.is_page, f"no page at {answer.request.path}: {answer.status_code} to {answer.headers.get('Location')}"
        form = _choose_form(answer.page, data or {}, button, action)
        values = _filled(form, data or {}, button)
        target = urljoin(answer.request.path, form.get("action") or answer.request.full_path)
        if form.get("method", "get").lower() == "get":
            return self.get(target, query_string=values)
        return self.post(target, data=values, content_type=form.get("enctype"))

    def follow(self, answer: TestResponse) -> TestResponse:
        """Go where an answer sends us, up to five times; each stop must be inside the college."""
        for _ in range(5):
            if not 300 <= answer.status_code < 400:
                return answer
            there = urlsplit(answer.headers["Location"])
            assert there.netloc in {"", "localhost"}, f"sent away to {there.netloc}"
            answer = self.get(there.path + (f"?{there.query}" if there.query else ""))
        raise AssertionError("sent from page to page more than five times")


def _choose_form(page: BeautifulSoup, data: dict, button: str | None, action: str | None) -> Tag:
    forms = page.find_all("form")
    if action is not None:
        forms = [form for form in forms if action in form.get("action", "")]
    if button is not None:
        forms = [form for form in forms if _button_with(form, button)]
    fitting = [form for form in forms if set(data) <= _names(form)]
    posting = [form for form in fitting if form.get("method", "get").lower() == "post"]
    if not fitting:
        seen = [(form.get("action"), sorted(_names(form))) for form in page.find_all("form")]
        raise AssertionError(f"no form with {sorted(data)} and button {button!r}; there are {seen}")
    in_main = [form for form in posting or fitting if form.find_parent("main")]
    return (in_main or posting or fitting)[0]


def _names(form: Tag) -> set[str]:
    return {field["name"] for field in form.find_all(["input", "select", "textarea", "button"]) if field.get("name")}


def _button_with(form: Tag, words: str) -> Tag | None:
    for tag in form.find_all(["button", "input"]):
        is_button = tag.name == "button" or tag.get("type") in BUTTONS
        if is_button and words in (tag.get_text(" ", strip=True) or tag.get("value", "")):
            return tag
    return None


def _filled(form: Tag, data: dict, button: str | None) -> MultiDict:
    values = MultiDict()
    for field in form.find_all(["input", "select", "textarea"]):
        if field.get("name") and field["name"] not in data and not field.has_attr("disabled"):
            for value in _standing_values(field):
                values.add(field["name"], value)
    pressed = _button_with(form, button) if button else form.find("button", attrs={"type": [None, "submit"]})
    if pressed is not None and pressed.get("name") and pressed["name"] not in data:
        values.add(pressed["name"], pressed.get("value", ""))
    for name, value in data.items():
        for one in value if isinstance(value, list) else [value]:
            if one is not None and one is not False:
                values.add(name, "y" if one is True else one if isinstance(one, tuple) else str(one))
    return values


def _standing_values(field: Tag) -> list[str]:
    if field.name == "textarea":
        return [field.get_text()]
    if field.name == "select":
        options = field.find_all("option")
        chosen = [option for option in options if option.has_attr("selected")]
        if not chosen and not field.has_attr("multiple"):
            chosen = options[:1]
        return [option.get("value", option.get_text(strip=True)) for option in chosen]
    kind = field.get("type", "text")
    if kind in BUTTONS or kind == "file":
        return []
    if kind in {"checkbox", "radio"}:
        return [field.get("value", "on")] if field.has_attr("checked") else []
    return [field.get("value", "")]
