"""Reads printed cards as a phone does: draws the PDF's rectangles and looks for square patterns."""

from io import BytesIO

import zxingcpp
from PIL import Image, ImageDraw
from pypdf import PdfReader
from pypdf.generic import ContentStream

DOTS_PER_POINT = 4


def codes_on_sheets(pdf: bytes) -> list[str]:
    """Give what the square patterns of a PDF say, page after page."""
    reader = PdfReader(BytesIO(pdf))
    return [code.text for page in reader.pages for code in zxingcpp.read_barcodes(_drawn(page, reader))]


def words_on_sheets(pdf: bytes) -> str:
    """Give all words of a PDF."""
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def _drawn(page, reader: PdfReader) -> Image.Image:
    """Draw the filled rectangles of a page, which is all that a pattern is made of."""
    width, height = (float(side) for side in page.mediabox.upper_right)
    image = Image.new("L", (round(width * DOTS_PER_POINT), round(height * DOTS_PER_POINT)), 255)
    pen, waiting = ImageDraw.Draw(image), []
    for operands, operator in ContentStream(page.get_contents(), reader).operations:
        if operator == b"re":
            waiting.append([float(each) for each in operands])
        elif operator in {b"f", b"F", b"f*", b"B"}:
            for left, bottom, across, up in waiting:
                low, high = sorted((height - bottom, height - bottom - up))
                box = (left, low, left + across, high)
                pen.rectangle([round(each * DOTS_PER_POINT) for each in box], fill=0)
            waiting = []
        elif operator in {b"S", b"n", b"s"}:
            waiting = []
    return image
