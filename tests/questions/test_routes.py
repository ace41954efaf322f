"""Asking without scripts, page by page: what is kept, what is shown, what is refused, and that hostile text stays text."""

from uuid import uuid4

import pytest

from college.cohorts import service as cohorts
from college.core.permissions import Actor
from college.progress.models import HelpCall
from college.questions import service
from college.questions.models import Message, Question
from tests.questions.classroom import COURSE, LESSON, NEXT_STEP, STEP
from tests.questions.test_service import count

AT_STEP = f"/learn/{COURSE}/{LESSON}/{STEP}"
HOSTILE = "<script>alert(1)</script>\n**粗** [点我](javascript:alert(1)) <img src=x onerror=alert(1)> {{ 7*7 }}"


@pytest.fixture
def student(room, signed_in):
    """Give the browser of the student, in English."""
    return _english(signed_in(room.student))


@pytest.fixture
def lecturer(room, signed_in):
    """Give the browser of the lecturer, in English."""
    return _english(signed_in(room.lecturer))


def _english(client):
    client.set_cookie("language", "en")
    return client


def _call(client):
    """Tap the help button; give the address of the box for words."""
    return client.submit(AT_STEP, action="/questions/help").headers["Location"]


def test_the_help_button_stands_after_the_teachers_telephone_on_step_and_practice(student):
    for address in (AT_STEP, f"{AT_STEP}/practice"):
        footer = student.get(address).page.find("footer")
        words = footer.get_text(" ", strip=True)
        assert words.index("Call the teacher") < words.index("I cannot do this, please help me")


def test_a_stranger_and_staff_see_no_help_button(client, lecturer):
    for visitor in (client, lecturer):
        assert not visitor.get(AT_STEP).page.find("form", attrs={"data-help": True})


def test_one_tap_keeps_the_call_though_she_leaves_right_away(room, student):
    _call(student)
    assert count(room, HelpCall) == 1
    assert count(room, Question, status="draft") == 1


def test_two_taps_on_one_button_are_one_question(room, student):
    step = student.get(AT_STEP)
    first, again = (student.submit(step, action="/questions/help") for _ in range(2))
    assert first.headers["Location"] == again.headers["Location"]
    assert count(room, HelpCall) == count(room, Question) == 1


def test_a_call_that_makes_no_sense_is_refused(room, student):
    page = student.get(AT_STEP)
    for data in ({"client_id": "not-an-id"}, {"step": ""}, {"course": "no-such-course"}, {"lesson": "x" * 80}):
        assert student.submit(page, data, action="/questions/help").status_code == 404
    assert count(room, Question) == 0


def test_words_are_sent_once_though_pressed_twice(room, student):
    box = student.get(_call(student))
    for _ in range(2):
        answer = student.submit(box, {"text": "点了\n没有反应"}, button="Send it to the teacher")
    assert answer.headers["Location"].startswith("/questions/")
    shown = student.follow(answer)
    assert "Your teacher has your question" in shown.words and "点了 没有反应" in shown.words
    assert count(room, Question) == 1


def test_a_sent_question_opens_no_box_any_more(room, student):
    question = room.ask()
    assert student.get(f"/questions/{question}/words").headers["Location"] == f"/questions/{question}"


def test_empty_words_may_be_sent(room, student):
    shown = student.follow(student.submit(_call(student), button="Send it to the teacher"))
    assert "No words: only the call for help at this step." in shown.words


def test_keeping_for_now_leads_back_to_the_step_and_the_words_are_there_later(room, student):
    address = _call(student)
    back = student.post(f"{address.removesuffix('/words')}/draft", data={**_token(student, address), "text": "等一下再写"})
    assert back.headers["Location"] == AT_STEP
    assert student.get(address).page.find("textarea").get_text().strip() == "等一下再写"
    assert "Not sent yet" in student.get("/questions").words


def _token(client, address) -> dict:
    return {"csrf_token": client.get(address).page.find("input", attrs={"name": "csrf_token"})["value"]}


def test_a_script_is_answered_in_its_own_way(room, student):
    box = _call(student)
    base, token, script = box.removesuffix("/words"), _token(student, box), {"Accept": "application/json"}
    kept = student.post(f"{base}/draft", data={**token, "text": "点"}, headers=script)
    sent = student.post(f"{base}/send", data={**token, "text": "点了"}, headers=script)
    late = student.post(f"{base}/draft", data={**token, "text": "迟到"}, headers=script)
    assert (kept.json, sent.json, late.json) == ({"kept": True}, {"next": base}, {"kept": False})
    fields = {"course": COURSE, "lesson": LESSON, "step": STEP, "client_id": str(uuid4()), "waited": "30"}
    assert student.post("/questions/help", data={**token, **fields}, headers=script).json["next"].endswith("/words")


def test_too_many_letters_are_refused_and_none_is_lost(student):
    answer = student.submit(_call(student), {"text": "字" * 2001}, button="Send it to the teacher")
    assert answer.status_code == 422
    assert answer.page.title.get_text().startswith("Please look again:")
    assert answer.page.find("textarea").get_text().strip() == "字" * 2001
    assert answer.page.find(id="errors")


def test_my_questions_show_what_became_of_each_and_lead_to_its_step(room, student):
    answered, waiting = room.ask("退款在哪里", step=NEXT_STEP), room.ask("点了没有反应")
    room.answer(answered)
    page = student.get("/questions")
    assert page.words.index("Waits for an answer") < page.words.index("Answered")
    targets = [link["href"] for link in page.page.find("main").find_all("a")]
    assert targets == [
        f"/questions/{waiting}", AT_STEP, f"/questions/{answered}", f"/learn/{COURSE}/{LESSON}/{NEXT_STEP}",
    ]  # fmt: skip


def test_my_questions_are_ten_on_a_page(room, student):
    for number in range(12):
        room.ask(f"第{number}个")
    assert len(student.get("/questions").page.find_all("section", class_="question-line")) == 10
    assert len(student.get("/questions?page=2").page.find_all("section", class_="question-line")) == 2


def test_whoever_has_not_asked_is_told_where_the_button_is(student):
    assert "You have not asked anything yet." in student.get("/questions").words


def test_an_answer_is_read_with_its_step_as_a_large_button(room, student):
    question = room.ask()
    room.answer(question, "不用担心。\n请看这里。", link_step=NEXT_STEP)
    page = student.get(f"/questions/{question}")
    assert "Your teacher has answered" in page.words
    primary = page.page.find("main").find("a", class_="button-primary")
    assert primary["href"] == f"/learn/{COURSE}/{LESSON}/{NEXT_STEP}"
    assert len(page.page.find("main").find_all(class_="button-primary")) == 1


def test_a_reply_sends_the_question_back_to_the_desk(room, student):
    question = room.ask()
    room.ask_back(question, "哪个页面?")
    page = student.get(f"/questions/{question}")
    assert "哪个页面?" in page.words
    empty = student.submit(page, {"text": "  "}, button="Send the reply")
    assert empty.status_code == 422 and "Please write a few words first." in empty.words
    for _ in range(2):
        done = student.submit(page, {"text": "首页"}, button="Send the reply")
    assert "Your reply is with your teacher." in student.follow(done).words
    assert count(room, Message) == 2
    assert room.row(question).status == "waiting"


def test_a_reply_that_comes_too_late_is_not_lost_from_the_page(room, student):
    question = room.ask()
    room.ask_back(question)
    page = student.get(f"/questions/{question}")
    room.answer(question)
    late = student.submit(page, {"text": "首页"}, button="Send the reply")
    assert late.status_code == 409
    assert "not waiting for a reply any more" in late.words and "Your teacher has answered" in late.words


def test_taking_back_is_asked_once_more_and_can_be_taken_back_itself(room, student):
    question = room.ask()
    page = student.get(f"/questions/{question}")
    confirm = student.get(page.page.find("a", string="Take this question back")["href"])
    shown = student.follow(student.submit(confirm, button="Take it back"))
    assert "You took this question back" in shown.words
    assert room.row(question).status == "withdrawn"
    student.submit(shown, button="Send it to the teacher after all")
    assert room.row(question).status == "waiting"


def test_nothing_of_hers_is_anybody_elses(room, signed_in, client):
    question, draft = room.ask(), room.call(step=NEXT_STEP)
    for other in (room.other, room.far_student):
        browser = signed_in(other)
        for address in (f"/questions/{question}", f"/questions/{question}/withdraw", f"/questions/{draft}/words"):
            assert browser.get(address).status_code == 404, address
    for address in ("/questions", f"/questions/{question}", f"/questions/{draft}/words"):
        assert client.get(address).headers["Location"].startswith("/card"), address


def test_a_product_manager_and_an_operator_reach_none_of_it(room, college, signed_in):
    question = room.ask()
    for person in (college.product_manager(), college.operator()):
        browser = signed_in(person)
        for address in ("/questions", "/desk/questions", f"/desk/questions/{question}", f"/questions/{question}/words"):
            assert browser.get(address).status_code == 403, address
        assert browser.get(f"/questions/{question}").status_code == 404


def test_who_has_left_the_class_still_reads_her_answers(room, student):
    question = room.ask()
    room.answer(question, "请看右下角。")
    with room.college.work():
        _end(room)
    assert "请看右下角。" in student.get(f"/questions/{question}").words
    assert "Answered" in student.get("/questions").words
    assert student.get(f"/questions/{question}/withdraw").status_code == 403


def _end(room) -> None:
    cohorts.end_enrollment(actor=Actor.system(), cohort_id=room.cohort, person_id=room.student)


def test_hostile_words_stay_words_on_every_page(room, student, lecturer):
    question = room.ask(HOSTILE)
    room.ask(HOSTILE, who=room.other)
    room.ask_back(question, HOSTILE)
    room.run(room.student, service.reply, question_id=question, client_id=uuid4(), text=HOSTILE)
    room.answer(question, HOSTILE)
    pages = [student.get(address) for address in ("/questions", f"/questions/{question}")]
    pages += [lecturer.get(address) for address in ("/desk/questions?show=all", f"/desk/questions/{question}")]
    assert all("{{ 7*7 }}" in page.words for page in pages[1::2])
    for page in pages:
        main = page.page.find("main")
        assert "<script>alert(1)</script>" in page.words and "**粗**" in page.words
        assert not main.find("script") and not main.find("img")
        assert not [link for link in main.find_all("a") if "javascript" in link.get("href", "")]
