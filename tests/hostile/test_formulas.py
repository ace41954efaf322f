"""No export holds a cell that a spreadsheet works out, whatever people called themselves, their cohorts and their troubles."""

import csv
import io
import sqlite3
from contextlib import closing

import pytest

from college.core import audit
from college.core.permissions import Actor
from college.core.tables import csv_bytes, safe_cell
from tests.hostile.filling import Endpoints, crawl, forms_on
from tests.hostile.formulas import FORMULAS, HARMLESS, cells_of, is_live, live_cells
from tests.hostile.saturating import file_of
from tests.support.asking import answered
from tests.support.databases import let_go
from tests.support.signing import sign_in
from tests.support.world import World

ALL = FORMULAS + HARMLESS
#: Where what people typed is kept, as far as any export reads it.
COLUMNS = (
    ("person", "name"), ("cohort", "name"), ("cohort", "teacher_name"), ("question", "text"), ("question_message", "text"),
    ("theme", "title"), ("theme_move", "sentence"), ("evidence", "excerpt"), ("district", "name"),
)  # fmt: skip
ROLES = ("coordinator", "lecturer", "manager", "operator")


@pytest.fixture(scope="module")
def town(sqlite_colleges):
    """Make two districts with every role."""
    world = World(sqlite_colleges.separate("formulas", "refunds"))
    answered(world.make, world.here.student_id, world.here.lecturer_id)
    return world


def _clients(world: World) -> dict:
    people = {"coordinator": world.coordinator_id, "lecturer": world.here.lecturer_id, "manager": world.manager_id, "operator": world.operator_id}
    clients = {who: sign_in(world.app, person, confirmed=True) for who, person in people.items()}
    for client in clients.values():
        client.checks_pages = False
    return clients


def _put(world: World, number: int) -> None:
    """Write another formula into every cell of the columns; a different one into each row."""
    let_go(world.app)
    with closing(sqlite3.connect(file_of(world.app))) as writer:
        for at, (table, column) in enumerate(COLUMNS):
            for row, (key,) in enumerate(writer.execute(f'SELECT rowid FROM "{table}"').fetchall()):
                text = ALL[(number + at * 7 + row) % len(ALL)].replace("\x00", "\x01")
                writer.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE rowid = ?', (text, key))
        writer.commit()
    with world.make.work():
        audit.record(Actor.system(), "phone.unmask", subject="person:x", reason=ALL[number % len(ALL)], file=ALL[(number + 9) % len(ALL)])


def _exports(world: World, clients: dict) -> dict[str, list]:
    """Find every form that gives a table: view → (client, form), by pressing those that sound like it."""
    found, endpoints = {}, Endpoints(world.app)
    for client in clients.values():
        for page in crawl(client, endpoints, each=3, also=[], broken=[]).values():
            for form in forms_on(page, every=True):
                view = endpoints.of(form.action, "POST")
                if "export" in view:
                    found.setdefault((view, form.action, form.standing[1:]), (client, form))
    return found


def _table(client, form) -> bytes:
    # Where there is a choice of files, the plain table is taken: spreadsheets and archives have tests of their own.
    chosen = {"format": "csv", "reason": "每周备份"} if "format" in dict(form.standing) else {}
    answer = client.post(form.action, data={**dict(form.standing), **chosen})
    assert answer.status_code == 200 and answer.mimetype == "text/csv", f"{form.action}: {answer.status_code}"
    assert not any(sign in answer.headers["Content-Disposition"] for sign in "\r\n")
    return answer.get_data()


def _look(world: World, rounds) -> tuple[set[str], set[str], int]:
    clients = _clients(world)
    exports = _exports(world, clients)
    views, seen, live, tables = set(), set(), [], 0
    for number in rounds:
        _put(world, number)
        for (view, _action, _standing), (client, form) in exports.items():
            data = _table(client, form)
            views.add(view)
            tables += 1
            live += [f"{view}: {cell}" for cell in live_cells(data)]
            seen |= {_bare(cell) for line in cells_of(data, ",") for cell in line}
    assert not live, f"{len(live)} live cells\n" + "\n".join(live[:30])
    return views, seen, tables


def _bare(cell: str) -> str:
    return cell.replace("'", "").replace("\r\n", "\n").replace("\r", "\n")


def _assert_all_views(views: set[str]) -> None:
    assert {"board.export", "cohorts.export", "meetings.attendance_export", "feedback.export_themes", "feedback.export_evidence", "accounts.audit_export"} <= views


def test_no_export_holds_a_live_cell(town):
    views, seen, _tables = _look(town, range(0, len(ALL), 9))
    _assert_all_views(views)
    assert len(seen & {_bare(text) for text in ALL}) >= 30, "the control: the formulas have reached the exports, whole"


@pytest.mark.full
def test_no_export_holds_any_of_them(town):
    views, seen, tables = _look(town, range(len(ALL)))
    _assert_all_views(views)
    missing = {_bare(text.replace("\x00", "\x01")) for text in ALL} - seen
    assert not missing, missing
    print(f"{len(FORMULAS)} formulas, {len(views)} exports, {tables} tables read")


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_is_live_until_it_is_made_safe(formula):
    """The control: written down as they are, all of them are live."""
    raw = io.StringIO(newline="")
    csv.writer(raw).writerow(["王桂兰", formula, "3"])
    assert live_cells(raw.getvalue().encode("utf-8-sig"))
    assert not live_cells(csv_bytes([["王桂兰", formula, "3"]]))
    assert safe_cell(formula).replace("'", "") == formula.replace("'", "")


@pytest.mark.parametrize("text", [*HARMLESS, "王桂兰", "3-2=1", "2026-11-22", "a@b.example"])
def test_other_texts_stay_as_they_are_but_for_apostrophes(text):
    assert safe_cell(text).replace("'", "") == text.replace("'", "")
    assert not is_live(safe_cell(text))


def test_there_are_enough_formulas():
    assert len(set(FORMULAS)) >= 30
