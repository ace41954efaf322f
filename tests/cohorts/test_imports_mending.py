"""A row corrected on the page: checked anew with all others, marked, kept, and carried over when the file is read again."""

import pytest

from college.cohorts import imports, imports_columns, imports_mending, imports_modes
from college.cohorts.imports_preview import REMEMBERED
from college.cohorts.roster_mending import Typed
from college.cohorts.roster_models import COLUMNS, OPEN, UPDATE
from college.cohorts.roster_rules import Fate
from college.core.db import _writing as db_writing
from college.core.db import let_others_write, new_id, run_in_unit
from college.core.errors import NotFound, RuleBroken
from tests.support.rosters import RosterDesk


@pytest.fixture
def desk(college) -> RosterDesk:
    """Give a coordinator of 上城区 and her cohort."""
    return RosterDesk(college, college.cohort(), college.coordinator())


def place(desk, import_id) -> dict:
    return {"actor": desk.actor(), "cohort_id": desk.cohort, "import_id": import_id}


def upload(desk, text):
    with desk.college.work():
        given = {"actor": desk.actor(), "cohort_id": desk.cohort, "form_id": new_id(), "file_name": "a.csv"}
        import_id = imports.start(**given, data=text.encode()).id
    desk.run_jobs()
    return import_id


def mend(desk, import_id, row, **typed):
    with desk.college.work():
        values = Typed(**{"name": "", "phone": "", "age": "", "outside_id": "", **typed})
        return imports_mending.mend_row(**place(desk, import_id), row_number=row, typed=values)


def rows(desk, import_id):
    with desk.college.work():
        _cohort, record = imports.import_for(desk.actor(), desk.cohort, import_id)
        return {row.decided.listed.number: row for row in imports.kept_rows(record)[0]}


def test_a_wrong_row_is_mended_counted_anew_and_imported(desk):
    import_id = upload(desk, "姓名,手机号,年龄\n王桂兰,14000001001,66\n李建国,12,70\n")
    assert desk.record(import_id).counts == {"new": 1, "wrong": 1}
    assert mend(desk, import_id, 3, name="李建国", phone="140 0000 1002", age="70") == {}
    row = rows(desk, import_id)[3]
    assert (row.decided.fate, row.decided.listed.mended, row.decided.listed.phone_shown) == (Fate.NEW, ("phone",), "140****1002")
    assert desk.record(import_id).counts == {"new": 2}
    assert desk.apply(import_id).done_counts == {"new": 2}
    assert desk.names() == ["李建国", "王桂兰"]


def test_what_is_wrong_again_is_said_and_changes_nothing(desk):
    import_id = upload(desk, "姓名,手机号\n李建国,12\n")
    before = desk.record(import_id)
    wrong = mend(desk, import_id, 2, name="", phone="345", age="老")
    assert set(wrong) == {"name", "phone", "age"}
    assert desk.record(import_id) == before
    with pytest.raises(RuleBroken):
        mend(desk, import_id, 99, name="王")


def test_a_mended_row_may_be_somebody_of_another_row_or_known(desk):
    import_id = upload(desk, "姓名,手机号\n王桂兰,14000001001\n王桂,14000001001\n")
    with desk.college.work():
        imports.answer(**place(desk, import_id), row_number=3, word="new")
    assert mend(desk, import_id, 3, name="王桂兰") == {}
    record = desk.record(import_id)
    assert (record.counts, record.answers) == ({"new": 1, "twice": 1}, {})


def test_all_rows_are_looked_at_while_others_may_write_and_again_when_one_was_mended_meanwhile(desk, monkeypatch):
    import_id = upload(desk, "姓名,手机号\n王桂兰,14000001001\n李建国,14000001002\n")
    own, writing = imports_mending.decided_rows, []

    def decided_rows(actor, cohort, rows):
        writing.append(db_writing.get())
        if len(writing) == 1:
            fresh = own(actor, cohort, rows)
            let_others_write()
            other = mend_as_another(desk, import_id)
            assert other == {}
            return fresh
        return own(actor, cohort, rows)

    monkeypatch.setattr(imports_mending, "decided_rows", decided_rows)
    assert mend(desk, import_id, 2, name="王桂蓝") == {}
    assert writing == [False] * len(writing) and len(writing) == 3
    assert [row.decided.listed.name for row in rows(desk, import_id).values()] == ["王桂蓝", "李建军"]


def mend_as_another(desk, import_id):
    """Mend the second row as another hand does in the same moment."""
    typed = Typed(name="李建军", phone="", age="", outside_id="")
    return run_in_unit(lambda: imports_mending.mend_row(**place(desk, import_id), row_number=3, typed=typed))


def test_no_number_and_no_change(desk):
    import_id = upload(desk, "姓名,手机号\n王桂兰,14000001001\n")
    before = desk.record(import_id)
    assert mend(desk, import_id, 2, name="王桂兰") == {}
    assert desk.record(import_id) == before, "nothing was typed otherwise"
    mend(desk, import_id, 2, name="王桂兰", has_no_phone=True)
    row = rows(desk, import_id)[2]
    assert (row.phone["phone_hash"], row.decided.listed.mended) == (None, ("phone",))


def test_mended_cells_stay_when_the_columns_are_said_anew(desk):
    import_id = upload(desk, "姓名,手机号,备注\n王桂兰,12,自带\n李建国,14000001002,\n")
    mend(desk, import_id, 2, name="王桂兰", phone="14000001009")
    with desk.college.work():
        imports.say_columns(**place(desk, import_id), where={"name": 0, "phone": 1}, is_first_row_heading=True)
    desk.run_jobs()
    row = rows(desk, import_id)[2].decided
    assert (row.listed.mended, row.listed.phone_shown, row.fate) == (("phone",), "140****1009", Fate.NEW)


def test_a_foreign_or_applied_import_is_not_mended(desk):
    import_id = desk.upload()
    stranger = desk.college.coordinator("330106")
    with desk.college.work(), pytest.raises(NotFound):
        values = {**place(desk, import_id), "actor": desk.college.actor(stranger)}
        imports_mending.mend_row(**values, row_number=2, typed=Typed("王", "", "", ""))
    desk.apply(import_id)
    with pytest.raises(RuleBroken):
        mend(desk, import_id, 2, name="王")
    with desk.college.work(), pytest.raises(RuleBroken):
        imports_modes.choose_mode(**place(desk, import_id), mode=UPDATE)


ODD = "称谓,联络\n王桂兰,14000001001\n"


def say(desk, import_id, **where):
    with desk.college.work():
        imports.say_columns(**place(desk, import_id), where=where, is_first_row_heading=True)
    desk.run_jobs()


def test_headings_are_known_again_in_any_order_and_below_titles(desk):
    first = upload(desk, ODD)
    assert desk.record(first).state == COLUMNS
    say(desk, first, name=0, phone=1)
    again = desk.record(upload(desk, "上城区名单,\n联络,称谓\n14000001002,李建国\n"))
    assert (again.state, again.counts) == (OPEN, {"new": 1})
    assert REMEMBERED in again.by_hand


def test_another_district_and_other_headings_know_nothing_of_it(desk):
    say(desk, upload(desk, ODD), name=0, phone=1)
    assert desk.record(upload(desk, "称谓,联络,别的\n王,1,2\n")).state == COLUMNS
    far = RosterDesk(desk.college, desk.college.cohort("330106"), desk.college.coordinator("330106"))
    assert far.record(upload(far, ODD)).state == COLUMNS


def test_what_was_said_last_counts_and_can_be_forgotten(desk):
    import_id = upload(desk, ODD)
    say(desk, import_id, name=1)
    say(desk, import_id, name=0, phone=1)
    with desk.college.work():
        (known,) = imports_columns.remembered_in("330102")
        assert (known.headings, known.where) == (("称谓", "联络"), {"name": "称谓#1", "phone": "联络#1"})
    stranger = desk.college.coordinator("330106")
    far = desk.college.cohort("330106")
    with desk.college.work(), pytest.raises(NotFound):
        imports_columns.forget_columns(actor=desk.college.actor(stranger), cohort_id=far, known_id=known.id)
    for _ in range(2):
        with desk.college.work():
            imports_columns.forget_columns(actor=desk.actor(), cohort_id=desk.cohort, known_id=known.id)
    assert desk.record(upload(desk, ODD)).state == COLUMNS


def test_a_row_taken_for_headings_is_forgotten_with_her(desk):
    person = desk.college.student(desk.cohort, "王桂兰")
    import_id = upload(desk, "王桂兰,甲\n李建国,乙\n")
    say(desk, import_id, name=0)
    with desk.college.work():
        assert len(imports_columns.remembered_in("330102")) == 1
        imports_columns.forget_headings_with("王桂兰")
        assert imports_columns.remembered_in("330102") == []
    assert person
