"""Hostile files through the form for rosters and the publishing of lessons: a plain sentence soon, nothing changed, little memory."""

import io
import tempfile
import time
from pathlib import Path

import pytest
from PIL import Image

from college.cohorts.roster_models import COLUMNS, FAILED, OPEN, RosterImport
from college.core import jobs, limits
from college.core.db import db, unit_of_work
from college.core.permissions import Actor
from college.library import service as library
from tests.hostile.files import GOOD_CSV, GOOD_SHEET, ROSTERS, book_of
from tests.hostile.pictures import GOOD, PICTURES
from tests.library.shelves import CourseFolder
from tests.support.rows import changed_tables, fingerprints

#: Seconds within which somebody hears what is wrong with her file, and megabytes that a file may cost.
SOON, MEGABYTES = 10, 150
#: What an upload may change: that there was one. Nobody enters a cohort by looking at a file.
KEPT = {"roster_import", "job", "stored_file", "audit_entry", "device_session"}
#: These take seconds to make: they unfold to hundreds of megabytes.
SLOW_TO_MAKE = {"bomb.xlsx", "bomb-sheet.xlsx", "bomb-rows.xlsx", "lying-sizes.xlsx", "string-bomb.xlsx", "bits.png", "large.png", "text-bomb.png", "profile-bomb.png"}


def _each(hostile) -> list:
    return [pytest.param(one, id=one.name, marks=[pytest.mark.full] if one.name in SLOW_TO_MAKE else []) for one in hostile]


@pytest.fixture(autouse=True, scope="module")
def warm():
    """Have the server of fresh processes running: it loads the whole college once."""
    limits.run_limited(len, "", seconds=60, megabytes=200)


class Meter:
    """Measures what a block costs: seconds, memory of this process, memory of the processes that read for it."""

    def __init__(self, monkeypatch) -> None:
        self.costs: list[limits.Cost] = []
        monkeypatch.setattr(limits, "run_limited", self._run)
        self.true = _true_run

    def _run(self, function, *args, **how):
        return self.true(function, *args, **how, tell=self.costs.append)

    def __enter__(self) -> "Meter":
        Path("/proc/self/clear_refs").write_text("5")
        self.base, self.began = _peak(), time.monotonic()
        return self

    def __exit__(self, *args) -> None:
        self.seconds = time.monotonic() - self.began
        self.megabytes = max([_peak() - self.base, *(cost.megabytes for cost in self.costs)])


_true_run = limits.run_limited


def _peak() -> float:
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


@pytest.fixture
def meter(monkeypatch):
    """Measure a block."""
    return Meter(monkeypatch)


@pytest.fixture
def upload(app, college, signed_in):
    """Give a function: bytes and a name → the page of their import, once the job has read them."""
    cohort = college.cohort()
    client = signed_in(college.coordinator())

    def send(data: bytes, name: str):
        answer = client.submit(f"/cohorts/{cohort}/imports/new", {"roster": (io.BytesIO(data), name)})
        with app.app_context():
            jobs.run_pending()
        return client.follow(answer)

    return send


def _state(college) -> str:
    with college.work():
        rows = list(db.session.scalars(db.select(RosterImport)))
        return rows[0].state if rows else ""


@pytest.mark.parametrize("one", _each(ROSTERS))
def test_a_hostile_roster_is_answered_by_a_sentence_and_changes_nothing(app, college, upload, meter, one):
    data, before = one.make(), fingerprints(app)
    with meter:
        page = upload(data, one.name)
    changed = changed_tables(before, fingerprints(app))
    state = _state(college)
    assert changed <= KEPT
    assert state == FAILED or (one.may_be_read and state in {OPEN, COLUMNS}) or (page.status_code == 413 and not changed)
    assert page.status_code in {200, 413}
    if state not in {OPEN, COLUMNS}:
        assert any(len(each.get_text(strip=True)) > 15 for each in page.page.select("main .notice, main p")), page.words
    assert not page.page.select("main script, main img[onerror], main svg[onload]")
    assert "root:" not in page.words and "daemon" not in page.words
    assert not list(Path.cwd().parent.glob("hostile-was-here")) and not Path(tempfile.gettempdir(), "hostile-was-here").exists()
    assert meter.seconds <= SOON
    assert meter.megabytes <= MEGABYTES


@pytest.mark.parametrize(("data", "name"), [(GOOD_CSV, "good.csv"), (book_of(GOOD_SHEET), "good.xlsx")], ids=["csv", "xlsx"])
def test_a_good_roster_is_read(college, upload, data, name):
    """The control: the same way, a good file asks to be applied."""
    page = upload(data, name)
    assert _state(college) == OPEN
    assert "王桂兰" in page.words and page.page.select_one("form[action$='/apply']")


class Endless(io.RawIOBase):
    """A body of a hundred megabytes that is not there before it is read; tells how much was."""

    def __init__(self, head: bytes) -> None:
        super().__init__()
        self.head, self.left, self.read_bytes, self.place = head, 100_000_000, 0, 0

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.place

    def seek(self, to: int, whence: int = io.SEEK_SET) -> int:
        self.place = 100_000_000 if whence == io.SEEK_END else to
        return self.place

    def readinto(self, buffer) -> int:
        part = self.head[: len(buffer)] if self.head else bytes(min(len(buffer), self.left))
        self.head, self.left = self.head[len(part) :], self.left - len(part)
        buffer[: len(part)] = part
        self.read_bytes += len(part)
        return len(part)


@pytest.mark.parametrize("tells_its_size", [True, False])
def test_a_hundred_megabytes_are_refused_by_their_size(app, college, signed_in, meter, tells_its_size):
    cohort, boundary = college.cohort(), "limit"
    client = signed_in(college.coordinator())
    token = client.get(f"/cohorts/{cohort}/imports/new").page.find("input", attrs={"name": "csrf_token"})["value"]
    fields = f'--{boundary}\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token}\r\n'
    head = f'{fields}--{boundary}\r\nContent-Disposition: form-data; name="roster"; filename="a.csv"\r\n\r\n'.encode()
    body, before = Endless(head), fingerprints(app)
    how = {} if tells_its_size else {"environ_overrides": {"wsgi.input_terminated": True, "CONTENT_LENGTH": ""}}
    with meter:
        answer = client.post(f"/cohorts/{cohort}/imports/new", input_stream=body, content_type=f"multipart/form-data; boundary={boundary}", **how)
    assert answer.status_code == 413
    assert len(answer.words) > 40
    assert body.read_bytes < 20_000_000
    assert changed_tables(before, fingerprints(app)) <= KEPT
    assert meter.seconds <= SOON and meter.megabytes <= MEGABYTES


@pytest.fixture
def publish(app, tmp_path):
    """Give a function: a picture's bytes and name → the problems that publishing finds, as sentences."""

    def send(data: bytes, name: str) -> list[str]:
        folder = CourseFolder(tmp_path)
        folder.write(f"returns/images/{name}", data)
        for stem, words in (("01-find", "图片里有一个红色按钮"), ("01-find.en", "A red button")):
            path = tmp_path / f"returns/{stem}.md"
            path.write_text(path.read_text("utf-8") + f"\n![{words}](images/{name})\n", "utf-8")
        with app.app_context():
            try:
                ready = library.prepare(tmp_path)
            except library.NotFit as unfit:
                return [problem.say() for problem in unfit.problems]
            with unit_of_work():
                library.store(actor=Actor.system(), ready=ready)
        return []

    return send


def _stored(app) -> list[bytes]:
    with app.app_context():
        return [bytes(data) for (data,) in db.session.execute(db.text("SELECT data FROM picture"))]


@pytest.mark.parametrize("one", _each(PICTURES))
def test_a_hostile_picture_is_refused_by_a_sentence_or_made_harmless(app, publish, meter, one):
    data, before = one.make(), fingerprints(app)
    with meter:
        problems = publish(data, one.name)
    assert problems or one.may_be_read
    if problems:
        assert any(one.name in problem for problem in problems), problems
        assert not changed_tables(before, fingerprints(app))
    for kept in _stored(app):
        assert Image.open(io.BytesIO(kept)).format == "JPEG"
        assert b"script" not in kept and b"SecretPhone" not in kept and b"Exif" not in kept
    assert meter.seconds <= SOON
    assert meter.megabytes <= MEGABYTES


def test_a_good_picture_is_published(app, publish):
    """The control: the same way, a good picture is kept."""
    assert publish(GOOD.make(), GOOD.name) == []
    assert len(_stored(app)) == 1


def test_there_are_enough_files():
    assert len(ROSTERS) >= 30 and len(PICTURES) >= 25
