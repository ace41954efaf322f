"""The way of a coordinator from a student's page to one record, and back to two."""

from itertools import product

import pytest

from college.accounts import service as accounts
from college.cohorts import service as cohorts
from college.core.db import db
from college.core.permissions import Actor
from college.privacy.models_merging import PersonMerge
from tests.privacy.doubles import Busy, Twins
from tests.support.college import XIHU


@pytest.fixture
def twins(college, refunds) -> Twins:
    return Twins(college)


@pytest.fixture
def desk(twins, signed_in):
    return signed_in(twins.coordinator)


def _page(twins, person) -> str:
    return f"/cohorts/{twins.cohorts[0]}/people/{person}"


def _links(answer, part: str) -> list[str]:
    return [link["href"] for link in answer.page.select("main a[href]") if part in link["href"]]


def test_from_her_page_to_one_record_and_back(twins, desk):
    keep, other = twins.pair(Busy(steps=[0], cohorts={0: "active"}), Busy(steps=[1], cohorts={0: "active"}))
    student = desk.get(_page(twins, keep))
    search = desk.get(_links(student, "/twin")[0])
    assert "王桂瑛" not in search.words
    found = desk.get(_links(student, "/twin")[0] + "?q=桂瑛")
    compared = desk.get(_links(found, f"/{other}")[0])
    assert "140****0031" in compared.words
    done = desk.submit(compared, {"name": "other"}, action="/privacy/merges/new/")
    shown = desk.follow(done)
    assert shown.status_code == 200 and _links(shown, "/part")
    listed = desk.get(_page(twins, keep))
    assert "王桂瑛" in listed.words and _links(listed, "/privacy/merges/")
    assert desk.get(_page(twins, other)).status_code == 404
    parted = desk.follow(desk.submit(_links(shown, "/part")[0], action="/part"))
    assert _links(parted, "/part") == []
    assert desk.get(_page(twins, other)).status_code == 200
    again = desk.get(_links(shown, "/part")[0])
    assert again.status_code == 200 and again.page.select("main form[action$='/part']") == []


def test_same_telephone_comes_first_and_a_couple_stays_two(twins, desk, college):
    keep, _other = twins.pair()
    husband = college.student(twins.cohorts[0], "赵老伴", phone="14000000031")
    namesake = college.student(twins.cohorts[1], "王桂英")
    found = desk.get(f"{_page(twins, keep)}/twin")
    shown = [link.rsplit("/", 1)[1] for link in _links(found, "/privacy/merges/new/")]
    assert shown == [str(husband), str(namesake)]
    assert "赵老伴" in desk.get(f"{_page(twins, keep)}/twin?q=0031").words


def test_nothing_alike_is_said_in_a_sentence(twins, desk, college):
    alone = college.student(twins.cohorts[0], "何独一")
    assert desk.get(f"{_page(twins, alone)}/twin").page.select(".empty")
    assert desk.get(f"{_page(twins, alone)}/twin?q=没有此人").page.select(".empty")


def test_many_namesakes_stand_on_several_pages(twins, desk, college):
    people = [college.student(twins.cohorts[0], "李秀兰") for _ in range(23)]
    first, second = (desk.get(f"{_page(twins, people[0])}/twin?page={number}") for number in (1, 2))
    assert [len(_links(each, "/privacy/merges/new/")) for each in (first, second)] == [20, 2]


def test_another_districts_people_are_not_found(twins, college, signed_in):
    keep, other = twins.pair()
    far = signed_in(twins.far_coordinator)
    assert far.get(f"{_page(twins, keep)}/twin").status_code == 404
    assert far.get(f"/privacy/merges/new/{keep}/{other}").status_code == 404
    merge_id = twins.merge(keep, other)
    assert far.get(f"/privacy/merges/{merge_id}").status_code == 404
    cohort = college.cohort(XIHU)
    mine, namesake = (college.student(cohort, "王桂英") for _ in range(2))
    found = far.get(f"/cohorts/{cohort}/people/{mine}/twin").get_data(as_text=True)
    assert str(namesake) in found and str(keep) not in found


def test_a_form_without_an_answer_is_shown_again(twins, desk):
    keep, other = twins.pair()
    answer = desk.submit(f"/privacy/merges/new/{keep}/{other}", {"name": None}, action="/privacy/merges/new/")
    assert answer.status_code == 422
    with twins.college.app.app_context():
        assert accounts.get_person(other).merged_into_id is None


@pytest.mark.parametrize(("name", "phone", "age"), list(product((True, False), repeat=3)))
def test_only_what_differs_is_asked_and_the_button_works(twins, desk, college, name, phone, age):
    one = {"name": "孟阿花", "phone": "14000000077", "age_band": "65-69"}
    two = {
        "name": one["name"] if name else "孟阿华",
        "phone": one["phone"] if phone else "14000000078",
        "age_band": one["age_band"] if age else "70-74",
    }
    keep, other = (college.student(twins.cohorts[0], **each) for each in (one, two))
    form = desk.get(f"/privacy/merges/new/{keep}/{other}")
    asked = {each["name"] for each in form.page.select("main input[type=radio]")}
    differing = {"name": not name, "phone": not phone, "age_band": not age}
    assert asked == {field for field, is_other in differing.items() if is_other}
    if asked:
        missing = desk.submit(form, dict.fromkeys(asked), action="/privacy/merges/new/")
        assert missing.status_code == 422 and len(missing.page.select("#errors a")) == len(asked)
    done = desk.submit(form, dict.fromkeys(asked, "other"), action="/privacy/merges/new/")
    assert done.status_code == 303
    with college.app.app_context():
        kept = accounts.get_person(keep)
        assert accounts.get_person(other).merged_into_id == keep
        assert (kept.name, kept.age_band) == (two["name"], two["age_band"])
        assert kept.phone_masked == ("140****0077" if phone else "140****0078")


def test_of_somebody_who_works_here_nothing_is_asked_and_the_button_works(twins, desk, college):
    lecturer = college.lecturer(twins.cohorts[0])
    with college.work():
        cohorts.enroll(actor=Actor.system(), cohort_id=twins.cohorts[0], person_id=lecturer)
    other = college.student(twins.cohorts[0], "王桂英", phone="14000000078")
    form = desk.get(f"/privacy/merges/new/{lecturer}/{other}")
    assert not form.page.select("main input[type=radio]")
    assert desk.submit(form, action="/privacy/merges/new/").status_code == 303


@pytest.mark.parametrize(("first", "second"), list(product((True, False), repeat=2)))
def test_two_printed_cards_are_spoken_of_only_where_there_are_two(twins, desk, first, second):
    keep, other = twins.pair(Busy(cohorts={0: "active"}, has_card=first), Busy(cohorts={0: "active"}, has_card=second))
    words = desk.get(f"/privacy/merges/new/{keep}/{other}").words
    assert ("两张印好的学员卡" in words) == (first and second)


def test_after_parting_a_way_leads_to_each_record(twins, desk):
    keep, other = twins.pair()
    merge_id = twins.merge(keep, other)
    assert not _links(desk.get(f"/privacy/merges/{merge_id}"), str(other))
    twins.part(merge_id)
    (link,) = _links(desk.get(f"/privacy/merges/{merge_id}"), str(other))
    assert desk.get(link).status_code == 200


def test_sending_the_form_twice_merges_once_and_says_so(twins, desk):
    keep, other = twins.pair()
    form = desk.get(f"/privacy/merges/new/{keep}/{other}")
    first, second = (desk.submit(form, action="/privacy/merges/new/") for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    with twins.college.app.app_context():
        assert len(list(db.session.scalars(db.select(PersonMerge)))) == 1


def test_whoever_did_not_just_confirm_is_asked_first_and_nothing_moves(twins, signed_in):
    keep, other = twins.pair()
    desk = signed_in(twins.coordinator, confirmed=False)
    answer = desk.submit(f"/privacy/merges/new/{keep}/{other}", action="/privacy/merges/new/")
    assert answer.status_code == 303 and "/confirm" in answer.headers["Location"]
    with twins.college.app.app_context():
        assert accounts.get_person(other).merged_into_id is None
    merge_id = twins.merge(keep, other)
    answer = desk.submit(f"/privacy/merges/{merge_id}/part", action="/part")
    assert answer.status_code == 303 and "/confirm" in answer.headers["Location"]
    with twins.college.app.app_context():
        assert accounts.get_person(other).merged_into_id == keep


def test_two_that_cannot_be_one_are_told_why(twins, desk):
    keep, other = twins.pair()
    third, _fourth = twins.pair()
    twins.merge(keep, other)
    answer = desk.get(f"/privacy/merges/new/{third}/{keep}")
    assert answer.status_code == 409
    assert desk.get(f"/privacy/merges/new/{keep}/{third}").status_code == 200
