"""Makes a recording fit for phones: looked at within limits, and turned into small MP3 where ffmpeg is found."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from college.core import limits
from college.library import sounds
from college.library.sounds import MAX_SECONDS, MP3, Unfit

#: Looking at 1.5 MB takes 60 ms here; turning 30 seconds of sound into MP3 takes ffmpeg less than one.
LOOK_WITHIN, LOOK_WITH = 5.0, 64
#: Seconds and megabytes of ffmpeg; its own clock stops it before ours does.
TURN_WITHIN, TURN_WITH, FFMPEG_WITHIN = 12.0, 512, 10.0
#: Mono, 32 kbit/s (AGE_FRIENDLY AF-68: 24 to 32): 30 seconds are 120 kB.
SHAPE = ("-ac", "1", "-ar", "24000", "-b:a", "32k", "-map_metadata", "-1", "-id3v2_version", "0", "-write_xing", "0")
#: How ffmpeg names the containers that we let in: it is told, so that it need not guess.
DEMUXERS = {sounds.MP3: "mp3", sounds.WAV: "wav", sounds.OGG: "ogg", sounds.MP4: "mov", sounds.WEBM: "matroska"}
#: A browser's word for the seconds is believed only where the bytes fit it: from 4 to 512 kbit/s.
LEAST_RATE, MOST_RATE = 500, 64_000


@dataclass(frozen=True)
class FitSound:
    """A sound as it is kept; ``is_measured`` is False where only the browser said how long it lasts."""

    media_type: str
    data: bytes
    seconds: float
    is_measured: bool


class _NoEncoder(Exception):
    """This ffmpeg cannot write MP3."""


def fit(data: bytes, said_seconds: float | None = None) -> FitSound:
    """Check a file and make it small where that is possible here.

    ``said_seconds`` is what the browser measured: looked at only where the file itself does not say.
    Raises Unfit with the reason, TooMuch when looking took too long or too much memory.
    """
    if len(data) > sounds.MAX_BYTES:
        raise Unfit("bytes")
    heard = limits.run_limited(sounds.listen, data, seconds=LOOK_WITHIN, megabytes=LOOK_WITH)
    program = shutil.which("ffmpeg")
    if program and not (heard.media_type == MP3 and _is_small(heard)):
        try:
            return _turned(program, data, heard.media_type)
        except _NoEncoder:
            return _as_it_is(heard, said_seconds)
    return _as_it_is(heard, said_seconds)


def _is_small(heard: sounds.Heard) -> bool:
    return len(heard.data) <= 1.1 * 4_000 * (heard.seconds or 0)


def _as_it_is(heard: sounds.Heard, said: float | None) -> FitSound:
    if heard.seconds is not None:
        return FitSound(heard.media_type, heard.data, heard.seconds, True)
    if said is None:
        said = min(MAX_SECONDS, len(heard.data) / 8_000)
    sounds.fit_seconds(said)
    if not LEAST_RATE <= len(heard.data) / said <= MOST_RATE:
        raise Unfit("torn")
    return FitSound(heard.media_type, heard.data, said, False)


def _turned(program: str, data: bytes, kind: str) -> FitSound:
    """Have ffmpeg write MP3. The file lies in a folder of its own, because some kinds are read back and forth."""
    with tempfile.TemporaryDirectory(prefix="sound-") as folder:
        path = Path(folder, "in")
        path.write_bytes(data)
        made = limits.run_limited(_run, program, str(path), kind, FFMPEG_WITHIN, seconds=TURN_WITHIN, megabytes=TURN_WITH)
    heard = limits.run_limited(sounds.listen, made, seconds=LOOK_WITHIN, megabytes=LOOK_WITH)
    if heard.media_type != MP3:
        raise Unfit("torn")
    return FitSound(MP3, heard.data, heard.seconds or 0.0, True)


def _run(program: str, path: str, kind: str, within: float) -> bytes:
    """Run ffmpeg on one file, for `run_limited`: what limits this process limits ffmpeg too. It writes no file."""
    command = [
        program, "-hide_banner", "-nostdin", "-loglevel", "error", "-protocol_whitelist", "file,pipe",
        "-f", DEMUXERS[kind], "-i", path, "-map", "0:a:0", "-t", str(MAX_SECONDS + 5), *SHAPE, "-f", "mp3", "pipe:1",
    ]  # fmt: skip
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=within, check=False)
    except subprocess.TimeoutExpired as error:
        raise Unfit("torn") from error
    if done.returncode and b"encoder" in done.stderr.lower():
        raise _NoEncoder
    if done.returncode or not done.stdout:
        raise Unfit("torn")
    return done.stdout[: 2 * sounds.MAX_BYTES]


limits.preload(__name__)
