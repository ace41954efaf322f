"""Measurements of a page by AGE_FRIENDLY's figures: letters, targets, gaps, edges, overflow, words."""

from functools import cache
from pathlib import Path

from playwright.sync_api import Page

#: Probe → figure, for pages that learners see on a phone (AF-01, 03, 04, 07, 10, 20, 22, 23, 63).
LEARNER = {
    "smallWords": 18,
    "smallTargets": 60,
    "narrowGaps": 8,
    "nearEdge": 16,
    "tightLines": 1.5,
    "overflow": None,
    "clipped": None,
    "wordless": None,
    "setBadly": None,
}
#: The same for desks of staff (AF-03, AF-20): tables may be denser.
DESK = {
    "smallWords": 16,
    "smallTargets": 44,
    "tightLines": 1.5,
    "overflow": None,
    "clipped": None,
    "wordless": None,
    "setBadly": None,
}


@cache
def _source() -> str:
    return (Path(__file__).parent / "probes.js").read_text(encoding="utf-8")


def probe_faults(page: Page, figures: dict) -> list[str]:
    """Run the probes named in `figures` and give what they found, in words."""
    page.wait_for_load_state("load")
    page.evaluate(_source())
    run = "(figures) => Object.entries(figures).map(([name, figure]) => [name, collegeProbes[name](figure)])"
    return [f"{name}: {fault}" for name, faults in page.evaluate(run, figures) for fault in faults]


def assert_fit_for_learners(page: Page, *without: str) -> None:
    """Fail unless the page keeps the learners' figures; `without` names probes to leave out, with a reason beside the call."""
    _assert_fit(page, {name: figure for name, figure in LEARNER.items() if name not in without})


def assert_fit_for_desk(page: Page, *without: str) -> None:
    """Fail unless the page keeps the desks' figures."""
    _assert_fit(page, {name: figure for name, figure in DESK.items() if name not in without})


def _assert_fit(page: Page, figures: dict) -> None:
    faults = probe_faults(page, figures)
    assert not faults, f"{page.url} at {page.viewport_size}:\n  " + "\n  ".join(faults[:40])
