"""A course copied by another district: its own from then on, and it always says where it came from."""

import shutil
import tempfile
from pathlib import Path

import pytest

from college.authoring import copying, courses_shown, queries
from college.authoring import service as authoring
from college.core.db import db, new_id
from college.core.errors import NotAllowed, NotFound
from college.core.permissions import Actor
from college.library import service as library
from tests.support.college import SHANGCHENG, XIHU

NEWER = "点开淘宝"


@pytest.fixture
def lecturer(college):
    """Make a lecturer of 西湖区."""
    return college.lecturer(college.cohort(XIHU))


@pytest.fixture
def copied(college, refunds, lecturer):
    """Have her copy the course; give the new one's id."""
    with college.work():
        return copying.copy_course(
            actor=college.actor(lecturer), form_id=new_id(), source_id=refunds, title="西湖退货课", district_code=XIHU
        )


@pytest.fixture
def published_anew(college):
    """Give a function: publish the origin again with other words in its first lesson, as files do."""

    def change() -> None:
        with college.work():
            files = library.course_files("refunds")
            name = next(each for each in files.texts if each.endswith("find-order.md"))
            files.texts[name] = files.texts[name].replace("打开淘宝", NEWER)
        publish(college, files)

    return change


def write(college, person, function, **given):
    """Call a service as somebody, in one unit of work."""
    with college.work():
        return function(actor=college.actor(person), **given)


@pytest.mark.both_databases
def test_every_lesson_becomes_a_draft_with_the_same_steps_and_a_title_of_its_own(college, refunds, lecturer):
    form = new_id()
    made = {
        write(college, lecturer, copying.copy_course, form_id=form, source_id=refunds, title="西湖退货课", district_code=XIHU)
        for _ in range(2)
    }
    (course,) = made
    with college.work():
        origin = library.course(refunds)
        drafts = {each.lesson_id: each for each in queries.drafts(course)}
        assert set(drafts) == {"course", *(each.id for each in origin.lessons)}
        for each in origin.lessons:
            assert library.cut(drafts[each.id].zh).step_ids == each.step_ids
            assert library.cut(drafts[each.id].en).step_ids == each.step_ids
        assert library.title_of(drafts["course"].zh) == "西湖退货课"
        assert f"id: {course}" in drafts["course"].zh and f"id: {course}" in drafts["course"].en
        home = queries.home(course)
        assert (home.district_code, home.origin_course_id) == (XIHU, refunds)
        assert home.origin_numbers == {each.id: 1 for each in origin.lessons}
        assert home.lesson_order == [each.id for each in origin.lessons]
    assert [each.title for each in write(college, lecturer, courses_shown.course_desk, course_id=course).lessons]


def test_a_copy_can_be_published_as_it_is(college, copied):
    with college.work():
        drafts = {each.lesson_id: (each.zh, each.en) for each in queries.drafts(copied)}
        files = library.course_files(copied, instead=drafts, order=queries.home(copied).lesson_order)
        look = library.look_at(files, "find-order")
    assert look.problems == []


def test_pictures_of_the_origins_files_are_found_by_the_copy():
    lesson = library.LessonStanding(
        "one", new_id(), 1, None, False, "## 一 {#a}\n![一只手机](images/phone.png)\n文 ![x](images/phone.png)\n", "",
        {"images/phone.png": "a" * 64},
    )
    assert copying.copied(lesson).zh == f"## 一 {{#a}}\n![一只手机](images/{'a' * 64}.jpg)\n文 ![x](images/phone.png)\n"


@pytest.mark.parametrize(
    ("who", "district", "source", "error"),
    [("lecturer", SHANGCHENG, "refunds", NotFound), ("lecturer", XIHU, "nothing", NotFound), ("helper", XIHU, "refunds", NotAllowed)],
)
def test_only_what_is_published_is_copied_and_only_where_she_teaches(college, refunds, lecturer, who, district, source, error):
    person = lecturer if who == "lecturer" else college.helper(college.cohort(XIHU))
    with pytest.raises(error):
        write(college, person, copying.copy_course, form_id=new_id(), source_id=source, title="课", district_code=district)


def test_a_course_that_is_still_a_draft_cannot_be_copied(college, copied, lecturer):
    with pytest.raises(NotFound):
        write(college, lecturer, copying.copy_course, form_id=new_id(), source_id=copied, title="课", district_code=XIHU)


def test_it_always_says_where_it_came_from(college, refunds, copied, lecturer, signed_in, client):
    assert "改编自" in signed_in(lecturer).get(f"/write/{copied}").words or "Adapted" in signed_in(lecturer).get(f"/write/{copied}").words
    with college.work():
        drafts = {each.lesson_id: (each.zh, each.en) for each in queries.drafts(copied)}
        folder_files = library.course_files(copied, instead=drafts, order=queries.home(copied).lesson_order)
    publish(college, folder_files)
    for page in (client.get(f"/learn/{copied}"), signed_in(lecturer).get(f"/courses/{copied}")):
        assert page.status_code == 200 and "退货退款不用怕" in page.words and "西湖退货课" in page.words
    assert "Adapted" not in client.get(f"/learn/{refunds}").words and "改编自" not in client.get(f"/learn/{refunds}").words


def publish(college, files) -> None:
    """Publish a course's files as the command does."""

    with college.work(), tempfile.TemporaryDirectory() as root:
        shutil.copy(Path(college.app.config["COURSES_FOLDER"], "features.yaml"), root)
        library.publish(actor=Actor.system(), folder=files.write(Path(root)))


def test_what_changed_there_is_told_and_taken_in_where_nothing_of_hers_is_lost(college, copied, lecturer, published_anew):
    assert write(college, lecturer, courses_shown.course_desk, course_id=copied).newer == []
    published_anew()
    (newer,) = write(college, lecturer, courses_shown.course_desk, course_id=copied).newer
    assert (newer.id, newer.taken, newer.number, newer.can_take) == ("find-order", 1, 2, True)
    place = {"course_id": copied, "lesson_id": "find-order"}
    found, difference = write(college, lecturer, copying.newer_lesson, **place)
    assert found == newer and not difference.is_empty
    for _ in range(2):
        assert write(college, lecturer, copying.take_newer, number=2, **place)
    with college.work():
        draft = queries.draft(copied, "find-order")
        assert NEWER in draft.zh and draft.version == 2
        assert queries.home(copied).origin_numbers["find-order"] == 2
    assert write(college, lecturer, courses_shown.course_desk, course_id=copied).newer == []


def test_what_she_wrote_herself_is_never_written_over(college, copied, lecturer, published_anew):
    place = {"course_id": copied, "lesson_id": "find-order"}
    mine = authoring.Texts("我自己写的。")
    with college.work():
        actor = college.actor(lecturer)
        there = authoring.fingerprint(authoring.texts_of(authoring.draft_for(actor=actor, **place)).part("intro"))
        authoring.keep_part(actor=actor, part="intro", texts=mine, base=there, **place)
    published_anew()
    assert not write(college, lecturer, copying.take_newer, number=2, **place)
    with college.work():
        draft = queries.draft(copied, "find-order")
        assert "我自己写的。" in draft.zh and NEWER not in draft.zh
    assert not write(college, lecturer, courses_shown.course_desk, course_id=copied).newer[0].can_take
    write(college, lecturer, copying.keep_ours, number=2, **place)
    assert write(college, lecturer, courses_shown.course_desk, course_id=copied).newer == []


def test_she_copies_looks_and_takes_on_the_pages(college, refunds, lecturer, signed_in, published_anew):
    client = signed_in(lecturer)
    address = f"/write/{refunds}/copy"
    assert address in {each["href"] for each in client.get(f"/courses/{refunds}").page.find_all("a", href=True)}
    assert client.submit(address, {"title": ""}, action=address).status_code == 422
    desk = client.follow(client.submit(address, {"title": "西湖退货课"}, action=address)).request.path
    published_anew()
    origin = f"{desk}/find-order/origin"
    assert origin in {each["href"] for each in client.get(desk).page.find_all("a", href=True)}
    page = client.get(origin)
    assert {each.get_text() for each in page.page.find_all("ins")} and "开淘宝，看屏幕最下面" in page.words
    client.follow(client.submit(page, {}, button="把新的内容放进我的草稿", action=origin))
    with college.work():
        db.session.expire_all()
        assert NEWER in queries.draft(desk.rpartition("/")[2], "find-order").zh
    assert client.get(origin).status_code == 404
