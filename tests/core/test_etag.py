"""Pages of somebody signed in are kept nowhere, and their mark is hers alone; pictures may be kept, her files may not."""

import re

from itsdangerous import TimestampSigner

from college.core.db import db
from college.library.models import Picture
from tests.support.signing import sign_in

def mark(answer) -> str:
    return answer.headers.get("ETag", "")


def student_of(college):
    return college.student(college.cohort(courses=("refunds",)), "王小明")


def test_the_same_page_has_the_same_mark_for_the_same_person_although_its_token_changes(refunds, college, signed_in, monkeypatch):
    client = signed_in(student_of(college))
    first = client.get("/learn")
    real = TimestampSigner.get_timestamp
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda self: real(self) + 5)
    second = client.get("/learn")
    tokens = [answer.page.select_one("[name=csrf_token]")["value"] for answer in (first, second)]
    assert first.status_code == second.status_code == 200 and tokens[0] != tokens[1]
    assert mark(first) == mark(second) and re.fullmatch(r'"[0-9a-f]{32}"', mark(first))
    assert first.headers["Cache-Control"] == "no-store" and "Cookie" in first.headers["Vary"]


def test_she_gets_304_and_everybody_else_the_page(refunds, app, college, signed_in):
    person = student_of(college)
    client, other = signed_in(person), signed_in(college.student(college.cohort(courses=("refunds",)), "王小明"))
    page = client.get("/learn")
    hers = {"If-None-Match": mark(page)}
    again = client.get("/learn", headers=hers)
    assert (again.status_code, again.get_data()) == (304, b"")
    assert again.headers["Cache-Control"] == "no-store" and "Cookie" in again.headers["Vary"]
    assert other.get("/learn", headers=hers).status_code == 200
    assert app.test_client().get("/learn", headers=hers).status_code in {200, 303}
    assert sign_in(app, person).get("/learn", headers=hers).status_code == 200, "another device of hers is another secret"
    assert client.get("/learn", headers={"If-None-Match": f"W/{mark(page)}"}).status_code == 304


def test_another_text_is_another_mark(refunds, college, signed_in):
    client = signed_in(student_of(college))
    first = client.get("/learn")
    client.submit(first, {"size": "huge"}, action="/settings/display")
    assert client.get("/learn", headers={"If-None-Match": mark(first)}).status_code == 200


def test_pages_of_strangers_and_refusals_have_no_mark(client, college, signed_in):
    assert not mark(client.get("/"))
    staff = signed_in(college.coordinator())
    assert mark(staff.get("/cohorts")) and not mark(staff.get("/staff")) and not mark(staff.get("/nowhere"))


def test_a_picture_may_be_kept_for_ever_and_a_stranger_finds_it_by_its_hash(app, college, client):
    with college.work():
        db.session.add(Picture(sha256="a" * 64, media_type="image/jpeg", width=1, height=1, data=b"\xff\xd8\xff"))
    answer = client.get(f"/pictures/{'a' * 64}.jpg")
    assert answer.status_code == 200 and answer.mimetype == "image/jpeg"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff" and "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert client.get(f"/pictures/{'a' * 64}.jpg", headers={"If-None-Match": mark(answer)}).status_code == 304
    assert client.get(f"/pictures/{'b' * 64}.jpg").headers["Cache-Control"] == "no-store"


def test_a_file_of_people_is_kept_nowhere(refunds, college, signed_in):
    cohort = college.cohort(courses=("refunds",))
    college.student(cohort)
    client = signed_in(college.coordinator())
    answer = client.submit(f"/board/{cohort}", action="/export")
    assert answer.status_code == 200 and answer.mimetype == "text/csv"
    assert answer.headers["Cache-Control"] == "no-store" and not mark(answer)
    assert answer.headers["Content-Disposition"].startswith("attachment")
