"""From the moment she asks, she is in no list, and all comes back when she changes her mind."""

from datetime import timedelta
from uuid import uuid4

import pytest

from college.accounts import service as accounts
from college.cohorts import imports, people
from college.cohorts import service as cohorts
from college.cohorts.imports import kept_rows
from college.cohorts.roster_rules import Fate
from college.core.audit import AuditEntry
from college.core.clock import now, today
from college.core.crypto import decrypt
from college.core.db import db, new_id
from college.core.errors import NotFound, RuleBroken
from college.core.permissions import Permission
from college.notices import service as notices
from college.privacy import deletion
from college.privacy import service as privacy
from college.privacy.models import Deletion
from college.questions import service as questions
from tests.privacy.conftest import NAME, OTHER, PHONE
from tests.support.asking import answered


@pytest.fixture
def student(room):
    return room.student(NAME, PHONE)


@pytest.fixture
def client(signed_in, student):
    return signed_in(student, confirmed=True)


def delete_herself(client):
    """Press the button on her page and give the page that follows."""
    return client.follow(client.submit("/my-data/delete", action="/my-data/delete"))


def everywhere(room, signed_in) -> dict[str, str]:
    """Give the words of every page on which staff may see a student."""
    found = {}
    for who, paths in (
        (room.coordinator, ["/", "/cohorts/{0}", "/cohorts/{0}?q=卞", "/board/{0}", "/board/{0}/people", "/cohorts/{0}/cards"]),
        (room.lecturer, ["/", "/cohorts/{0}", "/board/{0}/people", "/desk/questions", "/desk/questions?show=all"]),
        (room.helper, ["/cohorts/{0}", "/board/{0}/people"]),
    ):
        desk = signed_in(who)
        found |= {f"{who} {path}": desk.get(path.format(room.cohort)).words for path in paths}
    return found


def test_she_is_in_no_list_at_once(app, room, student, client, signed_in, college):
    answered(college, student, room.lecturer)
    college.student(room.cohort, OTHER)
    before = everywhere(room, signed_in)
    assert sum(NAME in words for words in before.values()) >= 6, "the control sees her nowhere"
    page = delete_herself(client)
    assert page.status_code == 200
    assert [path for path, words in everywhere(room, signed_in).items() if NAME in words] == []
    desk = signed_in(room.coordinator)
    assert desk.get(f"/cohorts/{room.cohort}/people/{student}").status_code == 404
    sheet = desk.submit(f"/board/{room.cohort}", action="export")
    assert sheet.status_code == 200
    assert "学员" in sheet.get_data(as_text=True)
    assert NAME not in sheet.get_data(as_text=True)
    with room.make.work():
        assert student not in cohorts.people_by_cohort([room.cohort])[room.cohort]
        assert accounts.people_by_phone(PHONE) == []
        assert notices.tell(person_id=student, key="later", texts={"zh": "好"}, url="/") is False
        mine = questions.mine(student)
        assert mine
        with pytest.raises(NotFound):
            questions.question_for(room.make.actor(room.lecturer), Permission.QUESTION_ANSWER, mine[0].id)


def test_her_devices_and_cards_are_dead(app, room, student, client, signed_in):
    other_phone = signed_in(student)
    assert other_phone.get("/learn").status_code == 200
    delete_herself(client)
    for each in (client, other_phone):
        assert each.get("/my-data").status_code == 303
    with room.make.work():
        assert accounts.cards_of([student]) == {}
        assert accounts.sessions_of(student) == []


def test_a_second_tap_says_goodbye_too_and_asks_once(app, student, client):
    token = client.get("/my-data/delete").page.find("input", attrs={"name": "csrf_token"})["value"]
    name = app.config["SESSION_COOKIE_NAME"]
    held = client.get_cookie(name).value
    first = client.post("/my-data/delete", data={"csrf_token": token})
    client.set_cookie(name, held)
    second = client.post("/my-data/delete", data={"csrf_token": token})
    assert [first.status_code, second.status_code] == [303, 303]
    assert first.headers["Location"] == second.headers["Location"] == "/my-data/deleted"
    assert "140-0000-0001" in client.follow(second).page.main.get_text()
    with app.app_context():
        assert len(db.session.scalars(db.select(Deletion)).all()) == 1
        asked = db.session.scalars(db.select(AuditEntry).where(AuditEntry.action == "deletion.ask")).all()
        assert len(asked) == 1


def test_the_goodbye_says_whom_to_call_and_is_hers_alone(app, student, client):
    page = delete_herself(client)
    assert page.request.path == "/my-data/deleted"
    assert "周老师" in page.page.main.get_text() and "140-0000-0001" in page.page.main.get_text()
    stranger = app.test_client().get("/my-data/deleted")
    assert (stranger.status_code, stranger.headers["Location"]) == (303, "/")


def test_whoever_only_looked_at_it_is_not_told_goodbye(student, client):
    assert client.get("/my-data/delete").status_code == 200
    assert client.get("/my-data/deleted").status_code == 303


def test_whoever_learns_nowhere_any_more_reads_whom_she_calls_too(room, student, client, college):
    with room.make.work():
        cohorts.end_enrollment(actor=college.actor(room.coordinator), cohort_id=room.cohort, person_id=student)
    assert "140-0000-0001" in delete_herself(client).page.main.get_text()


def test_nobody_and_the_unconfirmed_delete_nothing(app, room, student, signed_in):
    stranger, unsure = app.test_client(), signed_in(student, confirmed=False)
    for each in (stranger, unsure):
        token = each.get("/privacy").page.find("input", attrs={"name": "csrf_token"})["value"]
        answer = each.post("/my-data/delete", data={"csrf_token": token})
        assert answer.status_code == 303
    assert "/confirm" in answer.headers["Location"]
    with app.app_context():
        assert db.session.scalars(db.select(Deletion)).all() == []
        assert accounts.get_person(student).hidden_at is None


def test_her_coordinator_takes_it_back_and_all_is_as_before(app, room, student, client, signed_in, college):
    second = college.cohort(name="旧班")
    with room.make.work():
        actor = room.make.actor(room.coordinator)
        cohorts.enroll(actor=actor, cohort_id=second, person_id=student)
        cohorts.end_enrollment(actor=actor, cohort_id=second, person_id=student, to_on=today())
        stood = standing(student)
    delete_herself(client)
    desk = signed_in(room.coordinator)
    page = desk.get("/privacy/requests")
    assert "卞*朵" in page.words and NAME not in page.words
    desk.follow(desk.submit(page, action="take-back"))
    with room.make.work():
        assert standing(student) == stood
        person = accounts.get_person(student)
        assert (person.hidden_at, person.disabled_at) == (None, None)
        assert accounts.cards_of([student]) == {}
        assert [each.name for each in accounts.people_by_phone(PHONE)] == [NAME]
    with app.app_context():
        assert privacy.purge_due(now() + timedelta(days=30)) == 0
    assert NAME in signed_in(room.coordinator).get(f"/cohorts/{room.cohort}").words
    assert signed_in(student).get("/my-data").status_code == 200


def standing(person) -> set:
    rows = db.session.scalars(db.select(cohorts.Enrollment).where(cohorts.Enrollment.person_id == person))
    return {(each.cohort_id, each.status, each.to_on) for each in rows}


def test_asked_again_after_it_was_taken_back_is_one_row_with_new_days(room, student):
    for _ in range(2):
        with room.make.work():
            actor = room.make.actor(room.coordinator)
            place = {"cohort_id": room.cohort, "person_id": student}
            deletion.ask_for_her(actor=actor, **place, way="died", note="女儿,死亡证明")
        with room.make.work():
            row = db.session.scalars(db.select(Deletion)).one()
            assert (row.is_pending, decrypt(row.note_cipher)) == (True, "女儿,死亡证明")
            deletion.take_back(actor=room.make.actor(room.coordinator), person_id=student)
            deletion.take_back(actor=room.make.actor(room.coordinator), person_id=student)


def test_what_is_purged_cannot_be_taken_back(app, room, student, client):
    delete_herself(client)
    with app.app_context():
        assert privacy.purge_due(now() + timedelta(days=14)) == 1
    with room.make.work(), pytest.raises(NotFound):
        deletion.take_back(actor=room.make.actor(room.coordinator), person_id=student)


def test_a_roster_that_lists_her_again_finds_somebody_new(app, room, student, client):
    assert fate_of(room, NAME, PHONE) == Fate.HERE
    delete_herself(client)
    assert fate_of(room, NAME, PHONE) == Fate.NEW
    with room.make.work():
        actor = room.make.actor(room.coordinator)
        added = people.add_student(
            actor=actor, cohort_id=room.cohort, form_id=new_id(), name=NAME, phone=PHONE, age_band=None
        )
        assert added.person.id != student
        assert standing(student) == {(room.cohort, "hidden", None)}


def fate_of(room, name, phone):
    with room.make.work():
        data = f"姓名,手机号\n{name},{phone}\n{OTHER},\n".encode()
        row = imports.start(
            actor=room.make.actor(room.coordinator), cohort_id=room.cohort, form_id=uuid4(), file_name="a.csv", data=data
        )
        import_id = row.id
    room.run_jobs()
    with room.make.work():
        rows, _sample = kept_rows(db.session.get(type(row), import_id))
        return rows[0].decided.fate


def test_staff_are_told_to_have_their_account_closed_first(room, signed_in):
    page = signed_in(room.lecturer).get("/my-data/delete")
    assert "管理员" in page.words or "operator" in page.words
    assert not page.page.main.find("form", action="/my-data/delete")
    with room.make.work(), pytest.raises(RuleBroken):
        deletion.ask_deletion(actor=room.make.actor(room.lecturer), person_id=room.lecturer, way="own")


def test_another_districts_coordinator_sees_and_does_nothing(room, student, client, college, signed_in):
    delete_herself(client)
    far = signed_in(college.coordinator("330106"))
    page = far.get("/privacy/requests")
    assert "卞*朵" not in page.words
    token = page.page.find("input", attrs={"name": "csrf_token"})["value"]
    assert far.post(f"/privacy/requests/{student}/take-back", data={"csrf_token": token}).status_code == 404
