"""What a sound file is by its bytes and how long it lasts: MP3, WAV, Ogg, MP4 and WebM, read without any helper."""

from __future__ import annotations

import struct
from dataclasses import dataclass

#: Bytes of a file that is looked at, and seconds of a recording (AGE_FRIENDLY AF-68); a recorder stops a little late.
MAX_BYTES = 1_500_000
MAX_SECONDS, LATE = 30.0, 1.0
#: Shorter than this nobody has said anything.
MIN_SECONDS = 0.3
#: Boxes, pages and elements that are looked at before a file counts as made to tire us.
MOST_PARTS = 40_000

MP3, WAV, OGG, MP4, WEBM = "audio/mpeg", "audio/wav", "audio/ogg", "audio/mp4", "audio/webm"


class Unfit(ValueError):
    """The bytes are no sound that we take. ``why`` is "kind", "torn", "picture", "long", "short" or "bytes"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Heard:
    """A sound as it was understood: its type, its seconds (None when the file does not say) and its bytes to keep."""

    media_type: str
    seconds: float | None
    data: bytes


def kind_of(data: bytes) -> str:
    """Give the media type that the first bytes show. Raises Unfit."""
    if data[:4] == b"OggS":
        return OGG
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        return WAV
    if data[:4] == b"\x1aE\xdf\xa3":
        return WEBM
    if data[4:8] == b"ftyp":
        return MP4
    if data[:3] == b"ID3" or (data[:1] == b"\xff" and len(data) > 1 and data[1] & 0xE0 == 0xE0):
        return MP3
    raise Unfit("kind")


def listen(data: bytes) -> Heard:
    """Understand a file. Raises Unfit: another kind, torn, with moving pictures, too long, too short, too many bytes."""
    if len(data) > MAX_BYTES:
        raise Unfit("bytes")
    kind = kind_of(data)
    try:
        heard = _READERS[kind](data)
    except (struct.error, IndexError, ValueError, OverflowError, ZeroDivisionError) as error:
        raise error if isinstance(error, Unfit) else Unfit("torn") from error
    fit_seconds(heard.seconds)
    return heard


def fit_seconds(seconds: float | None) -> None:
    """Raise Unfit when these seconds are too many or too few; None passes."""
    if seconds is not None and not seconds <= MAX_SECONDS + LATE:
        raise Unfit("long")
    if seconds is not None and seconds < MIN_SECONDS:
        raise Unfit("short")


# --- MP3: frames are counted; tags before and after them (names, pictures, places) are left out -------------------

_BITRATES = {
    1: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
#: A few bytes that fit a frame by chance are no sound.
_LEAST_FRAMES = 3


def _frame(data: bytes, at: int) -> tuple[int, float] | None:
    """Give the bytes and seconds of the MP3 frame that begins here, None when none does."""
    if at + 4 > len(data) or data[at] != 0xFF or data[at + 1] & 0xE6 != 0xE2:
        return None
    version, bits = (data[at + 1] >> 3) & 3, data[at + 2]
    if version == 1 or bits >> 4 in (0, 15) or (bits >> 2) & 3 == 3:
        return None
    rate = _RATES[version][(bits >> 2) & 3]
    kilobits = _BITRATES[1 if version == 3 else 2][bits >> 4]
    size = (144 if version == 3 else 72) * kilobits * 1000 // rate + ((bits >> 1) & 1)
    return size, (1152 if version == 3 else 576) / rate


def _mp3(data: bytes) -> Heard:
    at = start = _after_tag(data)
    seconds, frames = 0.0, 0
    while (found := _frame(data, at)) and at + found[0] <= len(data):
        at, seconds, frames = at + found[0], seconds + found[1], frames + 1
    if frames < _LEAST_FRAMES:
        raise Unfit("torn")
    return Heard(MP3, seconds, data[start:at])


def _after_tag(data: bytes) -> int:
    if data[:3] != b"ID3":
        return 0
    size = 0
    for byte in data[6:10]:
        size = size << 7 | byte & 0x7F
    return 10 + size


# --- WAV ----------------------------------------------------------------------------------------------------------


def _wav(data: bytes) -> Heard:
    at, rate = 12, 0
    while at + 8 <= len(data):
        name, size = data[at : at + 4], struct.unpack_from("<I", data, at + 4)[0]
        if name == b"fmt ":
            form, _channels, _samples, rate = struct.unpack_from("<HHII", data, at + 8)
            if form not in (1, 3, 0xFFFE) or not rate:
                raise Unfit("kind")
        elif name == b"data":
            return Heard(WAV, min(size, len(data) - at - 8) / rate, data)
        at += 8 + size + (size & 1)
    raise Unfit("torn")


# --- Ogg: the last page says how many samples there were ------------------------------------------------------------


def _ogg(data: bytes) -> Heard:
    at, last, rate, skipped = 0, 0, 0, 0
    while at + 27 <= len(data) and data[at : at + 4] == b"OggS":
        granule, segments = struct.unpack_from("<q", data, at + 6)[0], data[at + 26]
        body = at + 27 + segments
        if not rate:
            rate, skipped = _ogg_head(data[body : body + 64])
        last = max(last, granule)
        at = body + sum(data[at + 27 : body])
        if at > len(data):
            raise Unfit("torn")
    if last <= skipped:
        raise Unfit("torn")
    return Heard(OGG, (last - skipped) / rate, data)


def _ogg_head(packet: bytes) -> tuple[int, int]:
    if packet[:8] == b"OpusHead":
        return 48_000, struct.unpack_from("<H", packet, 10)[0]
    if packet[:7] == b"\x01vorbis":
        return struct.unpack_from("<I", packet, 12)[0], 0
    raise Unfit("kind")


# --- MP4: tracks must be of sound; a recorder that writes in pieces leaves the seconds open ---------------------------

_FOLDERS = {b"moov", b"trak", b"mdia", b"minf", b"stbl"}


def _mp4(data: bytes) -> Heard:
    seconds, has_sound = 0.0, False
    stack, parts, names = [(0, len(data))], 0, set()
    while stack:
        at, end = stack.pop()
        while at + 8 <= end:
            parts += 1
            size, name = struct.unpack_from(">I4s", data, at)
            size = size or end - at
            if size < 8 or at + size > end or parts > MOST_PARTS:
                raise Unfit("torn")
            names.add(name)
            if name in _FOLDERS:
                stack.append((at + 8, at + size))
            elif name == b"hdlr":
                has_sound = _sounds(data[at + 16 : at + 20]) or has_sound
            elif name == b"mvhd":
                seconds = _mp4_seconds(data, at)
            at += size
    if not has_sound or b"mdat" not in names:
        raise Unfit("torn")
    return Heard(MP4, None if b"moof" in names or not seconds else seconds, data)


def _sounds(handler: bytes) -> bool:
    if handler == b"vide":
        raise Unfit("picture")
    return handler == b"soun"


def _mp4_seconds(data: bytes, at: int) -> float:
    scale, length = struct.unpack_from(">IQ" if data[at + 8] == 1 else ">II", data, at + (28 if data[at + 8] == 1 else 20))
    return length / scale


# --- WebM: the last block says when it sounds -------------------------------------------------------------------------

_SEGMENT, _CLUSTER, _INFO, _TRACKS, _TRACK, _GROUP = 0x18538067, 0x1F43B675, 0x1549A966, 0x1654AE6B, 0xAE, 0xA0
_OPEN = {_SEGMENT, _CLUSTER, _INFO, _TRACKS, _TRACK, _GROUP}
_SCALE, _CODEC, _TIME, _SIMPLE, _BLOCK = 0x2AD7B1, 0x86, 0xE7, 0xA3, 0xA1
#: What the last block itself lasts: recorders write 20 to 60 ms.
_BLOCK_SECONDS = 0.06


def _webm(data: bytes) -> Heard:
    at, parts, scale, cluster, last, blocks, codec = 0, 0, 1_000_000, 0, 0, 0, b""
    while at < len(data):
        parts += 1
        mark, at = _number(data, at, keep_mark=True)
        size, at = _number(data, at)
        if parts > MOST_PARTS:
            raise Unfit("torn")
        if mark in _OPEN:
            continue
        if at + size > len(data):
            if mark in (_SIMPLE, _BLOCK):
                break
            raise Unfit("torn")
        if mark == _SCALE:
            scale = int.from_bytes(data[at : at + size], "big")
        elif mark == _CODEC:
            codec = _sound_codec(data[at : at + size])
        elif mark == _TIME:
            cluster = int.from_bytes(data[at : at + size], "big")
        elif mark in (_SIMPLE, _BLOCK):
            _track, after = _number(data, at)
            last, blocks = max(last, cluster + struct.unpack_from(">h", data, after)[0]), blocks + 1
        at += size
    if not codec or not blocks:
        raise Unfit("torn")
    return Heard(WEBM, last * scale / 1e9 + _BLOCK_SECONDS, data)


def _number(data: bytes, at: int, *, keep_mark: bool = False) -> tuple[int, int]:
    """Read one of EBML's numbers of 1 to 8 bytes; give it and where it ends."""
    length = 9 - data[at].bit_length()
    if length > 8 or at + length > len(data):
        raise Unfit("torn")
    value = int.from_bytes(data[at : at + length], "big")
    return (value if keep_mark else value & ((1 << 7 * length) - 1)), at + length


def _sound_codec(name: bytes) -> bytes:
    if name.startswith(b"V_"):
        raise Unfit("picture")
    if name not in (b"A_OPUS", b"A_VORBIS"):
        raise Unfit("kind")
    return name


_READERS = {MP3: _mp3, WAV: _wav, OGG: _ogg, MP4: _mp4, WEBM: _webm}
