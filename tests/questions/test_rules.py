"""Every move of a question in one table, how long things may be taken back, and what becomes of hostile letters."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from college.questions import rules
from college.questions.rules import Held, Move, Status, Who

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
DAY = timedelta(hours=24)

#: Once more by hand: (who, move) → from → to. Everything else is refused.
ALLOWED = {
    ("asker", "send"): {"draft": "waiting"},
    ("asker", "withdraw"): {"waiting": "withdrawn", "claimed": "withdrawn", "asked_back": "withdrawn", "answered": "withdrawn"},
    ("asker", "restore"): {"withdrawn": "waiting"},
    ("asker", "reply"): {"asked_back": "waiting"},
    ("lecturer", "claim"): {"waiting": "claimed", "claimed": "claimed"},
    ("lecturer", "release"): {"claimed": "waiting"},
    ("lecturer", "answer"): {"waiting": "answered", "claimed": "answered", "asked_back": "answered", "answered": "answered"},
    ("lecturer", "ask_back"): {"waiting": "asked_back", "claimed": "asked_back"},
}  # fmt: skip


@pytest.mark.parametrize("who", Who)
@pytest.mark.parametrize("move", Move)
@pytest.mark.parametrize("status", Status)
def test_a_move_leads_where_the_table_says_or_nowhere(who, move, status):
    assert rules.after(move, status, who) == ALLOWED.get((who, move), {}).get(status)


def test_every_status_can_be_reached_from_a_draft():
    reached, waiting = set(), [Status.DRAFT]
    while waiting:
        status = waiting.pop()
        if status not in reached:
            reached.add(status)
            waiting += [steps[status] for _who, steps in rules.TRANSITIONS.values() if status in steps]
    assert reached == set(Status)


@pytest.mark.parametrize(
    ("moment", "is_in_time"),
    [(None, False), (NOON, True), (NOON - DAY, True), (NOON - DAY - timedelta(seconds=1), False)],
)
def test_a_day_is_24_hours(moment, is_in_time):
    assert rules.is_in_time(moment, NOON) is is_in_time


@pytest.mark.parametrize(
    ("status", "held", "is_anothers"),
    [
        ("claimed", Held("she", NOON), True),
        ("claimed", Held("me", NOON), False),
        ("claimed", Held("she", NOON - DAY), True),
        ("claimed", Held("she", NOON - DAY - timedelta(seconds=1)), False),
        ("claimed", Held(None, None), False),
        ("waiting", Held("she", NOON), False),
        ("answered", Held("she", NOON), False),
        ("asked_back", Held("she", NOON), False),
    ],
)
def test_what_a_colleague_took_on_is_hers_for_a_day(status, held, is_anothers):
    assert rules.is_anothers(Status(status), held, "me", NOON) is is_anothers


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (None, ""),
        ("  您好　", "您好"),
        ("一\r\n二\r三", "一\n二\n三"),
        ("一\n\n\n\n二", "一\n\n二"),
        ("\n\n一\n", "一"),
        ("a\x00b\x1bc\x7f", "abc"),
        ("退\u202e款\u2066", "退款"),
        ("<b>**粗**</b> [x](javascript:1)", "<b>**粗**</b> [x](javascript:1)"),
        ("👨‍👩‍👧 一家", "👨‍👩‍👧 一家"),
        ("\ud800半个", "半个"),
        ("一\t二", "一 二"),
    ],
)
def test_words_are_kept_as_they_were_typed_without_control_signs(typed, kept):
    assert rules.clean(typed) == kept


@given(st.text(max_size=300))
def test_cleaning_again_changes_nothing(typed):
    once = rules.clean(typed)
    assert rules.clean(once) == once
    once.encode()
    assert "\x00" not in once and "\r" not in once


@pytest.mark.parametrize(
    ("text", "line"), [("", ""), ("一\n二", "一 二"), ("字" * rules.SHORT, "字" * rules.SHORT)]
)
def test_a_short_text_stands_whole_on_one_line(text, line):
    assert rules.short(text) == line


def test_a_long_text_is_cut_and_says_so():
    line = rules.short("字" * 500)
    assert len(line) == rules.SHORT and line.endswith("…")
