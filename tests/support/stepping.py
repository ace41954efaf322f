"""Walks every step of a lesson in a browser as a student does: opens it, practises it by its targets, says what is unfit."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from playwright.sync_api import Page

from college.library.service import LessonView, StepText
from tests.support.probes import probe_faults

#: What must hold on a step even on the smallest phone at the largest letters (AF-04, AF-20, AF-63).
FIGURES = {"smallTargets": 60, "overflow": None, "clipped": None, "wordless": None, "outsideThePhone": None}


@dataclass(frozen=True)
class Stop:
    """A page on which the walk stopped to look: what it shows, and what was found unfit."""

    name: str
    faults: list[str]


def walk_lesson(page: Page, lesson: LessonView, lang: str, look: Callable[[str], None] = lambda name: None) -> Iterator[Stop]:
    """Open each step of a lesson and finish its practice by its targets; give every page on the way.

    look: called with the name of the page while it is open, for taking its picture.
    """
    for number, step in enumerate(lesson.in_language(lang).steps, start=1):
        address = f"/learn/{lesson.course_id}/{lesson.id}/{step.id}"
        name = f"{lesson.id}-{number}"
        yield Stop(name, _open(page, address))
        look(name)
        for at in range(1, len(step.practice) + 1):
            place = f"{name}-practice{at}"
            faults = _open(page, f"{address}/practice?at={at}")
            look(place)
            yield Stop(place, faults + _practise(page, step, at))


def _open(page: Page, address: str) -> list[str]:
    answer = page.goto(address)
    return probe_faults(page, FIGURES) if answer.status == 200 else [f"{address} answered {answer.status}"]


def _practise(page: Page, step: StepText, at: int) -> list[str]:
    """Tap each place with words of its own, then the right one: the page answers each with its words."""
    screen = step.practice[at - 1]
    wrong = {target: words for target, words in screen.wrong.items() if target != "*"}
    said = page.evaluate(TAP_EACH, list(wrong))
    faults = [f"“{target}” says “{said[target]}”" for target, words in wrong.items() if said[target] != words]
    return faults + _finish(page, screen.target or "")


#: Taps places one after the other without leaving the page; gives what is said to each.
TAP_EACH = """(targets) => Object.fromEntries(targets.map((target) => {
  const button = document.querySelector(`button[name="tap"][value="${target}"]`);
  if (!button) return [target, null];
  button.click();
  return [target, document.querySelector("[data-words]").innerText];
}))"""


def _finish(page: Page, target: str) -> list[str]:
    """Tap the right place as a finger does: it must be there, uncovered, and lead on."""
    button = page.locator(f'button[name="tap"][value="{target}"]')
    if button.count() == 0:
        return [f"“{target}” is not to be seen"]
    button.first.click()
    if "lesson-right" not in (page.locator("[data-words]").get_attribute("class") or ""):
        return [f"“{target}” is not taken as right"]
    return [] if page.locator("[data-after]").first.is_visible() else ["after the right tap no way leads on"]
