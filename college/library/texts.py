"""What other features see of the library: frozen views of courses, lessons, steps and practice screens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from markupsafe import Markup

from college.library.rules_certificate import rule_of

PICTURE_ADDRESS = "/pictures/{sha256}.{ending}"
SOUND_ADDRESS = "/sounds/{sha256}.{ending}"
#: The kinds of sound that are kept and the endings of their addresses.
SOUND_ENDINGS = {"audio/mpeg": "mp3", "audio/wav": "wav", "audio/ogg": "ogg", "audio/mp4": "m4a", "audio/webm": "webm"}
#: What every browser plays (AGE_FRIENDLY AF-68); of the rest each browser is asked.
PLAYS_EVERYWHERE = "audio/mpeg"


def language(lang: object) -> str:
    """Give "en" for any English locale and "zh" for everything else."""
    return "en" if str(lang).lower().startswith("en") else "zh"


@dataclass(frozen=True)
class PracticeScreen:
    """One drawn screen: what to say, what to tap, and gentle words for wrong taps ("*" is any other)."""

    screen: str
    values: dict[str, str]
    target: str | None
    say: str
    wrong: dict[str, str]

    def words_for(self, tapped: str) -> str:
        """Give the gentle words for a wrong tap, "" when the lesson has none."""
        return self.wrong.get(tapped) or self.wrong.get("*", "")


@dataclass(frozen=True)
class Voice:
    """A lecturer's recording of a step as a page plays it."""

    sha256: str
    media_type: str
    seconds: float

    @property
    def url(self) -> str:
        """Where it lies: its address is its hash."""
        return SOUND_ADDRESS.format(sha256=self.sha256, ending=SOUND_ENDINGS[self.media_type])

    @property
    def plays_everywhere(self) -> bool:
        """Whether no browser needs to be asked first."""
        return self.media_type == PLAYS_EVERYWHERE


@dataclass(frozen=True)
class StepText:
    """One step in one language; html and teacher_html are sanitised."""

    id: str
    title: str
    html: Markup
    feature: str
    practice: tuple[PracticeScreen, ...]
    #: {url, alt, width, height} when the step brings its own picture.
    picture: dict[str, Any] | None
    #: The screen of a picture fence: drawn, not practised.
    drawn: PracticeScreen | None
    teacher_html: Markup

    @property
    def shown(self) -> PracticeScreen | None:
        """Give the screen to draw as the step's picture; None when it brings a picture or has no screen."""
        if self.picture:
            return None
        return self.drawn or (self.practice[0] if self.practice else None)


@dataclass(frozen=True)
class LessonText:
    """A lesson in one language."""

    lang: str
    title: str
    summary: str
    objectives: tuple[str, ...]
    keypoints: tuple[str, ...]
    intro_html: Markup
    teacher_html: Markup
    steps: tuple[StepText, ...]

    def step(self, step_id: str) -> StepText | None:
        """Give a step by its id, None when this lesson has no such step."""
        return self._by_id.get(step_id)

    @cached_property
    def _by_id(self) -> dict[str, StepText]:
        return {step.id: step for step in self.steps}


@dataclass(frozen=True)
class LessonView:
    """The current published text of a lesson."""

    id: str
    course_id: str
    revision_id: UUID
    number: int
    minutes: int
    feature: str
    app_version: str
    #: Day on which it was checked on a phone, None when it was not yet.
    checked_on: date | None
    narrator: str
    texts: dict[str, LessonText]

    def in_language(self, lang: object) -> LessonText:
        """Give the lesson in a language, in Chinese when that language is missing."""
        return self.texts.get(language(lang)) or self.texts["zh"]

    @cached_property
    def step_ids(self) -> tuple[str, ...]:
        """Give the ids of the steps in order; they are equal in both languages."""
        return tuple(step.id for step in self.texts["zh"].steps)


@dataclass(frozen=True)
class LessonHead:
    """A lesson in a list: enough for its title and its number of steps."""

    id: str
    course_id: str
    revision_id: UUID
    minutes: int
    feature: str
    step_ids: tuple[str, ...]
    titles: dict[str, str]
    summaries: dict[str, str]

    def title(self, lang: object) -> str:
        """Give the title in a language, else in Chinese."""
        return self.titles.get(language(lang)) or self.titles["zh"]

    def summary(self, lang: object) -> str:
        """Give the summary in a language, else in Chinese."""
        return self.summaries.get(language(lang)) or self.summaries["zh"]


@dataclass(frozen=True)
class CourseView:
    """A published course with the heads of its living lessons in order."""

    id: str
    titles: dict[str, str]
    summaries: dict[str, str]
    about: dict[str, dict[str, Any]]
    lessons: tuple[LessonHead, ...]

    def title(self, lang: object) -> str:
        """Give the title in a language, else in Chinese."""
        return self.titles.get(language(lang)) or self.titles["zh"]

    def summary(self, lang: object) -> str:
        """Give the summary in a language, else in Chinese."""
        return self.summaries.get(language(lang)) or self.summaries["zh"]

    def audience(self, lang: object) -> str:
        """Give for whom the course is, in one sentence."""
        return self._about(lang)["audience"]

    def objectives(self, lang: object) -> list[str]:
        """Give what a student can do afterwards."""
        return self._about(lang)["objectives"]

    def intro_html(self, lang: object) -> Markup:
        """Give the sanitised introduction."""
        return Markup(self._about(lang)["intro_html"])

    def teacher_html(self, lang: object) -> Markup:
        """Give the sanitised words for lecturers."""
        return Markup(self._about(lang)["teacher_html"])

    @property
    def certificate(self) -> str:
        """Give by which rule it is finished (read, practised, shown), "" when it gives no certificate."""
        return rule_of(self.about)

    def _about(self, lang: object) -> dict[str, Any]:
        return self.about.get(language(lang)) or self.about["zh"]

    def lesson(self, lesson_id: str) -> LessonHead | None:
        """Give the head of a living lesson by its id."""
        return next((head for head in self.lessons if head.id == lesson_id), None)

    @property
    def step_ids(self) -> tuple[str, ...]:
        """Give the ids of all steps in the order of the lessons."""
        return tuple(step_id for head in self.lessons for step_id in head.step_ids)


@dataclass(frozen=True)
class FeatureView:
    """A product feature's names and its place in the app, by language."""

    id: str
    names: dict[str, str]
    paths: dict[str, str]

    def name(self, lang: object) -> str:
        """Give the name in a language, else in Chinese."""
        return self.names.get(language(lang)) or self.names["zh"]

    def path(self, lang: object) -> str:
        """Give where the app shows it."""
        return self.paths.get(language(lang)) or self.paths["zh"]


@dataclass(frozen=True)
class TrackView:
    """A track: courses in an order for a kind of person."""

    id: str
    names: dict[str, str]
    for_whoms: dict[str, str]
    course_ids: tuple[str, ...]

    def name(self, lang: object) -> str:
        """Give the name in a language, else in Chinese."""
        return self.names.get(language(lang)) or self.names["zh"]

    def for_whom(self, lang: object) -> str:
        """Give for whom it is, in one sentence."""
        return self.for_whoms.get(language(lang)) or self.for_whoms["zh"]


def lesson_view(*, lesson_id: str, course_id: str, revision_id: UUID, number: int, content: dict[str, Any]) -> LessonView:
    """Build the view of a lesson from the content of its revision."""
    return LessonView(
        id=lesson_id,
        course_id=course_id,
        revision_id=revision_id,
        number=number,
        minutes=content["minutes"],
        feature=content["feature"],
        app_version=content["app_version"],
        checked_on=date.fromisoformat(content["checked_on"]) if content["checked_on"] else None,
        narrator=content["narrator"],
        texts={lang: _text(lang, text) for lang, text in content["texts"].items()},
    )


def lesson_head(view: LessonView) -> LessonHead:
    """Give the short form of a lesson for lists."""
    return LessonHead(
        id=view.id,
        course_id=view.course_id,
        revision_id=view.revision_id,
        minutes=view.minutes,
        feature=view.feature,
        step_ids=view.step_ids,
        titles={lang: text.title for lang, text in view.texts.items()},
        summaries={lang: text.summary for lang, text in view.texts.items()},
    )


def _text(lang: str, text: dict[str, Any]) -> LessonText:
    return LessonText(
        lang=lang,
        title=text["title"],
        summary=text["summary"],
        objectives=tuple(text["objectives"]),
        keypoints=tuple(text["keypoints"]),
        intro_html=Markup(text["intro_html"]),
        teacher_html=Markup(text["teacher_html"]),
        steps=tuple(_step(step) for step in text["steps"]),
    )


def _step(step: dict[str, Any]) -> StepText:
    return StepText(
        id=step["id"],
        title=step["title"],
        html=Markup(step["html"]),
        feature=step["feature"],
        practice=tuple(PracticeScreen(**screen) for screen in step["practice"]),
        picture=_picture(step["picture"]),
        drawn=PracticeScreen(**step["drawn"]) if step["drawn"] else None,
        teacher_html=Markup(step["teacher_html"]),
    )


def _picture(picture: dict[str, Any] | None) -> dict[str, Any] | None:
    if picture is None:
        return None
    url = PICTURE_ADDRESS.format(sha256=picture["sha256"], ending=picture["ending"])
    return {"url": url, "alt": picture["alt"], "width": picture["width"], "height": picture["height"]}
