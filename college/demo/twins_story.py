"""What happens on each side of the twins: every kind of object that an address can point at, with the side's own texts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID, uuid4

from college.accounts import service as accounts
from college.cohorts import service as cohorts
from college.core import jobs
from college.core.db import new_id, run_in_unit
from college.core.permissions import Actor
from college.demo import twins, twins_meetings
from college.demo.twins import COURSE, LESSON, STEP, Side
from college.feedback import service as feedback
from college.notices import service as notices
from college.privacy import service as privacy
from college.progress import service as progress
from college.questions import service as questions

#: The product feature to which themes are raised.
FEATURE = "my-orders"


def fill() -> None:
    """Make the twins in an empty college: the people in one unit of work, then what they do, and last what is where."""
    twins.prepare()
    made = run_in_unit(twins.begin)
    for side, other in (made, reversed(made)):
        tell(side, other)
    run_in_unit(partial(_remember, made))


def _remember(made: list[Side]) -> None:
    """Keep what was made; lessons to be checked belong to the college and so to both sides."""
    for side in made:
        marked = feedback.to_check(actor=_actor(side, "lecturer"), page=1, lang="zh").items
        side.keep("check_id", *(each.check.id for each in marked))
    twins.remember(made)


def tell(side: Side, other: Side) -> None:
    """Let everything happen on one side, each deed in a unit of work of its own, as in life."""
    for deed in (_learn, _ask, _answer, _raise, _decide, _cards, _rosters, *twins_meetings.deeds(), _people, _devices):
        run_in_unit(partial(deed, side))
        jobs.run_pending()
    for deed in (partial(_apply, side), partial(_move, side, other), partial(_remember_notices, side)):
        run_in_unit(deed)
        jobs.run_pending()


def _actor(side: Side, key: str) -> Actor:
    return accounts.actor_for(side.people[key])


def _cohort(side: Side) -> UUID:
    return UUID(side.ids["cohort_id"][0])


def _learn(side: Side) -> None:
    student = side.people["student"]
    progress.call_help(
        person_id=student, client_id=uuid4(), course_id=COURSE, lesson_id=LESSON, step_id=STEP, called_by=None
    )


def _ask(side: Side) -> None:
    actor = _actor(side, "student")
    for kind in ("问句", "待答", "被问", "收回", "留题"):
        question = questions.call(actor=actor, client_id=uuid4(), course_id=COURSE, lesson_id=LESSON, step_id=STEP)
        questions.send(actor=actor, question_id=question.id, text=side.text(kind))
        side.people[kind] = question.id
        side.keep("question_id", question.id)
    draft = questions.call(actor=actor, client_id=uuid4(), course_id=COURSE, lesson_id=LESSON, step_id=STEP)
    questions.save_draft(actor=actor, question_id=draft.id, text=side.text("草稿"))
    side.keep("question_id", draft.id)


def _answer(side: Side) -> None:
    teacher, student = _actor(side, "lecturer"), _actor(side, "student")
    said: dict[str, int] = {"seen": 1}
    questions.answer(
        actor=teacher, question_id=side.people["问句"], client_id=uuid4(), text=side.text("回答"), **said
    )
    questions.ask_back(actor=teacher, question_id=side.people["被问"], client_id=uuid4(), text=side.text("反问"), **said)
    questions.reply(actor=student, question_id=side.people["被问"], client_id=uuid4(), text=side.text("回话"))
    questions.withdraw(actor=student, question_id=side.people["收回"])
    questions.claim(actor=teacher, question_id=side.people["待答"])


def _raise(side: Side) -> None:
    """Raise two questions: what a theme is called is for the whole college, so only the first excerpt is the side's own."""
    for kind, title in (("待答", "看不懂订单"), ("留题", "找不到我的淘宝")):
        evidence = feedback.raise_question(
            actor=_actor(side, "lecturer"),
            question_id=side.people[kind],
            to=feedback.NewTheme(FEATURE, title),
            excerpt="点了没有反应",
        )
        side.people[f"theme {kind}"] = evidence.theme_id
        side.keep("theme_id", evidence.theme_id)


def _decide(side: Side) -> None:
    actor, theme = _actor(side, "product_manager"), side.people["theme 留题"]
    steps = [(feedback.Status.NEW, feedback.Status.LOOKING), (feedback.Status.LOOKING, feedback.Status.EXPLAINED)]
    for seen, to in steps:
        feedback.move(actor=actor, theme_id=theme, client_id=uuid4(), seen=seen, to=to, sentence="在“我的淘宝”里。")


def _cards(side: Side) -> None:
    actor, cohort = _actor(side, "coordinator"), _cohort(side)
    job = cohorts.print_card_again(actor=actor, cohort_id=cohort, person_id=side.people["student"], form_id=new_id())
    side.keep("job_id", job)
    side.keep("file_id", job)


def _rosters(side: Side) -> None:
    for kind in ("名单", "旧单"):
        data = f"姓名,手机号\n{side.text(kind)},{side.phone(500 + len(kind))}\n".encode()
        record = cohorts.start_import(
            actor=_actor(side, "coordinator"),
            cohort_id=_cohort(side),
            form_id=new_id(),
            file_name=f"{side.text('文件')}.csv",
            data=data,
        )
        side.people[kind] = record.id
        side.keep("import_id", record.id)


def _apply(side: Side) -> None:
    cohorts.apply_import(
        actor=_actor(side, "coordinator"),
        cohort_id=_cohort(side),
        import_id=side.people["旧单"],
        is_wrong_left_out=False,
    )


def _people(side: Side) -> None:
    """Unmask, hand over, end an enrollment, put two records together, and ask for a deletion."""
    actor, cohort = _actor(side, "coordinator"), _cohort(side)
    cohorts.unmask_phone(actor=actor, cohort_id=cohort, person_id=side.people["student"], reason=side.text("缘由"))
    cohorts.give_handover(actor=actor, cohort_id=cohort, person_id=side.people["neighbour"])
    cohorts.end_enrollment(actor=actor, cohort_id=cohort, person_id=side.people["gone"])
    merged = privacy.merge(actor=actor, keep_id=side.people["double"], other_id=side.people["twice"], chosen=_KEEP)
    side.keep("merge_id", merged.row.id)
    side.keep("keep_id", side.people["double"], side.people["student"])
    side.keep("other_id", side.people["twice"], side.people["neighbour"])
    privacy.ask_for_her(
        actor=actor, cohort_id=cohort, person_id=side.people["leaving"], way="died", note=side.text("附注")
    )


_KEEP = {"name": "keep", "phone": "keep", "age_band": "keep"}


def _devices(side: Side) -> None:
    for key, kind, way in (("student", "own", "card"), ("coordinator", "staff", "password")):
        device, _token = accounts.start_session(person_id=side.people[key], kind=kind, way=way, device=side.text("手机"))
        side.keep("session_id", device.id)


def _move(side: Side, other: Side) -> None:
    transfer = cohorts.ask_transfer(
        actor=_actor(side, "coordinator"),
        cohort_id=_cohort(side),
        person_id=side.people["moving"],
        to_district=other.district,
    )
    side.keep("transfer_id", transfer.id)


def _remember_notices(side: Side) -> None:
    for key in ("student", "neighbour"):
        person = side.people[key]
        told: Callable[[], list] = partial(notices.unread, person)
        notices.tell(person_id=person, key="twins", texts={"zh": side.text("留言"), "en": side.text("留言")}, url="/learn")
        side.keep("notice_id", *(each.id for each in told()))
