"""The pages of cohorts and students: what each answers, what a bad form keeps, who is refused."""

import pytest

from college.accounts import service as accounts
from college.cohorts import service
from college.cohorts.models import Cohort, Enrollment, StaffPost
from college.core.db import db
from college.core.permissions import Actor
from tests.support.college import SHANGCHENG, XIHU

PHONE = "14000000011"
FILLED = {
    "name": "秋季一班",
    "starts_on": "2026年9月1日",
    "ends_on": "2026-12-31",
    "teacher_name": "周老师",
    "teacher_phone": "0571 8765 4321",
}


@pytest.fixture
def coordinator(college, signed_in):
    """Give the client of the coordinator of 上城区, in English."""
    client = signed_in(college.coordinator())
    client.set_cookie("language", "en")
    return client


def only(college, model) -> dict:
    """Give the columns of the one row that there is."""
    with college.work():
        row = db.session.query(model).one()
        return {column.name: getattr(row, column.name) for column in model.__table__.columns}


def test_a_coordinator_without_cohorts_is_told_what_to_do(coordinator):
    answer = coordinator.get("/cohorts")
    assert "There is no cohort yet." in answer.words
    assert answer.page.find("a", string="Make a cohort")["href"] == "/cohorts/new"


def test_a_helper_without_cohorts_is_told_who_chooses(college, signed_in):
    helper = signed_in(college.helper(college.cohort(XIHU)))
    helper.set_cookie("language", "en")
    assert "春季班" in helper.get("/cohorts").words
    assert "Make a cohort" not in helper.get("/cohorts").words


def test_a_coordinator_makes_a_cohort(college, coordinator, refunds):
    person = college.person("钱讲师")
    with college.work():
        db.session.add(StaffPost(person_id=person, district_code=SHANGCHENG, role="lecturer"))
    form = {**FILLED, "courses": [refunds], "lecturers": [str(person)]}
    answer = coordinator.submit("/cohorts/new", form, button="Save the cohort")
    page = coordinator.follow(answer)
    assert "秋季一班" in page.page.h1.text
    assert "0571-87654321" in page.words
    assert "钱讲师" in page.words
    made = only(college, Cohort)
    days = made["starts_on"].isoformat(), made["ends_on"].isoformat()
    assert (days, made["district_code"]) == (("2026-09-01", "2026-12-31"), SHANGCHENG)
    assert courses_kept(college, made["id"]) == [refunds]


def courses_kept(college, cohort_id) -> list[str]:
    with college.work():
        return service.cohort_courses(cohort_id)


def test_a_double_click_makes_one_cohort(college, coordinator):
    page = coordinator.get("/cohorts/new")
    first = coordinator.submit(page, FILLED, button="Save the cohort")
    second = coordinator.submit(page, FILLED, button="Save the cohort")
    assert first.headers["Location"] == second.headers["Location"]
    assert only(college, Cohort)


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", "　", "Please give the cohort a name."),
        ("name", "班" * 61, "Please write at most 60 letters."),
        ("starts_on", "soon", "Please write the day like 2026-11-22."),
        ("ends_on", "2026-08-31", "The last day comes before the first day."),
        ("ends_on", "", "Please write the day like 2026-11-22."),
        ("teacher_phone", "87654321", "Please write a mobile number of 11 digits, or a landline"),
        ("teacher_name", "", "Please write whom the students reach at this number."),
    ],
)
def test_a_bad_form_says_what_to_do_and_keeps_the_rest(college, coordinator, field, typed, sentence):
    answer = coordinator.submit("/cohorts/new", {**FILLED, field: typed}, button="Save the cohort")
    assert answer.status_code == 422
    assert answer.page.title.text.startswith("Error: ")
    assert sentence in answer.words
    for name in set(FILLED) - {field}:
        assert answer.page.find("input", attrs={"name": name})["value"] == FILLED[name]
    with college.work():
        assert db.session.query(Cohort).count() == 0


def test_a_choice_that_is_gone_is_told(college, coordinator, refunds):
    cohort, person = college.cohort(), college.person("离任讲师")
    with college.work():
        db.session.add(StaffPost(person_id=person, district_code=SHANGCHENG, role="lecturer"))
    for address, more in (("/cohorts/new", FILLED), (f"/cohorts/{cohort}/edit", {})):
        for field, value in (("lecturers", college.person()), ("courses", "gone")):
            answer = coordinator.submit(address, {**more, field: str(value)}, button="Save the cohort")
            assert answer.status_code == 422
            assert "This choice is no longer there. Please choose again." in answer.words
    elsewhere = coordinator.submit("/cohorts/new", {**FILLED, "district": XIHU}, button="Save the cohort")
    assert elsewhere.status_code == 422


def test_a_cohort_is_edited_with_what_it_was(college, coordinator, refunds):
    cohort = college.cohort(courses=(refunds,))
    page = coordinator.get(f"/cohorts/{cohort}/edit")
    assert page.page.find("input", attrs={"name": "courses"}).has_attr("checked")
    answer = coordinator.submit(page, {"name": "改名"}, button="Save the cohort")
    assert "改名" in coordinator.follow(answer).words
    assert courses_kept(college, cohort) == [refunds]


def test_an_archived_cohort_stands_apart_and_comes_back(college, coordinator):
    cohort = college.cohort()
    coordinator.submit(f"/cohorts/{cohort}/archive", button="Put it into the archive")
    assert "In the archive" in coordinator.get("/cohorts").words
    assert coordinator.get(f"/cohorts/{cohort}/edit").status_code == 409
    shown = coordinator.get(f"/cohorts/{cohort}")
    assert "Add one student" not in shown.words
    coordinator.submit(shown, button="Take it out of the archive")
    assert "In the archive" not in coordinator.get("/cohorts").words


def test_a_student_is_added_and_asked_about(college, coordinator):
    cohort = college.cohort()
    address = f"/cohorts/{cohort}/people/new"
    added = coordinator.submit(address, {"name": "王小明", "phone": "140-0000-0011"}, button="Save the student")
    page = coordinator.follow(added)
    assert "王小明" in page.page.h1.text
    assert "140****0011" in page.words and PHONE not in page.get_data(as_text=True)
    asked = coordinator.submit(address, {"name": "李秀兰", "phone": PHONE}, button="Save the student")
    assert asked.status_code == 422
    assert "Is this the same person?" in asked.words
    coordinator.submit(asked, {"same": "new"}, button="Save the student")
    with college.work():
        assert [person.name for _each, person in service.enrolled(cohort)] == ["李秀兰", "王小明"]


def test_a_double_click_adds_one_student(college, coordinator):
    cohort = college.cohort()
    page = coordinator.get(f"/cohorts/{cohort}/people/new")
    first = coordinator.submit(page, {"name": "王小明"}, button="Save the student")
    second = coordinator.submit(page, {"name": "王小明"}, button="Save the student")
    assert first.headers["Location"] == second.headers["Location"]
    assert only(college, Enrollment)


@pytest.mark.parametrize("phone", ["123", "1400000001a", "1.4E+10"])
def test_a_wrong_number_is_told_and_nothing_is_added(college, coordinator, phone):
    cohort = college.cohort()
    answer = coordinator.submit(
        f"/cohorts/{cohort}/people/new", {"name": "王小明", "phone": phone}, button="Save the student"
    )
    assert answer.status_code == 422
    assert "Please write a mobile number of 11 digits" in answer.words
    assert answer.page.find("input", attrs={"name": "phone"})["value"] == phone


def test_a_student_is_changed(college, coordinator):
    cohort = college.cohort()
    student = college.student(cohort, "王小明", phone=PHONE)
    address = f"/cohorts/{cohort}/people/{student}/edit"
    missing = coordinator.submit(address, {"phone_choice": "change"}, button="Save the changes")
    assert missing.status_code == 422
    coordinator.submit(address, {"name": "王晓明", "age_band": "70-74"}, button="Save the changes")
    both = coordinator.submit(address, {"phone_choice": "remove", "phone": PHONE}, button="Save the changes")
    assert both.status_code == 422
    coordinator.submit(address, {"phone": "１４０　００００　００２２"}, button="Save the changes")
    page = coordinator.get(f"/cohorts/{cohort}/people/{student}")
    assert "王晓明" in page.page.h1.text
    assert "140****0022" in page.words and "70-74" in page.words


def test_an_enrollment_ends_and_comes_back(college, coordinator):
    cohort = college.cohort()
    student = college.student(cohort)
    address = f"/cohorts/{cohort}/people/{student}"
    ended = coordinator.follow(coordinator.submit(f"{address}/end", button="End the enrollment"))
    assert "The enrollment ended on" in ended.words
    back = coordinator.follow(coordinator.submit(ended, button="Take the end back"))
    assert "The enrollment ended on" not in back.words


def test_a_whole_number_is_shown_once_and_never_kept_by_a_browser(college, coordinator):
    cohort = college.cohort()
    student = college.student(cohort, "王小明", phone=PHONE)
    address = f"/cohorts/{cohort}/people/{student}/phone"
    assert coordinator.submit(address, {"reason": " "}, button="Show the number once").status_code == 422
    shown = coordinator.submit(address, {"reason": "两周没来"}, button="Show the number once")
    assert "140 0000 0011" in shown.words
    assert shown.headers["Cache-Control"] == "no-store"
    later = coordinator.get(f"/cohorts/{cohort}/people/{student}")
    assert "140 0000 0011" not in later.words


def test_a_person_is_found_by_name_or_last_digits(college, coordinator):
    cohort = college.cohort()
    college.student(cohort, "王小明", phone=PHONE)
    college.student(cohort, "李秀兰")
    by_digits = coordinator.get(f"/cohorts/{cohort}?q=0011").words
    assert "王小明" in by_digits and "李秀兰" not in by_digits
    assert "Nobody in this cohort matches" in coordinator.get(f"/cohorts/{cohort}?q=没有").words


def test_a_long_list_has_pages(college, coordinator):
    cohort = college.cohort()
    people = [college.person(f"学员{number:03d}") for number in range(51)]
    with college.work():
        service.bulk_enroll(actor=Actor.system(), cohort_id=cohort, person_ids=people)
    first = coordinator.get(f"/cohorts/{cohort}")
    assert "51 students" in first.words and "学员050" not in first.words
    assert "学员050" in coordinator.get(f"/cohorts/{cohort}?page=2").words
    assert "学员050" in coordinator.get(f"/cohorts/{cohort}?page=999").words
    assert coordinator.get(f"/cohorts/{cohort}?page=x").status_code == 200


def test_a_lecturer_reads_a_cohort_and_changes_nothing(college, signed_in):
    cohort = college.cohort()
    student = college.student(cohort, phone=PHONE)
    lecturer = signed_in(college.lecturer(cohort))
    lecturer.set_cookie("language", "en")
    page = lecturer.get(f"/cohorts/{cohort}/people/{student}")
    assert page.status_code == 200
    for words in ("Show the whole number", "End the enrollment", "Change name"):
        assert words not in page.words
    assert lecturer.get(f"/cohorts/{cohort}/edit").status_code == 403


def test_an_operator_makes_an_account_and_a_link(college, signed_in):
    college.district()
    operator = signed_in(college.operator())
    operator.set_cookie("language", "en")
    form = {"name": "孙协调", "login": "sun", "role": "coordinator"}
    missing = operator.submit("/staff/new", form, button="Save the account")
    assert missing.status_code == 422 and "Please choose the district for this role." in missing.words
    made = operator.follow(operator.submit(missing, {"district": SHANGCHENG}, button="Save the account"))
    assert "Coordinator: 上城区" in made.words
    link = operator.submit(made, button="Make a link for the password")
    assert link.headers["Cache-Control"] == "no-store"
    address = link.page.find("code").text
    assert "/p/" in address and address not in operator.get(made.request.path).get_data(as_text=True)
    taken = operator.submit("/staff/new", {**form, "district": SHANGCHENG}, button="Save the account")
    assert taken.status_code == 422 and "Somebody has this login name already." in taken.words


def test_an_operator_gives_and_ends_roles_and_closes_an_account(college, signed_in):
    cohort = college.cohort()
    operator = signed_in(college.operator())
    operator.set_cookie("language", "en")
    with college.work():
        person = accounts.create_staff(actor=Actor.system(), name="钱讲师", login="qian").id
    address = f"/staff/{person}"
    given = operator.submit(
        f"{address}/roles/new", {"role": "lecturer", "district": SHANGCHENG}, button="Give the role"
    )
    shown = operator.follow(given)
    assert "Lecturer: 上城区" in shown.words
    end = shown.page.find("a", string="End this role")["href"]
    assert "every cohort of the district" in operator.get(end).words and "last coordinator" not in operator.get(end).words
    ended = operator.follow(operator.submit(end, button="End this role"))
    assert "No role" in ended.words
    closed = operator.follow(operator.submit(f"{address}/close", button="Close the account"))
    assert "This account is closed" in closed.words
    opened = operator.follow(operator.submit(closed, button="Open the account"))
    assert "This account is closed" not in opened.words
    assert operator.get(f"/cohorts/{cohort}").status_code == 403


def test_the_errors_of_a_new_account_stand_in_the_order_of_its_fields(college, signed_in):
    page = signed_in(college.operator()).submit("/staff/new", {"name": "", "login": "", "district": ""}, action="/staff/new")
    assert page.status_code == 422
    listed = [link["href"] for link in page.page.find(id="errors").find_all("a")]
    fields = [f"#{each['id']}" for each in page.page.find("main").find_all(id=["name", "login", "role", "district"])]
    assert listed == [each for each in fields if each in listed] == ["#name", "#login", "#role"]


def test_nobody_is_offered_her_own_end(college, signed_in):
    person = college.operator()
    operator = signed_in(person)
    operator.set_cookie("language", "en")
    own = operator.get(f"/staff/{person}").words
    assert "End this role" not in own and "Close the account" not in own


def test_an_address_of_a_post_that_is_none_is_not_found(college, signed_in):
    operator = signed_in(college.operator())
    person = college.lecturer(college.cohort())
    page = operator.get("/staff")
    token = page.page.find("input", attrs={"name": "csrf_token"})["value"]
    answer = operator.post(f"/staff/{person}/posts/{SHANGCHENG}/operator/end", data={"csrf_token": token})
    assert answer.status_code == 404
