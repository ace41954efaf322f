"""Where everybody begins: a stranger at the door, a student at her lessons, staff at their desk."""

import pytest

from college.accounts import service as accounts
from college.core.permissions import Actor, Role, Scope
from tests.support.college import SHANGCHENG, XIHU


def links(page) -> set[str]:
    """Give where the navigation of a desk leads."""
    return {each["href"] for each in page.page.find("header").nav.find_all("a")}


def test_a_stranger_is_shown_both_ways_in(client):
    page = client.get("/")
    assert page.status_code == 200
    assert page.page.find("a", href="/card/help") and page.page.find("a", href="/staff/sign-in")
    assert page.page.find("form", action="/sign-out") is None


def test_a_student_goes_on_with_one_press(refunds, college, signed_in):
    client = signed_in(college.student(college.cohort(courses=(refunds,)), "王桂明"))
    page = client.get("/")
    assert "王桂明" in page.words
    assert page.page.main.find(class_="button-primary")["href"] == "/learn/refunds/find-order"
    inside = [each["href"] for each in page.page.main.find_all("a")]
    assert len(inside) <= 6
    assert {url: client.follow(client.get(url)).status_code for url in inside} == dict.fromkeys(inside, 200)
    assert page.page.find("a", href="tel:140-0000-0001")


def test_a_student_whose_class_is_over_is_not_refused(college, signed_in):
    client = signed_in(college.person("王桂明"))
    assert client.follow(client.get("/")).status_code == 200


#: role → what its desk leads to
DESKS = {
    "coordinator": {"/", "/cohorts", "/people", "/districts", "/courses", "/desk/search", "/district-staff"},
    "lecturer": {"/", "/cohorts", "/people", "/desk/questions", "/courses", "/desk/search", "/write"},
    "author": {"/", "/courses", "/desk/search", "/write"},
    "helper": {"/", "/cohorts", "/people", "/courses", "/desk/search"},
    "product_manager": {"/", "/themes", "/courses", "/desk/search"},
    "operator": {"/", "/districts", "/courses", "/desk/search", "/staff", "/audit", "/privacy/retention"},
}


def hire(college, role: str):
    """Make somebody with this role, beside a cohort of 上城区."""
    cohort = college.cohort()
    make = {"lecturer": lambda: college.lecturer(cohort), "helper": lambda: college.helper(cohort), "author": lambda: college.author("refunds")}
    return make.get(role, lambda: getattr(college, role)())()


@pytest.mark.parametrize("role", DESKS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_role_has_its_desk_and_every_link_of_it_opens(refunds, college, signed_in, role, language):
    client = signed_in(hire(college, role))
    client.set_cookie("language", language)
    page = client.get("/")
    assert page.status_code == 200
    assert links(page) == DESKS[role]
    inside = {each["href"].partition("#")[0] or "/" for each in page.page.main.find_all("a")} | links(page)
    assert {url: client.get(url).status_code for url in inside} == dict.fromkeys(inside, 200)
    assert page.page.find("a", attrs={"aria-current": "page"})["href"] == "/"


def test_a_coordinator_sees_her_districts_cohorts_only(college, signed_in):
    college.cohort(SHANGCHENG, name="上城一班")
    college.cohort(XIHU, name="西湖一班")
    page = signed_in(college.coordinator(SHANGCHENG)).get("/")
    assert "上城一班" in page.words
    assert "西湖一班" not in page.words
    assert page.page.find("a", href="/cohorts/new")


def test_a_lecturer_sees_her_cohort_only_and_makes_none(college, signed_in):
    mine = college.cohort(SHANGCHENG, name="上城一班")
    college.cohort(SHANGCHENG, name="上城二班")
    page = signed_in(college.lecturer(mine)).get("/")
    assert "上城一班" in page.words and "上城二班" not in page.words
    assert page.page.find("a", href="/cohorts/new") is None


def test_an_operator_sees_no_name_of_a_student_and_no_cohort(college, signed_in):
    college.student(college.cohort(name="上城一班"), "王桂明")
    page = signed_in(college.operator()).get("/")
    assert "上城一班" not in page.words and "王桂明" not in page.words


def test_a_coordinator_without_a_cohort_is_told_what_one_is(college, signed_in):
    page = signed_in(college.coordinator()).get("/")
    assert page.page.find(class_="empty").get_text(strip=True)


def test_staff_who_learn_too_find_their_lessons_from_the_desk(college, signed_in):
    cohort = college.cohort()
    person = college.student(cohort)
    with college.work():
        accounts.grant(actor=Actor.system(), person_id=person, role=Role.LECTURER, scope=Scope(cohort=cohort))
    assert "/learn" in links(signed_in(person, kind="staff").get("/"))
    assert "phone" in signed_in(person, kind="own").get("/").page.html["class"]


def test_the_goodbye_leads_back_in(client):
    page = client.get("/goodbye")
    assert page.page.find("a", href="/card/help")


def test_staff_whom_no_coordinator_has_chosen_yet_are_told_so(college, signed_in):
    page = signed_in(college.person("周老师"), kind="staff").get("/")
    assert page.status_code == 200
    assert page.page.find(class_="empty").get_text(strip=True)
    assert links(page) == {"/"}
    assert page.page.main.find("a") is None
