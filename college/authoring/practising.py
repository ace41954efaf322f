"""The practice of a step as it is made: screens chosen, filled, pointed at, worded, moved, taken out and put back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from uuid import UUID

from flask_babel import gettext as _
from markupsafe import Markup

from college.authoring.drafts import Conflict, Kept, draft_for, keep_part, locked_draft, texts_of
from college.authoring.models import LessonDraft
from college.authoring.rules import fingerprint
from college.authoring.rules_labels import Label, labels_of
from college.authoring.rules_practice import MAX_PATH, PICTURE, PathScreen, Said, StepScreens, read, write
from college.core.db import new_id
from college.core.errors import NotFound, RuleBroken
from college.core.permissions import Actor
from college.library import service as library

#: Screens taken out of a lesson's steps that can be put back.
TAKEN_OUT_KEPT = 10


@dataclass(frozen=True)
class Place:
    """Where a practice is made: a step of a lesson."""

    course_id: str
    lesson_id: str
    step_id: str


@dataclass(frozen=True)
class TakenOut:
    """A screen that was taken out of a step and can be put back at its number."""

    id: str
    at: int
    screen: PathScreen


@dataclass(frozen=True)
class Opened:
    """A step's screens as its pages show them; `screens` is None when its text can only be written as Markdown."""

    place: Place
    draft: LessonDraft
    screens: StepScreens | None
    taken_out: tuple[TakenOut, ...] = ()

    @property
    def base(self) -> str:
        """Give the mark of the screens as they were opened."""
        return self.screens.mark if self.screens else ""

    def screen(self, at: int) -> PathScreen:
        """Give the screen with this number, 0 for the step's picture. Raises NotFound."""
        found = self.screens.screen(at) if self.screens else None
        if found is None:
            raise NotFound
        return found


def opened(*, actor: Actor, place: Place) -> Opened:
    """Give the screens of a step to an author. Raises NotFound, and NotAllowed like `draft_for`."""
    draft = draft_for(actor=actor, course_id=place.course_id, lesson_id=place.lesson_id)
    texts = texts_of(draft).part(place.step_id)
    if texts is None or place.step_id in (library.HEAD, library.INTRODUCTION):
        raise NotFound
    gone = tuple(_taken_out(each) for each in draft.screens_removed or [] if each["step"] == place.step_id)
    return Opened(place, draft, read(texts), gone)


def choose_screen(*, actor: Actor, place: Place, at: int, screen: str, base: str) -> Kept | Conflict:
    """Put a drawn screen under a number, filled as a shipped lesson fills it; one past the last adds one.

    The same screen chosen again changes nothing; another one that stood there can be put back. Raises NotFound for a
    screen nobody has drawn, RuleBroken when the practice is as long as it may be.
    """
    if screen not in library.screens().names():
        raise NotFound
    replaced: list[PathScreen] = []

    def change(screens: StepScreens) -> StepScreens:
        there = screens.screen(at)
        if there and there.screen == screen:
            return screens
        if at > MAX_PATH:
            raise RuleBroken(_("A practice has at most %(limit)s screens.", limit=MAX_PATH))
        replaced.extend([there] if there and there.target else [])
        return screens.with_screen(at, PathScreen(screen, usual_values(screen)))

    return _laid_aside(_keep(actor, place, base, change), place, at, base, replaced)


def keep_values(*, actor: Actor, place: Place, at: int, values: Mapping[str, str], base: str) -> Kept | Conflict:
    """Keep what stands on a screen; a target that is not on it any more is forgotten."""

    def change(screen: PathScreen) -> PathScreen:
        known = library.screens().value_names(screen.screen)
        filled = {key: words for key, words in values.items() if words and key in known}
        targets = library.screens().targets(screen.screen, filled)
        return replace(screen, values=filled, target=screen.target if screen.target in targets else None)

    return _keep_screen(actor, place, at, base, change)


def keep_target(*, actor: Actor, place: Place, at: int, target: str, base: str) -> Kept | Conflict:
    """Keep which place of a screen is to be tapped, "" for none (a picture without a ring). Raises NotFound."""

    def change(screen: PathScreen) -> PathScreen:
        if target and target not in library.screens().targets(screen.screen, screen.values):
            raise NotFound
        wrong = {key: said for key, said in screen.wrong.items() if key != target}
        return replace(screen, target=target or None, wrong=wrong)

    return _keep_screen(actor, place, at, base, change)


def keep_say(*, actor: Actor, place: Place, at: int, say: Said, base: str) -> Kept | Conflict:
    """Keep the sentence that asks for the tap."""
    return _keep_screen(actor, place, at, base, lambda screen: replace(screen, say=say))


def keep_wrong(*, actor: Actor, place: Place, at: int, wrong: Mapping[str, Said], base: str) -> Kept | Conflict:
    """Keep the gentle words for wrong taps, by target; "*" is any other place."""
    return _keep_screen(actor, place, at, base, lambda screen: replace(screen, wrong=dict(wrong)))


def move_screen(*, actor: Actor, place: Place, at: int, to: int, mark: str, base: str) -> Kept | Conflict:
    """Move a screen to another place of the path; `mark` is its own, so that a second tap moves nothing more."""

    def change(screens: StepScreens) -> StepScreens:
        if not all(0 < each <= len(screens.path) for each in (at, to)):
            raise NotFound
        is_moved = screens.mark != base and screens.path[to - 1].mark == mark
        return screens if is_moved else screens.moved(at, to)

    return _keep(actor, place, base, change)


def take_out(*, actor: Actor, place: Place, at: int, base: str) -> Kept | Conflict:
    """Take a screen out; it can be put back with `put_back`. A second tap takes out nothing more."""
    draft = locked_draft(actor=actor, course_id=place.course_id, lesson_id=place.lesson_id)
    done = {"step": place.step_id, "at": at, "base": base}
    if any(done.items() <= each.items() for each in draft.screens_removed or []):
        return Kept(draft, base)
    found: list[PathScreen] = []

    def change(screens: StepScreens) -> StepScreens:
        found.append(_there(screens, at))
        return screens.without(at)

    return _laid_aside(_keep(actor, place, base, change), place, at, base, found)


def put_back(*, actor: Actor, place: Place, taken_id: UUID, base: str) -> Kept | Conflict:
    """Put a screen back where it stood. Put back twice is once. Raises RuleBroken when the practice is full."""
    draft = locked_draft(actor=actor, course_id=place.course_id, lesson_id=place.lesson_id)
    rows = [each for each in draft.screens_removed or [] if each["id"] == str(taken_id) and each["step"] == place.step_id]

    def change(screens: StepScreens) -> StepScreens:
        if not rows:
            return screens
        gone = _taken_out(rows[0])
        if gone.at == PICTURE:
            return replace(screens, shown=gone.screen)
        if len(screens.path) >= MAX_PATH:
            raise RuleBroken(_("A practice has at most %(limit)s screens.", limit=MAX_PATH))
        at = min(gone.at, len(screens.path) + 1) - 1
        return replace(screens, path=(*screens.path[:at], gone.screen, *screens.path[at:]))

    kept = _keep(actor, place, base, change)
    if isinstance(kept, Kept):
        kept.draft.screens_removed = [each for each in kept.draft.screens_removed or [] if each not in rows]
    return kept


def usual_values(screen: str) -> dict[str, str]:
    """Give what stands on a screen in the first published lesson that shows it, so that nothing on it is empty."""
    return dict(_usual().get(screen, {}))


def drawings(names: list[str], lang: str) -> dict[str, Markup]:
    """Draw these screens as they are usually filled, by name."""
    usual, screens = _usual(), library.screens()
    return {name: screens.draw(name, usual.get(name), lang=lang) for name in names}


def labels(screen: PathScreen) -> dict[str, Label]:
    """Give the visible words of every place that can be tapped on a screen, by target, in their order."""
    return labels_of(library.screens().draw(screen.screen, screen.values, mode="practise"))


def draw(screen: PathScreen, lang: str, *, mode: str = "picture") -> Markup:
    """Draw a screen of a step, its target ringed."""
    return library.screens().draw(screen.screen, screen.values, mode=mode, ring=screen.target, lang=lang)


def _usual() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for lesson in library.lessons():
        for step in lesson.in_language("zh").steps:
            for screen in (*step.practice, *((step.drawn,) if step.drawn else ())):
                found.setdefault(screen.screen, dict(screen.values))
    return found


def _keep_screen(
    actor: Actor, place: Place, at: int, base: str, change: Callable[[PathScreen], PathScreen]
) -> Kept | Conflict:
    return _keep(actor, place, base, lambda screens: screens.with_screen(at, change(_there(screens, at))))


def _laid_aside(kept: Kept | Conflict, place: Place, at: int, base: str, screens: list[PathScreen]) -> Kept | Conflict:
    """Note screens that gave way, so that they can be put back."""
    if isinstance(kept, Kept) and screens:
        gone = {"id": str(new_id()), "step": place.step_id, "at": at, "base": base, **asdict(screens[0])}
        kept.draft.screens_removed = [*(kept.draft.screens_removed or []), gone][-TAKEN_OUT_KEPT:]
    return kept


def _there(screens: StepScreens, at: int) -> PathScreen:
    found = screens.screen(at)
    if found is None:
        raise RuleBroken(_("This screen is not in the step any more. Please go back to the practice and look again."))
    return found


def _keep(actor: Actor, place: Place, base: str, change: Callable[[StepScreens], StepScreens]) -> Kept | Conflict:
    """Keep changed screens within the step as it stands now: other words of it, written meanwhile, all stay."""
    draft = locked_draft(actor=actor, course_id=place.course_id, lesson_id=place.lesson_id)
    texts = texts_of(draft).part(place.step_id)
    if texts is None:
        raise NotFound
    screens = read(texts)
    if screens is None:
        raise RuleBroken(_("This step holds signs that can only be written as text. Please open it as text."))
    try:
        wanted = change(screens)
    except IndexError:
        raise NotFound from None
    seen = fingerprint(texts) if base == screens.mark else base
    written = texts if wanted == screens else write(texts, wanted)
    where = {"course_id": place.course_id, "lesson_id": place.lesson_id, "part": place.step_id}
    return keep_part(actor=actor, **where, texts=written, base=seen)


def _taken_out(row: dict) -> TakenOut:
    wrong = {target: Said(**said) for target, said in row["wrong"].items()}
    return TakenOut(row["id"], row["at"], PathScreen(row["screen"], row["values"], row["target"], Said(**row["say"]), wrong))
