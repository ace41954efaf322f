"""Rules of signing in, in tables: numbers, login names, how long and how often."""

from datetime import UTC, date, datetime, timedelta

import pytest

from college.accounts import rules
from college.accounts.well_known import WELL_KNOWN

PLAIN = "14000001234"
#: Every way in which one and the same number was typed, pasted or scanned.
WRITTEN = [
    "14000001234",
    " 14000001234 ",
    "140 0000 1234",
    "140-0000-1234",
    "140–0000—1234",
    "140\u22120000\u22121234",
    "140.0000.1234",
    "(140)00001234",
    "（140）0000 1234",
    "１４０００００１２３４",
    "140\u30000000\u30001234",
    "140\u00a00000\u00a01234",
    "\ufeff14000001234",
    "140\u200b0000\u200d1234",
    "\u202d140 0000 1234\u202c",
    "\u2066+86 140 0000 1234\u2069",
    "140\u00ad0000\u20601234",
    "+8614000001234",
    "+86 140 0000 1234",
    "＋86 14000001234",
    "+86-140-0000-1234",
    "008614000001234",
    "0086 140 0000 1234",
    "8614000001234",
    "86 140-0000-1234",
    "\t14000001234\r\n",
]
NOT_NUMBERS = [
    "1400000123",
    "140000012345",
    "04000001234",
    "24000001234",
    "12000001234",
    "10000001234",
    "0571-8888 8888",
    "+1 4000001234",
    "1400000123a",
    "one four zero",
    "没有手机",
    "140/0000/1234",
    "14000001234,14000001235",
    "14000001234 14000001235",
    "٠١٢٣٤٥٦٧٨٩٠",
    "1٤000001234",
    "+",
    "86",
    "<b>14000001234</b>",
]


@pytest.mark.parametrize("text", WRITTEN)
def test_a_number_is_read_however_it_was_written(text):
    assert rules.normalise_phone(text) == PLAIN


@pytest.mark.parametrize("text", [None, "", "   ", "\u3000", "\u200b", "-", "\u202d\u202c"])
def test_no_number_is_no_number(text):
    assert rules.normalise_phone(text) is None


@pytest.mark.parametrize("text", NOT_NUMBERS)
def test_what_is_no_mobile_number_is_refused(text):
    with pytest.raises(ValueError, match="not a mobile number"):
        rules.normalise_phone(text)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("Zhou", "zhou"), (" zhou ", "zhou"), ("ＺＨＯＵ", "zhou"), ("zh ou", "zhou"), ("周老师", "周老师"), ("\u3000a\u3000", "a")],
)
def test_a_login_name_is_compared_as_it_sounds(typed, kept):
    assert rules.normalise_login(typed) == kept


NINE = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(("kind", "length"), [("own", timedelta(days=30)), ("class", timedelta(hours=8)), ("staff", timedelta(hours=24))])
def test_how_long_a_device_stays_signed_in(kind, length):
    assert rules.session_end(kind, NINE) == NINE + length


#: made on, course ends on → last day
CARDS = [
    (date(2026, 3, 1), date(2026, 4, 30), date(2026, 5, 30)),
    (date(2026, 3, 1), date(2027, 3, 1), date(2026, 8, 28)),
    (date(2026, 3, 1), date(2026, 1, 1), date(2026, 3, 31)),
    (date(2026, 3, 1), date(2026, 7, 29), date(2026, 8, 28)),
    (date(2026, 3, 1), date(2026, 7, 30), date(2026, 8, 28)),
]


@pytest.mark.parametrize(("made_on", "ends_on", "last"), CARDS)
def test_a_card_ends_30_days_after_the_course_and_180_after_it_was_made(made_on, ends_on, last):
    assert rules.card_end(made_on, ends_on) == last


@pytest.mark.parametrize(
    ("failures", "minutes"),
    [(0, None), (1, None), (4, None), (5, 15), (6, None), (9, None), (10, 30), (11, None), (15, 60), (20, 120)],
)
def test_five_wrong_passwords_close_the_door_for_a_while(failures, minutes):
    assert rules.wait_after(failures) == (None if minutes is None else timedelta(minutes=minutes))


PASSWORDS = [
    ("four green apples", None),
    ("四个字的秘密和我自己的几个词语一起", None),
    ("Tr0ub4dor&3-Tr0ub4dor", None),
    ("x" * 14, "short"),
    ("four green app", "short"),
    ("", "short"),
    ("ab cd ef gh" * 19, "long"),
    ("aaaaaaaaaaaaaaaa", "repeated"),
    ("abababababababab", "repeated"),
    ("abcabcabcabcabc", "repeated"),
    ("abcdefghijklmnop", "repeated"),
    ("12345123451234512345", "repeated"),
    ("passwordpassword", "repeated"),
    ("Password-----2026", "personal"),
    ("coordinator-xihu", "personal"),
    ("TaobaoCollege 2026", "personal"),
    ("__coordinator_xihu__", "personal"),
    ("沈协调 password 2026!", "personal"),
    ("coordinator-xihu likes apples", None),
    ("2026 11 21 15 04 33 77", None),
]


@pytest.mark.parametrize(("password", "problem"), PASSWORDS)
def test_a_password_that_anybody_would_guess_is_refused(password, problem):
    assert rules.password_problem(password, login="coordinator-xihu", name="沈协调") == problem


def test_a_password_of_exactly_15_and_of_200_characters_is_taken():
    long = "".join(chr(0x4E00 + number * 7) for number in range(100)) * 2
    assert rules.password_problem("green apples 15", login="zhou", name="周") is None
    assert rules.password_problem(long, login="zhou", name="周") is None
    assert rules.password_problem(long + "x", login="zhou", name="周") == "long"


def test_beside_a_second_factor_eight_characters_are_enough():
    assert rules.password_problem("green-ap", login="zhou", name="周", has_factor=True) is None
    assert rules.password_problem("green-a", login="zhou", name="周", has_factor=True) == "short"
    assert rules.password_problem("green-ap", login="zhou", name="周") == "short"


def test_what_is_tried_first_everywhere_is_refused():
    assert len(WELL_KNOWN) >= 200
    tried = [word.ljust(8, "1") for word in WELL_KNOWN] + [f"{word}{word}2026!!" for word in WELL_KNOWN]
    taken = [each for each in tried if rules.password_problem(each, login="zhou", name="周", has_factor=True) is None]
    assert not taken


@pytest.mark.parametrize("password", ["1qaz2wsx3edc4rfv", "qwertyuiop123456", "5201314520131452", "P@ssw0rd-2026", "abc123abc123xyz", "T@0bao 2026 !!!!"])
def test_rows_of_keys_and_dressed_up_words_are_refused(password):
    assert rules.password_problem(password, login="zhou", name="周", has_factor=True) is not None


@pytest.mark.parametrize("password", ["green apple", "周老师喜欢绿色的苹果", "a love letter from hangzhou to nobody", "plum-7-river"])
def test_own_words_are_taken_even_beside_known_ones(password):
    assert rules.password_problem(password, login="zhou", name="周", has_factor=True) is None
