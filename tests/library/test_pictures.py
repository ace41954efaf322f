"""Pictures become small upright JPEGs without what a camera writes about itself."""

import io

import pytest
from PIL import Image

from college.library import pictures


def encoded(image, kind="PNG", **options) -> bytes:
    data = io.BytesIO()
    image.save(data, kind, **options)
    return data.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_wide_picture_is_made_narrow_and_small(kind):
    image = Image.effect_noise((1400, 2400), 8).convert("RGB")
    kept = pictures.fit(encoded(image, kind))
    assert kept.width <= 824
    assert len(kept.data) < 120_000
    assert Image.open(io.BytesIO(kept.data)).size == (kept.width, kept.height)


def test_a_plain_picture_fits_twenty_five_kilobytes():
    image = Image.new("RGB", (1080, 2340), "white")
    image.paste("orange", (100, 100, 900, 300))
    assert len(pictures.fit(encoded(image)).data) <= 25_000


def test_it_is_turned_upright_and_forgets_where_it_was_taken():
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "SecretPhone"
    kept = pictures.fit(encoded(Image.new("RGB", (80, 40), "red"), "JPEG", exif=exif))
    assert (kept.width, kept.height) == (40, 80)
    assert b"SecretPhone" not in kept.data
    assert b"Exif" not in kept.data


def test_transparent_ground_becomes_white():
    kept = pictures.fit(encoded(Image.new("RGBA", (10, 10), (0, 0, 0, 0))))
    assert Image.open(io.BytesIO(kept.data)).getpixel((5, 5))[0] > 250


@pytest.mark.parametrize("data", [b"", b"x", b"GIF89a" + b"\0" * 50, b"<svg/>", encoded(Image.new("1", (8000, 8000)))])
def test_what_is_no_picture_or_unfolds_too_far_is_unfit(data):
    with pytest.raises(pictures.Unfit):
        pictures.fit(data)


def test_the_same_picture_has_the_same_name():
    data = encoded(Image.new("RGB", (10, 10), "red"))
    assert pictures.fit(data).sha256 == pictures.fit(data).sha256


def test_even_a_picture_full_of_grain_becomes_small_enough_for_a_phone():
    grain = io.BytesIO()
    Image.merge("RGB", [Image.effect_noise((1000, 1600), 99) for _band in "RGB"]).save(grain, "JPEG", quality=70)
    assert len(pictures.fit(grain.getvalue()).data) <= pictures.MAX_BYTES
