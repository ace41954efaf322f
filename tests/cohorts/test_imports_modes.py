"""What an import does beside adding: writes what the file says otherwise, ends who is missing; and how both are undone."""

import zlib
from datetime import timedelta

import pytest
from sqlalchemy import select

from college.accounts import service as accounts
from college.cohorts import imports, imports_apply, imports_before, imports_modes, imports_undo, people, service, transfers
from college.cohorts.models import ACTIVE, ENDED, Enrollment
from college.cohorts.roster_models import ABSENT, APPLIED, OPEN, UPDATE
from college.core import ciphers, clock, keyring
from college.core.audit import AuditEntry
from college.core.clock import today
from college.core.db import db, new_id
from college.core.errors import NotFound, RuleBroken
from college.core.names import pinyin
from college.core.permissions import Actor, Role, Scope
from tests.support.counting import count_queries
from tests.support.rosters import RosterDesk

HEAD = "姓名,学号,手机号,年龄"
PEOPLE = [("王桂兰", "S1", "14000001001", "66"), ("李建国", "S2", "14000001002", "66"), ("陈玉珍", "S3", "", "66")]


@pytest.fixture
def desk(college) -> RosterDesk:
    """Give a coordinator of 上城区 and her cohort."""
    return RosterDesk(college, college.cohort(), college.coordinator())


def listed(desk, rows, mode=None, **choices):
    """Upload a list with numbers of students, and choose its mode."""
    with desk.college.work():
        data = "\n".join([HEAD, *(",".join(row) for row in rows)]).encode()
        given = {"actor": desk.actor(), "cohort_id": desk.cohort, "form_id": new_id(), "file_name": "a.csv"}
        import_id = imports.start(**given, data=data).id
    desk.run_jobs()
    if mode:
        with desk.college.work():
            imports_modes.choose_mode(actor=desk.actor(), cohort_id=desk.cohort, import_id=import_id, mode=mode)
    return import_id


def apply(desk, import_id, ending=0):
    with desk.college.work():
        imports.request_apply(
            actor=desk.actor(), cohort_id=desk.cohort, import_id=import_id, is_wrong_left_out=True, ending=ending
        )
    desk.run_jobs()
    return desk.record(import_id)


def who(desk, name):
    """Give the person of this name in the cohort, as plain values."""
    with desk.college.work():
        person = next(each for _enrollment, each in service.enrolled(desk.cohort, with_ended=True) if each.name == name)
        return {"id": person.id, "phone": person.phone_masked, "age": person.age_band, "found": person.pinyin}


def edit(desk, name, **changed):
    """Change somebody by hand, as the page does."""
    with desk.college.work():
        person = next(each for _enrollment, each in service.enrolled(desk.cohort) if each.name == name)
        values = {"name": person.name, "phone": None, "age_band": person.age_band, **changed}
        people.edit_student(actor=desk.actor(), cohort_id=desk.cohort, person_id=person.id, **values)


def standing(desk) -> dict[str, str]:
    with desk.college.work():
        return {person.name: each.status for each, person in service.enrolled(desk.cohort, with_ended=True)}


@pytest.fixture
def known(desk):
    """Let three people be known from a list."""
    assert apply(desk, listed(desk, PEOPLE)).done_counts == {"new": 3}
    return desk


NEWER = [("王桂兰", "S1", "14000009001", "71"), ("李建国", "S2", "", ""), ("陈玉珍", "S3", "14000009003", "66")]


def test_adding_alone_changes_nobody(known):
    with pytest.raises(RuleBroken):
        apply(known, listed(known, NEWER))
    assert who(known, "王桂兰")["phone"] == "140****1001"


def test_the_file_is_written_where_it_says_otherwise_and_an_empty_cell_says_nothing(known):
    record = apply(known, listed(known, NEWER, UPDATE))
    assert (record.state, record.done_counts) == (APPLIED, {"here": 3, "changed": 2})
    assert who(known, "王桂兰") | {"id": 0, "found": ""} == {"id": 0, "phone": "140****9001", "age": "70-74", "found": ""}
    assert who(known, "李建国")["phone"] == "140****1002"
    with known.college.work():
        assert [each.name for each in accounts.people_by_phone("14000009003")] == ["陈玉珍"]


def test_a_name_is_changed_only_after_she_said_who_it_is_and_is_found_by_its_new_sound(known):
    import_id = listed(known, [("王桂蓝", "S1", "14000001001", "66")], UPDATE)
    person = who(known, "王桂兰")["id"]
    with pytest.raises(RuleBroken):
        apply(known, import_id)
    with known.college.work():
        imports.answer(actor=known.actor(), cohort_id=known.cohort, import_id=import_id, row_number=2, word=f"same:{person}")
    apply(known, import_id)
    assert who(known, "王桂蓝")["id"] == person
    with known.college.work():
        assert accounts.get_person(person).pinyin == pinyin("王桂蓝")


def test_what_a_hand_changed_stays_unless_she_says_so(known):
    edit(known, "王桂兰", age_band="80-84")
    import_id = listed(known, NEWER, UPDATE)
    apply(known, import_id)
    assert (who(known, "王桂兰")["age"], who(known, "王桂兰")["phone"]) == ("80-84", "140****9001")
    again = listed(known, NEWER, UPDATE)
    place = {"actor": known.actor(), "cohort_id": known.cohort, "import_id": again, "row_number": 2, "field": "age_band"}
    for is_wanted in (True, False, True):
        with known.college.work():
            imports_modes.overwrite(**place, is_wanted=is_wanted)
    with known.college.work(), pytest.raises(RuleBroken):
        imports_modes.overwrite(**{**place, "field": "phone"}, is_wanted=True)
    apply(known, again)
    assert who(known, "王桂兰")["age"] == "70-74"


def test_people_of_another_district_and_staff_are_never_changed(known):
    with known.college.work():
        helper = accounts.create_staff(actor=Actor.system(), name="钱助教", login="qian")
        helper.outside_id = "S9"
        accounts.grant(actor=Actor.system(), person_id=helper.id, role=Role.HELPER, scope=Scope(cohort=known.cohort))
        service.enroll(actor=Actor.system(), cohort_id=known.cohort, person_id=helper.id)
    far = known.college.cohort("330106")
    known.college.student(far, "周远", phone="14000005005", outside_id="S5", age_band="60-64")
    rows = [("钱助教", "S9", "14000009009", "66"), ("周远", "S5", "14000005005", "90")]
    record = apply(known, listed(known, rows, UPDATE))
    assert record.done_counts == {"here": 1, "known": 1}
    assert who(known, "周远")["age"] == "60-64" and who(known, "钱助教")["phone"] == ""


def test_who_edits_meanwhile_sends_it_back_to_be_looked_at(known):
    import_id = listed(known, NEWER, UPDATE)
    edit(known, "王桂兰", age_band="50-54")
    record = apply(known, import_id)
    assert (record.state, record.changed_count) == (OPEN, 1)
    assert who(known, "王桂兰")["age"] == "50-54"


@pytest.mark.both_databases
def test_taking_back_puts_old_values_back_unless_edited_since(known):
    import_id = listed(known, NEWER, UPDATE)
    apply(known, import_id)
    edit(known, "陈玉珍", phone="14000007007")
    record = known.undo(import_id)
    assert {word: record.undone_counts[word] for word in ("rewritten", "edited_since")} == {"rewritten": 1, "edited_since": 1}
    assert (who(known, "王桂兰")["phone"], who(known, "王桂兰")["age"]) == ("140****1001", "65-69")
    assert who(known, "陈玉珍")["phone"] == "140****7007"
    assert known.record(import_id).before_id is None


@pytest.mark.both_databases
def test_taking_back_passes_over_who_moved_away_or_works_here_by_now(known):
    import_id = listed(known, NEWER, UPDATE)
    apply(known, import_id)
    far = known.college.cohort("330106", name="西湖班")
    moved, helper = who(known, "王桂兰")["id"], who(known, "陈玉珍")["id"]
    move_away(known, moved, far)
    with known.college.work():
        accounts.grant(actor=Actor.system(), person_id=helper, role=Role.HELPER, scope=Scope(cohort=known.cohort))
    counts = known.undo(import_id).undone_counts
    assert (counts.get("rewritten", 0), counts["edited_since"]) == (0, 2)
    assert (who(known, "王桂兰")["phone"], who(known, "陈玉珍")["phone"]) == ("140****9001", "140****9003")


def test_an_update_leaves_who_moved_away_even_after_her_time_there_has_ended(known):
    far = known.college.cohort("330106", name="西湖班")
    moved = who(known, "王桂兰")["id"]
    move_away(known, moved, far)
    with known.college.work():
        service.end_enrollment(actor=Actor.system(), cohort_id=far, person_id=moved)
    rows = [("王桂兰", "S1", "14000001001", "90"), *NEWER[1:]]
    apply(known, listed(known, rows, UPDATE))
    assert who(known, "王桂兰")["age"] == "65-69"


def move_away(desk, person_id, cohort):
    """Let a person move to a cohort of 西湖区."""
    desk.college.coordinator("330106")
    with desk.college.work():
        place = {"actor": desk.actor(), "cohort_id": desk.cohort, "person_id": person_id}
        transfer = transfers.ask(**place, to_district="330106").id
    with desk.college.work():
        transfers.accept(actor=Actor.system(), transfer_id=transfer, cohort_id=cohort)


def test_each_person_has_in_her_log_what_an_import_wrote_and_what_was_put_back(known):
    import_id = listed(known, [NEWER[0], ("陈玉珍", "S3", "", "71")], UPDATE)
    apply(known, import_id)
    told = [("王桂兰", True), ("陈玉珍", False)]
    assert edits(known, [name for name, _phone in told]) == [(name, phone, str(import_id)) for name, phone in told]
    known.undo(import_id)
    assert len(edits(known, ["王桂兰"])) == 2


def edits(desk, names):
    """Give (name, whether the telephone changed, by which import) of the edits in the logs of these people."""
    found = []
    for name in names:
        person_id = who(desk, name)["id"]
        with desk.college.work():
            hers = select(AuditEntry).where(AuditEntry.subject == f"person:{person_id}", AuditEntry.action == "person.edit")
            for each in db.session.scalars(hers):
                assert (each.actor_id, each.district) == (desk.coordinator, "330102")
                found.append((name, each.detail["phone_changed"], each.detail["import"]))
    return found


def test_who_is_deleted_is_taken_out_of_what_imports_of_her_district_wrote_over_and_no_other_is_read(known, monkeypatch):
    import_id = listed(known, NEWER, UPDATE)
    apply(known, import_id)
    far = RosterDesk(known.college, known.college.cohort("330106"), known.college.coordinator("330106"))
    apply(far, listed(far, [("周远", "S5", "14000005005", "66")]))
    apply(far, listed(far, [("周远", "S5", "14000005006", "66")], UPDATE))
    person, read = who(known, "王桂兰")["id"], []
    before_id, own = known.record(import_id).before_id, imports_before.files.read
    monkeypatch.setattr(imports_before.files, "read", lambda file_id: (read.append(file_id), own(file_id))[1])
    with known.college.work():
        imports_before.forget_before(person)
        assert read == [before_id]
        assert str(person).encode() not in zlib.decompress(own(before_id))


def test_old_numbers_are_kept_encrypted_and_follow_a_change_of_keys(known, app):
    import_id = listed(known, NEWER, UPDATE)
    apply(known, import_id)
    with app.app_context():
        assert "roster.before" in ciphers.purposes()
        assert ciphers.counts((keyring.writing(),))[""] == 0
    with clock.freeze(clock.now() + timedelta(days=31)):
        assert known.undo(import_id).undone_counts["gone"] == 0, "after its time nothing is put back"


@pytest.mark.both_databases
def test_who_is_missing_is_ended_after_a_yes_with_the_number_and_comes_back_by_undo(known):
    import_id = listed(known, [PEOPLE[0], ("赵新来", "S4", "", "")], ABSENT)
    for said in (0, 1):
        with pytest.raises(RuleBroken):
            apply(known, import_id, ending=said)
    record = apply(known, import_id, ending=2)
    assert record.done_counts == {"here": 1, "new": 1, "ended": 2}
    assert standing(known) == {"王桂兰": ACTIVE, "赵新来": ACTIVE, "李建国": ENDED, "陈玉珍": ENDED}
    assert known.undo(import_id).undone_counts["reopened"] == 2
    assert standing(known) == {"王桂兰": ACTIVE, "李建国": ACTIVE, "陈玉珍": ACTIVE}


def test_who_is_listed_again_is_restored(known):
    apply(known, listed(known, PEOPLE[:1], ABSENT), ending=2)
    record = apply(known, listed(known, PEOPLE, ABSENT))
    assert record.done_counts == {"here": 1, "back": 2}
    assert set(standing(known).values()) == {ACTIVE}


def test_staff_and_who_was_added_by_hand_stay(known):
    known.college.student(known.cohort, "周手加")
    with known.college.work():
        helper = accounts.create_staff(actor=Actor.system(), name="钱助教", login="qian")
        service.enroll(actor=Actor.system(), cohort_id=known.cohort, person_id=helper.id)
    import_id = listed(known, PEOPLE[:2], ABSENT)
    place = {"actor": known.actor(), "cohort_id": known.cohort, "import_id": import_id}
    apply(known, import_id, ending=1)
    assert standing(known)["周手加"] == standing(known)["钱助教"] == ACTIVE
    again = listed(known, PEOPLE[:2], ABSENT)
    with known.college.work():
        imports_modes.end_by_hand_too(**{**place, "import_id": again}, is_wanted=True)
    apply(known, again, ending=1)
    assert (standing(known)["周手加"], standing(known)["钱助教"]) == (ENDED, ACTIVE)


def test_somebody_may_stay_and_nobody_else_can_be_named(known):
    import_id = listed(known, PEOPLE[:1], ABSENT)
    place = {"actor": known.actor(), "cohort_id": known.cohort, "import_id": import_id, "is_wanted": True}
    with known.college.work():
        imports_modes.let_stay(**place, person_id=who_id(known, "李建国"))
    with known.college.work(), pytest.raises(NotFound):
        imports_modes.let_stay(**place, person_id=who_id(known, "王桂兰"))
    apply(known, import_id, ending=1)
    assert standing(known) == {"王桂兰": ACTIVE, "李建国": ACTIVE, "陈玉珍": ENDED}


def who_id(desk, name):
    return next(person.id for _enrollment, person in service.enrolled(desk.cohort) if person.name == name)


def test_a_row_with_a_mistake_protects_whom_it_may_mean(known):
    rows = [PEOPLE[0], ("李建国", "", "12", ""), ("陈玉珍", "", "14000008888", "")]
    import_id = listed(known, rows, ABSENT)
    with known.college.work():
        imports.answer(actor=known.actor(), cohort_id=known.cohort, import_id=import_id, row_number=4, word="leave")
    with pytest.raises(RuleBroken):
        apply(known, import_id, ending=2)
    assert set(standing(known).values()) == {ACTIVE}


def test_a_list_of_nobody_here_empties_no_cohort(known):
    import_id = listed(known, [("赵新来", "S4", "", "")], ABSENT)
    with pytest.raises(RuleBroken):
        apply(known, import_id, ending=3)
    assert known.names() == ["李建国", "王桂兰", "陈玉珍"]


def test_who_came_meanwhile_is_not_ended_without_a_look(known):
    import_id = listed(known, PEOPLE[:1], ABSENT)
    with known.college.work():
        imports.request_apply(
            actor=known.actor(), cohort_id=known.cohort, import_id=import_id, is_wrong_left_out=True, ending=2
        )
        service.end_enrollment(actor=Actor.system(), cohort_id=known.cohort, person_id=who_id(known, "李建国"))
    known.run_jobs()
    assert known.record(import_id).state == OPEN
    assert standing(known)["陈玉珍"] == ACTIVE


def test_taking_back_asks_as_little_of_many_as_of_one(known):
    asked = []
    for ending in (1, 2):
        import_id = listed(known, [*PEOPLE[ending:], ("赵新来", "S4", "", "")], ABSENT)
        apply(known, import_id, ending=ending)
        with known.app.app_context(), count_queries() as counted:
            imports_undo.plan_for(known.actor(), known.cohort, import_id)
        asked.append(counted.count)
        known.undo(import_id)
    assert asked[0] == asked[1]


def test_undo_leaves_who_was_ended_again_by_hand(known):
    import_id = listed(known, PEOPLE[:1], ABSENT)
    apply(known, import_id, ending=2)
    with known.college.work():
        row = db.session.scalars(select(Enrollment).where(Enrollment.status == ENDED)).first()
        row.to_on = today() - timedelta(days=3)
    assert known.undo(import_id).undone_counts["reopened"] == 1
    assert sorted(standing(known).values()) == [ACTIVE, ACTIVE, ENDED]


@pytest.mark.both_databases
def test_a_fault_half_way_changes_and_ends_nobody(known, monkeypatch):
    import_id = listed(known, [NEWER[0]], ABSENT)

    def fail(*_args, **_values):
        raise RuntimeError("the lights went out")

    monkeypatch.setattr(imports_apply.audit, "record", fail)
    apply(known, import_id, ending=2)
    assert set(standing(known).values()) == {ACTIVE}
