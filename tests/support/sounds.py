"""Sounds made by hand, byte by byte: silence in every kind of file that is taken, as long as a test wants."""

import struct

#: A frame of MPEG-2 layer III: mono, 32 kbit/s, 24 kHz. 96 bytes and 24 ms of silence.
FRAME, FRAME_SECONDS = b"\xff\xf3\x44\xc4" + bytes(92), 0.024


def mp3(seconds: float = 5.0, mark: bytes = b"") -> bytes:
    """Give an MP3 of silence; ``mark`` stands in its first frame's unused bytes, so that two are not the same."""
    frames = round(seconds / FRAME_SECONDS)
    first = FRAME[:40] + mark[:50] + FRAME[40 + len(mark[:50]) :]
    return first + FRAME * (frames - 1)


def wav(seconds: float = 5.0, rate: int = 8000) -> bytes:
    """Give a WAV of 16 bits, mono."""
    samples = bytes(round(seconds * rate) * 2)
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, rate, rate * 2, 2, 16)
    return b"RIFF" + struct.pack("<I", 36 + len(samples)) + b"WAVE" + form + struct.pack("<4sI", b"data", len(samples)) + samples


def ogg(seconds: float = 5.0) -> bytes:
    """Give an Ogg with Opus: a page with its head, one with its name, and one page a second."""
    head = b"OpusHead\x01\x01" + struct.pack("<HIhB", 312, 48000, 0, 0)
    pages = [(0, head), (0, b"OpusTags" + struct.pack("<II", 0, 0))]
    whole = round(seconds * 48000)
    pages += [(312 + min(at + 48000, whole), b"\xf8\xff\xfe" * 20) for at in range(0, whole, 48000)]
    return b"".join(_page(granule, number, body) for number, (granule, body) in enumerate(pages))


def _page(granule: int, number: int, body: bytes) -> bytes:
    head = struct.pack("<4sBBqIIIB", b"OggS", 0, 2 if number == 0 else 0, granule, 7, number, 0, 1)
    return head + bytes([len(body)]) + body


def box(name: bytes, body: bytes) -> bytes:
    """Give one box of an MP4."""
    return struct.pack(">I4s", len(body) + 8, name) + body


def m4a(seconds: float = 5.0, handler: bytes = b"soun", *, in_pieces: bool = False, size: int = 40_000) -> bytes:
    """Give an MP4 with one track; ``in_pieces`` leaves its seconds open, as a phone's recorder does."""
    mvhd = box(b"mvhd", bytes(12) + struct.pack(">II", 1000, 0 if in_pieces else round(seconds * 1000)) + bytes(80))
    hdlr = box(b"hdlr", bytes(8) + handler + bytes(13))
    moov = box(b"moov", mvhd + box(b"trak", box(b"mdia", hdlr)))
    return box(b"ftyp", b"M4A \0\0\0\0") + moov + (box(b"moof", bytes(8)) if in_pieces else b"") + box(b"mdat", bytes(size))


def webm(seconds: float = 5.0, codec: bytes = b"A_OPUS") -> bytes:
    """Give a WebM as a browser's recorder writes it: of unknown size, a cluster a second, a block each 60 ms."""
    track = element(b"\xae", element(b"\xd7", b"\x01") + element(b"\x86", codec))
    body = element(b"\x15\x49\xa9\x66", element(b"\x2a\xd7\xb1", b"\x0f\x42\x40")) + element(b"\x16\x54\xae\x6b", track)
    for second in range(int(seconds) + 1):
        blocks = [at for at in range(0, 1000, 60) if second + at / 1000 <= seconds - 0.06]
        if blocks:
            body += b"\x1f\x43\xb6\x75" + b"\x01" + b"\xff" * 7 + element(b"\xe7", (second * 1000).to_bytes(3, "big"))
            body += b"".join(element(b"\xa3", b"\x81" + struct.pack(">hB", at, 0x80) + b"\xf8\xff\xfe") for at in blocks)
    return element(b"\x1aE\xdf\xa3", element(b"\x42\x82", b"webm")) + b"\x18\x53\x80\x67\x01" + b"\xff" * 7 + body


def element(mark: bytes, body: bytes) -> bytes:
    """Give one element of a WebM."""
    return mark + (0x10000000 | len(body)).to_bytes(4, "big") + body
