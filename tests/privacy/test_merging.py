"""Two records of one person: together she counts once everywhere, and parted every row is as it was."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from college.accounts import service as accounts
from college.accounts.models import Card, Consent
from college.board import service as board
from college.cohorts import people, roster_known
from college.cohorts import service as cohorts
from college.cohorts.models import Enrollment
from college.core.audit import AuditEntry
from college.core.db import db
from college.core.errors import NotFound, RuleBroken
from college.core.permissions import Permission
from college.notices.models import Notice
from college.privacy import merging
from college.privacy.models_merging import PersonMerge
from college.progress import rebuilding
from college.progress import service as progress
from college.progress.models import HelpCall, LessonProgress, StepDone, Tap
from college.questions import service as questions
from college.questions.models import Question
from tests.privacy.doubles import COURSE, NINE, Busy, Twins, all_rows
from tests.support.college import XIHU

#: What is counted somewhere: of these a sleeping record may have no row.
COUNTED = (StepDone, LessonProgress, Tap, HelpCall, Question, Enrollment, Card)


@pytest.fixture
def twins(college, refunds) -> Twins:
    return Twins(college)


def _numbers(most: int):
    return st.lists(st.integers(0, most), max_size=6, unique=True)


BUSY = st.builds(
    Busy,
    steps=st.lists(st.integers(0, 9), max_size=8),
    taps=_numbers(5),
    calls=_numbers(4),
    questions=_numbers(3),
    notices=_numbers(3),
    cohorts=st.dictionaries(st.integers(0, 2), st.sampled_from(["active", "ended"]), min_size=1),
    consent=st.none() | st.tuples(st.integers(0, 5), st.none() | st.integers(1, 5)),
    has_card=st.booleans(),
    waits=st.booleans(),
    starts=st.integers(0, 3),
)
CHOSEN = st.fixed_dictionaries({name: st.sampled_from(["keep", "other"]) for name in ("name", "phone", "age_band")})


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=BUSY, second=BUSY, chosen=CHOSEN)
def test_whatever_two_records_did_they_are_one_and_then_again_as_before(twins, first, second, chosen):
    keep, other = twins.pair(first, second)
    before = all_rows(twins.college)
    merge_id = twins.merge(keep, other, **chosen)
    for model in COUNTED:
        assert not twins.rows(model, other), f"{model.__name__} of a record that sleeps"
    _assert_one(twins, keep, first, second)
    assert twins.part(merge_id)
    after = all_rows(twins.college)
    assert {name: after[name] for name in after if after[name] != before[name]} == {}
    assert {name: before[name] for name in before if after[name] != before[name]} == {}


def _assert_one(twins, keep, first: Busy, second: Busy) -> None:
    done = {step % len(twins.steps) for step in [*first.steps, *second.steps]}
    assert len(twins.rows(StepDone, keep)) == len(done)
    assert len(twins.rows(Tap, keep)) == len({*first.taps, *second.taps})
    assert len(twins.rows(HelpCall, keep)) == len({*first.calls, *second.calls})
    assert len(twins.rows(Question, keep)) == len(first.questions) + len(second.questions)
    assert {row.key for row in twins.rows(Notice, keep)} == {f"theme:{each}" for each in [*first.notices, *second.notices]}
    active = {number for busy in (first, second) for number, status in busy.cohorts.items() if status == "active"}
    with twins.college.app.app_context():
        assert rebuilding.rebuild(course_id=COURSE).differences == []
        assert {each.id for each in cohorts.active_cohorts_of(keep)} == {twins.cohorts[number] for number in active}
        groups = {"all": [(COURSE, step) for _lesson, _steps, step in twins.steps]}
        hard, asked = progress.step_friction(groups=groups)["all"], questions.counts_by_step(groups=groups)["all"]
        assert hard.reached == _people(StepDone, Tap, HelpCall, LessonProgress)
        assert asked.people == _people(Question)


def _people(*models) -> int:
    return len({person for model in models for person in db.session.scalars(db.select(model.person_id))})


def test_what_came_after_the_merge_stays_and_her_place_is_counted_anew(twins):
    lesson, step_ids, _step = twins.steps[0]
    everything = list(range(len(step_ids)))
    keep, other = twins.pair(Busy(steps=everything[:2], cohorts={0: "active"}), Busy(steps=everything[2:-1], cohorts={0: "active"}))
    merge_id = twins.merge(keep, other)
    twins.keep(keep, everything[-1], NINE + timedelta(hours=9))
    assert _place(twins, keep, lesson).finished_at is not None
    twins.part(merge_id)
    mine, hers = _place(twins, keep, lesson), _place(twins, other, lesson)
    assert (mine.done_count, mine.finished_at) == (3, None)
    assert (hers.done_count, hers.finished_at) == (len(step_ids) - 3, None)
    with twins.college.app.app_context():
        assert rebuilding.rebuild(course_id=COURSE).differences == []


def _place(twins, person, lesson):
    with twins.college.app.app_context():
        return progress.lesson_progress(person_id=person, course_ids=[COURSE])[COURSE, lesson]


def test_the_board_names_her_once_with_what_both_records_did(twins):
    keep, other = twins.pair(Busy(steps=[0], cohorts={0: "active"}), Busy(steps=[1], cohorts={0: "active", 1: "active"}))
    assert _on_boards(twins) == [2, 1]
    twins.merge(keep, other)
    assert _on_boards(twins) == [1, 1]


def _on_boards(twins) -> list[int]:
    with twins.college.app.app_context():
        actor = twins.college.actor(twins.coordinator)
        boards = [board.board_of(actor, Permission.BOARD_VIEW, each, "zh") for each in twins.cohorts[:2]]
        return [len(each.rows) for each in boards]


def test_both_cards_open_the_kept_record_and_each_its_own_again(twins, college):
    keep, other = twins.pair()
    tokens, until = {}, NINE.date().replace(year=2030)
    for person in (keep, other):
        with college.work():
            actor = college.actor(twins.coordinator)
            tokens[person] = accounts.issue_card(actor=actor, person_id=person, expires_on=until)[1]
    merge_id = twins.merge(keep, other)
    assert {_opens(college, tokens[each]) for each in (keep, other)} == {keep}
    twins.part(merge_id)
    assert [_opens(college, tokens[each]) for each in (keep, other)] == [keep, other]


def _opens(college, token: str):
    with college.app.app_context():
        return accounts.card_and_person(accounts.card_for_token(token).id)[1].id


def test_phones_of_the_other_record_are_signed_out_and_those_of_the_kept_one_are_not(twins, signed_in):
    keep, other = twins.pair()
    for person in (keep, other):
        assert signed_in(person).get("/learn").status_code == 200
    assert _devices(twins, keep, other) == [1, 1]
    twins.merge(keep, other)
    assert _devices(twins, keep, other) == [1, 0]


def _devices(twins, *people) -> list[int]:
    with twins.college.app.app_context():
        return [len(accounts.sessions_of(each)) for each in people]


def test_name_phone_and_age_are_the_chosen_ones_and_come_back(twins):
    keep, other = twins.pair()
    merge_id = twins.merge(keep, other, name="other", phone="keep", age_band="keep")
    with twins.college.app.app_context():
        kept = accounts.get_person(keep)
        assert (kept.name, kept.phone_tail, kept.age_band) == ("王桂瑛", "0031", "65-69")
        assert kept.outside_id
    twins.part(merge_id)
    with twins.college.app.app_context():
        first, second = accounts.get_person(keep), accounts.get_person(other)
        assert (first.name, first.outside_id) == ("王桂英", None)
        assert second.name == "王桂瑛" and second.outside_id
        assert second.disabled_at is None


def test_who_took_her_consent_back_last_has_not_agreed(twins):
    agreed, taken_back = Busy(cohorts={0: "active"}, consent=(0, None)), Busy(cohorts={0: "active"}, consent=(1, 2))
    for pair in (twins.pair(agreed, taken_back), twins.pair(taken_back, agreed)):
        twins.merge(*pair)
        assert [row for row in twins.rows(Consent, pair[0]) if row.withdrawn_at is None] == []


def test_who_agreed_on_either_record_has_agreed(twins):
    keep, other = twins.pair(Busy(cohorts={0: "active"}), Busy(cohorts={0: "active"}, consent=(0, None)))
    twins.merge(keep, other)
    assert len([row for row in twins.rows(Consent, keep) if row.withdrawn_at is None]) == 1


def test_an_answer_that_came_meanwhile_reaches_her_who_asked_once_they_are_parted(twins, college):
    keep, other = twins.pair()
    asked = twins.ask(other, 0)
    merge_id = twins.merge(keep, other)
    with college.work():
        merging.notices.tell(person_id=keep, key="message:1", texts={"zh": "答了"}, url=f"/questions/{asked}")
    twins.part(merge_id)
    assert [row.url for row in twins.rows(Notice, other)] == [f"/questions/{asked}"]
    assert twins.rows(Notice, keep) == []


def test_merging_and_parting_again_changes_nothing(twins):
    keep, other = twins.pair()
    merge_id = twins.merge(keep, other)
    assert twins.merge(keep, other) == merge_id
    assert twins.part(merge_id) is True
    assert twins.part(merge_id) is False
    assert len(twins.rows(Card, other)) == 1


def test_what_cannot_be_put_together_is_refused_with_a_sentence(twins, college):
    keep, other = twins.pair()
    third, fourth = twins.pair()
    twins.merge(keep, other)
    for first, second in ((third, other), (other, third), (third, keep), (third, third)):
        with pytest.raises(RuleBroken) as refused:
            twins.merge(first, second)
        assert refused.value.sentence
    twins.merge(keep, third)
    with college.work():
        accounts.hide_person(fourth)
    with pytest.raises(RuleBroken):
        twins.merge(keep, fourth)


def test_whoever_works_here_keeps_her_own_record(twins, college):
    keep, _other = twins.pair()
    lecturer = college.lecturer(twins.cohorts[0])
    twins.act(lecturer, Busy(cohorts={0: "active"}))
    with pytest.raises(RuleBroken):
        twins.merge(keep, lecturer)
    twins.merge(lecturer, keep, name="other")
    with college.app.app_context():
        assert accounts.get_person(lecturer).name == "钱讲师"


def test_another_districts_coordinator_finds_neither(twins, college):
    keep, other = twins.pair()
    far = college.student(college.cohort(XIHU))
    for pair, who in (((keep, other), twins.far_coordinator), ((keep, far), twins.coordinator), ((far, keep), twins.coordinator)):
        with pytest.raises(NotFound):
            twins.merge(*pair, who=who)
    merge_id = twins.merge(keep, other)
    with pytest.raises(NotFound):
        twins.part(merge_id, who=twins.far_coordinator)
    assert twins.part(merge_id)


def test_a_roster_that_lists_her_by_her_old_number_means_the_kept_record(twins, college):
    keep, other = twins.pair()
    twins.merge(other, keep)
    with college.app.app_context():
        found = accounts.outlines_by_phones([accounts.protect_phone("14000000031")["phone_hash"]])
        assert {each.id for each in found} == {other}


def test_where_she_moves_what_sleeps_in_her_record_goes_along(twins, college):
    keep, other = twins.pair()
    merge_id = twins.merge(keep, other)
    far = college.cohort(XIHU)
    with college.work():
        here = {"cohort_id": twins.cohorts[0], "person_id": keep, "to_district": XIHU}
        transfer = cohorts.ask_transfer(actor=college.actor(twins.coordinator), **here).id
    with college.work():
        cohorts.accept_transfer(actor=college.actor(twins.far_coordinator), transfer_id=transfer, cohort_id=far)
    with pytest.raises(NotFound):
        twins.part(merge_id)
    assert twins.part(merge_id, who=twins.far_coordinator)


def test_a_roster_and_a_hand_that_name_the_old_number_mean_the_kept_record(twins, college):
    keep, other = twins.pair()
    twins.merge(other, keep)
    cohort = twins.cohorts[2]
    with college.app.app_context():
        actor, cohort_row = college.actor(twins.coordinator), db.session.get(cohorts.Cohort, cohort)
        keys = [accounts.protect_phone("14000000031")["phone_hash"]]
        known = roster_known.known_people(actor, cohort_row, keys)
        assert {each.id for each in known.by_phone[keys[0]]} == {str(other)}
        assert known.by_id[str(other)].name == "王桂瑛"
        assert [each.person_id for each in people.known_people(actor, cohort_row, name="王桂英", phone="14000000031")] == [other]


def test_the_audit_and_the_record_of_a_merge_hold_ids_and_no_name(twins, college):
    keep, other = twins.pair(Busy(cohorts={0: "active"}, questions=[1]), Busy(cohorts={0: "active"}, questions=[2], notices=[1]))
    twins.part(twins.merge(keep, other, name="other"))
    with college.app.app_context():
        said = [entry for entry in db.session.scalars(db.select(AuditEntry)) if entry.action.startswith("person.")]
        assert {entry.action for entry in said} == {"person.merge", "person.part"}
        kept = repr([entry.detail for entry in said]) + repr(db.session.scalars(db.select(PersonMerge)).one().moved)
    for word in ("王桂", "0031", "点了", "还是不行", "好了"):
        assert word not in kept


def test_a_deleted_person_leaves_an_empty_record(twins, college):
    keep, other = twins.pair()
    twins.merge(keep, other)
    with college.work():
        merging.forget_merges(keep)
    with college.app.app_context():
        assert db.session.scalars(db.select(PersonMerge)).one().moved == {}


@pytest.mark.both_databases
def test_a_busy_pair_comes_apart_as_it_was_on_both_databases(twins):
    first = Busy([0, 1, 5], [0, 1], [0], [0, 1], [0, 1], {0: "ended", 1: "active"}, (0, None), waits=True)
    second = Busy([1, 2, 6], [1, 2], [0, 3], [1, 2], [1, 2], {0: "active", 2: "ended"}, (1, 2), waits=True, starts=1)
    keep, other = twins.pair(first, second)
    before = all_rows(twins.college)
    merge_id = twins.merge(keep, other, name="other", phone="other", age_band="other")
    assert {name for name, rows in all_rows(twins.college).items() if rows != before[name]} >= {
        "person", "card", "consent", "enrollment", "step_done", "lesson_progress", "tap", "help_call", "question", "notice",
    }  # fmt: skip
    _assert_one(twins, keep, first, second)
    twins.part(merge_id)
    assert {name for name, rows in all_rows(twins.college).items() if rows != before[name]} == set()
