"""People and their numbers: kept encrypted, found by hash, shown masked, unmasked for a reason that is kept."""

import pytest
from sqlalchemy import select, text

from college.accounts import service as accounts
from college.accounts.models import Person
from college.core.audit import AuditEntry
from college.core.db import db, new_id
from college.core.errors import NotAllowed, NotFound, RuleBroken
from college.core.permissions import Actor, Scope
from tests.support.college import SHANGCHENG, XIHU

PHONE = "14000001234"


@pytest.mark.both_databases
def test_a_number_is_unreadable_in_its_row(app, college):
    college.person("王桂明", phone=" +86 140-0000-1234 ")
    with app.app_context():
        row = dict(db.session.execute(text("SELECT * FROM person")).mappings().one())
        assert PHONE not in repr(row)
        assert (row["phone_head"], row["phone_tail"]) == ("140", "1234")
        person = db.session.scalars(select(Person)).one()
        assert person.phone_masked == "140****1234"


@pytest.mark.both_databases
def test_who_shares_a_number_is_found_the_first_known_first(app, college):
    wife, husband = college.person("李秀兰", phone=PHONE), college.person("王桂明", phone=PHONE)
    college.person("张建国", phone="14000001235")
    with app.app_context():
        assert [each.id for each in accounts.people_by_phone(PHONE)] == [wife, husband]
        assert accounts.people_by_phone("14000009999") == []


def test_no_number_is_fine_and_a_wrong_one_is_not(app, college):
    person = college.person("王桂明", phone="  ")
    with pytest.raises(RuleBroken):
        college.person("李秀兰", phone="1234")
    with app.app_context():
        assert accounts.get_person(person).phone_masked == ""
        assert len(db.session.scalars(select(Person)).all()) == 1


#: what a hand types into the box → the number shown afterwards
EDITS = [(None, "140****1234"), ("", ""), ("14000005678", "140****5678"), (" 140 0000 5678 ", "140****5678")]


@pytest.mark.parametrize(("typed", "shown"), EDITS)
def test_a_hand_changes_a_person(app, college, typed, shown):
    person = college.person("王桂明", phone=PHONE)
    with college.work():
        accounts.update_person(accounts.get_person(person), name="王桂芳", phone=typed, age_band="65-69")
    with app.app_context():
        row = accounts.get_person(person)
        assert (row.name, row.phone_masked, row.age_band) == ("王桂芳", shown, "65-69")
        assert row.edited_at is not None


@pytest.mark.both_databases
def test_many_people_are_added_in_order_with_whole_rows(app, college):
    with college.work():
        rows = [{"name": f"王{number}", **accounts.protect_phone(PHONE if number % 2 else None)} for number in range(30)]
        ids = accounts.bulk_create_people(rows)
        assert accounts.bulk_create_people([]) == []
    with app.app_context():
        found = accounts.people_by_ids(ids)
        assert [found[each].name for each in ids] == [f"王{number}" for number in range(30)]
        assert {each.locale for each in found.values()} == {"zh"}
        assert len(accounts.people_by_phone(PHONE)) == 15


@pytest.mark.both_databases
def test_more_people_than_a_question_may_name_are_found(app, college):
    with college.work():
        ids = accounts.bulk_create_people({"name": "王"} for _ in range(1100))
    with app.app_context():
        assert set(accounts.people_by_ids(ids)) == set(ids)
        assert accounts.cards_of(ids) == {}
        assert accounts.ever_opened(ids) == set()


@pytest.mark.both_databases
def test_a_form_sent_twice_makes_one_person(app, college):
    person_id = college.person("王桂明")
    with college.work():
        assert accounts.create_person(name="another name", person_id=person_id).name == "王桂明"


HERE, FAR = Scope(district=SHANGCHENG), Scope(district=XIHU)


@pytest.mark.both_databases
def test_a_number_is_unmasked_for_a_reason_that_is_kept(app, college):
    person, coordinator = college.person("王桂明", phone=PHONE), college.coordinator(SHANGCHENG)
    with college.work():
        who = college.actor(coordinator)
        assert accounts.unmask_phone(actor=who, person_id=person, reason="  她没来上课  ", scope=HERE) == PHONE
    with app.app_context():
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "phone.unmask")).one()
        assert (entry.actor_id, entry.subject, entry.district) == (coordinator, f"person:{person}", SHANGCHENG)
        assert entry.detail == {"reason": "她没来上课"}
        assert PHONE not in repr(entry.detail)


@pytest.mark.parametrize(("reason", "scope", "phone", "error"), [
    ("", HERE, PHONE, RuleBroken),
    (" ", HERE, PHONE, RuleBroken),
    ("她没来", HERE, None, RuleBroken),
    ("她没来", FAR, PHONE, NotFound),
])  # fmt: skip
def test_a_number_stays_masked_otherwise(app, college, reason, scope, phone, error):
    person, coordinator = college.person("王桂明", phone=phone), college.coordinator(SHANGCHENG)
    with pytest.raises(error), college.work():
        accounts.unmask_phone(actor=college.actor(coordinator), person_id=person, reason=reason, scope=scope)
    with app.app_context():
        assert not db.session.scalars(select(AuditEntry).where(AuditEntry.action == "phone.unmask")).all()


def test_a_lecturer_unmasks_nothing(college):
    cohort, person = college.cohort(), college.person("王桂明", phone=PHONE)
    lecturer = college.lecturer(cohort)
    with pytest.raises(NotAllowed), college.work():
        accounts.unmask_phone(actor=college.actor(lecturer), person_id=person, reason="她没来", scope=HERE)


def test_an_account_is_closed_and_opened_by_an_operator_once(app, college):
    operator, person, coordinator = college.operator(), college.person("王桂明"), college.coordinator()
    for _ in range(2):
        with college.work():
            accounts.disable_person(actor=college.actor(operator), person_id=person)
    for _ in range(2):
        with college.work():
            accounts.enable_person(actor=college.actor(operator), person_id=person)
    with pytest.raises(NotAllowed), college.work():
        accounts.disable_person(actor=college.actor(coordinator), person_id=person)
    with pytest.raises(RuleBroken), college.work():
        accounts.disable_person(actor=college.actor(operator), person_id=operator)
    with app.app_context():
        actions = select(AuditEntry.action).where(AuditEntry.subject == f"person:{person}").order_by(AuditEntry.id)
        assert db.session.scalars(actions).all() == ["person.disable", "person.enable"]


def test_a_person_who_is_not_there_is_not_found(app):
    with app.app_context(), pytest.raises(NotFound):
        accounts.unmask_phone(actor=Actor.system(), person_id=new_id(), reason="她没来", scope=HERE)
