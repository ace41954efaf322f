"""Two write one piece at once: both texts are shown, whatever is decided no word is lost, and nobody conflicts with herself."""

import pytest

from college.authoring import conflicts, service
from college.authoring.rules_conflict import together
from college.authoring.rules_marking import MOST_WORDS, marked
from college.authoring.service import Conflict, Kept, Texts, fingerprint
from college.core.db import db, new_id
from college.core.permissions import Role, Scope
from tests.support.words import words_of

STEP = "open-my-taobao"
PLACE = {"course_id": "refunds", "lesson_id": "find-order"}
ADDRESS = "/write/refunds/find-order"
THEIRS, MINE = "请先打开淘宝。", "请您点开淘宝。"


@pytest.fixture
def authors(college, refunds):
    """Give two authors of the course."""
    return [college.staff(Role.AUTHOR, Scope(course=refunds), name) for name in ("王桂明", "李秀兰")]


@pytest.fixture
def write(college):
    """Give a function that calls a service as a person, in one unit of work."""

    def call(function, person, **given):
        with college.work():
            found = function(actor=college.actor(person), **PLACE, **given)
            db.session.flush()
            db.session.expunge_all()
            return found

    return call


@pytest.fixture
def meeting(write, authors):
    """Have the first author write the step that the second has open; give the second one's words and the conflict."""
    there = service.texts_of(write(service.draft_for, authors[0])).part(STEP)
    theirs, mine = (Texts(f"## 打开我的淘宝 {{#{STEP}}}\n{words}", there.en) for words in (THEIRS, MINE))
    write(service.keep_part, authors[0], part=STEP, texts=theirs, base=fingerprint(there))
    found = write(service.keep_part, authors[1], part=STEP, texts=mine, base=fingerprint(there))
    assert isinstance(found, Conflict)
    return found


def settled(write, person, found, choice, **more):
    """Decide a conflict."""
    given = {"part": STEP, "mine": found.mine, "base": found.base, "form_id": new_id(), **more}
    return write(conflicts.settle, person, choice=choice, **given)


def everywhere(write, person) -> str:
    """Give every word that the draft still has: in its text, and among what was put aside."""
    draft = write(service.draft_for, person)
    return draft.zh + "".join(each.texts.zh for each in write(conflicts.asides, person))


@pytest.mark.both_databases
@pytest.mark.parametrize(("choice", "stands", "gone"), [("mine", MINE, THEIRS), ("theirs", THEIRS, MINE), ("both", MINE, "")])
def test_whatever_is_decided_no_word_is_lost(write, authors, meeting, choice, stands, gone):
    form = new_id()
    for _ in range(2):
        assert isinstance(settled(write, authors[1], meeting, choice, form_id=form), Kept)
    draft = write(service.draft_for, authors[1])
    assert stands in draft.zh and (not gone or gone not in draft.zh)
    kept = everywhere(write, authors[1])
    assert THEIRS in kept and MINE in kept
    assert len(draft.aside) == 1, "decided once"


def test_what_gave_way_is_put_back_and_what_stood_there_is_kept_in_its_turn(write, authors, meeting):
    settled(write, authors[1], meeting, "mine")
    aside = write(conflicts.asides, authors[1])[0]
    assert (aside.by, aside.instead_by, aside.part) == ("王桂明", "李秀兰", STEP)
    form = new_id()
    for _ in range(2):
        draft = write(conflicts.put_aside_back, authors[0], aside_id=aside.id, form_id=form)
    assert THEIRS in draft.zh and MINE not in draft.zh
    assert MINE in write(conflicts.asides, authors[1])[0].texts.zh


def test_somebody_who_writes_while_one_decides_is_not_overwritten_either(write, authors, meeting):
    again = Texts(f"## 打开我的淘宝 {{#{STEP}}}\n又改了。", "")
    write(service.keep_part, authors[0], part=STEP, texts=again, base=meeting.base)
    second = settled(write, authors[1], meeting, "mine")
    assert isinstance(second, Conflict) and "又改了" in second.theirs.zh
    assert "又改了" in write(service.draft_for, authors[0]).zh


def test_words_for_a_step_that_was_taken_out_bring_it_back(write, authors):
    there = service.texts_of(write(service.draft_for, authors[0])).part(STEP)
    write(service.take_out_step, authors[0], step_id=STEP)
    mine = Texts(there.zh.replace("淘宝", "手机淘宝"), there.en)
    found = write(service.keep_part, authors[1], part=STEP, texts=mine, base=fingerprint(there))
    assert isinstance(found, Conflict)
    settled(write, authors[1], found, "mine")
    draft = write(service.draft_for, authors[1])
    assert service.texts_of(draft).part(STEP) == mine and draft.removed == []
    assert draft.zh.index(STEP) < draft.zh.index("open-orders"), "where it stood"


def test_an_answer_that_was_lost_is_no_conflict_with_oneself(write, authors):
    """A step that becomes two is not the same words any more: the college knows the form again all the same."""
    there = service.texts_of(write(service.draft_for, authors[0])).part(STEP)
    typed = Texts(f"{there.zh}\n\n## 再来一步\n看一看。", there.en)
    first = write(service.keep_part, authors[0], part=STEP, texts=typed, base=fingerprint(there))
    again = write(service.keep_part, authors[0], part=STEP, texts=typed, base=fingerprint(there))
    assert isinstance(again, Kept) and again.base == first.base
    more = Texts(service.texts_of(first.draft).part(STEP).zh + "\n\n还有一句。", there.en)
    assert isinstance(write(service.keep_part, authors[0], part=STEP, texts=more, base=again.base), Kept)


def test_a_lost_answer_does_not_hide_what_a_colleague_wrote_since(write, authors):
    there = service.texts_of(write(service.draft_for, authors[0])).part(STEP)
    mine = Texts(there.zh.replace("淘宝", "手机淘宝"), there.en)
    first = write(service.keep_part, authors[0], part=STEP, texts=mine, base=fingerprint(there))
    theirs = Texts(there.zh.replace("淘宝", "这个软件"), there.en)
    write(service.keep_part, authors[1], part=STEP, texts=theirs, base=first.base)
    assert isinstance(write(service.keep_part, authors[0], part=STEP, texts=mine, base=fingerprint(there)), Conflict)


def test_the_pages_show_both_keep_both_and_put_one_back(authors, write, signed_in, college, meeting):
    """The conflict as a page, with another conflict that comes while it is open."""
    client = signed_in(authors[1])
    token = client.get("/help").page.find("input", attrs={"name": "csrf_token"})["value"]
    sent = {"part": STEP, "base": "0" * 16, "choice": "mine", "zh": meeting.mine.zh, "en": meeting.mine.en, "next": "/help"}
    page = client.post(f"{ADDRESS}/settle", data={**sent, "form_id": str(new_id()), "csrf_token": token})
    assert page.status_code == 409
    marks = [mark.get_text() for mark in page.page.select("mark")]
    assert "王桂明" in page.words and "您点" in marks and "先打" in marks
    client.submit(page, button=words_of(college.app, "zh")("Put my words there"), action="/settle")
    assert MINE in write(service.draft_for, authors[1]).zh
    back = client.get(f"{ADDRESS}/aside")
    assert THEIRS in back.words
    client.submit(back, action="/back")
    assert THEIRS in write(service.draft_for, authors[1]).zh


def test_both_texts_say_once_what_they_share_and_titles_and_practices_stay():
    first = "## 打开 {#a}\n先看。\n\n再点。\n\n```practice\nscreen: home\nsay: 点我\ntarget: x\n```"
    second = "## 点开 {#a}\n先看。\n\n轻轻点。\n\n```practice\nscreen: home\nsay: 点他\ntarget: x\n```"
    both = together("a", Texts(first), Texts(second)).zh
    assert [both.count(each) for each in ("先看。", "再点。", "轻轻点。", "点我", "点他", "打开", "{#a}")] == [1] * 7
    assert both.startswith("## 点开 {#a}")
    assert together("a", Texts(first), Texts(first)).zh == first
    assert together("a", Texts(""), Texts(second)).zh == second


def test_two_whole_texts_keep_every_step_and_every_objective():
    first = "---\ntitle: 甲\nobjectives:\n  - 一\n---\n开头。\n\n## 打开 {#a}\n看。\n\n## 只在前面 {#b}\n二。\n"
    second = "---\ntitle: 乙\nobjectives:\n  - 二\n---\n起头。\n\n## 打开 {#a}\n听。\n\n## 只在后面 {#c}\n三。\n"
    both = together("", Texts(first), Texts(second)).zh
    assert all(each in both for each in ("甲", "乙", "- 一", "- 二", "开头。", "起头。", "看。", "听。", "{#b}", "{#c}"))
    assert both.count("{#a}") == 1


def test_differing_words_are_marked_outside_signs_and_in_bounded_time():
    (theirs,), (mine,) = marked(["<p>先打开 <b>A&amp;B</b> 店</p>"], ["<p>先点开 <b>A&amp;C</b> 店</p>"])
    assert theirs.only == ("打", "B") and mine.only == ("点", "C")
    assert theirs.html.replace('<mark class="writing-differs">', "").replace("</mark>", "") == "<p>先打开 <b>A&amp;B</b> 店</p>"
    (long,), _ = marked(["甲" * (MOST_WORDS + 1)], ["乙"])
    assert long.only == ()
