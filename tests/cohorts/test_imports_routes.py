"""The pages of a roster import: upload, what is asked, applying, taking back, and every refusal as a sentence."""

import io
import zipfile
from uuid import uuid4

import pytest
from openpyxl import Workbook
from sqlalchemy import func, select

from college.accounts import service as accounts
from college.cohorts import service
from college.cohorts.models import Enrollment
from college.cohorts.roster_models import RosterImport
from college.core import files, jobs
from college.core.db import db
from college.core.permissions import Actor
from tests.support.college import XIHU

PEOPLE = [("王桂兰", "14000001001", "67"), ("李建国", "14000001002", "72"), ("陈玉珍", "", "")]


def csv_of(rows=PEOPLE, head="姓名,手机号,年龄", encoding="utf-8") -> bytes:
    return "\r\n".join([head, *(",".join(row) for row in rows)]).encode(encoding)


@pytest.fixture
def cohort(college):
    """Make a cohort of 上城区."""
    return college.cohort()


@pytest.fixture
def coordinator(college, cohort, signed_in):
    """Give the client of the coordinator of 上城区, in English."""
    client = signed_in(college.coordinator())
    client.set_cookie("language", "en")
    return client


@pytest.fixture
def upload(app, coordinator, cohort):
    """Give a function: bytes → the page of their import, once the job has read them."""

    def send(data: bytes, name: str = "名单.csv"):
        page = f"/cohorts/{cohort}/imports/new"
        answer = coordinator.submit(page, {"roster": (io.BytesIO(data), name)}, button="Read this list")
        assert answer.status_code == 303
        work(app)
        return coordinator.follow(answer)

    return send


def work(app) -> None:
    with app.app_context():
        jobs.run_pending()


def press(app, client, page, button, data=None):
    """Press a button, let the job run, and give the page that follows."""
    answer = client.submit(page, data, button=button)
    work(app)
    return client.follow(answer)


def enrolled(college, cohort) -> list[str]:
    with college.work():
        return sorted(person.name for _enrollment, person in service.enrolled(cohort))


def count(college, model) -> int:
    with college.work():
        return db.session.scalar(select(func.count()).select_from(model))


def test_a_list_is_read_looked_at_and_applied(app, college, cohort, coordinator, upload):
    page = upload(csv_of())
    assert "王桂兰, 李建国, 陈玉珍" in page.words
    assert "UTF-8" in page.words
    assert "140****1001" in page.words and "14000001001" not in page.get_data(as_text=True)
    assert enrolled(college, cohort) == []
    done = press(app, coordinator, page, "Import 3 students")
    assert "3 students have joined" in done.words
    assert done.page.find("a", string="Print students' cards")
    assert enrolled(college, cohort) == ["李建国", "王桂兰", "陈玉珍"]


def test_while_it_is_being_read_the_page_says_so(app, cohort, coordinator):
    answer = coordinator.submit(f"/cohorts/{cohort}/imports/new", {"roster": (io.BytesIO(csv_of()), "a.csv")})
    waiting = coordinator.follow(answer)
    assert "being read" in waiting.words
    assert "See whether it is ready" in waiting.words
    work(app)
    assert "Import 3 students" in coordinator.follow(answer).words


def test_a_double_tap_is_one_import(app, college, cohort, coordinator):
    page = coordinator.get(f"/cohorts/{cohort}/imports/new")
    answers = [coordinator.submit(page, {"roster": (io.BytesIO(csv_of()), "a.csv")}) for _ in range(2)]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert (count(college, RosterImport), count(college, jobs.Job), count(college, files.StoredFile)) == (1, 1, 1)


def test_the_corrected_file_from_the_same_form_is_another_import(college, cohort, coordinator):
    page = coordinator.get(f"/cohorts/{cohort}/imports/new")
    answers = [coordinator.submit(page, {"roster": (io.BytesIO(csv_of(rows)), "a.csv")}) for rows in (PEOPLE, PEOPLE[:2])]
    assert answers[0].headers["Location"] != answers[1].headers["Location"]
    assert count(college, RosterImport) == 2


def test_a_workbook_is_read_too(coordinator, upload):
    book, packed = Workbook(), io.BytesIO()
    for row in (("上城区花名册",), ("姓名", "手机号"), ("王桂兰", 14000001001), ("李建国", "140 0000 1002")):
        book.active.append(row)
    book.save(packed)
    page = upload(packed.getvalue(), "名单.xlsx")
    assert "XLSX" in page.words and "140****1001" in page.words and "Import 2 students" in page.words


def test_a_form_without_a_file_says_so(coordinator, cohort):
    answer = coordinator.submit(f"/cohorts/{cohort}/imports/new", button="Read this list")
    assert answer.status_code == 422
    assert "Please choose the file with the names." in answer.words


def test_unknown_headings_are_asked_and_then_read(app, college, cohort, coordinator, upload):
    page = upload(csv_of([("王桂兰", "14000001001"), ("李建国", "14000001002")], "甲,乙"))
    assert "Which column is which?" in page.words
    assert "14000001001" not in page.get_data(as_text=True)
    again = coordinator.submit(page, {"phone": "1"}, button="Check the rows")
    assert again.status_code == 422
    assert "Please say which column holds the names." in again.words
    twice = coordinator.submit(page, {"name": "0", "phone": "0"}, button="Check the rows")
    assert twice.status_code == 422 and "chosen twice" in twice.words
    ready = press(app, coordinator, page, "Check the rows", {"name": "0", "phone": "1", "first_row": "heading"})
    assert "Import 2 students" in ready.words
    assert "140****1001" in ready.words


def test_a_list_without_headings_loses_nobody(app, coordinator, upload):
    page = upload("王桂兰\n李建国\n".encode())
    ready = press(app, coordinator, page, "Check the rows", {"name": "0", "first_row": "person"})
    assert "Import 2 students" in ready.words


def test_columns_that_were_understood_wrongly_can_be_said_anew(app, coordinator, upload):
    page = upload(csv_of())
    asked = coordinator.get(page.page.find("a", string="Are the columns right?")["href"])
    ready = press(app, coordinator, asked, "Check the rows", {"phone": ""})
    assert "140****1001" not in ready.words
    assert "Import 3 students" in ready.words


def test_a_question_is_answered_and_kept_at_once(app, college, cohort, coordinator, upload):
    college.student(cohort, "王秀英", phone="14000001001")
    page = upload(csv_of())
    assert "1 row asks who is meant" in page.words
    assert "It is 王秀英 140****1001" in page.words
    assert not page.page.find("form", action=lambda address: address and address.endswith("/apply"))
    answered = coordinator.follow(coordinator.submit(page, button="Somebody new"))
    assert answered.page.find("button", attrs={"aria-pressed": "true"}).text.startswith("Somebody new")
    assert "Import 3 students" in answered.words
    changed = coordinator.follow(coordinator.submit(answered, button="Leave this row out"))
    assert "Import 2 students" in changed.words
    press(app, coordinator, changed, "Import 2 students")
    assert enrolled(college, cohort) == ["李建国", "王秀英", "陈玉珍"]


def test_an_answer_that_was_never_offered_is_refused(college, cohort, coordinator, upload):
    stranger = college.person("别人")
    college.student(cohort, "王秀英", phone="14000001001")
    page = upload(csv_of())
    token = page.page.find("input", attrs={"name": "csrf_token"})["value"]
    address = page.request.path + "/answers"
    for row, answer in (("2", f"same:{stranger}"), ("3", "new"), ("99", "new"), ("x", "new"), ("2", "")):
        data = {"row": row, "answer": answer, "csrf_token": token}
        assert coordinator.post(address, data=data).status_code == 409


def test_rows_with_mistakes_are_left_out_only_after_a_yes(app, college, cohort, coordinator, upload):
    page = upload(csv_of([*PEOPLE, ("赵国梁", "140000010", "")]))
    assert "A mobile number has 11 digits" in page.words
    refused = coordinator.submit(page, button="Import 3 students")
    assert refused.status_code == 422
    assert "Please tick that the rows with mistakes are left out" in refused.words
    assert enrolled(college, cohort) == []
    done = press(app, coordinator, refused, "Import 3 students", {"leave_wrong": True})
    assert "3 students have joined" in done.words
    assert "赵国梁" not in enrolled(college, cohort)


def test_rows_are_shown_by_fate_and_fifty_a_page(coordinator, upload):
    page = upload(csv_of([(f"王{chr(0x4E00 + number)}", "", "") for number in range(120)] + [("李建国", "1", "")]))
    assert len(page.page.select(".rows-table tbody tr")) == 50
    assert "Page 1 of 3" in page.words
    wrong = coordinator.get(page.request.path + "?fate=wrong")
    assert [row.th.text for row in wrong.page.select(".rows-table tbody tr")] == ["李建国"]
    assert len(coordinator.get(page.request.path + "?page=3").page.select(".rows-table tbody tr")) == 21


def test_a_list_that_brings_nobody_offers_no_button(college, cohort, coordinator, upload):
    college.student(cohort, "王桂兰", phone="14000001001")
    page = upload(csv_of(PEOPLE[:1]))
    assert "there is nothing to import" in page.words
    assert not page.page.find("form", action=lambda address: address and address.endswith("/apply"))


def test_an_import_is_taken_back_after_a_second_look(app, college, cohort, coordinator, upload):
    done = press(app, coordinator, upload(csv_of()), "Import 3 students")
    asked = coordinator.get(done.page.find("a", string="Take this import back")["href"])
    assert "3 people who only stand on this list are removed" in asked.words
    assert len(enrolled(college, cohort)) == 3
    page = coordinator.follow(coordinator.submit(asked, button="Take this import back"))
    assert "3 people were removed." in page.words
    assert enrolled(college, cohort) == [] and count(college, Enrollment) == 0


def test_earlier_imports_are_listed(app, cohort, coordinator, upload):
    press(app, coordinator, upload(csv_of(), "上城区名单.csv"), "Import 3 students")
    page = coordinator.get(f"/cohorts/{cohort}/imports/new")
    assert "上城区名单.csv" in page.words and "孙协调" in page.words and "Imported" in page.words


@pytest.mark.parametrize("action", ["imports/new", "imports/{id}", "imports/{id}/columns", "imports/{id}/undo"])
def test_another_district_finds_nothing(college, coordinator, cohort, upload, signed_in, action):
    page = upload(csv_of())
    import_id = page.request.path.rsplit("/", 1)[-1]
    stranger = signed_in(college.coordinator(XIHU))
    address = f"/cohorts/{cohort}/{action.format(id=import_id)}"
    assert stranger.get(address).status_code == 404
    own = college.cohort(XIHU)
    if "{id}" in action:
        assert stranger.get(f"/cohorts/{own}/{action.format(id=import_id)}").status_code == 404
        assert coordinator.get(f"/cohorts/{cohort}/{action.format(id=uuid4())}").status_code == 404


def test_a_cohort_in_the_archive_takes_no_list(college, cohort, coordinator, upload):
    page = upload(csv_of())
    coordinator.submit(f"/cohorts/{cohort}/archive", button="archive")
    answer = coordinator.get(f"/cohorts/{cohort}/imports/new")
    assert answer.status_code == 409 and "in the archive" in answer.words
    assert coordinator.submit(page, button="Import 3 students").status_code in (409, 422)


def _bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/workbook.xml", "<workbook/>")
        book.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    return packed.getvalue()


def _torn() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as book:
        book.writestr("xl/workbook.xml", "<workbook/>" * 50)
    return packed.getvalue()[:300]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "This file is empty."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "This is an old Excel file"),
        (b"<html><table><tr><td>a</td></tr></table>", "This is a web page that was only named like an Excel file."),
        (b"%PDF-1.4", "This is a picture or a PDF."),
        (_torn(), "This Excel file is broken"),
        (_bomb(), "This Excel file is far too large inside."),
        ("姓名,手机号\n\n".encode(), "there is nobody"),
        (b'name,phone\n"' + b"x" * 900, "a quotation mark that never ends"),
    ],
    ids=["empty", "xls", "html", "pdf", "torn", "bomb", "nobody", "quote"],
)
def test_a_file_that_cannot_be_read_is_answered_by_a_sentence(college, upload, data, words):
    page = upload(data, "名单.xls")
    assert "This file could not be read. Nobody was added." in page.words
    assert words in page.words
    assert page.page.find("a", string="Upload the file again")
    with college.work():
        job = db.session.scalars(select(jobs.Job)).one()
        assert job.state == "failed" and job.failed_sentence


def test_a_file_of_more_than_ten_megabytes_is_refused_in_words(college, cohort, coordinator):
    data = {"roster": (io.BytesIO(b"0" * 10_000_001), "名单.csv")}
    answer = coordinator.submit(f"/cohorts/{cohort}/imports/new", data)
    assert answer.status_code == 413
    assert "too large" in answer.words
    assert count(college, RosterImport) == 0


def test_a_preview_whose_time_is_over_says_so(app, college, coordinator, upload):
    page = upload(csv_of())
    with college.work():
        for stored in db.session.scalars(select(files.StoredFile)):
            files.discard(stored.id)
    later = coordinator.get(page.request.path)
    assert "was kept for 24 hours and is gone now" in later.words
    assert coordinator.submit(page, button="Import 3 students").status_code == 422


def test_numbers_stand_nowhere_in_clear(app, college, upload, tmp_path):
    upload(csv_of())
    with college.work():
        for table in db.metadata.sorted_tables:
            for row in db.session.execute(select(table)):
                assert "14000001001" not in str(row), table.name


def test_a_student_cannot_import(college, cohort, signed_in):
    student = signed_in(college.student(cohort))
    assert student.get(f"/cohorts/{cohort}/imports/new").status_code == 403


def test_whoever_lost_the_right_meanwhile_imports_nothing(app, college, cohort, coordinator):
    answer = coordinator.submit(f"/cohorts/{cohort}/imports/new", {"roster": (io.BytesIO(csv_of()), "a.csv")})
    with college.work():
        for grant in accounts.grants_of(coordinator.person_id):
            accounts.end_grant(actor=Actor.system(), grant_id=grant.id)
    work(app)
    with college.work():
        record = db.session.scalars(select(RosterImport)).one()
        assert record.state == "failed" and "may no longer import" in record.failed[0]
    assert answer.status_code == 303
