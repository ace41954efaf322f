"""A second lecturer reads first: asked by name, told once, sees the draft only while the request stands, answers."""

from uuid import uuid4

import pytest

from college.authoring import readings
from college.core.errors import NotAllowed, NotFound, RuleBroken
from college.core.permissions import Role, Scope
from college.notices import service as notices
from tests.authoring.test_publishing import LESSON, Desk, desk  # noqa: F401 - a fixture
from tests.support.college import XIHU

pytestmark = pytest.mark.usefixtures("refunds")


@pytest.fixture
def reader(desk):  # noqa: F811
    """Give a lecturer of the district in which the first author teaches too."""
    cohort = desk.college.cohort(courses=("refunds",))
    desk.authors[0] = desk.college.lecturer(cohort)
    with desk.college.work():
        from_system = desk.college.actor(desk.authors[0]).system()
        readings.accounts.grant(actor=from_system, person_id=desk.authors[0], role=Role.AUTHOR, scope=Scope(course="refunds"))
    return desk.college.lecturer(cohort)


def ask(desk: Desk, reader, form_id=None, asked="请看第一步。"):
    """Ask the reader; give the request's id."""
    given = {"lesson_id": LESSON, "reader_id": reader, "asked": asked, "client_id": form_id or uuid4()}
    with desk.college.work():
        return readings.ask(actor=desk.college.actor(desk.authors[0]), course_id="refunds", **given).id


def as_reader(desk: Desk, reader, function, **given):
    """Call a service as the reader."""
    with desk.college.work():
        return function(actor=desk.college.actor(reader), **given)


@pytest.mark.both_databases
def test_a_reader_is_told_reads_and_answers_and_the_asker_is_told(desk, reader):  # noqa: F811
    form_id = uuid4()
    assert ask(desk, reader, form_id) == (asked := ask(desk, reader, form_id))
    (told,) = desk.read(notices.unread, reader)
    assert told.url == f"/write/readings/{asked}"
    version = as_reader(desk, reader, lambda **given: readings.reading_page(**given).draft.version, reading_id=asked)
    for _ in range(2):
        as_reader(desk, reader, readings.answer, reading_id=asked, verdict="change", words="第二步太长", version=version)
    (answered,) = desk.read(notices.unread, desk.authors[0])
    assert answered.url == f"/write/refunds/{LESSON}/readings"
    (line,) = desk.do(readings.asking, lesson_id=LESSON)[3]
    assert (line.reading.verdict, line.is_older) == ("change", False)


def test_a_text_changed_after_it_was_read_says_so(desk, reader):  # noqa: F811
    asked = ask(desk, reader)
    as_reader(desk, reader, readings.answer, reading_id=asked, verdict="good", words="", version=1)
    desk.reword()
    assert desk.do(readings.asking, lesson_id=LESSON)[3][0].is_older


def test_a_draft_is_read_only_while_the_request_stands(desk, reader):  # noqa: F811
    asked = ask(desk, reader)
    desk.do(readings.end, lesson_id=LESSON, reading_id=asked)
    for function in (readings.reading_page, readings.readable):
        with pytest.raises(NotFound):
            as_reader(desk, reader, function, reading_id=asked)
    with pytest.raises(NotFound):
        as_reader(desk, reader, readings.answer, reading_id=asked, verdict="good", words="", version=1)


def test_nobody_but_the_reader_reads_it(desk, reader):  # noqa: F811
    asked = ask(desk, reader)
    for person, refusal in ((desk.authors[1], NotFound), (desk.college.person(), NotAllowed)):
        with pytest.raises(refusal):
            as_reader(desk, person, readings.reading_page, reading_id=asked)


def test_colleagues_near_and_of_the_course_can_be_asked_and_no_others(desk, reader):  # noqa: F811
    far = desk.college.lecturer(desk.college.cohort(XIHU))
    found = as_reader(desk, desk.authors[0], lambda actor: readings.readers_for(actor, "refunds"))
    assert {reader, desk.authors[1]} <= set(found) and not {far, desk.authors[0]} & set(found)
    with pytest.raises(RuleBroken):
        ask(desk, far)


def test_the_same_colleague_is_not_asked_twice_while_she_reads(desk, reader):  # noqa: F811
    ask(desk, reader)
    with pytest.raises(RuleBroken):
        ask(desk, reader)


def test_the_pages_lead_from_the_notice_to_the_answer(desk, reader, signed_in):  # noqa: F811
    desk.reword()
    asked = ask(desk, reader, asked="<b>看</b>")
    client = signed_in(reader)
    page = client.get(f"/write/readings/{asked}").text
    assert f'src="/write/readings/{asked}/phone/open-my-taobao"' in page and "&lt;b&gt;看" in page and "点" in page
    phone = client.get(f"/write/readings/{asked}/phone", follow_redirects=True)
    assert phone.status_code == 200 and "点开淘宝" in phone.text
    assert client.get(f"/write/refunds/{LESSON}/phone").status_code in {403, 404}
