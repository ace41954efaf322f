"""A lesson on paper: what it says, how large, two steps a page, the teacher on each page, patterns that a phone reads."""

from io import BytesIO
from uuid import uuid4

import pytest
from pypdf import PdfReader

from college.core import paper_font
from college.core.qr import dark_runs
from college.lessons import handout, handout_layout, handout_pdf, handout_text, handouts
from college.lessons.handout import Handout, HandoutStep
from college.lessons.handout_text import Block, plain
from college.library import service as library
from tests.support.paper import codes_on_sheets

TEACHER = ("周老师", "14000000001")
LONG = "看屏幕最下面，找到这四个字，慢慢点它一下。"


@pytest.fixture
def lessons(app, refunds) -> list:
    """Give all lessons of the shipped course."""
    app.config["PUBLIC_URL"] = "https://college.example"
    with app.app_context():
        return library.lessons(refunds)


def made(app, lesson, lang="zh", teacher=TEACHER) -> Handout:
    with app.test_request_context():
        return handout.make(lesson=lesson, course_title="退货退款", lang=lang, teacher=teacher)


def step(number: int, text: str, screen: str = "") -> HandoutStep:
    return HandoutStep(number, "打开页面", (Block("text", (plain(text),)),), f"https://college.example/learn/a/b/s{number}", screen, None)


def sizes_of(pdf: bytes) -> list[set[float]]:
    """Give the sizes of all words of each page, in points."""
    found = []
    for page in PdfReader(BytesIO(pdf)).pages:
        sizes: set[float] = set()
        page.extract_text(visitor_text=lambda text, cm, tm, font, size, sizes=sizes: sizes.add(round(size, 1)) if text.strip() else None)
        found.append(sizes)
    return found


def pages_of(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_has_two_steps_at_most_the_teacher_and_its_number(app, lessons, lang):
    for lesson in lessons:
        said = made(app, lesson, lang)
        plans, printed = handout_layout.pages(said), handout_pdf.draw(said)
        assert [number for page in plans for number in page.steps] == list(range(1, len(said.steps) + 1))
        assert max(len(page.steps) for page in plans) == (2 if lang == "zh" else max(len(page.steps) for page in plans)) <= 2
        texts = pages_of(printed.pdf)
        assert printed.pages == len(texts) == len(plans) == handout_layout.page_count(said)
        for number, text in enumerate(texts, start=1):
            assert "周老师 140 0000 0001" in text
            assert said.labels.page_of(number, len(texts)) in text


def test_no_step_has_more_than_one_picture(app, lessons):
    for page in handout_layout.pages(made(app, lessons[0])):
        pictures = [thing for thing in page.things if thing.screen or thing.picture]
        assert len(pictures) <= len(page.steps)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_letters_outside_of_the_drawn_phone_are_large_print(app, lessons, lang, monkeypatch):
    """AF-76 and AF-78: words at least 18 points, headings 24, the number of a step 28; nothing of it is smaller."""
    monkeypatch.setattr(library, "paint_on_paper", lambda *_args: None)
    sizes = sizes_of(handout_pdf.draw(made(app, lessons[0], lang)).pdf)
    assert min(min(page) for page in sizes) >= 18
    assert all(max(page) >= 28 for page in sizes)
    assert handout_layout.HEADING >= 24 and handout_layout.NUMBER >= 28 and handout_layout.LEADING >= 1.5


def test_letters_in_the_drawn_phone_can_be_read_too(app, lessons):
    """A picture of a phone is a picture: its letters are not smaller than those of a newspaper, 8 points."""
    screens = [thing.screen for page in handout_layout.pages(made(app, lessons[0])) for thing in page.things if thing.screen]
    assert screens
    assert min(20 * screen.scale / paper_font.POINT for screen in screens) >= 8


def test_a_phone_reads_the_way_back_to_each_very_step(app, lessons):
    lesson = lessons[0]
    codes = codes_on_sheets(handout_pdf.draw(made(app, lesson)).pdf)
    expected = [f"https://college.example/learn/{lesson.course_id}/{lesson.id}/{each}" for each in lesson.step_ids]
    assert sorted(codes) == sorted(expected)


def test_the_pattern_is_large_and_has_its_quiet_zone(app, lessons):
    for each in made(app, lessons[0]).steps:
        side, _runs = dark_runs(each.url)
        assert handout_layout.PATTERN * side / (side + 8) >= 35
    urls = [thing for page in handout_layout.pages(made(app, lessons[0])) for thing in page.things if thing.url]
    for thing in urls:
        assert thing.x >= 0 and thing.y + thing.height <= handout_layout.BOTTOM + 0.01


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_lies_outside_of_the_page_or_on_something_else(app, lessons, lang):
    for lesson in lessons:
        for page in handout_layout.pages(made(app, lesson, lang)):
            for thing in page.things:
                assert handout_layout.SIDE - 0.01 <= thing.x
                assert thing.x + thing.width <= handout_layout.PAGE_WIDTH - handout_layout.SIDE + 0.01
                assert handout_layout.TOP - 0.01 <= thing.y and thing.y + thing.height <= handout_layout.BOTTOM + 0.5
            assert not list(overlaps(page))


def overlaps(page):
    solid = [thing for thing in page.things if thing.height]
    for at, one in enumerate(solid):
        for other in solid[at + 1 :]:
            beside = one.x + one.width <= other.x + 0.01 or other.x + other.width <= one.x + 0.01
            apart = one.y + one.height <= other.y + 0.01 or other.y + other.height <= one.y + 0.01
            if not beside and not apart:
                yield one, other


def test_all_words_of_a_lesson_are_on_paper_and_nothing_of_the_lecturers(app, lessons):
    lesson = lessons[0]
    text = lesson.in_language("zh")
    found = "".join("".join(pages_of(handout_pdf.draw(made(app, lesson)).pdf)).split())
    for each in (text.title, *text.objectives, *text.keypoints, *(one.title for one in text.steps)):
        assert "".join(each.split()) in found
    for one in text.steps:
        for block in handout_text.read(str(one.html)):
            for paragraph in block.paragraphs:
                # a line of the phone may stand between two lines of the text, so look for its letters
                assert not set(paragraph.text) - set(found) - {" "}
    assert "课堂上常出的错" not in found


def test_a_step_with_too_many_words_goes_on_over_the_whole_next_page(app, lessons):
    said = made(app, lessons[0])
    short = Handout(**{**vars(said), "steps": (step(1, LONG), step(2, LONG * 40), step(3, LONG))})
    plans = handout_layout.pages(short)
    printed = handout_pdf.draw(short)
    assert printed.pages == len(plans) == handout_layout.page_count(short)
    assert sum(text.count(LONG[:4]) for text in pages_of(printed.pdf)) >= 42
    for page in plans:
        assert all(thing.y + thing.height <= handout_layout.BOTTOM + 0.5 for thing in page.things)


def test_without_a_teacher_there_is_room_to_write_one(app, lessons):
    said = made(app, lessons[0], teacher=None)
    assert said.teacher == "" and all(said.labels.teacher in text for text in pages_of(handout_pdf.draw(said).pdf))


def test_an_unknown_address_is_said_on_paper_to_the_lecturer(app, lessons):
    assert made(app, lessons[0]).labels.no_address == ""
    app.config["PUBLIC_URL"] = None
    said = made(app, lessons[0])
    assert "COLLEGE_PUBLIC_URL" in "".join("".join(pages_of(handout_pdf.draw(said).pdf)[0]).split())


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>点<strong>这里</strong>。</p>", [("text", [("", (("点", False), ("这里", True), ("。", False)))])]),
        ("<ul><li>一</li></ul><ol><li>二</li><li>三</li></ol>", [("text", [("·", (("一", False),)), ("1.", (("二", False),)), ("2.", (("三", False),))])]),
        (
            '<div class="tip"><p class="tip-word"><strong>小提示</strong></p><p>慢</p></div><p>后</p>',
            [("tip", [("", (("小提示", True),)), ("", (("慢", False),))]), ("text", [("", (("后", False),))])],
        ),
        ('<p><a href="https://a.example/b">看</a></p>', [("text", [("", (("看", False), (" (https://a.example/b)", False)))])]),
        ("<p>a<br>b &amp; c</p>", [("text", [("", (("a", False),)), ("", (("b & c", False),))])]),
        ("", []),
    ],
)
def test_the_html_of_a_step_becomes_paragraphs_points_and_boxes(html, expected):
    found = [(block.kind, [(each.mark, each.runs) for each in block.paragraphs]) for block in handout_text.read(html)]
    assert found == expected


# --- pages -----------------------------------------------------------------


def test_visitors_get_the_page_and_not_the_file(client, group):
    page = client.get(f"{group.address}/print")
    assert page.status_code == 200
    assert "handout.pdf" not in page.text and "data-print" in page.text
    assert page.text.count("handout-step") == len(group.lesson.step_ids)
    assert page.text.count("data:image/png") == len(group.lesson.step_ids)
    assert client.get(f"{group.address}/handout.pdf").status_code == 303


def test_a_student_saves_the_file_with_her_teacher_in_her_language(student, group):
    assert "handout.pdf" in student.get(f"{group.address}/print").text
    answer = student.get(f"{group.address}/handout.pdf")
    assert answer.mimetype == "application/pdf" and "no-store" in answer.headers["Cache-Control"]
    assert all("周老师" in text for text in pages_of(answer.data))


def test_a_file_is_drawn_once_for_each_revision_language_and_teacher(student, group, monkeypatch):
    drawn = []
    draw = handout_pdf.draw
    handouts._pdfs.clear()
    monkeypatch.setattr(handout_pdf, "draw", lambda said: drawn.append((said.lang, said.teacher)) or draw(said))
    first = student.get(f"{group.address}/handout.pdf").data
    assert student.get(f"{group.address}/handout.pdf").data == first
    assert drawn == [("zh", f"周老师 {'140-0000-0001'}")]


def test_the_end_of_a_lesson_leads_to_paper(client, group):
    assert f"{group.address}/print" in client.get(f"{group.address}/finished").text


def test_a_lesson_that_is_not_there_has_no_handout(client, student, group):
    for path in ("print", "handout.pdf"):
        assert student.get(f"/learn/{group.course.id}/{uuid4().hex}/{path}").status_code == 404
