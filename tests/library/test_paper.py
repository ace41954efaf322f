"""Drawn screens on paper: every one is painted whole, with all its words, inside its box, in letters the font has."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from fpdf import FPDF
from pypdf import PdfReader

from college.core import paper_font
from college.library import paper, paper_shapes, paper_style, paper_tree
from college.library.paper_boxes import lay
from college.library.screens import FOLDER, Screens

ROOT = Path(__file__).resolve().parents[2]
SCREENS = Screens(ROOT / "templates")
#: Room on the page, in mm: what half a page gives.
WIDTH, HEIGHT = 66.0, 110.0
#: Classes that only say where a screen belongs: no sheet of the phone gives them a look.
WITHOUT_LOOK = frozenset({"app-plain", "app-bubble-them", "app-talk-about", "app-link-box", "app-dots-box", "app-group-1"})
#: What the painter follows, and what means nothing on paper.
FOLLOWED = {
    "align-content", "align-items", "background", "background-color", "border", "border-bottom", "border-color", "border-left",
    "border-radius", "border-right", "border-top", "border-width", "box-shadow", "color", "display", "flex", "flex-basis", "flex-direction",
    "flex-grow", "flex-shrink", "flex-wrap", "font-size", "font-weight", "grid-gap", "grid-template-columns", "height", "justify-content",
    "left", "letter-spacing", "opacity", "line-height", "margin", "margin-bottom", "margin-left", "margin-right", "margin-top", "max-width",
    "min-height", "min-width", "padding", "padding-bottom", "padding-left", "padding-right", "padding-top", "position", "right", "bottom",
    "text-align", "text-decoration", "top", "width", "word-break",
}  # fmt: skip
OF_NO_USE = {
    "-webkit-appearance", "-webkit-tap-highlight-color", "appearance", "box-sizing", "cursor", "font", "justify-self", "outline",
    "outline-offset", "overflow", "overflow-wrap", "stroke-linecap", "stroke-linejoin", "touch-action", "vertical-align", "word-wrap",
    "z-index",
}  # fmt: skip


def drawings() -> list[tuple[str, dict[str, str]]]:
    """Give every screen plain, and with each of its choices."""
    found = []
    for name in SCREENS.names():
        found.append((name, {}))
        found += [(name, {key: word}) for key, words in SCREENS.value_choices(name).items() for word in words]
    return found


def draw(name: str, values: dict[str, str], ring: str | None = None) -> str:
    return str(SCREENS.draw(name, values, ring=ring))


def words_of(html: str) -> str:
    return re.sub(r"\s", "", BeautifulSoup(html, "html.parser").get_text())


def sheet() -> FPDF:
    pdf = FPDF(unit="mm", format="A4")
    pdf.set_auto_page_break(False)
    pdf.add_font(paper_font.FONT, fname=paper_font.FONT_FILE)
    pdf.add_page()
    return pdf


def painted_words(html: str) -> str:
    pdf = sheet()
    paper.paint(pdf, paper.fit(html, WIDTH, HEIGHT), 20, 20)
    return PdfReader(BytesIO(bytes(pdf.output()))).pages[0].extract_text()


def test_there_are_screens():
    assert len(SCREENS.names()) >= 14 and (ROOT / "templates" / FOLDER).is_dir()


@pytest.mark.parametrize("name", SCREENS.names())
def test_no_piece_of_a_screen_is_unknown(name):
    known = paper_tree.sheet().classes | WITHOUT_LOOK
    tree = paper_tree.read(draw(name, {}))
    unknown = {each for node in tree.walk() for each in node.classes} - known
    assert not unknown, f"practice.css says nothing of {sorted(unknown)}, so paper cannot know how they look"
    for node in tree.walk():
        if node.parent is not None and node.parent.tag == "svg" and node.tag:
            assert paper_shapes.subpaths(node)


def test_every_property_of_the_sheet_is_followed_or_of_no_use_on_paper():
    said = {name for rule in paper_tree.sheet().rules for name, _value in rule.values if any(piece.classes for piece in rule.pieces)}
    assert said <= FOLLOWED | OF_NO_USE, f"paper does not follow {sorted(said - FOLLOWED - OF_NO_USE)}"


def test_every_screen_is_painted_whole_in_letters_that_the_font_has():
    """With each of its choices, laid out as narrow as a phone: nothing lies outside, no word is lost, no letter is boxed."""
    faults = []
    for name, values in drawings():
        ring = min(SCREENS.targets(name, values), default=None)
        html = draw(name, values, ring)
        fitted = paper.fit(html, WIDTH, HEIGHT)
        box = fitted.box
        faults += [f"{name} {values}: the font lacks {fitted.missing}"] if fitted.missing else []
        if fitted.width > WIDTH + 0.01 or fitted.height > HEIGHT + 0.01:
            faults.append(f"{name} {values}: {fitted.width:.0f} by {fitted.height:.0f} mm")
        said = re.sub(r"\s", "", "".join(each.text for each, _x, _y in box.all()))
        if sorted(said) != sorted(words_of(html)):
            faults.append(f"{name} {values}: lost {set(words_of(html)) - set(said)}")
        for each, x, y in box.all():
            outside = max(-x, -y - 8, x + each.width - box.width, y + each.height - box.height)
            if (each.text or each.node.tag == "svg") and outside > 1:
                faults.append(f"{name} {values}: {each.text or 'a picture'} lies {outside:.0f}px outside")
    assert not faults, "\n".join(faults[:40])


@pytest.mark.parametrize("name", ["home", "order-detail", "chat", "refund-progress", "sms"])
def test_the_words_of_a_screen_stand_in_the_pdf_as_words(name):
    ring = min(SCREENS.targets(name))
    html = draw(name, {}, ring)
    found = re.sub(r"\s", "", painted_words(html))
    assert sorted(found) == sorted(words_of(html))
    assert "点这里" in found and "练习" in found


def test_words_do_not_lie_on_top_of_each_other():
    faults = []
    for name in SCREENS.names():
        placed = [(each, x, y) for each, x, y in lay(paper_tree.read(draw(name, {})), 390.0).all() if each.text]
        for at, (one, x, y) in enumerate(placed):
            for other, left, top in placed[at + 1 :]:
                beside = x + one.width <= left + 1 or left + other.width <= x + 1
                # letters fill about two thirds of their line
                apart = y + one.height * 0.8 <= top + other.height * 0.2 or top + other.height * 0.8 <= y + one.height * 0.2
                if not beside and not apart:
                    faults.append(f"{name}: {one.text} and {other.text}")
    assert not faults, "\n".join(faults[:20])


def test_the_largest_letters_that_fit_are_taken():
    html = draw("home", {})
    small, large = paper.fit(html, 40, 60), paper.fit(html, 80, 200)
    assert small.scale < large.scale
    assert small.width <= 40.01 and small.height <= 60.01


def test_the_ring_is_drawn_around_its_target_and_says_so():
    tree = paper_tree.read(draw("home", {}, "my-taobao"))
    ringed = [node for node in tree.walk() if "app-ringed" in node.classes]
    assert len(ringed) == 1
    assert [far for far, _hue in paper_style.rings(ringed[0])] == [7.0, 2.0]


@pytest.mark.parametrize(
    ("selector", "is_meant"),
    [(".a > .b", True), (".a .b", True), (".c > .b", False), ("span.b", True), ("button.b", False), (".b:first-child", True),
     (".b:last-child", False), (".b + .d", False), (".b:focus", False), (".x .b", False)],
)  # fmt: skip
def test_selectors_mean_what_they_mean_on_the_phone(selector, is_meant):
    sheet = paper_tree.Sheet(f"{selector} {{ height: 7px; }}")
    outer = paper_tree.Node("span", {"class": "a"})
    inner = paper_tree.Node("span", {"class": "b"}, parent=outer)
    outer.children = [inner, paper_tree.Node("span", {"class": "d"}, parent=outer)]
    sheet.dress(outer, {"font-size": "1rem"})
    assert (inner.style.get("height") == "7px") == is_meant


@pytest.mark.parametrize(
    ("text", "room", "expected"),
    [
        ("打开淘宝，看屏幕。", 5, ["打开淘宝，", "看屏幕。"]),
        ("点“我的淘宝”。", 4, ["点“我的", "淘宝”。"]),
        ("Tap My orders now", 5, ["Tap My", "orders", "now"]),
        ("a" * 30, 5, None),
        ("", 5, []),
    ],
)
def test_lines_break_where_a_reader_expects_it(text, room, expected):
    lines = [text[begin:end] for begin, end in paper_font.lines(text, room)]
    assert all(paper_font.width(line) <= room + 1e-6 or len(line) < 3 for line in lines)
    if expected is not None:
        assert lines == expected
    assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", text)


def test_a_letter_that_the_font_lacks_becomes_a_box_and_is_told():
    assert paper_font.boxed("王\U0002a6d6明") == ("王□明", "\U0002a6d6")
    assert paper_font.boxed("王桂明") == ("王桂明", "")
