"""Asking and answering on real databases: each rule, each refusal, each repetition once."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from college.core import clock
from college.core.db import db
from college.core.errors import NotAllowed, NotFound, RuleBroken
from college.core.permissions import Permission
from college.library import service as library
from college.notices.models import Notice
from college.progress import service as progress
from college.progress.models import HelpCall
from college.questions import service
from college.questions.models import Message, Question
from tests.questions.classroom import COURSE, LESSON, NEXT_STEP, STEP

#: Grants hold from today on, so the story begins now.
NINE = datetime.now(UTC).replace(microsecond=0)


def count(room, model, **values) -> int:
    with room.college.app.app_context():
        return db.session.scalar(select(func.count()).select_from(model).filter_by(**values))


def told(room, person) -> list[str]:
    with room.college.app.app_context():
        rows = db.session.scalars(select(Notice).where(Notice.person_id == person).order_by(Notice.created_at))
        return [row.texts["en"] for row in rows]


@pytest.mark.both_databases
def test_a_call_is_kept_at_once_and_the_same_tap_is_one_question(room):
    tap = uuid4()
    first, again = room.call(client_id=tap), room.call(client_id=tap)
    assert first == again
    assert count(room, HelpCall) == count(room, Question) == 1
    row = room.row(first)
    assert (row.status, row.cohort_id, row.district_code, row.lesson_id) == ("draft", room.cohort, "330102", LESSON)


@pytest.mark.both_databases
def test_another_call_at_the_same_step_goes_on_with_the_words_that_were_not_sent(room):
    first = room.call()
    room.run(room.student, service.save_draft, question_id=first, text="点哪里")
    assert room.call() == first
    assert room.call(step=NEXT_STEP) != first
    assert count(room, HelpCall) == 3
    room.run(room.student, service.send, question_id=first, text="点哪里")
    assert room.call() != first


def test_two_people_may_tap_with_the_same_id(room):
    tap = uuid4()
    assert room.call(client_id=tap) != room.call(room.other, client_id=tap)


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"step_id": "no-such-step"}, NotFound),
        ({"lesson_id": "no-such-lesson"}, NotFound),
        ({"course_id": "no-such-course"}, NotFound),
    ],
)
def test_a_call_at_no_step_is_refused_and_nothing_is_kept(room, values, error):
    where = {"course_id": COURSE, "lesson_id": LESSON, "step_id": STEP, **values}
    with pytest.raises(error):
        room.run(room.student, service.call, client_id=uuid4(), **where)
    assert count(room, HelpCall) == 0


def test_staff_and_strangers_call_for_nothing(room, college):
    for who in (room.lecturer, college.product_manager(), college.person()):
        with pytest.raises(NotAllowed):
            room.call(who)


@pytest.mark.both_databases
def test_words_are_kept_while_she_types_and_then_sent(room):
    question = room.call()
    for text in ("点", "点了", "  点了没有反应\r\n怎么办 "):
        assert room.run(room.student, service.save_draft, question_id=question, text=text) is True
    assert room.row(question).text == "点了没有反应\n怎么办"
    room.run(room.student, service.send, question_id=question, text="点了没有反应")
    assert (room.row(question).status, room.row(question).text) == ("waiting", "点了没有反应")


@pytest.mark.both_databases
def test_what_comes_late_changes_no_sent_question(room):
    question = room.ask("第一次")
    sent_at = room.row(question).sent_at
    assert room.run(room.student, service.save_draft, question_id=question, text="迟到") is False
    room.run(room.student, service.send, question_id=question, text="又一次")
    assert (room.row(question).text, room.row(question).sent_at) == ("第一次", sent_at)


def test_empty_words_may_be_sent_and_too_many_may_not(room):
    assert room.row(room.ask("")).status == "waiting"
    with pytest.raises(RuleBroken):
        room.ask("字" * 2001, step=NEXT_STEP)


@pytest.mark.both_databases
def test_withdrawing_within_a_day_and_sending_after_all(room):
    with clock.freeze(NINE):
        question = room.ask()
    with clock.freeze(NINE + timedelta(hours=24)):
        for _ in range(2):
            room.run(room.student, service.withdraw, question_id=question)
        assert room.row(question).status == "withdrawn"
        with pytest.raises(RuleBroken):
            room.run(room.lecturer, service.claim, question_id=question)
        for _ in range(2):
            room.run(room.student, service.restore, question_id=question)
    assert (room.row(question).status, room.row(question).sent_at) == ("waiting", NINE)
    with clock.freeze(NINE + timedelta(hours=24, seconds=1)), pytest.raises(RuleBroken):
        room.run(room.student, service.withdraw, question_id=question)


def test_sending_after_all_ends_after_a_day(room):
    with clock.freeze(NINE):
        question = room.ask()
        room.run(room.student, service.withdraw, question_id=question)
    with clock.freeze(NINE + timedelta(hours=25)), pytest.raises(RuleBroken):
        room.run(room.student, service.restore, question_id=question)


def test_a_draft_is_hers_alone_and_cannot_be_taken_back(room):
    question = room.call()
    with pytest.raises(RuleBroken):
        room.run(room.student, service.withdraw, question_id=question)
    with pytest.raises(NotFound):
        room.run(room.lecturer, service.claim, question_id=question)


@pytest.mark.parametrize("action", [service.save_draft, service.send])
def test_nobody_writes_in_anothers_question(room, action):
    question = room.call()
    for who in (room.other, room.far_student):
        with pytest.raises(NotFound):
            room.run(who, action, question_id=question, text="不是我的")
    with pytest.raises(NotAllowed):
        room.run(room.lecturer, action, question_id=question, text="不是我的")
    assert room.row(question).text == ""


@pytest.mark.parametrize("action", [service.withdraw, service.restore])
def test_nobody_takes_anothers_question_back(room, action):
    question = room.ask()
    with pytest.raises(NotFound):
        room.run(room.other, action, question_id=question)
    assert room.row(question).status == "waiting"


@pytest.mark.both_databases
def test_a_claim_is_seen_kept_for_a_day_and_put_back(room):
    with clock.freeze(NINE):
        question = room.ask()
        for _ in range(2):
            room.run(room.lecturer, service.claim, question_id=question)
        with pytest.raises(RuleBroken, match="钱讲师"):
            room.run(room.colleague, service.claim, question_id=question)
        with pytest.raises(RuleBroken, match="钱讲师"):
            room.run(room.colleague, service.release, question_id=question)
        with pytest.raises(RuleBroken, match="钱讲师"):
            room.answer(question, who=room.colleague)
        for _ in range(2):
            room.run(room.lecturer, service.release, question_id=question)
        assert (room.row(question).status, room.row(question).claimed_by) == ("waiting", None)
        room.run(room.lecturer, service.claim, question_id=question)
    with clock.freeze(NINE + timedelta(hours=25)):
        room.run(room.colleague, service.claim, question_id=question)
    assert room.row(question).claimed_by == room.colleague


@pytest.mark.both_databases
def test_an_answer_is_said_once_and_its_asker_told_once(room):
    question, form = room.ask(), uuid4()
    for _ in range(2):
        assert room.answer(question, client_id=form, seen=1) == service.Answered(1, 0)
    assert (room.row(question).status, room.row(question).claimed_by) == ("answered", room.lecturer)
    assert count(room, Message) == 1
    assert len(told(room, room.student)) == 1


@pytest.mark.both_databases
def test_of_two_who_answer_at_once_the_second_is_told_and_may_add_hers(room):
    question = room.ask()
    seen = room.row(question).version
    room.answer(question, "先到的", who=room.lecturer, seen=seen)
    form = uuid4()
    with pytest.raises(service.TooLate, match="钱讲师"):
        room.answer(question, "后到的", who=room.colleague, seen=seen, client_id=form)
    assert count(room, Message) == 1
    room.answer(question, "后到的", who=room.colleague, client_id=form)
    assert count(room, Message, kind="answer") == 2
    assert len(told(room, room.student)) == 2


def test_an_answer_points_at_a_living_step_of_the_course(room):
    question = room.ask()
    with pytest.raises(RuleBroken):
        room.answer(question, link_step="no-such-step")
    room.answer(question, link_step=NEXT_STEP)
    with room.college.app.app_context():
        message = db.session.scalars(select(Message)).one()
        assert (message.link_course, message.link_lesson, message.link_step) == (COURSE, LESSON, NEXT_STEP)


@pytest.mark.parametrize("text", ["", "  \n", "字" * 2001])
def test_an_answer_has_words_but_not_too_many(room, text):
    question = room.ask()
    with pytest.raises(RuleBroken):
        room.answer(question, text)
    assert room.row(question).status == "waiting"


@pytest.mark.both_databases
def test_alike_ones_are_answered_together_and_each_asker_is_told(room):
    first, second, third = room.ask(), room.ask(who=room.other), room.ask("也不会", room.other, NEXT_STEP)
    form = uuid4()
    for _ in range(2):
        done = room.answer(first, together=[second, third, first], client_id=form, seen=1)
        assert done == service.Answered(3, 0)
    assert {room.row(each).status for each in (first, second, third)} == {"answered"}
    assert len(told(room, room.student)) == 1 and len(told(room, room.other)) == 2


@pytest.mark.both_databases
def test_chosen_ones_that_others_moved_meanwhile_are_left_alone_and_counted(room):
    first, held, gone, done, free = (room.ask(who=room.other) for _ in range(5))
    room.run(room.colleague, service.claim, question_id=held)
    room.run(room.other, service.withdraw, question_id=gone)
    room.answer(done, "同事答过了", who=room.colleague)
    assert room.answer(first, together=[held, gone, done, free]) == service.Answered(2, 3)
    assert [room.row(each).status for each in (held, gone, done, free)] == ["claimed", "withdrawn", "answered", "answered"]
    assert count(room, Message) == 3


def test_together_reaches_no_foreign_class_and_no_other_lesson(room):
    first, far = room.ask(), room.ask(who=room.far_student)
    elsewhere = room.run(
        room.other, service.call, client_id=uuid4(), course_id=COURSE, lesson_id="ask-refund", step_id=_step_of(room, "ask-refund")
    )
    room.run(room.other, service.send, question_id=elsewhere, text="")
    for other in (far, elsewhere, uuid4()):
        with pytest.raises(NotFound):
            room.answer(first, together=[other])
    assert {room.row(each).status for each in (first, far, elsewhere)} == {"waiting"}


def _step_of(room, lesson_id: str) -> str:
    with room.college.app.app_context():
        return library.lesson(COURSE, lesson_id).step_ids[0]


@pytest.mark.both_databases
def test_asking_back_waits_for_her_reply_and_then_for_an_answer(room):
    question, form, reply = room.ask(), uuid4(), uuid4()
    for _ in range(2):
        room.ask_back(question, client_id=form, seen=1)
    assert room.row(question).status == "asked_back"
    for _ in range(2):
        room.run(room.student, service.reply, question_id=question, client_id=reply, text="首页")
    assert (room.row(question).status, room.row(question).claimed_by) == ("waiting", None)
    assert count(room, Message) == 2
    room.answer(question, who=room.colleague)
    with pytest.raises(RuleBroken):
        room.run(room.student, service.reply, question_id=question, client_id=uuid4(), text="谢谢")
    assert len(told(room, room.student)) == 2


def test_a_question_that_is_asked_back_is_not_asked_back_again(room):
    question = room.ask()
    room.ask_back(question)
    with pytest.raises(RuleBroken):
        room.ask_back(question, who=room.colleague)


@pytest.mark.parametrize("action", [service.claim, service.release])
def test_a_far_lecturer_finds_nothing_and_others_may_nothing(room, college, action):
    question = room.ask()
    for who in (room.far_lecturer, college.lecturer(college.cohort())):
        with pytest.raises(NotFound):
            room.run(who, action, question_id=question)
    for who in (room.student, college.product_manager(), college.operator(), college.coordinator(), college.helper(room.cohort)):
        with pytest.raises(NotAllowed):
            room.run(who, action, question_id=question)


def test_a_question_is_quoted_only_over_its_cohort(room):
    question = room.ask()
    with room.college.app.app_context():
        mine, far = room.college.actor(room.lecturer), room.college.actor(room.far_lecturer)
        assert service.question_for(mine, Permission.THEME_RAISE, question).id == question
        with pytest.raises(NotFound):
            service.question_for(far, Permission.THEME_RAISE, question)


@pytest.mark.both_databases
def test_what_waits_is_counted_over_ones_own_cohorts(room):
    with clock.freeze(NINE):
        oldest = room.ask()
    room.ask(who=room.other)
    room.ask(who=room.far_student)
    room.answer(room.ask(who=room.other))
    room.run(room.lecturer, service.claim, question_id=oldest)
    with room.college.app.app_context():
        mine = service.open_counts(room.college.actor(room.lecturer))
        nothing = service.open_counts(room.college.actor(room.student))
    assert (mine.open, mine.oldest_at, mine.mine) == (2, NINE, 1)
    assert (nothing.open, nothing.oldest_at, nothing.mine) == (0, None, 0)


@pytest.mark.both_databases
def test_friction_counts_people_once_in_a_group(room):
    room.ask()
    room.ask()
    room.ask(step=NEXT_STEP)
    room.call(room.other)
    room.run(room.student, service.withdraw, question_id=room.ask())
    groups = {"both": [(COURSE, STEP), (COURSE, NEXT_STEP)], "one": [(COURSE, STEP)], "none": [(COURSE, "no-such-step")]}
    with room.college.app.app_context():
        counted = service.counts_by_step(groups=groups)
        hard = progress.step_friction(groups=groups)
        assert service.counts_by_step(groups={}) == progress.step_friction(groups={}) == {}
    assert {name: (each.questions, each.people) for name, each in counted.items()} == {"both": (3, 1), "one": (2, 1), "none": (0, 0)}
    assert {name: (each.reached, each.helped, each.help_calls) for name, each in hard.items()} == {
        "both": (2, 2, 5), "one": (2, 2, 4), "none": (0, 0, 0),
    }  # fmt: skip


def test_her_list_shows_the_latest_first_and_old_drafts_no_longer(room):
    with clock.freeze(NINE):
        sent, draft = room.ask(), room.call(step=NEXT_STEP)
    with clock.freeze(NINE + timedelta(days=29)):
        assert _mine(room) == {sent, draft}
    with clock.freeze(NINE + timedelta(days=31)):
        assert _mine(room) == {sent}


def _mine(room) -> set:
    with room.college.app.app_context():
        return {question.id for question in service.mine(room.student)}
