"""A real Chromium for journeys: phones and desks that remember everything a page should not have done."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A microphone that beeps, and nobody who has to allow it.
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
)
#: How long a journey waits for anything, in milliseconds; the test machine may be busy.
PATIENCE_MS = 15_000
#: Heights that go with the phone widths of the page matrix (narrow old phones are also short).
HEIGHTS = {320: 568, 360: 640, 390: 844, 412: 915}
LOCAL_SCHEMES = {"data", "blob", "about", "chrome"}


def find_chromium() -> str | None:
    """Give the path of an installed Chromium, or None."""
    return next((path for path in map(shutil.which, PROGRAMS) if path), None)


@contextmanager
def open_chromium(program: str) -> Iterator[Browser]:
    """Run Chromium without a window for the length of the block."""
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=program, headless=True, args=list(ARGUMENTS))
        yield chromium
        chromium.close()


class Watch:
    """Remembers what a page did wrong: other hosts, script errors, broken rules of the CSP, lost files."""

    def __init__(self, context: BrowserContext, host: str, expected: set[int]) -> None:
        self.host = host
        self.expected = expected
        self.faults: list[str] = []
        context.on("request", self._asked)
        context.on("response", self._answered)
        context.on("console", self._said)
        context.on("weberror", lambda error: self.faults.append(f"script error: {error.error}"))

    def _asked(self, request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in LOCAL_SCHEMES and address.netloc != self.host:
            self.faults.append(f"asked another host: {request.url}")

    def _answered(self, answer) -> None:
        is_page = answer.request.is_navigation_request()
        if answer.status >= 500 or (answer.status >= 400 and not is_page and answer.status not in self.expected):
            self.faults.append(f"{answer.status} for {answer.request.method} {answer.url}")

    def _said(self, message) -> None:
        # A page answered with 404 or 422 is also "an error" to the console; _answered judges those.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.faults.append(f"console: {message.text}")


class Visits:
    """Opens phones and desks on one live college and closes them all."""

    def __init__(self, browser: Browser, college) -> None:
        self.browser = browser
        self.college = college
        self.contexts: list[BrowserContext] = []
        self.watches: list[Watch] = []
        #: Refusals that a script of these pages is to hear and to tell.
        self.expected: set[int] = set()

    def phone(self, width: int = 390, *, size: str | None = None, lang: str = "zh", js: bool = True, person=None) -> Page:
        """Open a page on a phone with touch.

        width: 320, 360, 390 or 412 px. size: "standard", "large" or "huge"; None keeps the default.
        lang: "zh" or "en". js: whether scripts run. person: id of whoever is signed in, or None.
        """
        screen = {"width": width, "height": HEIGHTS.get(width, 800)}
        return self._open(
            size=size, lang=lang, person=person,
            viewport=screen, has_touch=True, is_mobile=True, java_script_enabled=js,
        )

    def desk(self, *, lang: str = "zh", js: bool = True, person=None, storage: dict | None = None) -> Page:
        """Open a page on a desk of 1366x768 with a mouse.

        storage: what the same browser kept when it was closed (`BrowserContext.storage_state`).
        """
        return self._open(
            size=None, lang=lang, person=person, storage_state=storage,
            viewport={"width": 1366, "height": 768}, java_script_enabled=js,
        )

    def _open(self, *, size: str | None, lang: str, person, **shape) -> Page:
        locale = {"zh": "zh-CN", "en": "en"}[lang]
        context = self.browser.new_context(base_url=self.college.url, locale=locale, **shape)
        context.set_default_timeout(PATIENCE_MS)
        context.add_cookies(self.college.cookies(person=person, size=size, lang=lang))
        self.contexts.append(context)
        self.watches.append(Watch(context, urlsplit(self.college.url).netloc, self.expected))
        return context.new_page()

    def close(self) -> list[str]:
        """Close everything; give what the pages did wrong."""
        for context in self.contexts:
            context.close()
        return [*self.college.errors, *(fault for watch in self.watches for fault in watch.faults)]


def click_through(page: Page, target) -> None:
    """Click what leads to another page and wait until that one is there."""
    with page.expect_navigation():
        target.click()
