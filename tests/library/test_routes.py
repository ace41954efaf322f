"""The staff's preview of courses, who may see it, and the pictures that everybody gets."""

import io

import pytest
from PIL import Image

from college.core.db import unit_of_work
from college.core.permissions import Actor
from college.library import service as library
from tests.library.shelves import STEP_EN, STEP_ZH, CourseFolder


@pytest.fixture
def picture(app, tmp_path):
    """Publish a course with a picture and give the picture's address."""
    folder = CourseFolder(tmp_path / "courses")
    data = io.BytesIO()
    Image.new("RGB", (300, 500), "orange").save(data, "PNG")
    folder.write("returns/a.png", data.getvalue())
    folder.lesson("01-find", zh=STEP_ZH + "\n![橙色的大图](a.png)\n", en=STEP_EN + "\n![An orange picture](a.png)\n", aliases="[old-name]")
    with app.app_context(), unit_of_work():
        library.publish(actor=Actor.system(), folder=folder.root)
        return library.lesson("returns", "find-it").in_language("zh").step("find").picture["url"]


@pytest.fixture
def lecturer(college, signed_in):
    return signed_in(college.lecturer(college.cohort()), "staff")


def test_a_lecturer_reads_every_shipped_lesson_with_its_notes(app, refunds, lecturer):
    with app.app_context():
        course = library.course(refunds)
    assert course.title("zh") in lecturer.get("/courses").words
    page = lecturer.get(f"/courses/{refunds}")
    for head in course.lessons:
        assert head.title("zh") in page.words
        lesson = lecturer.get(f"/courses/{refunds}/{head.id}")
        assert lesson.status_code == 200
        assert len(lesson.page.select(".library-step")) == len(head.step_ids)
        assert "练习" in lesson.words


def test_the_preview_shows_notes_features_and_whether_it_was_checked(lecturer, picture):
    page = lecturer.get("/courses/returns/find-it")
    for words in ("请学员说出", "退货退款", "我的淘宝 > 我的订单", "再看看右下角。", "等着办"):
        assert words in page.words
    assert page.page.select_one(".library-step img")["src"] == picture
    assert page.page.select_one(".badge-care")


def test_in_english_the_labels_of_the_app_are_marked(lecturer, picture):
    lecturer.set_cookie("language", "en")
    page = lecturer.get("/courses/returns/find-it").page
    assert page.select_one(".library-step h2 span[lang=zh-CN]").text == "我的淘宝"
    assert "Find returns" in page.text


def test_an_old_name_leads_to_the_lesson(lecturer, picture):
    answer = lecturer.get("/courses/returns/old-name")
    assert answer.status_code == 303
    assert lecturer.follow(answer).request.path == "/courses/returns/find-it"


def test_without_courses_the_list_says_so(lecturer):
    assert lecturer.get("/courses").page.select_one(".empty")


@pytest.mark.parametrize("address", ["/courses/none", "/courses/none/none", "/courses/returns/none", "/pictures/abc.jpg"])
def test_what_is_not_there_is_not_found(lecturer, picture, address):
    assert lecturer.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/courses", "/courses/returns", "/courses/returns/find-it"])
def test_students_and_visitors_do_not_see_the_preview(client, college, signed_in, picture, address):
    assert client.get(address).status_code == 303
    student = signed_in(college.student(college.cohort()))
    assert student.get(address).status_code == 403


def test_a_picture_is_for_everybody_and_kept_by_the_browser(client, picture):
    answer = client.get(picture)
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
    assert "immutable" in answer.headers["Cache-Control"]
    assert "max-age=31536000" in answer.headers["Cache-Control"]
    assert Image.open(io.BytesIO(answer.data)).size == (300, 500)
    assert client.get(picture, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert client.get(picture.replace(".jpg", ".png")).status_code == 404
