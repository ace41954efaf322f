"""How much the college is used: minutes counted once, people counted by day, week and month, groups under five not told."""

from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from college.board import engagement, engagement_shown
from college.core import clock
from college.core.clock import LOCAL, now
from college.core.db import db, run_in_unit
from college.privacy import retention
from college.progress import service as progress
from college.progress.models_engagement import ActiveCount, ActiveDay
from tests.support.college import SHANGCHENG, XIHU
from tests.support.counted import count_all

NOON = datetime(2026, 11, 18, 12, tzinfo=LOCAL)


@pytest.fixture
def her(college):
    return college.student(college.cohort(SHANGCHENG))


def here(app, person, at) -> bool:
    with clock.freeze(at), app.app_context():
        return run_in_unit(lambda: progress.keep_here(person_id=person))


def days(app) -> list[tuple]:
    with app.app_context():
        return db.session.execute(select(ActiveDay.day, ActiveDay.opens, ActiveDay.minutes).order_by(ActiveDay.day)).all()


def counts(app, span, part="all") -> dict:
    with app.app_context():
        rows = db.session.scalars(select(ActiveCount).where(ActiveCount.span == span, ActiveCount.part == part))
        return {row.on: row.people for row in rows if row.people}


def test_a_minute_is_counted_once_in_fifty_seconds_and_silence_opens_anew(app, her):
    beats = ((0, True), (20, False), (49, False), (50, True), (110, True), (110 + 1801, True))
    assert [here(app, her, NOON + timedelta(seconds=seconds)) for seconds, _counted in beats] == [each for _s, each in beats]
    assert days(app) == [(NOON.date(), 2, 4)]


def test_midnight_is_no_new_opening(app, her):
    midnight = NOON.replace(hour=23, minute=59)
    here(app, her, midnight)
    here(app, her, midnight + timedelta(minutes=2))
    assert days(app) == [(NOON.date(), 1, 1), (NOON.date() + timedelta(days=1), 0, 1)]


@pytest.mark.both_databases
def test_many_at_once_count_one_minute(app, her):
    together, answers = Barrier(4), []

    def say():
        together.wait()
        answers.append(here(app, her, now()))

    threads = [Thread(target=say) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [False, False, False, True]
    assert [row[1:] for row in days(app)] == [(1, 1)]


def test_a_learners_page_says_that_it_is_looked_at_and_reading_changes_nothing(app, signed_in, her, refunds):
    client = signed_in(her)
    page = client.get("/")
    assert page.page.find("script", src=lambda src: src and "js/here.js" in src)
    assert days(app) == []
    token = page.page.find("input", attrs={"name": "csrf_token"})["value"]
    assert client.post("/here", data={"csrf_token": token}).json == {"counted": True}
    assert client.post("/here", data={"csrf_token": token}).json == {"counted": False}
    assert client.post("/here").status_code == 400, "without its token nothing is counted"
    assert [row[1:] for row in days(app)] == [(1, 1)]


def test_nothing_is_counted_of_who_has_not_agreed_and_of_staff(app, college, signed_in, her):
    for client in (signed_in(her, agrees=False), signed_in(college.coordinator(SHANGCHENG))):
        client.checks_pages = False
        page = client.get("/privacy")
        assert not page.page.find("script", src=lambda src: src and "js/here.js" in src)
        token = page.page.find("input", attrs={"name": "csrf_token"})["value"]
        assert client.post("/here", data={"csrf_token": token}).json == {"counted": False}
    assert days(app) == []


def test_what_was_kept_anyway_makes_a_day_and_everybody_counts_once(app, college, refunds):
    first, second = college.cohort(SHANGCHENG, (refunds,)), college.cohort(XIHU, (refunds,))
    people = [college.student(each) for each in (first, first, second)]
    for day, some in ((0, people), (1, people[:2]), (9, people[:1])):
        with clock.freeze(NOON - timedelta(days=day)), college.work():
            for person in some:
                progress.keep_step(
                    person_id=person, course_id=refunds, lesson_id="find-order", step_ids=("open-my-taobao",), step_id="open-my-taobao"
                )
                progress.keep_tap(
                    person_id=person, client_id=person, course_id=refunds, step_id="open-my-taobao", screen="a", target="b", expected="b"
                )
    with clock.freeze(NOON), app.app_context():
        engagement.count()
        engagement.count()
    on = NOON.date()
    assert counts(app, "day")[on] == 3 and counts(app, "seven")[on] == 3 and counts(app, "thirty")[on] == 3
    assert counts(app, "day", SHANGCHENG)[on] == 2 and counts(app, "day", XIHU)[on] == 1
    assert counts(app, "week", first.hex)[on - timedelta(days=2)] == 2


def test_after_sixty_days_only_counts_remain(app, college, her):
    here(app, her, NOON)
    with clock.freeze(NOON), app.app_context():
        engagement.count()
    with clock.freeze(NOON + timedelta(days=62)), app.app_context():
        due = {each.rule.key: each.count for each in run_in_unit(lambda: retention.look(now()), writes=False)}
        assert due["active_days"] == 1
        run_in_unit(lambda: progress.SWEEPS["active_days"].purge(now() - timedelta(days=60), 100))
    assert days(app) == [] and counts(app, "day") == {NOON.date(): 1}


def test_the_page_tells_fives_and_never_fewer(app, college, signed_in):
    big, small = college.cohort(SHANGCHENG, name="大班"), college.cohort(SHANGCHENG, name="小班")
    other = college.cohort(SHANGCHENG, name="中班")
    for cohort, size in ((big, 12), (small, 3), (other, 6)):
        for _ in range(size):
            here(app, college.student(cohort), now())
    count_all(app)
    client = signed_in(college.coordinator(SHANGCHENG))
    answer = client.get("/engagement")
    rows = {row.th.get_text(strip=True): row.td.get_text(" ", strip=True) for row in answer.page.select('[aria-labelledby="groups"] tbody tr')}
    assert "10" in rows["大班"] and "5" in rows["小班"]
    assert not any(character.isdigit() for character in rows["中班"]), "the smallest beside a few is not told"
    assert signed_in(college.operator()).get(f"/engagement?district={SHANGCHENG}&week=2026-01-07").status_code == 200
    assert signed_in(college.operator()).get("/engagement?week=nonsense&page=9").status_code == 200


def test_whatever_number_hides_in_a_five_the_same_is_told():
    """So nobody counts the people from the minutes of one of them, nor those of a few from the rest."""
    fives = [ActiveCount(span="week", on=NOON.date(), part="a", people=people, opens=opens, minutes=minutes)
             for people in range(5, 10) for opens in range(10, 15) for minutes in range(100, 105)]  # fmt: skip
    (told,) = {engagement_shown._use(each, "a", "", NOON.date(), None) for each in fives}
    assert (told.people.value, told.minutes.value, told.each) == (5, 100, 20)


def test_a_district_beside_one_of_few_is_hidden_from_whoever_sees_the_sum(app, college, signed_in):
    for district, size in ((SHANGCHENG, 12), (XIHU, 3)):
        cohort = college.cohort(district)
        for _ in range(size):
            here(app, college.student(cohort), now())
    count_all(app)
    operator, coordinator = signed_in(college.operator()), signed_in(college.coordinator(SHANGCHENG))

    def told(client, address, table):
        rows = client.get(address).page.select(f'[aria-labelledby="{table}"] tbody tr')
        return {row.th.get_text(" ", strip=True): row.td.get_text(" ", strip=True) for row in rows}

    def latest(client, address, table):
        return next(iter(told(client, address, table).values()))

    assert "15" in latest(operator, "/engagement", "weeks")
    groups, place = told(operator, "/engagement", "groups"), f"/engagement?district={SHANGCHENG}"
    hidden = groups["上城区"]
    assert not any(sign.isdigit() for sign in hidden) and "5" in groups["西湖区"]
    assert [latest(operator, place, table) for table in ("weeks", "days")] == [hidden] * 2, "nor is it read on her own page"
    assert "10" in latest(coordinator, place, "weeks"), "a coordinator sees no sum from which to take hers"
    lines = [line.split(",") for line in operator.submit(place, {}, action="/engagement/export").get_data().decode("utf-8-sig").splitlines()]
    of_now = [line[2:] for line in lines if line[0].startswith("上城区") and line[2] != "0"]
    assert len(of_now) == 2 and not any(sign.isdigit() for cells in of_now for cell in cells for sign in cell), "a day and a week"


def test_the_days_of_a_record_that_was_put_into_another_go_there_and_back(app, college, her):
    other = college.student(college.cohort(SHANGCHENG))
    here(app, her, NOON)
    here(app, other, NOON)
    here(app, other, NOON + timedelta(days=1))
    with college.work():
        moved = progress.move_person(from_id=other, to_id=her)
    with app.app_context():
        assert set(db.session.scalars(select(ActiveDay.person_id))) == {her}
    with college.work():
        progress.move_person_back(from_id=other, to_id=her, moved=moved)
    with app.app_context():
        pairs = db.session.execute(select(ActiveDay.person_id, ActiveDay.day)).all()
        assert sorted(day for person, day in pairs if person == other) == [NOON.date(), NOON.date() + timedelta(days=1)]
        assert len(pairs) == 3
    with college.work():
        progress.forget(other)
    assert len(days(app)) == 1
