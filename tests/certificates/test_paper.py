"""The paper says whose it is, for what and when, in large letters, and its pattern opens the check page."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from college.certificates.models import Certificate
from college.certificates.paper import Both, PaperText, draw
from college.certificates.words import paper_text
from tests.support.paper import codes_on_sheets, words_on_sheets

URL = "https://college.example/certificates/k7m29xqd4tvhw3nc"


def _text(name: str = "王桂明", course: Both = Both("退款和退货", "Refunds"), place: str = "上城区 春季班") -> PaperText:
    return PaperText(
        name=name, course=course, done=Both("学完全部 4 课", "finished all 4 lessons"), date=Both("2026年11月22日", "22 November 2026"),
        place=place, url=URL, code="k7m2-9xqd-4tvh-w3nc", college=Both("淘宝长者学院"), title=Both("结业证书", "Certificate of completion"),
        check=Both("扫一扫，就能核对", "Scan it"),
    )  # fmt: skip


def _sizes(pdf: bytes) -> dict[str, float]:
    """Give the size of each piece of text on a sheet, in points."""
    found: dict[str, float] = {}
    PdfReader(BytesIO(pdf)).pages[0].extract_text(visitor_text=lambda text, cm, tm, font, size: found.update({text.strip(): size}))
    return found


def test_a_sheet_lies_on_its_side_and_says_everything():
    sheets = draw([_text()])
    words = words_on_sheets(sheets.pdf)
    for said in ("王桂明", "《退款和退货》", "学完全部 4 课", "2026年11月22日", "22 November 2026", "上城区 春季班", "淘宝长者学院", "k7m2-9xqd-4tvh-w3nc"):
        assert said in words
    assert codes_on_sheets(sheets.pdf) == [URL] and sheets.missing == ()
    box = PdfReader(BytesIO(sheets.pdf)).pages[0].mediabox
    assert (round(box.width), round(box.height)) == (842, 595)


def test_it_is_large_print():
    sizes = _sizes(draw([_text()]).pdf)
    assert sizes["王桂明"] >= 40 and sizes["结 业 证 书"] >= 50
    assert min(size for text, size in sizes.items() if any("一" <= sign <= "龥" for sign in text)) >= 18


@pytest.mark.parametrize("name", ["阿卜杜拉·买买提" * 10, "Anna Maria Magdalena Theresia von Hohenlohe-Schillingsfuerst und so weiter etc", "王"])
def test_a_name_is_never_cut(name):
    pdf = draw([_text(name, Both("很长的课名" * 12, "A long title " * 8), "余杭区 " + "很长的班名" * 20)]).pdf
    flat = words_on_sheets(pdf).replace("\n", "").replace(" ", "")
    assert name.replace(" ", "") in flat and "很长的课名" * 12 in flat and codes_on_sheets(pdf) == [URL]


def test_a_character_that_the_font_lacks_is_a_box_and_said():
    sheets = draw([_text("王𠮷"), _text(), _text("王𠮷")])
    assert sheets.missing == ("王𠮷",) and sheets.pages == 3 and "王□" in words_on_sheets(sheets.pdf)


@pytest.mark.parametrize(
    ("district", "cohort", "place"),
    [("上城区", "春季班", "上城区 春季班"), ("上城区", "上城区秋季一班", "上城区秋季一班"), ("", "", ""), ("", "春季班", "春季班")],
)
def test_the_district_is_said_once(app, district, cohort, place):
    row = Certificate(code="k7m29xqd4tvhw3nc", rule="read", title_zh="小课", title_en="", lesson_count=2, given_on=date(2026, 11, 2))
    row.district_name, row.cohort_name = district, cohort
    with app.app_context():
        text = paper_text(row, "王桂明")
    assert (text.place, text.date.zh, text.date.en) == (place, "2026年11月2日", "2 November 2026")
    assert text.code == "k7m2-9xqd-4tvh-w3nc" and text.url.endswith("/certificates/k7m29xqd4tvhw3nc")
