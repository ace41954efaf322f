"""The drawn practice phone: which screens exist, what can be tapped on them, and their HTML, for lessons and checks."""

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from jinja2 import Environment, FileSystemLoader, StrictUndefined, nodes
from markupsafe import Markup

#: Where the drawings lie below the templates folder, one file per screen.
FOLDER = "practice/screens"
MODES = ("picture", "practise", "marked")

#: The shipped lessons draw about 1,700 different pictures in two languages; one takes 2 to 6 kB.
DRAWINGS_KEPT = 4096

_TAP = re.compile(r'name="tap" value="([a-z0-9-]+)"')
_TARGET = re.compile(r'<button[^>]*name="tap" value="([a-z0-9-]+)"[^>]*>(.*?)</button>', re.S)
_INDENT = re.compile(r"\s*\n\s*")


class UnknownScreen(KeyError):
    """A lesson names a screen that nobody has drawn."""

    def __init__(self, name: str):
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        return f"There is no practice screen named {self.name!r}."


class Screens:
    """Draws the practice screens from their templates, apart from Flask and from the database."""

    def __init__(self, templates_folder: Path | str):
        """Read the list of screens below templates_folder (the one holding practice/)."""
        self._environment = Environment(
            loader=FileSystemLoader(templates_folder),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._names = tuple(sorted(p.stem for p in Path(templates_folder, FOLDER).glob("*.html")))
        self._choices = lru_cache(maxsize=None)(self._read_choices)
        self._usual = lru_cache(maxsize=None)(self._read_usual)
        self._drawings = lru_cache(maxsize=DRAWINGS_KEPT)(self._draw)

    def names(self) -> tuple[str, ...]:
        """Return the names of all screens in alphabetical order."""
        return self._names

    def targets(self, name: str, values: Mapping[str, str] | None = None) -> frozenset[str]:
        """Return what can be tapped on the screen when it is drawn with these values.

        Raises UnknownScreen.
        """
        return frozenset(_TAP.findall(self.draw(name, values, mode="practise")))

    def labels(self, name: str, values: Mapping[str, str] | None = None) -> dict[str, str]:
        """Return what stands on each target of the screen, in the app's own words. Raises UnknownScreen."""
        found = _TARGET.findall(self.draw(name, values, mode="practise"))
        return {target: " ".join(Markup(inner).striptags().split()) or target for target, inner in found}

    def value_names(self, name: str) -> frozenset[str]:
        """Return the keys a lesson may write under `with` for this screen. Raises UnknownScreen."""
        return frozenset(self.value_choices(name))

    def value_choices(self, name: str) -> dict[str, tuple[str, ...]]:
        """Return each key of `with` and the words it may hold; no words listed means any text.

        Raises UnknownScreen.
        """
        self._ensure_known(name)
        return dict(self._choices(name))

    def draw(
        self,
        name: str,
        values: Mapping[str, str] | None = None,
        *,
        mode: str = "picture",
        ring: str | None = None,
        lang: str = "zh",
    ) -> Markup:
        """Draw one screen and return its HTML.

        values: what the lesson wrote under `with`; keys the screen does not know are left out,
            missing ones count as empty, so an older lesson survives a mended screen.
        mode: "picture" draws spans only, for an element with role="img"; "practise" makes every
            target a submit button called "tap", for a form; "marked" is a picture on which each target bears its name.
        ring: the target to point out with a ring, a hand and words; None points out nothing.
        lang: language of the words beside the hand ("zh" or "en"); the app itself stays Chinese.
        Raises UnknownScreen, and ValueError for another mode.
        """
        self._ensure_known(name)
        if mode not in MODES:
            raise ValueError(f"A screen is drawn as one of {MODES}, not as {mode!r}.")
        given = values or {}
        filled = tuple((key, str(given.get(key, ""))) for key in self._choices(name))
        return self._drawings(name, filled, mode, ring, lang)

    def draw_tapped(
        self, name: str, values: Mapping[str, str] | None, tapped: Mapping[str, tuple[int, str]], *, ring: str | None = None,
        lang: str = "zh",
    ) -> Markup:
        """Draw one screen as a picture with a badge on each target that was tapped; raises UnknownScreen.

        tapped: target → (how strongly it is shaded, 1 to 3, and the words of its badge); not kept, for they change.
        """
        self._ensure_known(name)
        filled = tuple((key, str((values or {}).get(key, ""))) for key in self._choices(name))
        return self._draw(name, filled, "tapped", ring, lang, tapped)

    def usual_words(self, name: str) -> dict[str, str]:
        """Return the words that stand on the screen where a lesson writes none, by key of `with`. Raises UnknownScreen."""
        self._ensure_known(name)
        return dict(self._usual(name))

    def _ensure_known(self, name: str) -> None:
        if name not in self._names:
            raise UnknownScreen(name)

    def _path(self, name: str) -> str:
        return f"{FOLDER}/{name}.html"

    def _read_choices(self, name: str) -> dict[str, tuple[str, ...]]:
        """Read `{% set known = {"state": ["waiting", ...]} %}` from the screen without drawing it."""
        source, _, _ = self._environment.loader.get_source(self._environment, self._path(name))
        for assignment in self._environment.parse(source).find_all(nodes.Assign):
            if assignment.target.name == "known":
                return {key: tuple(words) for key, words in assignment.node.as_const().items()}
        return {}

    def _read_usual(self, name: str) -> dict[str, str]:
        """Read every `values.key or "words"` from the screen without drawing it; the first of a key counts."""
        source, _, _ = self._environment.loader.get_source(self._environment, self._path(name))
        found: dict[str, str] = {}
        for either in self._environment.parse(source).find_all(nodes.Or):
            asked, words = either.left, either.right
            is_value = isinstance(asked, nodes.Getattr) and isinstance(asked.node, nodes.Name) and asked.node.name == "values"
            if is_value and isinstance(words, nodes.Const) and isinstance(words.value, str):
                found.setdefault(asked.attr, words.value)
        return found

    def _draw(self, name, filled, mode, ring, lang, tapped=MappingProxyType({})) -> Markup:
        template = self._environment.get_template(self._path(name))
        html = template.render(values=dict(filled), mode=mode, ring=ring, lang=lang, tapped=tapped)
        return Markup(_INDENT.sub("\n", html).strip())
