"""What changed from one text of a lesson to another, step by step, in words and screens and not in source: pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any

from college.library import plain_yaml
from college.library.pieces import cut
from college.library.rules_words_changed import NEW, Run, is_changed, plain, runs
from college.library.texts import LessonText, LessonView, PracticeScreen, StepText

#: The keys of front matter of a course's own text that students see, in the order of the page.
_COURSE_FIELDS = ("title", "summary", "audience", "objectives", "certificate")


@dataclass(frozen=True)
class FieldChange:
    """One line about a lesson that changed: its key and its words."""

    key: str
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class ScreenChange:
    """One drawn screen of a step before and after; None where there was or is none."""

    number: int
    before: PracticeScreen | None
    after: PracticeScreen | None
    #: What is said before the tap, and after wrong ones.
    said: tuple[Run, ...] = ()
    #: It is only a picture and not practised.
    is_picture: bool = False

    @property
    def is_new_target(self) -> bool:
        """Say whether the same screen now wants another place tapped."""
        both = self.before is not None and self.after is not None
        return both and self.before.screen == self.after.screen and self.before.target != self.after.target


@dataclass(frozen=True)
class StepChange:
    """What became of one step: ``kind`` is "new", "gone", "changed" or "same"; numbers count from 1."""

    id: str
    kind: str
    number: int
    #: Where it stood before, None when it did not move against the others.
    moved_from: int | None
    title: tuple[Run, ...]
    words: tuple[Run, ...] = ()
    notes: tuple[Run, ...] = ()
    screens: tuple[ScreenChange, ...] = ()
    #: Pictures that the step brings, before and after; both None when nothing changed there.
    picture_before: dict[str, Any] | None = None
    picture_after: dict[str, Any] | None = None

    @property
    def is_renamed(self) -> bool:
        """Say whether a step that stays has another title."""
        return self.kind in {"changed", "same"} and is_changed(self.title)


@dataclass(frozen=True)
class TextChange:
    """What changed in one language."""

    lang: str
    fields: tuple[FieldChange, ...] = ()
    intro: tuple[Run, ...] = ()
    notes: tuple[Run, ...] = ()
    steps: tuple[StepChange, ...] = ()

    @property
    def changed_steps(self) -> tuple[StepChange, ...]:
        """Give the steps of which something is to be seen."""
        return tuple(step for step in self.steps if step.kind != "same" or step.moved_from)

    @property
    def is_empty(self) -> bool:
        """Say whether nothing changed."""
        return not (self.fields or is_changed(self.intro) or is_changed(self.notes) or self.changed_steps)


@dataclass(frozen=True)
class Difference:
    """What changed in all languages; only those in which something did."""

    texts: tuple[TextChange, ...] = field(default=())

    @property
    def is_empty(self) -> bool:
        """Say whether nothing changed."""
        return not self.texts


def of_lessons(before: LessonView | None, after: LessonView) -> Difference:
    """Compare two texts of a lesson; before is None for a lesson that nobody saw yet: everything is new."""
    found = [_of_texts(before.texts.get(lang) if before else None, after.texts.get(lang), lang) for lang in ("zh", "en")]
    numbers = _numbers(before, after)
    if numbers and found[0] is not None:
        found[0] = TextChange("zh", (*numbers, *found[0].fields), found[0].intro, found[0].notes, found[0].steps)
    return Difference(tuple(each for each in found if each is not None and not each.is_empty))


def of_course_texts(before: dict[str, str], after: dict[str, str]) -> Difference:
    """Compare a course's own text, both as they are written, by language."""
    found = []
    for lang in ("zh", "en"):
        old, new = cut(before.get(lang, "")), cut(after.get(lang, ""))
        heads = [(key, _value(old.head, key), _value(new.head, key)) for key in _COURSE_FIELDS]
        fields = tuple(FieldChange(key, runs(one, two)) for key, one, two in heads if one != two)
        found.append(TextChange(lang, fields, _changed(old.introduction, new.introduction)))
    return Difference(tuple(each for each in found if not each.is_empty))


def _value(head: str, key: str) -> str:
    try:
        read = plain_yaml.read(head, 1)
    except plain_yaml.Unreadable:
        return head if key == "title" else ""
    value = read.get(key, "") if isinstance(read, dict) else ""
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value)


def _numbers(before: LessonView | None, after: LessonView) -> tuple[FieldChange, ...]:
    if before is None:
        return ()
    pairs = [("minutes", str(before.minutes), str(after.minutes)), ("feature", before.feature, after.feature)]
    return tuple(FieldChange(key, runs(one, two)) for key, one, two in pairs if one != two)


def _of_texts(before: LessonText | None, after: LessonText | None, lang: str) -> TextChange | None:
    if before is None and after is None:
        return None
    fields = []
    for key in ("title", "summary", "objectives", "keypoints"):
        one, two = _field(before, key), _field(after, key)
        if one != two:
            fields.append(FieldChange(key, runs(one, two)))
    return TextChange(
        lang,
        tuple(fields),
        _changed(plain(before.intro_html) if before else "", plain(after.intro_html) if after else ""),
        _changed(plain(before.teacher_html) if before else "", plain(after.teacher_html) if after else ""),
        tuple(_steps(before.steps if before else (), after.steps if after else ())),
    )


def _field(text: LessonText | None, key: str) -> str:
    value = getattr(text, key, "")
    return value if isinstance(value, str) else "\n".join(value)


def _changed(before: str, after: str) -> tuple[Run, ...]:
    return runs(before, after) if before != after else ()


def _steps(before: Sequence[StepText], after: Sequence[StepText]) -> list[StepChange]:
    old, new = {step.id: at for at, step in enumerate(before, 1)}, {step.id for step in after}
    moved = _moved([step.id for step in before if step.id in new], [step.id for step in after if step.id in old])
    found = [
        _step(before[old[step.id] - 1] if step.id in old else None, step, at, old[step.id] if step.id in moved else None)
        for at, step in enumerate(after, 1)
    ]
    for at, step in enumerate(before, 1):
        if step.id not in new:
            found.insert(_place(found, before, at), StepChange(step.id, "gone", at, None, runs(step.title, ""), runs(plain(step.html), "")))
    return found


def _place(found: list[StepChange], before: Sequence[StepText], at: int) -> int:
    """Give where a step that is gone is shown: behind the one that it followed."""
    earlier = [step.id for step in before[: at - 1]]
    places = [place for place, each in enumerate(found) if each.id in earlier]
    return places[-1] + 1 if places else 0


def _moved(before: list[str], after: list[str]) -> set[str]:
    """Give the ids that stand at another place against those that stayed where they were."""
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    stayed = {each for block in blocks for each in after[block.b : block.b + block.size]}
    return set(after) - stayed


def _step(before: StepText | None, after: StepText, number: int, moved_from: int | None) -> StepChange:
    if before is None:
        words, screens = runs("", plain(after.html)), tuple(_screens((), after.practice))
        return StepChange(after.id, NEW, number, None, runs("", after.title), words, screens=screens, picture_after=after.picture)
    screens = [*_screens(before.practice, after.practice), *_pictures(before, after)]
    words = _changed(plain(before.html), plain(after.html))
    notes = _changed(plain(before.teacher_html), plain(after.teacher_html))
    is_other_picture = before.picture != after.picture
    is_same = not (words or notes or screens or is_other_picture or before.title != after.title)
    return StepChange(
        after.id, "same" if is_same else "changed", number, moved_from, runs(before.title, after.title), words, notes,
        tuple(screens), before.picture if is_other_picture else None, after.picture if is_other_picture else None,
    )  # fmt: skip


def _screens(before: Sequence[PracticeScreen], after: Sequence[PracticeScreen]) -> list[ScreenChange]:
    return [
        ScreenChange(at, old, new, _changed(_said(old), _said(new)))
        for at, (old, new) in enumerate(zip_longest(before, after), 1)
        if old != new
    ]


def _pictures(before: StepText, after: StepText) -> list[ScreenChange]:
    if before.drawn == after.drawn:
        return []
    return [ScreenChange(0, before.drawn, after.drawn, is_picture=True)]


def _said(screen: PracticeScreen | None) -> str:
    if screen is None:
        return ""
    return "\n".join([screen.say, *screen.wrong.values()])
