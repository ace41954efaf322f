"""Two hands on the same two records in the same moment: one wins, the other reads a sentence, nothing is done twice."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from college.accounts import service as accounts
from college.core.db import db, run_in_unit
from college.core.errors import RuleBroken
from college.privacy import merging
from college.privacy.models_merging import PersonMerge
from college.progress.models import StepDone
from tests.privacy.doubles import Busy, Twins

pytestmark = pytest.mark.both_databases
ROUNDS = 4


@pytest.fixture
def twins(college, refunds) -> Twins:
    return Twins(college)


def _together(twins, *works) -> list:
    """Run each function of an actor in a thread and unit of its own; give what came back or the sentence."""
    ready = Barrier(len(works))

    def one(work):
        with twins.college.app.app_context():
            ready.wait(timeout=10)
            try:
                return run_in_unit(lambda: work(twins.college.actor(twins.coordinator)).is_new)
            except RuleBroken as refused:
                return refused.sentence

    with ThreadPoolExecutor(len(works)) as pool:
        return [each.result(timeout=60) for each in [pool.submit(one, work) for work in works]]


def _merges(twins) -> list[PersonMerge]:
    with twins.college.app.app_context():
        return list(db.session.scalars(db.select(PersonMerge).where(PersonMerge.parted_at.is_(None))))


def _pair(twins):
    return twins.pair(Busy(steps=[0, 1], cohorts={0: "active"}), Busy(steps=[1, 2], cohorts={0: "active", 1: "active"}))


def test_the_same_two_put_together_by_two_hands_are_put_together_once(twins):
    for number in range(1, ROUNDS + 1):
        keep, other = _pair(twins)
        work = lambda actor, keep=keep, other=other: merging.merge(actor=actor, keep_id=keep, other_id=other, chosen={})  # noqa: E731
        assert sorted(_together(twins, work, work)) == [False, True]
        assert len(_merges(twins)) == number
        assert len(twins.rows(StepDone, keep)) == 3


def test_each_into_the_other_at_once_leaves_one_of_them_awake(twins):
    for number in range(1, ROUNDS + 1):
        first, second = _pair(twins)
        works = [
            lambda actor, pair=pair: merging.merge(actor=actor, keep_id=pair[0], other_id=pair[1], chosen={})
            for pair in ((first, second), (second, first))
        ]
        answers = _together(twins, *works)
        assert answers.count(True) == 1
        assert [type(each) for each in answers].count(str) == 1, "the other hand reads a sentence"
        assert len(_merges(twins)) == number
        with twins.college.app.app_context():
            awake = [each for each in accounts.people_by_ids([first, second]).values() if each.disabled_at is None]
        assert len(awake) == 1
        assert len(twins.rows(StepDone, awake[0].id)) == 3


def test_two_hands_that_part_part_once(twins):
    for _ in range(ROUNDS):
        keep, other = _pair(twins)
        merge_id = twins.merge(keep, other)
        work = lambda actor, merge_id=merge_id: merging.part(actor=actor, merge_id=merge_id)  # noqa: E731
        assert sorted(_together(twins, work, work)) == [False, True]
        assert [len(twins.rows(StepDone, each)) for each in (keep, other)] == [2, 2]


def test_a_third_record_at_the_same_moment_makes_no_chain(twins):
    for _ in range(ROUNDS):
        first, second = _pair(twins)
        third, _other = _pair(twins)
        works = [
            lambda actor, pair=pair: merging.merge(actor=actor, keep_id=pair[0], other_id=pair[1], chosen={})
            for pair in ((first, second), (second, third))
        ]
        answers = _together(twins, *works)
        assert answers.count(True) == 1
        with twins.college.app.app_context():
            rows = accounts.people_by_ids([first, second, third])
        keepers = {rows[each.merged_into_id].merged_into_id for each in rows.values() if each.merged_into_id}
        assert keepers == {None}
