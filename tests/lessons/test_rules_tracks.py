"""Which track five answers propose, over every possible set of answers."""

from itertools import product

import pytest

from college.lessons.rules_tracks import ANSWERS, QUESTIONS, fit_answers, proposed_track
from college.lessons.words import CHECK

TRACKS = ["from-zero", "some-practice", "small-business"]


@pytest.mark.parametrize(
    ("answers", "track"),
    [
        ("aaaaa", "from-zero"),
        ("bbaab", "from-zero"),
        ("bbbab", "from-zero"),
        ("bbbbb", "some-practice"),
        ("cccca", "some-practice"),
        ("ccccc", "small-business"),
        ("abaac", "small-business"),
        ("aaaac", "from-zero"),
        ("cacac", "some-practice"),
    ],
)
def test_answers_propose_a_track(answers, track):
    assert proposed_track(answers, TRACKS) == track


def test_every_set_of_answers_proposes_a_track_that_is_there():
    for answers in product(ANSWERS, repeat=QUESTIONS):
        assert proposed_track("".join(answers), TRACKS) in TRACKS
        assert proposed_track("".join(answers), ["only"]) == "only"
        assert proposed_track("".join(answers), []) is None


@pytest.mark.parametrize(
    ("text", "fit"), [(None, ""), ("", ""), ("ab", "ab"), ("abcabc", "abcab"), ("abx", ""), ("<b>", ""), ("AB", "")]
)
def test_answers_that_make_no_sense_begin_again(text, fit):
    assert fit_answers(text) == fit


def test_there_are_five_questions_with_three_answers_each():
    assert len(CHECK) == QUESTIONS
    assert all(len(answers) == len(ANSWERS) for _question, answers in CHECK)
