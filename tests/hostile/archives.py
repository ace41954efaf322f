"""Zips that were made to harm: bombs, names that lead out, links, locked and torn ones, and texts that tangle a reader."""

import io
import stat
import struct
import zipfile
from dataclasses import dataclass
from collections.abc import Callable

from tests.hostile.pictures import PICTURES

GOOD = {"course/README.md": "# 好课\n\n## 第一步\n看右下角。\n".encode()}


@dataclass(frozen=True)
class Archive:
    """One zip: its name, how it is made, and whether it may be read (its harm then does not come about)."""

    name: str
    make: Callable[[], bytes]
    may_be_read: bool = False


def packed(files: dict, how: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Pack files; a name may be a ZipInfo."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def _named(*names: str) -> bytes:
    return packed({**GOOD, **dict.fromkeys(names, b"# x\n")})


def _doubled(first: str, second: str) -> bytes:
    """Have the same name twice: zipfile warns, so the second is renamed in the bytes."""
    return packed({**GOOD, first: b"# x\n", second.replace("a", "~"): b"# y\n"}).replace(second.replace("a", "~").encode(), second.encode())


def _link(goal: str) -> bytes:
    info = zipfile.ZipInfo("course/link.md")
    info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return packed({**GOOD, info: goal})


def _locked() -> bytes:
    data = bytearray(packed(GOOD))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(mark) + at
        data[place : place + 2] = struct.pack("<H", struct.unpack("<H", data[place : place + 2])[0] | 1)
    return bytes(data)


def _lying() -> bytes:
    """Say that a text of 30 MB has 100 bytes."""
    size = 30_000_000
    data = packed({"course/README.md": b"a " * (size // 2)})
    return data.replace(struct.pack("<I", size), struct.pack("<I", 100))


def _overlapping() -> bytes:
    """Have 1,000 names for the same 400 kB: 400 MB for a few."""
    one = packed({"course/0000.md": b" " * 400_000})
    begin = one.find(b"PK\x01\x02")
    end = one.find(b"PK\x05\x06")
    entry = one[begin:end]
    entries = b"".join(entry.replace(b"course/0000.md", b"course/%04d.md" % at) for at in range(1_000))
    tail = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 1_000, 1_000, len(entries), begin, 0)
    return one[:begin] + entries + tail


def _nested() -> bytes:
    inner = packed({"zero": bytes(10_000_000)})
    for depth in range(5):
        inner = packed({f"{at}-{depth}.zip": inner for at in range(4)})
    return inner


def _text(words: str) -> Callable[[], bytes]:
    return lambda: packed({"course/README.md": words.encode()})


def _many(count: int) -> bytes:
    return packed({f"course/{at}.md": b"" for at in range(count)}, zipfile.ZIP_STORED)


def gbk() -> bytes:
    """Pack a course as an old Chinese Windows does: its names in GBK without saying so."""
    made = packed({"aaaa/README.md": "# 好课\n".encode(), "aaaa/bbbb.md": "# 第二课\n\n## 看\n看。\n".encode()})
    return made.replace(b"aaaa", "课程".encode("gb18030")).replace(b"bbbb", "买菜".encode("gb18030"))


ARCHIVES = (
    Archive("bomb.zip", lambda: packed({"course/README.md": bytes(200_000_000)})),
    Archive("bomb-of-pictures.zip", lambda: packed({**GOOD, **{f"course/{at}.png": bytes(4_000_000) for at in range(40)}})),
    Archive("lying.zip", _lying),
    Archive("overlapping.zip", _overlapping),
    Archive("nested.zip", _nested),
    Archive("files-20000.zip", lambda: _many(20_000)),
    Archive("up.zip", lambda: _named("../hostile-was-here.md")),
    Archive("up-within.zip", lambda: _named("course/../../hostile-was-here.md")),
    Archive("up-backslash.zip", lambda: _named("..\\hostile-was-here.md")),
    Archive("absolute.zip", lambda: _named("/etc/hostile-was-here.md")),
    Archive("drive.zip", lambda: _named("C:\\hostile-was-here.md")),
    Archive("link.zip", lambda: _link("/etc/passwd")),
    Archive("link-within.zip", lambda: _link("README.md")),
    Archive("doubled.zip", lambda: _doubled("course/a.md", "course/a.md")),
    Archive("letters.zip", lambda: _named("course/A.md", "course/a.md")),
    Archive("control-name.zip", lambda: _named("course/\x07bell.md")),
    Archive("long-name.zip", lambda: _named("course/" + "x" * 5_000 + ".md")),
    Archive("locked.zip", _locked),
    Archive("lzma.zip", lambda: packed(GOOD, zipfile.ZIP_LZMA)),
    Archive("torn.zip", lambda: packed(GOOD)[:-30]),
    Archive("torn-inside.zip", lambda: packed(GOOD).replace(b"course/README.md", b"course/READMX.md", 1)),
    Archive("head-alone.zip", lambda: b"PK\x03\x04" + bytes(40)),
    Archive("empty.zip", lambda: packed({})),
    Archive("nothing.zip", lambda: b""),
    Archive("no-text.zip", lambda: packed({"photo.png": b"x", "table.xlsx": b"x"})),
    Archive("page.zip", lambda: b"\xef\xbb\xbf <!doctype html><title>404</title><script>ran(1)</script>"),
    Archive("seven.zip", lambda: b"7z\xbc\xaf\x27\x1c" + bytes(500)),
    Archive("two-courses.zip", lambda: packed({f"{each}/course.md": f"---\nid: {each}\n---\n".encode() for each in ("one", "two")})),
    Archive("same-ids.zip", lambda: packed({"c/course.md": b"---\nid: c\n---\n", "c/01-a.md": b"---\nid: x\n---\n", "c/02-b.md": b"---\nid: x\n---\n"})),
    Archive("not-utf8.zip", lambda: packed({"c/course.md": b"---\nid: c\ntitle: \xff\xfe\n---\n"})),
    Archive("texts-500.zip", lambda: packed({f"c/{at}.md": b"# x\n" for at in range(500)})),
    Archive("large-texts.zip", lambda: packed({f"c/{at}.md": b"# x\n" + b"a\n" * 240_000 for at in range(20)})),
    Archive("long-text.zip", _text("# x\n" + "字" * 160_000)),
    Archive("deep-boxes.zip", _text("::: tip\n" * 20_000)),
    Archive("brackets.zip", _text("# x\n" + "![" * 200_000), may_be_read=True),
    Archive("open-brackets.zip", _text("# x\n" + "[a](" * 100_000), may_be_read=True),
    Archive("angles.zip", _text("# x\n" + "<a " * 100_000), may_be_read=True),
    Archive("ticks.zip", _text("# x\n" + "` `` " * 80_000), may_be_read=True),
    Archive("commands.zip", _text("# x\n" + "{{ {% " * 60_000), may_be_read=True),
    Archive("quotes.zip", _text("# x\n" + ">" * 50_000 + " x"), may_be_read=True),
    Archive("headings.zip", _text("# x\n" + "## y\nz\n" * 50_000)),
    Archive("yaml-bomb.zip", _text("---\na: &a [x,x,x,x]\nb: &b [*a,*a,*a,*a]\nc: [*b,*b,*b]\n---\n# x\n\ny\n"), may_be_read=True),
    Archive("toml-deep.zip", _text("+++\na = " + "[" * 50_000 + "\n+++\n# x\n\ny\n"), may_be_read=True),
    Archive("pictures.zip", lambda: packed({"course/README.md": ("# 好课\n\n## 看\n" + "".join(f"![x]({at}.png)\n" for at, one in enumerate(PICTURES) if not one.name.startswith("bomb"))).encode(), **{f"course/{at}.png": one.make() for at, one in enumerate(PICTURES[:6])}}), may_be_read=True),
    Archive("gbk.zip", gbk, may_be_read=True),
)  # fmt: skip
