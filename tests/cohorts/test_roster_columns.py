"""Headings of rosters as people, OneRoster, Kolibri and Moodle write them, with titles above and totals beneath."""

import pytest

from college.cohorts import roster_columns as columns
from college.cohorts.roster_picking import pick
from college.cohorts.roster_sheet import Book, as_rows


def found(*rows):
    sheet = as_rows("", rows)
    return sheet, columns.find_columns(sheet)


@pytest.mark.parametrize(
    ("heading", "where"),
    [
        (["序号", "姓名", "手机号"], {"name": 1, "phone": 2}),
        (["学员姓名*", "联系电话（必填）", "年龄段", "所属区县"], {"name": 0, "phone": 1, "age": 2, "district": 3}),
        (["姓  名", "手 机", "年龄"], {"name": 0, "phone": 1, "age": 2}),
        (["Full Name", "Phone Number", "ID"], {"name": 0, "phone": 1, "outside_id": 2}),
        (["电话", "名字", "手机号码"], {"phone": 2, "name": 1}),
        (
            ["sourcedId", "status", "role", "givenName", "familyName", "identifier", "sms", "phone"],
            {"outside_id": 0, "status": 1, "role": 2, "given": 3, "family": 4, "phone": 6},
        ),
        (
            ["UUID (UUID)", "用户名 (USERNAME)", "密码 (PASSWORD)", "全名 (FULL_NAME)", "用户类型 (USER_TYPE)", "标识 (IDENTIFIER)"],
            {"outside_id": 0, "name": 3, "role": 4},
        ),
        (["username", "firstname", "lastname", "idnumber", "phone2"], {"given": 1, "family": 2, "outside_id": 3, "phone": 4}),
    ],
)
def test_headings_are_known_by_their_names(heading, where):
    _sheet, known = found(heading, ["1", "王小明", "14000000001"])
    assert known.where == where
    assert known.is_enough


def test_titles_above_and_totals_beneath_are_left_out():
    sheet, known = found(
        ["2026年秋季老年手机班学员名单"], ["制表：王老师", "", "2026-09-01"], ["序号", "姓名", "手机"],
        ["1", "王小明", "14000000001"], ["序号", "姓名", "手机"], ["2", "李四", "14000000002"],
        ["合计", "2人"], ["备注：以上名单已核对"],
    )  # fmt: skip
    assert known.header_row == 3
    people, said = columns.people_rows(sheet, known)
    assert [row.number for row in people] == [4, 6]
    assert [each.values["row"] for each in said] == [7, 8]


@pytest.mark.parametrize("last", ["总计", "共 2 人", "合 计：2", "Total", "小计"])
def test_every_way_to_write_a_total_is_known(last):
    sheet, known = found(["姓名"], ["王小明"], ["李四"], [last])
    assert len(columns.people_rows(sheet, known)[0]) == 2


def test_what_is_never_kept_is_named_and_what_is_not_needed_too():
    _sheet, known = found(["姓名", "身份证号码", "出生日期", "密码 (PASSWORD)", "性别"])
    assert known.never == ("身份证号码", "密码 (PASSWORD)") and known.born == "出生日期"
    assert known.unused == ("性别",)
    assert len(columns.remarks_on(known)) == 3


def test_a_table_without_headings_asks_for_its_columns():
    _sheet, known = found(["王小明", "14000000001"], ["李四", "14000000002"])
    assert (known.header_row, known.is_enough) == (0, False)


def test_strange_headings_ask_for_their_columns_but_are_found():
    _sheet, known = found(["名单"], ["谁", "怎么找到她", "多大"], ["王小明", "14000000001", "67"])
    assert (known.header_row, known.is_enough) == (2, False)


def test_a_column_that_only_counts_is_no_number_of_a_person():
    sheet, known = found(["编号", "姓名"], ["1", "王小明"], ["2", "李四"], ["3", "张三"])
    kept, said = columns.without_serial(known, columns.people_rows(sheet, known)[0])
    assert "outside_id" not in kept.where
    assert said[0].values == {"column": "A"}
    sheet, known = found(["编号", "姓名"], ["2024017", "王小明"], ["2024018", "李四"])
    assert columns.without_serial(known, columns.people_rows(sheet, known)[0]) == (known, [])


def test_the_sheet_with_people_is_chosen_among_several():
    cover = as_rows("封面", [["说明"], ["请填写第二张表"]])
    people = as_rows("名单", [["姓名", "手机"], ["王小明", "14000000001"]])
    picked = pick(Book("XLSX", (cover, people)), {})
    sheet, known, said = picked.sheet, picked.columns, picked.said
    assert sheet.name == "名单"
    assert known.is_enough
    assert said[0].values == {"sheet": "名单"}
