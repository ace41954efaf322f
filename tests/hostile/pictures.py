"""Pictures that want to break whoever opens them, or to be something else than a picture, for lessons."""

import io
import struct
import zlib

from PIL import Image

from tests.hostile.files import Hostile

SCRIPT = b"<script>ran(1)</script>"


def encoded(image: Image.Image, kind: str = "PNG", **options) -> bytes:
    """Write a picture as a file of some kind."""
    data = io.BytesIO()
    image.save(data, kind, **options)
    return data.getvalue()


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_of(width: int, height: int, body: bytes = b"", more: bytes = b"") -> bytes:
    """Write a PNG whose head claims a size, whatever its body holds."""
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + more + _chunk(b"IDAT", zlib.compress(body, 9)) + _chunk(b"IEND", b"")


def _plain(width: int = 60, height: int = 40) -> Image.Image:
    return Image.new("RGB", (width, height), "orange")


def _located() -> bytes:
    exif = Image.Exif()
    exif[0x010F], exif[0x010E] = "SecretPhone", "<script>ran(1)</script>"
    exif.get_ifd(0x8825)[1] = "N"
    return encoded(_plain(), "JPEG", exif=exif)


def _animated() -> bytes:
    frames = [_plain() for _each in range(500)]
    return encoded(frames[0], "WEBP", save_all=True, append_images=frames[1:], duration=10)


PICTURES = (
    Hostile("bomb.png", lambda: png_of(30_000, 30_000, bytes(30_000_000))),
    Hostile("claims.png", lambda: png_of(2**31 - 1, 2**31 - 1)),
    Hostile("claims-none.png", lambda: png_of(0, 0)),
    Hostile("bits.png", lambda: encoded(Image.new("1", (20_000, 20_000)))),
    Hostile("large.png", lambda: encoded(Image.new("RGB", (7_000, 7_000)))),
    Hostile("thin.png", lambda: encoded(Image.new("L", (1, 60_000))), may_be_read=True),
    Hostile("wide.png", lambda: encoded(Image.new("L", (60_000, 1))), may_be_read=True),
    Hostile("text-bomb.png", lambda: png_of(1, 1, b"\0\0\0\0", _chunk(b"zTXt", b"x\0\0" + zlib.compress(bytes(60_000_000), 9)))),
    Hostile("profile-bomb.png", lambda: png_of(1, 1, b"\0\0\0\0", _chunk(b"iCCP", b"x\0\0" + zlib.compress(bytes(60_000_000), 9))), may_be_read=True),
    Hostile("truncated.png", lambda: encoded(Image.effect_noise((300, 300), 90))[:9_000]),
    Hostile("truncated.jpg", lambda: encoded(_plain(800, 800), "JPEG")[:900]),
    Hostile("many-frames.webp", _animated, may_be_read=True),
    Hostile("polyglot.jpg", lambda: encoded(_plain(), "JPEG", comment=SCRIPT) + SCRIPT, may_be_read=True),
    Hostile("polyglot.png", lambda: encoded(_plain()) + b"<html>" + SCRIPT, may_be_read=True),
    Hostile("page.jpg", lambda: b"<html>" + SCRIPT),
    Hostile("headed.jpg", lambda: b"\xff\xd8\xff\xe0" + SCRIPT * 20),
    Hostile("drawing.png", lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='ran(1)'/>"),
    Hostile("entity.png", lambda: b"<!DOCTYPE svg [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><svg>&e;</svg>"),
    Hostile("moving.gif", lambda: b"GIF89a/*" + bytes(30) + b"*/=1;ran(1)//"),
    Hostile("true.gif", lambda: encoded(_plain(), "GIF")),
    Hostile("script.png", lambda: b"%!PS\n(file) run"),
    Hostile("tiff.png", lambda: encoded(_plain(), "TIFF")),
    Hostile("bmp.jpg", lambda: encoded(_plain(), "BMP")),
    Hostile("icon.png", lambda: encoded(_plain(), "ICO")),
    Hostile("other-ending.png", lambda: encoded(_plain(), "JPEG"), may_be_read=True),
    Hostile("located.jpg", _located, may_be_read=True),
    Hostile("empty.png", lambda: b""),
    Hostile("packed.png", lambda: b"PK\x03\x04" + bytes(100)),
    Hostile("program.jpg", lambda: b"MZ" + bytes(1_000)),
    Hostile("many-bytes.png", lambda: encoded(_plain()) + bytes(5_000_001)),
)  # fmt: skip
GOOD = Hostile("good.jpg", lambda: encoded(_plain(600, 900), "JPEG"), may_be_read=True)
