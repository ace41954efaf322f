"""今天: the board's numbers with names and the one tap that helps, of one's own cohorts alone, and calm where nothing waits."""

from datetime import timedelta

import pytest

from college.accounts import service as accounts
from college.board import service as board
from college.board.shapes import Kind, Show
from college.cohorts import service as cohorts
from college.core import clock
from college.core.clock import now, today
from college.core.db import db, new_id
from college.core.permissions import Actor, Permission
from college.home import today as page_of
from college.library import service as library
from college.progress import service as progress
from college.questions import service as questions
from tests.support.college import SHANGCHENG, XIHU
from tests.support.meeting_making import meeting_of


@pytest.fixture
def cohort(college, refunds):
    """Make a cohort of 上城区 that follows the shipped course."""
    return college.cohort(SHANGCHENG, (refunds,), name="上城<一>班")


@pytest.fixture
def steps(college, refunds):
    """Give a function: a student kept the first steps of a lesson, so long ago; her card was opened."""

    def keep(person, *, ago=timedelta(days=20), count=1, lesson=0) -> None:
        with college.work(), clock.freeze(now() - ago):
            head = library.course(refunds).lessons[lesson]
            for step in head.step_ids[:count]:
                progress.keep_step(person_id=person, course_id=refunds, lesson_id=head.id, step_ids=head.step_ids, step_id=step)
            accounts.load_cards(opened={person: now()}, tokens={}, made_at=now(), expires_on=clock.today() + timedelta(days=90))

    return keep


def call_for_help(college, person, refunds, step=1) -> None:
    """Have a student call for help at a step."""
    with college.work():
        head = library.course(refunds).lessons[0]
        questions.call(
            actor=college.actor(person), client_id=new_id(), course_id=refunds, lesson_id=head.id, step_id=head.step_ids[step]
        )


def groups(page) -> dict[str, tuple[int, list[str]]]:
    """Give what each number opens → how many it says, and whom it names."""
    found = {}
    for link in page.page.find_all("a", class_="day-all"):
        heading = link.find_previous("h3")
        names = heading.find_next_sibling("ul")
        said = [each.get_text(strip=True) for each in names.find_all("a", class_="day-name")] if names else []
        found[link["href"]] = (int(heading.find(class_="day-count").get_text()), said)
    return found


def test_each_number_is_the_boards_and_opens_its_people(college, cohort, refunds, steps, signed_in):
    for name in ("王停停", "赵停停", "周停停", "吴停停"):
        steps(college.student(cohort, name))
    caller = college.student(cohort, "李求助")
    steps(caller, ago=timedelta(days=2), count=2)
    with college.work():
        accounts.give_consent(actor=college.actor(caller), language="zh")
    call_for_help(college, caller, refunds, step=4)
    college.student(cohort, "孙没开")
    coordinator = college.coordinator()
    page = signed_in(coordinator).get("/")
    found = groups(page)
    with college.work():
        shown = board.board_of(college.actor(coordinator), Permission.BOARD_VIEW, cohort, "zh")
        for kind, count in ((Kind.CALLING, 1), (Kind.STUCK, 4), (Kind.UNOPENED, 1)):
            said, names = found[f"/board/{cohort}/people?show={kind.value}"]
            assert said == len(board.people_of(shown, Show(kind))) == count
            assert len(names) == min(count, page_of.NAMED)
    assert found[f"/board/{cohort}/people?show=calling"][1] == ["李求助"]
    words = page.page.find(class_="day-row").get_text(" ", strip=True)
    assert library_title(college, refunds) in words and "第5步" in words
    assert "上城<一>班" in page.words and "吴停停" not in page.words


def test_the_tap_that_helps_stands_beside_each_name(college, cohort, steps, signed_in):
    silent, fresh = college.student(cohort, "王停停", phone="14000007788"), college.student(cohort, "孙没开")
    steps(silent)
    page = signed_in(college.coordinator()).get("/")
    links = {each["href"]: each.get_text(strip=True) for each in page.page.main.find_all("a")}
    assert "140****7788" in links[f"/cohorts/{cohort}/people/{silent}/phone"]
    assert f"/cohorts/{cohort}/people/{fresh}/card" in links
    posts = {each["action"] for each in page.page.main.find_all("form", method="post")}
    assert f"/cohorts/{cohort}/people/{fresh}/handover" in posts
    assert "14000007788" not in page.get_data(as_text=True)
    helper = signed_in(college.helper(cohort)).get("/")
    hers = {each["href"] for each in helper.page.main.find_all("a")}
    assert f"/cohorts/{cohort}/people/{silent}/phone" not in hers and f"/cohorts/{cohort}/people/{fresh}/card" not in hers
    assert f"/cohorts/{cohort}/people/{fresh}/handover" in {each["action"] for each in helper.page.main.find_all("form", method="post")}


def test_where_and_since_when_she_is_silent(college, cohort, refunds, steps, signed_in):
    steps(college.student(cohort, "王停停"), count=2)
    words = signed_in(college.coordinator()).get("/").page.find(class_="day-row").get_text(" ", strip=True)
    title = library_title(college, refunds)
    day = (now() - timedelta(days=20)).astimezone(clock.LOCAL)
    assert title in words and f"{day.month}月{day.day}日" in words


def library_title(college, course: str) -> str:
    """Give what the first lesson of a course is called."""
    with college.work():
        return library.course(course).lessons[0].title("zh")


def test_the_next_meeting_is_shown_and_on_its_day_its_list_opens(college, cohort, signed_in):
    later = college.cohort(SHANGCHENG, name="下周班")
    running = meeting_of(college, cohort, starts_at=now() - timedelta(minutes=5))
    coming = meeting_of(college, later, starts_at=now() + timedelta(days=3))
    meeting_of(college, cohort, starts_at=now() - timedelta(days=3))
    meeting_of(college, cohort, starts_at=now() - timedelta(minutes=9), called_off_at=now())
    links = {each["href"] for each in signed_in(college.coordinator()).get("/").page.main.find_all("a") if "/meetings/" in each["href"]}
    assert links == {f"/cohorts/{cohort}/meetings/{running}/attendance", f"/cohorts/{later}/meetings/{coming}"}


def test_goals_that_are_near_are_shown_with_who_has_yet_to_go(college, cohort, refunds, steps, signed_in):
    done, open_ = college.student(cohort, "王完成"), college.student(cohort, "李未完")
    coordinator = college.coordinator()
    with college.work():
        head, second = library.course(refunds).lessons[:2]
        goals = [((refunds, head.id), today() + timedelta(days=3)), ((refunds, second.id), today() + timedelta(days=30))]
        cohorts.set_goals(actor=college.actor(coordinator), cohort_id=cohort, goals=goals)
        count = len(head.step_ids)
    steps(done, ago=timedelta(hours=1), count=count)
    page = signed_in(coordinator).get("/")
    assert groups(page)[f"/cohorts/{cohort}/goals"][0] == 1
    row = page.page.find("a", href=f"/cohorts/{cohort}/goals").find_previous(class_="day-row").get_text(" ", strip=True)
    assert "1" in row
    with college.work():
        progress.keep_shown(person_ids=[open_], course_id=refunds, lesson_id=head.id, seen_by=coordinator, shown_at=now())
    assert f"/cohorts/{cohort}/goals" not in groups(signed_in(coordinator).get("/"))


def test_where_nothing_is_urgent_it_says_so_calmly(college, cohort, steps, signed_in):
    steps(college.student(cohort, "李走走"), ago=timedelta(days=1))
    client = signed_in(college.coordinator())
    client.set_cookie("language", "en")
    page = client.get("/")
    assert "Nothing is urgent today." in page.words and not page.page.find(class_="day")


def test_whoever_left_or_asked_to_be_deleted_is_not_named(college, cohort, steps, signed_in):
    gone = college.student(cohort, "王离开")
    steps(gone)
    with college.work():
        cohorts.end_enrollment(actor=Actor.system(), cohort_id=cohort, person_id=gone)
    assert "王离开" not in signed_in(college.coordinator()).get("/").words


def test_the_cohort_with_most_to_do_comes_first_and_many_stay_few(college, refunds, signed_in, monkeypatch):
    monkeypatch.setattr(page_of, "COHORTS_SHOWN", 2)
    rows = [college.cohort(SHANGCHENG, (refunds,), name=f"{number}班") for number in range(page_of.COHORTS_SHOWN + 1)]
    for number, row in enumerate(rows):
        with college.work():
            ids = accounts.bulk_create_people([{"name": f"王{each}"} for each in range(number + 1)])
            cohorts.bulk_enroll(actor=Actor.system(), cohort_id=row, person_ids=ids)
    page = signed_in(college.coordinator()).get("/")
    days = [each.h2.get_text(strip=True) for each in page.page.find_all(class_="day")]
    assert days == ["2班", "1班"]
    assert page.page.find("a", href="/cohorts", class_="button-quiet")


def test_one_person_in_two_cohorts_counts_once_in_each_and_once_in_the_district(college, cohort, refunds, steps):
    other = college.cohort(SHANGCHENG, (refunds,), name="二班")
    person = college.student(cohort, "王两班")
    with college.work():
        cohorts.enroll(actor=Actor.system(), cohort_id=other, person_id=person)
        count = len(library.course(refunds).lessons[0].step_ids)
    steps(person, ago=timedelta(hours=1), count=count)
    coordinator = college.coordinator()
    with college.work():
        for each in (cohort, other):
            shown = board.board_of(college.actor(coordinator), Permission.BOARD_VIEW, each, "zh")
            numbers = shown.numbers
            assert (numbers.enrolled, numbers.opened, numbers.started, numbers.finished_one, numbers.lessons_finished) == (1, 1, 1, 1, 1)
        everybody = [who for some in cohorts.people_by_cohort([cohort, other]).values() for who in some]
        assert everybody == [person, person] and len(set(everybody)) == 1


def test_a_call_of_one_person_in_two_cohorts_lies_on_one_desk_and_stands_on_both_boards(college, cohort, refunds, steps):
    other = college.cohort(SHANGCHENG, (refunds,), name="二班")
    person = college.student(cohort, "王两班")
    with college.work():
        cohorts.enroll(actor=Actor.system(), cohort_id=other, person_id=person)
        accounts.give_consent(actor=college.actor(person), language="zh")
    steps(person, ago=timedelta(days=1))
    call_for_help(college, person, refunds)
    coordinator = college.coordinator()
    with college.work():
        for each in (cohort, other):
            assert board.board_of(college.actor(coordinator), Permission.BOARD_VIEW, each, "zh").numbers.calling == 1
        assert db.session.query(questions.Question).filter_by(person_id=person).count() == 1


def test_another_districts_cohort_shows_nothing_here(college, cohort, steps, signed_in):
    steps(college.student(cohort, "王停停"))
    meeting_of(college, cohort)
    page = signed_in(college.coordinator(XIHU)).get("/")
    assert "王停停" not in page.words and "/meetings/" not in page.get_data(as_text=True)
