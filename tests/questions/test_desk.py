"""The lecturer's desk, page by page: what waits longest first, what helps to answer, and two lecturers at once."""

import re
import unicodedata
from datetime import timedelta

import pytest
from sqlalchemy import select

from college.core import clock
from college.core.db import db
from college.core.permissions import Role, Scope
from college.progress.models import HelpCall
from college.questions import service
from college.questions.models import Message
from tests.questions.classroom import COURSE, LESSON, NEXT_STEP, STEP
from tests.questions.test_service import NINE, count


@pytest.fixture
def lecturer(room, signed_in):
    """Give the browser of the lecturer, in English."""
    return _english(signed_in(room.lecturer))


@pytest.fixture
def colleague(room, signed_in):
    """Give the browser of another lecturer of the same class, in English."""
    return _english(signed_in(room.colleague))


def _english(client):
    client.set_cookie("language", "en")
    return client


def _questions(page) -> list[str]:
    return [link.get_text(strip=True) for link in page.page.find_all("a", class_="desk-words")]


def test_what_waits_longest_comes_first_and_says_how_long(room, lecturer):
    for text, hours in (("后来的", 1), ("最早的", 60), ("中间的", 3)):
        with clock.freeze(NINE - timedelta(hours=hours)):
            room.ask(text)
    page = lecturer.get("/desk/questions")
    assert _questions(page) == ["最早的", "中间的", "后来的"]
    assert [cell.get_text(strip=True) for cell in page.page.find_all("td", class_="desk-waits")] == ["2 days", "3 hours", "1 hour"]
    assert "王桂明" in page.words


def test_staff_never_read_a_whole_number_that_she_typed_and_she_reads_her_own_words(room, lecturer, signed_in):
    typed = ("我的电话 14000001234", "打 140 0000 1234", "打１４０－００００－１２３４", "+8614000001234 谢谢")
    cut = "啊" * 50 + "14000001234"
    ids = [room.ask(text) for text in (*typed, cut)]
    room.ask("订单 2180000012345678901 不见了")
    pages = ["/desk/questions", *(f"/desk/questions/{each}" for each in ids), *(f"/desk/questions/{each}/raise" for each in ids)]
    for address in pages:
        words = lecturer.get(address).get_data(as_text=True)
        assert "140****1234" in words or "raise" in address or "questions/" not in address
        assert not re.search(r"140\D{0,2}0000", unicodedata.normalize("NFKC", words)), address
    assert "2180000012345678901" in lecturer.get("/desk/questions").words
    hers = signed_in(room.student)
    assert "14000001234" in hers.get(f"/questions/{ids[0]}").words


def test_the_desk_is_filtered_by_state_cohort_lesson_and_step(room, lecturer):
    room.ask("这一步")
    room.ask("下一步", step=NEXT_STEP)
    taken, asked, done = room.ask("接下的"), room.ask("追问的"), room.ask("答过的")
    room.run(room.lecturer, service.claim, question_id=taken)
    room.ask_back(asked)
    room.answer(done)
    room.call()
    for query, shown in {
        "": {"这一步", "下一步", "接下的"},
        "?show=mine": {"接下的"},
        "?show=asked-back": {"追问的"},
        "?show=answered": {"答过的"},
        "?show=all": {"这一步", "下一步", "接下的", "追问的", "答过的"},
        f"?at={COURSE}/{LESSON}/{NEXT_STEP}": {"下一步"},
        f"?at={COURSE}/{LESSON}": {"这一步", "下一步", "接下的"},
        f"?at={COURSE}/another-lesson": set(),
        f"?cohort={room.cohort}&show=nonsense&at=../x": {"这一步", "下一步", "接下的"},
    }.items():
        assert set(_questions(lecturer.get(f"/desk/questions{query}"))) == shown, query


def test_lessons_and_steps_are_offered_with_how_many_wait(room, lecturer):
    room.ask()
    room.ask(who=room.other)
    room.ask(step=NEXT_STEP)
    options = [" ".join(option.get_text().split()) for option in lecturer.get("/desk/questions").page.find(id="at").find_all("option")]
    assert options[1].endswith("(3)") and options[2].endswith("(2)") and options[3].endswith("(1)")


def test_another_class_is_not_there(room, lecturer, college):
    far = room.ask("远处的", who=room.far_student)
    assert _questions(lecturer.get("/desk/questions?show=all")) == []
    assert lecturer.get(f"/desk/questions/{far}").status_code == 404
    assert lecturer.get(f"/desk/questions?cohort={college.cohort()}").status_code == 404
    assert lecturer.get(f"/desk/questions/{room.call()}").status_code == 404


def test_a_lecturer_without_a_class_is_told_why_nothing_is_there(college, signed_in, refunds):
    course_lecturer = college.staff(Role.LECTURER, Scope(course=COURSE))
    assert "No cohort has been given to you yet" in _english(signed_in(course_lecturer)).get("/desk/questions").words


def test_a_question_shows_who_else_called_for_help_at_this_step(room, lecturer):
    question = room.ask()
    page = lecturer.get(f"/desk/questions/{question}")
    assert "Nobody else of this cohort." in page.words
    room.call(room.other)
    room.call(room.other, step=NEXT_STEP)
    page = lecturer.get(f"/desk/questions/{question}")
    assert "1 other person of this cohort" in page.words and "李秀兰" in page.words


def test_a_claim_is_seen_by_colleagues_who_cannot_answer_over_it(room, lecturer, colleague):
    question = room.ask()
    lecturer.submit(f"/desk/questions/{question}", button="Take it on")
    assert "Taken on by me" in lecturer.get("/desk/questions").words
    assert "钱讲师 has it" in colleague.get("/desk/questions").words
    page = colleague.get(f"/desk/questions/{question}")
    assert not page.page.find("button", string="Take it on") and not page.page.find("button", string="Put it back")
    refused = colleague.submit(page, {"text": "请看右下角。"}, button="Send the answer")
    assert refused.status_code == 409
    assert "钱讲师 has taken this question on." in refused.words
    assert refused.page.find("textarea", id="text").get_text().strip() == "请看右下角。"
    lecturer.submit(f"/desk/questions/{question}", button="Put it back")
    assert room.row(question).status == "waiting"


def test_two_who_claim_at_once_are_one_claim_and_one_clear_sentence(room, lecturer, colleague):
    question = room.ask()
    hers, other = (client.get(f"/desk/questions/{question}") for client in (lecturer, colleague))
    lecturer.submit(hers, button="Take it on")
    late = colleague.submit(other, button="Take it on")
    assert late.status_code == 409 and "钱讲师 has taken this question on." in late.words
    assert room.row(question).claimed_by == room.lecturer


def test_two_who_answer_at_once_lose_nothing(room, lecturer, colleague):
    question = room.ask()
    hers, other = (client.get(f"/desk/questions/{question}") for client in (lecturer, colleague))
    lecturer.submit(hers, {"text": "请看右下角。"}, button="Send the answer")
    late = colleague.submit(other, {"text": "先等广告过去。"}, button="Send the answer")
    assert late.status_code == 409
    assert "钱讲师 has answered meanwhile." in late.words and "请看右下角。" in late.words
    again = colleague.submit(late, button="Send the answer")
    assert again.status_code == 303
    assert count(room, Message) == 2


def test_an_answer_pressed_twice_is_said_once(room, lecturer):
    question = room.ask()
    page = lecturer.get(f"/desk/questions/{question}")
    for _ in range(2):
        done = lecturer.submit(page, {"text": "请看右下角。"}, button="Send the answer")
        assert done.headers["Location"] == "/desk/questions"
    assert count(room, Message) == 1


def test_alike_ones_are_ticked_by_hand_and_answered_together(room, lecturer):
    first, alike, held = room.ask(), room.ask("也没有反应", room.other), room.ask("我也是", room.other)
    room.run(room.colleague, service.claim, question_id=held)
    page = lecturer.get(f"/desk/questions/{first}")
    boxes = page.page.find_all("input", attrs={"name": "together"})
    assert [box["value"] for box in boxes] == [str(alike)]
    assert "我也是" in page.words
    done = lecturer.submit(page, {"text": "请看右下角。", "together": [alike, held], "link_step": STEP}, button="Send the answer")
    shown = lecturer.follow(done)
    assert "The answer went to 2 students." in shown.words and "was left alone" in shown.words
    assert (room.row(alike).status, room.row(held).status) == ("answered", "claimed")


def test_an_empty_answer_keeps_what_was_ticked(room, lecturer):
    first, alike = room.ask(), room.ask(who=room.other)
    unfit = lecturer.submit(f"/desk/questions/{first}", {"text": " ", "together": [alike]}, button="Send the answer")
    assert unfit.status_code == 422 and "Please write the answer first." in unfit.words
    assert unfit.page.find("input", attrs={"name": "together"}).has_attr("checked")


def test_asking_back_waits_for_the_student(room, lecturer):
    question = room.ask()
    page = lecturer.get(f"/desk/questions/{question}")
    empty = lecturer.submit(page, {"text": ""}, button="Ask the student")
    assert empty.status_code == 422
    for _ in range(2):
        assert lecturer.submit(page, {"text": "哪个页面?"}, button="Ask the student").status_code == 303
    assert room.row(question).status == "asked_back"
    assert not lecturer.get(f"/desk/questions/{question}").page.find("button", string="Ask the student")


def test_what_was_taken_back_says_so_and_asks_nothing(room, lecturer):
    question = room.ask()
    page = lecturer.get(f"/desk/questions/{question}")
    room.run(room.student, service.withdraw, question_id=question)
    for answer in (lecturer.submit(page, {"text": "请看"}, button="Send the answer"), lecturer.get(f"/desk/questions/{question}")):
        assert answer.status_code == 409 and "The student has taken this question back." in answer.words
    assert _questions(lecturer.get("/desk/questions?show=all")) == []


def test_a_form_that_was_tampered_with_is_shown_again(room, lecturer):
    question = room.ask()
    page = lecturer.get(f"/desk/questions/{question}")
    for data in ({"seen": "x"}, {"client_id": "x"}):
        assert lecturer.submit(page, {"text": "请看", **data}, button="Send the answer").status_code == 422
    assert lecturer.submit(page, {"text": "请看", "link_step": "no-such-step"}, button="Send the answer").status_code == 409
    assert count(room, Message) == 0


def test_a_helper_calls_for_help_for_a_student_of_her_class(room, college, signed_in):
    helper = _english(signed_in(college.helper(room.cohort)))
    address = f"/desk/help-calls/{room.cohort}/{room.other}"
    early = helper.submit(address, {"step": f"{COURSE}/{STEP}"}, button="Keep this call")
    assert early.status_code == 409 and "has not agreed to the privacy notice yet" in early.words
    signed_in(room.other)
    student = helper.get(f"/cohorts/{room.cohort}/people/{room.other}")
    form = helper.get(student.page.find("a", string="Call for help for her")["href"])
    assert helper.submit(form, {"step": ""}, button="Keep this call").status_code == 422
    for _ in range(2):
        done = helper.submit(form, {"step": f"{COURSE}/{STEP}"}, button="Keep this call")
    assert "The lecturers see that 李秀兰 needs help at this step." in helper.follow(done).words
    with room.college.app.app_context():
        call = db.session.scalars(select(HelpCall)).one()
        assert (call.person_id, call.called_by, call.lesson_id) == (room.other, helper.person_id, LESSON)


def test_nobody_else_calls_for_her(room, college, signed_in):
    address = f"/desk/help-calls/{room.cohort}/{room.other}"
    assert signed_in(college.helper(college.cohort())).get(address).status_code == 404
    for person in (room.lecturer, room.student, college.product_manager()):
        assert signed_in(person).get(address).status_code == 403
    own = signed_in(college.helper(room.cohort))
    assert own.get(f"/desk/help-calls/{room.cohort}/{room.far_student}").status_code == 404
    assert not signed_in(room.lecturer).get(f"/cohorts/{room.cohort}/people/{room.other}").page.find("a", href=address)
