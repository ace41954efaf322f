"""Rosters as districts really send them: every encoding and shape is read, everything else is told in a sentence."""

import io
import random
import zipfile

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from college.cohorts import roster_reading as reading
from college.cohorts.roster_picking import pick
from college.cohorts.roster_words import Unreadable

TEXT = "姓名,手机号\r\n王小明,14000000001\r\n李喆玥,14000000002\r\n"


def rows_of(data: bytes) -> list[tuple[str, ...]]:
    return [row.cells for sheet in reading.read(data).sheets for row in sheet.rows]


def xlsx(rows, merge=(), titles=("Sheet",), state=None) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = titles[0]
    for row in rows:
        book.active.append(row)
    for area in merge:
        book.active.merge_cells(area)
    for title in titles[1:]:
        book.create_sheet(title)
    if state:
        book.active.sheet_state = state
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("codec", "encoding"),
    [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8 (BOM)"), ("gb18030", "GB18030"), ("gbk", "GB18030"), ("utf-16", "UTF-16")],
)
def test_csv_is_read_in_every_encoding_of_china(codec, encoding):
    data = TEXT.encode(codec)
    book = reading.read(data)
    assert book.encoding == encoding
    assert rows_of(data)[1:] == [("王小明", "14000000001"), ("李喆玥", "14000000002")]


def test_big_endian_utf_16_with_a_mark_is_read():
    assert rows_of(b"\xfe\xff" + TEXT.encode("utf-16-be"))[0] == ("姓名", "手机号")


@pytest.mark.parametrize("sign", [",", "\t", ";", "，", "|"])
def test_the_sign_between_columns_is_found(sign):
    assert rows_of(TEXT.replace(",", sign).encode())[2] == ("李喆玥", "14000000002")


def test_excels_own_sep_line_names_the_sign():
    assert rows_of(("sep=;\r\n" + TEXT.replace(",", ";")).encode())[0] == ("姓名", "手机号")


def test_quoted_commas_and_line_breaks_stay_inside_a_cell():
    assert rows_of('姓名,地址\n王小明,"上城区,清波街道\n3号"\n'.encode())[1] == ("王小明", "上城区,清波街道\n3号")


def test_blank_rows_are_left_out_and_the_others_keep_their_numbers():
    sheet = reading.read("姓名\n\n,,\n王小明\n".encode()).sheets[0]
    assert [(row.number, row.cells) for row in sheet.rows] == [(1, ("姓名",)), (4, ("王小明",))]


def test_numbers_of_excel_become_digits_again():
    data = xlsx([["姓名", "手机"], ["王小明", 14000000005.0], ["李四", 1.4000000006e10], ["张三", "14000000007"]])
    assert [row[1] for row in rows_of(data)[1:]] == ["14000000005", "14000000006", "14000000007"]


def test_a_district_merged_downwards_belongs_to_every_row_beneath():
    data = xlsx([["姓名", "区县"], ["王小明", "上城区"], ["李四", None], ["张三", None], ["赵六", "西湖区"]], merge=["B2:B4"])
    assert [row[1] for row in rows_of(data)[1:]] == ["上城区", "上城区", "上城区", "西湖区"]


def test_hidden_sheets_are_not_read_and_a_wrong_size_note_misses_no_row():
    data = xlsx([["姓名"], ["王小明"]], titles=("藏", "空"), state="hidden")
    with pytest.raises(Unreadable):
        reading.read(data)
    torn = rezipped(xlsx([["姓名"], ["王小明"], ["李四"]]), b'ref="A1:A3"', b'ref="A1"')
    assert len(rows_of(torn)) == 3


def rezipped(data: bytes, old: bytes, new: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for part in source.infolist():
            target.writestr(part.filename, source.read(part).replace(old, new))
    return out.getvalue()


def zip_of(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, body in parts.items():
            target.writestr(name.replace("__", "/"), body)
    return out.getvalue()


BOMB = zip_of(**{"xl/workbook.xml": b"x", "xl/worksheets/sheet1.xml": b"0" * (51 * 1024 * 1024)})
MANY_PARTS = zip_of(**{"xl/workbook.xml": b"x"}, **{f"xl/{number}.xml": b"" for number in range(400)})


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \r\n,,,\r\n", "empty"),
        (b"\xef\xbb\xbf\r\n", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Excel file"),
        ("<html><table><tr><td>姓名</td></tr></table>".encode("gbk"), "web page"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "web page"),
        (b"%PDF-1.7 ...", "picture or a PDF"),
        (b"\x89PNG\r\n\x1a\n...", "picture or a PDF"),
        (xlsx([["姓名"], ["王小明"]])[:-300], "broken"),
        (xlsx([["姓名"], ["王小明"]])[:200], "broken"),
        (xlsx([]), "No sheet"),
        (zip_of(**{"word/document.xml": b"<w/>"}), "not an Excel file"),
        (zip_of(**{"roster.csv": b"x"}), "packed file"),
        (zip_of(**{"xl/workbook.xml": b"<workbook/>"}), "broken"),
        (BOMB, "too large inside"),
        (MANY_PARTS, "too large inside"),
        (b"\x81\x00\x01\x02\x03\x04\x05\x06\x07\x08" * 20, "cannot be read"),
        (TEXT.encode("utf-16-le"), "cannot be read"),
        ('姓名,电话\n"王小明,1\n'.encode() + "李四,2\n".encode() * 200, "quotation mark"),
        (b"a," * 60 + b"\n", "50 columns"),
        (b"a,b\n" * 20_001, "20,000 rows"),
        (b"x" * 10_000_001, "10 MB"),
    ],
)
def test_what_is_no_roster_is_told_in_a_sentence_that_says_what_to_do(data, words):
    with pytest.raises(Unreadable) as refused:
        reading.read(data)
    assert words in refused.value.said.msgid % refused.value.said.values


def read_or_say(data: bytes) -> None:
    try:
        book = reading.read(data)
    except Unreadable:
        return
    assert any(sheet.rows for sheet in book.sheets)
    pick(book, {})


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=400), st.text(max_size=300).map(lambda text: text.encode("utf-8", "ignore"))))
@example(b'sep=""\n"')
@example(b"\xff\xfe\x00")
def test_reading_any_bytes_gives_rows_or_a_sentence(data):
    read_or_say(data)


def test_reading_damaged_workbooks_gives_rows_or_a_sentence():
    whole, chance = xlsx([["姓名", "手机"], ["王小明", 14000000005]], merge=["A1:B1"]), random.Random(2)
    for _ in range(150):
        torn = bytearray(whole)
        for _ in range(chance.randint(1, 30)):
            torn[chance.randrange(4, len(torn))] = chance.randrange(256)
        read_or_say(bytes(torn[: chance.randint(50, len(torn))] if chance.random() < 0.2 else torn))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<row r=\"2\"", b"<row r=\"999999999\""),
        (b't="s"', b't="zz"'),
        (b"</row>", b""),
        (b"<v>0</v>", b"<v>99</v>"),
        (b"worksheets/sheet1.xml", b"worksheets/sheet9.xml"),
        (b"r=\"A2\"", b"r=\"ZZZZZ2\""),
    ],
)  # fmt: skip
def test_reading_workbooks_with_wrong_insides_gives_rows_or_a_sentence(old, new):
    read_or_say(rezipped(xlsx([["姓名", "手机"], ["王小明", 14000000005]]), old, new))
