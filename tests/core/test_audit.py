"""What is written down stays as it is, holds no whole number, and goes only when it is old."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import delete, select, update

from college.core import audit
from college.core.audit import AppendOnly, AuditEntry, mask
from college.core.clock import freeze, now
from college.core.db import db
from college.core.permissions import Actor

ID = "01939d3a-1391-7234-8138-138123456781"
NUMBERS = [
    "14000008802", "140-0000-8802", "140 0000 8802", "140.0000.8802", "+8614000008802", "0086 140 0000 8802", "１４０００００８８０２",
    "1 4 0 0 0 0 0 8 8 0 2", "140–0000–8802", "(140)00008802", "x14000008802x",
]  # fmt: skip


@pytest.mark.parametrize("number", NUMBERS)
def test_a_whole_number_is_masked_however_it_is_written(number):
    written = mask({"reason": f"打{number}没有人接", number: [number, {"deep": number}]})
    digits = "".join(str(int(each)) for each in str(written) if each.isdigit())
    assert "14000008802" not in digits and "0000" not in digits
    assert digits.count("8802") == 4


@pytest.mark.parametrize("text", [ID, f"cohort:{ID}", "a" * 31 + "13912345678", "2026-11-22 15:05", "330102", "每页 1,500 人", "0571-87654321"])
def test_what_is_no_mobile_number_is_left_alone(text):
    assert mask({"x": text, "n": 12}) == {"x": text, "n": 12}


def test_no_id_is_ever_masked():
    assert not [each for each in (str(uuid4()) for _ in range(20_000)) if mask(each) != each]


@pytest.fixture
def entry(college):
    """Write one deed down and give its id."""
    with college.work():
        audit.record(Actor.system(), "card.issue", subject=f"person:{ID}", reason="王桂明 14000008802")
    with college.work():
        return db.session.scalars(select(AuditEntry)).one().id


def _count(college) -> int:
    with college.work():
        return len(list(db.session.scalars(select(AuditEntry))))


@pytest.mark.both_databases
def test_nothing_changes_or_deletes_an_entry(college, entry):
    def change():
        db.session.get(AuditEntry, entry).action = "nothing"
        db.session.flush()

    def remove():
        db.session.delete(db.session.get(AuditEntry, entry))
        db.session.flush()

    tries = [
        change,
        remove,
        lambda: db.session.execute(delete(AuditEntry)),
        lambda: db.session.execute(update(AuditEntry).values(action="nothing")),
        lambda: db.session.execute(delete(AuditEntry.__table__)),
        lambda: db.session.query(AuditEntry).delete(),
    ]
    for attempt in tries:
        with pytest.raises(AppendOnly), college.work():
            attempt()
    with college.work():
        kept = db.session.scalars(select(AuditEntry)).one()
        assert (kept.action, kept.detail) == ("card.issue", {"reason": "王桂明 140****8802"})


@pytest.mark.both_databases
def test_only_what_is_older_than_half_a_year_is_cleared_away(college, entry):
    with freeze(now() - timedelta(days=200)), college.work():
        audit.record(Actor.system(), "card.issue")
    with pytest.raises(ValueError, match="half a year"), college.work():
        audit.purge_before(now() - timedelta(days=182))
    assert _count(college) == 2
    with college.work():
        assert audit.purge_before(now() - timedelta(days=184)) == 1
    assert _count(college) == 1
    with pytest.raises(AppendOnly), college.work():
        db.session.execute(delete(AuditEntry))


@pytest.mark.both_databases
def test_the_words_that_name_a_deleted_person_are_covered_and_the_deed_stays(college, entry):
    with college.work():
        audit.record(Actor.system(), "card.issue", subject=f"person:{uuid4()}", reason="王桂明")
    with college.work():
        assert audit.black_out(subject=f"person:{ID}", words=["王桂明", "8802", "1", ""]) == 1
        assert audit.black_out(subject=f"person:{ID}", words=["王桂明"]) == 0
    with college.work():
        details = {each.subject: each.detail["reason"] for each in db.session.scalars(select(AuditEntry))}
        assert details.pop(f"person:{ID}") == "… 140****…" and list(details.values()) == ["王桂明"]
