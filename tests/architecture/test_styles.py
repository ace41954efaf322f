"""Styles and scripts: none forgotten, nothing that a phone of 2018 cannot read, all values from the tokens."""

import gzip
import re

import pytest

from tests.support.sources import ROOT, lines_with, listed, templates, texts

COMMENT = re.compile(r"/\*.*?\*/", re.S)
BLOCK = re.compile(r"([^{}]+)\{([^{}]*)\}")
#: AF-81: Chrome 69 and iOS 12 must read every rule.
TOO_NEW = {
    ":has()": r":has\(",
    ":is() or :where()": r":(is|where)\(",
    "@layer": r"@layer\b",
    "@container": r"@container\b|container-type\s*:",
    "dvh": r"\d[dsl]v[hw]\b",
    "nesting": r"^\s*&",
    "a dialog": r"\bdialog\b\s*[{,:]",
    "colour functions": r"\b(oklch|oklab|color-mix|lab|lch)\(",
    "logical shorthands": r"\b(margin|padding|inset)-(inline|block)\s*:",
}
AGAINST_THE_RULES = {
    "letters in px (AF-06)": r"font(?:-size)?\s*:[^;]*\d(?:\.\d+)?px",
    "italics (AF-14)": r"font-style\s*:\s*(italic|oblique)",
    "justified text (AF-10)": r"text-align\s*:\s*justify",
    "blocked enlarging (AF-05)": r"text-size-adjust\s*:\s*none",
    "a shadow on text (AF-16)": r"text-shadow\s*:(?!\s*none)",
    "thin letters (AF-14)": r"font-weight\s*:\s*([123]00|light|lighter)\b",
    "another host": r"https?://",
    "!important": r"!important",
}
#: Properties and functions that need an older declaration of the same property before them.
NEEDS_FALLBACK = re.compile(r"\b(clamp|min|max)\(")
NEEDS_SUPPORTS = ("aspect-ratio", "inset")
SCRIPT_TOO_NEW = {
    "?. or ??": r"\?\.(?!\d)|\?\?",
    "swipes and long presses (AF-24)": r"touchmove|dblclick|contextmenu",
    "acting on touch-down (AF-25)": r"[\"'](touchstart|mousedown|pointerdown)[\"']",
    "HTML out of strings": r"innerHTML|insertAdjacentHTML|document\.write|\beval\(",
    "a new window (AF-39)": r"window\.open",
    "another host (AF-85)": r"[\"'`]https?://",
    "newer than ES2017": r"\bawait\s+import\b|#[a-z]\w*\s*[=(;]|\bcatch\s*\{|\.\.\.\w+\s*\}|\.flatMap?\(|replaceAll\(|\.at\(",
}
#: What all scripts of the learners' pages, and all of the desks', may weigh together, packed (AF-83: 15 KB a page).
SCRIPT_BYTES = 15_000
LOADED = re.compile(r"js/([a-z_-]+\.js)")


def _styles() -> dict[str, str]:
    """Give every style sheet with its comments blanked out (line numbers stay)."""
    blank = lambda match: re.sub(r"[^\n]", " ", match.group())  # noqa: E731
    return {name: COMMENT.sub(blank, text) for name, text in texts("static", ".css").items()}


def _blocks(text: str) -> list[tuple[str, list[tuple[str, str]]]]:
    found = []
    for selector, body in BLOCK.findall(text):
        pairs = [part.split(":", 1) for part in body.split(";") if ":" in part]
        found.append((" ".join(selector.split()), [(name.strip(), value.strip()) for name, value in pairs]))
    return found


def _everything_that_names() -> str:
    sources = {**texts("templates", ".html"), **texts("college", ".py"), **texts("static", ".js")}
    return "\n".join(sources.values())


@pytest.mark.parametrize("suffix", [".css", ".js"])
def test_every_file_is_asked_for(suffix):
    # Style sheets may be put together from a list, scripts import one another: a file's name must stand somewhere.
    everything = _everything_that_names() + "\n".join(texts("static", ".css").values())
    files = texts("static", suffix)
    stems = {name: name.removeprefix("static/") for name in files}
    lost = [name for name, short in stems.items() if short not in everything and short.split("/")[-1] not in everything]
    feature_sheets = re.search(r"""css/["']\s*~|css/\{""", everything)
    lost = [name for name in lost if not (feature_sheets and name.startswith("static/css/"))]
    assert not lost, listed(lost)


def test_every_class_with_a_style_is_used():
    everything = _everything_that_names()
    unused = []
    for name, text in _styles().items():
        classes = {each for selector, _ in _blocks(text) for each in re.findall(r"\.(-?[a-zA-Z_][\w-]*)", selector)}
        unused += [f"{name} .{each}" for each in sorted(classes) if not _is_named(each, everything)]
    assert not unused, listed(unused)


def _is_named(name: str, everything: str) -> bool:
    if re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", everything):
        return True
    # "button-" ~ kind, button-{{ kind }} and f"button-{kind}" make names too.
    starts = [name[: at + 1] for at, letter in enumerate(name) if letter == "-"]
    return any(re.search(rf"(?<![\w-]){re.escape(start)}(?:[\"']\s*[~+]|\{{)", everything) for start in starts)


@pytest.mark.parametrize("what", TOO_NEW)
def test_no_style_is_too_new(what):
    assert not (found := lines_with(_styles(), TOO_NEW[what])), listed(found)


@pytest.mark.parametrize("what", AGAINST_THE_RULES)
def test_no_style_has(what):
    assert not (found := lines_with(_styles(), AGAINST_THE_RULES[what])), listed(found)


def test_new_functions_have_an_older_value_before_them():
    faults = []
    for name, text in _styles().items():
        for selector, pairs in _blocks(text):
            seen = set()
            for prop, value in pairs:
                if NEEDS_FALLBACK.search(value) and prop not in seen:
                    faults.append(f"{name} {selector}: {prop}: {value}")
                if prop in NEEDS_SUPPORTS:
                    faults.append(f"{name} {selector}: {prop} is too new")
                seen.add(prop)
    assert not faults, listed(faults)


def test_flex_boxes_keep_their_distance_without_gap():
    faults = [
        f"{name} {selector}"
        for name, text in _styles().items()
        for selector, pairs in _blocks(text)
        if dict(pairs).get("display") in {"flex", "inline-flex"} and {"gap", "column-gap", "row-gap"} & set(dict(pairs))
    ]
    assert not faults, "old WebViews know no gap in flex: use grid or margins; " + listed(faults)


def test_colours_come_from_the_tokens():
    others = {name: text for name, text in _styles().items() if not name.endswith("tokens.css")}
    found = lines_with(others, r":[^;{]*(#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\()")
    assert not found, listed(found)


def test_every_token_that_is_used_exists():
    every = "\n".join(_styles().values())
    known = set(re.findall(r"(--[\w-]+)\s*:", every))
    lost = sorted(set(re.findall(r"var\((--[\w-]+)", every)) - known)
    assert not lost, listed(lost)


def test_every_token_is_used():
    every = "\n".join(_styles().values())
    unused = sorted(set(re.findall(r"(--[\w-]+)\s*:", every)) - set(re.findall(r"var\((--[\w-]+)", every)))
    assert not unused, listed(unused)


@pytest.mark.parametrize("what", SCRIPT_TOO_NEW)
def test_no_script_has(what):
    found = lines_with(texts("static", ".js"), SCRIPT_TOO_NEW[what])
    assert not found, listed(found)


def test_scripts_stay_small():
    scripts = {name.rsplit("/", 1)[-1]: text for name, text in texts("static", ".js").items()}
    desks = {name for name, text in templates().items() if "layouts/desk.html" in text or name.endswith("layouts/desk.html") or name.startswith("authoring/")}
    of_desks = {script for name in desks for script in LOADED.findall(templates()[name])}
    of_learners = {script for name in set(templates()) - desks for script in LOADED.findall(templates()[name])}
    assert of_learners | of_desks == set(scripts), "every script is loaded by some page"
    assert {"lessons.js", "listen.js"} <= of_learners and {"job.js", "authoring.js"} <= of_desks
    for loaded in (of_learners, of_desks):
        assert len(gzip.compress("".join(scripts[name] for name in sorted(loaded)).encode())) <= SCRIPT_BYTES


def test_every_style_sheet_has_its_braces():
    odd = [name for name, text in _styles().items() if text.count("{") != text.count("}")]
    assert not odd, listed(odd)


def test_the_tokens_are_there():
    assert (ROOT / "static/css/tokens.css").is_file() and templates()
