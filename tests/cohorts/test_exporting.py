"""Giving a roster out: every kind of file read again by our own import is the same people, and nothing else happens."""

import csv
import io
import re
import zipfile

import openpyxl
import pytest
from sqlalchemy import select

from college.accounts import service as accounts
from college.cohorts import exporting, imports, service
from college.cohorts.exporting import Shape
from college.cohorts.exporting_oneroster import parted
from college.cohorts.models_seats import Seat
from college.cohorts.roster_models import RosterImport
from college.cohorts.roster_values import name_of
from college.core import jobs
from college.core.audit import AuditEntry
from college.core.db import db, new_id
from college.core.errors import NotFound, RuleBroken
from college.core.permissions import Actor
from tests.support.college import XIHU

PEOPLE = [
    ("王秀英", "14000000001", "65-69", None), ("李建国", "14000000001", None, "S7"), ("王秀英", None, "85+", None),
    ("阿依古丽·买买提", None, None, None), ("Anna Li", "14000000004", "50-54", "S7"), ("欧阳修远", "14000000005", None, "0012"),
]  # fmt: skip
ENDINGS = {Shape.CSV: "a.csv", Shape.XLSX: "a.xlsx", Shape.ONEROSTER: "a.zip"}


class Desk:
    """One coordinator and a cohort of six, one of whom has left and one who sits on seat 3."""

    def __init__(self, college) -> None:
        self.college, self.cohort, self.coordinator = college, college.cohort(name="=一班"), college.coordinator()
        with college.work():
            ids = [
                accounts.create_person(name=name, phone=phone, age_band=band, outside_id=outside).id
                for name, phone, band, outside in PEOPLE
            ]
            service.bulk_enroll(actor=Actor.system(), cohort_id=self.cohort, person_ids=ids)
            db.session.add(Seat(cohort_id=self.cohort, number=3, person_id=ids[0]))
        self.gone = college.student(self.cohort, "张走了")
        with college.work():
            service.end_enrollment(actor=Actor.system(), cohort_id=self.cohort, person_id=self.gone)

    def export(self, shape: Shape, actor=None, **how) -> bytes:
        with self.college.work():
            who = actor or self.college.actor(self.coordinator)
            return exporting.export_roster(actor=who, cohort_id=self.cohort, shape=shape, **how).data

    def audits(self, action: str) -> list:
        with self.college.work():
            rows = db.session.scalars(select(AuditEntry).where(AuditEntry.action == action))
            return [(row.subject, row.detail) for row in rows]

    def read_again(self, data: bytes, name: str, cohort=None) -> dict[str, int]:
        with self.college.work():
            record = imports.start(
                actor=self.college.actor(self.coordinator),
                cohort_id=cohort or self.cohort,
                form_id=new_id(),
                file_name=name,
                data=data,
            )
            import_id = record.id
        with self.college.app.app_context():
            jobs.run_pending()
        with self.college.work():
            record = db.session.get(RosterImport, import_id)
            assert not record.failed, record.failed
            return dict(record.counts)


@pytest.fixture
def desk(college):
    return Desk(college)


def lines_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def test_the_same_people_are_found_again_in_every_kind_of_file(desk):
    other = desk.college.cohort(name="二班")
    for shape in Shape:
        for reason in ("", "给新学期核对"):
            data = desk.export(shape, is_whole=bool(reason), reason=reason)
            assert desk.read_again(data, ENDINGS[shape]) == {"here": 6}, (shape, reason)
        assert desk.read_again(data, ENDINGS[shape], other) == {"known": 6}, shape


def test_a_table_says_what_it_should_and_hides_telephones(desk):
    lines = lines_of(desk.export(Shape.CSV, with_ended=True))
    assert len(lines) == 8 and len({len(line) for line in lines}) == 1
    first = next(line for line in lines if line[4] == "3")
    assert first[:4] == ["王秀英", "140****0001", "65-69", ""]
    assert {line[3] for line in lines[1:]} == {"", "S7", "0012"}
    gone = next(line for line in lines if line[0] == "张走了")
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", gone[7]) and gone[5] != first[5] and not first[7]
    assert not any(re.search(r"1[3-9]\d{9}", cell) for line in lines for cell in line[:8])
    assert desk.read_again(desk.export(Shape.CSV, with_ended=True), "a.csv") == {"here": 6, "aside": 1}


def test_no_cell_is_a_formula_and_numbers_stay_text(desk):
    with desk.college.work():
        name = accounts.create_person(name="=1+1", phone=None).id
        service.enroll(actor=Actor.system(), cohort_id=desk.cohort, person_id=name)
    sheet = openpyxl.load_workbook(io.BytesIO(desk.export(Shape.XLSX))).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert "'=1+1" in {cell.value for cell in cells} and "0012" in {cell.value for cell in cells}
    assert not any(cell.startswith("=") for line in lines_of(desk.export(Shape.CSV)) for cell in line)


def test_a_oneroster_file_has_all_that_the_standard_asks(desk):
    with zipfile.ZipFile(io.BytesIO(desk.export(Shape.ONEROSTER))) as packed:
        files = {name: list(csv.DictReader(io.StringIO(packed.read(name).decode()))) for name in packed.namelist()}
    manifest = {line["propertyName"]: line["value"] for line in files["manifest.csv"]}
    assert manifest["oneroster.version"] == "1.1" and manifest["file.users"] == "bulk"
    assert {f"{key[5:]}.csv" for key, value in manifest.items() if value == "bulk"} == files.keys() - {"manifest.csv"}
    users, org = files["users.csv"], files["orgs.csv"][0]["sourcedId"]
    assert len({user["sourcedId"] for user in users}) == 6 and {user["role"] for user in users} == {"student"}
    assert {user["orgSourcedIds"] for user in users} == {org}
    a_class = files["classes.csv"][0]
    assert a_class["courseSourcedId"] == files["courses.csv"][0]["sourcedId"]
    assert a_class["termSourcedIds"] == files["academicSessions.csv"][0]["sourcedId"]
    assert {line["userSourcedId"] for line in files["enrollments.csv"]} == {user["sourcedId"] for user in users}
    assert {line["classSourcedId"] for line in files["enrollments.csv"]} == {a_class["sourcedId"]}


def test_whole_numbers_need_a_reason_and_each_is_written_down(desk):
    with pytest.raises(RuleBroken):
        desk.export(Shape.CSV, is_whole=True, reason=" ")
    assert desk.audits("phone.unmask") == [] and desk.audits("roster.export") == []
    text = desk.export(Shape.CSV, is_whole=True, reason="开学前逐个打电话").decode()
    assert set(re.findall(r"14\d{9}", text)) == {"14000000001", "14000000004", "14000000005"}
    looked = desk.audits("phone.unmask")
    assert len(looked) == 4 and {detail["reason"] for _subject, detail in looked} == {"开学前逐个打电话"}
    (subject, detail), = desk.audits("roster.export")
    assert subject == f"cohort:{desk.cohort}"
    assert (detail["form"], detail["people"], detail["whole_numbers"], detail["reason"]) == ("csv", 6, 4, "开学前逐个打电话")


def test_a_hidden_export_is_written_down_without_a_reason(desk):
    desk.export(Shape.XLSX)
    (_subject, detail), = desk.audits("roster.export")
    assert (detail["people"], detail["whole_numbers"], "reason" in detail) == (6, 0, False)
    assert desk.audits("phone.unmask") == []


def test_the_number_of_a_colleague_is_never_given_out_whole(desk):
    lecturer = desk.college.lecturer(desk.cohort)
    with desk.college.work():
        accounts.update_person(accounts.get_person(lecturer), name="周老师", phone="14000000099", age_band=None)
        service.enroll(actor=Actor.system(), cohort_id=desk.cohort, person_id=lecturer)
    text = desk.export(Shape.CSV, is_whole=True, reason="打电话").decode()
    assert "14000000099" not in text and "140****0099" in text


def test_another_district_gets_nothing(desk):
    with pytest.raises(NotFound):
        desk.export(Shape.CSV, actor=desk.college.actor(desk.college.coordinator(XIHU)))


@pytest.mark.parametrize("name", ["王秀英", "欧阳修", "欧阳", "阿依古丽·买买提", "Anna Li", "Anna", "Mary Ann O'Neil", "王", "李 Anna"])
def test_a_name_in_two_parts_is_the_same_name_again(name):
    family, given = parted(name)
    together = f"{given} {family}" if (family + given).isascii() else family + given
    assert name_of(together)[0] == name


def test_the_page_gives_files_and_keeps_what_was_typed(desk, signed_in):
    client = signed_in(desk.coordinator)
    client.set_cookie("language", "en")
    page = client.get(f"/cohorts/{desk.cohort}/export")
    assert "Imported again, it finds the same people" in page.words
    wrong = client.submit(page, {"format": "csv", "phones": "whole", "reason": "", "with_ended": "y"}, button="Save this file")
    assert wrong.status_code == 422 and "Please write why you need the numbers." in wrong.words
    assert wrong.page.find("input", value="whole").has_attr("checked") and wrong.page.find("input", attrs={"name": "with_ended"}).has_attr("checked")
    for shape, kind in (("csv", "text/csv"), ("xlsx", "spreadsheetml"), ("oneroster", "application/zip")):
        answer = client.submit(page, {"format": shape}, button="Save this file")
        assert answer.status_code == 200 and kind in answer.content_type and len(answer.data) > 100
        assert answer.headers["Cache-Control"] == "no-store" and "attachment" in answer.headers["Content-Disposition"]
    assert client.submit(page, {"format": "pdf"}, button="Save this file").status_code == 422
