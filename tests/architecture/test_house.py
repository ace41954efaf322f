"""Habits of the house that a machine can hold: sizes, sentences, no silence, nothing of one machine."""

import ast
import re
import subprocess

import pytest

from tests.support.sources import ROOT, listed, modules, templates, modules_of_tests, texts

FILE_LINES = 400
FUNCTION_LINES = 40
TEMPLATE_LINES = 120
#: Written apart so that this file does not find itself.
MACHINE_PATHS = r"(^|[^A-Za-z0-9_.])/(w[o]rk|f[a]rm|r[o]ot|tm[p]|h[o]me)/[A-Za-z]"
UNFINISHED = r"TO[D]O|FIX[M]E|XX[X]|raise NotImplemente[d]Error|coming soo[n]|敬请期[待]|lorem ipsu[m]"
REGISTRIES = r"--(extra-)?index-ur[l]|--trusted-hos[t]|pypi\.or[g]|files\.pythonhoste[d]"
AT_THE_ROOT = {
    "college", "courses", "static", "templates", "instance", "tests", "requirements.txt", "README.md",
    ".ci", ".gitignore", ".gitattributes", "pyproject.toml",
}  # fmt: skip


def _all_modules():
    return [*modules().values(), *modules_of_tests().values()]


def _tracked() -> dict[str, str]:
    try:
        names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"this is no git checkout: {error}")
    found = {}
    for name in filter(None, names.split("\0")):
        path = ROOT / name
        if path.is_file() and b"\0" not in (data := path.read_bytes())[:8000]:
            found[name] = data.decode("utf-8", errors="replace")
    return found


def _lines_with(pattern: str, leaving_out: tuple[str, ...] = ()) -> list[str]:
    found = re.compile(pattern)
    return [
        f"{name}:{number}: {line.strip()[:120]}"
        for name, text in _tracked().items()
        if not name.startswith(leaving_out)
        for number, line in enumerate(text.splitlines(), start=1)
        if found.search(line)
    ]


def test_files_stay_short():
    long = [f"{each.path.relative_to(ROOT)} {lines}" for each in _all_modules() if (lines := _line_count(each.path)) > FILE_LINES]
    long += [f"{name} {lines}" for name, text in templates().items() if (lines := text.count("\n")) > TEMPLATE_LINES]
    assert not long, listed(long)


def _line_count(path) -> int:
    return path.read_text(encoding="utf-8").count("\n")


def test_functions_stay_short():
    long = [
        f"{module.at(node)} {node.name} {node.end_lineno - node.lineno + 1} lines"
        for module in _all_modules()
        for node in module.functions()
        if node.end_lineno - node.lineno + 1 > FUNCTION_LINES
    ]
    assert not long, listed(long)


def test_every_module_says_what_is_here():
    silent = [str(each.path.relative_to(ROOT)) for each in _all_modules() if each.tree.body and not ast.get_docstring(each.tree)]
    assert not silent, listed(silent)


def test_every_public_function_of_a_door_says_what_it_does():
    silent = [
        f"{module.at(node)} {node.name}"
        for module in modules().values()
        if module.layer in {"service", "rules", "queries"} or module.feature == "core"
        for node in _public(module.tree)
        if not ast.get_docstring(node)
    ]
    assert not silent, listed(silent)


def _public(tree: ast.Module) -> list[ast.AST]:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return [node for node in tree.body if isinstance(node, kinds) and not node.name.startswith("_")]


def test_no_error_is_swallowed_in_silence():
    silent = [
        module.at(node)
        for module in _all_modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ExceptHandler) and all(_says_nothing(each) for each in node.body)
    ]
    assert not silent, listed(silent)


def _says_nothing(node: ast.AST) -> bool:
    is_dots = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return isinstance(node, ast.Pass) or is_dots


def test_no_path_of_one_machine_is_kept():
    assert not (found := _lines_with(MACHINE_PATHS)), listed(found)


def test_nothing_admits_to_be_unfinished():
    assert not (found := _lines_with(UNFINISHED, ("static/vendor/", "static/js/vendor/"))), listed(found)


def test_no_package_registry_is_named():
    assert not (found := _lines_with(REGISTRIES)), listed(found)


def test_only_agreed_names_stand_at_the_root():
    strays = {name.split("/")[0] for name in _tracked()} - AT_THE_ROOT
    assert not strays, listed(sorted(strays))


def test_telephone_numbers_are_invented():
    """Only 140-0000-xxxx may stand in what we ship; longer runs of digits (hashes, ids) are something else."""
    found = re.compile(r"(?<![0-9A-Za-z.])1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?![0-9A-Za-z.])")
    real = [
        f"{name}: {match.group()}"
        for name, text in {**texts("college", ".py"), **texts("courses", ".md"), **texts("templates", ".html")}.items()
        for match in found.finditer(text)
        if not re.sub(r"\D", "", match.group()).startswith("1400000")
    ]
    assert not real, listed(real)
