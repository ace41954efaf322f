"""The index follows what is published, asked and answered, loses nothing when killed, and keeps nothing of who is gone."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from college.core import clock
from college.core.db import db
from college.core.permissions import Actor
from college.library.models import Course, Lesson
from college.privacy import deletion
from college.privacy import service as privacy
from college.questions import service as questions
from college.search import indexing, queries, service
from college.search.models import Gram, SearchDocument
from tests.questions.classroom import COURSE
from tests.support.courses import publish_folder

pytestmark = pytest.mark.both_databases


def _rows(college) -> tuple[int, int]:
    with college.app.app_context():
        return tuple(db.session.scalar(select(func.count()).select_from(model)) for model in (Gram, SearchDocument))


def _whole(college) -> set[tuple]:
    with college.app.app_context():
        return {tuple(row) for row in db.session.execute(select(*Gram.__table__.columns))}


def test_nothing_new_is_nothing_to_do(search, room):
    before = _whole(room.college)
    assert search.catch_up() == 0
    assert search.catch_up(whole=True) == 0
    assert _whole(room.college) == before


def test_a_question_and_its_answer_are_found_after_the_next_look(search, room):
    asked = room.ask("橙色按钮点了没有反应")
    assert search.questions("橙色按钮", room.student) == set()
    assert search.catch_up() == 1
    assert search.questions("橙色按钮", room.student) == {asked}
    room.answer(asked, "请找放大镜。")
    assert search.catch_up() == 1
    assert search.questions("放大镜", room.student) == {asked}
    assert search.catch_up() == 0


def test_words_that_were_begun_long_ago_are_found_when_they_are_sent(search, room):
    with clock.freeze(clock.now() - timedelta(days=3)):
        draft = room.call()
    assert search.catch_up() == 0
    room.run(room.student, questions.send, question_id=draft, text="橙色按钮")
    assert search.catch_up() == 1


def test_a_retired_lesson_leaves_no_trace(search, room):
    assert search("取件").page.total > 0
    with room.college.work():
        for lesson in db.session.scalars(select(Lesson)):
            lesson.retired_at = clock.now()
    assert search("取件").page.total == 0, "shown although it is gone, until the next look"
    assert search.catch_up() > 0
    assert _rows(room.college) == (0, 0)


def test_an_unpublished_course_leaves_no_trace(search, room):
    with room.college.work():
        db.session.get_one(Course, COURSE).published_at = None
    search.catch_up()
    assert _rows(room.college) == (0, 0)


def test_a_changed_lesson_is_found_by_its_new_words_only(search, room, tmp_path):
    folder = _copied(Path(room.college.app.config["COURSES_FOLDER"]) / "09-refunds", tmp_path)
    assert "棉拖鞋" in (folder / "01-find-order.md").read_text(encoding="utf-8")
    for page in (folder / "01-find-order.md", folder / "01-find-order.en.md"):
        page.write_text(page.read_text(encoding="utf-8").replace("棉拖鞋", "羊毛袜"), encoding="utf-8")
    publish_folder(room.college.app, folder)
    assert search.catch_up() == 1
    found = search("羊毛袜")
    assert {each.lesson_id for each in found.page.items} == {"find-order"}
    with room.college.app.app_context():
        assert not db.session.scalars(select(Gram.ref).where(Gram.gram == "棉拖", Gram.place == "refunds/find-order")).all()


def _copied(source: Path, target: Path) -> Path:
    folder = target / source.name
    for path in source.rglob("*"):
        if path.is_file():
            copy = folder / path.relative_to(source)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
    (target / "features.yaml").write_bytes((source.parent / "features.yaml").read_bytes())
    return folder


def test_killed_half_way_the_next_look_does_the_rest(search, room, monkeypatch):
    for number in range(5):
        room.ask(f"橙色按钮{'一二三四五'[number]}", step=("open-my-taobao", "open-orders")[number % 2])
    monkeypatch.setattr(indexing, "QUESTIONS_AT_ONCE", 1)
    cut, calls = indexing._cut_questions, []

    def die_at_third(ids):
        calls.append(ids)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return cut(ids)

    with monkeypatch.context() as cutting:
        cutting.setattr(indexing, "_cut_questions", die_at_third)
        with pytest.raises(KeyboardInterrupt):
            search.catch_up()
    assert len(search.questions("橙色按钮", room.student)) == 2
    assert search.catch_up() == 3
    assert len(search.questions("橙色按钮", room.student)) == 5


def test_a_failure_is_left_for_the_next_look_and_stops_no_worker(search, room, monkeypatch):
    asked = room.ask("橙色按钮")
    with monkeypatch.context() as broken, room.college.app.test_request_context():
        broken.setattr(queries, "keep", lambda rows: 1 / 0)
        assert service.catch_up_safely() == 0
    assert search.catch_up() == 1
    assert search.questions("橙色按钮", room.student) == {asked}


def test_a_slow_writer_is_not_passed_over(search, room):
    """What was written down a little before the last look, but came to be seen after it."""
    with clock.freeze(clock.now() - timedelta(seconds=90)):
        asked = room.ask("橙色按钮")
    search.catch_up()
    assert search.questions("橙色按钮", room.student) == {asked}


def test_rebuilt_it_is_the_same(search, room):
    room.answer(room.ask("橙色按钮点了没有反应"))
    search.catch_up()
    before = _whole(room.college)
    said = []
    with room.college.app.test_request_context():
        done = service.rebuild(report=lambda done, total: said.append((done, total)))
    assert _whole(room.college) == before
    assert said[-1] == (done, done)


def test_the_command_rebuilds_and_says_how_far_it_is(search, room):
    before = _whole(room.college)
    told = room.college.app.test_cli_runner().invoke(args=["search", "rebuild"])
    assert told.exit_code == 0, told.output
    assert "6 of 6\n" in told.output
    assert _whole(room.college) == before
    again = room.college.app.test_cli_runner().invoke(args=["search", "rebuild", "--changed"])
    assert "Nothing differed." in again.output


def test_another_way_of_cutting_cuts_everything_again(search, room, monkeypatch):
    monkeypatch.setattr(indexing, "CUTTING", 99)
    assert search.catch_up(whole=True) == len({place for place in _places(room.college)})


def _places(college) -> list[str]:
    with college.app.app_context():
        return list(db.session.scalars(select(SearchDocument.place).where(SearchDocument.kind == "lesson")))


def test_who_is_deleted_leaves_no_gram(search, room):
    room.answer(room.ask("朵朵找不到橙色按钮"))
    other = room.ask("橙色按钮也没有反应", who=room.other)
    search.catch_up()
    with room.college.work():
        deletion.ask_deletion(actor=Actor.system(), person_id=room.student, way="phone", note="")
    with room.college.app.app_context():
        assert privacy.purge_due(clock.now() + timedelta(days=14)) == 1
    with room.college.app.app_context():
        assert db.session.scalars(select(Gram.ref).where(Gram.gram == "朵朵")).all() == []
        assert db.session.scalars(select(SearchDocument.ref).where(SearchDocument.kind == "question")).all() == [other.hex]
    search.catch_up(whole=True)
    with room.college.app.app_context():
        assert db.session.scalars(select(Gram.ref).where(Gram.gram == "朵朵")).all() == []
