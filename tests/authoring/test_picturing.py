"""Pictures of steps: made small and bare, kept once, put in with words, shown before and after publishing, swept unused."""

import io
from datetime import timedelta
from pathlib import Path
from shutil import copy

import pytest
from PIL import Image
from sqlalchemy import func, select

from college.authoring import picturing, retention_pictures, service
from college.authoring.models_pictures import BroughtPicture
from college.authoring.practising import Place
from college.authoring.rules_practice import Said
from college.authoring.service import Conflict, Kept
from college.core.clock import now
from college.core.db import db
from college.core.permissions import Actor, Role, Scope
from college.library import service as library
from college.library.models import Picture
from tests.hostile.pictures import GOOD, PICTURES, encoded
from tests.support.college import College
from tests.support.signing import sign_in
from tests.support.walking import WalkingClient

STEP = "open-my-taobao"
PLACE = Place("refunds", "find-order", STEP)
PAGE = f"/write/refunds/find-order/steps/{STEP}/picture"
#: One of each kind; tests/hostile/test_files.py gives all of them to the library.
HOSTILE = [each for each in PICTURES if each.name in {
    "bomb.png", "claims.png", "text-bomb.png", "truncated.jpg", "polyglot.jpg", "page.jpg", "drawing.png", "moving.gif",
    "located.jpg", "empty.png", "program.jpg", "many-bytes.png",
}]
WORDS = Said("淘宝首页，右下角是我的淘宝", "Home page of Taobao")


@pytest.fixture
def author(college, refunds):
    """Give an author of the course."""
    return college.staff(Role.AUTHOR, Scope(course="refunds"))


@pytest.fixture
def do(college, author):
    """Give a function that calls the service as the author, in one unit of work."""

    def call(function, **given):
        with college.work():
            found = function(actor=college.actor(author), place=PLACE, **given)
            db.session.flush()
            db.session.expunge_all()
            return found

    return call


@pytest.fixture
def put_in(do):
    """Give a function that brings a picture and puts it into the step; gives its hash."""

    def bring(data: bytes = b"") -> str:
        fitted = do(picturing.fit, data=data or screenshot())
        do(picturing.keep, fitted=fitted)
        kept = do(picturing.put_in, sha256=fitted.sha256, alt=WORDS, base=do(picturing.opened).base)
        assert isinstance(kept, Kept)
        return fitted.sha256

    return bring


def screenshot(width: int = 1080, height: int = 2400) -> bytes:
    """Draw something like a screenshot, as a PNG."""
    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    image.paste("orange", (100, 200, 900, 500))
    return encoded(image)


def photo() -> bytes:
    """Take a photo that lies on its side and says where it was taken and with what."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "SecretPhone"
    exif.get_ifd(0x8825)[1] = "N"
    return encoded(Image.new("RGB", (1200, 800), "teal"), "JPEG", exif=exif)


def drafted(college, author):
    """Give the draft's files as they would be published."""
    draft = service.draft_for(actor=college.actor(author), course_id="refunds", lesson_id="find-order")
    return library.course_files("refunds", instead={"find-order": (draft.zh, draft.en)})


def test_a_photo_loses_its_place_and_stands_upright_and_small(do, college):
    fitted = do(picturing.fit, data=photo())
    for _twice in range(2):
        do(picturing.keep, fitted=fitted)
    image = Image.open(io.BytesIO(fitted.data))
    assert image.height > image.width and not dict(image.getexif()) and b"SecretPhone" not in fitted.data
    assert len(do(picturing.fit, data=screenshot()).data) <= 25_000
    with college.work():
        assert db.session.scalar(select(func.count()).select_from(Picture).where(Picture.sha256 == fitted.sha256)) == 1


def test_a_picture_is_brought_then_said_then_shown(signed_in, author, do):
    client = signed_in(author)
    asked = client.follow(client.submit(PAGE, {"picture": (io.BytesIO(screenshot()), "截屏.png")}))
    assert asked.request.path.startswith(PAGE + "/")
    short = client.submit(asked, {"zh": "首页", "en": "Home page"})
    assert short.status_code == 422 and "首页" in short.text
    in_step = client.follow(client.submit(asked, {"zh": WORDS.zh, "en": WORDS.en}))
    assert in_step.request.path == PAGE.rpartition("/")[0] and WORDS.zh in in_step.text
    shown = client.get(PAGE)
    sha256 = asked.request.path.rpartition("/")[2]
    assert shown.page.find("img", alt=WORDS.zh)["src"] == f"/pictures/{sha256}.jpg"
    again = client.post(PAGE, headers={"Accept": "application/json"}, data={
        "csrf_token": shown.page.find("input", {"name": "csrf_token"})["value"], "picture": (io.BytesIO(screenshot()), "x.png"),
    })
    assert again.json["next"].endswith(sha256)
    out = client.follow(client.submit(shown, action="/picture/take-out"))
    back = client.get(out.page.find("a", href=lambda to: to and f"{sha256}?" in to)["href"])
    client.submit(back)
    assert do(picturing.opened).alt == WORDS


def test_nothing_chosen_and_a_conflict_keep_what_was_typed(signed_in, author, do, put_in):
    client = signed_in(author)
    assert client.submit(PAGE, action="/picture").status_code == 422
    stale = do(picturing.opened).base
    sha256 = put_in()
    late = do(picturing.put_in, sha256=sha256, alt=Said("另外的一句说明", "Other words"), base=stale)
    assert isinstance(late, Conflict) and do(picturing.opened).alt == WORDS


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda each: each.name)
def test_a_hostile_file_is_refused_with_a_sentence(hostile, bringing):
    answer = bringing(hostile.make(), hostile.name)
    if hostile.may_be_read and answer.status_code == 200:
        sha256 = answer.json["next"].rpartition("/")[2]
        data = bringing.client.get(f"/pictures/{sha256}.jpg").get_data()
        assert data.startswith(b"\xff\xd8\xff") and b"<script" not in data and b"SecretPhone" not in data
    else:
        assert answer.status_code == 422 and len(answer.json["problem"]) > 10


@pytest.fixture(scope="module")
def bringing(sqlite_colleges):
    """Give a function that sends a file as a script does; one college for all files."""
    app = sqlite_colleges.separate("pictures", "refunds")
    app.test_client_class = WalkingClient
    client = sign_in(app, College(app).staff(Role.AUTHOR, Scope(course="refunds")))
    token = client.get(PAGE).page.find("input", {"name": "csrf_token"})["value"]

    def bring(data: bytes, name: str):
        sent = {"csrf_token": token, "picture": (io.BytesIO(data), name)}
        return client.post(PAGE, data=sent, headers={"Accept": "application/json"})

    bring.client = client
    assert bring(GOOD.make(), GOOD.name).status_code == 200
    return bring


def test_a_picture_is_seen_before_and_after_publishing_as_it_was_kept(college, author, do, put_in, tmp_path):
    sha256 = put_in(screenshot())
    with college.work():
        files = drafted(college, author)
        look = library.look_at(files, "find-order")
        assert not look.problems, look.problems
        shown = look.view.in_language("zh").step(STEP).picture
        assert (shown["url"], shown["alt"]) == (f"/pictures/{sha256}.jpg", WORDS.zh)
        copy(Path(college.app.config["COURSES_FOLDER"], "features.yaml"), tmp_path)
        folder = Path(files.write(tmp_path))
        ready = library.prepare(folder)
    with college.work():
        library.store(actor=Actor.system(), ready=ready)
    with college.work():
        kept = library.lesson("refunds", "find-order").in_language("en").step(STEP).picture
        assert (kept["url"], kept["alt"]) == (f"/pictures/{sha256}.jpg", WORDS.en)
        assert library.published_among([sha256, "0" * 64]) == {sha256}


@pytest.mark.both_databases
def test_unused_pictures_go_after_a_day_and_used_ones_stay(college, author, do, put_in):
    sweep, later = retention_pictures.SWEEPS["brought_pictures"], now() + timedelta(days=1, minutes=1)
    used, unused = put_in(), do(picturing.fit, data=GOOD.make())
    do(picturing.keep, fitted=unused)

    def swept(before) -> int:
        with college.work():
            count = sweep.expired(before)
            assert sweep.purge(before, 50) == count
            return count

    assert swept(now() - timedelta(days=1)) == 0
    assert swept(later) == 1
    with college.work():
        left = set(db.session.scalars(select(BroughtPicture.sha256)))
        assert left == {used} and library.picture(used).sha256 == used
        assert db.session.get(Picture, unused.sha256) is None
    do(picturing.take_out, base=do(picturing.opened).base)
    assert swept(later + timedelta(days=1)) == 1


def test_a_picture_that_stays_large_is_said(signed_in, author):
    noise = encoded(Image.merge("RGB", [Image.effect_noise((600, 6000), 99) for _band in "RGB"]), "JPEG", quality=70)
    client = signed_in(author)
    asked = client.follow(client.submit(PAGE, {"picture": (io.BytesIO(noise), "多.jpg")}))
    assert asked.status_code == 200 and "kB" in asked.page.find(class_="notice-care").get_text()
