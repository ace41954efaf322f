"""Hostile zips and folders as courses: a plain sentence within 10 s and 150 MB, and nothing is changed; on the web and by command."""

import io
import os
import tempfile
import time
from pathlib import Path

import pytest

from college.core import limits
from college.library import service as library
from tests.hostile.archives import ARCHIVES, GOOD, gbk, packed
from tests.support.rows import changed_tables, fingerprints

#: Seconds within which somebody hears what is wrong, and megabytes that a file may cost.
SOON, MEGABYTES = 10, 150
#: What looking at a file may leave: the upload itself for a day.
KEPT = {"stored_file", "job", "audit_entry", "device_session"}
#: These take seconds to make or to refuse.
HEAVY = {"bomb.zip", "bomb-of-pictures.zip", "nested.zip", "files-20000.zip", "pictures.zip"}


def _each() -> list:
    return [pytest.param(one, id=one.name, marks=[pytest.mark.full] if one.name in HEAVY else []) for one in ARCHIVES]


@pytest.fixture(autouse=True, scope="module")
def warm():
    """Have the server of fresh processes running: it loads the whole college once."""
    limits.run_limited(len, "", seconds=60, megabytes=200)


@pytest.fixture(scope="module")
def costs() -> dict[str, limits.Cost]:
    """Gather what each zip cost, and say the greatest at the end (with -rP or -s)."""
    found: dict[str, limits.Cost] = {}
    yield found
    for name, cost in sorted(found.items(), key=lambda each: -each[1].seconds)[:5]:
        print(f"{name}: {cost.seconds:.2f} s, {cost.megabytes:.0f} MB")


def _read(data: bytes, name: str, costs: dict[str, limits.Cost]):
    begun = time.monotonic()
    try:
        return library.read_packed(data, name, seed="me", tell=lambda cost: costs.__setitem__(name, cost))
    finally:
        assert time.monotonic() - begun <= SOON
        assert name not in costs or costs[name].megabytes <= MEGABYTES


@pytest.mark.parametrize("one", _each())
def test_a_hostile_zip_is_refused_by_a_sentence_or_made_harmless(one, costs):
    try:
        parcel = _read(one.make(), one.name, costs)
    except library.Unpackable as refused:
        said = refused.text()
        assert len(said) > 25 and "%(" not in said and "Traceback" not in said
        parcel = None
    assert parcel is None or one.may_be_read
    for text in parcel.texts if parcel else ():
        assert "root:" not in text.zh and "<script" not in text.zh
    assert not list(Path.cwd().parent.glob("hostile-was-here*")) and not list(Path(tempfile.gettempdir()).glob("hostile-was-here*"))


def test_a_good_zip_is_read(costs):
    """The control."""
    parcel = _read(packed(GOOD), "good.zip", costs)
    assert (parcel.title, [each.id for each in parcel.texts][0], parcel.remarks) == ("好课", "course", [])
    assert "看右下角。" in parcel.texts[1].zh


def test_names_in_gbk_are_read_as_they_were_written(costs):
    parcel = _read(gbk(), "gbk.zip", costs)
    assert [each.file for each in parcel.texts] == ["README.md", "买菜.md"]


@pytest.mark.parametrize("one", [each for each in ARCHIVES if each.name in {"torn.zip", "up.zip", "link.zip", "page.zip", "overlapping.zip", "letters.zip"}], ids=lambda each: each.name)
def test_on_the_web_it_is_said_on_the_form_and_nothing_changes(app, college, signed_in, one):
    client = signed_in(college.lecturer(college.cohort()))
    client.get("/write/import")
    before = fingerprints(app)
    answer = client.submit("/write/import", {"packed": (io.BytesIO(one.make()), one.name)})
    assert answer.status_code == 422 and len(answer.page.select_one("#packed-error").get_text(strip=True)) > 8
    assert changed_tables(before, fingerprints(app)) <= KEPT - {"stored_file", "job"}


@pytest.mark.parametrize("name", ["torn.zip", "up.zip", "link.zip", "page.zip", "locked.zip"])
def test_by_command_it_is_one_sentence_and_nothing_changes(app, tmp_path, name):
    path = tmp_path / name
    path.write_bytes(next(each for each in ARCHIVES if each.name == name).make())
    before = fingerprints(app)
    answer = app.test_cli_runner().invoke(args=["courses", "import", str(path), "--lang", "en"])
    assert answer.exit_code == 1 and answer.stderr.startswith("Error: ") and len(answer.stderr) > 30
    assert not changed_tables(before, fingerprints(app))


def test_a_hundred_megabytes_are_refused_before_they_are_read(app, tmp_path):
    path = tmp_path / "large.zip"
    with path.open("wb") as file:
        file.write(b"PK\x03\x04")
        file.truncate(100_000_000)
    begun = time.monotonic()
    answer = app.test_cli_runner().invoke(args=["courses", "import", str(path), "--lang", "en"])
    assert answer.exit_code == 1 and "larger than 10 MB" in answer.stderr and time.monotonic() - begun < 2


def _folder(tmp_path: Path) -> Path:
    folder = tmp_path / "course"
    folder.mkdir()
    (folder / "README.md").write_text("# 好课\n\n## 看\n![x](../secret.png)\n", "utf-8")
    return folder


def test_a_folder_never_lets_anything_out_of_it(tmp_path):
    folder = _folder(tmp_path)
    (tmp_path / "secret.png").write_bytes(b"secret")
    parcel = library.read_lying(folder, seed="me")
    assert not parcel.pictures and [each.what for each in parcel.remarks] == ["A picture outside the folder: %(path)s"]
    for at, goal in enumerate(("/etc/passwd", "..", "README.md")):
        link = folder / f"link{at}.md"
        link.symlink_to(goal)
        with pytest.raises(library.Unpackable) as refused:
            library.read_lying(folder, seed="me")
        assert f"link{at}.md" in refused.value.text()
        link.unlink()


def test_what_is_no_plain_file_in_a_folder_is_passed_by(tmp_path):
    folder = _folder(tmp_path)
    os.mkfifo(folder / "waits.md")
    (folder / ".git").mkdir()
    (folder / ".git" / "hidden.md").symlink_to("/etc/passwd")
    assert [each.file for each in library.read_lying(folder, seed="me").texts] == ["README.md", "README.md"]


@pytest.mark.full
def test_twenty_thousand_files_in_a_folder_are_refused_soon(tmp_path):
    folder = _folder(tmp_path)
    for at in range(20_000):
        (folder / f"{at}.md").touch()
    begun = time.monotonic()
    with pytest.raises(library.Unpackable):
        library.read_lying(folder, seed="me")
    assert time.monotonic() - begun <= SOON


