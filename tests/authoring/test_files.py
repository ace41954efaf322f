"""Courses as files: taken out and published again nothing changes; brought in they are looked at first and written once."""

import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import select

from college.accounts import service as accounts
from college.authoring import files, import_keeping, importing
from college.authoring import service as authoring
from college.authoring.models import LessonDraft
from college.core import jobs
from college.core.db import db, new_id
from college.core.errors import NotAllowed, RuleBroken
from college.core.permissions import Actor, Role, Scope
from college.library import service as library
from college.library.models import Revision
from tests.library.shelves import CourseFolder
from tests.support.at_once import at_once
from tests.support.college import XIHU
from tests.support.courses import publish_folder
from tests.support.signing import sign_in

FOREIGN = Path(__file__).parents[1] / "library" / "foreign"
SYSTEM = Actor.system()


def picture(color: str = "red") -> bytes:
    """Give a small PNG."""
    out = io.BytesIO()
    Image.new("RGB", (90, 60), color).save(out, "PNG")
    return out.getvalue()


def zipped(folder: Path, top: str = "") -> bytes:
    """Pack a folder as somebody's computer would."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                packed.write(path, f"{top}{path.relative_to(folder).as_posix()}")
    return out.getvalue()


def unpacked(data: bytes, into: Path) -> Path:
    """Unpack what was taken out and give the course's folder."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        packed.extractall(into)
    return next(path.parent for path in into.rglob("course.md"))


@pytest.fixture
def returns(app, tmp_path) -> CourseFolder:
    """Publish a course with a picture, as files do."""
    folder = CourseFolder(tmp_path / "shelf")
    for stem, words in (("01-find", "图里有一个红色按钮"), ("01-find.en", "A red button")):
        path = folder.root / f"returns/{stem}.md"
        path.write_text(path.read_text("utf-8").replace("## 找到", f"![{words}](images/红.png)\n\n## 找到").replace("## Find", f"![{words}](images/红.png)\n\n## Find"), "utf-8")
    folder.write("returns/images/红.png", picture())
    publish_folder(app, folder.root)
    return folder


@pytest.fixture
def author(college, returns):
    return college.staff(Role.AUTHOR, Scope(course="returns"))


@pytest.fixture
def lecturer(college):
    return college.lecturer(college.cohort())


@pytest.fixture
def done(college):
    """Give a function that calls a service as a person (None: the college), in a unit of work of its own."""

    def call(function, person, **given):
        with college.work():
            found = function(actor=college.actor(person) if person else SYSTEM, **given)
            db.session.flush()
            db.session.expunge_all()
            return found

    return call


def revisions(college) -> list[tuple]:
    with college.work():
        return [tuple(row) for row in db.session.execute(select(Revision.lesson_id, Revision.number, Revision.source_hash))]


def drafts(college) -> dict[str, LessonDraft]:
    with college.work():
        found = {each.lesson_id: each for each in db.session.scalars(select(LessonDraft))}
        db.session.expunge_all()
        return found


def test_the_same_course_gives_the_same_bytes_with_its_pictures_and_features(done, author):
    first, second = (done(files.export, author, course_id="returns", is_drafts=False) for _ in range(2))
    assert first == second and first.name == "returns.zip"
    with zipfile.ZipFile(io.BytesIO(first.data)) as packed:
        assert packed.namelist() == ["returns/01-find-it.en.md", "returns/01-find-it.md", "returns/course.en.md", "returns/course.md", "returns/features.yaml", "returns/images/红.png"]
        assert all(each.date_time == (1980, 1, 1, 0, 0, 0) for each in packed.infolist())


def test_what_was_taken_out_published_again_changes_nothing(app, college, done, author, tmp_path):
    before = revisions(college)
    folder = unpacked(done(files.export, author, course_id="returns", is_drafts=False).data, tmp_path / "out")
    answer = app.test_cli_runner().invoke(args=["courses", "publish", str(folder), "--lang", "en"])
    assert answer.output == "Lessons published: 0, unchanged: 1.\n"
    assert revisions(college) == before
    with app.app_context():
        assert list(library.features()) == ["refund", "orders"]


def test_brought_in_unchanged_nothing_is_left_to_write(done, college, author):
    taken = done(files.export, author, course_id="returns", is_drafts=False)
    parcel = library.read_packed(taken.data, "returns.zip", seed="x")
    found = done(importing.compare, author, parcel=parcel)
    assert (found.course_id, found.is_new, found.has_news) == ("returns", False, False)
    assert done(importing.take, author, parcel=parcel).written == () and not drafts(college)


def changed_zip(done, author, tmp_path, extra: bool = False) -> bytes:
    folder = unpacked(done(files.export, author, course_id="returns", is_drafts=False).data, tmp_path / "changed")
    path = folder / "01-find-it.md"
    path.write_text(path.read_text("utf-8").replace("件数", "个数"), "utf-8")
    if extra:
        text = path.read_text("utf-8").replace("id: find-it", "id: ask-it").replace("#open", "#ask-open").replace("#find", "#ask-find").replace("images/红.png", "images/new.png")
        (folder / "02-ask-it.md").write_text(text, "utf-8")
        (folder / "images/new.png").write_bytes(picture("blue"))
    return zipped(folder.parent)


@pytest.mark.parametrize(("choice", "has_file_words"), [("theirs", True), ("ours", False)])
def test_words_on_the_web_give_way_only_when_somebody_says_so(done, college, author, tmp_path, choice, has_file_words):
    data = changed_zip(done, author, tmp_path, extra=True)
    draft = done(authoring.locked_draft, author, course_id="returns", lesson_id="find-it")
    hers = draft.zh.replace("打开我的淘宝", "点开我的淘宝")
    with college.work():
        db.session.scalars(select(LessonDraft)).one().zh = hers
    parcel = library.read_packed(data, "returns.zip", seed="x")
    found = done(importing.compare, author, parcel=parcel)
    assert [(each.lesson_id, each.fate) for each in found.lines] == [("course", "same"), ("find-it", "changed"), ("ask-it", "new")]
    assert found.lines[1].changed == ("打开我的淘宝", "找到退款")
    with pytest.raises(RuleBroken):
        done(importing.take, author, parcel=parcel)
    for _ in range(2):
        done(importing.take, author, parcel=parcel, choice=choice)
    kept = drafts(college)
    assert ("个数" in kept["find-it"].zh) is has_file_words and ("点开" in kept["find-it"].zh) is not has_file_words
    assert [each["zh"] for each in kept["find-it"].aside] == ([hers] if has_file_words else [])
    assert "images/new.png" not in kept["ask-it"].zh and len(library_pictures(college)) == 2
    assert kept["find-it"].base_revision_id is not None


def library_pictures(college) -> list[str]:
    with college.work():
        return list(db.session.scalars(db.text("SELECT sha256 FROM picture")))


def test_whoever_wrote_after_she_looked_is_not_overwritten(done, college, author, tmp_path):
    parcel = library.read_packed(changed_zip(done, author, tmp_path), "returns.zip", seed="x")
    seen = done(importing.compare, author, parcel=parcel).mark
    done(authoring.take_out_step, author, course_id="returns", lesson_id="find-it", step_id="find")
    with pytest.raises(RuleBroken):
        done(importing.take, author, parcel=parcel, choice="theirs", seen=seen)
    assert "#find" not in drafts(college)["find-it"].zh


def test_a_course_of_somebody_else_becomes_drafts_and_twice_is_once(done, college, lecturer):
    parcel = library.read_packed(zipped(FOREIGN / "github", "photos-main/"), "photos-main.zip", seed=str(lecturer))
    found = done(importing.compare, lecturer, parcel=parcel)
    assert found.is_new and [each.fate for each in found.lines] == ["new"] * 3
    taken = done(importing.take, lecturer, parcel=parcel, district_code="330102")
    again = done(importing.take, lecturer, parcel=parcel)
    assert (len(taken.written), again.written, len(drafts(college))) == (3, (), 3)
    with college.work():
        assert accounts.grants_of(lecturer) and library.standings([taken.course_id])[taken.course_id].published_at is None
        assert authoring.may_write(college.actor(lecturer), taken.course_id)
        assert not revisions_in_session()


def revisions_in_session() -> list:
    return list(db.session.scalars(select(Revision)))


def test_brought_again_with_another_heading_the_step_keeps_its_id(done, college, lecturer, tmp_path):
    read = lambda name: library.read_packed(zipped(FOREIGN / "hugo" if not name else name, "web/"), "web.zip", seed=str(lecturer))  # noqa: E731
    first = done(importing.take, lecturer, parcel=read(None), district_code="330102")
    before = {key: library.cut(each.zh).step_ids for key, each in drafts(college).items()}
    for path in (FOREIGN / "hugo").rglob("*"):
        if path.is_file():
            goal = tmp_path / "hugo" / path.relative_to(FOREIGN / "hugo")
            goal.parent.mkdir(parents=True, exist_ok=True)
            goal.write_bytes(path.read_bytes().replace("先问是谁".encode(), "先问他是谁".encode()))
    second = done(importing.take, lecturer, parcel=read(tmp_path / "hugo"), choice="theirs")
    assert second.course_id == first.course_id and len(second.written) == 1
    assert {key: library.cut(each.zh).step_ids for key, each in drafts(college).items()} == before


def test_a_course_that_is_not_hers_becomes_a_copy_of_its_own(done, college, returns, author, lecturer):
    taken = done(files.export, author, course_id="returns", is_drafts=False)
    parcel = library.read_packed(taken.data, "returns.zip", seed=str(lecturer))
    found = done(importing.compare, lecturer, parcel=parcel)
    assert found.is_new and found.course_id != "returns"
    copy = done(importing.take, lecturer, parcel=parcel, district_code="330102")
    assert f"id: {copy.course_id}\n" in drafts(college)["course"].zh


def test_only_authors_take_out_and_bring_in(done, college, returns, author, lecturer, tmp_path):
    data = changed_zip(done, author, tmp_path)
    parcel, helper = library.read_packed(data, "returns.zip", seed="x"), college.helper(college.cohort())
    with pytest.raises(NotAllowed):
        done(files.export, lecturer, course_id="returns", is_drafts=False)
    with pytest.raises(NotAllowed):
        done(importing.compare, helper, parcel=parcel)
    with pytest.raises(NotAllowed):
        done(importing.compare, lecturer, parcel=parcel, into="returns")
    with pytest.raises(RuleBroken):
        done(importing.take, lecturer, parcel=parcel, district_code=XIHU)


def upload(client, address: str, data: bytes, name: str = "returns.zip"):
    """Send a zip through the page's own form."""
    return client.submit(address, {"packed": (io.BytesIO(data), name)})


def test_on_the_web_a_file_is_looked_at_then_written(done, college, signed_in, author, tmp_path):
    client = signed_in(author)
    data = changed_zip(done, author, tmp_path)
    page = client.follow(upload(client, "/write/returns/import", data))
    assert not drafts(college) and "找到退款" in page.words
    here = page.request.path
    differing = client.get(f"{here}?lesson=find-it")
    assert "个" in [each.get_text() for each in differing.page.select("ins.diff-new")][0]
    assert client.submit(here, {}).status_code == 422
    after = client.follow(client.submit(here, {"choice": "theirs"}))
    assert after.status_code == 200 and "个数" in drafts(college)["find-it"].zh
    assert not after.page.select("main form[method=post][action*=import]")
    other = signed_in(college.staff(Role.AUTHOR, Scope(course="refunds")))
    assert other.get(here).status_code == 404


def test_a_large_file_is_read_by_a_job_and_lies_for_a_day_alone(app, done, college, signed_in, lecturer, monkeypatch):
    monkeypatch.setattr(import_keeping, "AT_ONCE", 10)
    client = signed_in(lecturer)
    page = client.follow(upload(client, "/write/import", zipped(FOREIGN / "carpentries", "tables/"), "tables.zip"))
    assert page.page.select_one("#job")
    with app.app_context():
        jobs.run_pending()
    ready = client.get(page.request.path)
    assert "Begin a Table" in ready.words and "mystery" in ready.words
    with college.work():
        assert {row[0] for row in db.session.execute(db.text("SELECT purpose FROM stored_file"))} == {"course-import:"}
        db.session.execute(db.text("UPDATE stored_file SET expires_at = '2020-01-01 00:00:00'"))
    assert client.get(page.request.path).status_code == 404


def test_a_torn_file_is_said_on_the_form_and_nothing_is_kept(college, signed_in, lecturer):
    client = signed_in(lecturer)
    answer = upload(client, "/write/import", b"PK\x03\x04torn")
    assert answer.status_code == 422 and answer.page.select_one("#packed-error")
    with college.work():
        assert not db.session.execute(db.text("SELECT count(*) FROM stored_file")).scalar()


@pytest.fixture
def run(app):
    """Give a function that calls one of the commands in English."""
    return lambda *words: app.test_cli_runner().invoke(args=["courses", *map(str, words), "--lang", "en"])


def reworded(returns, old: str, new: str) -> None:
    path = returns.root / "returns/01-find.md"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


def write_draft(college, done, author, new: str) -> str:
    """Let an author write other words, and give them."""
    draft = done(authoring.locked_draft, author, course_id="returns", lesson_id="find-it")
    with college.work():
        db.session.scalars(select(LessonDraft)).one().zh = draft.zh.replace("右下角的", new)
    return draft.zh.replace("右下角的", new)


def published_words(app) -> str:
    with app.app_context():
        return library.written("returns", "find-it").zh


def test_files_do_not_overtake_a_draft_silently(app, college, done, run, returns, author):
    hers, base = write_draft(college, done, author, "最右边的"), drafts(college)["find-it"].base_revision_id
    assert run("publish", returns.root).output.endswith("Lessons published: 0, unchanged: 1.\n")
    reworded(returns, "件数", "个数")
    refused = run("publish", returns.root)
    assert refused.exit_code == 1 and "[-" in refused.output and "{+个+}" in refused.output and "returns/find-it (a draft on the web)" in refused.output
    assert "个数" not in published_words(app)
    kept = run("publish", returns.root, "--ours")
    assert "Left as it was edited on the web: returns/find-it" in kept.output and "个数" not in published_words(app)
    assert run("publish", returns.root, "--theirs").exit_code == 0 and "个数" in published_words(app)
    after = drafts(college)["find-it"]
    assert (after.zh, after.base_revision_id) == (hers, base), "her draft stays, and its page says that something was published meanwhile"


def test_files_do_not_overtake_what_was_published_on_the_web(app, college, done, run, returns, author):
    from_web(app, college, "最右边的")
    refused = run("publish", returns.root)
    assert refused.exit_code == 1 and "published on the web" in refused.output and "[-最右边-]{+右下角+}" in refused.output
    assert "最右边的" in published_words(app)
    assert run("publish", returns.root, "--ours").exit_code == 0 and "最右边的" in published_words(app)
    assert run("publish", returns.root, "--theirs").exit_code == 0 and "右下角的" in published_words(app)


def from_web(app, college, new: str) -> None:
    """Publish other words as the web does."""
    with app.app_context():
        there = library.written("returns", "find-it")
        files_there = library.course_files("returns", instead={"find-it": (there.zh.replace("右下角的", new), there.en)})
        ready = library.prepare_web(files_there, ["find-it"])
    with college.work():
        change = library.WebChange(bases={"find-it": there.revision_id})
        library.store_web(actor=SYSTEM, place=Scope(course="returns"), ready=ready, change=change)


def test_a_lesson_published_on_the_web_goes_out_and_in_without_a_change(app, college, done, run, returns, author, tmp_path):
    from_web(app, college, "最右边的")
    before = revisions(college)
    assert run("export", "returns", "--to", tmp_path / "out.zip").exit_code == 0
    folder = unpacked((tmp_path / "out.zip").read_bytes(), tmp_path / "out")
    assert run("publish", folder).output == "Lessons published: 0, unchanged: 1.\n"
    assert revisions(college) == before
    reworded_file = folder / "01-find-it.md"
    reworded_file.write_text(reworded_file.read_text("utf-8").replace("件数", "个数"), "utf-8")
    assert run("publish", folder).exit_code == 1
    assert run("publish", folder, "--theirs").exit_code == 0 and "个数" in published_words(app)


def test_the_command_brings_in_a_folder_and_lists_what_could_not_be_kept(college, run):
    first = run("import", FOREIGN / "github")
    assert first.exit_code == 0 and "docs/01-light.md:23: A picture that is not in the folder: ../img/none.png — Left out; put it in on the page of the step." in first.output
    assert "3 texts are written as drafts" in first.output and len(drafts(college)) == 3
    again = run("import", FOREIGN / "github")
    assert "0 texts are written as drafts" in again.output and len(drafts(college)) == 3


def test_the_command_asks_before_words_on_the_web_give_way(app, college, run, returns, tmp_path):
    assert run("export", "returns", "--to", tmp_path / "out.zip").exit_code == 0
    folder = unpacked((tmp_path / "out.zip").read_bytes(), tmp_path / "out")
    path = folder / "01-find-it.md"
    path.write_text(path.read_text("utf-8").replace("件数", "个数"), "utf-8")
    asked = run("import", folder)
    assert asked.exit_code == 1 and "{+个+}" in asked.output and not drafts(college)
    assert run("import", folder, "--theirs").exit_code == 0 and "个数" in drafts(college)["find-it"].zh
    assert "件数" in published_words(app)


@pytest.mark.both_databases
def test_two_taps_at_once_write_a_course_once(app, college, lecturer):
    with college.work():
        actor = college.actor(lecturer)
        brought = import_keeping.start(actor=actor, form_id=new_id(), file_name="web.zip", data=zipped(FOREIGN / "hugo", "web/"))
    here = f"/write/import/{brought}"
    answers = at_once(app, 2, lambda client: sign_in_on(app, client, lecturer, here), lambda client, token: client.post(here, data={"csrf_token": token}))
    assert {each.status_code for each in answers} <= {303, 409} and 303 in {each.status_code for each in answers}
    assert len(drafts(college)) == 3
    with college.work():
        assert len([each for each in accounts.grants_of(lecturer) if each.role == Role.AUTHOR]) == 1


def sign_in_on(app, client, person, here: str) -> str:
    """Sign somebody in on a client, and give the token of the form that she opened."""
    fresh = sign_in(app, person)
    client._cookies = fresh._cookies
    return client.get(here).page.find("input", attrs={"name": "csrf_token"})["value"]


def test_a_picture_brought_in_and_published_on_the_web_goes_out_and_in_without_a_change(app, college, done, run, returns, author, tmp_path):
    folder = unpacked(done(files.export, author, course_id="returns", is_drafts=False).data, tmp_path / "out")
    for name in ("01-find-it.md", "01-find-it.en.md"):
        path = folder / name
        path.write_text(path.read_text("utf-8").replace("images/红.png", "images/new.png"), "utf-8")
    (folder / "images/new.png").write_bytes(picture("blue"))
    done(importing.take, author, parcel=library.read_packed(zipped(folder.parent), "x.zip", seed="x"), choice="theirs")
    draft = drafts(college)["find-it"]
    assert "images/new.png" not in draft.zh and "images/红.png" not in draft.zh
    with app.app_context():
        ready = library.prepare_web(library.course_files("returns", instead={"find-it": (draft.zh, draft.en)}), ["find-it"])
    with college.work():
        change = library.WebChange(bases={"find-it": draft.base_revision_id})
        library.store_web(actor=SYSTEM, place=Scope(course="returns"), ready=ready, change=change)
    before, packed = revisions(college), tmp_path / "again.zip"
    assert run("export", "returns", "--to", packed).exit_code == 0
    assert run("publish", unpacked(packed.read_bytes(), tmp_path / "again")).output == "Lessons published: 0, unchanged: 1.\n"
    assert revisions(college) == before and len(before) == 2
