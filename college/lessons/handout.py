"""What the handout of a lesson says: its words, its drawn screens and the addresses of its steps, as plain values."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from college.core.pages import LOCALES, phone_groups
from college.lessons import handout_text
from college.lessons.handout_text import Block
from college.library import service as library
from college.library.service import LessonView, StepText


@dataclass(frozen=True)
class HandoutStep:
    """One step on paper. ``screen`` is the HTML of its drawn screen, ``picture`` the bytes of its own picture."""

    number: int
    title: str
    blocks: tuple[Block, ...]
    url: str
    screen: str
    picture: bytes | None


@dataclass(frozen=True)
class Labels:
    """The fixed words of a handout in its language."""

    college: str
    step: str
    can: str
    remember: str
    how: str
    scan: str
    teacher: str
    page: str
    goes_on: str
    no_address: str

    def page_of(self, number: int, total: int) -> str:
        """Say which page of how many this is."""
        return self.page.format(number=number, total=total)


@dataclass(frozen=True)
class Handout:
    """A whole lesson on paper, in one language; ``no_address`` of the labels is "" when the public address is known."""

    lang: str
    course: str
    title: str
    objectives: tuple[str, ...]
    keypoints: tuple[str, ...]
    intro: tuple[Block, ...]
    steps: tuple[HandoutStep, ...]
    teacher: str
    labels: Labels


def make(*, lesson: LessonView, course_title: str, lang: str, teacher: tuple[str, str] | None) -> Handout:
    """Put together what a lesson's handout says in "zh" or "en".

    ``teacher`` is the name and telephone that stand on each page; without them there is a line to write them on.
    """
    text = lesson.in_language(lang)
    with force_locale(LOCALES[lang]):
        labels = _labels()
    return Handout(
        lang=lang,
        course=course_title,
        title=text.title,
        objectives=text.objectives,
        keypoints=text.keypoints,
        intro=handout_text.read(str(text.intro_html)),
        steps=tuple(_step(lesson, step, number, lang) for number, step in enumerate(text.steps, start=1)),
        teacher=f"{teacher[0]} {phone_groups(teacher[1])}".strip() if teacher else "",
        labels=labels,
    )


def step_url(lesson: LessonView, step_id: str) -> str:
    """Give the address of a step as it is printed: it stays true when the step moves to another lesson."""
    base = current_app.config["PUBLIC_URL"] or current_app.config["LISTEN_URL"]
    return f"{base}/learn/{lesson.course_id}/{lesson.id}/{step_id}"


def has_address() -> bool:
    """Say whether the addresses that are printed open outside of this room."""
    return bool(current_app.config["PUBLIC_URL"])


def _step(lesson: LessonView, step: StepText, number: int, lang: str) -> HandoutStep:
    shown = step.shown
    return HandoutStep(
        number=number,
        title=step.title,
        blocks=handout_text.read(str(step.html)),
        url=step_url(lesson, step.id),
        screen=str(library.draw(shown, ring=shown.target, lang=lang)) if shown else "",
        picture=library.picture(step.picture["url"].rsplit("/", 1)[1].split(".")[0]).data if step.picture else None,
    )


def _labels() -> Labels:
    missing = _("For the lecturer: the address of this college is not set yet (COLLEGE_PUBLIC_URL). The patterns open only on this machine or in this room.")
    return Labels(
        college=_("Taobao College for Seniors"),
        step=_("Step {number}"),
        can=_("Afterwards"),
        remember=_("Please remember"),
        how=_("Follow one step after the other. Scan a pattern with WeChat or the camera: your phone opens that very step, and you can practise it."),
        scan=_("Scan: the phone shows this step"),
        teacher=_("Teacher:"),
        page=_("Page {number} of {total}"),
        goes_on=_("(goes on)"),
        no_address="" if has_address() else missing,
    )
