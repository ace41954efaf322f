"""The student's pages as she and as a visitor meet them."""

from uuid import uuid4

import pytest
from sqlalchemy import event

from college.core.db import db
from college.progress.models import LessonProgress, StepDone, Tap

SCRIPT = {"Accept": "application/json"}


def button(answer, words):
    return [tag for tag in answer.page.select("main a, .bar a, .bar button") if words in tag.get_text()]


def finish(student, group):
    """Press 下一步 from the first step to the last; give the last answer."""
    page = student.get(group.step(1))
    for _ in group.lesson.step_ids:
        page = student.follow(student.submit(page, action="/done"))
    return page


def test_my_courses_offer_to_go_on_where_she_is(student, group):
    begin = student.get("/learn")
    assert button(begin, "开始学这一课")[0]["href"] == group.address
    student.submit(group.step(1), action="/done")
    again = student.get("/learn")
    assert button(again, "继续学习")[0]["href"] == group.address
    assert f"学到第2步，共{len(group.lesson.step_ids)}步" in again.words
    assert student.follow(student.get(group.address)).request.path == group.step(2)


def test_whoever_is_in_no_class_is_told_what_to_do(client, college, signed_in, group):
    assert client.get("/learn").headers["Location"] == "/card/help"
    page = signed_in(college.person()).get("/learn")
    assert "请给老师打个电话" in page.words


def test_a_course_lists_its_lessons_with_their_state_in_words(student, group):
    assert student.get(f"/learn/{group.course.id}").words.count("还没开始") == len(group.course.lessons)
    student.submit(group.step(1), action="/done")
    assert "学到第2步" in student.get(f"/learn/{group.course.id}").words


def test_a_step_shows_its_number_words_picture_and_both_ways(student, group):
    page = student.get(group.step(2))
    text = group.lesson.in_language("zh").steps[1]
    assert f"第2步 共{len(group.lesson.step_ids)}步" in page.words
    assert page.page.h1.get_text(strip=True) == text.title
    assert page.page.title.get_text().startswith(f"{text.title} - {group.lesson.in_language('zh').title}")
    assert len(page.page.select_one(".lesson-picture[role=img]")["aria-label"]) >= 5
    assert button(page, "上一步")[0]["href"] == group.step(1)
    assert button(page, "下一步")


def test_only_students_of_the_class_see_the_teachers_telephone(student, client, college, signed_in, group):
    other = college.cohort("330106", teacher_phone="140-0000-0002")
    stranger = signed_in(college.student(other))
    assert 'href="tel:140-0000-0001"' in student.get(group.step(1)).text
    assert "tel:" not in client.get(group.step(1)).text
    seen = stranger.get(group.step(1)).text
    assert 'href="tel:140-0000-0002"' in seen and "140-0000-0001" not in seen


def test_next_keeps_the_step_and_shows_the_following_one(student, group):
    page = student.follow(student.submit(group.step(1), action="/done"))
    assert page.request.path == group.step(2)
    (row,) = group.rows(StepDone)
    assert (row.person_id, row.step_id) == (group.student, group.lesson.step_ids[0])


def test_pressing_next_twice_is_one_completion(student, group):
    page = student.get(group.step(1))
    for _ in range(2):
        assert student.submit(page, action="/done").headers["Location"] == group.step(2)
    assert group.count(StepDone) == 1


def test_the_script_is_told_where_to_go_and_may_send_late(student, group):
    student.get(group.step(1))
    token = student.get(group.step(1)).page.select_one("[name=csrf_token]")["value"]
    answer = student.post(f"{group.step(1)}/done", data={"csrf_token": token, "waited": "120.5"}, headers=SCRIPT)
    assert answer.get_json() == {"next": group.step(2)}
    (row,) = group.rows(StepDone)
    assert (row.received_at - row.done_at).total_seconds() == pytest.approx(120.5, abs=0.01)


@pytest.mark.parametrize("waited", ["nan", "-3", "soon", "", "1e400"])
def test_a_wait_that_makes_no_sense_is_no_wait(student, group, waited):
    student.submit(group.step(1), action="/done")
    token = student.get(group.step(2)).page.select_one("[name=csrf_token]")["value"]
    assert student.post(f"{group.step(2)}/done", data={"csrf_token": token, "waited": waited}).status_code == 303


def test_finishing_a_lesson_shows_what_she_learned_and_the_next_lesson(student, group):
    page = finish(student, group)
    text = group.lesson.in_language("zh")
    assert page.request.path == f"{group.address}/finished"
    assert text.objectives[0] in page.words and text.keypoints[0] in page.words
    assert "还没有在手机上核对过" in page.words
    assert button(page, "下一课")[0]["href"] == f"/learn/{group.course.id}/{group.course.lessons[1].id}"
    assert "学完了" in student.get(f"/learn/{group.course.id}").words
    assert student.follow(student.get(group.address)).request.path == group.step(1)


def test_the_end_of_a_lesson_leads_back_to_what_is_missing(student, group):
    last = len(group.lesson.step_ids)
    page = student.follow(student.submit(group.step(last), action="/done"))
    assert page.request.path == group.step(1)
    assert student.follow(student.get(f"{group.address}/finished")).request.path == group.step(1)


def test_a_visitor_reads_and_practises_and_nothing_is_kept(client, group):
    page = client.get(group.step(1))
    assert "用学员卡登录" in page.words
    assert button(page, "下一步")[0]["href"] == group.step(2)
    address, (screen, *_) = group.practised()
    wrong = client.submit(client.get(f"{address}/practice"), {"tap": group.wrong_target(screen)}, action="/practice")
    assert wrong.page.select_one(".lesson-wrong")
    right = client.submit(wrong, {"tap": screen.target}, action="/practice")
    assert "对了！" in right.words
    assert client.get(f"{group.address}/finished").status_code == 200
    assert client.get(f"/learn/{group.course.id}").status_code == 200
    for model in (StepDone, LessonProgress, Tap):
        assert group.count(model) == 0


def test_staff_look_and_practise_and_nothing_is_kept(college, signed_in, group):
    other = signed_in(college.lecturer(group.cohort))
    page = other.get(group.step(1))
    assert "您不是班里的学员" in page.words
    token = page.page.select_one("[name=csrf_token]")["value"]
    assert other.post(f"{group.step(1)}/done", data={"csrf_token": token}).status_code in (403, 404)
    tap = {"csrf_token": token, "tap": "home", "at": "1", "client_id": str(uuid4())}
    assert other.post(f"{group.step(1)}/tap", data=tap).status_code in (403, 404)
    assert group.count(StepDone) == group.count(Tap) == 0


def test_a_student_may_learn_a_course_that_her_class_does_not_have(college, signed_in, group):
    person = college.student(college.cohort("330106"))
    other = signed_in(person)
    assert other.submit(group.step(1), action="/done").headers["Location"] == group.step(2)
    (row,) = group.rows(StepDone)
    assert row.person_id == person
    assert "您上次学到这里" in other.get("/learn").words


def test_a_wrong_tap_is_answered_gently_and_kept_with_its_target(student, group):
    address, (screen, *_) = group.practised()
    wrong = group.wrong_target(screen)
    page = student.follow(student.submit(f"{address}/practice", {"tap": wrong}, action="/tap"))
    words = screen.wrong.get(wrong) or screen.wrong.get("*")
    assert page.page.select_one(".lesson-wrong").get_text(strip=True) == words
    (row,) = group.rows(Tap)
    assert (row.target, row.expected, row.is_right) == (wrong, screen.target, False)


def test_after_three_wrong_taps_the_screen_shows_where(student, group):
    address, (screen, *_) = group.practised()
    page = student.get(f"{address}/practice")
    for ringed in (0, 0, 1):
        page = student.follow(student.submit(page, {"tap": group.wrong_target(screen)}, action="/tap"))
        assert len(page.page.select(".app-ringed")) == ringed
    assert group.count(Tap) == 3


def test_the_same_tap_sent_twice_is_counted_once(student, group):
    address, (screen, *_) = group.practised()
    page = student.get(f"{address}/practice")
    for _ in range(2):
        student.submit(page, {"tap": group.wrong_target(screen)}, action="/tap")
    assert group.count(Tap) == 1


def test_a_right_tap_goes_on_to_the_next_screen_and_at_last_to_the_next_step(student, group):
    address, screens = group.practised(2)
    page = student.get(f"{address}/practice")
    for number, screen in enumerate(screens, 1):
        assert not button(page, "下一个画面")[0:] or button(page, "下一个画面")[0].has_attr("hidden")
        page = student.follow(student.submit(page, {"tap": screen.target}, action="/tap"))
        assert "对了！" in page.words
        if number < len(screens):
            page = student.get(button(page, "下一个画面")[0]["href"])
    assert student.submit(page, action="/done").status_code == 303
    assert group.count(Tap) == len(screens)
    assert group.count(StepDone) == 1


@pytest.mark.parametrize("data", [{"client_id": "nobody"}, {"at": "first"}, {"at": "0"}, {"tap": ""}])
def test_a_tap_that_cannot_be_read_shows_the_same_screen_again(student, group, data):
    address, (screen, *_) = group.practised()
    page = student.get(f"{address}/practice")
    token = page.page.select_one("[name=csrf_token]")["value"]
    whole = {"csrf_token": token, "tap": screen.target, "at": "1", "tries": "0", "client_id": str(uuid4())}
    answer = student.post(f"{address}/tap", data={**whole, **data})
    assert answer.status_code == 422
    assert answer.page.select_one("form[data-target]")
    assert group.count(Tap) == 0


def test_a_tap_on_a_screen_or_place_that_is_not_there_is_not_kept(student, group):
    address, (screen, *_) = group.practised()
    token = student.get(f"{address}/practice").page.select_one("[name=csrf_token]")["value"]
    whole = {"csrf_token": token, "tap": screen.target, "at": "1", "client_id": str(uuid4())}
    assert student.post(f"{address}/tap", data={**whole, "at": "99"}).status_code == 404
    assert student.post(f"{address}/tap", data={**whole, "tap": "moon"}).status_code == 303
    assert group.count(Tap) == 0


@pytest.mark.parametrize("query", ["?at=99", "?at=-1", "?tap=moon&tries=x", "?tries=9999999999", "?at=" + "9" * 5000])
def test_a_strange_practice_address_shows_a_screen(client, group, query):
    address, _ = group.practised()
    assert client.get(f"{address}/practice{query}").status_code == 200


def test_unknown_courses_lessons_and_steps_are_not_there(client, group):
    for address in ("/learn/nothing", f"/learn/{group.course.id}/nothing", f"{group.address}/nothing"):
        assert client.get(address).status_code == 404
    assert client.get(f"{group.address}/nothing/practice").status_code == 404


def test_a_step_that_stands_in_another_lesson_is_found_there(client, group):
    other = group.course.lessons[1]
    answer = client.get(f"{group.address}/{other.step_ids[0]}")
    assert answer.headers["Location"] == f"/learn/{group.course.id}/{other.id}/{other.step_ids[0]}"


def test_a_session_that_ended_keeps_nothing_and_says_so(client, group):
    token = client.get(group.step(1)).page.select_one("[name=csrf_token]")["value"]
    answer = client.post(f"{group.step(1)}/done", data={"csrf_token": token})
    assert answer.status_code in {303, 403}
    assert group.count(StepDone) == 0


def test_english_pages_mark_the_apps_own_labels_as_chinese(student, group):
    student.set_cookie("language", "en")
    page = student.get(group.step(1))
    assert page.page.html["lang"] == "en"
    assert f"Step 1 of {len(group.lesson.step_ids)}" in page.words
    assert page.page.select(".lesson-text [lang=zh-CN]")


def test_a_step_costs_few_queries(student, group, app):
    student.get(group.step(1))
    asked = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    student.get(group.step(1))
    assert len(asked) <= 4, asked


def test_reading_writes_nothing(student, group, app):
    finish(student, group)
    before = [group.count(model) for model in (StepDone, LessonProgress, Tap)]
    for address in ("/learn", f"/learn/{group.course.id}", group.step(2), f"{group.step(1)}/practice?tap=home"):
        student.follow(student.get(address))
    assert [group.count(model) for model in (StepDone, LessonProgress, Tap)] == before
