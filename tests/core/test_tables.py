"""Cells that no spreadsheet runs, and the file that Excel opens."""

import pytest

from college.core.tables import csv_bytes, safe_cell


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("王小明", "王小明"),
        ("=1+1", "'=1+1"),
        ("+86", "'+86"),
        ("-1", "'-1"),
        ("@x", "'@x"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("＝1", "'＝1"),
        ("＋1", "'＋1"),
        ("－1", "'－1"),
        ("＠x", "'＠x"),
        (0, "0"),
        (None, ""),
    ],
)
def test_no_cell_runs_as_a_formula(value, cell):
    assert safe_cell(value) == cell


def test_a_file_begins_with_the_mark_that_excel_knows_and_keeps_commas_and_lines():
    data = csv_bytes([["区县", "话"], ["上城区", "钱,退到\n哪里"], ["", "=1"]])
    assert data.decode("utf-8-sig").split("\r\n") == ["区县,话", '上城区,"钱,退到\n哪里"', ",'=1", ""]
    assert data.startswith(b"\xef\xbb\xbf")
