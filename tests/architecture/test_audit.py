"""The audit in the source: nobody else changes it, and every deed that is written down has words."""

import ast
import re

from college.accounts.audit_log import Wanted
from college.accounts.audit_words import DEEDS, KINDS, PARTICULARS, RIGHTS, SAID_ALREADY
from college.core.permissions import Permission
from tests.support.sources import Module, listed, modules

ACTION = re.compile(r"[a-z_]+\.[a-z_]+")
#: The functions that take the name of a deed: those of core, and the small ones of a feature that wrap them.
WRITES = re.compile(r"_?record(_refusal)?|_?audit\w*|_?note(_\w+)?|_?keep_deed|_?write_down")


def deeds(module: Module) -> dict[str, ast.Call]:
    """Give every deed that a module names in a call that writes it down."""
    found = {}
    for node in ast.walk(module.tree):
        name = getattr(getattr(node, "func", None), "attr", None) or getattr(getattr(node, "func", None), "id", "")
        if isinstance(node, ast.Call) and WRITES.fullmatch(name):
            for value in [*node.args, *(each.value for each in node.keywords)]:
                for part in ast.walk(value):
                    if isinstance(part, ast.Constant) and isinstance(part.value, str) and ACTION.fullmatch(part.value):
                        found[part.value] = node
    return found


def test_every_deed_has_words():
    written = {deed: module.at(node) for module in modules().values() for deed, node in deeds(module).items()}
    assert len(written) >= 40 and {"phone.unmask", "access.refused", "grant.give", "board.export"} <= set(written)
    silent = [f"{place} {deed}" for deed, place in written.items() if deed not in DEEDS]
    assert not silent, listed(silent)


def test_every_particular_has_words():
    given = {
        each.arg: module.at(node)
        for module in modules().values()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"audit.record", "audit.record_refusal"}
        for each in node.keywords
        if each.arg and each.arg not in {"subject", "district"}
    }
    assert {"reason", "permission", "count"} <= set(given)
    given |= _handed_on()
    assert {"transfer", "to_district", "merge", "other", "from_on"} <= set(given), "those that go in by a dictionary too"
    given |= dict.fromkeys(vars(Wanted()), "college.accounts.audit_log Wanted")
    silent = [f"{place} {name}" for name, place in given.items() if name not in {*PARTICULARS, *SAID_ALREADY, "subject"}]
    assert not silent, listed(silent)


def _handed_on() -> dict[str, str]:
    """Give the keys of dictionaries that a function hands to the audit as ``**name``, and what its callers add."""
    found = {}
    for module in modules().values():
        for function in (node for node in ast.walk(module.tree) if isinstance(node, ast.FunctionDef)):
            if "audit.record(" not in ast.unparse(function) and "_record(" not in ast.unparse(function):
                continue
            spread = {part.id for call in ast.walk(function) if isinstance(call, ast.Call) and "record" in ast.unparse(call.func)
                      for each in call.keywords if each.arg is None for part in ast.walk(each.value) if isinstance(part, ast.Name)}  # fmt: skip
            spread |= {part.id for call in ast.walk(function) if isinstance(call, ast.Call) and ast.unparse(call.func) == "_record"
                       for part in call.args if isinstance(part, ast.Name)}  # fmt: skip
            for node in ast.walk(function):
                if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict):
                    names = {each.id for target in node.targets for each in ast.walk(target) if isinstance(each, ast.Name)}
                    keys = [each.value for each in node.value.keys if isinstance(each, ast.Constant)]
                    found |= {key: module.at(node) for key in keys if names & spread}
    return found


def test_every_right_and_what_it_is_about_has_words():
    assert {each.value for each in Permission} == set(RIGHTS)
    subjects = {
        found[1]
        for module in modules().values()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.keyword) and node.arg == "subject"
        for found in [re.match(r"f?['\"](\w+)", ast.unparse(node.value))]
        if found
    }
    assert {"person", "cohort", "retention"} <= subjects <= set(KINDS), subjects - set(KINDS)


def test_nobody_but_the_audit_itself_changes_entries():
    faults = [
        module.at(node)
        for module in modules().values()
        if module.name != "college.core.audit"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and _changes_entries(node)
    ]
    assert not faults, listed(faults)


def _changes_entries(node: ast.Call) -> bool:
    name = ast.unparse(node.func).rpartition(".")[2]
    text = ast.unparse(node)
    is_raw = name == "text" and re.search(r"(?i)(update|delete from)\s+\W?audit_entry", text)
    return bool(is_raw) or (name in {"update", "delete", "_purging", "AuditEntry"} and re.search(r"AuditEntry|_purging", text) is not None)


def test_these_tests_see_what_they_look_for():
    assert _changes_entries(ast.parse("db.session.execute(delete(AuditEntry))").body[0].value.args[0])
    assert not _changes_entries(ast.parse("select(AuditEntry)").body[0].value)
    tree = ast.parse('_record(actor, "new.deed", cohort)')
    assert list(deeds(Module("x", modules()["college"].path, tree))) == ["new.deed"]
