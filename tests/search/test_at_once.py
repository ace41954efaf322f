"""Two who write to the index at the same moment, and a purge beside one who is just cutting her words."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from college.core import clock
from college.core.db import db
from college.core.permissions import Actor
from college.privacy import deletion
from college.privacy import service as privacy
from college.search import queries, service
from college.search.models import Gram, SearchDocument

pytestmark = pytest.mark.both_databases


def _in_thread(app, work) -> threading.Thread:
    def run() -> None:
        with app.test_request_context():
            work()
            db.session.remove()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_a_purge_while_her_words_are_being_cut_leaves_nothing(search, room, app, monkeypatch):
    room.ask("朵朵找不到橙色按钮")
    with room.college.work():
        deletion.ask_deletion(actor=Actor.system(), person_id=room.student, way="phone", note="")
    keep, purges = queries.keep, []

    def keep_slowly(things):
        things = list(things)
        purges.append(_in_thread(app, lambda: privacy.purge_due(clock.now() + timedelta(days=14))))
        purges[0].join(0.6)
        return keep(things)

    with monkeypatch.context() as slow:
        slow.setattr(queries, "keep", keep_slowly)
        assert search.catch_up() == 1
    purges[0].join(20)
    with app.app_context():
        assert privacy.purge_due(clock.now() + timedelta(days=14)) == 0, "it was purged by the thread"
        assert db.session.scalars(select(Gram.ref).where(Gram.gram == "朵朵")).all() == []
        assert db.session.scalars(select(SearchDocument.ref).where(SearchDocument.kind == "question")).all() == []


def test_two_workers_cut_everything_once(search, room, app):
    for number in range(8):
        room.ask(f"橙色按钮{number}", step=("open-my-taobao", "open-orders")[number % 2])
    threads = [_in_thread(app, service.catch_up_safely) for _ in range(3)]
    for thread in threads:
        thread.join(30)
    search.catch_up()
    with app.app_context():
        asked = select(func.count()).select_from(SearchDocument).where(SearchDocument.kind == "question")
        assert db.session.scalar(asked) == 8
    assert len(search.questions("橙色按钮", room.student)) == 8


def test_many_search_in_vain_at_once_and_all_count(search, room, app):
    def miss() -> None:
        with room.college.work():
            service.note(actor=room.college.actor(room.student), words="越剧", lang="zh")

    threads = [_in_thread(app, miss) for _ in range(4)]
    for thread in threads:
        thread.join(30)
    with app.test_request_context():
        page = service.listed(actor=room.college.actor(room.lecturer), is_done=False, page=1)
    assert [(line.text, line.count) for line in page.items] == [("越剧", 4)]
