"""Seats: numbers by the sound of names or by hand, the next free one for newcomers, undone, printed."""

from threading import Barrier, Thread

import pytest

from college.cohorts import people, rules_seats, seats
from college.cohorts import service as cohorts
from college.core.db import new_id
from college.core.errors import NotFound, RuleBroken
from college.core.permissions import Actor
from tests.support.college import SHANGCHENG, XIHU

NAMES = ("周凤英", "单田芳", "安娜", "王桂明")


@pytest.fixture
def room(college):
    """Make a cohort of four with its coordinator."""
    made = college.cohort(SHANGCHENG, name="一班")

    class Room:
        cohort = made
        coordinator = college.coordinator()
        people = {name: college.student(made, name) for name in NAMES}

        def do(self, what, **more):
            with college.work():
                return what(actor=college.actor(self.coordinator), cohort_id=self.cohort, **more)

        def seats(self) -> dict[str, int]:
            names = {person: name for name, person in self.people.items()}
            with college.work():
                held = cohorts.seats_of(self.cohort)
            return {names[who]: number for who, number in sorted(held.items(), key=lambda pair: pair[1])}

    return Room()


def test_numbers_follow_the_sound_of_the_names(room):
    assert room.seats() == {}
    assert room.do(seats.give) == 4 and room.do(seats.give) == 0
    assert room.seats() == {"安娜": 1, "单田芳": 2, "王桂明": 3, "周凤英": 4}


def test_who_comes_later_gets_the_next_free_seat_and_who_leaves_frees_hers(college, room):
    room.do(seats.give)
    room.people["陈新"] = college.student(room.cohort, "陈新")
    assert room.seats()["陈新"] == 5
    with college.work():
        cohorts.end_enrollment(actor=Actor.system(), cohort_id=room.cohort, person_id=room.people["单田芳"])
    assert "单田芳" not in room.seats()
    room.people["白新"] = college.student(room.cohort, "白新")
    assert room.seats()["白新"] == 2
    with college.work():
        cohorts.restore_enrollment(actor=Actor.system(), cohort_id=room.cohort, person_id=room.people["单田芳"])
    assert room.seats()["单田芳"] == 6 and len(set(room.seats().values())) == 6


def test_who_comes_back_to_a_seat_that_nobody_took_finds_it(college, room):
    room.do(seats.give)
    with college.work():
        cohorts.end_enrollment(actor=Actor.system(), cohort_id=room.cohort, person_id=room.people["单田芳"])
        cohorts.restore_enrollment(actor=Actor.system(), cohort_id=room.cohort, person_id=room.people["单田芳"])
    assert room.seats()["单田芳"] == 2


def test_an_import_seats_its_people_too(college, room):
    room.do(seats.give)
    newcomer = college.person("丁新")
    room.people["丁新"] = newcomer
    with college.work():
        cohorts.bulk_enroll(actor=Actor.system(), cohort_id=room.cohort, person_ids=[newcomer])
    assert room.seats()["丁新"] == 5


def test_one_seat_is_changed_two_are_swapped_and_both_are_undone(room):
    room.do(seats.give)
    given = room.seats()
    room.do(seats.move, person_id=room.people["安娜"], number=9)
    assert room.seats()["安娜"] == 9
    room.do(seats.undo)
    assert room.seats() == given
    room.do(seats.move, person_id=room.people["安娜"], number=4)
    assert room.seats() == {"周凤英": 1, "单田芳": 2, "王桂明": 3, "安娜": 4}
    room.do(seats.move, person_id=room.people["安娜"], number=4)
    room.do(seats.undo)
    room.do(seats.undo)
    assert room.seats() == given


def test_numbering_anew_is_undone_as_a_whole_and_newcomers_stay_seated(college, room):
    room.do(seats.give)
    room.do(seats.move, person_id=room.people["安娜"], number=9)
    by_hand = room.seats()
    assert room.do(seats.give, anew=True) == 1
    room.people["陈新"] = college.student(room.cohort, "陈新")
    room.do(seats.undo)
    assert {name: number for name, number in room.seats().items() if name != "陈新"} == by_hand
    assert len(set(room.seats().values())) == 5


def test_undoing_the_first_seats_leaves_none(room):
    room.do(seats.give)
    room.do(seats.undo)
    assert room.seats() == {}


def test_whoever_sits_where_a_seat_is_wanted_back_gives_way():
    assert rules_seats.undone({"a": 9, "new": 1}, {"a": 1, "new": 1}) == {"a": 1, "new": 2}
    assert rules_seats.moved({"b": 1}, "a", 1) == {"a": 1, "b": 2}
    assert rules_seats.free_numbers({1, 3}, 3) == [2, 4, 5]
    assert rules_seats.rows_of([1, 2, 5], 2) == [[1, 2], [3, 4], [5, 6]]


def test_no_room_has_such_a_number(room):
    for number in (0, 1000, -1):
        with pytest.raises(RuleBroken):
            room.do(seats.move, person_id=room.people["安娜"], number=number)


def test_who_is_not_in_the_cohort_gets_no_seat(college, room):
    with pytest.raises(NotFound):
        room.do(seats.move, person_id=college.person("外人"), number=1)
    room.coordinator = college.coordinator(XIHU)
    with pytest.raises(NotFound):
        room.do(seats.give)


def test_on_the_page_seats_are_given_changed_and_taken_back(college, room, signed_in):
    client, path = signed_in(college.helper(room.cohort)), f"/cohorts/{room.cohort}/seats"
    assert client.submit(path, action="/seats").status_code == 303
    anna = f"/seats/{room.people['安娜']}"
    for typed in ("十", "", "0", "99999"):
        wrong = client.submit(path, {"number": typed}, action=anna)
        assert wrong.status_code == 422 and wrong.page.find(id=f"number-{room.people['安娜']}")["value"] == typed
    client.submit(path, {"number": " ４ "}, action=anna)
    assert room.seats()["安娜"] == 4
    client.submit(path, action="/seats/undo")
    assert room.seats()["安娜"] == 1
    listed = client.get(f"{path}/list").page.find_all(class_="seat-tick")
    assert [each.get_text(" ", strip=True) for each in listed] == ["1 安娜", "2 单田芳", "3 王桂明", "4 周凤英"]
    plan = client.get(f"{path}/plan?width=3").page.find(class_="seat-plan")
    assert [len(row.find_all("td")) for row in plan.tbody.find_all("tr")] == [3, 3]
    assert client.get(f"{path}/plan?width=x").status_code == client.get(f"{path}/plan?width=9999").status_code == 200


@pytest.mark.both_databases
def test_newcomers_and_hands_in_one_moment_share_no_seat(college, room):
    room.do(seats.give)
    barrier, failed = Barrier(4), []

    def one(number):
        barrier.wait()
        try:
            if number % 2:
                room.do(seats.move, person_id=room.people[NAMES[number]], number=5)
            else:
                room.do(people.add_student, form_id=new_id(), name=f"新{number}", phone=None, age_band=None)
        except Exception as error:
            failed.append(error)

    hands = [Thread(target=one, args=(number,)) for number in range(4)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    with college.work():
        held = cohorts.seats_of(room.cohort)
    assert not failed and len(held) == len(set(held.values())) == 6
