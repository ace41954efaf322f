"""The pages of lecturers and product managers, as they are walked through."""

import csv
import io

import pytest

from college.core.audit import AuditEntry
from college.feedback.models import Evidence, Theme, ThemeMove
from college.feedback.rules import Status


def _cells(answer) -> list[list[str]]:
    assert answer.status_code == 200
    assert answer.mimetype == "text/csv"
    assert answer.data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


@pytest.fixture
def lecturer(office, signed_in):
    return signed_in(office.room.lecturer)


@pytest.fixture
def manager(office, signed_in):
    return signed_in(office.manager)


def test_a_lecturer_sees_what_tells_who_asked_and_raises_the_cleaned_excerpt(office, lecturer):
    asked = office.room.ask("我是王桂明,电话140 0000 0007,点了没有反应")
    page = lecturer.get(f"/desk/questions/{asked}/raise")
    assert [mark.contents[0] for mark in page.page.find_all("mark")] == ["王桂明", "140****0007"]
    assert page.page.find("textarea", id="excerpt").get_text(strip=True) == "我是某学员,电话[号码],点了没有反应"
    answer = lecturer.submit(page, {"title": "看不懂订单", "confirmed": True}, action="/raise")
    assert answer.headers["Location"] == f"/desk/questions/{asked}"
    assert office.rows(Theme)[0].title == "看不懂订单"
    again = lecturer.get(f"/desk/questions/{asked}/raise")
    assert "看不懂订单" in again.words
    parted = lecturer.follow(lecturer.submit(again, action="/part"))
    assert parted.page.find("textarea", id="excerpt")
    assert office.rows(Evidence)[0].parted_at


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"excerpt": "请打14000000007", "title": "题目"}, "excerpt"),
        ({"excerpt": "李秀兰说的", "title": "题目"}, "excerpt"),
        ({"title": "王桂明的题目"}, "title"),
        ({"title": ""}, "title"),
        ({"title": "题目", "confirmed": False}, "confirmed"),
        ({"title": "题目", "excerpt": ""}, "excerpt"),
    ],
)
def test_what_is_not_clean_or_not_confirmed_is_shown_again_with_every_word(office, lecturer, typed, field):
    page = lecturer.get(f"/desk/questions/{office.room.ask()}/raise")
    answer = lecturer.submit(page, {"confirmed": True, **typed}, action="/raise")
    assert answer.status_code == 422
    assert answer.page.find(id=f"{field}-error")
    assert answer.page.find("input", id="title")["value"] == typed.get("title", "")
    assert office.rows(Theme) == []


def test_a_word_that_names_nobody_may_stay_when_she_ticks_so(office, lecturer):
    page = lecturer.get(f"/desk/questions/{office.room.ask()}/raise")
    typed = {"title": "题目", "excerpt": "按钮上写着王阿姨家常菜", "confirmed": True}
    refused = lecturer.submit(page, typed, action="/raise")
    assert refused.status_code == 422
    answer = lecturer.submit(refused, {"harmless": "王阿姨"}, action="/raise")
    assert answer.status_code == 303
    assert office.rows(Evidence)[0].excerpt == "按钮上写着王阿姨家常菜"


def test_another_feature_offers_its_own_themes(office, lecturer):
    office.raise_to(office.room.ask(who=office.room.other), "钱在哪里", feature="refund-money")
    page = lecturer.get(f"/desk/questions/{office.room.ask()}/raise?feature=refund-money")
    assert "钱在哪里" in page.words
    assert lecturer.get(f"/desk/questions/{office.room.ask()}/raise?feature=nothing").status_code == 404


def test_a_manager_sees_a_theme_and_decides_after_reading_how_it_reads(office, manager):
    theme = office.raise_to(office.room.ask(), "看不懂订单")
    office.move(theme, Status.LOOKING)
    page = manager.get(f"/themes/{theme}")
    assert "点了没有反应" in page.words
    preview = manager.get(f"/themes/{theme}/move", query_string={"to": "explained", "sentence": "钱会回到原来付款的地方。"})
    assert [quote["lang"] for quote in preview.page.find_all("blockquote", class_="reads")] == ["zh-CN", "en"]
    assert "钱会回到原来付款的地方。" in preview.words
    answer = manager.submit(preview, {"client_id": str(theme)}, action="/move")
    assert answer.status_code == 303
    assert office.status(theme) == Status.EXPLAINED
    assert len(office.notices(office.room.student, theme)) == 1
    assert "钱会回到原来付款的地方。" in manager.get(f"/themes/{theme}").words
    assert manager.get(f"/themes/{theme}/move").status_code == 303


def test_the_same_confirmation_pressed_twice_decides_once(office, manager):
    theme = office.raise_to(office.room.ask())
    preview = manager.get(f"/themes/{theme}/move", query_string={"to": "looking", "sentence": "我们在看。"})
    form = preview.page.select_one("main form[method=post]")
    data = {field["name"]: field["value"] for field in form.find_all("input")}
    assert [manager.post(f"/themes/{theme}/move", data=data).status_code for _ in range(2)] == [303, 303]
    assert len(office.rows(ThemeMove)) == 1
    late = manager.post(f"/themes/{theme}/move", data={**data, "client_id": str(theme)})
    assert late.status_code == 409


@pytest.mark.parametrize("asked", [{"to": "", "sentence": "好的。"}, {"to": "looking", "sentence": "好"}, {"to": "changed", "sentence": "好的。"}])
def test_an_unfit_decision_is_shown_again_and_not_previewed(office, manager, asked):
    theme = office.raise_to(office.room.ask())
    page = manager.get(f"/themes/{theme}/move", query_string=asked)
    assert page.page.find(id="errors")
    assert not page.page.find("blockquote", class_="reads")


def test_themes_are_ranked_by_people_then_districts_then_age_and_filtered(office, manager):
    room = office.room
    one = office.raise_to(room.ask(), "一个人两次")
    office.raise_to(room.ask(step="open-orders"), one)
    two = office.raise_to(room.ask(), "两个人", feature="refund-money")
    office.raise_to(room.ask(who=room.other), two)
    far = office.raise_to(room.ask(), "两个区")
    office.raise_to(room.ask(who=room.far_student), far, who=room.far_lecturer)
    later = office.raise_to(room.ask(who=room.other), "晚一点")
    titles = lambda address: [link.get_text() for link in manager.get(address).page.select("a.theme-link")]  # noqa: E731
    assert titles("/themes") == ["两个区", "两个人", "一个人两次", "晚一点"]
    assert titles("/themes?feature=refund-money") == ["两个人"]
    assert titles("/themes?district=330106") == ["两个区"]
    assert titles("/themes?week=2020-01-06") == []
    assert titles("/themes?show=planned") == []
    assert titles("/themes?show=nonsense&district=x&week=y&page=99") == ["两个区", "两个人", "一个人两次", "晚一点"]
    office.close(later)
    assert titles("/themes?show=closed") == ["晚一点"]


def test_files_say_what_the_pages_say_are_kept_in_the_audit_and_run_nothing(office, manager):
    theme = office.raise_to(office.room.ask(), "=1+1", "-点了没有反应")
    lines = _cells(manager.submit("/themes", action="/themes/export"))
    assert lines[1][0] == "'=1+1"
    assert lines[1][3:6] == ["1", "1", "1"]
    lines = _cells(manager.submit(f"/themes/{theme}", action="/export"))
    assert lines[1][1:3] == ["'-点了没有反应", "上城区"]
    assert len(office.rows(AuditEntry, action="theme.export")) == 2


def test_a_lecturer_checks_a_lesson_twice_without_harm(office, lecturer):
    office.close(office.raise_to(office.room.ask()), sentence="请再看一遍。")
    page = lecturer.get("/desk/to-check")
    assert "请再看一遍。" in page.words
    form = page.page.select_one("main form[method=post]")
    before = len(page.page.select("main .to-check > li"))
    for _ in range(2):
        answer = lecturer.post(form["action"], data={"csrf_token": form.find("input", attrs={"name": "csrf_token"})["value"]})
        assert answer.status_code == 303
    assert len(lecturer.get("/desk/to-check").page.select("main .to-check > li")) == before - 1


def test_empty_pages_say_what_will_be_there(office, lecturer, manager):
    for client, address in ((manager, "/themes"), (manager, "/friction"), (lecturer, "/desk/to-check")):
        assert client.get(address).page.select("main .empty")


def test_an_address_that_is_not_there_tells_a_manager_nothing(office, manager):
    nowhere = office.room.student
    for address in (f"/themes/{nowhere}", f"/themes/{nowhere}/move"):
        assert manager.get(address).status_code == 404
    assert manager.get("/friction?district=330106").status_code == 404


def test_a_manager_meets_no_name_and_no_number_of_a_student(office, manager, client):
    room = office.room
    theme = office.raise_to(room.ask("我是王桂明"), excerpt="点了没有反应")
    office.raise_to(room.ask(who=room.far_student), theme, who=room.far_lecturer)
    office.close(theme)
    for address in ("/themes?show=all", f"/themes/{theme}", "/friction", f"/themes/{theme}/x", f"/desk/questions/{theme}"):
        words = manager.get(address).get_data(as_text=True)
        assert not [name for name in ("王桂明", "李秀兰", "陈玉珍", "钱讲师", str(room.student)) if name in words]


def test_she_who_asked_reads_what_was_decided_beside_her_question(office, signed_in):
    asked = office.room.ask()
    theme = office.raise_to(asked)
    student = signed_in(office.room.student)
    assert "我们在看。" not in student.get(f"/questions/{asked}").words
    office.move(theme, Status.LOOKING, "我们在看。")
    assert "我们在看。" in student.get(f"/questions/{asked}").words
