"""Makes a lesson's picture fit for phones: type checked, turned upright, without GPS, small; for check and publish."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP")
#: A camera's picture passes (50 megapixels); a file that unfolds to gigabytes does not.
MAX_PIXELS = 50_000_000
#: Widths tried in turn: twice a phone's 412 px, then less. Source: AGE_FRIENDLY AF-83, 25 kB at phone width.
WIDTHS = (824, 640, 480)
MAX_BYTES = 25_000
QUALITIES = (82, 72, 60, 48)
#: JPEG, because a phone of 2018 (iOS 12) does not show WebP.
MEDIA_TYPE = "image/jpeg"
ENDING = "jpg"


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


def fit(data: bytes) -> FitPicture:
    """Re-encode a picture for phones, 25 kB or less where its content allows. Raises Unfit."""
    image = _open(data)
    encoded, size = b"", (0, 0)
    for width in WIDTHS:
        narrow = image if image.width <= width else image.resize((width, max(1, round(image.height * width / image.width))))
        for quality in QUALITIES:
            encoded, size = _encode(narrow, quality), narrow.size
            if len(encoded) <= MAX_BYTES:
                return _picture(encoded, size)
    return _picture(encoded, size)


def _open(data: bytes) -> Image.Image:
    try:
        image = Image.open(io.BytesIO(data), formats=FORMATS)
        if image.width * image.height > MAX_PIXELS:
            raise Unfit("too many pixels")
        image.load()
        return _on_white(ImageOps.exif_transpose(image))
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise Unfit(str(error)) from error


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode in ("RGB", "L"):
        return image.convert("RGB")
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
