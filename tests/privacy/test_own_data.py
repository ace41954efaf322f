"""A student reads, sees whole and takes away what is kept about her, consent or not; staff see the same of themselves."""

import json
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import select

from college.accounts import audit_words
from college.accounts import service as accounts
from college.accounts.models import DeviceSession
from college.accounts.models_secrets import Handover
from college.cohorts import exporting
from college.cohorts import service as cohorts
from college.core.audit import AuditEntry
from college.core.clock import now
from college.core.db import db
from college.core.permissions import Actor, Scope
from college.privacy import own, words
from college.privacy.models import Deletion
from tests.privacy.conftest import NAME, OTHER, OTHER_PHONE, OUTSIDE, PHONE
from tests.support.college import SHANGCHENG

#: Columns that point at a person for what she did as staff, or for what others did to her: told of in the audit.
DEEDS = {
    "evidence.raised_by": "what a lecturer passed on, as staff",
    "handover.made_by": "whom a helper let in, as staff",
    "help_call.called_by": "for whom a helper called, as staff",
    "lesson_check.checked_by": "a lecturer's work",
    "question.claimed_by": "a lecturer's work",
    "question_message.author_id": "her replies stand with her questions, a lecturer's answers with those who asked",
    "theme.created_by": "a lecturer's work",
    "theme_move.moved_by": "a product manager's decision",
    "deletion.asked_by": "stands with the deletion of whom it is about",
    "deletion.taken_back_by": "stands with the deletion of whom it is about",
    "person_merge.merged_by": "a coordinator's work",
    "person_merge.parted_by": "a coordinator's work",
    "revision.published_by": "an author's work, told in the history of a lesson",
    "lesson.checked_by": "a lecturer's work",
    "lesson.withdrawn_by": "an author's work",
    "course_home.created_by": "an author's work",
    "transfer.asked_by": "a coordinator's work",
    "transfer.accepted_by": "a coordinator's work",
    "transfer.declined_by": "a coordinator's work",
    "person.merged_into_id": "the records are one person's: what was in either stands in hers",
}


@pytest.fixture
def student(room):
    return room.student(NAME, PHONE, OUTSIDE)


def test_she_reads_what_is_kept_and_her_number_is_masked(student, signed_in):
    page = signed_in(student).get("/my-data")
    assert page.status_code == 200
    for words in (NAME, "140****4321", "春季班", "点了没有反应", "孙协调"):
        assert words in page.words, words
    assert PHONE not in page.words.replace(" ", "")
    assert OUTSIDE not in page.words


def test_another_students_words_are_not_in_it(room, student, signed_in):
    room.student(OTHER, OTHER_PHONE)
    words = signed_in(student).get("/my-data").words
    assert NAME in words
    assert OTHER not in words


def test_without_consent_she_reads_it_too(student, signed_in, college):
    client = signed_in(student)
    client.submit("/privacy", action="withdraw")
    page = client.get("/my-data")
    assert page.status_code == 200
    assert NAME in page.words


def test_the_whole_and_the_copy_ask_her_to_confirm_first(student, signed_in):
    client = signed_in(student, confirmed=False)
    for answer in (client.get("/my-data/whole"), client.get("/my-data/delete")):
        assert answer.status_code == 303
        assert "/confirm" in answer.headers["Location"]
    token = signed_in(student, confirmed=True)
    page = token.get("/my-data/whole")
    assert "140 0000 4321" in page.words
    assert OUTSIDE in page.words


@pytest.mark.parametrize("button", ["page", "json"])
def test_the_copy_holds_it_all_and_is_noted(app, student, signed_in, button):
    client = signed_in(student, confirmed=True)
    client.checks_pages = False
    page = client.get("/my-data/whole")
    answer = client.submit(page, {"kind": button}, action="download")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "no-store"
    text = answer.get_data(as_text=True)
    for words in (NAME, "春季班", f"我是{NAME}", f"{NAME}阿姨"):
        assert words in text, words
    if button == "json":
        data = json.loads(text)
        assert data["person"]["phone"] == PHONE
        assert data["lessons"][0]["steps_done"] == 1
    else:
        assert "140 0000 4321" in text
        assert "<script" not in text
    with app.app_context():
        noted = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "data.export")).all()
        assert [(each.subject, each.detail) for each in noted] == [(f"person:{student}", {"form": button})]


def test_what_somebody_typed_is_not_live_in_the_copy(room, signed_in):
    student = room.student(NAME, None)
    with room.make.work():
        accounts.update_person(accounts.get_person(student), name="<img src=x onerror=alert(1)>", phone=None, age_band=None)
    client = signed_in(student, confirmed=True)
    client.checks_pages = False
    text = client.submit("/my-data/whole", {"kind": "page"}, action="download").get_data(as_text=True)
    assert "<img" not in text
    assert "&lt;img" in text


def test_staff_see_their_own(college, signed_in, room):
    page = signed_in(room.lecturer).get("/my-data")
    assert page.status_code == 200
    assert "钱讲师" in page.words


def test_every_table_with_rows_of_hers_stands_in_it(app, room, student, college):
    """Whoever adds a table that points at a person says here where she reads it, or why not."""
    tables = own.own_tables()
    found = {
        f"{table.name}.{key.parent.name}"
        for table in db.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name == "person"
    }
    unknown = {each for each in found if each.split(".")[0] not in tables or each in DEEDS} - set(DEEDS)
    assert not unknown, f"nobody is told about these: {sorted(unknown)}"
    with college.work():
        db.session.add(Deletion(person_id=student, asked_at=now(), way="own", due_on=now().date(), before={}))
    with app.test_request_context():
        data = own.gathered(student)
        rows = {table: _count(table, student) for table in tables if _points_at_person(table)}
    empty = [table for table, count in rows.items() if count and not data[tables[table]]]
    assert not empty, f"rows of hers are there, and she is not told: {empty}"
    assert {table for table, count in rows.items() if count} >= {"card", "consent", "enrollment", "question", "tap", "notice"}


def _points_at_person(table: str) -> bool:
    return "person_id" in db.metadata.tables[table].columns


def _count(table: str, person) -> int:
    columns = db.metadata.tables[table]
    return len(db.session.execute(select(columns).where(columns.c.person_id == person)).all())


def test_help_is_told_of_once_it_was_used_and_by_whom(room, student, signed_in, college):
    with room.make.work():
        place = Scope(district=SHANGCHENG, cohort=room.cohort)
        accounts.give_handover(actor=college.actor(room.helper), person_id=student, scope=place)
    client = signed_in(student)
    assert "吴助教" not in client.get("/my-data").page.find(class_="own-data").get_text()
    with room.make.work():
        db.session.scalars(select(Handover)).one().used_at = now()
    assert "吴助教帮忙登录的。" in client.get("/my-data").words


@pytest.mark.parametrize(("kept", "said"), [("Linux", "Linux 电脑"), ("", "一台我们认不出种类的设备"), ("demo", "一台我们认不出种类的设备")])
def test_a_device_is_called_as_on_the_page_of_devices(room, student, signed_in, kept, said):
    client = signed_in(student)
    with room.make.work():
        for each in db.session.scalars(select(DeviceSession).where(DeviceSession.person_id == student)):
            each.device = kept
    words = client.get("/my-data").words
    assert said in words and said in client.get("/devices").words
    assert "demo" not in words


def test_what_she_took_herself_was_taken_by_herself(student, signed_in):
    client = signed_in(student, confirmed=True)
    client.checks_pages = False
    client.submit("/my-data/whole", {"kind": "json"}, action="download")
    with_deed = [each for each in client.get("/my-data").page.select("li") if "保存了您的资料副本" in each.get_text()]
    assert len(with_deed) == 1 and NAME not in with_deed[0].get_text()


def test_a_list_of_her_class_that_was_taken_out_is_told_to_her(room, student, college):
    with room.make.work():
        exporting.export_roster(actor=college.actor(room.coordinator), cohort_id=room.cohort, shape=exporting.Shape.CSV)
        told = {each["what"]: each["by"] for each in own.gathered(student)["looked_at"]}
        assert told[words.deed("roster.export")] == "孙协调"


def test_whatever_takes_names_of_a_class_out_is_told_of():
    no_class = {"audit.export", "course.export", "data.export", "theme.export"}
    takes_out = {each for each in audit_words.DEEDS if each.endswith((".export", ".open", ".print", ".sheet"))}
    assert takes_out - no_class == set(words.OF_CLASS) and set(words.OF_CLASS) <= set(words.DEEDS)


def test_staff_who_never_learned_here_are_not_spoken_to_as_students(room, student, signed_in, college):
    hers, learner = signed_in(room.lecturer).get("/my-data").words, signed_in(student).get("/my-data").words
    for words in ("您问过什么", "您的同意", "给老师打电话"):
        assert words not in hers and words in learner, words
    with room.make.work():
        cohorts.enroll(actor=Actor.system(), cohort_id=room.cohort, person_id=room.lecturer)
    assert "您问过什么" in signed_in(room.lecturer).get("/my-data").words


def test_on_a_phone_of_the_class_no_copy_is_saved(app, student, signed_in):
    client, own_phone = (signed_in(student, kind=kind, confirmed=True) for kind in ("class", "own"))
    page = client.get("/my-data/whole")
    assert page.status_code == 200 and NAME in page.words
    assert not page.page.select("form[action$=download]") and not page.page.select("[data-print]")
    assert own_phone.get("/my-data/whole").page.select("form[action$=download]")
    token = page.page.find("input", attrs={"name": "csrf_token"})["value"]
    answer = client.post("/my-data/download", data={"csrf_token": token, "kind": "json"})
    assert answer.status_code == 409 and "Content-Disposition" not in answer.headers
    with app.app_context():
        assert not db.session.scalars(select(AuditEntry).where(AuditEntry.action == "data.export")).all()


def test_the_saved_page_is_readable_by_itself(student, signed_in):
    client = signed_in(student, confirmed=True)
    client.checks_pages = False
    page = client.submit("/my-data/whole", {"kind": "page"}, action="download").page
    assert page.html["lang"] == "zh-CN" and page.find("meta", charset="utf-8")
    (style,) = page.find_all("style")
    for rule in ("18pt", "max-width", "@media print"):
        assert rule in style.string, rule
    assert "url(" not in style.string and "@import" not in style.string
    assert not page.find_all(["script", "img", "link", "iframe"]) and page.find("h1") and page.find_all("h2")


@pytest.mark.parametrize(("days", "is_named"), [(0, True), (-28, False)])
def test_nobody_agreed_to_a_notice_before_its_day(room, signed_in, days, is_named):
    person = room.make.student(room.cohort, OTHER)
    day = datetime.combine(accounts.privacy_day(), time(1), tzinfo=UTC)
    with room.make.work():
        accounts.load_consents(given={person: day + timedelta(days=days)})
    section = signed_in(person).get("/my-data").page.find("h2", string="您的同意").find_next("ul").get_text()
    assert (accounts.PRIVACY_VERSION in section) == is_named
