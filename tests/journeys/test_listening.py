"""Reading aloud in a real browser: with a recording, with the phone's own voice, with neither, and the recorder."""

import gzip
from uuid import uuid4

import pytest

from college.library import fitting, recordings
from college.library import service as library
from tests.support.axe import axe_faults
from tests.support.probes import LEARNER, probe_faults
from tests.support.sounds import mp3
from tests.support.sources import ROOT

#: Keeps the sound that a page plays where a test can look at it.
LISTENING = """
  const Own = window.Audio;
  window.Audio = function () { window.made = new Own(); return window.made; };
  Object.defineProperty(window, 'heard', { get: () => document.querySelector('audio') || window.made });
"""
#: No voice at all, as in many browsers of Chinese phones.
SPEECHLESS = "Object.defineProperty(window, 'speechSynthesis', { value: undefined });"
#: Voices that come a moment after the page; what is said stands in `window.said`.
VOICES = """
  window.said = []; window.cancelled = 0; let voices = [];
  const speech = {
    getVoices: () => voices,
    speak(words) {
      window.said.push([words.text, words.rate, words.lang]);
      const mine = window.cancelled;
      setTimeout(() => {
        if (words.onstart) words.onstart();
        setTimeout(() => { if (mine === window.cancelled && !window.holds) words.onend(); }, 20);
      }, 5);
    },
    cancel() { window.cancelled += 1; },
  };
  Object.defineProperty(window, 'speechSynthesis', { value: speech });
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };
  setTimeout(() => { voices = VOICES; if (speech.onvoiceschanged) speech.onvoiceschanged(); }, 100);
"""
PUTONGHUA = "[{ lang: 'zh-CN', localService: true }, { lang: 'en-US', localService: true }]"
OF_NO_USE = "[{ lang: 'zh-HK', localService: true }, { lang: 'zh-CN', localService: false }, { lang: 'de-DE', localService: true }]"
BUTTON, PACES, MORE = ".listen-button", ".listen-paces button", "[data-more]"


@pytest.fixture
def place(live_college, people, refunds, monkeypatch):
    """Give the address of a step, and a function that has a lecturer read it aloud in English."""
    monkeypatch.setattr(fitting.shutil, "which", lambda name: None)
    with live_college.app.app_context():
        lesson = library.course(refunds).lessons[0]
    lecturer = people.lecturer(people.cohort(courses=(refunds,)))
    return Place(people, lesson, lecturer)


class Place:
    """The second step of the shipped course and its lecturer."""

    def __init__(self, people, lesson, lecturer) -> None:
        self.people, self.lesson, self.lecturer = people, lesson, lecturer
        self.step = lesson.step_ids[1]
        self.address = f"/learn/refunds/{lesson.id}/{self.step}"
        self.studio = f"/courses/refunds/{lesson.id}/{self.step}/recording"

    def read(self, seconds: float = 1.0) -> None:
        """Have the lecturer read the step aloud."""
        where = {"course_id": "refunds", "lesson_id": self.lesson.id, "step_id": self.step, "lang": "en"}
        with self.people.work():
            recordings.keep(actor=self.people.actor(self.lecturer), **where, client_id=uuid4(), data=mp3(seconds))


def opened(page, place, *scripts: str):
    """Open the step after these scripts ran."""
    for script in scripts:
        page.add_init_script(script)
    page.goto(place.address)
    return page


def word(page) -> str:
    return page.locator("[data-word]").inner_text()


def until(page, condition: str) -> None:
    """Wait until this is true; the page's own rules forbid to hand it over as a text to be waited for."""
    for _ in range(100):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"never true: {condition}")


def wait_for_word(page, text: str) -> None:
    until(page, f"document.querySelector('[data-word]').textContent === '{text}'")


def test_a_recording_is_played_stopped_and_played_again(phone, place):
    place.read()
    page = opened(phone(lang="en"), place, LISTENING, SPEECHLESS)
    assert page.evaluate("[window.heard.preload, window.heard.autoplay, window.heard.paused]") == ["none", False, True]
    assert page.locator("audio").is_hidden() and page.locator(MORE).is_hidden()
    assert page.locator(BUTTON).inner_text().split("\n") == ["Listen", "The teacher's voice"]
    page.click(BUTTON)
    assert word(page) == "Stop"
    page.click(BUTTON)
    assert word(page) == "Listen" and page.evaluate("window.heard.paused")
    page.click(BUTTON)
    wait_for_word(page, "Once more")
    page.click(PACES + " >> nth=0")
    page.click(BUTTON)
    assert page.evaluate("window.heard.playbackRate") == 0.75
    assert page.url.endswith(place.address), "reading aloud never goes on by itself"


def test_a_browser_without_any_voice_shows_no_dead_button(phone, place):
    for page in (opened(phone(lang="en"), place, SPEECHLESS), opened(phone(lang="en"), place, VOICES.replace("VOICES", OF_NO_USE))):
        page.wait_for_timeout(300)
        assert page.locator(BUTTON).is_hidden() and page.locator(MORE).is_hidden()


@pytest.mark.parametrize(("lang", "voice"), [("zh", "zh-CN"), ("en", "en-US")])
def test_the_phones_own_voice_reads_sentence_by_sentence_and_says_that_it_is_one(phone, place, live_college, lang, voice):
    page = opened(phone(lang=lang), place, VOICES.replace("VOICES", PUTONGHUA))
    page.wait_for_selector(BUTTON)
    assert page.evaluate("window.said") == [], "nothing reads by itself"
    assert page.locator(BUTTON + " [data-kind=phone]").is_visible() and page.locator(BUTTON + " [data-kind=teacher]").is_hidden()
    page.click(BUTTON)
    until(page, "document.querySelector('[data-word]').textContent === document.querySelector('[data-listen]').dataset.again")
    with live_college.app.app_context():
        step = library.lesson("refunds", place.lesson.id).in_language(lang).step(place.step)
        words = library.spoken_text(step, lang)
    said = page.evaluate("window.said")
    assert "".join("".join(each[0].split()) for each in said) == "".join(words.split())
    assert len(said) > 1 and {(each[1], each[2]) for each in said} == {(1, voice)}


def test_the_pace_is_remembered_and_leaving_the_page_stops_the_voice(phone, place):
    page = opened(phone(lang="en"), place, VOICES.replace("VOICES", PUTONGHUA), "window.holds = true;")
    page.click(BUTTON)
    until(page, "window.said.length === 1")
    page.click(PACES + " >> nth=2")
    until(page, "window.said.length === 2")
    assert [each[1] for each in page.evaluate("window.said")] == [1, 1.25]
    assert page.evaluate("window.said[0][0] === window.said[1][0]"), "the sentence begins anew at the new pace"
    before = page.evaluate("window.cancelled")
    page.evaluate("window.dispatchEvent(new PageTransitionEvent('pagehide'))")
    assert page.evaluate("window.cancelled") == before + 1 and word(page) == "Listen"
    page.goto(place.address)
    page.click(BUTTON)
    until(page, "window.said.length === 1")
    assert page.evaluate("window.said[0][1]") == 1.25
    assert page.locator(PACES + "[aria-pressed=true]").inner_text() == "Faster"


def test_practice_reads_what_to_tap(phone, place):
    page = phone(lang="en")
    page.add_init_script(VOICES.replace("VOICES", PUTONGHUA))
    page.goto(place.address + "/practice")
    page.click(BUTTON)
    wait_for_word(page, "Once more")
    heading = page.locator("h1").inner_text()
    assert "".join("".join(each[0].split()) for each in page.evaluate("window.said")) == "".join(heading.split())


def test_a_recording_that_does_not_come_is_told_of_and_the_phone_reads_instead(phone, place):
    place.read()
    page = phone(lang="en")
    page.route("**/sounds/*", lambda route: route.abort())
    opened(page, place, SPEECHLESS).click(BUTTON)
    page.wait_for_selector("text=It cannot be heard just now")
    page.unroute("**/sounds/*")
    page.click(BUTTON)
    wait_for_word(page, "Once more")
    assert page.locator("[data-said]").is_hidden(), "pressed again with the network back, it plays"
    page = phone(lang="en")
    page.route("**/sounds/*", lambda route: route.abort())
    opened(page, place, VOICES.replace("VOICES", PUTONGHUA)).click(BUTTON)
    page.wait_for_selector("text=your phone reads it")
    page.click(BUTTON)
    until(page, "window.said.length > 0")
    assert page.locator(BUTTON + " [data-kind=phone]").is_visible()


def test_a_voice_that_does_not_begin_is_told_of(phone, place):
    silent = VOICES.replace("VOICES", PUTONGHUA) + "speechSynthesis.speak = () => {};"
    page = phone(lang="en")
    page.clock.install()
    opened(page, place, silent)
    page.clock.run_for(200)
    page.click(BUTTON)
    page.clock.run_for(6000)
    page.wait_for_selector("text=It cannot be heard just now")


def test_without_scripts_the_browsers_own_player_stands_there(phone, place):
    place.read()
    page = opened(phone(lang="en", js=False), place)
    player = page.locator("audio[controls]")
    assert player.is_visible() and player.get_attribute("preload") == "none"
    assert page.locator(BUTTON).is_hidden() and page.locator(MORE).is_hidden()


@pytest.mark.parametrize(("width", "size"), [(320, "huge"), (390, "standard")])
def test_the_buttons_are_large_and_nothing_is_cut_off(phone, place, width, size):
    page = opened(phone(width, size=size, lang="zh"), place, VOICES.replace("VOICES", PUTONGHUA))
    page.click(BUTTON)
    for button in page.locator(f"{BUTTON}, {PACES}").all():
        box = button.bounding_box()
        assert min(box["width"], box["height"]) >= 60, box
    assert not [*probe_faults(page, LEARNER), *axe_faults(page)]


def test_listening_costs_a_phone_little():
    assert len(gzip.compress((ROOT / "static/js/listen.js").read_bytes(), 9)) < 3_000


def record(page) -> None:
    """Record until it stops by itself after two seconds."""
    page.evaluate("document.getElementById('recording').dataset.longest = '2'")
    page.click("[data-start]")
    page.wait_for_selector("[data-stop]:visible")
    page.wait_for_selector("text=Recording: 1 of")
    page.wait_for_selector("[data-keep]:visible")


def test_a_lecturer_records_listens_keeps_and_students_hear_it(desk, phone, place):
    page = desk(person=place.lecturer, lang="en")
    page.goto(place.studio)
    record(page)
    assert "2 seconds recorded" in page.locator("[data-status]").inner_text()
    page.click("[data-hear]")
    page.click("[data-again]")
    page.wait_for_selector("[data-stop]:visible")
    page.wait_for_selector("text=Recording: 1 of")
    page.click("[data-stop]")
    page.click("[data-keep]")
    page.wait_for_selector("text=Your recording is kept")
    assert "Read by 钱讲师" in page.locator("main").inner_text()
    heard = opened(phone(lang="en"), place, LISTENING, SPEECHLESS)
    heard.click(BUTTON)
    wait_for_word(heard, "Once more")
    assert heard.evaluate("window.heard.duration") > 1


def test_what_could_not_be_sent_stays_and_is_kept_once(desk, place):
    page = desk(person=place.lecturer, lang="en")
    page.goto(place.studio)
    record(page)
    page.route("**/recording", lambda route: route.abort())
    page.click("[data-keep]")
    page.wait_for_selector("text=Your recording is still here")
    page.unroute("**/recording")
    page.click("[data-keep]")
    page.wait_for_selector("text=Your recording is kept")


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("Object.defineProperty(window, 'isSecureContext', { value: false });", "only to pages that come by https"),
        ("delete window.MediaRecorder;", "This browser cannot record"),
    ],
)
def test_where_it_cannot_record_it_says_why_and_takes_a_file(desk, place, script, words):
    page = desk(person=place.lecturer, lang="en")
    page.add_init_script(script)
    page.goto(place.studio)
    page.wait_for_selector(f"text={words}")
    assert page.locator("[data-start]").is_hidden()
    page.set_input_files("[name=sound]", {"name": "voice.mp3", "mimeType": "audio/mpeg", "buffer": mp3(2)})
    page.click("text=Upload this file")
    page.wait_for_selector("text=Your recording is kept")


def test_a_microphone_that_is_not_allowed_or_hears_nothing_is_told_of(desk, place):
    page = desk(person=place.lecturer, lang="en")
    page.goto(place.studio)
    page.evaluate("() => { navigator.mediaDevices.getUserMedia = () => Promise.reject(new Error('NotAllowedError')); }")
    page.click("[data-start]")
    page.wait_for_selector("text=The microphone is not allowed")
    page.evaluate("""() => {
      const quiet = new AudioContext();
      const tone = quiet.createOscillator();
      const hush = quiet.createGain();
      const end = quiet.createMediaStreamDestination();
      hush.gain.value = 0.001;
      tone.connect(hush);
      hush.connect(end);
      tone.start();
      navigator.mediaDevices.getUserMedia = () => Promise.resolve(end.stream);
    }""")
    page.click("[data-start]")
    page.wait_for_selector("text=come closer")
    page.wait_for_timeout(800)
    page.click("[data-stop]")
    page.wait_for_selector("text=Nothing was heard")


def test_without_scripts_a_lecturer_uploads_a_file(desk, place):
    page = desk(person=place.lecturer, lang="en", js=False)
    page.goto(place.studio)
    assert "needs JavaScript" in page.locator("main").inner_text() and page.locator("[data-recorder]").is_hidden()
    page.set_input_files("[name=sound]", {"name": "voice.mp3", "mimeType": "audio/mpeg", "buffer": mp3(2)})
    page.click("text=Upload this file")
    assert "Your recording is kept" in page.locator("main").inner_text()
