"""Raising, parting, deciding and checking on real databases: each rule, each refusal, each repetition once."""

from uuid import uuid4

import pytest
from sqlalchemy.exc import IntegrityError

from college.core.db import db, new_id
from college.core.errors import NotAllowed, NotFound, RuleBroken
from college.feedback import service
from college.feedback.models import Evidence, LessonCheck, Theme, ThemeMove
from college.feedback.raising import NotClean
from college.feedback.rules import Status
from college.library import service as library
from college.questions import service as questions
from tests.feedback.office import FEATURE
from tests.questions.classroom import COURSE


@pytest.mark.both_databases
def test_a_question_is_raised_without_a_name_and_knows_where_it_happened(office):
    asked = office.room.ask("我是王桂明,点了没有反应")
    theme = office.raise_to(asked)
    [evidence] = office.rows(Evidence)
    row = office.room.row(asked)
    assert (evidence.theme_id, evidence.question_id, evidence.excerpt) == (theme, asked, "点了没有反应")
    assert (evidence.course_id, evidence.step_id, evidence.district_code) == (row.course_id, row.step_id, row.district_code)
    assert not {"person_id", "name"} & set(Evidence.__table__.columns.keys())


@pytest.mark.both_databases
def test_raising_twice_is_one_evidence_and_one_theme(office):
    asked = office.room.ask()
    assert office.raise_to(asked) == office.raise_to(asked)
    assert len(office.rows(Theme)) == len(office.rows(Evidence)) == 1


@pytest.mark.both_databases
def test_a_question_is_living_evidence_of_one_theme_at_most(office):
    asked, other = office.room.ask(), office.room.ask(who=office.room.other)
    office.raise_to(asked, "题目一")
    second = office.raise_to(other, "题目二")
    with pytest.raises(RuleBroken):
        office.raise_to(asked, second)
    row = office.rows(Evidence, question_id=asked)[0]
    same = {name: getattr(row, name) for name in row.__table__.columns.keys()}
    with pytest.raises(IntegrityError), office.room.college.work():
        db.session.add(Evidence(**same | {"id": new_id(), "theme_id": second}))


@pytest.mark.both_databases
def test_parted_evidence_can_be_raised_elsewhere(office):
    asked, other = office.room.ask(), office.room.ask(who=office.room.other)
    first, second = office.raise_to(asked, "题目一"), office.raise_to(other, "题目二")
    assert office.part(asked) is True
    assert office.part(asked) is False
    assert office.raise_to(asked, second) == second
    assert [each.theme_id for each in office.rows(Evidence, question_id=asked, parted_at=None)] == [second]
    assert office.rows(Evidence, theme_id=first)[0].parted_at is not None


@pytest.mark.parametrize(
    "excerpt",
    ["我是王桂明", "李 秀 兰也这样", "王阿姨问的", "打我 一三八零零零零一二三四", "寄到翠苑小区3幢", "１４００ ０００ ０００７"],
)
def test_what_could_tell_who_asked_is_refused_and_nothing_is_kept(office, excerpt):
    asked = office.room.ask()
    with pytest.raises(NotClean) as refused:
        office.raise_to(asked, excerpt=excerpt)
    assert refused.value.field == "excerpt"
    assert refused.value.findings
    assert office.rows(Theme) == office.rows(Evidence) == []


def test_a_title_is_looked_through_too(office):
    with pytest.raises(NotClean) as refused:
        office.raise_to(office.room.ask(), "王桂明看不懂")
    assert refused.value.field == "title"


def test_a_name_may_stay_once_she_states_that_it_is_nobodys_and_a_number_never(office):
    asked = office.room.ask()
    with pytest.raises(NotClean):
        office.raise_to(asked, excerpt="小王老师 14000000007", harmless=["王老师", "小王老师", "14000000007"])
    office.raise_to(asked, excerpt="按钮上写着小王老师", harmless=["小王老师"])


def test_an_excerpt_must_be_a_sentence(office):
    for excerpt in ("", "啊", "长" * 601):
        with pytest.raises(RuleBroken):
            office.raise_to(office.room.ask(), excerpt=excerpt)


def test_only_lecturers_of_the_cohort_raise_and_part(office):
    asked = office.room.ask()
    for who, refusal in ((office.room.far_lecturer, NotFound), (office.room.student, NotAllowed), (office.manager, NotAllowed)):
        with pytest.raises(refusal):
            office.raise_to(asked, who=who)
        with pytest.raises(refusal):
            office.part(asked, who=who)


def test_a_feature_or_theme_that_is_not_there_is_not_found(office):
    asked = office.room.ask()
    with pytest.raises(NotFound):
        office.raise_to(asked, feature="no-such-feature")
    with pytest.raises(NotFound):
        office.raise_to(asked, uuid4())


@pytest.mark.both_databases
def test_closing_tells_everybody_once_in_both_languages_with_a_way_to_her_question(office):
    room = office.room
    hers, again, others = room.ask(), room.ask(step="open-orders"), room.ask(who=room.other)
    theme = office.raise_to(hers)
    office.raise_to(again, theme)
    office.raise_to(others, theme)
    office.move(theme, Status.LOOKING)
    office.move(theme, Status.PLANNED, "年底前改好。")
    assert office.notices(room.student) == []
    office.move(theme, Status.CHANGED, "按钮变大了。")
    [notice] = office.notices(room.student)
    assert notice.url == f"/questions/{hers}"
    assert notice.key == f"theme:{theme}"
    assert notice.texts["en"].endswith("按钮变大了。") and "improved" in notice.texts["en"]
    assert notice.texts["zh"].endswith("按钮变大了。")
    assert len(office.notices(room.other)) == 1


@pytest.mark.both_databases
def test_raising_to_a_closed_theme_tells_at_once_and_only_once(office):
    room = office.room
    theme = office.raise_to(room.ask())
    office.close(theme)
    late = room.ask(who=room.other)
    office.raise_to(late, theme)
    office.raise_to(late, theme)
    office.part(late)
    office.raise_to(late, theme)
    assert len(office.notices(room.other)) == 1
    assert len(office.notices(room.student)) == 1


def test_who_was_parted_or_took_it_back_before_the_closing_is_not_told(office):
    room = office.room
    mine, taken = room.ask(), room.ask(who=room.other)
    theme = office.raise_to(mine)
    office.raise_to(taken, theme)
    office.part(mine)
    room.run(room.other, questions.withdraw, question_id=taken)
    office.close(theme)
    assert office.notices(room.student) == office.notices(room.other) == []


@pytest.mark.both_databases
def test_the_same_decision_sent_twice_is_one(office):
    theme, form = office.raise_to(office.room.ask()), uuid4()
    first = office.move(theme, Status.LOOKING, client_id=form)
    assert office.move(theme, Status.LOOKING, client_id=form, seen=Status.NEW) == first
    assert len(office.rows(ThemeMove)) == 1


def test_a_decision_made_by_looking_at_an_older_state_is_refused(office):
    theme = office.raise_to(office.room.ask())
    office.move(theme, Status.LOOKING)
    with pytest.raises(RuleBroken):
        office.move(theme, Status.LOOKING, seen=Status.NEW)


def test_what_the_table_does_not_know_and_unfit_sentences_are_refused(office):
    theme = office.raise_to(office.room.ask())
    with pytest.raises(RuleBroken):
        office.move(theme, Status.CHANGED)
    for sentence in ("", " 好 ", "长" * 201):
        with pytest.raises(RuleBroken):
            office.move(theme, Status.LOOKING, sentence)
    office.close(theme)
    with pytest.raises(RuleBroken):
        office.move(theme, Status.LOOKING)


def test_only_a_product_manager_decides(office):
    theme = office.raise_to(office.room.ask())
    for who in (office.room.lecturer, office.room.student):
        with pytest.raises(NotAllowed):
            office.move(theme, Status.LOOKING, who=who)
    with pytest.raises(NotFound):
        office.move(uuid4(), Status.LOOKING, seen=Status.NEW)


@pytest.mark.both_databases
def test_closing_marks_each_lesson_that_shows_the_feature_for_its_lecturers(office):
    room = office.room
    theme = office.raise_to(room.ask())
    office.close(theme)
    with room.college.app.app_context():
        shown = {
            lesson.id
            for lesson in library.lessons(COURSE)
            if FEATURE in {lesson.feature, *(step.feature for step in lesson.in_language("zh").steps)}
        }
        page = service.to_check(actor=room.college.actor(room.lecturer), page=1, lang="en")
        assert {each.check.lesson_id for each in page.items} == shown
        assert service.to_check_count(room.college.actor(room.lecturer)) == len(shown)
        assert service.to_check_count(room.college.actor(room.student)) == 0
    check = office.rows(LessonCheck)[0]
    for who in (room.lecturer, room.far_lecturer):
        room.run(who, service.check_lesson, check_id=check.id)
    assert office.rows(LessonCheck, id=check.id)[0].checked_by == room.lecturer


def test_a_lesson_of_a_course_that_she_does_not_teach_is_not_hers_to_check(office):
    room = office.room
    office.close(office.raise_to(room.ask()))
    stranger = room.college.lecturer(room.college.cohort())
    check = office.rows(LessonCheck)[0]
    for who, refusal in ((stranger, NotFound), (room.student, NotAllowed)):
        with pytest.raises(refusal):
            room.run(who, service.check_lesson, check_id=check.id)
    with pytest.raises(NotFound):
        room.run(room.lecturer, service.check_lesson, check_id=uuid4())


def test_the_start_page_counts_what_waits_for_a_decision(office):
    room = office.room
    new, promised = office.raise_to(room.ask(), "题目一"), office.raise_to(room.ask(who=room.other), "题目二")
    office.move(promised, Status.LOOKING)
    office.move(promised, Status.PLANNED)
    with room.college.app.app_context():
        counts = service.theme_counts(room.college.actor(office.manager))
        assert (counts.new, counts.looking, counts.planned) == (1, 0, 1)
        assert counts.oldest_planned_at is not None
        assert service.theme_counts(room.college.actor(room.lecturer)).new == 0
    assert office.status(new) is Status.NEW
