"""A course begins on the web: seen by nobody else, its lessons in an order, and every press once."""

import pytest
from sqlalchemy import select

from college.accounts import service as accounts
from college.authoring import courses, courses_shown, drafts, queries, readings
from college.authoring.rules import Texts, fingerprint
from college.cohorts.course_choice import course_choices
from college.core.audit import AuditEntry
from college.core.clock import now
from college.core.db import db, new_id
from college.core.errors import NotAllowed, NotFound, RuleBroken
from college.core.permissions import Actor, Role, Scope
from college.library import service as library
from college.library.checks import RESERVED_COURSE_IDS, RESERVED_LESSON_IDS
from college.library.models import Course
from tests.support.college import SHANGCHENG, XIHU
from tests.support.counting import count_queries


@pytest.fixture
def lecturer(college):
    """Make a lecturer of a cohort of 上城区."""
    return college.lecturer(college.cohort(SHANGCHENG))


@pytest.fixture
def begun(college, lecturer):
    """Have the lecturer begin a course; give its id."""
    with college.work():
        return courses.start_course(
            actor=college.actor(lecturer), form_id=new_id(), title=" 放心 付款 ", district_code=SHANGCHENG
        )


@pytest.fixture
def call(college, lecturer, begun):
    """Give a function that calls a service as the lecturer, in one unit of work."""

    def call(function, **given):
        with college.work():
            return function(actor=college.actor(lecturer), course_id=begun, **given)

    return call


def lesson(call, title: str) -> str:
    """Begin a lesson."""
    return call(courses.new_lesson, form_id=new_id(), title=title)


def titles(call) -> list[str]:
    """Give the titles of the lessons in the order of the desk."""
    return [each.title for each in call(courses_shown.course_desk).lessons]


@pytest.mark.both_databases
def test_a_lecturer_begins_a_course_of_her_district_once_and_is_its_author(college, lecturer):
    form = new_id()
    for _ in range(2):
        with college.work():
            course = courses.start_course(
                actor=college.actor(lecturer), form_id=form, title="放心付款", district_code=SHANGCHENG
            )
    with college.work():
        held = accounts.held_by(lecturer)
        assert [each.scope for each in held if each.role == Role.AUTHOR] == [Scope(course=course)]
        assert queries.home(course).district_code == SHANGCHENG
        given = db.session.scalars(select(AuditEntry).where(AuditEntry.action.in_(["grant.give", "course.start"]))).all()
        assert [each.actor_id for each in given if each.action == "course.start"] == [lecturer]
        mine = [each for each in given if each.detail.get("role") == "author"]
        assert [(each.actor_id, each.district) for each in mine] == [(None, SHANGCHENG)]


def test_a_course_begins_only_where_she_teaches(college, lecturer):
    for person, district, error in (
        (lecturer, XIHU, NotFound), (lecturer, None, NotFound), (college.coordinator(), SHANGCHENG, NotAllowed)
    ):
        with college.work(), pytest.raises(error):
            courses.start_course(actor=college.actor(person), form_id=new_id(), title="课", district_code=district)


def test_a_course_never_published_is_seen_by_its_authors_alone(college, lecturer, begun, call, signed_in):
    lesson(call, "看看我买过什么")
    student = college.student(college.cohort(SHANGCHENG))
    with college.work():
        assert begun not in {each.id for each in library.published_courses()}
        with pytest.raises(NotFound):
            library.course(begun)
    for person, address in ((lecturer, f"/courses/{begun}"), (student, f"/learn/{begun}"), (student, "/learn")):
        answer = signed_in(person).get(address)
        assert answer.status_code == 404 or "付款" not in answer.get_data(as_text=True)
    for other, status in ((college.author("another"), 404), (college.helper(college.cohort()), 403)):
        assert signed_in(other).get(f"/write/{begun}").status_code == status
    assert "放心 付款" in signed_in(lecturer).get(f"/write/{begun}").words


def test_no_cohort_can_be_given_a_course_that_is_not_published(college, begun, signed_in):
    page = signed_in(college.coordinator(SHANGCHENG)).get("/cohorts/new")
    assert begun not in page.get_data(as_text=True)


def test_a_coordinator_finds_the_courses_of_her_district_first_then_those_of_the_college(college, refunds):
    college.district()
    for code, title in ((XIHU, "西湖的课"), (SHANGCHENG, "上城的课"), (SHANGCHENG, "上城的草稿")):
        with college.work():
            made = courses.start_course(actor=Actor.system(), form_id=new_id(), title=title, district_code=code)
            if "草稿" not in title:
                db.session.get_one(Course, made).published_at = now()
    with college.app.test_request_context():
        offered = list(course_choices([SHANGCHENG], "zh").values())
    assert [each.partition(" (")[0].partition("（")[0] for each in offered] == ["上城的课", "退货退款不用怕", "西湖的课"]
    assert "上城区" in offered[0] and "西湖区" in offered[2]


@pytest.mark.both_databases
def test_a_lesson_begins_once_with_its_first_step_ready(college, begun, call):
    form = new_id()
    ids = {call(courses.new_lesson, form_id=form, title='说 "你好": 一') for _ in range(2)}
    assert len(ids) == 1
    with college.work():
        draft = queries.draft(begun, ids.pop())
        pieces = library.cut(draft.zh)
        assert library.title_of(draft.zh) == '说 "你好": 一'
        assert len(pieces.step_ids) == 1 and pieces.step_ids[0].startswith("s-")


def test_what_is_missing_in_a_new_lesson_is_said_by_the_checks_and_nothing_is_unreadable(college, begun, call):
    new = lesson(call, "看一看")
    with college.work():
        draft, own = queries.draft(begun, new), queries.draft(begun, "course")
        files = library.course_files(begun, instead={new: (draft.zh, ""), "course": (own.zh, "")})
        look = library.look_at(files, new)
    assert look.view is not None and look.view.in_language("zh").title == "看一看"
    assert look.problems and not [each for each in look.problems if "read" in each.sentence]


@pytest.mark.both_databases
def test_a_lesson_is_moved_once_however_often_the_button_is_pressed(call):
    ids = [lesson(call, title) for title in ("一", "二", "三")]
    for _ in range(2):
        call(courses.move_lesson, lesson_id=ids[0], place=0, by=1)
    assert titles(call) == ["二", "一", "三"]
    call(courses.move_lesson, lesson_id=ids[2], place=2, by=-1)
    call(courses.move_lesson, lesson_id=ids[1], place=0, by=-1)
    assert titles(call) == ["二", "三", "一"]
    with pytest.raises(NotFound):
        call(courses.move_lesson, lesson_id="nowhere", place=0, by=1)


def test_a_lesson_taken_away_can_be_put_back_where_it_stood(call):
    ids = [lesson(call, title) for title in ("一", "二", "三")]
    for _ in range(2):
        call(courses.put_away, lesson_id=ids[1])
    assert titles(call) == ["一", "三"]
    assert [each.title for each in call(courses_shown.course_desk).put_away] == ["二"]
    call(courses.put_back, lesson_id=ids[1])
    assert titles(call) == ["一", "二", "三"]
    with pytest.raises(NotFound):
        call(courses.put_away, lesson_id="course")


def test_what_students_have_is_not_taken_away(college, refunds):
    author = college.author(refunds)
    with college.work():
        actor, first = college.actor(author), library.course(refunds).lessons[0].id
        courses.new_lesson(actor=actor, course_id=refunds, form_id=new_id(), title="多一节")
        courses.keep_new(actor, refunds, first, "---\n---\n")
        with pytest.raises(RuleBroken):
            courses.put_away(actor=actor, course_id=refunds, lesson_id=first)


def test_the_desk_says_how_each_lesson_stands(college, refunds, signed_in):
    author = college.author(refunds)
    with college.work():
        actor, first = college.actor(author), library.course(refunds).lessons[0].id
        text = library.written(refunds, first)
        courses.keep_new(actor, refunds, first, text.zh.replace("找到那一单", "找着那一单"), text.en)
        courses.new_lesson(actor=actor, course_id=refunds, form_id=new_id(), title="多一节")
    with college.work():
        desk = courses_shown.course_desk(actor=college.actor(author), course_id=refunds)
    assert [(each.number, each.has_changes, each.has_english) for each in desk.lessons] == [
        (1, True, True), *[(1, False, True)] * 5, (0, True, False)
    ]
    assert not desk.order_waits and not desk.text_has_changes
    page = signed_in(author).get(f"/write/{refunds}")
    assert "沈作者" in page.words and "找着那一单" in page.words


@pytest.mark.both_databases
def test_a_draft_that_says_what_is_published_has_no_changes(college, refunds):
    author = college.author(refunds)
    place = {"course_id": refunds, "lesson_id": "find-order"}
    seen = []
    for words in (None, "新的开头。", None):
        with college.work():
            actor = college.actor(author)
            draft = drafts.locked_draft(actor=actor, **place)
            there = drafts.texts_of(draft).part("intro")
            new = Texts(words or library.cut(library.written(refunds, "find-order").zh).introduction, there.en)
            drafts.keep_part(actor=actor, part="intro", texts=new, base=fingerprint(there), **place)
        with college.work():
            desk = courses_shown.course_desk(actor=college.actor(author), course_id=refunds)
            (row,) = courses_shown.course_rows(actor=college.actor(author)).items
            seen.append((desk.lessons[0].has_changes, row.drafted))
    assert seen == [(False, []), (True, ["find-order"]), (False, [])]


def test_the_order_waits_for_the_next_publishing(college, refunds):
    author = college.author(refunds)
    with college.work():
        actor, first = college.actor(author), library.course(refunds).lessons[0].id
        courses.move_lesson(actor=actor, course_id=refunds, lesson_id=first, place=0, by=1)
    with college.work():
        desk = courses_shown.course_desk(actor=college.actor(author), course_id=refunds)
        assert desk.order_waits and desk.lessons[1].id == first
        assert library.course(refunds).lessons[0].id == first
    for is_new in (True, False):
        with college.work():
            assert courses.publish_order(actor=college.actor(author), course_id=refunds) is is_new
    with college.work():
        assert library.course(refunds).lessons[1].id == first
        assert not courses_shown.course_desk(actor=college.actor(author), course_id=refunds).order_waits


def test_whoever_is_asked_to_read_finds_it_on_the_desk(college, lecturer, begun, call, signed_in):
    reader, new = college.lecturer(college.cohort(SHANGCHENG)), lesson(call, "看看我买过什么")
    with college.work():
        writer, place = college.actor(lecturer), {"course_id": begun, "lesson_id": new, "reader_id": reader}
        asked = readings.ask(actor=writer, asked="请看第一步。", client_id=new_id(), **place).id
    page = signed_in(reader).get("/write")
    assert f"/write/readings/{asked}" in {each["href"] for each in page.page.main.find_all("a", href=True)}
    assert "看看我买过什么" in page.words and "看看我买过什么" not in signed_in(lecturer).get("/write").words


def test_no_place_of_the_desk_can_be_the_id_of_a_course_or_lesson(app):
    parts = [rule.rule.split("/") for rule in app.url_map.iter_rules() if rule.rule.startswith("/write/")]
    courses_taken = {each[2] for each in parts if not each[2].startswith("<")}
    lessons_taken = {each[3] for each in parts if len(each) > 3 and each[2].startswith("<") and not each[3].startswith("<")}
    assert "new" in courses_taken <= set(RESERVED_COURSE_IDS)
    assert "authors" in lessons_taken <= set(RESERVED_LESSON_IDS)


def test_her_courses_stand_with_the_last_changed_first_and_more_take_no_more_queries(app, college, lecturer, signed_in):
    client = signed_in(lecturer)
    assert "/write/new" in {each["href"] for each in client.get("/write").page.main.find_all("a", href=True)}
    taken = []
    for count in (2, 5):
        for number in range(count):
            with college.work():
                actor = college.actor(lecturer)
                courses.start_course(actor=actor, form_id=new_id(), title=f"课{count}之{number}", district_code=SHANGCHENG)
        client.get("/write")
        with count_queries(app) as asked:
            page = client.get("/write")
        taken.append(len(asked))
    assert [each.get_text() for each in page.page.main.find_all("h2")][:2] == ["课5之4", "课5之3"]
    assert taken[0] == taken[1]


def test_a_lecturer_begins_a_course_and_a_lesson_on_the_pages(college, lecturer, signed_in):
    client = signed_in(lecturer)
    empty = client.submit("/write/new", {"title": ""}, action="/write/new")
    assert empty.status_code == 422
    desk = client.follow(client.submit("/write/new", {"title": "放心付款"}, action="/write/new"))
    address = desk.request.path
    page = client.follow(client.submit(f"{address}/new-lesson", {"title": "看看我买过什么"}, action=f"{address}/new-lesson"))
    assert "看看我买过什么" in page.words


def test_whoever_teaches_in_two_districts_says_for_which_she_writes(college, lecturer, signed_in):
    far = college.cohort(XIHU)
    with college.work():
        accounts.grant(actor=Actor.system(), person_id=lecturer, role=Role.LECTURER, scope=Scope(district=XIHU, cohort=far))
    client = signed_in(lecturer)
    assert client.submit("/write/new", {"title": "放心付款"}, action="/write/new").status_code == 422
    assert client.submit("/write/new", {"title": "放心付款", "district": XIHU}, action="/write/new").status_code == 303
