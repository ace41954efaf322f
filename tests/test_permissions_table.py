"""The printed matrix says what the code gives: role by role, address by address."""

import pytest

from college import create_app, permissions_table
from college.core.permissions import APPOINTS, GIVES, Permission, Role
from tests.support.databases import KEYS


@pytest.fixture(scope="module")
def wired(tmp_path_factory):
    """Make an application only to look at its map."""
    path = tmp_path_factory.mktemp("matrix") / "college.sqlite"
    return create_app({**KEYS, "TESTING": True, "DATABASE_URL": f"sqlite:///{path}"})


def test_the_saved_matrix_is_what_the_code_gives(wired):
    saved = permissions_table.FILE.read_text(encoding="utf-8")
    assert saved == permissions_table.markdown(wired), f"who may what has changed: look at it, then run `{permissions_table.HOW}`"


def test_every_role_permission_and_address_stands_in_it(wired):
    text = permissions_table.markdown(wired)
    assert not [each.value for each in (*Permission, *Role) if each.value not in text]
    assert not [rule.rule for rule in wired.url_map.iter_rules() if f"| `{rule.rule}` |" not in text]
    assert "| phone:unmask |  | district cohort |" in text
    assert "| operator | yes | yes | yes | yes | yes | yes |  |" in text
    assert "| `/district-staff/new` | POST | cohorts.appoint | role:give | yes | operator, coordinator |" in text
    assert permissions_table.cells(wired) > 900


def test_a_change_in_the_code_shows(wired, monkeypatch):
    before = permissions_table.markdown(wired)
    monkeypatch.setitem(GIVES, Role.HELPER, GIVES[Role.HELPER] | {Permission.PHONE_UNMASK})
    with_one_more = permissions_table.markdown(wired)
    monkeypatch.setitem(APPOINTS, Role.HELPER, frozenset({Role.HELPER}))
    assert len({before, with_one_more, permissions_table.markdown(wired)}) == 3


def test_it_is_printed_and_saved_by_a_command(wired, monkeypatch, tmp_path):
    run = wired.test_cli_runner().invoke
    assert run(args=["permissions", "print"]).output == permissions_table.markdown(wired)
    monkeypatch.setattr(permissions_table, "FILE", tmp_path / "permissions.md")
    assert "cells written" in run(args=["permissions", "print", "--save"]).output
    assert (tmp_path / "permissions.md").read_text(encoding="utf-8") == permissions_table.markdown(wired)
