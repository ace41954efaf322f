"""The screens of a step in both languages: read from its text, changed, and written back; pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from college.authoring.rules import Texts
from college.authoring.rules_labels import Label
from college.library.service import Block, ScreenWords, StepWords, read_step, write_step

#: Number under which a step's picture is written; the screens of its practice count from 1.
PICTURE = 0
#: Screens of one practice, and letters of one sentence: what the check of a course takes.
MAX_PATH, MAX_SENTENCE = 6, 160
#: The key of the words for any other place.
ANY = "*"


@dataclass(frozen=True)
class Said:
    """A sentence in both languages."""

    zh: str = ""
    en: str = ""


@dataclass(frozen=True)
class PathScreen:
    """One drawn screen of a step; what stands on it and where to tap is the same in both languages."""

    screen: str
    values: Mapping[str, str] = field(default_factory=dict)
    target: str | None = None
    say: Said = Said()
    wrong: Mapping[str, Said] = field(default_factory=dict)

    @property
    def mark(self) -> str:
        """Give the mark of all that is kept of this screen: 16 hex digits."""
        return _mark(_plain(self))


@dataclass(frozen=True)
class StepScreens:
    """What a step shows of drawn screens: its practice, and the picture when that is a drawn screen."""

    title: str
    has_english: bool
    path: tuple[PathScreen, ...] = ()
    shown: PathScreen | None = None

    def screen(self, at: int) -> PathScreen | None:
        """Give the screen with this number, None when there is none."""
        if at == PICTURE:
            return self.shown
        return self.path[at - 1] if 0 < at <= len(self.path) else None

    def with_screen(self, at: int, screen: PathScreen) -> StepScreens:
        """Give the same with another screen under a number; a number past the end adds one. Raises IndexError."""
        if at == PICTURE:
            return replace(self, shown=screen)
        if not 0 < at <= min(len(self.path) + 1, MAX_PATH):
            raise IndexError(at)
        return replace(self, path=(*self.path[: at - 1], screen, *self.path[at:]))

    def without(self, at: int) -> StepScreens:
        """Give the same without a screen."""
        if at == PICTURE:
            return replace(self, shown=None)
        return replace(self, path=(*self.path[: at - 1], *self.path[at:]))

    def moved(self, at: int, to: int) -> StepScreens:
        """Give the same with a screen at another place of the path."""
        path = list(self.path)
        path.insert(to - 1, path.pop(at - 1))
        return replace(self, path=tuple(path))

    @property
    def mark(self) -> str:
        """Give the mark by which a form says which screens it was opened with: 16 hex digits."""
        return _mark([*(_plain(each) for each in (*self.path, self.shown) if each), self.has_english, bool(self.shown)])


def _mark(said: list[object]) -> str:
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]


def _plain(screen: PathScreen) -> list[object]:
    wrong = {target: (said.zh, said.en) for target, said in screen.wrong.items()}
    return [screen.screen, dict(screen.values), screen.target, screen.say.zh, screen.say.en, wrong]


def read(texts: Texts) -> StepScreens | None:
    """Read the screens of a step; None when its text holds what only Markdown can say."""
    zh, en = read_step(texts.zh), read_step(texts.en) if texts.en.strip() else None
    if zh is None or (texts.en.strip() and en is None):
        return None
    shown = _paired(zh, en, "picture")
    return StepScreens(zh.title, en is not None, tuple(_paired(zh, en, "practice")), shown[0] if shown else None)


def write(texts: Texts, screens: StepScreens) -> Texts:
    """Give a step's text with other screens; all its other words stay. The text must be one that `read` can read."""
    return Texts(_rewritten(texts.zh, screens, "zh"), _rewritten(texts.en, screens, "en") if screens.has_english else texts.en)


def _rewritten(text: str, screens: StepScreens, lang: str) -> str:
    step = read_step(text)
    if step is None:
        return text
    shown = (screens.shown,) if screens.shown else ()
    for kind, wanted, place in (("practice", screens.path, _end), ("picture", shown, _after_words)):
        step = _with_block(step, Block(kind, screens=tuple(_one(each, lang) for each in wanted)), place)
    return write_step(step)


def _with_block(step: StepWords, block: Block, place: Callable[[list[Block]], int]) -> StepWords:
    blocks = list(step.blocks)
    here = [at for at, each in enumerate(blocks) if each.kind == block.kind]
    rest = [each for each in blocks if each.kind != block.kind]
    if block.kind == "picture" and block.screens:
        rest = [each for each in rest if each.kind != "image"]
    if block.screens:
        rest.insert(min(here[0], len(rest)) if here else place(rest), block)
    return replace(step, blocks=tuple(rest))


def _end(blocks: list[Block]) -> int:
    """Give the place before the note for lecturers."""
    return next((at for at, block in enumerate(blocks) if block.kind == "teacher"), len(blocks))


def _after_words(blocks: list[Block]) -> int:
    """Give the place after the first words."""
    return 1 if blocks and blocks[0].kind == "text" else 0


def with_image(texts: Texts, path: str, alt: Said) -> Texts | None:
    """Give a step's text with this picture as its only one; None when its text holds what only Markdown can say."""
    written = []
    for text, words in ((texts.zh, alt.zh), (texts.en, alt.en)):
        step = read_step(text) if text.strip() else None
        if step is None and text.strip():
            return None
        written.append(write_step(_pictured(step, Block("image", alt=words, path=path))) if step else text)
    return Texts(*written)


def without_image(texts: Texts) -> Texts | None:
    """Give a step's text without its picture; None like `with_image`."""
    written = []
    for text in (texts.zh, texts.en):
        step = read_step(text) if text.strip() else None
        if step is None and text.strip():
            return None
        blocks = tuple(each for each in step.blocks if each.kind != "image") if step else ()
        written.append(write_step(replace(step, blocks=blocks)) if step else text)
    return Texts(*written)


def _pictured(step: StepWords, image: Block) -> StepWords:
    at = next((at for at, each in enumerate(step.blocks) if each.kind in ("image", "picture")), None)
    rest = [each for each in step.blocks if each.kind not in ("image", "picture")]
    rest.insert(min(at, len(rest)) if at is not None else _after_words(rest), image)
    return replace(step, blocks=tuple(rest))


def image_of(texts: Texts) -> tuple[str, Said] | None:
    """Give the path and the words of a step's picture, None when it brings none."""
    zh, en = (read_step(text) if text.strip() else None for text in (texts.zh, texts.en))
    found = [next((each for each in step.blocks if each.kind == "image"), None) if step else None for step in (zh, en)]
    return (found[0].path, Said(found[0].alt, found[1].alt if found[1] else "")) if found[0] else None


def _paired(zh: StepWords, en: StepWords | None, kind: str) -> list[PathScreen]:
    english = _screens(en, kind) if en else []
    paired = []
    for at, each in enumerate(_screens(zh, kind)):
        other = english[at] if at < len(english) and english[at].screen == each.screen else ScreenWords(each.screen)
        keys = dict.fromkeys((*each.wrong, *other.wrong))
        wrong = {key: Said(each.wrong.get(key, ""), other.wrong.get(key, "")) for key in keys}
        paired.append(PathScreen(each.screen, dict(each.values), each.target, Said(each.say, other.say), wrong))
    return paired


def _screens(step: StepWords, kind: str) -> list[ScreenWords]:
    return [screen for block in step.blocks if block.kind == kind for screen in block.screens]


def _one(screen: PathScreen, lang: str) -> ScreenWords:
    say = screen.say.en if lang == "en" else screen.say.zh
    wrong = {target: said.en if lang == "en" else said.zh for target, said in screen.wrong.items()}
    return ScreenWords(screen.screen, screen.values, say, screen.target, {key: words for key, words in wrong.items() if words})


def proposed(label: Label) -> Said:
    """Give a good sentence that asks for a tap."""
    if label.place:
        return Said(f"点一下第{label.place}个“{label.words}”。", f"Tap “{label.words}”, number {label.place}.")
    return Said(f"点一下“{label.words}”。", f"Tap “{label.words}”.")


def gentle(label: Label, tapped: Label | None = None) -> Said:
    """Give gentle words for a wrong tap: on another target, or anywhere."""
    if tapped:
        return Said(f"这是“{tapped.words}”。请找“{label.words}”，再点一下。",
                    f"This is “{tapped.words}”. Look for “{label.words}” and tap it.")  # fmt: skip
    return Said(f"不是这里。慢慢看，找“{label.words}”。", f"Not here. Look slowly for “{label.words}”.")
