"""Writing piece by piece: kept once, never over somebody else's words, on both databases."""

import pytest

from college.authoring import service
from college.authoring.service import Conflict, Kept, Texts, fingerprint
from college.core.db import db
from college.core.errors import NotAllowed, NotFound
from college.core.permissions import Role, Scope

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("refunds")]

STEP = "open-my-taobao"
PLACE = {"course_id": "refunds", "lesson_id": "find-order"}


@pytest.fixture
def authors(college):
    """Give two authors of the course."""
    return [college.staff(Role.AUTHOR, Scope(course="refunds")) for _ in range(2)]


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


def reworded(draft) -> Texts:
    """Give the step with other Chinese words."""
    there = service.texts_of(draft).part(STEP)
    return Texts(there.zh.replace("打开淘宝", "点开淘宝"), there.en)


def opened(write, person):
    """Give the draft as a form shows it, and the mark of its first step."""
    draft = write(service.draft_for, person)
    return draft, fingerprint(service.texts_of(draft).part(STEP))


def test_the_first_change_makes_a_draft_of_what_is_published(write, authors):
    draft, base = opened(write, authors[0])
    assert (draft.version, draft.base_revision_id is not None) == (0, True)
    kept = write(service.keep_part, authors[0], part=STEP, texts=reworded(draft), base=base)
    assert isinstance(kept, Kept)
    assert (kept.draft.version, kept.draft.changed_by) == (2, authors[0])
    assert "点开淘宝" in write(service.draft_for, authors[1]).zh


def test_the_same_words_sent_twice_are_kept_once(write, authors):
    draft, base = opened(write, authors[0])
    for _ in range(2):
        kept = write(service.keep_part, authors[0], part=STEP, texts=reworded(draft), base=base)
    assert kept.draft.version == 2


def test_two_pieces_written_at_once_both_stay(write, authors):
    draft, base = opened(write, authors[0])
    intro = Texts("一起来。", "Let us go.")
    there = fingerprint(service.texts_of(draft).part("intro"))
    write(service.keep_part, authors[0], part=STEP, texts=reworded(draft), base=base)
    assert isinstance(write(service.keep_part, authors[1], part="intro", texts=intro, base=there), Kept)
    both = write(service.draft_for, authors[0])
    assert "点开淘宝" in both.zh and "一起来。" in both.zh and "Let us go." in both.en


def test_whoever_comes_second_to_a_piece_sees_both_and_overwrites_nothing(write, authors):
    draft, base = opened(write, authors[0])
    write(service.keep_part, authors[0], part=STEP, texts=reworded(draft), base=base)
    mine = Texts("## 我的题目 {#open-my-taobao}\n我的话。")
    second = write(service.keep_part, authors[1], part=STEP, texts=mine, base=base)
    assert isinstance(second, Conflict)
    assert (second.mine, "点开淘宝" in second.theirs.zh, second.by) == (mine, True, authors[0])
    assert "点开淘宝" in write(service.draft_for, authors[1]).zh
    kept = write(service.keep_part, authors[1], part=STEP, texts=mine, base=second.base)
    assert isinstance(kept, Kept) and "我的话。" in kept.draft.zh


def test_a_step_taken_out_can_be_put_back_where_it_stood(write, authors):
    before = write(service.draft_for, authors[0])
    gone = write(service.take_out_step, authors[0], step_id="open-orders")
    assert "open-orders" not in gone.zh and "open-orders" not in gone.en
    back = write(service.put_back_step, authors[0], step_id="open-orders")
    assert (back.zh, back.en, back.removed) == (before.zh, before.en, [])


def test_a_new_step_gets_an_id_of_its_own_in_both_languages(write, authors):
    draft = write(service.add_step, authors[0], after=STEP, texts=Texts("## 新的一步\n看一看。", "## A new step\nLook."))
    ids = [service.Texts(draft.zh).zh.split("{#")[at].split("}")[0].split()[0] for at in (1, 2, 3)]
    assert ids[0] == STEP and ids[1].startswith("s-") and f"{{#{ids[1]}}}" in draft.en


def test_a_step_moved_to_another_lesson_keeps_its_id(write, authors):
    there = write(service.move_step_to, authors[0], step_id=STEP, to_lesson_id="ask-refund")
    assert f"#{STEP} " in there.zh and STEP not in write(service.draft_for, authors[0]).zh


def test_only_authors_write(write, college, authors):
    stranger = college.lecturer(college.cohort(courses=("refunds",)))
    other = college.staff(Role.AUTHOR, Scope(course="photo-search"))
    with pytest.raises(NotAllowed):
        write(service.draft_for, stranger)
    with pytest.raises(NotFound):
        write(service.draft_for, other)
