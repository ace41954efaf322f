"""Notices of two records: nobody reads a thing twice, and each gets its own back."""

import pytest

from college.notices import service


@pytest.fixture
def pair(college):
    """Have two records: one was told of a and b, the other of b and c."""
    keeper, other = college.person(), college.person()
    for person, keys in ((keeper, "ab"), (other, "bc")):
        with college.work():
            for key in keys:
                service.tell(person_id=person, key=key, texts={"zh": key, "en": key}, url=f"/questions/{key}")
    return keeper, other


def _keys(college, person) -> str:
    with college.app.app_context():
        return "".join(sorted(each.key for each in service.all_of(person)))


@pytest.mark.both_databases
def test_what_both_were_told_stays_asleep_and_all_goes_back(college, pair):
    keeper, other = pair
    with college.work():
        moved = service.move_person(from_id=other, to_id=keeper)
    assert (_keys(college, keeper), _keys(college, other)) == ("abc", "b")
    with college.work():
        service.move_person_back(from_id=other, to_id=keeper, moved=moved)
    assert (_keys(college, keeper), _keys(college, other)) == ("ab", "bc")


def test_what_leads_to_a_page_of_hers_goes_back_with_it_and_nothing_else(college, pair):
    keeper, other = pair
    with college.work():
        service.tell(person_id=keeper, key="d", texts={"zh": "d"}, url="/questions/hers")
        service.move_about(from_id=other, to_id=keeper, urls=["/questions/hers", "/questions/b"])
    assert (_keys(college, keeper), _keys(college, other)) == ("ab", "bcd")
