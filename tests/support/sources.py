"""Reads the college's own source: its modules, templates, styles and scripts, for the architecture tests."""

import ast
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: From the highest to the lowest; a feature imports only what stands to its right.
ORDER = (
    "demo", "home", "privacy", "feedback", "board", "authoring", "search", "questions", "lessons", "certificates", "progress", "meetings", "cohorts", "library", "notices",
    "accounts", "core",
)
#: Inside a feature, from the highest to the lowest.
LAYERS = ("routes", "forms", "service", "queries", "models", "rules")


@dataclass(frozen=True)
class Module:
    """One module of the college."""

    name: str
    path: Path
    tree: ast.Module

    @property
    def feature(self) -> str:
        """Give the folder it lives in; empty for the wiring at the top."""
        parts = self.name.split(".")
        is_folder = (ROOT / "college" / parts[1]).is_dir() if len(parts) > 1 else False
        return parts[1] if is_folder else ""

    @property
    def layer(self) -> str:
        """Give its layer in the feature (`routes_staff` is `routes`); empty for a module of another kind."""
        first = self.name.split(".")[-1].split("_")[0]
        return first if self.feature and first in LAYERS else ""

    def functions(self) -> list[ast.FunctionDef]:
        """Give every function and method."""
        return [node for node in ast.walk(self.tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]

    def at(self, node: ast.AST) -> str:
        """Name a place: file and line."""
        return f"{self.path.relative_to(ROOT)}:{node.lineno}"


def _name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _modules(folder: str) -> dict[str, Module]:
    paths = [path for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts]
    return {_name(path): Module(_name(path), path, ast.parse(path.read_text(encoding="utf-8"))) for path in sorted(paths)}


@cache
def modules() -> dict[str, Module]:
    """Give the college's modules by name, without the migrations."""
    return _modules("college")


@cache
def modules_of_tests() -> dict[str, Module]:
    """Give the tests' modules by name."""
    return _modules("tests")


def own_imports(module: Module, within: ast.AST | None = None) -> list[tuple[ast.AST, str]]:
    """Give (place, module name) for each import of the college's own modules; those for types alone left out."""
    found = []
    only_types = _only_for_types(module.tree)
    for node in ast.walk(within or module.tree):
        if node in only_types:
            continue
        if isinstance(node, ast.Import):
            found += [(node, alias.name) for alias in node.names if alias.name.split(".")[0] == "college"]
        elif isinstance(node, ast.ImportFrom):
            base = _base(module, node)
            if base.split(".")[0] == "college":
                found += [(node, _target(base, alias.name)) for alias in node.names]
    return found


def _only_for_types(tree: ast.Module) -> set[ast.AST]:
    blocks = [node for node in tree.body if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")]
    return {inner for block in blocks for inner in ast.walk(block)}


def _base(module: Module, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    package = module.name.split(".") if module.path.name == "__init__.py" else module.name.split(".")[:-1]
    kept = package[: len(package) - node.level + 1]
    return ".".join([*kept, *([node.module] if node.module else [])])


def _target(base: str, name: str) -> str:
    return f"{base}.{name}" if f"{base}.{name}" in modules() else base


def feature_of(name: str) -> str:
    """Give the feature of a module name; empty for the wiring."""
    return modules()[name].feature if name in modules() else ""


def texts(folder: str, suffix: str) -> dict[str, str]:
    """Give the text of each file by its path from the root; vendored ones left out."""
    paths = sorted((ROOT / folder).rglob(f"*{suffix}"))
    return {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
        for path in paths
        if "vendor" not in path.parts
    }


def templates() -> dict[str, str]:
    """Give every template's text by its name as Jinja knows it."""
    return {name.removeprefix("templates/"): text for name, text in texts("templates", ".html").items()}


def lines_with(files: dict[str, str], pattern: str) -> list[str]:
    """Give file:line: text for each line that matches `pattern`."""
    found = re.compile(pattern)
    return [
        f"{name}:{number}: {line.strip()[:140]}"
        for name, text in files.items()
        for number, line in enumerate(text.splitlines(), start=1)
        if found.search(line)
    ]


def listed(faults: list[str]) -> str:
    """Set faults out one below the other, for an assertion's message."""
    return f"{len(faults)} found:\n  " + "\n  ".join(faults)
