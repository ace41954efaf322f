"""Who sees which numbers of a lesson, how many queries they cost, and that nobody's name is among them."""

import pytest

from college.accounts import service as accounts
from college.board import lessons
from college.cohorts import service as cohorts
from college.core.clock import now
from college.core.db import db, new_id
from college.core.errors import NotFound
from college.core.permissions import Actor, Role, Scope
from college.library import service as library
from college.progress import service as progress
from college.questions.models import Message, Question
from tests.support.college import SHANGCHENG, XIHU
from tests.support.counting import count_queries

SYSTEM = Actor.system()
LESSON = "find-order"


@pytest.fixture
def fill(college, refunds):
    """Give a function that makes a cohort with so many people at the first step, and as many questions."""

    def make(people: int, *, district: str = SHANGCHENG, asked: int = 0, name: str = "春季班"):
        cohort = college.cohort(district, courses=(refunds,), name=name)
        with college.work():
            lesson = library.lesson(refunds, LESSON)
            ids = [accounts.create_person(name=f"学员{at}").id for at in range(people)]
            cohorts.bulk_enroll(actor=SYSTEM, cohort_id=cohort, person_ids=ids)
            step = next(each for each in lesson.in_language("zh").steps if each.practice)
            screen = step.practice[0]
            wrong = sorted(library.screens().targets(screen.screen, screen.values) - {screen.target})
            for person in ids:
                here = {"person_id": person, "course_id": refunds, "step_id": step.id}
                progress.keep_step(**here, lesson_id=LESSON, step_ids=lesson.step_ids)
                progress.keep_tap(**here, client_id=new_id(), screen=screen.screen, target=wrong[0], expected=screen.target)
            rows = [
                Question(person_id=ids[at % people], client_id=new_id(), cohort_id=cohort, district_code=district, course_id=refunds,
                         lesson_id=LESSON, step_id=step.id, text=f"第{at}个问题", status="answered", sent_at=now(), created_at=now())
                for at in range(asked)
            ]  # fmt: skip
            db.session.add_all(rows)
            db.session.flush()
            db.session.add_all(
                Message(question_id=each.id, author_id=each.person_id, client_id=new_id(), kind="answer", text="看右下角")
                for each in rows
            )
        return cohort

    return make


def seen(college, who, group="", course="refunds"):
    with college.work():
        return lessons.lesson_board(
            actor=college.actor(who), course_id=course, lesson_id=LESSON, group=group, number=0, lang="zh"
        )


def author(college, refunds):
    return college.staff(Role.AUTHOR, Scope(course=refunds))


def test_a_lecturer_sees_her_own_cohort_exactly_and_no_other(college, fill):
    mine, _other = fill(3), fill(7)
    board = seen(college, college.lecturer(mine))
    assert [each.group.cohort_id for each in board.groups] == [mine]
    assert (board.chosen.people.value, board.chosen.started.value) == (3, 3)
    assert not board.may_write


def test_another_groups_key_in_the_address_shows_nothing_of_it(college, fill):
    mine, other = fill(3), fill(7)
    board = seen(college, college.lecturer(mine), group=other.hex)
    assert board.chosen.group.cohort_id == mine
    assert seen(college, college.lecturer(mine), group="all").chosen.people.value == 3


def test_an_author_sees_totals_and_no_cohort_by_name(college, refunds, fill):
    fill(7, name="远方的班", district=XIHU)
    fill(6, name="近处的班")
    board = seen(college, author(college, refunds))
    assert [each.group.key for each in board.groups] == ["all"]
    assert (board.chosen.people.value, board.chosen.people.is_about) == (10, True)
    assert "班" not in repr(board.groups)
    assert all(not step.questions for step in board.steps)


@pytest.mark.parametrize("few", [1, 2, 3, 4])
def test_fewer_than_five_strangers_look_the_same_whatever_they_are(college, refunds, fill, few):
    mine = fill(6)
    fill(few, district=XIHU)
    who = college.lecturer(mine)
    with college.work():
        accounts.grant(actor=SYSTEM, person_id=who, role=Role.AUTHOR, scope=Scope(course=refunds))
    board = seen(college, who)
    assert (board.chosen.people.value, board.chosen.people.is_few) == (6, True)
    step = next(each for each in board.steps if each.heats)
    wrong = step.heats[0].wrong[0]
    assert (wrong.taps.value, wrong.taps.is_few, wrong.people.is_few, wrong.share) == (6, True, True, None)
    assert board.groups[1].people.value == 6


def test_whoever_has_neither_cohort_nor_course_sees_no_number(college, refunds, fill):
    fill(9)
    board = seen(college, college.product_manager())
    assert (board.groups, board.chosen, board.steps, board.comparison) == ([], None, [], None)
    with college.work():
        assert lessons.lessons_in_short(actor=college.actor(college.product_manager()), lang="zh") == []


def test_a_lesson_that_is_not_there_is_not_found(college, refunds):
    with pytest.raises(NotFound), college.work():
        lessons.lesson_board(actor=SYSTEM, course_id=refunds, lesson_id="none", group="", number=0, lang="zh")


def test_questions_are_quoted_to_lecturers_of_their_cohort_alone(college, fill):
    cohort = fill(3, asked=8)
    step = next(each for each in seen(college, college.lecturer(cohort)).steps if each.questions)
    assert [each.text for each in step.questions] == [f"第{at}个问题" for at in (7, 6, 5, 4, 3)]
    assert (step.questions[0].answer, step.numbers.questions.value, step.numbers.answered.value) == ("看右下角", 8, 8)
    for who in (college.helper(cohort), college.coordinator()):
        assert not any(each.questions for each in seen(college, who).steps)
        assert next(each for each in seen(college, who).steps if each.id == step.id).numbers.questions.value == 8


def test_who_may_mend_and_who_tells_whom(college, refunds, fill):
    lecturer = college.lecturer(fill(3))
    assert seen(college, lecturer).authors == []
    writer = author(college, refunds)
    with college.work():
        name = accounts.people_by_ids([writer])[writer].name
    assert (seen(college, lecturer).authors, seen(college, writer).may_write) == ([name], True)


def test_the_list_says_what_the_lessons_page_says(college, fill):
    who = college.lecturer(fill(4, asked=2))
    with college.work():
        (course,) = lessons.lessons_in_short(actor=college.actor(who), lang="zh")
    row, whole = course.lessons[0], seen(college, who).chosen
    assert (row.lesson_id, course.people) == (LESSON, whole.people)
    assert (row.started, row.finished, row.stopped, row.wrong_people) == (
        whole.started, whole.finished, whole.stopped, whole.wrong_people,
    )  # fmt: skip
    assert row.open_questions.value == 0


@pytest.mark.both_databases
def test_one_cohort_and_fifty_cost_the_same_queries_and_ten_questions_and_a_thousand(college, refunds, fill):
    fill(2, asked=10)
    who = college.coordinator()
    with college.work():
        accounts.grant(actor=SYSTEM, person_id=who, role=Role.LECTURER, scope=Scope(course=refunds))
    before = _costs(college, who)
    for _ in range(7):
        fill(1)
    fill(5, asked=300)
    fill(3, district=XIHU)
    assert _costs(college, who) == before
    assert before[0] < 25 and before[1] < 15, before


def _costs(college, who) -> tuple[int, int]:
    with college.work():
        actor = college.actor(who)
        assert actor.held
        library.published_courses(), library.lessons("refunds")
        with count_queries() as one:
            lessons.lesson_board(actor=actor, course_id="refunds", lesson_id=LESSON, group="", number=0, lang="zh")
        with count_queries() as every:
            lessons.lessons_in_short(actor=actor, lang="zh")
        return one.count, every.count
