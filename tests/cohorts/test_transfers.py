"""A student who moves to another district: who sees her, what comes along, what the old district still sees."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from college.accounts import service as accounts
from college.board import service as board
from college.cohorts import people, service, transfers
from college.cohorts.models import Enrollment
from college.cohorts.models_transfers import Transfer
from college.core.audit import AuditEntry
from college.core.clock import today
from college.core.db import db, run_in_unit
from college.core.errors import NotAllowed, NotFound, RuleBroken
from college.core.permissions import Actor, Permission
from college.library import service as library
from college.notices import service as notices
from college.progress import service as progress
from tests.support.college import SHANGCHENG, XIHU

GONGSHU = "330105"


class Move:
    """An old and a new district with a cohort each, and one student of the old one."""

    def __init__(self, college) -> None:
        self.college = college
        self.old, self.new = college.cohort(SHANGCHENG, ("refunds",)), college.cohort(XIHU, ("refunds",), name="西湖班")
        self.coordinator, self.other = college.coordinator(SHANGCHENG), college.coordinator(XIHU)
        self.student = college.student(self.old, "王桂英", phone="14000000041")

    def run(self, who, action, **values):
        """Call a service function as somebody; give the id of the transfer."""
        with self.college.work():
            return getattr(action(actor=self.college.actor(who), **values), "id", None)

    def ask(self, to: str = XIHU, who=None, cohort=None):
        """Ask a district to take her in."""
        place = {"cohort_id": cohort or self.old, "person_id": self.student}
        return self.run(who or self.coordinator, transfers.ask, **place, to_district=to)

    def accept(self, transfer, who=None, cohort=None):
        """Take her in."""
        return self.run(who or self.other, transfers.accept, transfer_id=transfer, cohort_id=cohort or self.new)

    def withdraw(self, transfer, who=None):
        """Take the question back."""
        place = {"cohort_id": self.old, "person_id": self.student, "transfer_id": transfer}
        return self.run(who or self.coordinator, transfers.withdraw, **place)

    def waiting(self, who) -> list:
        """Give the people who wait for somebody's districts."""
        with self.college.app.app_context():
            actor = self.college.actor(who)
            found = transfers.waiting_page(actor, 1)
            assert found.total == transfers.waiting_count(actor)
            return [each.person.id for each in found.items]

    def enrollments(self) -> dict:
        """Give (status, to_on) of her enrollments by cohort."""
        with self.college.app.app_context():
            rows = db.session.scalars(db.select(Enrollment).where(Enrollment.person_id == self.student))
            return {row.cohort_id: (row.status, row.to_on) for row in rows}

    def keep(self, number: int) -> None:
        """Let her finish a step."""
        with self.college.work():
            lesson = library.course("refunds").lessons[0]
            where = {"course_id": "refunds", "lesson_id": lesson.id, "step_ids": lesson.step_ids}
            progress.keep_step(person_id=self.student, step_id=lesson.step_ids[number], **where)


@pytest.fixture
def move(college, refunds) -> Move:
    return Move(college)


def test_she_moves_with_what_she_learned_and_the_old_enrollment_ends_today(move):
    move.keep(0)
    transfer = move.ask()
    assert move.waiting(move.other) == [move.student]
    move.accept(transfer)
    assert move.enrollments() == {move.old: ("ended", today()), move.new: ("active", None)}
    assert move.waiting(move.other) == []
    with move.college.app.app_context():
        rows = board.board_of(move.college.actor(move.other), Permission.BOARD_VIEW, move.new, "zh").rows
        assert [row.member.person_id for row in rows] == [move.student]
        assert progress.done_counts([move.student]) == {move.student: 1}


def test_the_old_district_sees_the_ended_enrollment_and_nothing_new(move):
    with move.college.work():
        until = today() + timedelta(days=9)
        accounts.issue_card(actor=move.college.actor(move.coordinator), person_id=move.student, expires_on=until)
    move.accept(move.ask())
    move.keep(1)
    with move.college.app.app_context():
        actor = move.college.actor(move.coordinator)
        assert board.board_of(actor, Permission.BOARD_VIEW, move.old, "zh").rows == []
        page = people.student_page(actor, Permission.COHORT_VIEW, move.old, move.student)
        assert page.has_moved and page.enrollment.to_on == today()
    edit = {"cohort_id": move.old, "person_id": move.student, "name": "别人", "phone": None, "age_band": None}
    asked = {"cohort_id": move.old, "person_id": move.student, "reason": "想问问她"}
    for action, values in (
        (people.edit_student, edit),
        (people.unmask_phone, asked),
        (service.restore_enrollment, {"cohort_id": move.old, "person_id": move.student}),
    ):
        with pytest.raises(RuleBroken):
            move.run(move.coordinator, action, **values)
    move.run(move.other, people.edit_student, **{**edit, "cohort_id": move.new})


def test_she_can_come_back_by_the_same_way(move):
    move.accept(move.ask())
    back = move.run(move.other, transfers.ask, cohort_id=move.new, person_id=move.student, to_district=SHANGCHENG)
    move.accept(back, who=move.coordinator, cohort=move.old)
    assert move.enrollments()[move.old] == ("active", None)
    assert move.enrollments()[move.new][0] == "ended"
    with move.college.app.app_context():
        page = people.student_page(move.college.actor(move.coordinator), Permission.COHORT_VIEW, move.old, move.student)
        assert not page.has_moved


def test_all_her_enrollments_in_the_old_district_end_and_no_other(move):
    second, third = move.college.cohort(SHANGCHENG, name="第二班"), move.college.cohort(GONGSHU, name="别区班")
    with move.college.work():
        for cohort in (second, third):
            service.enroll(actor=Actor.system(), cohort_id=cohort, person_id=move.student)
    move.accept(move.ask())
    assert {cohort: status for cohort, (status, _day) in move.enrollments().items()} == {
        move.old: "ended", second: "ended", third: "active", move.new: "active",
    }  # fmt: skip


def test_she_is_told_once_in_both_languages(move):
    transfer = move.ask()
    move.accept(transfer)
    move.accept(transfer)
    with move.college.app.app_context():
        told = notices.all_of(move.student)
        assert len(told) == 1 and "西湖班" in told[0].texts["zh"] and "西湖班" in told[0].texts["en"]
        assert set(told[0].texts) == {"zh", "en"}


def test_nobody_else_sees_her_or_decides(move):
    third = move.college.coordinator(GONGSHU)
    lecturer = move.college.lecturer(move.old)
    with pytest.raises(NotAllowed):
        move.ask(who=lecturer)
    with pytest.raises(NotFound):
        move.ask(who=move.other)
    transfer = move.ask()
    for stranger in (third, move.coordinator):
        assert move.waiting(stranger) == []
        with pytest.raises(NotFound):
            move.accept(transfer, who=stranger)
        with pytest.raises(NotFound):
            move.run(stranger, transfers.decline, transfer_id=transfer, reason="满了")
    with pytest.raises(NotFound):
        move.accept(transfer, cohort=move.old)
    with pytest.raises(NotFound):
        move.withdraw(transfer, who=move.other)
    assert move.waiting(move.other) == [move.student]
    move.accept(transfer)


def test_one_way_at_a_time_and_asking_twice_asks_once(move):
    transfer = move.ask()
    assert move.ask() == transfer
    move.college.coordinator(GONGSHU)
    with pytest.raises(RuleBroken):
        move.ask(GONGSHU)
    with pytest.raises(RuleBroken):
        move.ask(SHANGCHENG)
    with pytest.raises(NotFound):
        move.ask("999999")
    move.withdraw(transfer)
    move.withdraw(transfer)
    assert move.waiting(move.other) == []
    assert move.ask(GONGSHU) != transfer


def test_what_was_decided_stays_decided(move):
    declined = move.ask()
    with pytest.raises(RuleBroken):
        move.run(move.other, transfers.decline, transfer_id=declined, reason=" ")
    move.run(move.other, transfers.decline, transfer_id=declined, reason="班满了")
    with pytest.raises(RuleBroken):
        move.accept(declined)
    with pytest.raises(RuleBroken):
        move.withdraw(declined)
    taken_back = move.ask()
    move.withdraw(taken_back)
    with pytest.raises(RuleBroken):
        move.accept(taken_back)
    assert move.enrollments() == {move.old: ("active", None)}
    move.accept(move.ask())


def test_whoever_asked_to_be_deleted_is_on_no_way(move):
    transfer = move.ask()
    with move.college.work():
        before = service.hide_enrollments(move.student)
    assert move.waiting(move.other) == []
    with pytest.raises((NotFound, RuleBroken)):
        move.accept(transfer)
    with move.college.work():
        service.show_enrollments(move.student, before)
    assert move.waiting(move.other) == [move.student]
    with move.college.work():
        service.forget_transfers(move.student)
    assert move.waiting(move.other) == []


def test_the_audit_says_it_without_a_name_and_forgetting_empties_the_reason(move):
    transfer = move.ask()
    move.run(move.other, transfers.decline, transfer_id=transfer, reason="王桂英住得太远")
    with move.college.work():
        service.forget_transfers(move.student)
    with move.college.app.app_context():
        entries = [each for each in db.session.scalars(db.select(AuditEntry)) if each.action.startswith("transfer.")]
        assert [each.action for each in entries] == ["transfer.ask", "transfer.decline"]
        assert "王桂英" not in repr([each.detail for each in entries]) + db.session.get(Transfer, transfer).reason


@pytest.mark.both_databases
def test_taken_in_and_taken_back_at_once_one_of_the_two_happens(move):
    for _ in range(4):
        transfer, ready = move.ask(), Barrier(2)

        def one(work, ready=ready, transfer=transfer):
            with move.college.app.app_context():
                ready.wait(timeout=10)
                try:
                    run_in_unit(lambda: work(transfer))
                    return "done"
                except RuleBroken:
                    return "refused"

        def take_in(transfer):
            transfers.accept(actor=move.college.actor(move.other), transfer_id=transfer, cohort_id=move.new)

        def take_back(transfer):
            place = {"cohort_id": move.old, "person_id": move.student, "transfer_id": transfer}
            transfers.withdraw(actor=move.college.actor(move.coordinator), **place)

        with ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(one, (take_in, take_back)))
        assert sorted(answers) == ["done", "refused"]
        is_there = move.enrollments().get(move.new, ("",))[0] == "active"
        assert is_there == (answers[0] == "done")
        if is_there:
            place = {"cohort_id": move.new, "person_id": move.student, "to_district": SHANGCHENG}
            move.accept(move.run(move.other, transfers.ask, **place), who=move.coordinator, cohort=move.old)


def test_the_pages_lead_from_the_old_district_to_the_new_one(move, signed_in):
    old, new = signed_in(move.coordinator), signed_in(move.other)
    page = f"/cohorts/{move.old}/people/{move.student}"
    refused = old.submit(f"{page}/move", {}, action="/move")
    assert refused.status_code == 422
    answer = old.follow(old.submit(f"{page}/move", {"district": XIHU}, action="/move"))
    assert "西湖区" in answer.words
    listed = new.get("/transfers")
    assert "王*英" in listed.words and "王桂英" not in listed.get_data(as_text=True) and "上城区" in listed.words
    assert "/transfers" in new.get("/").get_data(as_text=True)
    here = next(link["href"] for link in listed.page.select("a[href^='/transfers/']"))
    assert "王桂英" not in new.get(here).get_data(as_text=True)
    assert new.submit(here, {}, action="/accept").status_code == 422
    assert new.submit(here, {"reason": ""}, action="/decline").status_code == 422
    done = new.follow(new.submit(here, {"cohort": str(move.new)}, action="/accept"))
    assert done.status_code == 200 and "王桂英" in done.words
    assert "/transfers" not in new.get("/").get_data(as_text=True)
    left = old.get(page)
    assert "0041" in done.words and "0041" not in left.words
    assert left.page.select("form[action$='/restore']") == []
    for closed in ("edit", "phone", "card", "end", "move", "twin", "erase"):
        assert old.get(f"{page}/{closed}").status_code == 409, closed
        assert new.get(f"/cohorts/{move.new}/people/{move.student}/{closed}").status_code == 200, closed


def test_while_she_waits_the_form_only_offers_to_take_it_back(move, signed_in):
    old, page = signed_in(move.coordinator), f"/cohorts/{move.old}/people/{move.student}/move"
    assert old.get(page).page.select("main form[action$='/move'] input[type=radio]")
    move.ask()
    waiting = old.get(page)
    assert "西湖区" in waiting.page.main.get_text() and not waiting.page.select("main input[type=radio]")
    assert old.submit(waiting, action="/withdraw").status_code == 303
    assert old.get(page).page.select("main form[action$='/move'] input[type=radio]")


def test_nobody_waits_for_a_district_without_a_coordinator(move, signed_in):
    move.college.district(GONGSHU)
    old, page = signed_in(move.coordinator), f"/cohorts/{move.old}/people/{move.student}/move"
    shown = {each.input["value"]: each.get_text(strip=True) for each in old.get(page).page.select("label.choice")}
    assert shown[XIHU] == "西湖区" and shown[GONGSHU].startswith("拱墅区") and shown[GONGSHU] != "拱墅区"
    assert old.submit(page, {"district": GONGSHU}, action="/move").status_code == 409
    with pytest.raises(RuleBroken):
        move.ask(GONGSHU)
    move.college.coordinator(GONGSHU)
    assert move.ask(GONGSHU)


def test_a_declined_student_stays_and_the_reason_is_read(move, signed_in):
    old, new = signed_in(move.coordinator), signed_in(move.other)
    transfer = move.ask()
    new.submit(f"/transfers/{transfer}", {"reason": "班满了，春天再来"}, action="/decline")
    assert "班满了，春天再来" in old.get(f"/cohorts/{move.old}/people/{move.student}").words
    assert move.enrollments() == {move.old: ("active", None)}
