"""Who has finished a course by which rule, in a table; and codes as people write them."""

import pytest

from college.certificates.rules import Done, Needed, given_by, grouped, missing, plain_code

LESSONS = (Needed("one", {"a": 1, "b": 2}), Needed("two", {}))
TAP, OTHER, THIRD = ("home", "cart"), ("cart", "pay"), ("pay", "done")
ALL = {"a": {TAP}, "b": {TAP, OTHER}}


@pytest.mark.parametrize(
    ("rule", "done", "left"),
    [
        ("read", Done(), ["one", "two"]),
        ("read", Done({"one"}), ["two"]),
        ("read", Done({"one", "two"}), []),
        ("read", Done({"one"}, {"two"}), []),
        ("read", Done({"one", "two", "gone"}), []),
        ("practised", Done({"one", "two"}), ["one"]),
        ("practised", Done({"two"}, (), ALL), ["one"]),
        ("practised", Done({"one", "two"}, (), {"a": {TAP}, "b": {TAP}}), ["one"]),
        ("practised", Done({"one", "two"}, (), {"b": {TAP, OTHER}}), ["one"]),
        ("practised", Done({"one", "two"}, (), ALL), []),
        ("practised", Done({"one", "two"}, (), {"a": {THIRD}, "b": {THIRD, OTHER}}), []),
        ("practised", Done({"two"}, {"one"}), []),
        ("shown", Done({"one", "two"}, (), ALL), ["one", "two"]),
        ("shown", Done({"one", "two"}, {"two"}, ALL), ["one"]),
        ("shown", Done((), {"one", "two"}), []),
    ],
)
def test_what_is_missing(rule, done, left):
    assert missing(rule, LESSONS, done) == left


@pytest.mark.parametrize(("shown", "said"), [({"one", "two"}, "shown"), ({"one"}, "read"), ((), "read")])
def test_what_the_paper_says(shown, said):
    assert given_by("read", LESSONS, Done({"one", "two"}, shown)) == said


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("k7m29xqd4tvhw3nc", "k7m29xqd4tvhw3nc"),
        ("K7M2-9XQD-4TVH-W3NC", "k7m29xqd4tvhw3nc"),
        (" k7m2 9xqd 4tvh w3nc ", "k7m29xqd4tvhw3nc"),
        ("KOlI-9xqd-4tvh-w3nu", "k0119xqd4tvhw3nv"),
        ("k7m2-9xqd-4tvh", ""),
        ("k7m29xqd4tvhw3nc0", ""),
        ("k7m29xqd4tvhw3n王", ""),
        ("", ""),
    ],
)
def test_a_code_is_found_however_it_is_written(written, code):
    assert plain_code(written) == code


def test_a_code_is_read_aloud_in_groups():
    assert grouped("k7m29xqd4tvhw3nc") == "k7m2-9xqd-4tvh-w3nc"
