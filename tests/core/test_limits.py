"""What takes too much is stopped and told in a sentence: any work, course texts, YAML, pictures, whole requests."""

import io
import os
import time

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from college.core import limits
from college.core.errors import RuleBroken
from college.core.limits import TooMuch, run_limited
from college.library import pictures, plain_yaml, reading
from college.library.checks import check_shelf
from tests.core import limited_work as work
from tests.library.shelves import CourseFolder, NamedScreens

#: What the house promises of any hostile file: seconds and megabytes until its sentence.
PROMISED_SECONDS, PROMISED_MEGABYTES = 10, 150
limits.preload("tests.core.limited_work")


@pytest.fixture
def costs(monkeypatch):
    """Collect what each limited run costs, once the server of fresh processes is there."""
    found, real = [], limits.run_limited
    real(work.double, 1, seconds=5, megabytes=50)
    monkeypatch.setattr(limits, "run_limited", lambda *args, **how: real(*args, **how, tell=found.append))
    yield found
    assert all(cost.megabytes <= PROMISED_MEGABYTES for cost in found), found


def test_work_that_behaves_gives_what_it_gives_and_costs_little(costs):
    assert limits.run_limited(work.double, 21, seconds=5, megabytes=50) == 42
    assert costs[0].seconds < 2 and costs[0].megabytes < 20


@pytest.mark.parametrize(
    ("function", "why"),
    [
        (work.sleeps, "time"),
        (work.spins, "time"),
        (work.holds_gil, "time"),
        (work.eats, "memory"),
        (work.answers_too_much, "memory"),
        (work.dies, "died"),
    ],
)
def test_work_that_takes_too_much_is_stopped_and_the_next_goes_on(costs, function, why):
    begun = time.monotonic()
    with pytest.raises(TooMuch) as stopped:
        limits.run_limited(function, seconds=1, megabytes=140)
    assert stopped.value.why == why
    assert time.monotonic() - begun < PROMISED_SECONDS
    assert limits.run_limited(work.double, 4, seconds=5, megabytes=50) == 8


def test_what_it_raises_is_raised_here():
    with pytest.raises(RuleBroken) as refused:
        run_limited(work.raises, seconds=5, megabytes=50)
    assert refused.value.sentence == "今天不行。"
    with pytest.raises(RecursionError):
        run_limited(work.recurses, seconds=5, megabytes=50)


def test_it_writes_no_file_and_leaves_no_process():
    with pytest.raises(OSError):
        run_limited(work.writes, seconds=5, megabytes=50)
    assert work.writes() > 0, "the control may"
    pid = run_limited(os.getpid, seconds=5, megabytes=50)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


BODY = "## 打开 {#open}\n%s\n"
#: Texts that a Markdown engine, or a search for headings, chokes on.
TEXTS = {
    "open brackets": "[" * 4000,
    "51 brackets": "[" * 51,
    "pictures": "![" * 2000,
    "links in links": "[a](" * 900,
    "open tags": "<" * 4000,
    "tags": "<a " * 1300,
    "quotes": "> " * 1900,
    "quotes over lines": "\n".join(">" * at for at in range(1, 200)),
    "lists": "- " * 1900,
    "numbers": "1. " * 1300,
    "stars": "*a **b " * 560,
    "long paragraph": "好" * 3000,
    "long line": "a" * 60_000,
    "heading of spaces": "## " + " " * 90_000 + "x",
    "many headings of spaces": "\n".join("## " + " " * 1500 + "x" for _ in range(50)),
    "step ids": "## a {#" + "{#" * 40_000,
    "table": "|" * 4000 + "\n" + "|-" * 1900,
    "fence": "`" * 90_000,
    "open fence": "````practice\n" + "a: b\n" * 10_000,
    "too large": "好" * 50_000,
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_hostile_text_is_told_by_file_and_line(tmp_path, costs, name):
    folder = CourseFolder(tmp_path)
    assert not check_shelf(reading.read_shelf(folder.root), NamedScreens()), "the control must be fit"
    path = folder.root / "returns" / "01-find.md"
    path.write_text(path.read_text(encoding="utf-8") + "\n" + BODY % TEXTS[name], encoding="utf-8")
    begun = time.monotonic()
    problems = check_shelf(reading.read_shelf(folder.root), NamedScreens())
    assert time.monotonic() - begun < PROMISED_SECONDS
    assert any(problem.file == "returns/01-find.md" and problem.line > 0 for problem in problems), problems


def test_the_text_that_takes_too_much_is_named_and_the_others_are_read(tmp_path, monkeypatch):
    real = limits.run_limited

    def stops_one(function, *args, **how):
        if function is reading._read_course or args[1].name == "01-find.en.md":
            raise TooMuch("time")
        return real(function, *args, **how)

    monkeypatch.setattr(limits, "run_limited", stops_one)
    shelf = reading.read_shelf(CourseFolder(tmp_path).root)
    assert [(each.file, each.line) for each in shelf.problems] == [("returns/01-find.en.md", 1)]
    assert "far too much" in shelf.problems[0].sentence
    assert [text.file for text in shelf.courses[0].lessons[0].both.values()] == ["returns/01-find.md"]


YAMLS = {
    "laughs": "a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]",
    "merge": "<<: *a",
    "tag": "a: !!python/object/apply:os.system ['true']",
    "directive": "%YAML 1.1\n---\na: b",
    "two documents": "a: b\n---\na: c",
    "deep flow": "a: " + "[" * 5000,
    "deep maps": "{a: " * 4000,
    "deep lists": "- " * 3000 + "a",
    "long": "a: " + "x" * 30_000,
    "many values": "a: [" + "b," * 3_100 + "]",
    "twice": "a: b\na: c",
    "list as key": "? [a, b]\n: c",
    "control": "a: \x07",
    "half a character": "a: \ud800",
    "tab": "a:\n\t- b",
    "open quote": "a: '" + "x" * 15_000,
    "question marks": "? " * 9000,
    "colons": ":" * 19_000,
}


@pytest.mark.parametrize("name", YAMLS)
def test_hostile_yaml_is_told_by_its_line(name):
    assert plain_yaml.read("a: b\nc: [d, {e: f}]", 1)["c"][1]["e"] == "f", "the control must be read"
    begun = time.monotonic()
    with pytest.raises(plain_yaml.Unreadable) as refused:
        plain_yaml.read(YAMLS[name], 7)
    assert refused.value.line >= 7
    assert time.monotonic() - begun < PROMISED_SECONDS


def encoded(image, kind="PNG", **options) -> bytes:
    data = io.BytesIO()
    image.save(data, kind, **options)
    return data.getvalue()


PLAIN = encoded(Image.new("RGB", (300, 200), "orange"))
PICTURES = {
    "nothing": b"",
    "gif": encoded(Image.new("P", (30, 30)), "GIF"),
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "bmp": encoded(Image.new("RGB", (30, 30)), "BMP"),
    "tiff": encoded(Image.new("RGB", (30, 30)), "TIFF"),
    "html named png": b"<html><script>alert(1)</script>",
    "torn": PLAIN[: len(PLAIN) // 2],
    "bomb": encoded(Image.new("1", (20_000, 20_000))),
    "17 megapixels": encoded(Image.new("1", (4_100, 4_100))),
    "51 megapixels": encoded(Image.new("L", (8_500, 6_100)), "JPEG", quality=5),
    "many bytes": PLAIN + b"\0" * 5_000_000,
    "wrong sum": PLAIN.replace(b"IDAT", b"IDAS"),
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_hostile_picture_is_unfit(costs, name):
    with pytest.raises(pictures.Unfit):
        limits.run_limited(pictures.fit, PICTURES[name], seconds=PROMISED_SECONDS, megabytes=PROMISED_MEGABYTES)


@pytest.mark.parametrize(
    "image",
    [("JPEG", (8_000, 6_000), {}), ("JPEG", (4_000, 3_900), {"progressive": True}), ("PNG", (4_000, 3_900), {}), ("WEBP", (3_000, 2_000), {})],
    ids=lambda each: f"{each[0]} {each[1]}",
)
def test_the_largest_pictures_that_are_taken_stay_within_memory(costs, image):
    kind, size, how = image
    data = encoded(Image.new("RGB", size, "orange"), kind, **how)
    kept = limits.run_limited(pictures.fit, data, seconds=PROMISED_SECONDS, megabytes=PROMISED_MEGABYTES)
    assert kept.width == 824


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_but_pixels_is_kept_of_a_picture(kind):
    exif, text = Image.Exif(), PngInfo()
    exif[0x010F] = "CanaryMaker"
    exif.get_ifd(0x8825)[29] = "CanaryPlace"
    text.add_text("Comment", "CanaryText")
    how = {"exif": exif, "xmp": b"<x>CanaryXmp</x>", "icc_profile": b"CanaryIcc" * 20}
    how |= {"JPEG": {"comment": b"CanaryComment"}, "PNG": {"pnginfo": text}, "WEBP": {}}[kind]
    data = encoded(Image.effect_noise((300, 200), 40).convert("RGB"), kind, **how)
    assert b"Canary" in data
    kept = pictures.fit(data)
    assert b"Canary" not in kept.data and Image.open(io.BytesIO(kept.data)).format == "JPEG"


REQUESTS = {
    "long question": (414, "GET", "/?q=" + "a" * 17_000, {}),
    "long address": (414, "GET", "/" + "a" * 17_000, {}),
    "long header": (431, "GET", "/", {"headers": {"X-Long": "a" * 17_000}}),
    "long cookie": (431, "GET", "/", {}),
    "large body": (413, "POST", "/settings/display", {"data": b"a" * 10_000_001, "content_type": "application/octet-stream"}),
    "large field": (413, "POST", "/settings/display", {"data": {"size": "a" * 600_000}, "content_type": "multipart/form-data"}),
    "large form": (413, "POST", "/settings/display", {"data": {"size": "a" * 600_000}}),
    "many fields": (413, "POST", "/settings/display", {"data": b"a&" * 300_000, "content_type": "application/x-www-form-urlencoded"}),
    "many parts": (413, "POST", "/settings/display", {"data": {f"n{at}": "a" for at in range(1_001)}, "content_type": "multipart/form-data"}),
    "json": (400, "POST", "/settings/display", {"data": b"[" * 100_000, "content_type": "application/json"}),
    "torn parts": (400, "POST", "/settings/display", {"data": b"--x\r\nContent-Disposition: form-data", "content_type": "multipart/form-data; boundary=x"}),
    "no boundary": (400, "POST", "/settings/display", {"data": b"--x", "content_type": "multipart/form-data"}),
}


@pytest.mark.parametrize("name", REQUESTS)
def test_a_request_beyond_the_limits_gets_a_plain_page(client, name):
    status, method, address, how = REQUESTS[name]
    if name == "long cookie":
        client.set_cookie("size", "a" * 17_000)
    begun = time.monotonic()
    answer = client.open(address, method=method, **how)
    assert answer.status_code == status
    assert answer.page.select_one(".read-out") and "aaaa" not in answer.text
    assert time.monotonic() - begun < PROMISED_SECONDS


def test_a_long_but_honest_request_is_answered(client):
    assert client.get("/?q=" + "好" * 1_500).status_code == 200
    assert client.submit("/", {"size": "huge", "back": "/help?" + "a" * 5_000}, action="/settings/display").status_code == 303
