"""Two hands at the same moment, on both databases: nothing twice, nothing lost, nobody stopped without a sentence."""

from threading import Barrier, Thread
from uuid import uuid4

import pytest

from college.progress.models import HelpCall
from college.questions.models import Message, Question
from tests.questions.classroom import COURSE, LESSON, STEP
from tests.questions.test_service import count, told

ROUNDS = 4


def _at_once(*actions) -> list[int]:
    """Run each action in a thread of its own, all beginning together; give the statuses of their answers."""
    ready, statuses = Barrier(len(actions)), [0] * len(actions)

    def run(at: int) -> None:
        ready.wait()
        statuses[at] = actions[at]().status_code

    threads = [Thread(target=run, args=(at,)) for at in range(len(actions))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statuses


def _form(client, address: str, part: str) -> dict:
    page = client.get(address).page
    form = next(form for form in page.find_all("form") if part in form["action"])
    return {field["name"]: field.get("value", "") for field in form.find_all("input")}


@pytest.mark.both_databases
def test_two_lecturers_answer_at_once_and_one_of_them_is_told(room, signed_in):
    both = [signed_in(room.lecturer), signed_in(room.colleague)]
    for _ in range(ROUNDS):
        question = room.ask()
        address = f"/desk/questions/{question}"
        forms = [{**_form(client, address, "/answer"), "text": "请看右下角。"} for client in both]
        before = count(room, Message)
        statuses = _at_once(*(
            lambda client=client, form=form: client.post(f"{address}/answer", data=form)
            for client, form in zip(both, forms, strict=True)
        ))  # fmt: skip
        assert sorted(statuses) == [303, 409]
        assert count(room, Message) == before + 1
    assert len(told(room, room.student)) == ROUNDS


@pytest.mark.both_databases
def test_the_same_answer_sent_twice_at_once_is_said_once(room, signed_in):
    twins = [signed_in(room.lecturer) for _ in range(2)]
    for number in range(1, ROUNDS + 1):
        address = f"/desk/questions/{room.ask()}"
        form = {**_form(twins[0], address, "/answer"), "text": "请看右下角。"}
        forms = [{**form, "csrf_token": _form(twin, address, "/answer")["csrf_token"]} for twin in twins]
        statuses = _at_once(*(
            lambda twin=twin, form=form: twin.post(f"{address}/answer", data=form)
            for twin, form in zip(twins, forms, strict=True)
        ))  # fmt: skip
        assert statuses == [303, 303]
        assert count(room, Message) == number
    assert len(told(room, room.student)) == ROUNDS


@pytest.mark.both_databases
def test_the_same_tap_from_two_lines_at_once_is_one_question(room, signed_in):
    twins = [signed_in(room.student) for _ in range(2)]
    for number in range(1, ROUNDS + 1):
        where = {"course": COURSE, "lesson": LESSON, "step": STEP, "client_id": str(uuid4())}
        tokens = [_form(twin, f"/learn/{COURSE}/{LESSON}/{STEP}", "/help")["csrf_token"] for twin in twins]
        statuses = _at_once(*(
            lambda twin=twin, token=token: twin.post("/questions/help", data={**where, "csrf_token": token})
            for twin, token in zip(twins, tokens, strict=True)
        ))  # fmt: skip
        assert statuses == [303, 303]
        assert count(room, HelpCall) == number
        assert count(room, Question) == 1


@pytest.mark.both_databases
def test_taking_back_and_answering_at_once_end_in_one_of_both(room, signed_in):
    student, lecturer = signed_in(room.student), signed_in(room.lecturer)
    for _ in range(ROUNDS):
        question = room.ask()
        answering = {**_form(lecturer, f"/desk/questions/{question}", "/answer"), "text": "请看右下角。"}
        taking = _form(student, f"/questions/{question}/withdraw", "/withdraw")
        before = count(room, Message)
        statuses = _at_once(
            lambda: lecturer.post(f"/desk/questions/{question}/answer", data=answering),
            lambda: student.post(f"/questions/{question}/withdraw", data=taking),
        )
        assert set(statuses) <= {303, 409}
        said = count(room, Message) - before
        # She may take back what was answered a moment ago; what she took back is not answered.
        assert (room.row(question).status, said) in {("withdrawn", 0), ("withdrawn", 1), ("answered", 1)}
