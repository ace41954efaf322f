"""What was looked for in vain: counted by week without a name, gone through by lecturers, thrown away after a year."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from college.accounts import service as accounts
from college.core import clock
from college.core.db import db
from college.core.errors import NotAllowed, NotFound
from college.core.permissions import Actor
from college.privacy import retention
from college.search import misses, service
from college.search.models import SearchMiss
from college.search.rules_misses import State

pytestmark = pytest.mark.both_databases


@pytest.fixture
def note(college, room):
    """Give a function that looks for words in vain as the student, some days ago."""

    def noted(words: str, *, lang: str = "zh", days: int = 0, who=None) -> bool:
        with clock.freeze(clock.now() - timedelta(days=days)), college.work():
            return service.note(actor=college.actor(who or room.student), words=words, lang=lang)

    return noted


@pytest.fixture
def listed(college, room):
    """Give a function that lists what is open, or what was gone through, as the lecturer."""

    def lines(*, is_done: bool = False, page: int = 1, who=None):
        with college.app.test_request_context():
            return service.listed(actor=college.actor(who or room.lecturer), is_done=is_done, page=page)

    return lines


@pytest.fixture
def mark(college, room):
    """Give a function with which the lecturer says something about a text."""

    def marked(miss_id, state: State, who=None) -> str:
        with college.work():
            return service.mark(actor=college.actor(who or room.lecturer), miss_id=miss_id, state=state)

    return marked


def test_words_are_counted_by_week_and_listed_most_often_first(note, listed):
    assert note("天气")
    for days in (0, 0, 7, 14):
        assert note("越剧", days=days)
    page = listed()
    assert [(line.text, line.count) for line in page.items] == [("越剧", 4), ("天气", 1)]
    assert page.items[0].last_on == clock.today()
    assert page.items[0].first_week <= clock.today() - timedelta(days=14)
    assert page.items[0].first_week.weekday() == 0


def test_three_weeks_are_three_rows_and_no_column_points_at_a_person(note, college):
    for days in (0, 7, 14):
        note("越剧", days=days)
    with college.app.app_context():
        assert len(db.session.scalars(select(SearchMiss)).all()) == 3
    columns = SearchMiss.__table__.columns
    assert set(columns.keys()) == {"id", "text", "language", "week", "count", "last_on", "state"}
    assert not any(column.foreign_keys for column in columns)


def test_the_two_languages_stand_apart(note, listed):
    note("opera", lang="en")
    note("opera", lang="zh")
    assert sorted((line.text, line.language, line.count) for line in listed().items) == [("opera", "en", 1), ("opera", "zh", 1)]


@pytest.mark.parametrize("words", ["14000001234", "１４０ ０００ ０１２３４", "330102194001011234", "a@b.cn", "越" * 31, "", "😀"])
def test_what_may_tell_of_somebody_is_not_kept(note, listed, words):
    assert not note(words)
    assert listed().total == 0


def test_nobody_and_who_has_not_agreed_are_not_counted(college, room, listed):
    with college.work():
        assert not service.note(actor=Actor(), words="越剧", lang="zh")
        reader = Actor(person_id=room.student, may_keep=False)
        assert not service.note(actor=reader, words="越剧", lang="zh")
    assert listed().total == 0


def test_what_is_taught_comes_back_when_it_is_missed_again(note, listed, mark):
    note("越剧", days=7)
    assert mark(listed().items[0].id, State.TAUGHT) == "越剧"
    assert listed().total == 0
    assert [(line.text, line.state) for line in listed(is_done=True).items] == [("越剧", "taught")]
    note("越剧")
    assert [(line.text, line.count) for line in listed().items] == [("越剧", 2)]
    assert listed(is_done=True).total == 0


def test_what_nobody_needs_stays_away_until_it_is_put_back(note, listed, mark):
    note("天气", days=7)
    mark(listed().items[0].id, State.UNNEEDED)
    note("天气")
    assert listed().total == 0
    (line,) = listed(is_done=True).items
    assert (line.count, line.state) == (2, "unneeded")
    mark(line.id, State.OPEN)
    mark(line.id, State.OPEN)
    assert listed().total == 1


@pytest.mark.parametrize("who", ["student", "far_student"])
def test_only_lecturers_read_and_mark(note, listed, mark, room, who):
    note("越剧")
    line = listed().items[0]
    with pytest.raises(NotAllowed):
        listed(who=getattr(room, who))
    with pytest.raises(NotAllowed):
        mark(line.id, State.TAUGHT, who=getattr(room, who))
    with pytest.raises(NotFound):
        mark(uuid4(), State.TAUGHT)
    assert listed(who=room.far_lecturer).total == 1


def test_fifty_on_a_page(note, listed, college):
    with college.work():
        week, day = clock.today(), clock.today()
        db.session.add_all(SearchMiss(text=f"词{at:03}", language="zh", week=week, count=1, last_on=day) for at in range(misses.SHOWN + 3))
    first, second = listed(), listed(page=2)
    assert (first.total, len(first.items), len(second.items)) == (53, 50, 3)
    assert not {line.id for line in first.items} & {line.id for line in second.items}


def test_a_name_that_was_looked_for_goes_with_the_person(note, listed, college, room):
    note("王桂明 电话")
    note("越剧")
    with college.work():
        assert accounts.words_of(room.student)
        assert misses.forget(room.student) == 1
        assert misses.forget(room.student) == 0
    assert [line.text for line in listed().items] == ["越剧"]


def test_after_a_year_it_is_thrown_away(note, college):
    note("越剧", days=400)
    note("天气", days=300)
    with college.app.app_context():
        done = retention.run(actor=Actor.system())
    assert done.counts["misses"] == 1
    with college.app.app_context():
        assert list(db.session.scalars(select(SearchMiss.text))) == ["天气"]
