"""Hostile rosters: each ends in a sentence within 10 seconds and 150 MB, and brings nobody into a cohort."""

import io
import random
import time
import zipfile

import openpyxl
import pytest

from college.cohorts import imports, roster_reading
from college.cohorts.roster_models import FAILED, RosterImport
from college.cohorts.roster_words import Unreadable
from college.core import limits
from college.core.db import db, new_id
from tests.support.rosters import RosterDesk, csv_of
from tests.support.rows import changed_tables, fingerprints

SECONDS, MEGABYTES = 10, 150
MAIN = "xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'"
LAUGHS = "<!DOCTYPE x [<!ENTITY a '" + "ha" * 50 + "'>" + "".join(
    f"<!ENTITY a{at} '{f'&a{at - 1 if at else str()};' * 10}'>" for at in range(9)
) + "]>"  # fmt: skip


def workbook(rows) -> bytes:
    book, data = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(data)
    return data.getvalue()


WHOLE = workbook([["姓名", "手机号"], ["王小明", "14000000001"]])


def with_parts(parts: dict[str, bytes], level: int = 6) -> bytes:
    """Give the small workbook with some of its parts exchanged or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as target:
        for name in source.namelist():
            if name not in parts:
                target.writestr(name, source.read(name))
        for name, body in parts.items():
            target.writestr(name, body)
    return out.getvalue()


def sheet_xml(rows: str, before: str = "") -> bytes:
    return f"{before}<worksheet {MAIN}><dimension ref='A1:D9'/><sheetData>{rows}</sheetData></worksheet>".encode()


def with_strings(strings: str, rows: str, before: str = "") -> bytes:
    """Give the small workbook with a table of shared strings, and rows that point into it."""
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as packed:
        kinds = packed.read("[Content_Types].xml").decode()
    kind = '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
    return with_parts({
        "[Content_Types].xml": kinds.replace("</Types>", f"{kind}</Types>").encode(),
        "xl/sharedStrings.xml": f"{before}<sst {MAIN}>{strings}</sst>".encode(),
        SHEET: sheet_xml(rows),
    })  # fmt: skip


def said_smaller(data: bytes, name: str) -> bytes:
    """Let the list of parts say that a part is 10 bytes once unpacked."""
    out = bytearray(data)
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        offset, start = packed.getinfo(name).header_offset, packed.start_dir
    at = bytes(out).index(name.encode(), start) - 46
    out[at + 24 : at + 28] = (10).to_bytes(4, "little")
    out[offset + 22 : offset + 26] = (10).to_bytes(4, "little")
    return bytes(out)


def noise(count: int) -> str:
    """Give text that packs badly."""
    return random.Random(1).randbytes(count // 2).hex()


SHEET = "xl/worksheets/sheet1.xml"
INLINE = "<row><c t='inlineStr'><is><t>{}</t></is></c></row>"
SHARED = "<row><c t='s'><v>{}</v></c></row>"
HOSTILE = {
    "bomb": lambda: with_parts({SHEET: sheet_xml("<row/>" * 9_000_000)}, 9),
    "bomb that fits": lambda: with_parts({SHEET: sheet_xml("<row/>" * 7_000_000)}, 9),
    "bomb with a wrong size": lambda: said_smaller(with_parts({SHEET: sheet_xml("<row/>" * 7_000_000)}, 9), SHEET),
    "many parts": lambda: with_parts({f"xl/media/{at}.png": b"" for at in range(400)}),
    "laughs in a sheet": lambda: with_parts({SHEET: sheet_xml(INLINE.format("&a8;"), LAUGHS)}),
    "laughs in strings": lambda: with_strings("<si><t>&a8;</t></si>", SHARED.format(0), LAUGHS),
    "file of the machine": lambda: with_parts(
        {SHEET: sheet_xml(INLINE.format("&x;"), "<!DOCTYPE x [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>")}
    ),
    "address elsewhere": lambda: with_parts(
        {SHEET: sheet_xml(INLINE.format("&x;"), "<!DOCTYPE x [<!ENTITY x SYSTEM 'http://127.0.0.1:1/x'>]>")}
    ),
    "one endless cell": lambda: with_parts({SHEET: sheet_xml(INLINE.format(noise(12_000_000)))}),
    "a million strings": lambda: with_strings(
        "".join(f"<si><t>{at * 7919 % 1000003}</t></si>" for at in range(1_000_000)),
        "".join(SHARED.format(at) for at in range(20_001)),
    ),
    "deep": lambda: with_parts({SHEET: sheet_xml("<row>" * 100_000)}),
    "wide rows": lambda: with_parts({SHEET: sheet_xml("<row>" + "<c><v>1</v></c>" * 200 + "</row>")}),
    "too many rows": lambda: with_parts({SHEET: sheet_xml("".join(INLINE.format(at) for at in range(20_010)))}),
    "torn": lambda: WHOLE[:-200],
    "half": lambda: WHOLE[: len(WHOLE) // 2],
    "zip in a zip": lambda: with_parts({SHEET: WHOLE}),
    "ten megabytes of commas": lambda: b"," * 9_999_000 + b"a",
    "one line": lambda: b"a" * 9_999_000,
    "open quote": lambda: '姓名\n"'.encode() + b"a,b\n" * 2_000_000,
    "many quotes": lambda: '姓名\n'.encode() + b'""' * 4_000_000,
    "empty lines": lambda: b"\n" * 9_000_000 + b"a",
    "nothing but zeros": lambda: b"\0" * 9_000_000,
    "zeros inside": lambda: "姓名\n".encode() + b"a\0b\n" * 100,
    "too many lines": lambda: b"a\n" * 20_002,
    "half a character": lambda: "姓名\n王".encode() + b"\xff\xfe\xfd" * 1000,
    "web page": lambda: b"<html><table>" + b"<tr><td>x" * 100_000,
    "eleven megabytes": lambda: b"a,b\n" * 2_750_000,
}


@pytest.fixture(scope="module", autouse=True)
def ready():
    """Have the server of fresh processes there before anything is timed."""
    assert roster_reading.read_apart(csv_of()).sheets


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_roster_is_told_in_a_sentence(monkeypatch, name):
    costs, real = [], limits.run_limited
    monkeypatch.setattr(limits, "run_limited", lambda *args, **how: real(*args, **how, tell=costs.append))
    data = HOSTILE[name]()
    begun = time.monotonic()
    with pytest.raises(Unreadable) as refused:
        roster_reading.read_apart(data)
    assert time.monotonic() - begun < SECONDS
    assert len(refused.value.said.msgid) > 20 and costs[0].megabytes <= MEGABYTES
    print(f"{name}: {costs[0].seconds:.1f} s, {costs[0].megabytes:.0f} MB: {refused.value.said.msgid[:50]}")


def test_a_large_but_honest_roster_is_read(monkeypatch):
    assert roster_reading.read_apart(with_strings("<si><t>姓名</t></si><si><t>王</t></si>", SHARED.format(0) + SHARED.format(1))).sheets
    costs, real = [], limits.run_limited
    monkeypatch.setattr(limits, "run_limited", lambda *args, **how: real(*args, **how, tell=costs.append))
    rows = [["姓名", "手机号", "备注"], *([f"王{at}", f"140{at:08d}", "自带手机" * 5] for at in range(10_000))]
    assert len(roster_reading.read_apart(workbook(rows)).sheets[0].rows) == 10_001
    assert costs[0].megabytes <= MEGABYTES
    empty = "".join(f'<row r="{at}" spans="1:4" ht="15"/>' for at in range(3, 1_000_000))
    coloured = with_parts({SHEET: sheet_xml(INLINE.format("姓名") + INLINE.format("王小明") + empty)})
    assert len(roster_reading.read_apart(coloured).sheets[0].rows) == 2


@pytest.mark.parametrize("name", ["bomb that fits", "laughs in strings", "torn", "open quote", "one endless cell", "zip in a zip"])
def test_a_hostile_upload_fails_in_a_sentence_and_changes_nothing(college, name):
    desk = RosterDesk(college, college.cohort(), college.coordinator())
    assert desk.names() == []
    with desk.college.work():
        record = imports.start(
            actor=desk.actor(), cohort_id=desk.cohort, form_id=new_id(), file_name="a.xlsx", data=HOSTILE[name]()
        )
        import_id = record.id
    before = fingerprints(desk.app)
    desk.run_jobs()
    with desk.college.work():
        record = db.session.get(RosterImport, import_id)
        assert (record.state, record.counts, record.done_counts) == (FAILED, {}, {}) and record.failed
    assert changed_tables(before, fingerprints(desk.app)) <= {"job", "roster_import", "worker_sign"}
    assert desk.apply(desk.upload()).done_counts == {"new": 3}, "the control must be taken"
