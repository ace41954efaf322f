"""One workbook as a district office really sends it, with every trap at once, and the parts of it that may be read."""

import io
from dataclasses import replace
from datetime import date, datetime

import openpyxl
import pytest

from college.cohorts import roster_reading as reading
from college.cohorts.roster_ages import age_band_of, age_of_date
from college.cohorts.roster_columns import remarks_on
from college.cohorts.roster_keeping import Kept, pack, sample_of, unpack
from college.cohorts.roster_picking import ALL_SHEETS, pick
from college.cohorts.roster_remarks import lifted
from college.cohorts.roster_rules import Fate, KnownPeople, Listed, decide, listed
from tests.cohorts.test_roster_reading import rezipped

DAY = date(2026, 11, 22)
HEAD = ["序号", "姓名", "联系电话", "出生日期", "所属区县", "备注"]
#: name, telephone, born, district → name, telephone, age band, fields with a problem, how many remarks
ROWS = [
    (("王秀英（班长）", 14000000005.0, datetime(1957, 3, 2), "杭州市上城区"), ("王秀英", "14000000005", "65-69", [], 1)),
    (("李　建国", "1.40E+10", "1950/12/1", "上城"), ("李建国", None, "75-79", ["phone"], 0)),
    (("陈\u200b玉珍", "１４０００００００２１", "1960年1月5日", "江干区"), ("陈玉珍", "14000000021", "65-69", [], 1)),
    (("陈玉珍", "14000000021", "1960.1.5", "330104"), ("陈玉珍", "14000000021", "65-69", [], 1)),
    (("张小明", "14000000021", "19550607", "330102"), ("张小明", "14000000021", "70-74", [], 0)),
    (("阿依古丽·买买提", "无", "1948", "浙江省杭州市上城区"), ("阿依古丽·买买提", None, "75-79", [], 0)),
    (("<script>alert(1)</script>", "14000000031", "", ""), (None, "14000000031", None, ["name"], 0)),
    (("=HYPERLINK(\"x\")", "14000000032", "", "下城区"), (None, "14000000032", None, ["name", "district"], 0)),
    (("赵六", "14000000033", "8/15/1962", "临安"), ("赵六", "14000000033", "60-64", ["district"], 0)),
    (("孙七", "14000000034", "不详", "余杭区"), ("孙七", "14000000034", None, ["district"], 0)),
    (("周八", "140 0000 0035", "1980-01-01", "上城区"), ("周八", "14000000035", None, [], 0)),
]  # fmt: skip


def workbook(*more: tuple[str, list], hidden: bool = True) -> bytes:
    book = openpyxl.Workbook()
    cover = book.active
    cover.title = "填表说明"
    cover.append(["请在“名单”中填写", ""])
    sheet = book.create_sheet("名单")
    sheet.append(["上城区 2026 年秋季老年手机班学员花名册"])
    sheet.merge_cells("A1:F1")
    sheet.append(["制表单位：清波街道", None, None, "2026-09-01"])
    sheet.append(HEAD)
    for number, (cells, _expected) in enumerate(ROWS, start=1):
        sheet.append([number, *cells, "自带手机"])
        if str(cells[0]).startswith("="):
            sheet.cell(sheet.max_row, 2).data_type = "s"
    sheet.append(["合计", f"{len(ROWS)}人"])
    for title, rows in more:
        other = book.create_sheet(title)
        for row in rows:
            other.append(row)
    if hidden:
        book.create_sheet("去年").append(["姓名"])
        book["去年"].append(["王旧人"])
        book["去年"].sheet_state = "hidden"
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def people_of(picked):
    rows = [listed(row, picked.columns, district_code="330102", district_name="上城区", today=DAY) for row in picked.people]
    return [(replace(each, phone_key=phone), phone) for each, phone in rows]


@pytest.fixture(scope="module")
def picked():
    return pick(reading.read(workbook()), {})


@pytest.mark.parametrize("at", range(len(ROWS)))
def test_each_row_of_a_real_roster_is_understood(picked, at):
    one, phone = people_of(picked)[at]
    name, number, band, wrong, remarks = ROWS[at][1]
    assert (phone, one.age_band, [each.field for each in one.problems]) == (number, band, wrong)
    assert name is None or one.name == name
    assert len(one.remarks) == remarks, one.remarks


def test_titles_totals_other_and_hidden_sheets_are_left_out_and_said(picked):
    assert picked.sheet.name == "名单" and picked.columns.header_row == 3
    assert [row.number for row in picked.people] == list(range(4, 4 + len(ROWS)))
    said = " ".join(each.msgid % each.values for each in picked.said)
    assert "去年" in said and "several sheets" in said and f"Row {4 + len(ROWS)}" in said
    assert [(part.sheet, part.is_taken) for part in picked.parts] == [("填表说明", False), ("名单", True)]


def test_no_birth_date_is_kept_and_that_is_said(picked):
    people = people_of(picked)
    assert not any("birth date" in said.msgid for each, _phone in people for said in each.remarks), "said of the column"
    assert any(said.values.get("column") == "出生日期" for said in remarks_on(picked.columns))
    decided = decide([each for each, _phone in people], KnownPeople([]))
    packed = str(unpack(pack([Kept(one, {}) for one in decided], sample_of(picked.sheet, picked.columns))))
    for part in ("1957", "1950", "1960", "19550607", "1948", "1962"):
        assert part not in packed


def test_the_same_person_twice_and_a_shared_telephone_come_to_what_they_are(picked):
    fates = [one.fate for one in decide([each for each, _phone in people_of(picked)], KnownPeople([]))]
    assert fates[:6] == [Fate.NEW, Fate.WRONG, Fate.NEW, Fate.TWICE, Fate.ASK, Fate.NEW]


def test_another_sheet_or_all_alike_may_be_chosen():
    two = [HEAD, [1, "何一", "14000000041"], [2, "何二", ""], ["合计", "2人"]]
    three = [["三班"], HEAD, [1, "何三", "14000000043"]]
    book = reading.read(workbook(("二班", two), ("三班", three), ("电话本", [["姓名", "手机"], ["物业", "14000000049"]])))
    picked = pick(book, {})
    assert {part.sheet: part.rows for part in picked.parts} == {
        "填表说明": 1, "名单": 11, "二班": 2, "三班": 1, "电话本": 1, ALL_SHEETS: 14,
    }  # fmt: skip
    assert [row.cell(1) for row in pick(book, {"sheet": "三班"}).people] == ["何三"]
    every = pick(book, {"sheet": ALL_SHEETS})
    assert len(every.people) == 14 and every.columns.is_enough
    assert [row.number for row in every.people[-3:]] == [1002, 1003, 2003]
    assert [said.values for said in every.said[-2:]] == [{"sheet": "二班", "row": 1001}, {"sheet": "三班", "row": 2001}]
    assert next(part for part in every.parts if part.is_taken).sheet == ALL_SHEETS


def test_two_lists_beside_each_other_are_read_one_under_another():
    text = "三班名单\n序号,姓名,手机,,序号,姓名,手机\n1,王一,14000000001,,3,李一,14000000003\n2,王二,,,4,李二,\n,,,,5,李三,\n合计,5人\n"
    picked = pick(reading.read(text.encode()), {})
    assert [(row.number, row.cell(1), row.cell(2)) for row in picked.people] == [
        (3, "王一", "14000000001"), (4, "王二", ""), (1003, "李一", "14000000003"), (1004, "李二", ""), (1005, "李三", ""),
    ]  # fmt: skip
    assert picked.columns.unused == ("序号",) and "beside" in picked.said[-1].msgid
    family = "姓名,手机,紧急联系人,手机\n王一,14000000001,王大,14000000002\n"
    assert len(pick(reading.read(family.encode()), {}).people) == 1


def test_columns_pointed_out_by_hand_keep_roles_and_what_is_never_kept():
    book = reading.read("谁,姓名,角色,身份证号\n王秀英,x,student,1\n周老师,y,teacher,2\n".encode())
    picked = pick(book, {"sheet": "", "header_row": 1, "where": {"name": 0}})
    assert picked.columns.where == {"name": 0, "role": 2} and picked.columns.never == ("身份证号",)
    assert [listed(row, picked.columns, district_code="", district_name="")[0].aside is None for row in picked.people] == [True, False]


def test_the_value_of_a_formula_is_read_and_one_without_a_value_is_said():
    book = openpyxl.Workbook()
    book.active.append(["姓名", "手机"])
    book.active.append(["王秀英", "=A1"])
    data = io.BytesIO()
    book.save(data)
    read = reading.read(data.getvalue())
    assert read.sheets[0].rows[1].cells == ("王秀英",)
    assert "formulas" in read.remarks[0].msgid
    whole = rezipped(rezipped(data.getvalue(), b"<v />", b"<v></v>"), b"<f>A1</f><v></v>", b"<f>A1</f><v>14000000009</v>")
    read = reading.read(whole)
    assert read.sheets[0].rows[1].cells == ("王秀英", "14000000009") and not read.remarks
    assert reading.read('姓名,手机\n王秀英,"=""14000000009"""\n李建国,\'14000000008\n'.encode()).sheets[0].rows[1].cells[1] == "14000000009"


@pytest.mark.parametrize(
    ("typed", "age"),
    [
        ("1957-03-02", 69), ("1957-11-22", 69), ("1957-11-23", 68), ("1957/3/2", 69), ("1957.3.2", 69), ("1957年3月2日", 69),
        ("1957年3月", 69), ("1957-03", 69), ("195703", 69), ("19570302", 69), ("1957", 69), ("1957年", 69), ("1957年出生", 69),
        ("1957-03-02 00:00", 69), ("3/2/1957", 69), ("02-03-1957", 69), ("20881", 69), ("20881.0", 69), ("1957.0", 69),
        ("2030-01-01", None), ("1957-13-40", None), ("57.3.2", None), ("99999", None), ("60后", None), ("1857", None),
    ],
)  # fmt: skip
def test_a_birth_date_in_any_shape_gives_an_age(typed, age):
    assert age_of_date(typed, DAY) == age


def test_what_most_rows_say_is_said_once():
    said = age_band_of("1957-03-02", DAY)[1]
    rows = [(Listed(at, "王秀英", remarks=(said,) if at < 5 else ()), None) for at in range(8)]
    kept, common = lifted(rows)
    assert common == [said] and not any(each.remarks for each, _phone in kept)
    assert lifted(rows[1:])[1] == [] and lifted(rows[:4])[1] == []


def test_a_birth_date_among_ages_gives_a_band_and_says_that_it_is_gone():
    band, said = age_band_of("1957-03-02", DAY)
    assert band == "65-69" and "not kept" in said.msgid and not said.values
