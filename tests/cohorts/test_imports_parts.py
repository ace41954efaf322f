"""Choosing which sheet or class of an uploaded roster is read, on its page."""

import io

import pytest
from openpyxl import Workbook

from college.core import jobs
from tests.support.college import XIHU


def workbook(**sheets: list) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


HEAD = ["姓名", "手机号"]
TWO = workbook(一班=[HEAD, ["王一", "14000000001"], ["王二", ""]], 二班=[HEAD, ["李一", "14000000003"]])


@pytest.fixture
def cohort(college):
    return college.cohort()


@pytest.fixture
def client(college, cohort, signed_in):
    client = signed_in(college.coordinator())
    client.set_cookie("language", "en")
    return client


@pytest.fixture
def upload(app, client, cohort):
    def send(data: bytes, name: str = "名单.xlsx"):
        answer = client.submit(f"/cohorts/{cohort}/imports/new", {"roster": (io.BytesIO(data), name)}, button="Read this list")
        return read(app, client, answer)

    return send


def read(app, client, answer):
    assert answer.status_code == 303, answer.words
    with app.app_context():
        jobs.run_pending()
    return client.follow(answer)


def press(app, client, page, words: str):
    """Press the button of a part, by its words."""
    form = next(form for form in page.page.find_all("form") if form.button and words in form.button.get_text())
    data = {field["name"]: field.get("value", "") for field in form.find_all("input")}
    return read(app, client, client.post(form["action"], data=data))


def test_another_sheet_and_all_sheets_are_one_tap_away(app, client, upload):
    page = upload(TWO)
    assert "only “一班” was read" in page.words and "王一" in page.words and "李一" not in page.words
    page = press(app, client, page, "二班")
    assert "李一" in page.words and "王一" not in page.words
    page = press(app, client, page, "All sheets")
    assert "王一, 王二, 李一" in page.words and "all sheets" in page.words
    assert press(app, client, page, "All sheets").words == page.words


def test_one_class_of_a_list_is_chosen_and_stays_when_the_columns_are_corrected(app, client, upload):
    page = upload("姓名,手机号,班级\n王一,,一班\n李一,,二班\n李二,,二班\n".encode(), "名单.csv")
    assert "Which class joins" in page.words and "王一, 李一, 李二" in page.words
    page = press(app, client, page, "二班")
    assert "李一, 李二" in page.words and "王一" not in page.words
    columns = client.get(f"{page.request.path}/columns")
    page = read(app, client, client.submit(columns, {}, button="Check the rows"))
    assert "李一, 李二" in page.words and "王一" not in page.words
    assert "王一, 李一, 李二" in press(app, client, page, "Everybody").words


def test_a_part_that_is_not_there_and_a_foreign_import_are_refused(app, college, client, upload, signed_in):
    page = upload(TWO)
    form = next(form for form in page.page.find_all("form") if "/part" in form["action"])
    data = {field["name"]: field.get("value", "") for field in form.find_all("input")}
    assert client.post(form["action"], data={**data, "sheet": "三班"}).status_code == 409
    other = signed_in(college.coordinator(XIHU))
    assert other.post(form["action"], data=data).status_code in (400, 404)
