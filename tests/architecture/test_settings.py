"""Every setting is written down where an operator looks, and nothing reads a setting that is not there."""

import ast

from flask import Flask

from college.config import SETTINGS
from tests.support.sources import ROOT, listed, modules


def test_every_setting_says_what_it_does():
    silent = [setting.name for setting in SETTINGS if len(setting.line.strip()) < 15 or not setting.line.endswith(".")]
    assert not silent, listed(silent)


def test_every_setting_stands_on_the_map():
    text = (ROOT / "college" / "README.md").read_text(encoding="utf-8")
    missing = [setting.name for setting in SETTINGS if f"COLLEGE_{setting.name}" not in text]
    assert not missing, listed(missing)


def test_every_setting_that_is_read_exists():
    known = {setting.name for setting in SETTINGS} | set(Flask("x").config) | _set_names()
    lost = [
        f"{module.at(node)} {name}"
        for module in modules().values()
        for node in ast.walk(module.tree)
        if (name := _read_name(node)) and name not in known and not name.startswith(("SQLALCHEMY_", "BABEL_", "WTF_"))
    ]
    assert not lost, listed(lost)


def test_every_setting_is_read_somewhere():
    read = {_read_name(node) for module in modules().values() for node in ast.walk(module.tree)}
    unused = [setting.name for setting in SETTINGS if setting.name not in read | {"SECRET_KEY"}]
    assert not unused, listed(unused)


def _read_name(node: ast.AST) -> str:
    """Give NAME of `….config["NAME"]`, `config["NAME"]` and `….config.get("NAME")`."""
    if isinstance(node, ast.Subscript):
        holder, key = node.value, node.slice
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get" and node.args:
        holder, key = node.func.value, node.args[0]
    else:
        return ""
    is_config = ast.unparse(holder).split(".")[-1] == "config"
    return key.value if is_config and isinstance(key, ast.Constant) and isinstance(key.value, str) else ""


def _set_names() -> set[str]:
    """Names that the code itself puts into the configuration, as keywords of `config.update` or by assignment."""
    found = set()
    for module in modules().values():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("config.update"):
                found |= {keyword.arg for keyword in node.keywords}
            if isinstance(node, ast.Assign):
                found |= {_read_name(target) for target in node.targets}
    return found
