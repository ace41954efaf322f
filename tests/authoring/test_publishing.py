"""Publishing from the web: the same check and store as files, nothing overwritten silently, once, now or on a day."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from college.authoring import publishing, publishing_page, queries, scheduling, service
from college.authoring.models import LessonDraft
from college.authoring.service import Texts, fingerprint
from college.core import jobs
from college.core.clock import freeze
from college.core.errors import NotAllowed, NotFound, RuleBroken
from college.core.permissions import Role, Scope
from college.library import service as library
from college.notices import service as notices

pytestmark = pytest.mark.usefixtures("refunds")

STEP, LESSON = "open-my-taobao", "find-order"
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def desk(college):
    """Give two authors of the course and what they do."""
    return Desk(college)


class Desk(SimpleNamespace):
    """Two authors of the course; each deed is a unit of work of its own."""

    def __init__(self, college) -> None:
        authors = [college.staff(Role.AUTHOR, Scope(course="refunds")) for _ in range(2)]
        super().__init__(college=college, authors=authors)

    def do(self, function, who=0, **given):
        """Call a service as an author."""
        with self.college.work():
            found = function(actor=self.college.actor(self.authors[who]), course_id="refunds", **given)
            jobs.db.session.flush()
            jobs.db.session.expunge_all()
            return found

    def read(self, function, *given, **named):
        """Ask something outside any unit of work."""
        with self.college.app.app_context():
            return function(*given, **named)

    def reword(self, old="打开淘宝", new="点开淘宝", who=0, lesson=LESSON) -> int:
        """Change the words of the first step that has them; give the draft's version."""
        draft = self.do(service.draft_for, who, lesson_id=lesson)
        part = next(each for each in library.cut(draft.zh).step_ids if old in library.cut(draft.zh).text_of(each))
        there = service.texts_of(draft).part(part)
        kept = self.do(service.keep_part, who, lesson_id=lesson, part=part, base=fingerprint(there),
                       texts=Texts(there.zh.replace(old, new), there.en))
        return kept.draft.version

    def publish(self, versions, who=0, why="更好懂", form_id=None):
        """Publish as the page does, and let the worker work; give the job."""
        job_id = self.do(publishing.start, who, versions=versions, why=why, form_id=form_id or uuid4())
        self.work_off()
        return self.read(jobs.get, job_id, jobs.Actor.system())

    def work_off(self) -> None:
        """Let the worker do what waits."""
        with self.college.app.app_context():
            jobs.run_pending()

    def lesson(self, lesson=LESSON):
        """Give a lesson as students see it."""
        return self.read(library.lesson, "refunds", lesson)

    def editions(self, lesson=LESSON):
        """Give a lesson's versions, the newest first."""
        return self.read(library.editions, "refunds", lesson, 1).items


@pytest.mark.both_databases
def test_students_see_what_was_published_with_who_and_why(desk):
    others = {each.id: each.number for each in desk.read(library.lessons, "refunds")}
    job = desk.publish({LESSON: desk.reword()})
    assert job.result["published"] == [LESSON]
    latest = desk.editions()[0]
    assert (latest.number, latest.origin, latest.published_by, latest.why) == (2, "web", desk.authors[0], "更好懂")
    assert "点开淘宝" in desk.lesson().in_language("zh").step(STEP).html
    now = {each.id: each.number for each in desk.read(library.lessons, "refunds")}
    assert now == {**others, LESSON: 2}, "only the text that was published changes"
    assert desk.lesson().step_ids == tuple(desk.lesson().step_ids)


def test_the_same_form_sent_twice_publishes_once(desk):
    versions, form_id = {LESSON: desk.reword()}, uuid4()
    desk.publish(versions, form_id=form_id)
    desk.publish(versions, form_id=form_id)
    assert [each.number for each in desk.editions()] == [2, 1]


def test_the_same_words_published_again_make_no_version(desk):
    version = desk.reword()
    desk.publish({LESSON: version})
    assert desk.publish({LESSON: version}).result["unchanged"] == [LESSON]
    assert len(desk.editions()) == 2


def test_a_job_begun_again_after_its_worker_died_finds_what_it_did(desk):
    job = desk.publish({LESSON: desk.reword()})
    with desk.college.work():
        jobs.db.session.get(jobs.Job, job.id).state = "waiting"
    desk.work_off()
    assert desk.read(jobs.get, job.id, jobs.Actor.system()).result["published"] == [LESSON]
    assert len(desk.editions()) == 2


def test_a_text_changed_since_she_looked_is_not_published(desk):
    version = desk.reword()
    desk.reword("点开淘宝", "进淘宝", who=1)
    with pytest.raises(RuleBroken):
        desk.publish({LESSON: version})
    job_id = desk.do(publishing.start, versions={LESSON: version + 1}, why="改", form_id=uuid4())
    desk.reword("进淘宝", "去淘宝", who=1)
    desk.work_off()
    assert desk.read(jobs.get, job_id, jobs.Actor.system()).result == {"changed": [LESSON]}
    assert len(desk.editions()) == 1


def test_an_unfit_text_is_not_published_and_says_why(desk):
    version = desk.reword("{#open-my-taobao", "{#Open_My")
    result = desk.publish({LESSON: version}).result
    assert "published" not in result and len(result["unfit"]) >= 1
    page = desk.do(publishing_page.publish_page, lesson_id=LESSON)
    assert not page.is_fit and page.problems[0].part


@pytest.mark.both_databases
def test_what_somebody_else_published_meanwhile_is_not_overwritten_silently(desk):
    desk.publish({LESSON: desk.reword()})
    draft = desk.do(service.locked_draft, lesson_id=LESSON)
    stale(desk, draft)
    version = desk.reword("点开淘宝", "进入淘宝")
    assert desk.publish({LESSON: version}).result == {"overtaken": [LESSON]}
    page = desk.do(publishing_page.publish_page, lesson_id=LESSON)
    assert page.meanwhile.edition.number == 2 and not page.meanwhile.difference.is_empty
    with pytest.raises(RuleBroken):
        desk.do(publishing.keep_mine, lesson_id=LESSON, seen="something older")
    desk.do(publishing.keep_mine, lesson_id=LESSON, seen=page.meanwhile.seen)
    assert desk.publish({LESSON: version}).result["published"] == [LESSON]
    assert "进入淘宝" in desk.lesson().in_language("zh").step(STEP).html


def stale(desk, draft):
    """Let a draft be as if it had begun from the first version."""
    first = desk.read(library.edition, "refunds", draft.lesson_id, 1).id
    with desk.college.work():
        queries.draft("refunds", draft.lesson_id, locks=True).base_revision_id = first


def test_what_was_published_comes_into_the_draft_and_hers_is_kept_aside(desk):
    desk.publish({LESSON: desk.reword()})
    stale(desk, desk.do(service.locked_draft, lesson_id=LESSON))
    with desk.college.work():
        row = queries.draft("refunds", LESSON, locks=True)
        row.zh = row.zh.replace("点开淘宝", "我写的淘宝")
    draft = desk.do(publishing.take_published, lesson_id=LESSON)
    assert "点开淘宝" in draft.zh and "我写的淘宝" not in draft.zh
    assert "我写的淘宝" in draft.aside[-1]["zh"] and draft.aside[-1]["part"] == STEP
    assert desk.do(publishing_page.publish_page, lesson_id=LESSON).meanwhile is None


def test_a_new_course_publishes_its_own_text_with_its_first_lesson(desk):
    text = desk.do(service.draft_for, lesson_id=LESSON).zh, desk.do(service.draft_for, lesson_id=LESSON).en
    own = desk.do(service.draft_for, lesson_id="course")
    with desk.college.work():
        library.begin_course("c-new", "新课")
        for lesson_id, (zh, en) in {"l-new": text, "course": (own.zh, own.en)}.items():
            words = {"zh": zh.replace("id: find-order", "id: l-new").replace("id: refunds", "id: c-new"), "en": en.replace("id: find-order", "id: l-new").replace("id: refunds", "id: c-new")}
            queries.db.session.add(LessonDraft(course_id="c-new", lesson_id=lesson_id, **words))
    author = desk.college.staff(Role.AUTHOR, Scope(course="c-new"))
    with desk.college.work():
        job_id = publishing.start(actor=desk.college.actor(author), course_id="c-new", versions={"l-new": 1}, why="新", form_id=uuid4())
    desk.work_off()
    assert desk.read(jobs.get, job_id, jobs.Actor.system()).result["published"] == ["l-new"]
    course = desk.read(library.course, "c-new")
    assert [each.id for each in course.lessons] == ["l-new"]


@pytest.mark.both_databases
def test_a_withdrawn_lesson_is_hidden_and_comes_back_with_its_steps(desk):
    before = desk.lesson().step_ids
    desk.do(publishing.withdraw, lesson_id=LESSON, why="要改")
    assert desk.read(library.find_lesson, "refunds", LESSON) is None
    assert desk.do(publishing.withdraw, lesson_id=LESSON, why="要改") is False
    assert desk.do(publishing.bring_back, lesson_id=LESSON) is True
    assert desk.lesson().step_ids == before
    assert desk.read(library.lesson_of_step, "refunds", before[0]) == LESSON
    assert len(desk.editions()) == 1


def test_a_withdrawn_lesson_can_be_published_anew(desk):
    desk.do(publishing.withdraw, lesson_id=LESSON, why="要改")
    assert desk.publish({LESSON: desk.reword()}).result["published"] == [LESSON]
    assert "点开淘宝" in desk.lesson().in_language("zh").step(STEP).html


def test_the_last_lesson_of_a_course_stays(desk):
    ids = [each.id for each in desk.read(library.course, "refunds").lessons]
    for each in ids[1:]:
        desk.do(publishing.withdraw, lesson_id=each, why="要改")
    with pytest.raises(RuleBroken):
        desk.do(publishing.withdraw, lesson_id=ids[0], why="要改")


def morning(day: date, hour: int = 7) -> datetime:
    """Give a moment of a day in China."""
    return datetime(day.year, day.month, day.day, hour, 1, tzinfo=SHANGHAI)


def due(desk, moment: datetime) -> None:
    """Let the worker look at this moment and do what is due."""
    with desk.college.app.app_context(), freeze(moment):
        scheduling.publish_due()
        jobs.run_pending()


def test_a_day_set_is_published_in_its_morning_and_not_before(desk):
    tomorrow = scheduling.today() + timedelta(days=1)
    desk.do(scheduling.schedule, versions={LESSON: desk.reword()}, why="到期", day=tomorrow)
    due(desk, morning(tomorrow, hour=5))
    assert len(desk.editions()) == 1
    for _ in range(2):
        due(desk, morning(tomorrow))
    assert [each.why for each in desk.editions()] == ["到期", ""]
    assert desk.do(service.draft_for, lesson_id=LESSON).publish_on is None


def test_a_day_taken_back_or_not_later_than_today_publishes_nothing(desk):
    tomorrow, version = scheduling.today() + timedelta(days=1), desk.reword()
    with pytest.raises(RuleBroken):
        desk.do(scheduling.schedule, versions={LESSON: version}, why="到期", day=scheduling.today())
    desk.do(scheduling.schedule, versions={LESSON: version}, why="到期", day=tomorrow)
    assert desk.do(scheduling.take_back, lesson_id=LESSON) is True
    due(desk, morning(tomorrow))
    assert len(desk.editions()) == 1


def test_who_set_the_day_is_told_when_it_did_not_come_about(desk):
    tomorrow = scheduling.today() + timedelta(days=1)
    desk.do(scheduling.schedule, versions={LESSON: desk.reword()}, why="到期", day=tomorrow)
    desk.reword("点开淘宝", "进淘宝", who=1)
    for _ in range(2):
        due(desk, morning(tomorrow))
    (told,) = desk.read(notices.unread, desk.authors[0])
    assert told.url == "/write/refunds/find-order/publish" and len(desk.editions()) == 1
    draft = desk.do(service.draft_for, lesson_id=LESSON)
    assert draft.publish_problem and draft.publish_on is None


def test_only_authors_publish_and_withdraw(desk):
    version = desk.reword()
    lecturer = desk.college.lecturer(desk.college.cohort(courses=("refunds",)))
    stranger = desk.college.staff(Role.AUTHOR, Scope(course="photo-search"))
    for person, refusal in ((lecturer, NotAllowed), (stranger, NotFound)):
        desk.authors[1] = person
        with pytest.raises(refusal):
            desk.publish({LESSON: version}, who=1)
        with pytest.raises(refusal):
            desk.do(publishing.withdraw, 1, lesson_id=LESSON, why="要改")
