"""Making a practice: every screen named and labelled, each answer kept, nothing else of the step touched."""

from dataclasses import replace

import pytest

from college.authoring import practising, screen_names, screen_values, service
from college.authoring.practising import Place
from college.authoring.rules_labels import Label, labels_of
from college.authoring.rules_practice import ANY, PathScreen, Said, proposed, read, write
from college.authoring.service import Conflict, Kept, Texts
from college.core.db import db
from college.core.errors import NotFound, RuleBroken
from college.core.permissions import Role, Scope
from college.library import service as library

STEP = "open-my-taobao"
PLACE = Place("refunds", "find-order", STEP)
MAKING = f"/write/refunds/find-order/steps/{STEP}/practice"
BARE = Texts(
    "## 看订单 {#see feature=my-orders}\n看一看。\n\n```tip\n慢慢来。\n```\n\n```teacher\n等一等。\n```",
    "## See {#see}\nLook.\n\n```tip\nSlowly.\n```",
)  # fmt: skip
HOME = PathScreen("home", {}, "my-taobao", Said("点“我的淘宝”。", "Tap 我的淘宝."), {ANY: Said("不是这里。", "Not here.")})


# --- pure ---------------------------------------------------------------------------------------


def test_every_drawn_screen_stands_in_one_group_with_two_titles(app):
    with app.app_context():
        drawn = library.screens().names()
    assert sorted(screen_names.find("")) == sorted(drawn)
    for lang in ("zh", "en"):
        titles = [screen_names.title_of(name, lang) for name in drawn]
        assert len(set(titles)) == len(drawn) and not set(titles) & {"", "two-shops"}


def test_every_value_and_every_choice_has_words_in_both_languages(app):
    with app.app_context():
        known = {name: library.screens().value_choices(name) for name in library.screens().names()}
    nameless = [
        (screen, key, word)
        for screen, keys in known.items()
        for key in keys
        for word in ("", *screen_values.choices_of(keys, key))
        if not screen_values.has_words(screen, key, word)
    ]
    assert not nameless


def test_every_place_to_tap_has_visible_words(app):
    with app.app_context():
        screens = library.screens()
        for name in screens.names():
            labels = labels_of(screens.draw(name, mode="practise"))
            assert labels.keys() == screens.targets(name)
            assert len(set(labels.values())) == len(labels), name
            assert all(each.words and each.words != target for target, each in labels.items()), name


def test_fields_begin_with_the_words_that_are_drawn_anyway(app):
    with app.app_context():
        usual = library.screens().usual_words("order-detail")
    assert (usual["name"], usual["price"], "more" in usual) == ("加厚棉拖鞋", "29.9元", False)


@pytest.mark.parametrize(("words", "found"), [("订单", "orders"), ("order pay", "order-placed"), ("退款 原因", "refund-reason"), ("xyz", None)])
def test_screens_are_found_by_words(words, found):
    assert found in screen_names.find(words) if found else not screen_names.find(words)


def test_a_proposed_sentence_says_the_visible_words():
    assert proposed(Label("我的订单")) == Said("点一下“我的订单”。", "Tap “我的订单”.")
    assert proposed(Label("领取", 2)).zh == "点一下第2个“领取”。"


def test_all_other_words_of_a_step_stay(app):
    screens = read(BARE)
    made = write(BARE, screens.with_screen(1, HOME).with_screen(0, replace(HOME, target=None, say=Said(), wrong={})))
    assert read(made).path == (HOME,) and read(made).shown.screen == "home"
    kinds = [block.kind for block in library.read_step(made.zh).blocks]
    assert kinds == ["text", "picture", "tip", "practice", "teacher"]
    assert write(made, read(made).without(1).without(0)) == BARE


def test_every_shipped_step_reads_and_writes_itself(app, refunds):
    with app.app_context():
        for lesson in library.lessons("refunds"):
            draft = service.draft_or_published("refunds", lesson.id)
            for step in lesson.step_ids:
                texts = service.texts_of(draft).part(step)
                screens = read(texts)
                assert read(write(texts, screens)) == screens and screens.has_english


# --- kept in the draft ----------------------------------------------------------------------------


@pytest.fixture
def authors(college, refunds):
    """Give two authors of the course."""
    return [college.staff(Role.AUTHOR, Scope(course="refunds")) for _ in range(2)]


@pytest.fixture
def do(college):
    """Give a function that calls the service as a person, in one unit of work."""

    def call(function, person, **given):
        with college.work():
            found = function(actor=college.actor(person), place=PLACE, **given)
            db.session.flush()
            db.session.expunge_all()
            return found

    return call


@pytest.mark.both_databases
def test_answers_are_kept_and_a_second_tap_changes_nothing_more(do, authors):
    base = do(practising.opened, authors[0]).base
    for _tap in range(2):
        assert isinstance(do(practising.choose_screen, authors[0], at=2, screen="my-taobao", base=base), Kept)
    found = do(practising.opened, authors[0])
    assert [each.screen for each in found.screens.path] == ["home", "my-taobao"]
    for _tap in range(2):
        mark = found.screens.path[1].mark
        assert isinstance(do(practising.move_screen, authors[0], at=2, to=1, mark=mark, base=found.base), Kept)
    moved = do(practising.opened, authors[0])
    assert [each.screen for each in moved.screens.path] == ["my-taobao", "home"]
    for _tap in range(2):
        assert isinstance(do(practising.take_out, authors[0], at=2, base=moved.base), Kept)
    left = do(practising.opened, authors[0])
    assert [each.screen for each in left.screens.path] == ["my-taobao"] and len(left.taken_out) == 1
    for _tap in range(2):
        do(practising.put_back, authors[0], taken_id=left.taken_out[0].id, base=left.base)
    back = do(practising.opened, authors[0])
    assert (back.screens, back.taken_out) == (moved.screens, ())


def test_another_screen_in_its_place_takes_no_words_away(do, authors):
    before = do(practising.opened, authors[0])
    for _tap in range(2):
        do(practising.choose_screen, authors[0], at=1, screen="cart", base=before.base)
    after = do(practising.opened, authors[0])
    assert [(each.at, each.screen) for each in after.taken_out] == [(1, before.screen(1))]
    do(practising.put_back, authors[0], taken_id=after.taken_out[0].id, base=after.base)
    assert do(practising.opened, authors[0]).screen(1) == before.screen(1)


def test_words_written_meanwhile_stay_and_the_same_screens_changed_are_a_conflict(do, college, authors):
    seen = do(practising.opened, authors[0])
    with college.work():
        draft = service.draft_for(actor=college.actor(authors[1]), course_id="refunds", lesson_id="find-order")
        there = service.texts_of(draft).part(STEP)
        service.keep_part(
            actor=college.actor(authors[1]), course_id="refunds", lesson_id="find-order", part=STEP,
            texts=Texts(there.zh.replace("打开淘宝", "点开淘宝"), there.en), base=service.fingerprint(there),
        )
    kept = do(practising.keep_say, authors[0], at=1, say=Said("点“我的淘宝”。", "Tap 我的淘宝."), base=seen.base)
    assert isinstance(kept, Kept) and "点开淘宝" in kept.draft.zh and "点“我的淘宝”。" in kept.draft.zh
    late = do(practising.keep_target, authors[1], at=1, target="cart", base=seen.base)
    assert isinstance(late, Conflict) and late.by == authors[0]
    assert do(practising.opened, authors[0]).screen(1).target == "my-taobao"


def test_a_value_that_takes_the_target_away_is_said_by_its_absence(do, authors):
    do(practising.choose_screen, authors[0], at=1, screen="refund-progress", base=do(practising.opened, authors[0]).base)
    found = do(practising.opened, authors[0])
    assert found.screen(1).values, "a screen is filled as shipped lessons fill it"
    do(practising.keep_values, authors[0], at=1, values={"state": "waiting"}, base=found.base)
    do(practising.keep_target, authors[0], at=1, target="edit", base=do(practising.opened, authors[0]).base)
    do(practising.keep_values, authors[0], at=1, values={"state": "agreed", "unknown": "x"}, base=do(practising.opened, authors[0]).base)
    screen = do(practising.opened, authors[0]).screen(1)
    assert (screen.values, screen.target) == ({"state": "agreed"}, None)


def test_what_is_not_drawn_or_too_long_is_refused(do, authors):
    base = do(practising.opened, authors[0]).base
    for at, screen, refusal in ((1, "no-such", NotFound), (7, "home", RuleBroken), (5, "home", NotFound)):
        with pytest.raises(refusal):
            do(practising.choose_screen, authors[0], at=at, screen=screen, base=base)
    with pytest.raises(NotFound):
        do(practising.keep_target, authors[0], at=1, target="no-such", base=base)


# --- page by page, without a script and without any sign of Markdown --------------------------------


def test_a_practice_is_made_page_by_page(signed_in, authors, do):
    client = signed_in(authors[0])
    page = client.get(f"{MAKING}/2/screen?group=parcel&q=订单")
    target = client.follow(client.submit(page, data={"screen": "orders"}, action="/2/screen"))
    assert target.request.path == f"{MAKING}/2/values"
    target = client.follow(client.submit(target, {"value_tab": ""}, action="/2/values"))
    assert target.request.path == f"{MAKING}/2/target"
    tapped = client.follow(client.submit(target, button="查看物流", action="/2/target"))
    assert "查看物流" in tapped.words
    say = client.get(f"{MAKING}/2/say")
    assert say.page.find(id="zh").get_text().strip() == "点一下“查看物流”。"
    assert client.submit(say, {"zh": " "}, action="/2/say").status_code == 422
    wrong = client.follow(client.submit(say, {"zh": "点“查看物流”。"}, action="/2/say"))
    lacking = client.submit(wrong, {"zh_1": "这里写评价。"}, action="/2/wrong")
    assert lacking.status_code == 422 and "这里写评价。" in lacking.text
    both = client.submit(wrong, {"zh_any": "看仔细一点。", "base": "0" * 16}, action="/2/wrong")
    assert both.status_code == 409 and "看仔细一点。" in both.text
    done = client.follow(client.submit(wrong, {"place_1": "review-cup"}, action="/2/wrong"))
    assert done.request.path == MAKING
    screen = do(practising.opened, authors[0]).screen(2)
    assert (screen.screen, screen.target, screen.say.zh) == ("orders", "track-slippers", "点“查看物流”。")
    assert screen.wrong["review-cup"].zh == "这是“评价”。请找“查看物流”，再点一下。" and screen.wrong[ANY].en
    assert not looked_at(do, authors[0]).problems


def looked_at(do, person):
    """Look at the draft as publishing would."""

    def look(actor, place):
        draft = service.draft_for(actor=actor, course_id=place.course_id, lesson_id=place.lesson_id)
        files = library.course_files("refunds", instead={"find-order": (draft.zh, draft.en)})
        return library.look_at(files, "find-order")

    return do(look, person)


def test_a_drawn_screen_becomes_the_picture_of_a_step(signed_in, authors, do):
    client = signed_in(authors[0])
    page = client.get(f"{MAKING}/0/screen?q=购物车")
    ring = client.follow(client.submit(page, data={"screen": "cart"}, action="/0/screen"))
    client.follow(client.submit(client.follow(client.submit(ring, action="/0/values")), button="结算", action="/0/target"))
    assert do(practising.opened, authors[0]).screens.shown.target == "settle"
    client.submit(f"{MAKING}/0/target", {"tap": ""}, action="/0/target")
    shown = do(practising.opened, authors[0]).screens.shown
    assert (shown.screen, shown.target) == ("cart", None)
    assert not looked_at(do, authors[0]).problems
    gone = client.follow(client.submit(MAKING.replace("/practice", "/picture"), action="/0/take-out"))
    client.follow(client.submit(gone, action="/put-back"))
    assert do(practising.opened, authors[0]).screens.shown == shown


def test_a_step_that_only_markdown_can_say_is_not_touched(college, signed_in, authors):
    with college.work():
        actor = college.actor(authors[0])
        draft = service.draft_for(actor=actor, course_id="refunds", lesson_id="find-order")
        there = service.texts_of(draft).part(STEP)
        strange = Texts(there.zh + "\n\n### 标题", there.en)
        service.keep_part(
            actor=actor, course_id="refunds", lesson_id="find-order", part=STEP, texts=strange, base=service.fingerprint(there)
        )
    client = signed_in(authors[0])
    assert client.get(MAKING).status_code == 200
    assert client.get(f"{MAKING}/1/say").status_code == 404
