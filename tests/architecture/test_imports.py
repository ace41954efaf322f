"""Arrows between features and inside them: down only, through the service, none hidden."""

import ast

import pytest

from tests.support.sources import LAYERS, ORDER, Module, feature_of, listed, modules, own_imports

#: What a rule may not touch: it is given plain values.
IMPURE = ("flask", "flask_login", "flask_sqlalchemy", "sqlalchemy", "college.core.db", "college.core.clock")


def test_every_feature_has_a_place_in_the_order():
    homeless = {module.feature for module in modules().values()} - {*ORDER, ""}
    assert not homeless, f"write these into the order first: {homeless}"


def test_imports_between_features_go_down_only():
    faults = [
        f"{module.at(node)} {module.feature} imports {name}"
        for module in modules().values()
        if module.feature
        for node, name in own_imports(module)
        if not _is_allowed(module.feature, name)
    ]
    assert not faults, listed(faults)


def _is_allowed(feature: str, name: str) -> bool:
    other = feature_of(name)
    if not other:
        return name == "college.config" and feature == "core"
    return ORDER.index(other) >= ORDER.index(feature)


def test_another_feature_is_entered_through_its_service():
    faults = [
        f"{module.at(node)} {name}"
        for module in modules().values()
        if module.feature
        for node, name in own_imports(module)
        if feature_of(name) not in {"", "core", module.feature} and name.split(".")[2:] != ["service"]
    ]
    assert not faults, listed(faults)


def test_layers_inside_a_feature_go_down_only():
    faults = []
    for module in modules().values():
        if module.layer and module.feature != "core":
            faults += [
                f"{module.name} reaches up to {name}"
                for name in _reached(module)
                if _is_above(modules()[name], module)
            ]
    assert not faults, listed(faults)


def _is_above(other: Module, module: Module) -> bool:
    return bool(other.layer) and LAYERS.index(other.layer) < LAYERS.index(module.layer)


def _reached(module: Module) -> set[str]:
    """Give the modules of the same feature that this one imports, directly or through others."""
    reached, waiting = set(), [module.name]
    while waiting:
        for _, name in own_imports(modules()[waiting.pop()]):
            is_package = name in modules() and modules()[name].path.name == "__init__.py"
            if name in modules() and not is_package and feature_of(name) == module.feature and name not in reached:
                reached.add(name)
                waiting.append(name)
    return reached


def test_no_two_modules_import_each_other():
    in_circles = [module.name for module in modules().values() if module.feature and module.name in _reached(module)]
    assert not in_circles, listed(in_circles)


def test_own_imports_stand_at_the_top():
    faults = [
        f"{module.at(node)} {name} inside {function.name}"
        for module in modules().values()
        for function in module.functions()
        if function.name != "create_app"
        for node, name in own_imports(module, function)
    ]
    assert not faults, listed(faults)


def test_rules_are_pure():
    faults = []
    for module in modules().values():
        if module.layer != "rules":
            continue
        for node in ast.walk(module.tree):
            for name in _imported(node):
                if any(name == impure or name.startswith(f"{impure}.") for impure in IMPURE):
                    faults.append(f"{module.at(node)} {name}")
            if isinstance(node, ast.Attribute) and node.attr in {"now", "utcnow", "today"}:
                faults.append(f"{module.at(node)} asks the clock")
    assert not faults, listed(faults)


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
    return []


def test_routes_hold_no_query_and_no_method_switch():
    faults = []
    for module in modules().values():
        if module.layer != "routes":
            continue
        for node in ast.walk(module.tree):
            if any(name.split(".")[0] == "sqlalchemy" or name == "college.core.db.db" for name in _imported(node)):
                faults.append(f"{module.at(node)} reaches for the database")
            if isinstance(node, ast.Attribute) and node.attr == "method" and ast.unparse(node.value) == "request":
                faults.append(f"{module.at(node)} looks at request.method")
    assert not faults, listed(faults)


def test_only_core_commits():
    faults = [
        module.at(node)
        for module in modules().values()
        if module.feature != "core"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit"
    ]
    assert not faults, listed(faults)


@pytest.mark.parametrize(("feature", "name", "allowed"), [
    ("accounts", "college.core.db", True),
    ("core", "college.accounts.service", False),
    ("library", "college.accounts.service", True),
    ("accounts", "college.cohorts.service", False),
])
def test_the_import_rule_itself_tells_up_from_down(feature, name, allowed):
    if name not in modules():
        pytest.fail(f"{name} is gone: choose another module for this control")
    assert _is_allowed(feature, name) is allowed
