"""Recordings of steps: kept once, put away and brought back, heard only while the words are the same."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from college.core import clock
from college.core.db import db
from college.core.errors import NotAllowed, NotFound
from college.core.permissions import Actor
from college.library import fitting, forgetting, moving, own_data, queries, recordings, retention, silence
from college.library import service as library
from college.library.models_recordings import Recording, Sound
from college.library.sounds import Unfit
from college.library.spoken import spoken_text
from tests.support.counting import count_queries
from tests.support.sounds import m4a, mp3, webm


@pytest.fixture(autouse=True)
def without_ffmpeg(monkeypatch):
    """Have no ffmpeg on the way, whatever this machine has."""
    monkeypatch.setattr(fitting.shutil, "which", lambda name: None)


def at_once(*deeds: Callable) -> list:
    """Do all of these in the same moment; give what each gave."""
    gate = Barrier(len(deeds))

    def one(deed: Callable):
        gate.wait()
        return deed()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(one, deeds))


class Studio:
    """A lecturer and a step to read aloud."""

    def __init__(self, college) -> None:
        self.college = college
        self.cohort = college.cohort(courses=("refunds",))
        self.lecturer = college.lecturer(self.cohort)
        with college.app.app_context():
            lesson = library.course("refunds").lessons[0]
            self.where = {"course_id": "refunds", "lesson_id": lesson.id, "step_id": lesson.step_ids[1], "lang": "zh"}

    def keep(self, data: bytes = b"", client_id=None, who=None, **more) -> bool:
        """Keep a recording as the lecturer."""
        with self.college.work():
            actor = self.college.actor(who or self.lecturer)
            where = {**self.where, **more}
            return recordings.keep(actor=actor, **where, client_id=client_id or uuid4(), data=data or mp3(3))

    def heard(self, lang: str = "zh"):
        """Give what a student hears at the step."""
        with self.college.app.test_request_context():
            where = self.where
            return library.lesson_with_voice(where["course_id"], where["lesson_id"], where["step_id"], lang)[1]

    def shown(self):
        """Give the lecturer's page."""
        with self.college.app.test_request_context():
            return recordings.step_of(actor=self.college.actor(self.lecturer), **self.where)

    def do(self, deed, recording_id):
        """Remove or restore as the lecturer."""
        with self.college.work():
            deed(actor=self.college.actor(self.lecturer), recording_id=recording_id)

    def count(self, model) -> int:
        """Count rows."""
        with self.college.app.app_context():
            return db.session.scalar(select(func.count()).select_from(model))

    def reword(self) -> None:
        """Have the step say other words, as a new revision would."""
        with self.college.work():
            lesson_id, revision_id = self.where["lesson_id"], queries.current_revision("refunds", self.where["lesson_id"])
            (revision,) = queries.revisions([revision_id])
            texts = revision.content["texts"]
            steps = [{**step, "title": step["title"] + "吧"} if step["id"] == self.where["step_id"] else step for step in texts["zh"]["steps"]]
            content = {**revision.content, "texts": {**texts, "zh": {**texts["zh"], "steps": steps}}}
            new = type(revision)(
                course_id="refunds", lesson_id=lesson_id, number=99, source_hash="0" * 64, origin="web", content=content,
                published_at=clock.now(), published_by=None,
            )  # fmt: skip
            db.session.add(new)
            db.session.flush()
            row = next(each for each in queries.all_lessons("refunds") if each.id == lesson_id)
            row.current_revision_id = new.id


@pytest.fixture
def studio(any_app, college, refunds):
    return Studio(college)


@pytest.mark.both_databases
def test_what_is_kept_is_heard_and_the_same_form_counts_once(studio):
    assert studio.heard() is None
    form = uuid4()
    assert [studio.keep(client_id=form), studio.keep(client_id=form)] == [True, False]
    assert (studio.count(Recording), studio.count(Sound)) == (1, 1)
    voice = studio.heard()
    assert voice.media_type == "audio/mpeg" and voice.seconds == pytest.approx(3, abs=0.1)
    assert voice.url == f"/sounds/{voice.sha256}.mp3"
    assert studio.heard("en") is None, "each language has its own"


@pytest.mark.both_databases
def test_the_one_before_is_put_away_and_can_be_brought_back_for_a_day(studio):
    studio.keep(mp3(3, b"first"))
    first = studio.heard()
    studio.keep(mp3(3, b"second"))
    assert studio.heard() != first
    (back,) = studio.shown().back
    studio.do(recordings.restore, back.id)
    studio.do(recordings.restore, back.id)
    assert studio.heard() == first
    studio.do(recordings.remove, back.id)
    assert studio.heard() is None
    with clock.freeze(clock.now() + timedelta(hours=25)):
        assert studio.shown().back == []
        with pytest.raises(NotFound):
            studio.do(recordings.restore, back.id)


@pytest.mark.both_databases
def test_two_who_record_a_step_at_once_leave_one_that_is_heard(studio):
    assert at_once(lambda: studio.keep(mp3(3)), lambda: studio.keep(mp3(4)), lambda: studio.keep(mp3(5))) == [True] * 3
    with studio.college.app.app_context():
        living = db.session.scalars(select(Recording).where(Recording.removed_at.is_(None))).all()
        assert len(living) == 1
    assert studio.count(Recording) == 3


@pytest.mark.both_databases
def test_the_same_form_sent_at_once_is_kept_once(studio):
    form = uuid4()
    kept = at_once(*[lambda: studio.keep(client_id=form)] * 3)
    assert sorted(kept) == [False, False, True]
    assert studio.count(Recording) == 1


@pytest.mark.both_databases
def test_a_step_that_says_other_words_is_not_read_by_the_old_recording(studio):
    studio.keep()
    studio.reword()
    assert studio.heard() is None
    assert studio.shown().now.is_stale
    with studio.college.app.test_request_context():
        lines = silence.of_course(actor=studio.college.actor(studio.lecturer), course_id="refunds", lang="zh")
    line = next(line for line in lines if line.lesson.id == studio.where["lesson_id"])
    assert (line.count("stale"), line.count("spoken")) == (1, 0)
    studio.keep()
    assert studio.heard() is not None


@pytest.mark.both_databases
def test_what_was_taken_away_goes_after_a_day_with_its_sound(studio):
    studio.keep(mp3(3, b"first"))
    studio.keep(mp3(3, b"second"))
    before = clock.now() + timedelta(seconds=1)
    with studio.college.work():
        assert retention.SWEEPS["recordings"].expired(before) == 1
        assert retention.SWEEPS["recordings"].purge(before, 50) == 1
        assert retention.SWEEPS["recordings"].purge(before, 50) == 0
    assert (studio.count(Recording), studio.count(Sound)) == (1, 1)
    assert studio.heard() is not None


@pytest.mark.both_databases
def test_a_sound_that_two_recordings_share_stays_with_the_other(studio):
    studio.keep(mp3(3, b"same"))
    first = studio.shown().now.id
    studio.keep(mp3(3, b"same"), lang="en")
    studio.do(recordings.remove, first)
    with studio.college.work():
        retention.SWEEPS["recordings"].purge(clock.now() + timedelta(seconds=1), 50)
    assert studio.heard("en") is not None and studio.heard() is None
    assert (studio.count(Recording), studio.count(Sound)) == (1, 1)


@pytest.mark.both_databases
def test_a_lecturer_reads_what_is_kept_of_her_and_is_forgotten_with_her_voice(studio):
    studio.keep()
    with studio.college.app.test_request_context():
        (mine,) = own_data.own_data(studio.lecturer)["recordings"]
        assert mine["course"] == "退货退款不用怕" and mine["language"] == "zh"
    other = studio.college.lecturer(studio.cohort)
    with studio.college.work():
        moved = moving.move_person(from_id=studio.lecturer, to_id=other)
    with studio.college.work():
        assert len(own_data.queries_recordings.by_person(other)) == 1
        moving.move_person_back(from_id=studio.lecturer, to_id=other, moved=moved)
    with studio.college.work():
        forgetting.forget(studio.lecturer)
        forgetting.forget(studio.lecturer)
    assert (studio.count(Recording), studio.count(Sound)) == (0, 0)
    assert studio.heard() is None


def test_whoever_may_not_keeps_nothing(studio, college):
    for who in (college.helper(studio.cohort), college.student(studio.cohort), college.coordinator(), college.operator()):
        with pytest.raises(NotAllowed):
            studio.keep(who=who)
    with pytest.raises(NotAllowed), college.work():
        silence.of_all(actor=Actor(), lang="zh")
    studio.keep()
    heard = studio.shown().now.id
    for deed in (recordings.remove, recordings.restore):
        with pytest.raises(NotAllowed), college.work():
            deed(actor=Actor(), recording_id=heard)
    assert studio.count(Recording) == 1


def test_what_is_not_there_is_not_found(studio):
    for more in ({"step_id": "nowhere"}, {"lesson_id": "nowhere"}, {"course_id": "nowhere"}, {"lang": "fr"}):
        with pytest.raises(NotFound):
            studio.keep(**more)
    with pytest.raises(NotFound):
        studio.do(recordings.remove, uuid4())
    with pytest.raises(Unfit):
        studio.keep(b"<html>")
    assert studio.count(Sound) == 0


def test_words_that_changed_while_she_read_make_it_stale_at_once(studio):
    studio.keep(read_hash="0" * 64)
    assert studio.heard() is None and studio.shown().now.is_stale


def test_without_ffmpeg_it_is_kept_as_it_is_and_says_so(studio):
    studio.keep(webm(3))
    voice = studio.heard()
    assert (voice.media_type, voice.plays_everywhere) == ("audio/webm", False)
    studio.keep(m4a(in_pieces=True), said_seconds=4.0)
    assert studio.shown().now.is_measured is False


def test_a_step_with_its_voice_costs_what_a_step_costs(studio):
    studio.keep()
    studio.heard()
    with studio.college.app.test_request_context(), count_queries() as asked:
        library.lesson_with_voice("refunds", studio.where["lesson_id"], studio.where["step_id"], "zh")
    assert asked.count == 1, asked


def test_the_lists_cost_the_same_however_long_they_are(studio, college):
    actor = college.actor(studio.lecturer)
    with college.app.test_request_context():
        silence.of_all(actor=actor, lang="zh")
    counts = []
    for _ in range(2):
        with college.app.test_request_context(), count_queries() as asked:
            lines = silence.of_all(actor=actor, lang="zh")
        counts.append(asked.count)
        studio.keep()
    assert counts[0] == counts[1] <= 3
    steps = sum(len(line.steps) for line in lines["refunds"])
    assert [sum(line.count(state) for line in lines["refunds"]) for state in ("spoken", "silent")] == [1, steps - 1]


def test_the_next_silent_step_comes_after_this_one_and_then_from_the_beginning(studio, college):
    actor = college.actor(studio.lecturer)
    with college.app.test_request_context():
        lines = silence.of_course(actor=actor, course_id="refunds", lang="zh")
    flat = [(line.lesson.id, step.id) for line in lines for step in line.steps]
    assert silence.next_silent(lines, *flat[0]) == flat[1]
    assert silence.next_silent(lines, *flat[-1]) == flat[0]
    assert silence.next_silent([], "a", "b") is None


def test_what_is_read_is_title_text_and_boxes_with_their_word(studio):
    with studio.college.app.app_context():
        texts = [each.in_language(lang) for each in library.lessons() for lang in ("zh", "en")]
    for text in texts:
        for step in text.steps:
            words = spoken_text(step, text.lang)
            assert words.startswith(step.title)
            assert "<" not in words and "&" not in words
            for word in {"zh": ("小提示", "小心"), "en": ("Tip", "Careful")}[text.lang]:
                assert (f">{word}<" in step.html) <= (word in words)
            assert all(line.strip() and line[-1] in "。！？：；，、…!?:;,.”’\"" for line in words.splitlines())
