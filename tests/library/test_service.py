"""Publishing and reading courses: once, again, changed, retired, back, renamed, edited on the web; on both databases."""

import io

import pytest
from PIL import Image
from sqlalchemy import event, func, select

from college.core.db import db, new_id, unit_of_work
from college.core.clock import now
from college.core.errors import NotAllowed, NotFound, RuleBroken
from college.core.permissions import Actor
from college.library import service as library
from college.library.models import Course, Lesson, Picture, Revision, StepRow
from college.library.screens import Screens
from tests.library.shelves import STEP_EN, STEP_ZH, CourseFolder, NamedScreens


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(library, "screens", NamedScreens)
    return CourseFolder(tmp_path / "courses")


@pytest.fixture
def context(any_app):
    with any_app.app_context():
        yield any_app


def publish(folder, choice=None):
    ready = library.prepare(folder.root)
    with unit_of_work():
        return library.store(actor=Actor.system(), ready=ready, choice=choice)


def rows():
    """Everything the library keeps, as plain values."""
    found = {}
    for model in (Course, Lesson, Revision, StepRow, Picture):
        found[model.__tablename__] = sorted(map(repr, db.session.execute(select(*model.__table__.columns)).all()))
    db.session.rollback()
    return found


def steps(course="returns"):
    return {row.id: (row.lesson_id, row.feature, row.retired_at is None)
            for row in db.session.scalars(select(StepRow).where(StepRow.course_id == course))}


def edit_on_the_web(lesson_id="find-it", **changes):
    """Make a revision as a web editor would."""
    with unit_of_work():
        lesson = db.session.get(Lesson, ("returns", lesson_id))
        old = db.session.get(Revision, lesson.current_revision_id)
        new = Revision(id=new_id(), course_id="returns", lesson_id=lesson_id, number=old.number + 1, source_hash="w" * 64,
                       origin="web", content=old.content | changes, published_at=now(), published_by=None)
        db.session.add(new)
        db.session.flush()
        lesson.current_revision_id = new.id


def test_publishing_makes_a_course_readable_in_both_languages(context, folder):
    outcome = publish(folder)
    assert outcome.published == ["returns/find-it"]
    (course,) = library.published_courses()
    assert (course.title("zh"), course.title("en"), course.step_ids) == ("退货退款", "Returns", ("open", "find"))
    assert library.course("returns") == course
    lesson = library.lesson("returns", "find-it")
    assert (lesson.minutes, lesson.checked_on, lesson.step_ids) == (5, None, ("open", "find"))
    zh, en = lesson.in_language("zh"), lesson.in_language("en")
    assert [step.feature for step in zh.steps] == [step.feature for step in en.steps] == ["refund", "orders"]
    assert zh.step("open").practice[0].words_for("elsewhere") == "再看看右下角。"
    assert 'lang="zh-CN"' in en.step("find").html
    assert "小提示" in zh.step("find").html
    assert "学员" in zh.step("find").teacher_html
    assert "学员" not in zh.step("find").html
    assert lesson.in_language("fr") is zh
    assert library.features()["refund"].name("en") == "Returns and refunds"


def test_publishing_the_same_files_again_changes_nothing(context, folder):
    folder.second()
    publish(folder)
    before = rows()
    outcome = publish(folder)
    assert rows() == before
    assert (outcome.changed, outcome.unchanged) == (False, ["returns/find-it", "returns/send-it"])


def test_one_course_folder_alone_can_be_published(context, folder):
    publish(folder)
    before = rows()
    with unit_of_work():
        outcome = library.publish(actor=Actor.system(), folder=folder.root / "returns")
    assert (outcome.changed, rows()) == (False, before)


@pytest.mark.parametrize("change", ["zh", "en"])
def test_a_reworded_lesson_is_a_new_revision_and_the_old_one_stays(context, folder, change):
    publish(folder)
    old = library.lesson("returns", "find-it")
    folder.lesson("01-find", zh=STEP_ZH.replace("点一下右", "请点右") if change == "zh" else STEP_ZH,
                  en=STEP_EN.replace("Tap 退款", "Press 退款") if change == "en" else STEP_EN)
    assert publish(folder).published == ["returns/find-it"]
    new = library.lesson("returns", "find-it")
    assert (old.number, new.number) == (1, 2)
    assert ("请点右" in new.in_language("zh").step("open").html) is (change == "zh")
    assert db.session.get(Revision, old.revision_id).content["texts"]["zh"]["steps"][0]["html"] == old.in_language("zh").steps[0].html
    assert db.session.get(Lesson, ("returns", "find-it")).current_revision_id == new.revision_id


def test_unfit_files_publish_nothing(context, folder):
    publish(folder)
    before = rows()
    folder.second(minutes="99")
    folder.lesson("01-find", zh=STEP_ZH.replace("点一下右", "请点右"))
    with pytest.raises(library.NotFit) as refused:
        publish(folder)
    assert [problem.file for problem in refused.value.problems] == ["returns/02-send.md"]
    assert rows() == before


def test_a_step_that_vanishes_is_retired_and_comes_back(context, folder):
    publish(folder)
    folder.lesson("01-find", zh=STEP_ZH.split("## 找到")[0], en=STEP_EN.split("## Find")[0])
    publish(folder)
    assert steps()["find"] == ("find-it", "orders", False)
    with pytest.raises(NotFound):
        library.lesson_of_step("returns", "find")
    db.session.rollback()
    folder.lesson("01-find")
    publish(folder)
    assert steps()["find"] == ("find-it", "orders", True)
    assert library.lesson_of_step("returns", "find") == "find-it"


def test_a_lesson_that_vanishes_is_retired_with_its_steps_and_comes_back(context, folder):
    folder.second()
    publish(folder)
    folder.remove("02-send")
    assert publish(folder).retired == ["returns/send-it"]
    assert [head.id for head in library.course("returns").lessons] == ["find-it"]
    with pytest.raises(NotFound):
        library.lesson("returns", "send-it")
    db.session.rollback()
    assert steps()["pack"][2] is False
    folder.second()
    publish(folder)
    assert library.lesson("returns", "send-it").step_ids == ("pack", "send")
    assert steps()["pack"][2] is True


def test_a_renamed_lesson_is_found_by_its_old_id_and_keeps_its_steps(context, folder):
    publish(folder)
    folder.lesson("01-find", id="where-it-is", aliases="[find-it, first-one]")
    publish(folder)
    for name in ("where-it-is", "find-it", "first-one"):
        assert library.lesson("returns", name).id == "where-it-is"
    assert steps()["open"] == ("where-it-is", "refund", True)
    with pytest.raises(NotFound):
        library.lesson("returns", "nothing")


def test_a_step_may_move_to_another_lesson(context, folder):
    folder.second()
    publish(folder)
    first_zh, second_zh = STEP_ZH.split("## 找到")
    first_en, second_en = STEP_EN.split("## Find")
    folder.lesson("01-find", zh=first_zh, en=first_en)
    folder.lesson("02-send", zh="## 找到" + second_zh, en="## Find" + second_en, id="send-it")
    publish(folder)
    assert steps() == {"open": ("find-it", "refund", True), "find": ("send-it", "orders", True),
                       "pack": ("send-it", "refund", False), "send": ("send-it", "orders", False)}


def test_lessons_stand_in_file_order(context, folder):
    folder.second()
    publish(folder)
    folder.remove("01-find")
    folder.lesson("03-find")
    assert publish(folder).changed is False
    assert [head.id for head in library.course("returns").lessons] == ["send-it", "find-it"]
    assert db.session.get(Course, "returns").lesson_order == ["send-it", "find-it"]


def test_what_was_edited_on_the_web_is_not_overwritten_unasked(context, folder):
    folder.second()
    publish(folder)
    edit_on_the_web(minutes=7)
    folder.second(minutes="6")
    before = rows()
    with pytest.raises(RuleBroken, match="returns/find-it"):
        publish(folder)
    assert rows() == before


def test_ours_keeps_the_text_of_the_web_and_publishes_the_rest(context, folder):
    folder.second()
    publish(folder)
    edit_on_the_web(minutes=7)
    folder.second(minutes="6")
    outcome = publish(folder, "ours")
    assert (outcome.kept, outcome.published) == (["returns/find-it"], ["returns/send-it"])
    assert library.lesson("returns", "find-it").minutes == 7
    before = rows()
    publish(folder, "ours")
    assert rows() == before


def test_ours_keeps_a_web_lesson_whose_file_is_gone(context, folder):
    folder.second()
    publish(folder)
    edit_on_the_web("send-it", minutes=7)
    folder.remove("02-send")
    with pytest.raises(RuleBroken):
        publish(folder)
    assert publish(folder, "ours").kept == ["returns/send-it"]
    assert library.lesson("returns", "send-it").minutes == 7
    assert publish(folder, "theirs").retired == ["returns/send-it"]


def test_theirs_takes_the_files(context, folder):
    publish(folder)
    edit_on_the_web(minutes=7)
    assert publish(folder, "theirs").published == ["returns/find-it"]
    lesson = library.lesson("returns", "find-it")
    assert (lesson.minutes, lesson.number) == (5, 3)
    assert publish(folder).changed is False


def test_a_step_cannot_stand_in_two_lessons_when_a_web_text_is_kept(context, folder):
    publish(folder)
    edit_on_the_web(minutes=7)
    folder.lesson("01-find", zh=STEP_ZH.replace("#open", "#start"), en=STEP_EN.replace("#open", "#start"))
    folder.second()
    folder.lesson("02-send", id="send-it", zh=STEP_ZH.replace("#find", "#send"), en=STEP_EN.replace("#find", "#send"))
    before = rows()
    with pytest.raises(RuleBroken, match="open"):
        publish(folder, "ours")
    assert rows() == before


def test_old_revisions_keep_their_pictures(context, folder):
    for colour in ("red", "blue"):
        data = io.BytesIO()
        Image.new("RGB", (600, 900), colour).save(data, "PNG")
        folder.write("returns/images/a.png", data.getvalue())
        folder.lesson("01-find", zh=STEP_ZH + "\n![红色的大按钮](images/a.png)\n", en=STEP_EN + "\n![A big button](images/a.png)\n")
        assert publish(folder).published == ["returns/find-it"]
    assert db.session.scalar(select(func.count()).select_from(Picture)) == 2
    shown = library.lesson("returns", "find-it").in_language("en").step("find").picture
    assert (shown["width"], shown["height"], shown["alt"]) == (600, 900, "A big button")
    assert shown["url"].endswith(".jpg")


def test_only_the_college_itself_publishes(context, folder):
    ready = library.prepare(folder.root)
    with pytest.raises(NotAllowed):
        library.store(actor=Actor(person_id=new_id()), ready=ready)


def test_a_step_page_costs_one_small_query_and_sees_a_new_revision_at_once(app, folder):
    with app.app_context():
        publish(folder)
        library.lesson("returns", "find-it")
        asked = []
        event.listen(db.engine, "before_cursor_execute", lambda c, u, statement, *rest: asked.append(statement))
        library.lesson("returns", "find-it")
        assert len(asked) == 1
        assert "content" not in asked[0]
        db.session.rollback()
        edit_on_the_web(minutes=9)
        assert library.lesson("returns", "find-it").minutes == 9


def test_the_screens_of_the_process_are_drawn_from_its_templates(app):
    with app.app_context():
        assert isinstance(library.screens(), Screens)
        assert library.screens() is library.screens()
        screen = library.PracticeScreen("home", {}, "my-taobao", "点", {})
        assert "练习" in library.draw(screen, ring="my-taobao", lang="en")
