"""Days, telephones, names and order, as tables of what people type."""

from datetime import date
from uuid import RFC_4122, UUID

import pytest

from college.cohorts import rules
from college.core.days import parse_day

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-11-22", date(2026, 11, 22)),
        ("2026/11/2", date(2026, 11, 2)),
        ("2026.11.02", date(2026, 11, 2)),
        ("2026年11月22日", date(2026, 11, 22)),
        ("2026 年 11 月 22 号", date(2026, 11, 22)),
        ("20261122", date(2026, 11, 22)),
        ("２０２６－１１－２２", date(2026, 11, 22)),
        ("　2026-11-22\u200b ", date(2026, 11, 22)),
        ("11月22日", date(2026, 11, 22)),
        ("11/23", date(2026, 11, 23)),
        ("6月1日", date(2026, 6, 1)),
        ("3月1日", date(2027, 3, 1)),
        ("2月29日", None),
        ("2026-02-30", None),
        ("2026-13-01", None),
        ("0000-01-01", None),
        ("next week", None),
        ("22", None),
        ("", None),
        (None, None),
    ],
)
def test_a_day_is_read_as_people_write_it(typed, day):
    assert parse_day(typed, today=TODAY) == day


def test_a_day_that_has_been_is_always_of_this_year():
    assert parse_day("1月2日", today=date(2026, 11, 22), is_past=True) == date(2026, 1, 2)
    assert parse_day("1月2日", today=date(2026, 11, 22)) == date(2027, 1, 2)
    assert parse_day("昨天", today=date(2026, 11, 22), is_past=True) is None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("140-0000-1234", "14000001234"),
        ("+86 140 0000 1234", "14000001234"),
        ("86 14000001234", "14000001234"),
        ("１４００００００００１", "14000000001"),
        ("0571-87654321", "0571-87654321"),
        ("(0571) 8765 4321", "0571-87654321"),
        ("057187654321", "0571-87654321"),
        ("+86 571 87654321", "0571-87654321"),
        ("010-12345678", "010-12345678"),
        ("021 1234567", "021-1234567"),
        ("400-123-4567", "4001234567"),
        ("87654321", None),
        ("12345678901", None),
        ("1400000123", None),
        ("140000012345", None),
        ("call me", None),
        ("1.4E+10", None),
        ("", None),
        (None, None),
    ],
)
def test_a_telephone_is_kept_in_one_way(typed, kept):
    assert rules.parse_telephone(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" 王　明 ", "王明"),
        ("王 小 明", "王小明"),
        ("Anna   Li", "Anna Li"),
        ("阿依古丽·买买提", "阿依古丽·买买提"),
        ("王\u200b明\ufeff", "王明"),
        ("Ａｎｎａ", "Anna"),
        ("　", ""),
        (None, ""),
    ],
)
def test_a_name_is_cleaned(typed, kept):
    assert rules.clean_name(typed) == kept


@pytest.mark.parametrize(
    ("today", "stage"),
    [
        (date(2026, 8, 31), "coming"),
        (date(2026, 9, 1), "running"),
        (date(2026, 12, 31), "running"),
        (date(2027, 1, 1), "over"),
    ],
)
def test_both_ends_of_a_cohort_belong_to_it(today, stage):
    assert rules.stage(date(2026, 9, 1), date(2026, 12, 31), today) == stage


@pytest.mark.parametrize(
    ("words", "tail", "is_meant"),
    [
        ("", None, True),
        ("小", None, True),
        ("李", None, False),
        ("1234", "1234", True),
        ("140-0000 1234", "1234", True),
        ("14000001234", "1234", True),
        ("1234", None, False),
        ("34", "1234", False),
    ],
)
def test_a_student_is_found_by_name_or_last_digits(words, tail, is_meant):
    assert rules.matches_search(words, name="王小明", phone_tail=tail) is is_meant


def test_a_student_is_found_by_how_her_name_sounds():
    meant = {"name": "王小明", "phone_tail": None, "spellings": " wangxiaoming wxm xiaoming"}
    assert [rules.matches_search(words, **meant) for words in ("wxm", "Wang Xiao", "xiaom", "xm", "wxl")] == [True, True, True, False, False]


def test_courses_follow_the_numbers_beside_them():
    assert rules.in_order(["a", "b", "c"], {"c": 1, "a": 2}) == ["c", "a", "b"]
    assert rules.in_order(["b", "a"], {}) == ["b", "a"]


def test_what_is_added_and_what_is_taken_away():
    assert rules.spread(["a", "b"], ["b", "c"]) == (["c"], ["a"])


def test_a_form_makes_one_id_at_each_place():
    form, here, there = (UUID(f"01936f00-0000-7000-8000-00000000000{each}") for each in (1, 2, 3))
    made = rules.derived_id(form, here)
    assert made == rules.derived_id(form, here) != rules.derived_id(form, there)
    assert (made.version, made.variant, made.int >> 80) == (7, RFC_4122, form.int >> 80)
