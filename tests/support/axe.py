"""axe-core on a page: the machine's part of the accessibility proof (AGE_FRIENDLY 3.13)."""

import importlib.util
from functools import cache
from pathlib import Path

from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: AAA and experimental rules are off by default and are switched on by name.
BY_NAME = [
    "color-contrast-enhanced",
    "css-orientation-lock",
    "meta-refresh-no-exceptions",
    "identical-links-same-purpose",
    "target-size",
]


#: Inside noscript a browser reads elements only where scripts are off.
SCRIPTS_ARE_OFF = "document.createRange().createContextualFragment('<noscript><i></i></noscript>').querySelector('i') !== null"


@cache
def _source() -> str:
    found = importlib.util.find_spec("axe_playwright_python")
    return (Path(found.origin).parent / "axe.min.js").read_text(encoding="utf-8")


def axe_faults(page: Page, within: str | None = None) -> list[str]:
    """Run axe and give each violation as "rule: help", with the places where it was found.

    within: a CSS selector, or None for the whole page. Raises ValueError where scripts are off: axe would
    wait there for ever.
    """
    page.wait_for_load_state("load")
    if page.evaluate(SCRIPTS_ARE_OFF):
        raise ValueError("axe needs scripts; look at this page with js=True")
    page.evaluate(_source())
    options = {
        "runOnly": {"type": "tag", "values": TAGS},
        "rules": {name: {"enabled": True} for name in BY_NAME},
        "resultTypes": ["violations"],
    }
    run = "([where, options]) => axe.run(where || document, options).then((result) => result.violations)"
    return [_readable(violation) for violation in page.evaluate(run, [within, options])]


def _readable(violation: dict) -> str:
    places = []
    for node in violation["nodes"][:6]:
        why = " ".join((node.get("failureSummary") or "").split())
        places.append(f"    {' '.join(map(str, node['target']))}\n      {node['html'][:160]}\n      {why[:300]}")
    more = len(violation["nodes"]) - len(places)
    return "\n".join([f"{violation['id']}: {violation['help']}", *places, *([f"    and {more} more"] if more > 0 else [])])


def assert_accessible(page: Page, within: str | None = None) -> None:
    """Fail with a readable list unless axe finds nothing at all."""
    faults = axe_faults(page, within)
    assert not faults, f"{page.url}: {len(faults)} axe rules broken\n" + "\n".join(faults)
