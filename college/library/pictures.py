"""Makes a lesson's picture fit for phones: type checked, turned upright, without GPS, small; for check and publish."""

from __future__ import annotations

import hashlib
import io
import struct
import zlib
from collections.abc import Collection
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP")
#: Bytes of a file that is looked at.
MAX_FILE_BYTES = 5_000_000
#: A camera's JPEG passes (50 megapixels), because it is unfolded at the width that is kept.
MAX_PIXELS = 50_000_000
#: What is unfolded whole: PNG, WebP and JPEG that comes in several passes. 4 bytes a pixel, 64 MB.
MAX_PIXELS_WHOLE = 16_000_000
#: Widths tried in turn: twice a phone's 412 px, then less. Source: AGE_FRIENDLY AF-83, 25 kB at phone width.
WIDTHS = (824, 640, 480, 360)
MAX_BYTES = 25_000
QUALITIES = (82, 72, 60, 48)
#: For a picture full of grain, which nothing above makes small enough.
LAST_QUALITIES = (36, 26)
#: JPEG, because a phone of 2018 (iOS 12) does not show WebP.
MEDIA_TYPE = "image/jpeg"
ENDING = "jpg"


#: The note of a camera by which a picture lies on its side, and its values for that.
ORIENTATION, TURNED = 0x0112, frozenset({5, 6, 7, 8})
#: What Pillow raises on files that are torn or made to deceive.
_READER_FAILS = (
    UnidentifiedImageError,
    Image.DecompressionBombError,
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    TypeError,
    LookupError,
    struct.error,
    zlib.error,
)


class Unfit(ValueError):
    """The bytes are no picture that we take."""


@dataclass(frozen=True)
class FitPicture:
    """A picture as it is kept: its bytes, their SHA-256 and its size in px."""

    sha256: str
    data: bytes
    width: int
    height: int
    media_type: str = MEDIA_TYPE
    ending: str = ENDING


def is_fit(data: bytes) -> bool:
    """Say whether the bytes are a whole JPEG, PNG or WebP of a bearable size."""
    try:
        _open(data)
    except Unfit:
        return False
    return True


def fit(data: bytes, kept: Collection[str] = ()) -> FitPicture:
    """Re-encode a picture for phones, 25 kB or less where its content allows. Raises Unfit.

    kept: SHA-256 of pictures that this college made fit before; they stay as they are, letter by letter.
    """
    image = _open(data)
    if hashlib.sha256(data).hexdigest() in kept:
        return _picture(data, image.size)
    encoded, size = b"", (0, 0)
    for width in WIDTHS:
        qualities = QUALITIES if width > WIDTHS[-1] else (*QUALITIES, *LAST_QUALITIES)
        narrow = image if image.width <= width else image.resize((width, max(1, round(image.height * width / image.width))))
        for quality in qualities:
            encoded, size = _encode(narrow, quality), narrow.size
            if len(encoded) <= MAX_BYTES:
                return _picture(encoded, size)
    return _picture(encoded, size)


def _open(data: bytes) -> Image.Image:
    if len(data) > MAX_FILE_BYTES:
        raise Unfit("too many bytes")
    try:
        image = Image.open(io.BytesIO(data), formats=FORMATS)
        is_by_passes = image.format != "JPEG" or bool(image.info.get("progressive") or image.info.get("progression"))
        if image.width * image.height > (MAX_PIXELS_WHOLE if is_by_passes else MAX_PIXELS):
            raise Unfit("too many pixels")
        image.draft("RGB", (WIDTHS[0], WIDTHS[0]))
        image.load()
        is_turned = image.getexif().get(ORIENTATION, 1) in TURNED
        image.thumbnail((max(image.size), WIDTHS[0]) if is_turned else (WIDTHS[0], max(image.size)))
        return _on_white(ImageOps.exif_transpose(image))
    except _READER_FAILS as error:
        raise Unfit(str(error)) from error


def _on_white(image: Image.Image) -> Image.Image:
    """Flatten a picture and leave behind whatever it carried beside its pixels."""
    clear = image.convert("RGBA")
    ground = Image.new("RGBA", clear.size, "white")
    ground.alpha_composite(clear)
    return ground.convert("RGB")


def _encode(image: Image.Image, quality: int) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality, optimize=True, progressive=True)
    return buffer.getvalue()


def _picture(data: bytes, size: tuple[int, int]) -> FitPicture:
    return FitPicture(hashlib.sha256(data).hexdigest(), data, *size)
