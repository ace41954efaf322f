"""The demonstration's record that is kept twice: its coordinator puts the two together, and parts them again."""

from urllib.parse import urlsplit

import pytest
from sqlalchemy import func, select

from college.accounts.models import Person
from college.cohorts.models import Enrollment
from college.core.db import db
from college.demo import service as demo


@pytest.fixture
def doubles(demo_app):
    """Give the pages of students whose name stands twice in one cohort, by district."""
    with demo_app.app_context():
        in_cohort = select(Enrollment.cohort_id, Person.name).join(Person, Person.id == Enrollment.person_id)
        twice = in_cohort.group_by(Enrollment.cohort_id, Person.name).having(func.count() > 1)
        found = []
        for cohort, name in db.session.execute(twice):
            rows = db.session.execute(
                select(Person.id)
                .join(Enrollment, Enrollment.person_id == Person.id)
                .where(Enrollment.cohort_id == cohort, Person.name == name)
                .order_by(Person.phone_hash.is_(None))
            )
            found.append([(cohort, each) for (each,) in rows])
        return found


@pytest.fixture
def coordinators(demo_app):
    """Give a desk for each of the demonstration's coordinators, walked in through the door."""
    with demo_app.app_context():
        links = [urlsplit(each["url"]).path for each in demo.links() if each["role"] == "coordinator"]
    desks = []
    for link in links:
        desk = demo_app.test_client()
        assert desk.submit(link).status_code == 303
        desks.append(desk)
    return desks


def test_the_record_that_is_there_twice_becomes_one_and_two_again(doubles, coordinators):
    assert doubles, "the demonstration has no record that is kept twice"
    done = 0
    for (cohort, one), (_same, two) in doubles:
        for desk in coordinators:
            search = desk.get(f"/cohorts/{cohort}/people/{one}/twin")
            if search.status_code != 200:
                continue
            (link,) = [each["href"] for each in search.page.select("main a[href]") if each["href"].endswith(str(two))]
            shown = desk.follow(desk.submit(link, action="/privacy/merges/new/"))
            assert shown.status_code == 200 and shown.request.path.startswith("/privacy/merges/")
            assert desk.get(f"/cohorts/{cohort}/people/{two}").status_code == 404
            parted = desk.follow(desk.submit(f"{shown.request.path}/part", action="/part"))
            assert parted.status_code == 200
            assert desk.get(f"/cohorts/{cohort}/people/{two}").status_code == 200
            done += 1
    assert done == len(doubles)
