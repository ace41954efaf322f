"""The pages of districts and cities: never a name, others' numbers in fives, other districts as medians, sorted and paged."""

import csv
import io

import pytest
from sqlalchemy import select

from college.core.audit import AuditEntry
from college.core.db import db
from tests.support.college import SHANGCHENG, XIHU
from tests.support.counted import count_all
from tests.support.counting import count_queries

NAMES = ("甲一一", "乙二二", "丙三三")


@pytest.fixture
def town(app, college):
    """上城区 with cohorts of 6, 2 and 7 people, 西湖区 with one of 5, 滨江区 with one of 3."""
    sizes = {"一班": (SHANGCHENG, 6), "二班": (SHANGCHENG, 2), "三班": (SHANGCHENG, 7), "西湖班": (XIHU, 5), "滨江班": ("330108", 3)}
    made = {}
    for name, (district, size) in sizes.items():
        made[name] = college.cohort(district, name=name)
        for number in range(size):
            college.student(made[name], NAMES[number % 3])
    count_all(app)
    return made


def main_of(answer):
    assert answer.status_code == 200, answer.status_code
    return answer.page.select_one("main")


def rows_of(answer, label="cohorts"):
    """Give the rows of a table as lists of words."""
    table = answer.page.select_one(f'[aria-labelledby="{label}"] table')
    return [[" ".join(cell.get_text(" ", strip=True).split()) for cell in row.select("th, td")] for row in table.select("tbody tr")]


def test_a_coordinator_sees_her_district_whole_and_every_number_opens_its_board(town, signed_in, college):
    answer = signed_in(college.coordinator(SHANGCHENG)).get(f"/districts/{SHANGCHENG}")
    assert [row[0] for row in rows_of(answer)] == ["一班", "三班", "二班"]
    assert [row[1].split()[0] for row in rows_of(answer)] == ["6", "7", "2"]
    links = {link["href"] for link in main_of(answer).select("tbody a")}
    assert f"/board/{town['二班']}" in links and f"/board/{town['二班']}/people?show=stuck" in links
    assert main_of(answer).select_one(".numbers .big").get_text(strip=True) == "15"


def test_an_operator_sees_fives_never_a_small_cohort_and_opens_nobody(town, signed_in, college):
    answer = signed_in(college.operator()).get(f"/districts/{SHANGCHENG}")
    rows = {row[0]: row[1:] for row in rows_of(answer)}
    assert len(rows["二班"]) == 1, "of a cohort of two nothing is told"
    assert rows["三班"][0] == "约5" or "5" in rows["三班"][0]
    assert not any(character.isdigit() for character in rows["一班"][0]), "the smallest beside it would give it away"
    assert not [link for link in main_of(answer).select("tbody a") if "/board/" in link["href"]]


@pytest.mark.parametrize("address", [f"/districts/{SHANGCHENG}", "/districts", "/city", "/engagement"])
def test_no_page_names_anybody(town, signed_in, college, address):
    for person in (college.operator(), college.coordinator(SHANGCHENG)):
        text = main_of(signed_in(person).get(address)).get_text()
        assert not any(name in text for name in NAMES)


def test_other_districts_are_medians_and_small_ones_are_left_out(town, signed_in, college):
    answer = signed_in(college.coordinator(SHANGCHENG)).get("/city?city=杭州市")
    rows = {row[0]: row[1:] for row in rows_of(answer, "districts")}
    assert "滨江区" not in rows
    assert rows["上城区"][0] == "15" and len(rows["上城区"]) == 11
    assert len(rows["西湖区"]) == 4, "people, two medians, and that only these are told"
    links = [link["href"] for link in main_of(answer).select("tbody a")]
    assert links == [f"/districts/{SHANGCHENG}"]
    assert not main_of(answer).select(".numbers"), "no sum from which another district could be worked out"


def test_an_operator_sees_all_districts_and_no_whole_that_gives_one_away(town, signed_in, college):
    answer = signed_in(college.operator()).get("/city?city=杭州市")
    rows = {row[0]: row[1] for row in rows_of(answer, "districts")}
    assert not any(character.isdigit() and character != "5" for character in rows["滨江区"])
    assert not any(character.isdigit() for character in main_of(answer).select_one(".numbers .big").get_text())


def test_a_district_that_is_not_hers_is_not_there(town, signed_in, college):
    client = signed_in(college.coordinator(SHANGCHENG))
    for address in (f"/districts/{XIHU}", "/districts/999999", "/city?city=火星市", f"/engagement?district={XIHU}"):
        assert client.get(address).status_code == 404, address
    assert signed_in(college.lecturer(town["一班"])).get("/districts").status_code == 403


def test_the_list_is_sorted_and_paged(app, college, signed_in, town):
    for number in range(22):
        college.cohort(SHANGCHENG, name=f"续{number:02}")
    count_all(app)
    client = signed_in(college.coordinator(SHANGCHENG))
    first = rows_of(client.get(f"/districts/{SHANGCHENG}?sort=enrolled"))
    assert [row[0] for row in first[:3]] == ["三班", "一班", "二班"] and len(first) == 20
    assert len(rows_of(client.get(f"/districts/{SHANGCHENG}?sort=enrolled&page=2"))) == 5
    assert len(rows_of(client.get(f"/districts/{SHANGCHENG}?sort=nonsense&page=x"))) == 20


def test_a_page_costs_as_many_queries_however_many_cohorts_there_are(app, college, signed_in, town):
    client = signed_in(college.operator())
    client.get(f"/districts/{SHANGCHENG}")
    counts = []
    for _round in range(2):
        with count_queries(app) as asked:
            client.get(f"/districts/{SHANGCHENG}")
        counts.append(asked.count)
        for number in range(6):
            college.cohort(SHANGCHENG, name=f"又{number}")
        count_all(app)
    assert counts[0] == counts[1]


def test_a_district_without_cohorts_and_one_that_was_not_counted_say_so(app, college, signed_in):
    coordinator = college.coordinator(SHANGCHENG)
    client = signed_in(coordinator)
    assert not client.get(f"/districts/{SHANGCHENG}").page.select("table")
    college.cohort(SHANGCHENG)
    answer = client.get(f"/districts/{SHANGCHENG}")
    assert len(rows_of(answer)) == 1 and len(rows_of(answer)[0]) == 2


def test_the_files_say_what_the_pages_say_and_are_kept_in_the_audit(app, college, signed_in, town):
    client = signed_in(college.operator())
    lines = {}
    for page, address in ((f"/districts/{SHANGCHENG}", f"/districts/{SHANGCHENG}/export"), ("/city", "/city/export"), ("/engagement", "/engagement/export")):
        answer = client.submit(page, action=address)
        assert answer.status_code == 200 and answer.mimetype == "text/csv", address
        lines[address] = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    page = {row[0]: row[1] for row in rows_of(client.get(f"/districts/{SHANGCHENG}"))}
    filed = {line[0]: line[1] for line in lines[f"/districts/{SHANGCHENG}/export"]}
    assert filed["三班"] == page["三班"] and filed["一班"] == page["一班"]
    with app.app_context():
        kept = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "board.export")).all()
        assert [entry.detail["what"] for entry in kept] == ["district", "city", "use"]


def test_a_file_of_use_is_kept_with_the_district_that_it_shows(app, college, signed_in, town):
    client = signed_in(college.coordinator(SHANGCHENG))
    client.submit(f"/engagement?district={SHANGCHENG}", {"district": ""}, action="/engagement/export")
    with app.app_context():
        (entry,) = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "board.export"))
        assert (entry.subject, entry.district) == (f"district:{SHANGCHENG}", SHANGCHENG)


def test_counting_anew_is_a_job_and_twice_the_same_button_is_one(app, college, signed_in, town):
    client = signed_in(college.coordinator(SHANGCHENG))
    page = client.get(f"/districts/{SHANGCHENG}")
    places = {client.submit(page, action="/recount").headers["Location"] for _ in range(2)}
    assert len(places) == 1 and client.get(places.pop()).status_code == 200
    token = page.page.find("input", attrs={"name": "csrf_token"})["value"]
    assert client.post(f"/districts/{XIHU}/recount", data={"csrf_token": token}).status_code == 404
