"""What the lecturers of the demonstration write: a course of one district, its copy in the other, and what waits."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from uuid import NAMESPACE_URL, UUID, uuid5

from college.accounts import service as accounts
from college.authoring import service as authoring
from college.authoring.service import COURSE_TEXT, Texts
from college.core import jobs
from college.core.clock import freeze, now, today
from college.core.db import run_in_unit
from college.core.permissions import Actor, Role, Scope
from college.demo.asked import COURSE, SHANGCHENG, XIHU

FOLDER = Path(__file__).with_name("mooncakes")
TITLE, COPY_TITLE = "中秋买月饼", "中秋买月饼（西湖区）"
#: Name of the file → title, in order.
LESSONS = {"choose": "挑一盒合口味的月饼", "send": "给孩子寄一盒", "broken": "月饼碎了怎么办"}
#: The lesson that was published three times: days ago, why, and what then stood otherwise (old words, new words).
REVISIONS = (
    (12, "第一次发布", ()),
    (9, "学员问客服是谁，补上了一句", (("点左下角的“客服”，问", "点左下角的“客服”（店里回话的人），问"),)),
    (5, "上课时大家嫌价钱写得太高", (
        ("最低80、最高300", "最低50、最高150"), ("80 as the lowest and 300", "50 as the lowest and 150"),
        ('low: "80", high: "300"', 'low: "50", high: "150"'),
    )),
)  # fmt: skip
#: A better sentence in the second lesson that is to be published by itself, and one in a shipped lesson to be read first.
LATER, DAYS_AHEAD = ("早一点下单才稳当。", "最好提前一个星期下单。"), 4
SHIPPED_LESSON = "find-order"
SHIPPED = ("打开淘宝，看屏幕最下面。", "打开淘宝，手指不用动，先看屏幕最下面。")
#: What was reworded in that lesson after the first class: days ago, why, old words, new words.
REWORDED = (27, "很多人点到别处，先说清楚在右下角", "“我的淘宝”一般在右下角，点它。", "手机右下角的“我的淘宝”，点它一下。")
ASKED = "我把第一步的第一句改了一点，想请您看看，学员听不听得懂。"


def is_written() -> bool:
    """Say whether everything that `write` makes is there: the copy comes last."""
    return XIHU in authoring.home_districts().values()


def write(author: UUID, colleague: UUID) -> None:
    """Let ``author`` write and publish a course as she would on the web, and ``colleague`` copy it and ask her to read.

    Opens units of work of its own; killed half-way and begun again it goes on where it was.
    """
    first_day = max(REVISIONS[0][0], REWORDED[0]) + 1
    with freeze(_at(first_day)):
        made = run_in_unit(lambda: _begin(author, colleague))
    with freeze(_at(REWORDED[0])):
        run_in_unit(lambda: _reword(author))
        jobs.run_pending()
    for number, (days, why, _changes) in enumerate(REVISIONS):
        with freeze(_at(days)):
            run_in_unit(lambda at=number: _keep(author, made["course"], made["choose"], _choose(at, made)))
            texts = [made["choose"], *([made["send"]] if number == 0 else [])]
            run_in_unit(lambda at=number, some=texts, said=why: _publish(author, made["course"], some, said, at))
            jobs.run_pending()
    with freeze(_at(1)):
        run_in_unit(lambda: _leave_open(author, made))
        run_in_unit(lambda: _ask_and_copy(author, colleague, made["course"]))


def _at(days: int) -> datetime:
    return now() - timedelta(days=days)


def _form(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"demo writing {name}")


def _texts(name: str, ids: dict[str, str]) -> Texts:
    """Give a text of the folder in both languages with the ids that this college gave."""
    both = (FOLDER.joinpath(f"{name}{ending}").read_text("utf-8") for ending in (".md", ".en.md"))
    return Texts(*(text.replace("{course}", ids["course"]).replace("{lesson}", ids.get(name, "")) for text in both))


def _choose(number: int, ids: dict[str, str]) -> Texts:
    """Give the first lesson as it was published the n-th time (from 0): the folder holds its last words."""
    text = _texts("choose", ids)
    for old, new in (change for _days, _why, changes in reversed(REVISIONS[number + 1 :]) for change in changes):
        text = Texts(text.zh.replace(new, old), text.en.replace(new, old))
    return text


def _begin(author: UUID, colleague: UUID) -> dict[str, str]:
    """Begin the course with its lessons, and make both authors of the shipped course that they teach."""
    for person_id in (author, colleague):
        accounts.grant(actor=Actor.system(), person_id=person_id, role=Role.AUTHOR, scope=Scope(course=COURSE))
    place = {"title": TITLE, "district_code": SHANGCHENG}
    course = authoring.start_course(actor=accounts.actor_for(author), form_id=_form("course"), **place)
    ids, actor = {"course": course}, accounts.actor_for(author)
    for name, title in LESSONS.items():
        ids[name] = authoring.new_lesson(actor=actor, course_id=course, form_id=_form(name), title=title)
    for name, lesson_id in {**ids, "course": COURSE_TEXT}.items():
        if authoring.draft_for(actor=actor, course_id=course, lesson_id=lesson_id).version == 1:
            _keep(author, course, lesson_id, _texts(name, ids))
    return ids


def _keep(author: UUID, course_id: str, lesson_id: str, texts: Texts) -> None:
    actor, place = accounts.actor_for(author), {"course_id": course_id, "lesson_id": lesson_id}
    there = authoring.texts_of(authoring.draft_for(actor=actor, **place))
    authoring.keep_whole(actor=actor, **place, texts=texts, base=authoring.fingerprint(there))


def _publish(author: UUID, course_id: str, lesson_ids: list[str], why: str, number: int) -> None:
    actor = accounts.actor_for(author)
    drafts = {each: authoring.draft_for(actor=actor, course_id=course_id, lesson_id=each) for each in lesson_ids}
    versions = {each: draft.version for each, draft in drafts.items()}
    authoring.publish(actor=actor, course_id=course_id, versions=versions, why=why, form_id=_form(f"publish {number}"))


def _reword(author: UUID) -> None:
    """Publish a shipped lesson in other words, so that there is something to compare: before it and since."""
    _days, why, old, new = REWORDED
    actor, place = accounts.actor_for(author), {"course_id": COURSE, "lesson_id": SHIPPED_LESSON}
    there = authoring.texts_of(authoring.draft_for(actor=actor, **place))
    _keep(author, COURSE, SHIPPED_LESSON, Texts(there.zh.replace(old, new), there.en))
    version = authoring.draft_for(actor=actor, **place).version
    authoring.publish(actor=actor, course_id=COURSE, versions={SHIPPED_LESSON: version}, why=why, form_id=_form("reword"))


def _leave_open(author: UUID, made: dict[str, str]) -> None:
    """Have a better sentence of the second lesson wait for its day; the third lesson still has something to mend."""
    course, lesson = made["course"], made["send"]
    text = _texts("send", made)
    _keep(author, course, lesson, Texts(text.zh.replace(*LATER), text.en))
    actor = accounts.actor_for(author)
    version = authoring.draft_for(actor=actor, course_id=course, lesson_id=lesson).version
    day = today() + timedelta(days=DAYS_AHEAD)
    authoring.schedule(actor=actor, course_id=course, versions={lesson: version}, why="中秋前早一点下单", day=day)


def _ask_and_copy(author: UUID, colleague: UUID, course_id: str) -> None:
    """Have a colleague ask for a look at a shipped lesson that she changed, and take the course to her own district."""
    actor, place = accounts.actor_for(colleague), {"course_id": COURSE, "lesson_id": SHIPPED_LESSON}
    draft = authoring.draft_for(actor=actor, **place)
    text = authoring.texts_of(draft)
    authoring.keep_whole(
        actor=actor, **place, texts=Texts(text.zh.replace(*SHIPPED), text.en), base=authoring.fingerprint(text)
    )
    authoring.ask_to_read(actor=actor, **place, reader_id=author, asked=ASKED, client_id=_form("reading"))
    authoring.copy_course(actor=actor, form_id=_form("copy"), source_id=course_id, title=COPY_TITLE, district_code=XIHU)
