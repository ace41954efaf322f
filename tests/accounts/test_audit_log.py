"""Operators search what was done: in plain words, without students' names, and quickly when it is much."""

import csv
import io
import json
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import insert, select

from college.accounts import audit_log, audit_words
from college.accounts import service as accounts
from college.core import audit, clock
from college.core.audit import AuditEntry
from college.core.db import db, new_id
from college.core.errors import NotAllowed, RuleBroken
from college.core.permissions import Actor, Permission
from tests.accounts.conftest import PASSWORD
from tests.support.college import SHANGCHENG, XIHU
from tests.support.counting import count_queries


@pytest.fixture
def office(college):
    """Make an operator, a coordinator, and a student, and let the coordinator do a few things."""
    return Office(college)


class Office:
    """Who did what."""

    def __init__(self, college) -> None:
        self.college, self.cohort = college, college.cohort()
        self.student = college.student(self.cohort, "王桂明", phone="14000001234")
        self.operator, self.coordinator = college.operator(), college.coordinator()
        with college.work():
            actor = college.actor(self.coordinator)
            audit.record(actor, "phone.unmask", subject=f"person:{self.student}", district=SHANGCHENG, reason="王桂明三次没来 14000001234")
            audit.record(actor, "cohort.edit", subject=f"cohort:{self.cohort}", district=SHANGCHENG, name="=1+1")
            audit.record(Actor(person_id=self.student), "consent.give", subject=f"person:{self.student}", version="1")
            audit.record(actor, "brand.new", district=XIHU)

    def search(self, **wanted):
        """Search as the operator."""
        with self.college.work():
            return audit_log.entries(actor=self.college.actor(self.operator), wanted=audit_log.Wanted(**wanted))

    def deeds(self, **wanted) -> list[str]:
        """Give what was found, as words."""
        return [line.deed for line in self.search(**wanted).items]


@pytest.mark.both_databases
def test_every_filter_narrows(office):
    all_of_it, today = office.search().total, clock.today()
    with office.college.work():
        words = {deed: str(audit_words.DEEDS[deed]) for deed in ("phone.unmask", "cohort.edit", "consent.give")}
    assert all_of_it >= 8
    assert office.deeds(action="phone.unmask") == [words["phone.unmask"]]
    assert office.deeds(who="孙协调") == ["brand.new", words["cohort.edit"], words["phone.unmask"]]
    assert office.search(who="staff-").total == 3 and office.search(who="nobody%").total == 0
    assert words["cohort.edit"] in office.deeds(kind="cohort") and words["consent.give"] not in office.deeds(kind="cohort")
    for sought in (str(office.student), office.student.hex[-8:], office.student.hex[-8:].upper()):
        assert office.deeds(subject_id=sought, action="phone.unmask") == [words["phone.unmask"]]
    assert words["phone.unmask"] in office.deeds(kind="person", subject_id=str(office.student))
    assert office.deeds(district=XIHU) == ["brand.new"]
    assert office.search(first=today, last=today).total == all_of_it
    assert office.search(last=today - timedelta(days=1)).total == office.search(first=today + timedelta(days=1)).total == 0


def test_staff_have_names_and_students_have_none(office):
    text = repr([vars(line) for line in office.search().items])
    assert "孙协调" in text and "王桂明" not in text and "14000001234" not in text
    assert office.student.hex[-8:] in text and str(office.student) not in text
    assert "王*明三次没来 140****1234" in text


def test_the_page_says_it_in_both_languages(office, signed_in):
    client = signed_in(office.operator)
    answer = client.get("/audit", query_string={"kind": "person", "first": "2026-1-1", "last": "2099年12月31日"})
    assert "孙协调" in answer.words and "王桂明" not in answer.words
    client.set_cookie("language", "en")
    assert "Looked at a whole telephone number" in client.get("/audit").words
    for odd in ("?page=999", "?page=x", "?first=1月2日&last=20261122", "?kind=x&district=x&action=x", "?subject_id=%25&who=%25"):
        assert client.get(f"/audit{odd}").status_code == 200


def test_a_day_that_cannot_be_read_gives_nothing_rather_than_everything(office, signed_in):
    client, today = signed_in(office.operator), clock.today()
    token = client.get("/audit").page.find("input", attrs={"name": "csrf_token"})["value"]
    for typed in ("昨天", "2026-99-99", "2月30日"):
        for name in ("first", "last"):
            answer = client.get("/audit", query_string={name: typed})
            assert answer.status_code == 422 and answer.page.find(id=name)["value"] == typed
            assert answer.page.find(id=f"{name}-error") and answer.page.find("a", href=f"#{name}")
            assert not answer.page.find("table") and not answer.page.find("form", action="/audit/export")
            assert client.post("/audit/export", data={name: typed, "csrf_token": token}).status_code == 422
    assert not _entries(office.college, action="audit.export")
    ways = (today.isoformat(), today.strftime("%Y/%m/%d"), f"{today.month}月{today.day}日", f"{today.year}年{today.month}月{today.day}日")
    for typed in ways:
        answer = client.get("/audit", query_string={"first": typed, "who": "孙协调"})
        assert answer.status_code == 200 and answer.page.find(id="first")["value"] == today.isoformat()
        assert len(answer.page.find("tbody").find_all("tr")) == 3
        assert f"{today.month}月{today.day}日 " in answer.page.find("td", class_="audit-when").text


def test_codes_and_addresses_are_said_in_words(office, signed_in):
    with office.college.work():
        actor = office.college.actor(office.coordinator)
        audit.record(actor, "person.edit", subject=f"person:{office.student}", phone_changed=False)
        audit.record(actor, "theme.move", to="planned", told=3)
        audit.record(actor, "transfer.ask", to_district=XIHU)
        audit.record(Actor.system(), "retention.run", subject=f"retention:{uuid4()}")
    client = signed_in(office.operator)
    signed_in(office.coordinator).get("/audit")
    client.get("/audit?who=孙协调&action=phone.unmask")
    client.submit("/audit?who=孙协调", action="/audit/export")
    client.set_cookie("language", "en")
    words = client.get("/audit").words
    for said in ("telephone changed: no", "to: Promised", "to the district: 西湖区", "the audit", "Clearing away"):
        assert said in words, said
    assert not re.search(r"audit_index|accounts\.|retention:|False|to_district|planned|audit:read", words)


def test_what_was_found_can_be_taken_home_and_that_is_written_down(office, signed_in):
    client = signed_in(office.operator)
    answer = client.submit("/audit?who=孙协调", action="/audit/export")
    lines = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert answer.mimetype == "text/csv" and len(lines) == 4 and lines[1][-1] == "brand.new"
    assert not [cell for line in lines for cell in line if cell.startswith(("=", "+", "-", "@"))]
    entry = _entries(office.college, action="audit.export")[0]
    assert entry.detail == {"count": 3, "wanted": {"who": "孙协调"}} and entry.actor_id == office.operator
    unsure = signed_in(office.operator, confirmed=False)
    assert "/confirm" in unsure.submit("/audit", action="/audit/export").headers["Location"]


def test_a_table_of_everything_has_an_end(office, monkeypatch):
    monkeypatch.setattr(audit_log, "MOST_IN_TABLE", 3)
    with pytest.raises(RuleBroken), office.college.work():
        audit_log.as_table(actor=office.college.actor(office.operator), wanted=audit_log.Wanted())


def test_nobody_else_reads_it(office, signed_in):
    for person in (office.coordinator, office.college.product_manager()):
        assert signed_in(person).get("/audit").status_code == 403
        with pytest.raises(NotAllowed), office.college.work():
            audit_log.entries(actor=office.college.actor(person), wanted=audit_log.Wanted())


def _entries(college, **wanted) -> list[AuditEntry]:
    with college.app.app_context():
        found = list(db.session.scalars(select(AuditEntry).filter_by(**wanted)))
        db.session.expunge_all()
        return found


MANY = 20_000


def _fill(college, people) -> None:
    moment = clock.now()
    actions = ("session.start", "access.refused", "card.issue", "board.export", "phone.unmask")
    with college.work():
        db.session.execute(
            insert(AuditEntry.__table__),
            [
                {
                    "id": new_id(), "at": moment - timedelta(minutes=number), "actor_id": people[number % len(people)],
                    "action": actions[number % 5], "subject": f"person:{uuid4()}", "district": None, "detail": {},
                }
                for number in range(MANY)
            ],
        )  # fmt: skip


def test_twenty_thousand_entries_are_searched_by_an_index_and_with_the_same_few_queries(office):
    with office.college.work():
        actor = office.college.actor(office.operator)
        assert actor.reach(Permission.AUDIT_READ)
        with count_queries() as few:
            audit_log.entries(actor=actor, wanted=audit_log.Wanted())
    _fill(office.college, [office.operator, office.coordinator])
    searches = [{}, {"action": "phone.unmask"}, {"who": "孙协调"}, {"kind": "person", "subject_id": str(office.student)}]
    for wanted in searches:
        with office.college.work():
            with count_queries() as asked:
                found = audit_log.entries(actor=actor, wanted=audit_log.Wanted(**wanted), page=2)
            assert len(asked) <= len(few) + bool(wanted.get("who")) <= 7
            assert found.items
            plan = " ".join(str(row) for row in db.session.execute(db.text(_plan(wanted, office))))
        assert "USING INDEX ix_audit_entry" in plan and "TEMP B-TREE FOR ORDER BY" not in plan, plan


def _plan(wanted: dict, office) -> str:
    statement = audit_log._sought(audit_log.Wanted(**wanted)).limit(50)
    return f"EXPLAIN QUERY PLAN {statement.compile(db.engine, compile_kwargs={'literal_binds': True})}"


def test_a_long_story_leaves_no_secret_behind(app, college, signed_in, refunds, hire, client, try_password, print_card, walk_in):
    """Passwords, links, cards, sign-ins, unmaskings and files: no entry holds what opens a door, nor a whole number."""
    cohort = college.cohort()
    student = college.student(cohort, "王桂明", phone="14000001234")
    card, secrets = print_card(student), {PASSWORD, "14000001234", "14000005678", "1400000"}
    walk_in(app.test_client(), card)
    hire()
    try_password(client, password="five green apples on a chair")
    try_password(client)
    operator, coordinator = signed_in(college.operator()), signed_in(college.coordinator())
    link = operator.submit(f"/staff/{_someone(college)}", action="password-link").page.find("code").text
    page = f"/cohorts/{cohort}/people/{student}"
    answer = coordinator.submit(f"{page}/phone", {"reason": "打14000005678或者 1400 0005 678 找不到王桂明"})
    assert "140 0000 1234" in answer.words
    coordinator.submit(f"{page}/card")
    coordinator.submit(f"/board/{cohort}", action="/export")
    coordinator.get("/audit")
    operator.get(f"/cohorts/{cohort}")
    operator.submit("/audit", action="/audit/export")
    secrets |= {card.token, link.rpartition("/")[2], "five green apples"}
    rows = _entries(college)
    text = json.dumps([[each.action, each.subject, each.detail] for each in rows], ensure_ascii=False, default=str)
    text = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "", text)
    assert not [secret for secret in secrets if secret in text]
    assert not re.search(r"1[3-9]\d{9}", re.sub(r"[\s\-]", "", text))
    deeds = {each.action for each in rows}
    assert {"phone.unmask", "access.refused", "session.start", "password.link", "card.issue", "board.export", "audit.export", "sign_in.failed"} <= deeds
    assert "140****5678" in text


def _someone(college):
    with college.work():
        return next(each.id for each in accounts.staff_people() if each.name == "周老师")
