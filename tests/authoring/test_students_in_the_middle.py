"""What is written and published on the web changes a course under its students: nobody loses anything."""

import pytest

from college.authoring import publishing
from college.authoring import service as authoring
from college.core import jobs
from college.core.db import new_id
from college.core.permissions import Role, Scope
from college.library import publishing as library_publishing
from college.progress import service as progress
from tests.support.changing import COURSE, TinyCollege, texts

FIRST = texts(find="abcd", send="pq")
STUDENTS = {"at": {"find": "ab"}, "after": {"find": "abc"}, "done": {"find": "abcd"}}


@pytest.fixture
def tiny(app, college, monkeypatch) -> TinyCollege:
    """Give the tiny college; what is rendered is known to be harmless."""
    monkeypatch.setattr(library_publishing.limits, "run_limited", lambda work, *given, **_limits: work(*given))
    found = TinyCollege(app, college)
    found.open(first=FIRST)
    found.students(STUDENTS)
    return found


@pytest.fixture
def write(tiny):
    """Give a function that does something to a lesson as an author of the course."""
    author = tiny.make.staff(Role.AUTHOR, Scope(course=COURSE))

    def call(function, lesson_id: str, **given):
        with tiny.make.work():
            return function(actor=tiny.make.actor(author), course_id=COURSE, lesson_id=lesson_id, **given)

    def publish(*lesson_ids: str) -> None:
        with tiny.make.work():
            actor = tiny.make.actor(author)
            drafts = {each: authoring.draft_for(actor=actor, course_id=COURSE, lesson_id=each) for each in lesson_ids}
            versions = {each: draft.version for each, draft in drafts.items()}
            job_id = authoring.publish(actor=actor, course_id=COURSE, versions=versions, why="", form_id=new_id())
        with tiny.app.app_context():
            jobs.run_pending()
            assert publishing.publish_job(actor=tiny.make.actor(author), course_id=COURSE, job_id=job_id).result["published"]
            progress.catch_up()

    call.publish = publish
    return call


def goes_on(tiny, lesson: str = "find") -> dict[str, tuple[str, str]]:
    """Give where each student goes on in a lesson, and how it stands; the numbers are those that are counted anew."""
    assert tiny.differences() == []
    return {name: (stand.goes_on, stand.state) for name in STUDENTS if (stand := tiny.stands(name).get(lesson))}


def test_a_step_is_taken_out_put_back_moved_and_its_lesson_withdrawn_and_brought_back(tiny, write):
    write(authoring.take_out_step, "find", step_id="step-c")
    write.publish("find")
    assert goes_on(tiny) == {"at": ("d", "started"), "after": ("d", "started"), "done": ("a", "finished")}
    write(authoring.put_back_step, "find", step_id="step-c")
    write.publish("find")
    assert goes_on(tiny) == {"at": ("d", "started"), "after": ("d", "started"), "done": ("a", "finished")}
    write(authoring.move_step_to, "find", step_id="step-c", to_lesson_id="send")
    write.publish("find", "send")
    assert goes_on(tiny) == {"at": ("d", "started"), "after": ("d", "started"), "done": ("a", "finished")}
    assert goes_on(tiny, "send") == dict.fromkeys(["after", "done"], ("p", "not_started")) | {"at": ("p", "not_started")}
    write(publishing.withdraw, "find", why="要改")
    tiny.caught_up()
    assert goes_on(tiny) == {}
    write(publishing.bring_back, "find")
    tiny.caught_up()
    assert goes_on(tiny) == {"at": ("d", "started"), "after": ("d", "started"), "done": ("a", "finished")}


def test_a_reworded_a_new_and_a_divided_step_keep_what_was_done(tiny, write):
    draft = write(authoring.draft_for, "find")
    part = authoring.texts_of(draft).part("step-c")
    two = authoring.Texts(
        part.zh.replace("右下角", "左上角") + "\n\n## 再看一眼 {#step-x}\n看清了再点。",
        part.en + "\n\n## Look again {#step-x}\nLook before you tap.",
    )
    write(authoring.keep_part, "find", part="step-c", texts=two, base=authoring.fingerprint(part))
    write.publish("find")
    assert goes_on(tiny) == {"at": ("c", "started"), "after": ("d", "started"), "done": ("x", "finished")}
    assert tiny.stands("done")["find"].done == 4 and tiny.stands("done")["find"].total == 5
    with tiny.make.work():
        publishing_actor = tiny.make.actor(tiny.make.staff(Role.AUTHOR, Scope(course=COURSE)))
        publishing.start_return(actor=publishing_actor, course_id=COURSE, lesson_id="find", number=1, seen=2, form_id=new_id())
    with tiny.app.app_context():
        jobs.run_pending()
        progress.catch_up()
    assert goes_on(tiny) == {"at": ("c", "started"), "after": ("d", "started"), "done": ("a", "finished")}
