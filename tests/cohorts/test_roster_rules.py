"""Who is who in a roster: certain when name and telephone agree, asked otherwise, never guessed."""

import time

import pytest

from college.cohorts.roster_columns import Columns
from college.cohorts.roster_rules import Decided, Fate, Known, KnownPeople, Listed, Problem, answered, decide, listed
from college.cohorts.roster_sheet import Row
from college.cohorts.roster_words import say


def known(id="p1", name="王秀英", phone="a", place="district", outside_id=None, is_staff=False):
    return Known(id, name, name, phone, "140****0001" if phone else "", outside_id, place, is_staff)


def row(number=2, name="王秀英", phone="a", outside_id=None, **more):
    return Listed(number, name, phone, outside_id=outside_id, **more)


def fates(rows, people=()):
    return [one.fate for one in decide(rows, KnownPeople(people))]


@pytest.mark.parametrize(
    ("one", "people", "fate"),
    [
        (row(), [], Fate.NEW),
        (row(phone=None), [], Fate.NEW),
        (row(), [known(place="district")], Fate.KNOWN),
        (row(), [known(place="elsewhere")], Fate.KNOWN),
        (row(), [known(place="here")], Fate.HERE),
        (row(), [known(place="ended")], Fate.BACK),
        (row(), [known("p1", place="elsewhere"), known("p2", place="here")], Fate.HERE),
        (row(), [known(place="district", is_staff=True)], Fate.ASIDE),
        (row(), [known(name="李建国")], Fate.ASK),
        (row(), [known(name="李建国"), known("p2")], Fate.KNOWN),
        (row(phone=None), [known(place="here")], Fate.ASK),
        (row(phone=None), [known(place="district")], Fate.ASK),
        (row(phone=None), [known(place="elsewhere")], Fate.NEW),
        (row(phone="b"), [known(phone="a", place="here")], Fate.NEW),
        (row(phone="b"), [known(phone=None, place="here")], Fate.ASK),
        (row(phone="b"), [known(phone=None, place="district")], Fate.NEW),
        (row(phone=None, outside_id="S7"), [known(outside_id="S7")], Fate.KNOWN),
        (row(phone="b", outside_id="S7"), [known(outside_id="S7")], Fate.KNOWN),
        (row(phone="b", outside_id="S7"), [known(name="李建国", outside_id="S7")], Fate.ASK),
        (row(phone="b", outside_id="S7"), [known(name="李建国", outside_id="S7", place="elsewhere")], Fate.NEW),
        (row(problems=(Problem("phone", "", say("x")),)), [known()], Fate.WRONG),
        (row(aside=say("x")), [known()], Fate.ASIDE),
    ],
)
def test_each_row_has_its_fate(one, people, fate):
    assert fates([one], people) == [fate]


@pytest.mark.parametrize(
    ("first", "second", "fate"),
    [
        (row(2), row(3), Fate.TWICE),
        (row(2), row(3, name="李建国"), Fate.ASK),
        (row(2, phone=None), row(3, phone=None), Fate.ASK),
        (row(2), row(3, phone=None), Fate.ASK),
        (row(2), row(3, phone="b"), Fate.NEW),
        (row(2, phone=None, outside_id="S1"), row(3, phone=None, outside_id="S2"), Fate.NEW),
        (row(2, phone=None, outside_id="S1"), row(3, phone="b", outside_id="S1"), Fate.TWICE),
        (row(2, outside_id="S1"), row(3, name="李建国", phone="b", outside_id="S1"), Fate.ASK),
        (row(2, problems=(Problem("phone", "", say("x")),)), row(3), Fate.NEW),
    ],
)
def test_the_second_of_two_rows_is_the_same_asked_or_another(first, second, fate):
    assert fates([first, second])[1] == fate


def test_a_couple_with_one_phone_already_known_is_certain_for_both():
    couple = [known("p1", "王秀英"), known("p2", "李建国")]
    assert fates([row(2), row(3, name="李建国")], couple) == [Fate.KNOWN, Fate.KNOWN]


def test_staff_are_not_offered_as_the_same_person():
    one = decide([row()], KnownPeople([known(name="李老师", is_staff=True)]))[0]
    assert (one.fate, one.candidates) == (Fate.ASK, ())


@pytest.mark.parametrize(
    ("answer", "fate", "person"),
    [
        (None, Fate.ASK, None),
        ("new", Fate.NEW, None),
        ("leave", Fate.LEFT, None),
        ("same:p1", Fate.BACK, "p1"),
        ("same:p9", Fate.ASK, None),
        ("rubbish", Fate.ASK, None),
    ],
)
def test_an_answer_settles_the_question_and_a_foreign_one_does_not(answer, fate, person):
    people = KnownPeople([known(name="李建国", place="ended")])
    one = decide([row()], people)[0]
    assert (answered(one, answer, people).fate, answered(one, answer, people).person_id) == (fate, person)


def test_the_same_as_an_earlier_row_adds_nobody():
    people = KnownPeople([])
    second = decide([row(2), row(3, name="李建国")], people)[1]
    assert second.candidates[0].key == "row:2"
    assert answered(second, "same:row:2", people).fate is Fate.TWICE
    assert answered(Decided(row(), Fate.NEW), "leave", people).fate is Fate.NEW


def read(cells, where, header_row=1):
    return listed(Row(2, cells), Columns(header_row, where), district_code="330102", district_name="上城区")


def test_a_row_is_read_with_its_number_its_problems_and_its_remarks():
    where = {"name": 0, "phone": 1, "age": 2, "district": 3}
    one, phone = read(("王秀英（班长）", "140 0000 0001", "67", "上城"), where)
    assert (one.name, phone, one.phone_shown, one.age_band) == ("王秀英", "14000000001", "140****0001", "65-69")
    assert one.problems == () and len(one.remarks) == 1
    one, phone = read(("", "1.40E+10", "", "西湖区"), where)
    assert [each.field for each in one.problems] == ["name", "phone", "district"]
    assert one.problems[2].said.values == {"district": "上城区"}
    assert phone is None


def test_names_in_two_columns_are_put_together():
    where = {"given": 0, "family": 1}
    assert read(("秀英", "王"), where)[0].name == "王秀英"
    assert read(("Anna", "Li"), where)[0].name == "Anna Li"


def test_staff_and_the_gone_of_another_system_are_left_alone():
    where = {"name": 0, "role": 1, "status": 2}
    assert read(("王老师", "teacher", ""), where)[0].aside is not None
    assert read(("王老师", "CLASS_COACH", ""), where)[0].aside is not None
    assert read(("王秀英", "student", "tobedeleted"), where)[0].aside is not None
    assert read(("王秀英", "student", "active"), where)[0].aside is None


@pytest.mark.parametrize("phone", ["k{}", None])
def test_twenty_thousand_people_of_one_name_do_not_take_long(phone):
    rows = [row(number, phone=phone and phone.format(number)) for number in range(2, 20_002)]
    began = time.perf_counter()
    assert len(fates(rows)) == 20_000
    assert time.perf_counter() - began < 3
