"""Finding a person over all cohorts: by name, sound, telephone and card, within one's own reach alone."""

from urllib.parse import quote
from uuid import UUID

import pytest

from college.accounts import service as accounts
from college.cohorts import finding
from college.cohorts import service as cohorts
from college.core.clock import today
from college.core.db import db
from college.core.permissions import Actor
from tests.questions.many import counted
from tests.support.college import SHANGCHENG, XIHU

NAMES = ("王桂明", "单田芳", "曾国藩", "仇英", "解晓东", "区大相", "查良镛", "王桂香", "Anna Li", "欧阳修", "吕秀才", "100%_甲")
#: What is typed → who is found.
MEANT = [
    ("王桂明", ["王桂明"]),
    ("王桂", ["王桂明", "王桂香"]),
    (" 王　桂明 ", ["王桂明"]),
    ("桂", ["王桂明", "王桂香"]),
    ("wgm", ["王桂明"]),
    ("WG", ["王桂明", "王桂香"]),
    ("wang gui ming", ["王桂明"]),
    ("guixiang", ["王桂香"]),
    ("stf", ["单田芳"]),
    ("shantianfang", ["单田芳"]),
    ("dantianfang", ["单田芳"]),
    ("zgf", ["曾国藩"]),
    ("qiuying", ["仇英"]),
    ("xxd", ["解晓东"]),
    ("odx", ["区大相"]),
    ("zhaliangyong", ["查良镛"]),
    ("ouyangxiu", ["欧阳修"]),
    ("lvxiucai", ["吕秀才"]),
    ("anna", ["Anna Li"]),
    ("%", ["100%_甲"]),
    ("_", ["100%_甲"]),
    ("ming", []),
    ("", []),
    ("' OR 1=1 --", []),
    ("\u200b", []),
]


@pytest.fixture
def cohort(college):
    return college.cohort(SHANGCHENG, name="上城一班")


@pytest.fixture
def people(college, cohort):
    """Make a student of each of the names."""
    return {name: college.student(cohort, name) for name in NAMES}


@pytest.fixture
def find(college):
    """Give a function: the names and the total that a coordinator finds."""

    def look(coordinator: UUID, words: str, **asked) -> tuple[list[str], int]:
        with college.work():
            page = finding.find(actor=college.actor(coordinator), asked=finding.Asked(words, **asked))
            return [each.person.name for each in page.items], page.total

    return look


def test_a_name_or_its_sound_finds_her(college, people, find):
    coordinator = college.coordinator()
    for words, names in MEANT:
        assert find(coordinator, words) == (names, len(names)), words


def test_what_a_hand_changes_is_found_under_the_new_name_alone(college, cohort, people, find):
    with college.work():
        accounts.update_person(accounts.get_person(people["仇英"]), name="覃英", phone=None, age_band=None)
    coordinator = college.coordinator()
    assert find(coordinator, "qinying") == (["覃英"], 1) and find(coordinator, "qiuying") == ([], 0)


def test_the_end_of_the_telephone_and_the_whole_of_it_find_her(college, cohort, find):
    college.student(cohort, "王桂明", phone="14000007788")
    coordinator = college.coordinator()
    for words in ("7788", "14000007788", "140 0000 7788", "７７８８"):
        assert find(coordinator, words) == (["王桂明"], 1), words
    for words in ("1400", "0000", "778", "14000007789"):
        assert find(coordinator, words) == ([], 0), words


def test_the_number_on_her_card_finds_her_an_old_one_too(college, cohort, find, signed_in):
    person, coordinator = college.student(cohort, "王桂明"), college.coordinator()
    numbers = []
    for _each in range(2):
        with college.work():
            card, token = accounts.issue_card(actor=Actor.system(), person_id=person, expires_on=today())
            numbers.append(accounts.shown_number(card.number))
            assert card.number not in token
    assert numbers[0] != numbers[1] and all(len(each) == 7 for each in numbers)
    for number in numbers:
        for words in (number, number.lower(), number.replace(" ", ""), f" {number[:3]}-{number[4:]} "):
            assert find(coordinator, words) == (["王桂明"], 1), words
    page = signed_in(coordinator).get(f"/cohorts/{cohort}/people/{person}")
    assert numbers[1] in page.words and numbers[0] not in page.words


def test_no_sign_of_a_number_is_mistaken_for_another(college):
    with college.app.app_context():
        numbers = set(accounts.new_numbers([UUID(int=each) for each in range(500)]).values())
    assert len(numbers) == 500
    assert not set("".join(numbers)) & set("0o1il2z5s8bvu")
    assert all(not each.isalpha() and not each.isdigit() for each in numbers)


def test_another_districts_people_are_neither_found_nor_counted(college, people, find):
    far = college.cohort(XIHU, name="西湖一班")
    college.student(far, "王桂明", phone="14000007788")
    coordinator = college.coordinator(SHANGCHENG)
    assert find(coordinator, "王桂明") == (["王桂明"], 1)
    assert find(coordinator, "7788") == ([], 0)
    assert find(college.coordinator(XIHU), "王桂") == (["王桂明"], 1)


def test_whoever_left_for_another_district_is_no_longer_found(college, cohort, people, find):
    far = college.cohort(XIHU)
    with college.work():
        cohorts.end_enrollment(actor=Actor.system(), cohort_id=cohort, person_id=people["仇英"])
    coordinator = college.coordinator(SHANGCHENG)
    assert find(coordinator, "仇英") == (["仇英"], 1)
    with college.work():
        cohorts.enroll(actor=Actor.system(), cohort_id=far, person_id=people["仇英"])
    assert find(coordinator, "仇英") == ([], 0)


def test_a_helper_finds_the_people_of_her_cohort_alone(college, cohort, people, find):
    other = college.cohort(SHANGCHENG)
    college.student(other, "王桂花")
    assert find(college.helper(cohort), "王桂") == (["王桂明", "王桂香"], 2)
    assert find(college.helper(other), "王桂") == (["王桂花"], 1)


def test_cohort_and_state_narrow_what_is_found(college, cohort, people, find):
    other = college.cohort(SHANGCHENG)
    with college.work():
        cohorts.enroll(actor=Actor.system(), cohort_id=other, person_id=people["王桂明"])
        cohorts.end_enrollment(actor=Actor.system(), cohort_id=cohort, person_id=people["王桂明"])
        cohorts.end_enrollment(actor=Actor.system(), cohort_id=cohort, person_id=people["王桂香"])
    coordinator = college.coordinator()
    assert find(coordinator, "王桂", status="active")[0] == ["王桂明"]
    assert find(coordinator, "王桂", status="ended")[0] == ["王桂香"]
    assert find(coordinator, "王桂", cohort_id=cohort, status="ended")[0] == ["王桂明", "王桂香"]
    assert find(coordinator, "王桂", cohort_id=other)[0] == ["王桂明"]
    assert find(coordinator, "王桂", status="gone")[1] == 2


def test_the_page_says_where_she_is_and_only_the_masked_number(college, cohort, signed_in):
    person = college.student(cohort, "王<b>桂", phone="14000007788")
    client = signed_in(college.coordinator())
    page = client.get("/people?q=7788")
    assert "王<b>桂" in page.words and "140****7788" in page.words and "上城一班" in page.words
    assert "14000007788" not in page.get_data(as_text=True)
    links = {each["href"] for each in page.page.main.find_all("a")}
    assert {f"/cohorts/{cohort}/people/{person}", f"/cohorts/{cohort}/people/{person}/twin"} <= links
    assert page.page.find(id="find-words")["value"] == "7788"


def test_another_districts_cohort_is_no_place_to_look_in(college, cohort, signed_in):
    client, far = signed_in(college.coordinator()), college.cohort(XIHU)
    assert client.get(f"/people?q=x&cohort={far}").status_code == 404
    assert client.get("/people?q=x&cohort=nonsense&page=abc&status=<b>").status_code == 200


def test_many_are_found_page_by_page_with_as_few_queries(app, college, signed_in):
    client, taken = signed_in(college.coordinator()), []
    for size in (1, 40):
        row = college.cohort(SHANGCHENG)
        with college.work():
            ids = accounts.bulk_create_people([{"name": f"王{each:02d}", "phone_cipher": None} for each in range(size)])
            cohorts.bulk_enroll(actor=Actor.system(), cohort_id=row, person_ids=ids)
        client.get("/people")
        with counted(app) as asked:
            page = client.get("/people?q=wang")
        taken.append(len(asked))
    assert taken[0] == taken[1]
    assert len(page.page.find_all(class_="found-row")) == finding.PER_PAGE and "41" in page.words
    assert len(client.get("/people?" + "q=" + quote("王") + "&page=2").page.find_all(class_="found-row")) == 16


def test_a_deleted_person_leaves_no_sound_behind(college, cohort, people):
    with college.work():
        accounts.forget(people["王桂明"])
    with college.work():
        row = db.session.get(accounts.Person, people["王桂明"])
        assert (row.name, row.pinyin, row.spellings) == ("", "", "")
