"""What each role is told to do today: the numbers behind it, the lists it leads to, and how much it asks the database."""

from datetime import timedelta
from uuid import uuid4

import pytest

from college.accounts import service as accounts
from college.board import service as board
from college.core import clock, jobs
from college.core.clock import now
from college.core.db import db
from college.core.permissions import Actor, Permission, Role, Scope
from college.feedback import service as feedback
from college.feedback.service import Status
from college.library import service as library
from college.progress import service as progress
from tests.questions.many import counted
from tests.support.asking import questions_of
from tests.support.college import SHANGCHENG, XIHU
from tests.support.deciding import explained, raised

LONG_AGO = timedelta(days=20)


@pytest.fixture
def cohort(college, refunds):
    """Make a cohort of 上城区 that follows the shipped course."""
    return college.cohort(SHANGCHENG, (refunds,), name="上城一班")


@pytest.fixture
def keep_first_step(college, refunds):
    """Give a function: a student kept the first step of the course, so long ago; her card was opened."""

    def keep(person, ago: timedelta = LONG_AGO) -> None:
        with college.work(), clock.freeze(now() - ago):
            head = library.course(refunds).lessons[0]
            progress.keep_step(
                person_id=person, course_id=refunds, lesson_id=head.id, step_ids=head.step_ids, step_id=head.step_ids[0]
            )
            accounts.load_cards(opened={person: now()}, tokens={}, made_at=now(), expires_on=clock.today() + ago)

    return keep


def tasks(page) -> dict[str, int]:
    """Give address → number of each thing to do."""
    found = {}
    for task in page.page.find_all(class_="task"):
        found[task.a["href"]] = int(task.find(class_="task-count").get_text())
    return found


def test_a_coordinator_sees_who_is_stuck_and_whose_card_was_never_opened(college, cohort, signed_in, keep_first_step):
    stuck, fresh = college.student(cohort, "王停停"), college.student(cohort, "李走走")
    college.student(cohort, "赵没开")
    keep_first_step(stuck)
    keep_first_step(fresh, timedelta(days=2))
    client = signed_in(college.coordinator(SHANGCHENG))
    page = client.get("/")
    everybody = [each["href"] for each in page.page.find_all("a", class_="day-all")]
    assert everybody == [f"/board/{cohort}/people?show=stuck", f"/board/{cohort}/people?show=unopened"]
    assert "王停停" in page.words and "李走走" not in page.words
    for url, name in zip(everybody, ("王停停", "赵没开"), strict=True):
        listed = {row.get_text(strip=True) for row in client.get(url).page.main.tbody.find_all("th")}
        assert listed == {name}


@pytest.mark.parametrize(("days", "is_stuck"), [(13, False), (15, True)])
def test_stuck_begins_after_fourteen_days(college, cohort, keep_first_step, days, is_stuck):
    keep_first_step(college.student(cohort), timedelta(days=days))
    with college.app.app_context():
        living = board.cohorts.visible_cohorts(Actor.system(), Permission.BOARD_VIEW)
        assert [len(each.stuck) for each in board.today_of(living, "zh")] == [int(is_stuck)]


def test_whoever_finished_is_not_stuck(college, cohort, refunds):
    person = college.student(cohort)
    with college.work(), clock.freeze(now() - LONG_AGO):
        for head in library.course(refunds).lessons:
            for step in head.step_ids:
                progress.keep_step(
                    person_id=person, course_id=refunds, lesson_id=head.id, step_ids=head.step_ids, step_id=step
                )
    with college.app.app_context():
        (today,) = board.today_of(board.cohorts.visible_cohorts(Actor.system(), Permission.BOARD_VIEW), "zh")
        assert today.stuck == []


def test_whoever_showed_the_rest_in_person_is_not_stuck(college, cohort, refunds, keep_first_step):
    person, helper = college.student(cohort), college.helper(cohort)
    keep_first_step(person)
    *most, last = library_heads(college, refunds)
    for heads, is_stuck in ((most, True), ([last], False)):
        for head in heads:
            with college.work():
                progress.keep_shown(person_ids=[person], course_id=refunds, lesson_id=head.id, seen_by=helper, shown_at=now())
        with college.app.app_context():
            (today,) = board.today_of(board.cohorts.visible_cohorts(Actor.system(), Permission.BOARD_VIEW), "zh")
            assert bool(today.stuck) == is_stuck


def library_heads(college, course):
    with college.work():
        return library.course(course).lessons


def test_another_districts_people_are_not_counted(college, cohort, signed_in, keep_first_step):
    keep_first_step(college.student(cohort, "王停停"))
    page = signed_in(college.coordinator(XIHU)).get("/")
    assert tasks(page) == {} and "王停停" not in page.words and not page.page.find(class_="day")


def test_more_cohorts_take_no_more_queries(app, college, cohort, signed_in, keep_first_step):
    client = signed_in(college.coordinator(SHANGCHENG))
    taken = []
    for size in (1, 6):
        for _ in range(size):
            keep_first_step(college.student(college.cohort(SHANGCHENG, ("refunds",))))
        client.get("/")
        with counted(app) as asked:
            assert client.get("/").status_code == 200
        taken.append(len(asked))
    assert taken[0] == taken[1] <= 32


def test_a_lecturer_sees_how_many_wait_and_what_to_check(college, cohort, signed_in):
    student, lecturer, manager = college.student(cohort), college.lecturer(cohort), college.product_manager()
    asked = questions_of(college, student, lecturer)
    client = signed_in(lecturer)
    page = client.get("/")
    assert tasks(page)["/desk/questions"] == 2
    assert page.page.find(class_="task").a["href"] == "/desk/questions"
    explained(college, manager, raised(college, lecturer, asked["taken_id"]))
    page = client.get("/")
    assert tasks(page)["/desk/to-check"] >= 1
    assert {url: client.get(url).status_code for url in tasks(page)} == dict.fromkeys(tasks(page), 200)


def promise(college, manager, theme_id, ago: timedelta) -> None:
    """Promise a change to a theme that is a month old, so long ago."""
    for before, after in (("new", "looking"), ("looking", "planned")):
        with college.work():
            move = {"client_id": uuid4(), "seen": Status(before), "to": Status(after), "sentence": "我们来改。"}
            moved = feedback.move(actor=college.actor(manager), theme_id=theme_id, **move)
            moved.moved_at = now() - ago
            db.session.get(feedback.Theme, theme_id).created_at = now() - timedelta(days=30)


def test_a_manager_sees_new_themes_and_how_long_a_promise_stands(college, cohort, signed_in):
    student, lecturer, manager = college.student(cohort, "王桂明"), college.lecturer(cohort), college.product_manager()
    asked = questions_of(college, student, lecturer)
    raised(college, lecturer, asked["taken_id"])
    promise(college, manager, raised(college, lecturer, asked["asked_id"], "找不到订单"), ago=timedelta(days=9))
    client = signed_in(manager)
    client.set_cookie("language", "en")
    page = client.get("/")
    assert tasks(page) == {"/themes?show=new": 1, "/themes?show=planned": 1}
    assert "stood for 9 days" in page.words
    assert "王桂明" not in page.words
    links = {each["href"] for each in page.page.main.find_all("a")}
    assert {"/themes", "/friction"} <= links
    assert {url: client.get(url).status_code for url in links} == dict.fromkeys(links, 200)


def test_an_operator_sees_how_the_college_is(app, college, signed_in):
    client = signed_in(college.operator())
    page = client.get("/")
    health = page.page.find(id="health").find_next("table")
    assert len(health.tbody.find_all("tr")) == 8
    assert tasks(page) == {"/staff": 1}
    wrong = len(health.find_all(class_="badge-care"))
    with app.app_context():
        jobs.say_alive()
        jobs.say_alive()
    app.config.update(PUBLIC_URL="https://college.example", CONTACT="杭州某某学院")
    page = client.get("/")
    health = page.page.find(id="health").find_next("table")
    assert len(health.find_all(class_="badge-care")) == wrong - 3
    assert "https://college.example" in health.get_text() and "杭州某某学院" in health.get_text()


def test_a_worker_that_has_fallen_silent_is_named(app, college, signed_in):
    with app.app_context(), clock.freeze(now() - timedelta(hours=1)):
        jobs.say_alive()
    row = signed_in(college.operator()).get("/").page.find(id="health").find_next("tbody").find_all("tr")[1]
    assert row.find(class_="badge-care")


def test_work_that_failed_is_counted(app, college, signed_in):
    operator = college.operator()
    with college.work():
        jobs.enqueue("no-such-work", actor=Actor(person_id=operator), payload={})
    with app.app_context():
        waiting = jobs.health(now() - timedelta(days=7))
        assert (waiting.waiting, waiting.failed, waiting.running) == (1, 0, 0) and waiting.oldest_at
        jobs.run_pending()
        assert jobs.health(now() - timedelta(days=7)).failed == 1
    page = signed_in(operator).get("/")
    assert tasks(page)["/#health"] == 1


def test_somebody_with_two_roles_sees_both(college, cohort, signed_in):
    person = college.operator()
    with college.work():
        accounts.grant(actor=Actor.system(), person_id=person, role=Role.LECTURER, scope=Scope(cohort=cohort))
    page = signed_in(person).get("/")
    assert page.page.find(id="health") and "上城一班" in page.words


@pytest.mark.parametrize("role", ["coordinator", "product_manager"])
def test_who_has_nothing_to_do_is_told_so(college, signed_in, role):
    page = signed_in(getattr(college, role)()).get("/")
    assert tasks(page) == {} and page.page.main.h2.find_next_sibling("p").get_text(strip=True)


@pytest.mark.parametrize("path", ["/help", "/accessibility", "/privacy"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_everybody_reads_help_privacy_and_accessibility(college, client, signed_in, cohort, path, language):
    for reader in (client, signed_in(college.student(cohort)), signed_in(college.operator())):
        reader.set_cookie("language", language)
        page = reader.get(path)
        assert page.status_code == 200
        own = set() if reader is client else {"/my-data"}
        assert {each["href"] for each in page.page.footer.nav.find_all("a")} == {"/help", "/privacy", "/accessibility", *own}


def test_only_her_own_teacher_may_be_called_from_the_help_page(college, client, signed_in, cohort):
    assert client.get("/help").page.find("a", href=lambda url: url and url.startswith("tel:")) is None
    assert signed_in(college.student(cohort)).get("/help").page.find("a", href="tel:140-0000-0001")


def test_the_statement_claims_no_conformance(client):
    client.set_cookie("language", "en")
    words = client.get("/accessibility").words
    assert "designed to" in words and "conform" not in words
