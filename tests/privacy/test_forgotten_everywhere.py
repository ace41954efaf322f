"""The proof of deletion: her name, her number and her number elsewhere stand nowhere any more, and others' still do."""

import json
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from college.accounts import service as accounts
from college.accounts.models import Card, Consent
from college.core import crypto
from college.core.clock import now
from college.core.db import db
from college.core.jobs import Job
from college.core.permissions import Actor
from college.feedback.models import Evidence
from college.privacy import deletion, forgotten, own, purging
from college.privacy import service as privacy
from college.privacy.models import Deletion
from college.progress import service as progress
from college.questions.models import Question
from tests.privacy.conftest import NAME, OTHER, OTHER_PHONE, OUTSIDE, PHONE
from tests.privacy.searching import places_of, searched

#: Where she must stand before, or the search would prove nothing.
BEFORE = {
    "person.name", "person.phone_cipher", "person.phone_hash", "person.outside_id", "question.text",
    "question_message.text", "notice.texts", "roster_import.file_name", "stored_file.cipher", "stored_file.name",
    "audit_entry.detail", "job.result", "deletion.note_cipher",
}  # fmt: skip


@pytest.fixture
def two(room, signed_in):
    """Give two students who left the same traces; the first took her copy and asks to be deleted, by telephone."""
    first, second = room.student(NAME, PHONE, OUTSIDE), room.student(OTHER, OTHER_PHONE, "XH-1")
    client = signed_in(first, confirmed=True)
    client.checks_pages = False
    assert NAME in client.submit("/my-data/whole", {"kind": "json"}, action="download").get_data(as_text=True)
    with room.make.work():
        db.session.add(_job_that_names(NAME))
    ask(room, first)
    return first, second


def _job_that_names(name: str) -> Job:
    return Job(kind="cards.print", language="zh", payload={}, state="done", result={"missing": [name]})


def ask(room, person) -> None:
    with room.make.work():
        actor = room.make.actor(room.coordinator)
        note = f"{NAME}来电话"
        deletion.ask_for_her(actor=actor, cohort_id=room.cohort, person_id=person, way="phone", note=note)


def purge(app, after: timedelta = timedelta(days=14)) -> int:
    """Purge as if so much time had passed; what is kept for a day is still there."""
    with app.app_context():
        return privacy.purge_due(now() + after)


def words(app, name, phone, outside=None) -> list[str]:
    with app.app_context():
        return [name, phone, crypto.fingerprint(phone), *([outside] if outside else [])]


def test_nothing_names_her_any_more(any_app, two, room, beside):
    hers, others = words(any_app, NAME, PHONE, OUTSIDE), words(any_app, OTHER, OTHER_PHONE)
    before, others_before = places_of(any_app, hers, beside), places_of(any_app, others, beside)
    assert BEFORE <= set(before), f"the search is blind in {BEFORE - set(before)}"
    assert purge(any_app, timedelta(days=13)) == 0
    assert purge(any_app) == 1
    assert places_of(any_app, hers, beside) == {}
    others_after = places_of(any_app, others, beside)
    whole = {"person.name", "person.phone_cipher", "question.text", "question_message.text", "notice.texts", "audit_entry.detail"}
    assert {each: others_after.get(each) for each in whole} == {each: others_before[each] for each in whole}
    tables, columns = searched(any_app)
    print(f"{tables} tables, {columns} columns: {sum(before.values())} hits in {len(before)} places before, 0 after")


def test_not_even_the_bytes_of_the_database_file_name_her(app, two):
    """Deleted rows are overwritten, and SQLite's log is emptied."""
    needles = [form.encode() for name in (NAME, OUTSIDE) for form in (name, json.dumps(name)[1:-1])]
    assert sum(each in _bytes_of(app) for each in needles) >= 3, "the control finds nothing"
    purge(app)
    assert [each for each in needles if each in _bytes_of(app)] == []
    assert OTHER.encode() in _bytes_of(app)


def _bytes_of(app) -> bytes:
    with app.app_context():
        file = Path(db.engine.url.database)
    return b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))


def test_what_is_left_counts_and_says_nothing(any_app, two, room):
    first, second = two
    purge(any_app)
    with any_app.test_request_context():
        person = accounts.get_person(first)
        assert (person.name, person.phone_masked, person.age_band) == ("", "", None)
        assert person.forgotten_at is not None
        assert progress.forgotten_totals() == progress.Forgotten(steps=1, finished=1, wrong_taps=1, help_calls=3)
        asked = db.session.scalars(db.select(Question).where(Question.person_id == first)).all()
        assert {each.text for each in asked} == {""}
        excerpts = db.session.scalars(db.select(Evidence.excerpt).order_by(Evidence.created_at)).all()
        assert sorted(excerpts) == ["", "点了没有反应"]
        data = own.gathered(first)
        assert not any(data[each] for each in ("cards", "devices", "consents", "cohorts", "lessons", "notices", "handovers"))
        assert own.gathered(second)["lessons"]


def test_killed_half_way_it_ends_the_same(any_app, two, beside, monkeypatch):
    hers = words(any_app, NAME, PHONE, OUTSIDE)
    forget = purging.accounts.forget

    def die(person_id):
        forget(person_id)
        raise KeyboardInterrupt

    monkeypatch.setattr(purging.accounts, "forget", die)
    with pytest.raises(KeyboardInterrupt):
        purge(any_app)
    assert BEFORE <= set(places_of(any_app, hers, beside)), "half of it was committed"
    monkeypatch.setattr(purging.accounts, "forget", forget)
    assert purge(any_app) == 1
    assert places_of(any_app, hers, beside) == {}
    assert purge(any_app) == 0


def test_killed_before_the_list_was_written_the_next_run_writes_it(app, two, beside, monkeypatch):
    with monkeypatch.context() as cut:
        cut.setattr(purging, "_keep_list", lambda: None)
        purge(app)
    assert not (beside / forgotten.NAME).exists()
    purge(app)
    with app.app_context():
        assert list(forgotten.noted()) == [two[0]]
    text = (beside / forgotten.NAME).read_text()
    assert text.count("\n") == 1
    assert set(json.loads(text)) == {"id", "day"}


def test_one_failure_does_not_keep_the_others_and_shows_as_overdue(app, two, room, monkeypatch):
    first, second = two
    ask(room, second)
    forget = purging.accounts.forget

    def fail_for_first(person_id):
        if person_id == first:
            raise ValueError("no")
        forget(person_id)

    monkeypatch.setattr(purging.accounts, "forget", fail_for_first)
    assert purge(app) == 1
    with room.make.work():
        row = db.session.scalars(db.select(Deletion).where(Deletion.person_id == first)).one()
        assert row.is_pending
        row.due_on = now().date() - timedelta(days=3)
    with app.app_context():
        assert (privacy.overdue_count(), privacy.pending_count()) == (1, 1)


def test_an_older_backup_does_not_bring_her_back(app, two, beside):
    hers = words(app, NAME, PHONE, OUTSIDE)
    with app.app_context():
        url = db.engine.url.database
        with closing(sqlite3.connect(url)) as now_, closing(sqlite3.connect(beside / "backup.sqlite")) as kept:
            now_.backup(kept)
    purge(app)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
        with closing(sqlite3.connect(beside / "backup.sqlite")) as kept, closing(sqlite3.connect(url)) as now_:
            kept.backup(now_)
    (beside / "backup.sqlite").unlink()
    assert BEFORE <= set(places_of(app, hers, beside))
    with app.app_context():
        assert privacy.purge_again() == 1
        assert privacy.purge_again() == 0
    assert places_of(app, hers, beside) == {}


def test_a_merged_record_of_hers_goes_too(app, two, room, beside):
    """Records that were put together share devices, consents and cards across both."""
    first, _second = two
    with room.make.work():
        old = accounts.create_person(name=NAME, phone=PHONE)
        old.merged_into_id, old.disabled_at = first, now()
        device, _token = accounts.start_session(person_id=old.id, kind="own", way="card")
        db.session.scalars(db.select(Consent).where(Consent.person_id == first)).first().session_id = device.id
        device.card_id = db.session.scalars(db.select(Card.id).where(Card.person_id == first)).first()
    assert purge(app) == 1
    assert places_of(app, words(app, NAME, PHONE), beside) == {}


def test_a_former_member_of_staff_leaves_her_answers_without_a_name(app, two, room, beside, signed_in):
    with room.make.work():
        accounts.disable_person(actor=Actor.system(), person_id=room.lecturer)
        deletion.ask_deletion(actor=Actor.system(), person_id=room.lecturer, way="retention")
    purge(app)
    page = signed_in(two[1]).get("/my-data")
    assert "钱讲师" not in page.words
    assert f"{OTHER}阿姨" in page.words
