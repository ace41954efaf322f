"""The pages of certificates: anybody's check, her own, and the list of a cohort with printing and handing over."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from college.certificates import printing
from college.certificates import service as certificates
from college.certificates.models import Certificate
from college.cohorts import service as cohorts
from college.cohorts import transfers
from college.core import files, jobs
from college.core.db import db, new_id
from college.core.errors import NotFound
from college.core.permissions import Actor
from college.privacy import service as privacy
from tests.certificates.conftest import THREE
from tests.support.certified import give
from tests.support.changing import COURSE
from tests.support.college import XIHU
from tests.support.counting import count_queries
from tests.support.paper import codes_on_sheets, words_on_sheets

NAME = "王小明"


@pytest.fixture
def given(tiny):
    """Have her read the course to its end; give her certificate."""
    tiny.student(NAME)
    tiny.read(NAME, "abc")
    return tiny.given(NAME)[0]


def _stored(tiny, certificate_id) -> Certificate:
    with tiny.app.app_context():
        row = db.session.get_one(Certificate, certificate_id)
        db.session.expunge(row)
        return row


def test_a_stranger_reads_hardly_anything_of_her(tiny, client, given):
    answer = client.get(f"/certificates/{given.code}")
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow" and answer.mimetype == "text/html"
    assert "王*明" in answer.text and "小课" in answer.text and NAME not in answer.text
    assert "节课" not in answer.text and "春季班" not in answer.text and "上城区" not in answer.text


@pytest.mark.parametrize("written", ["{0}-{1}-{2}-{3}", "{0} {1} {2} {3}"])
def test_a_code_may_be_typed_as_it_stands_on_the_paper(client, given, written):
    groups = [given.code[at : at + 4].upper() for at in range(0, 16, 4)]
    answer = client.get("/certificates", query_string={"code": written.format(*groups)}, follow_redirects=True)
    assert answer.status_code == 200 and "王*明" in answer.text


@pytest.mark.parametrize("code", ["0" * 16, "unknown", "' or 1=1 --", "<b>", "王" * 16, "a" * 300])
def test_a_wrong_code_is_answered_kindly(client, given, code):
    answer = client.get(f"/certificates/{code}")
    assert answer.mimetype == "text/html"
    assert answer.status_code == 404 and 'href="/certificates"' in answer.text and "小课" not in answer.text
    assert answer.headers["Cache-Control"] == "no-store" and answer.headers["X-Robots-Tag"].startswith("noindex")


def test_of_whoever_is_deleted_the_code_knows_nothing(tiny, client, given):
    with tiny.make.work():
        privacy.ask_deletion(actor=Actor.system(), person_id=given.person_id, way="phone", note="来电话")
    assert client.get(f"/certificates/{given.code}").status_code == 404


def test_she_finds_hers_and_opens_it(tiny, signed_in, given):
    hers = signed_in(given.person_id)
    assert "/my-certificates" in hers.get("/learn").text
    assert "/my-certificates" in hers.get(f"/learn/{COURSE}/two/finished").text
    page = hers.get("/my-certificates")
    assert "小课" in page.text and f"/my-certificates/{given.id}/pdf" in page.text
    paper = hers.get(f"/my-certificates/{given.id}/pdf")
    assert paper.mimetype == "application/pdf" and NAME in words_on_sheets(paper.data)
    assert codes_on_sheets(paper.data)[0].endswith(f"/certificates/{given.code}")
    other = signed_in(tiny.student("李秀兰"))
    assert other.get(f"/my-certificates/{given.id}/pdf").status_code == 404
    assert "小课" not in other.get("/my-certificates").text


def test_the_end_of_a_lesson_says_what_is_still_to_practise(tiny, signed_in):
    tiny.rule("practised")
    tiny.student(NAME)
    tiny.tap(NAME, "ab")
    tiny.read(NAME, "abc")
    page = signed_in(tiny.people[NAME]).get(f"/learn/{COURSE}/two/finished")
    assert [link["href"] for link in page.page.select("main a")].count(f"/learn/{COURSE}/two") == 1 and "/my-certificates" not in page.text


def test_whoever_has_left_every_class_still_opens_hers(tiny, signed_in, given):
    with tiny.make.work():
        cohorts.end_enrollment(actor=Actor.system(), cohort_id=tiny.cohort, person_id=given.person_id)
    assert signed_in(given.person_id).get(f"/my-certificates/{given.id}/pdf").status_code == 200


def test_staff_see_who_has_one_and_who_is_nearly_there(tiny, signed_in, given):
    tiny.student("李秀兰")
    tiny.read("李秀兰", "ab")
    page = signed_in(tiny.lecturer).get(f"/cohorts/{tiny.cohort}/certificates").text
    assert page.index(NAME) < page.index("李秀兰") and "一节课" in page
    assert "/certificates" in signed_in(tiny.lecturer).get(f"/cohorts/{tiny.cohort}").text


def test_the_list_costs_the_same_however_many_are_in_the_class(tiny, signed_in, given):
    desk, place, asked = signed_in(tiny.lecturer), f"/cohorts/{tiny.cohort}/certificates", []
    for names in ((), "安宝才春大恩芳刚国海"):
        for sign in names:
            tiny.student(f"李{sign}")
        desk.get(place)
        with count_queries(tiny.app) as statements:
            desk.get(place)
        asked.append(statements.count)
    assert asked[0] == asked[1]


def test_new_ones_are_printed_once_and_handed_over(tiny, signed_in, given):
    desk, place = signed_in(tiny.lecturer), f"/cohorts/{tiny.cohort}/certificates"
    page = desk.get(place)
    first, again = (desk.submit(page, {}, action="/print") for _ in range(2))
    assert first.data == again.data and words_on_sheets(first.data).count(NAME) == 1
    row = _stored(tiny, given.id)
    assert row.printed_at and row.printed_name == NAME and row.handed_at is None
    desk.submit(place, {"is_handed": "yes"}, action=f"{given.id}/hand")
    row = _stored(tiny, given.id)
    assert row.handed_at and row.handed_by == tiny.lecturer
    desk.submit(place, {"is_handed": "no"}, action=f"{given.id}/hand")
    assert _stored(tiny, given.id).handed_at is None


def _prints(tiny, cohort_id, certificate) -> bool:
    """Try to print and to hand over for a cohort, as the college itself: what is not the cohort's business is not there."""
    place = {"actor": Actor.system(), "cohort_id": cohort_id, "certificate_id": certificate.id}
    try:
        with tiny.make.work():
            printing.start_one(**place, form_id=new_id())
    except NotFound:
        with pytest.raises(NotFound), tiny.make.work():
            printing.hand_over(**place, is_handed=True)
        return False
    return True


def test_the_papers_of_whoever_left_are_her_last_classs_until_she_is_in_another(tiny, given):
    her, system = given.person_id, Actor.system()
    assert _prints(tiny, tiny.cohort, given)
    with tiny.make.work():
        cohorts.end_enrollment(actor=system, cohort_id=tiny.cohort, person_id=her)
    assert _prints(tiny, tiny.cohort, given), "nobody else prints it for her"
    there = tiny.make.cohort(XIHU, (COURSE,), name="西湖班")
    tiny.make.coordinator(XIHU)
    with tiny.make.work():
        cohorts.restore_enrollment(actor=system, cohort_id=tiny.cohort, person_id=her)
        transfers.accept(
            actor=system, cohort_id=there,
            transfer_id=transfers.ask(actor=system, cohort_id=tiny.cohort, person_id=her, to_district=XIHU).id,
        )  # fmt: skip
    assert not _prints(tiny, tiny.cohort, given) and _prints(tiny, there, given)
    with tiny.make.work():
        cohorts.end_enrollment(actor=system, cohort_id=there, person_id=her)
    assert not _prints(tiny, tiny.cohort, given) and _prints(tiny, there, given)


def test_a_cohort_prints_certificates_of_its_own_courses_only(tiny, given):
    other = tiny.make.cohort(name="别的班")
    with tiny.make.work():
        cohorts.enroll(actor=Actor.system(), cohort_id=other, person_id=given.person_id)
    assert not _prints(tiny, other, given) and _prints(tiny, tiny.cohort, given)


def test_many_are_printed_by_a_job_in_the_order_of_names(tiny, signed_in):
    names = [f"王{sign}明" for sign in "安宝才春大恩芳刚国海红华家建金俊兰丽林美宁平"]
    for name in names:
        tiny.student(name)
    with tiny.make.work():
        for name in names:
            give(tiny.people[name], COURSE)
    desk, place = signed_in(tiny.lecturer), f"/cohorts/{tiny.cohort}/certificates"
    started = desk.submit(place, {}, action="/print")
    with tiny.app.app_context():
        jobs.run_pending()
    page = started.headers["Location"] if started.status_code == 303 else started.request.path
    file = desk.submit(page, {}, action="/pdf")
    words = words_on_sheets(file.data)
    assert len(PdfReader(BytesIO(file.data)).pages) == 22
    assert sorted(names, key=words.index) == names


def test_a_new_name_stands_on_the_next_paper_and_the_old_one_is_said(tiny, signed_in, given):
    with tiny.make.work():
        db.session.get_one(Certificate, given.id).printed_name = "王晓明"
    assert "王晓明" in signed_in(given.person_id).get("/my-certificates").text
    desk, place = signed_in(tiny.lecturer), f"/cohorts/{tiny.cohort}/certificates"
    assert "王晓明" in desk.get(place).text
    paper = desk.submit(place, {}, action=f"{given.id}/print")
    assert NAME in words_on_sheets(paper.data) and _stored(tiny, given.id).printed_name == NAME


def test_a_title_of_the_day_stays_when_the_course_is_called_otherwise(tiny, client, given):
    tiny.publish(THREE)
    tiny.rule("none")
    assert "小课" in client.get(f"/certificates/{given.code}").text


def test_whoever_is_deleted_leaves_nothing_of_it(tiny, signed_in, client, given):
    desk, place = signed_in(tiny.lecturer), f"/cohorts/{tiny.cohort}/certificates"
    desk.submit(place, {}, action="/print")
    with tiny.make.work():
        db.session.get_one(Certificate, given.id).handed_by = tiny.lecturer
        assert certificates.own_data(given.person_id)["certificates"][0]["name_on_paper"] == NAME
        assert certificates.own_data(tiny.lecturer) == {"certificates": [], "certificates_handed": 1}
        certificates.forget(tiny.lecturer)
        assert db.session.get_one(Certificate, given.id, populate_existing=True).handed_by is None
    with tiny.make.work():
        for _twice in range(2):
            certificates.forget(given.person_id)
    with tiny.app.app_context():
        assert files.kept_for(f"certificates:{tiny.cohort}", None) == [] and tiny.given(NAME) == []
    assert client.get(f"/certificates/{given.code}").status_code == 404
