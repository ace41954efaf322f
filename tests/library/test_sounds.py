"""Sound files of strangers: what they are and how long, by their bytes; what is made to deceive is refused in time."""

import random
import struct
import time
from pathlib import Path

import pytest

from college.library import fitting, sounds
from college.library.sounds import Unfit
from tests.support.sounds import FRAME, box, element, m4a, mp3, ogg, wav, webm

MAKERS = {"audio/mpeg": mp3, "audio/wav": wav, "audio/ogg": ogg, "audio/mp4": m4a, "audio/webm": webm}


@pytest.fixture(autouse=True, scope="module")
def warm():
    """Start the server of fresh processes: that alone may take seconds on a busy machine."""
    fitting.fit(mp3(1))


@pytest.fixture(autouse=True)
def without_ffmpeg(monkeypatch):
    """Have no ffmpeg on the way, whatever this machine has."""
    monkeypatch.setattr(fitting.shutil, "which", lambda name: None)


@pytest.mark.parametrize("seconds", [1.0, 5.3, 29.5])
@pytest.mark.parametrize("kind", MAKERS)
def test_every_kind_is_known_by_its_bytes_and_says_its_seconds(kind, seconds):
    heard = sounds.listen(MAKERS[kind](seconds))
    assert heard.media_type == kind
    assert heard.seconds == pytest.approx(seconds, abs=0.1)


@pytest.mark.parametrize("kind", MAKERS)
def test_forty_seconds_are_too_long_and_a_tenth_is_too_short(kind):
    for seconds, why in ((40.0, "long"), (0.12, "short")):
        with pytest.raises(Unfit) as refusal:
            sounds.listen(MAKERS[kind](seconds))
        assert refusal.value.why == why


def test_tags_of_an_mp3_are_left_out():
    place = b"120.15,30.28 <script>alert(1)</script>"
    tag = b"ID3\x04\0\0" + bytes([0, 0, 0, len(place)]) + place
    kept = sounds.listen(tag + mp3(3) + b"TAG" + bytes(125)).data
    assert kept == mp3(3)


ATOMS = box(b"moov", b"")
#: Twenty files that somebody might send: name → (bytes, why it is refused).
HOSTILE = {
    "nothing": (b"", "kind"),
    "a page named .mp3": (b"<!doctype html><script>alert(1)</script>" * 50, "kind"),
    "a page behind an ID3 tag": (b"ID3\x04\0\0\0\0\0\x0a" + b"<html>" * 200, "torn"),
    "an MP3 of two frames": (FRAME * 2, "torn"),
    "an ID3 tag that says it is 256 MB": (b"ID3\x04\0\0\x7f\x7f\x7f\x7f" + FRAME * 100, "torn"),
    "an MP3 of 62 thousand tiny frames": ((b"\xff\xe3\x18\xc4" + bytes(20)) * 62_000, "long"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(500), "kind"),
    "a program": (b"\x7fELF" + bytes(900), "kind"),
    "a WAV that ends in its head": (wav(5)[:30], "torn"),
    "a WAV of no speed": (wav(5)[:28] + bytes(4) + wav(5)[32:], "kind"),
    "a WAV without data": (b"RIFF\xff\xff\xff\xffWAVEfmt \xff\xff\xff\xff" + bytes(40), "kind"),
    "an Ogg cut in the middle of a page": (ogg(5)[:-10], "torn"),
    "an Ogg of a film": (ogg(5).replace(b"OpusHead", b"\x80theora!"), "kind"),
    "an Ogg that says a thousand years": (ogg(5).replace(struct.pack("<q", 240_312), struct.pack("<q", 2**60)), "long"),
    "a film as MP4": (m4a(5, b"vide"), "picture"),
    "an MP4 whose boxes are larger than it": (m4a(5).replace(box(b"mdat", bytes(40_000)), b"\x7f\0\0\0mdat"), "torn"),
    "an MP4 of empty boxes without end": (box(b"ftyp", b"M4A ") + ATOMS * 100_000, "torn"),
    "an MP4 of a time scale of nought": (m4a(5).replace(struct.pack(">II", 1000, 5000), bytes(8)), "torn"),
    "a film as WebM": (webm(5, b"V_VP8"), "picture"),
    "a WebM of numbers without end": (b"\x1aE\xdf\xa3" + b"\0" * 500, "torn"),
    "a WebM nested without end": (webm(1)[:40] + b"\x1f\x43\xb6\x75\xff" * 200_000, "torn"),
    "a WebM cut before its sound": (webm(5)[:60], "torn"),
    "a WebM that sounds in a century": (webm(1) + element(b"\xe7", b"\x7f" * 8) + element(b"\xa3", b"\x81\0\0\x80"), "long"),
    "five megabytes": (mp3(5) + bytes(5_000_000), "bytes"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_made_to_deceive_is_refused_with_its_reason(name):
    data, why = HOSTILE[name]
    began = time.monotonic()
    with pytest.raises(Unfit) as refusal:
        fitting.fit(data)
    print(f"{name}: {refusal.value.why}, {time.monotonic() - began:.2f} s")
    assert refusal.value.why == why
    assert time.monotonic() - began < fitting.LOOK_WITHIN


def test_an_mp4_of_a_time_scale_of_nought_is_not_believed():
    with pytest.raises(Unfit):
        sounds.listen(m4a(5).replace(struct.pack(">II", 1000, 5000), struct.pack(">II", 0, 5000)))


def test_torn_bytes_never_raise_anything_else():
    chance = random.Random(5)
    for make in MAKERS.values():
        whole = make(2.0)
        for _ in range(300):
            bytes_ = bytearray(whole[: chance.randrange(8, len(whole))])
            for _ in range(chance.randrange(4)):
                bytes_[chance.randrange(8, len(bytes_)) if len(bytes_) > 9 else 0] = chance.randrange(256)
            try:
                sounds.listen(bytes(bytes_))
            except Unfit as refusal:
                assert refusal.why


def test_where_the_file_does_not_say_the_browser_does_and_is_checked_loosely():
    whole = m4a(in_pieces=True, size=60_000)
    fit = fitting.fit(whole, said_seconds=12.0)
    assert (fit.seconds, fit.is_measured) == (12.0, False)
    assert fitting.fit(whole).is_measured is False, "without a word it is guessed from the bytes"
    for said in (40.0, 0.1, float("nan"), float("inf")):
        with pytest.raises(Unfit):
            fitting.fit(whole, said_seconds=said)
    with pytest.raises(Unfit):
        fitting.fit(m4a(in_pieces=True, size=1_000), said_seconds=29.0)
    assert fitting.fit(mp3(5), said_seconds=29.0).seconds == pytest.approx(5, abs=0.1), "what the file says counts"


@pytest.fixture
def ffmpeg(tmp_path, monkeypatch):
    """Give a function that puts a stand-in for ffmpeg on the way: a script that ends as told."""
    made = tmp_path / "made.mp3"

    def stand_in(script: str, gives: bytes = b"") -> list[str]:
        made.write_bytes(gives)
        program = tmp_path / "ffmpeg"
        program.write_text("#!/bin/sh\n" + script.replace("MADE", str(made)))
        program.chmod(0o755)
        monkeypatch.setattr(fitting.shutil, "which", lambda name: str(program))
        return []

    return stand_in


def test_with_ffmpeg_it_becomes_small_mp3(ffmpeg):
    ffmpeg("cat MADE", mp3(4))
    fit = fitting.fit(webm(4))
    assert (fit.media_type, fit.data, fit.is_measured) == ("audio/mpeg", mp3(4), True)


def test_a_small_mp3_is_left_as_it_is(ffmpeg):
    ffmpeg("exit 1")
    assert fitting.fit(mp3(4)).data == mp3(4)


def test_an_ffmpeg_that_cannot_write_mp3_leaves_it_as_it_is(ffmpeg):
    ffmpeg("echo 'Unknown encoder libmp3lame' >&2; exit 1")
    fit = fitting.fit(webm(4))
    assert fit.media_type == "audio/webm"


@pytest.mark.parametrize(
    ("script", "gives", "why"),
    [("exit 1", b"", "torn"), ("cat MADE", b"", "torn"), ("cat MADE", b"<html>", "kind"), ("cat MADE", mp3(40), "long")],
)
def test_what_ffmpeg_cannot_read_or_makes_too_long_is_refused(ffmpeg, script, gives, why):
    ffmpeg(script, gives)
    with pytest.raises(Unfit) as refusal:
        fitting.fit(webm(4))
    assert refusal.value.why == why


def test_an_ffmpeg_that_hangs_is_ended_with_us(ffmpeg, monkeypatch):
    monkeypatch.setattr(fitting, "FFMPEG_WITHIN", 0.5)
    ffmpeg("exec sleep 61.735")
    began = time.monotonic()
    with pytest.raises((Unfit, fitting.limits.TooMuch)):
        fitting.fit(webm(4))
    assert time.monotonic() - began < fitting.TURN_WITHIN + 3
    commands = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline")]
    assert not any(b"61.735" in each for each in commands)


def test_an_ffmpeg_that_writes_files_is_stopped(ffmpeg, tmp_path):
    ffmpeg(f"echo hello > {tmp_path}/beside; cat MADE", mp3(4))
    with pytest.raises(Unfit):
        fitting.fit(webm(4))
    assert not (tmp_path / "beside").exists() or (tmp_path / "beside").read_bytes() == b""
