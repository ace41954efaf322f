"""Which of two records can go into the other, and which fields change places."""

from uuid import uuid4

import pytest

from college.privacy.merging_rules import Record, Refusal, fields_to_swap, refusal


def _record(**marks) -> Record:
    plain = {"is_staff": False, "is_asleep": False, "is_closed": False, "holds_others": False}
    return Record(id=uuid4(), **{**plain, **marks})


def test_two_plain_records_can_be_put_together():
    assert refusal(_record(), _record()) is None


@pytest.mark.parametrize("mark", ["is_staff", "holds_others"])
def test_whoever_works_here_or_holds_others_can_only_be_the_kept_one(mark):
    special, plain = _record(**{mark: True}), _record()
    assert refusal(special, plain) is None
    assert refusal(plain, special) is not None


@pytest.mark.parametrize(("mark", "why"), [("is_asleep", Refusal.ASLEEP), ("is_closed", Refusal.CLOSED)])
def test_a_sleeping_or_closed_record_takes_no_part(mark, why):
    special, plain = _record(**{mark: True}), _record()
    assert refusal(special, plain) is why
    assert refusal(plain, special) is why


def test_one_record_is_not_two():
    same = _record()
    assert refusal(same, same) is Refusal.SAME


def test_only_what_was_chosen_and_differs_changes_places():
    keep = {"name": "王桂英", "phone": "a", "age_band": None, "outside_id": "7"}
    other = {"name": "王桂瑛", "phone": "a", "age_band": "65-69", "outside_id": "8"}
    assert fields_to_swap({"name": "other", "phone": "other", "age_band": "keep"}, keep=keep, other=other) == ["name"]


def test_a_number_elsewhere_goes_over_where_the_kept_record_has_none():
    keep, other = {"outside_id": None}, {"outside_id": "8"}
    assert fields_to_swap({}, keep=keep, other=other) == ["outside_id"]
    assert fields_to_swap({}, keep=other, other=keep) == []
