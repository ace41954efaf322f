"""The pages of recordings: what a lecturer reads and does, what is refused in words, and how sounds are sent."""

import hashlib
import io

import pytest
from sqlalchemy import event

from college.core.db import db
from college.library import fitting
from college.library import service as library
from tests.support.sounds import m4a, mp3, wav, webm

STEP = "/learn/refunds/{}/{}"


@pytest.fixture(autouse=True)
def without_ffmpeg(monkeypatch):
    """Have no ffmpeg on the way, whatever this machine has."""
    monkeypatch.setattr(fitting.shutil, "which", lambda name: None)


@pytest.fixture
def step(app, refunds):
    """Give (lesson, step) of the second step of the shipped course."""
    with app.app_context():
        lesson = library.course(refunds).lessons[0]
        return lesson.id, lesson.step_ids[1]


@pytest.fixture
def lecturer(college, signed_in, refunds):
    return in_english(signed_in(college.lecturer(college.cohort(courses=(refunds,)))))


def in_english(client):
    """Give a client that reads English."""
    client.set_cookie("language", "en")
    return client


def page_of(step) -> str:
    return "/courses/refunds/{}/{}/recording".format(*step)


def keep(client, step, data: bytes, name: str = "voice.mp3", **more):
    return client.submit(page_of(step), {"sound": (io.BytesIO(data), name), **more}, action="/recording")


def sound_on(client, step) -> str:
    """Give the address of the sound on the student's page, empty when there is none."""
    found = client.get(STEP.format(*step)).page.select_one("[data-sound]")
    return found["data-sound"] if found else ""


def test_what_a_lecturer_uploads_is_heard_by_everybody(lecturer, client, step):
    assert sound_on(client, step) == ""
    page = lecturer.follow(keep(lecturer, step, mp3(3)))
    assert "Your recording is kept" in page.words and "Read by 钱讲师" in page.words
    reader = in_english(client)
    address = sound_on(reader, step)
    assert address.endswith(".mp3")
    page = reader.get(STEP.format(*step)).page
    (audio,) = page.select("audio[controls]")
    assert (audio["src"], audio["preload"], audio.get("autoplay")) == (address, "none", None)
    assert sound_on(client.application.test_client(), step) == "", "in the other language nobody read it"


def test_a_file_that_not_every_browser_plays_is_offered_by_script_alone(lecturer, client, step):
    keep(lecturer, step, webm(3), "voice.webm")
    page = in_english(client).get(STEP.format(*step)).page
    assert page.select_one("[data-sound]")["data-type"] == "audio/webm"
    assert not page.select("audio")
    assert "Not every phone plays" in lecturer.get(page_of(step)).words


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<html><script>1</script>", "no sound file"),
        (mp3(40), "longer than 30 seconds"),
        (m4a(5, b"vide"), "holds a film"),
        (wav(0.1), "so short a time"),
        (mp3(3)[:150], "may be broken"),
        (wav(5, 44_100) * 5, "larger than 1.5 MB"),
    ],
)
def test_what_is_no_fit_sound_is_refused_in_words_and_nothing_is_kept(lecturer, client, step, data, words):
    answer = keep(lecturer, step, data)
    assert answer.status_code == 422
    assert words in answer.words
    assert sound_on(in_english(client), step) == ""


def test_without_a_file_she_is_asked_for_one(lecturer, step):
    page = lecturer.get(page_of(step))
    token = page.page.select_one("#recording [name=csrf_token]")["value"]
    form = page.page.select_one("#recording [name=client_id]")["value"]
    answer = lecturer.post(page_of(step), data={"csrf_token": token, "client_id": form})
    assert answer.status_code == 422 and "Please choose a sound file" in answer.words
    assert answer.page.select_one("#recording [name=client_id]")["value"] == form


def test_the_recorder_is_answered_in_its_own_way(lecturer, step):
    page = lecturer.get(page_of(step)).page
    fields = {each["name"]: each.get("value", "") for each in page.select("#recording input[name]") if each["name"] != "sound"}
    lecturer.checks_pages = False
    for data, status, said in ((webm(3), 200, "next"), (webm(3), 200, "next"), (b"x" * 99, 200, "next")):
        body = {**fields, "sound": (io.BytesIO(data), "recording"), "seconds": "3.00"}
        answer = lecturer.post(page_of(step), data=body, headers={"Accept": "application/json"}, content_type="multipart/form-data")
        assert answer.status_code == status and said in answer.json
    body = {**fields, "client_id": "0190a8f5-0000-7000-8000-000000000001", "sound": (io.BytesIO(b"x" * 99), "recording")}
    answer = lecturer.post(page_of(step), data=body, headers={"Accept": "application/json"}, content_type="multipart/form-data")
    assert answer.status_code == 422 and "no sound file" in answer.json["problem"]


def test_taken_away_it_can_be_brought_back(lecturer, client, step):
    keep(lecturer, step, mp3(3))
    reader = in_english(client)
    address = sound_on(reader, step)
    page = lecturer.follow(lecturer.submit(page_of(step), action="/remove"))
    assert "You can bring it back" in page.words and sound_on(reader, step) == ""
    lecturer.follow(lecturer.submit(page, action="/restore"))
    assert sound_on(reader, step) == address


def test_the_list_says_what_is_spoken_and_what_is_silent(app, lecturer, step):
    with app.app_context():
        steps = [len(each.step_ids) for each in library.course("refunds").lessons]
    keep(lecturer, step, mp3(3))
    page = lecturer.get("/courses/refunds/silent")
    first = [cell.get_text(strip=True) for cell in page.page.select("tbody tr")[0].select("td")]
    assert first == [str(steps[0]), "1", "0", str(steps[0] - 1)]
    (row,) = [cell for cell in lecturer.get("/courses/silent").page.select("tbody tr")]
    assert [cell.get_text(strip=True) for cell in row.select("td")] == [str(sum(steps)), "1", "0", str(sum(steps) - 1)]
    links = lecturer.get(page_of(step)).page.select(f'.actions a[href$="/recording"]')
    assert len(links) == 1 and page_of(step) not in links[0]["href"]


@pytest.mark.parametrize("make", ["helper", "coordinator", "operator", "product_manager", "student"])
def test_others_find_no_way_to_it(college, signed_in, step, make):
    cohort = college.cohort()
    who = getattr(college, make)(*([cohort] if make in {"helper", "student"} else []))
    client = signed_in(who)
    assert [client.get(path).status_code for path in ("/courses/silent", "/courses/refunds/silent", page_of(step))] == [403] * 3
    if make == "helper":
        assert "/silent" not in client.get("/courses").text


def test_the_microphone_is_lent_to_one_page_alone(lecturer, step):
    headers = lecturer.get(page_of(step)).headers
    assert headers.getlist("Permissions-Policy") == ["camera=(), geolocation=(), microphone=(self)"]
    for path in ("/courses/refunds/silent", STEP.format(*step), "/"):
        assert lecturer.get(path).headers.getlist("Permissions-Policy") == ["camera=(), geolocation=(), microphone=()"]
    assert "media-src 'self';" in headers["Content-Security-Policy"] and "blob:" not in headers["Content-Security-Policy"]


def test_a_sound_is_sent_whole_or_in_part_and_kept_for_a_year(lecturer, client, step):
    whole = mp3(3)
    keep(lecturer, step, whole)
    address = sound_on(in_english(client), step)
    assert hashlib.sha256(whole).hexdigest() in address
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype, answer.data) == (200, "audio/mpeg", whole)
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert "max-age=31536000" in answer.headers["Cache-Control"] and "immutable" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers
    part = client.get(address, headers={"Range": "bytes=0-1"})
    assert (part.status_code, part.data, part.headers["Content-Range"]) == (206, whole[:2], f"bytes 0-1/{len(whole)}")
    rest = client.get(address, headers={"Range": f"bytes={len(whole) - 10}-"})
    assert (rest.status_code, rest.data) == (206, whole[-10:])
    assert client.get(address, headers={"Range": "bytes=999999-"}).status_code == 416
    assert client.get(address, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert client.get(address.replace(".mp3", ".html")).status_code == 404


def test_reading_aloud_can_be_switched_off_for_good_on_this_phone(lecturer, client, step):
    keep(lecturer, step, mp3(3))
    reader = in_english(client)
    assert reader.get(STEP.format(*step)).page.select("[data-listen], [src*='listen.js'], audio")
    page = reader.follow(reader.submit(STEP.format(*step), button="Reading aloud: off"))
    assert page.request.path == STEP.format(*step)
    assert not page.page.select("[data-listen], [src*='listen.js'], audio")
    page = reader.follow(reader.submit(page, button="Reading aloud: on"))
    assert page.page.select("[data-listen]")


def test_a_step_page_with_a_voice_asks_the_database_no_more(app, lecturer, step, client):
    reader, counts = in_english(client), []
    with app.app_context():
        engine = db.engine
    for _ in range(2):
        reader.get(STEP.format(*step))
        asked: list[str] = []
        keep_statement = lambda *args: asked.append(args[2])  # noqa: E731
        event.listen(engine, "before_cursor_execute", keep_statement)
        reader.get(STEP.format(*step))
        event.remove(engine, "before_cursor_execute", keep_statement)
        counts.append([each for each in asked if not each.startswith("BEGIN")])
        keep(lecturer, step, mp3(3))
    assert [len(each) for each in counts] == [1, 1], counts
