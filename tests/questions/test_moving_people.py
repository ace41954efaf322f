"""Questions of two records: each has one asker, with all that was said, and goes back with it."""

from uuid import uuid4

import pytest

from college.questions import service
from tests.questions.classroom import STEP


@pytest.fixture
def asked(room):
    """Let both students ask; the form of one tap has the same id on both records."""
    tap = uuid4()
    mine, hers = room.call(client_id=tap, step=STEP), room.call(room.other, client_id=tap, step=STEP)
    for who, question_id in ((room.student, mine), (room.other, hers)):
        room.run(who, service.send, question_id=question_id, text="点了没有反应")
    return mine, hers


@pytest.mark.both_databases
def test_questions_go_over_with_the_same_form_id_too_and_come_back(room, asked):
    mine, hers = asked
    before = room.row(hers).client_id
    with room.college.work():
        moved = service.move_person(from_id=room.other, to_id=room.student)
    assert [room.row(each).person_id for each in asked] == [room.student] * 2
    assert room.row(hers).client_id != before
    room.answer(hers)
    with room.college.work():
        went = service.move_person_back(from_id=room.other, to_id=room.student, moved=moved)
    assert went == [hers]
    assert [room.row(each).person_id for each in asked] == [room.student, room.other]
    assert room.row(hers).client_id == before


def test_sent_questions_are_counted_and_drafts_are_not(room, asked):
    room.call(room.other)
    with room.college.app.app_context():
        assert service.sent_counts([room.student, room.other]) == {room.student: 1, room.other: 1}
