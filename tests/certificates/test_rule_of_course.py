"""A course says by which rule it is finished: in its files, at the desk, and nowhere twice."""

import pytest

from college.library import service as library
from college.library.drafts import PairDraft
from college.library.problems import Notes
from college.library.reading import COURSE_KEYS, parse_text
from college.library.rules_certificate import check_rule, rule_of
from college.authoring.forms_writing import read_heads_form
from college.authoring.rules_heads import Heads

HEAD = "---\nid: tiny\ntitle: 小课\n{line}---\n话。\n"


def _text(line: str, file: str = "course.md"):
    notes = Notes(file)
    return parse_text(file, HEAD.format(line=line), COURSE_KEYS, notes), notes


@pytest.mark.parametrize(
    ("zh", "en", "found"),
    [
        ("certificate: read\n", "", []),
        ("certificate: practised\n", "certificate: practised\n", []),
        ("certificate: shown\n", "", []),
        ("certificate: none\n", "", []),
        ("", "", []),
        ("certificate: Read\n", "", [("course.md", 4)]),
        ("certificate: finished\n", "", [("course.md", 4)]),
        ("certificate: read\n", "certificate: shown\n", [("course.en.md", 4)]),
        ("", "certificate: read\n", [("course.en.md", 4)]),
        ("certificate: [read]\n", "", [("course.md", 4)]),
    ],
)
def test_what_a_text_may_say(zh, en, found):
    (chinese, first), (english, second) = _text(zh), _text(en, "course.en.md")
    pair, problems = PairDraft(chinese, english), []
    for text, notes in ((pair.zh, first), (pair.en, second)):
        check_rule(text, pair.zh, notes)
        problems += [(each.file, each.line) for each in notes.problems]
    assert problems == found


@pytest.mark.parametrize(
    ("about", "rule"),
    [({}, ""), ({"zh": {}}, ""), ({"zh": {"certificate": "none"}}, ""), ({"zh": {"certificate": "read"}}, "read"), ({"zh": {"certificate": "?"}}, "")],
)
def test_what_a_course_gives(about, rule):
    assert rule_of(about) == rule


def test_a_shipped_course_says_its_rule(app, refunds):
    with app.app_context():
        assert library.course("refunds").certificate == "practised"
        assert library.certificate_rules(["refunds", "unknown"]) == {"refunds": "practised"}
        assert "certificate: practised" in library.written("refunds").zh


@pytest.mark.parametrize(
    ("before", "sent", "after"),
    [
        ({}, {"certificate": "none"}, {}),
        ({}, {"certificate": "read"}, {"certificate": "read"}),
        ({"certificate": "read"}, {"certificate": "none"}, {"certificate": "none"}),
        ({"certificate": "read"}, {}, {"certificate": "read"}),
    ],
)
def test_the_desk_writes_it_once_and_only_where_it_says_something(before, sent, after):
    heads, _problem = read_heads_form(sent, Heads("course", before, {}))
    assert {key: value for key, value in heads.zh.items() if key == "certificate"} == after and "certificate" not in heads.en
