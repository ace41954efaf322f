"""Templates: none forgotten, none missing, none with what AGE_FRIENDLY forbids."""

import ast
import re

import pytest

from tests.support.sources import lines_with, listed, modules, templates

REFERENCE = re.compile(r"""(?:extends|include|import|from)\s+["']([\w./-]+\.html)["']""")
#: The beginning of a name that is put together in a template: "practice/" ~ name ~ ".html".
BEGINNING = re.compile(r"""["']([\w-]+/[\w./-]*)["']\s*~""")
EVERYWHERE = {
    "a style attribute: the policy forbids it": r"\sstyle\s*=",
    "a handler in the page: the policy forbids it": r"\son[a-z]+\s*=\s*[\"']",
    "a javascript address": r"javascript:",
    "a new window (AF-39)": r"target\s*=\s*[\"']_blank|window\.open",
    "a placeholder (AF-50)": r"placeholder\s*=",
    "zoom is blocked (AF-05)": r"user-scalable\s*=\s*no|maximum-scale",
    "moving text (AF-36)": r"<(marquee|blink)\b",
    "something that plays by itself (AF-70)": r"\bautoplay\b",
    "a page that reloads itself (AF-48)": r"http-equiv\s*=\s*[\"']refresh",
    "an address of another host (AF-85)": r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//",
    "unescaped text": r"\|\s*safe\b|autoescape\s+false",
    "a script that is not a file": r"<script(?![^>]*\bsrc=)",
}
FOR_LEARNERS = {
    "a field that old hands cannot use (AF-57)": r"""type\s*=\s*["'](?:number|date|time|range)["']""",
    "something folded away (AF-38)": r"<(details|dialog)\b",
    "several answers in one list (AF-57)": r"<select\b[^>]*\bmultiple\b",
    "a press that is refused without a word (AF-28)": r"<button\b[^>]*\bdisabled\b",
}


def _references() -> set[str]:
    found = {name for text in templates().values() for name in REFERENCE.findall(text)}
    for module in modules().values():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.endswith(".html"):
                found.add(node.value)
    return found


def _patterns() -> list[str]:
    """Names put together at run time, as regular expressions."""
    found = [f"{re.escape(start)}.+" for text in templates().values() for start in BEGINNING.findall(text)]
    for module in modules().values():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.JoinedStr):
                parts = [re.escape(part.value) if isinstance(part, ast.Constant) else ".+" for part in node.values]
                if "".join(parts).endswith(r"\.html"):
                    found.append("".join(parts))
    return found


def _is_learners(name: str, texts: dict[str, str]) -> bool:
    if name.startswith(("lessons/", "practice/")) or name == "layouts/phone.html":
        return True
    extended = re.search(r"""extends\s+["']([\w./-]+)["']""", texts[name])
    return bool(extended) and extended.group(1) in texts and _is_learners(extended.group(1), texts)


def test_every_template_is_used():
    used, patterns = _references(), _patterns()
    orphans = [
        name for name in templates() if name not in used and not any(re.fullmatch(each, name) for each in patterns)
    ]
    assert not orphans, listed(orphans)


def test_every_template_asked_for_is_there():
    names = {name for name in _references() if re.fullmatch(r"[\w./-]+\w\.html", name)}
    lost = sorted(names - set(templates()))
    assert not lost, listed(lost)


def test_a_feature_renders_only_its_own_templates():
    strangers = []
    for module in modules().values():
        if module.layer != "routes":
            continue
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "render_template" and node.args:
                name = node.args[0].value if isinstance(node.args[0], ast.Constant) else ""
                if name and not name.startswith((f"{module.feature}/", "errors/")):
                    strangers.append(f"{module.at(node)} {name}")
    assert not strangers, listed(strangers)


@pytest.mark.parametrize("what", EVERYWHERE)
def test_no_template_has(what):
    found = lines_with(templates(), EVERYWHERE[what])
    assert not found, listed(found)


@pytest.mark.parametrize("what", FOR_LEARNERS)
def test_no_learners_template_has(what):
    texts = templates()
    mine = {name: text for name, text in texts.items() if _is_learners(name, texts)}
    assert mine, "no learner's template was found: the check looks in the wrong place"
    found = lines_with(mine, FOR_LEARNERS[what])
    assert not found, listed(found)


def test_every_template_stands_on_a_layout_or_is_a_part():
    bare = [
        name
        for name, text in templates().items()
        if not name.split("/")[-1].startswith("_")
        and not name.startswith(("layouts/", "components/", "practice/"))
        and "{% extends" not in text
    ]
    assert not bare, listed(bare)
