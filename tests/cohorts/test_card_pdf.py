"""The drawn sheet of cards: what stands on it, how large, and that a phone can read its pattern."""

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image, ImageDraw
from pypdf import PdfReader

from college.cohorts import card_pdf
from college.cohorts.card_rules import (
    CARD_HEIGHT,
    CARD_WIDTH,
    MARGIN,
    NAME_SIZES,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    QR_SIDE,
    CardText,
    CardWords,
    boxed,
    place,
)
from college.core.qr import QUIET_ZONE, dark_runs

WORDS = CardWords("淘宝长者学院", "课程到", "老师", "这张卡等于钥匙，不要拍照，不要发群。", "怎么用：打开微信或相机，扫一扫图案。")
URL = "https://college.example/c/0123456789abcdefghjkmnpqrs"


def card(name="王桂明", url=URL):
    return CardText(name, url, "上城区秋季一班", "2027年1月14日 星期四", "周老师", "140 0000 9001", WORDS)


def draw_pattern(url: str) -> Image.Image:
    side, runs = dark_runs(url)
    scale, full = 8, side + 2 * QUIET_ZONE
    image = Image.new("L", (full * scale, full * scale), 255)
    pen = ImageDraw.Draw(image)
    for row, column, length in runs:
        x, y = (column + QUIET_ZONE) * scale, (row + QUIET_ZONE) * scale
        pen.rectangle((x, y, x + length * scale - 1, y + scale - 1), fill=0)
    return image


@pytest.mark.parametrize("url", [URL, "http://192.168.1.20:8000/c/zzzzzzzzzzzzzzzzzzzzzzzzzz", "https://a.cn/c/" + "0" * 26])
def test_a_phone_reads_the_address_out_of_the_pattern(url):
    zxing = pytest.importorskip("zxingcpp", reason="reading a QR code needs zxing-cpp")
    found = zxing.read_barcodes(draw_pattern(url))
    assert [each.text for each in found] == [url]


def test_the_pattern_is_large_enough_for_an_old_camera():
    side, _runs = dark_runs(URL)
    assert QR_SIDE >= 35 and QR_SIDE / side >= 0.6 and QUIET_ZONE == 4


@pytest.mark.parametrize(("count", "pages"), [(1, 1), (8, 1), (9, 2), (16, 2), (17, 3)])
def test_eight_cards_fill_a_sheet(count, pages):
    sheets = card_pdf.draw([card() for _ in range(count)])
    assert sheets.pages == len(PdfReader(BytesIO(sheets.pdf)).pages) == pages


@pytest.mark.parametrize("index", [0, 1, 7, 8, 15])
def test_every_card_lies_on_the_paper(index):
    _page, x, y = place(index)
    assert MARGIN <= x and x + CARD_WIDTH <= PAGE_WIDTH - MARGIN + 0.01
    assert MARGIN <= y and y + CARD_HEIGHT <= PAGE_HEIGHT - MARGIN + 0.01


def test_the_card_says_who_where_until_when_and_whom_to_call():
    text = PdfReader(BytesIO(card_pdf.draw([card()]).pdf)).pages[0].extract_text()
    for words in ("王桂明", "上城区秋季一班", "2027年1月14日", "周老师", "140 0000 9001", WORDS.is_a_key, WORDS.how):
        assert words in text
    assert "0123456789abcdefghjkmnpqrs" not in text
    assert min(NAME_SIZES) >= 18


def test_a_character_that_the_font_lacks_is_boxed_and_told():
    shown, missing = boxed(card("王𠮷明"), {ord(sign) for sign in "王明上城区秋季一班周老师"})
    assert shown.name == "王□明" and missing.characters == "𠮷"
    sheets = card_pdf.draw([card(), card("王\U0002a6d6明")])
    assert [each.name for each in sheets.missing] == ["王\U0002a6d6明"]


def test_rare_characters_of_real_names_are_in_the_font():
    assert card_pdf.draw([card("喆玥祎")]).missing == ()


def test_a_very_long_name_stays_on_its_card():
    assert card_pdf.draw([card("阿卜杜拉·买买提·艾合买提·吐尔逊江·热合曼")]).pages == 1


def test_the_number_of_the_card_stands_beside_even_a_long_name():
    numbered = replace(card("欧阳买买提艾力江卡德尔汗"), number="K7M 4QD")
    text = PdfReader(BytesIO(card_pdf.draw([numbered]).pdf)).pages[0].extract_text()
    assert "K7M 4QD" in text and "欧阳买买提" in text
