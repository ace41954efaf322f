"""Who writes a course: given and ended where it is at home, acting on the next request, and never nobody."""

from datetime import timedelta

import pytest

from college.accounts import service as accounts
from college.authoring import authors, courses
from college.core import clock
from college.core.db import db, new_id
from college.core.errors import NotAllowed, NotFound, RuleBroken
from college.core.permissions import Actor, Role, Scope
from tests.support.at_once import at_once
from tests.support.college import SHANGCHENG, XIHU


@pytest.fixture
def course(college):
    """Begin a course of 上城区 that nobody writes yet."""
    college.district()
    with college.work():
        return courses.start_course(actor=Actor.system(), form_id=new_id(), title="放心付款", district_code=SHANGCHENG)


@pytest.fixture
def call(college, course):
    """Give a function that calls a service as a person, in one unit of work."""

    def call(function, person, **given):
        with college.work():
            return function(actor=college.actor(person), course_id=course, **given)

    return call


def login(college, person) -> str:
    """Give a login name."""
    with college.work():
        return accounts.login_of(person)


def test_a_coordinator_of_its_district_and_an_operator_choose_who_writes_a_course(college, course, call):
    lecturer = college.lecturer(college.cohort())
    for who in (college.coordinator(SHANGCHENG), college.operator()):
        call(authors.give, who, login=login(college, lecturer))
        (row,) = call(authors.authors_of, who)
        assert row.login == login(college, lecturer)
    for who, error in ((college.coordinator(XIHU), NotFound), (lecturer, NotAllowed), (college.author(course), NotAllowed)):
        with pytest.raises(error):
            call(authors.give, who, login=login(college, lecturer))


def test_authors_of_a_course_of_the_whole_college_are_chosen_by_operators_alone(college, refunds):
    for who, error in ((college.coordinator(), NotFound), (college.operator(), None)):
        with college.work():
            actor = college.actor(who)
            if error is None:
                assert authors.authors_of(actor=actor, course_id=refunds) == []
            else:
                with pytest.raises(error):
                    authors.authors_of(actor=actor, course_id=refunds)


@pytest.mark.parametrize("name", ["nobody", "operator"])
def test_whoever_cannot_write_here_is_refused_in_the_same_words(college, call, name):
    of_college = login(college, college.operator())
    with pytest.raises(authors.NobodyToAppoint):
        call(authors.give, college.coordinator(), login=of_college if name == "operator" else "nobody")


def test_nobody_gives_beyond_her_own_last_day(college, call):
    coordinator, lecturer = college.coordinator(), college.lecturer(college.cohort())
    with college.work():
        (grant,) = accounts.grants_of(coordinator)
        grant.to_on = clock.today() + timedelta(days=5)
    with pytest.raises(RuleBroken):
        call(authors.give, coordinator, login=login(college, lecturer))
    row = call(authors.give, coordinator, login=login(college, lecturer), to_on=clock.today() + timedelta(days=5))
    assert row.to_on == clock.today() + timedelta(days=5)


def test_the_last_author_of_a_districts_course_stays_until_there_is_another(college, course, call):
    coordinator, first, second = college.coordinator(), college.author(course), college.author(course)
    ids = {row.login: row.grant_id for row in call(authors.authors_of, coordinator)}
    assert call(authors.end, coordinator, grant_id=ids[login(college, first)]).login == login(college, first)
    with pytest.raises(RuleBroken):
        call(authors.end, coordinator, grant_id=ids[login(college, second)])
    call(authors.end, coordinator, grant_id=ids[login(college, first)])


@pytest.mark.both_databases
def test_two_who_end_each_others_role_at_once_leave_one_author(college, course, call):
    coordinator = college.coordinator()
    people = [college.author(course) for _ in range(2)]
    ids = [row.grant_id for row in call(authors.authors_of, coordinator)]

    waiting = iter(ids)

    def end(_client, grant_id) -> str:
        try:
            call(authors.end, coordinator, grant_id=grant_id)
        except RuleBroken:
            return "refused"
        return "ended"

    assert sorted(at_once(college.app, 2, lambda _client: next(waiting), end)) == ["ended", "refused"]
    assert len(people) == 2 and len(call(authors.authors_of, coordinator)) == 1


def test_an_ended_role_acts_on_the_very_next_request(college, course, call, signed_in):
    first, second = college.author(course), college.author(course)
    client = signed_in(second)
    assert client.get(f"/write/{course}").status_code == 200
    (row,) = [each for each in call(authors.authors_of, college.coordinator()) if each.login == login(college, second)]
    call(authors.end, college.coordinator(), grant_id=row.grant_id)
    assert client.get(f"/write/{course}").status_code == 403
    assert signed_in(first).get(f"/write/{course}").status_code == 200


def test_a_coordinator_gives_ends_and_gives_again_on_the_page(college, course, signed_in):
    lecturer, client = college.lecturer(college.cohort()), signed_in(college.coordinator())
    college.author(course)
    address = f"/write/{course}/authors"
    assert f"{address}" in {each["href"] for each in client.get("/write").page.find_all("a", href=True)}
    wrong = client.submit(client.get(address), {"login": "nobody-here", "to_on": "某天"}, action=address)
    assert wrong.status_code == 422 and "某天" in wrong.get_data(as_text=True)
    client.follow(client.submit(client.get(address), {"login": login(college, lecturer), "to_on": ""}, action=address))
    with college.work():
        grant = next(each for each in accounts.grants_of(lecturer) if each.role == Role.AUTHOR)
        ending = f"{address}/{grant.id}/end"
    page = client.follow(client.submit(client.get(address), action=ending))
    assert "让钱讲师接着写" in page.words
    again = page.page.find("input", attrs={"name": "login", "type": "hidden"})
    assert again["value"] == login(college, lecturer)
    client.follow(client.submit(page, action=address, button="让钱讲师接着写"))
    with college.work():
        db.session.expire_all()
        assert Scope(course=course) in {each.scope for each in accounts.held_by(lecturer)}


def test_the_page_of_staff_names_a_course_by_its_title(college, course, signed_in):
    author = college.author(course)
    assert "放心付款" in signed_in(college.operator()).get(f"/staff/{author}").words
