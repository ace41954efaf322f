"""Choosing what to learn: the proposal from stored facts, tracks, five questions, and all courses for everybody."""

from uuid import uuid4

import pytest

from college.core.db import db
from college.lessons import service
from college.lessons.service import Why
from college.library import service as library
from college.library.models import Track
from college.progress import service as progress


@pytest.fixture
def tracks(college, group):
    """Keep three tracks over the one course there is, and one that names nothing published."""
    with college.work():
        for position, (track_id, courses) in enumerate(
            [("from-zero", [group.course.id]), ("some-practice", [group.course.id]), ("small-business", ["none-yet", group.course.id]), ("empty", ["none-yet"])]
        ):
            db.session.add(Track(id=track_id, position=position, names={"zh": f"学法{position}", "en": f"Way {position}"},
                                 for_whom={"zh": "给您。", "en": "For you."}, course_ids=courses))


@pytest.fixture
def proposal(app, college, group):
    """Give a function that says what is proposed to the student."""

    def proposed(after=None):
        with app.app_context():
            found = service.choice_of(actor=college.actor(group.student), after=after).proposal
        return (found.line.head.id, found.why) if found else None

    return proposed


@pytest.fixture
def keep(app, college, group):
    """Give a function that keeps one step of a lesson (from 0) for somebody, or all of its steps."""

    def kept(person, lesson: int, *, all_steps: bool = False):
        with app.app_context():
            view = library.lesson(group.course.id, group.course.lessons[lesson].id)
        for step in view.step_ids if all_steps else view.step_ids[:1]:
            with college.work():
                service.keep_step(actor=college.actor(person), lesson=view, step_id=step)

    return kept


@pytest.mark.both_databases
def test_the_class_leads_where_three_of_it_learn_this_week(group, college, proposal, keep):
    third = group.course.lessons[2].id
    assert proposal() == (group.course.lessons[0].id, Why.FIRST)
    mates = [college.student(group.cohort) for _ in range(3)]
    for mate in mates[:2]:
        keep(mate, 2)
    assert proposal() == (group.course.lessons[0].id, Why.FIRST)
    keep(mates[2], 2)
    assert proposal() == (third, Why.CLASS)
    keep(group.student, 1)
    assert proposal() == (group.course.lessons[1].id, Why.UNFINISHED)


@pytest.mark.both_databases
def test_a_lesson_in_which_much_went_wrong_is_proposed_once_more(group, college, proposal, keep):
    keep(group.student, 0, all_steps=True)
    first = group.course.lessons[0]
    assert proposal() == (group.course.lessons[1].id, Why.ORDER)
    step = first.step_ids[0]
    with college.work():
        progress.call_help(person_id=group.student, client_id=uuid4(), course_id=group.course.id, lesson_id=first.id, step_id=step)
    assert proposal() == (first.id, Why.AGAIN)
    assert proposal(after=(group.course.id, first.id)) == (group.course.lessons[1].id, Why.ORDER)


def test_another_class_leads_nowhere(group, college, proposal, keep):
    elsewhere = college.cohort("330106", courses=(group.course.id,))
    for _ in range(4):
        keep(college.student(elsewhere), 2)
    assert proposal() == (group.course.lessons[0].id, Why.FIRST)


def test_whoever_finished_everything_is_told_so(group, student, proposal, keep):
    for lesson in range(len(group.course.lessons)):
        keep(group.student, lesson, all_steps=True)
    assert proposal() is None
    assert "所有的课您都学完了" in student.get("/").words


def test_a_visitor_sees_all_courses_and_nothing_of_anybody(client, group, tracks):
    page = client.get("/learn/all")
    assert group.course.title("zh") in page.words
    assert "看看哪些适合我" in page.words


def test_without_tracks_the_questions_lead_to_all_courses(client, group):
    assert "看看哪些适合我" not in client.get("/learn/all").words
    assert client.get("/learn/check?answers=aaaaa").headers["Location"] == "/learn/all"
    assert client.get("/learn/tracks/from-zero").status_code == 404


def test_five_questions_one_a_page_propose_a_track(client, tracks):
    address = "/learn/check"
    for number in range(1, 6):
        page = client.get(address)
        assert f"第{number}题" in page.words
        answer = page.page.select("button[name=answers]")[0]["value"]
        assert len(answer) == number
        address = f"/learn/check?answers={answer}"
    assert "这个适合您" in client.get(address).words


def test_back_from_a_question_is_the_one_before(client, tracks):
    page = client.get("/learn/check?answers=ab")
    assert page.page.find("a", string="返回")["href"] == "/learn/check?answers=a"


def test_a_chosen_track_is_kept_on_the_phone_and_leads(student, group, tracks):
    page = student.get("/learn/tracks/small-business")
    assert page.page.select_one("main form button")
    answer = student.submit(page, action="/learn/tracks/small-business")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert student.get_cookie("track").value == "small-business"
    assert "您正按这个顺序学" in student.get("/learn/tracks/small-business").words
    assert "您正按这个顺序学" in student.get("/learn/tracks").words


def test_a_cookie_that_names_no_track_changes_nothing(student, group, tracks):
    student.set_cookie("track", "../nonsense")
    assert student.get("/").status_code == 200
    assert student.get("/learn").status_code == 200


def test_only_tracks_with_published_courses_are_shown(client, tracks):
    words = client.get("/learn/tracks").words
    assert "学法0" in words and "学法3" not in words
