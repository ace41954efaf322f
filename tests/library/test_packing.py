"""Zips of course files: the same bytes for the same files, and what is in a strange one is seen before it is opened."""

import io
import random
import zipfile

import pytest

from college.library.packing import Unpackable, open_folder, open_zip, pack


def test_the_same_files_give_the_same_bytes_whatever_their_order():
    files = {"课程/01-看.md": "看".encode(), "课程/images/红.jpg": b"\xff\xd8" * 40}
    assert pack(files) == pack(dict(reversed(files.items())))
    with zipfile.ZipFile(io.BytesIO(pack(files))) as packed:
        assert [each.flag_bits & 0x800 for each in packed.infolist()] == [0x800, 0x800]
        assert packed.namelist() == sorted(files)


def test_what_was_packed_is_read_again_and_tools_are_passed_by(tmp_path):
    files = {"a/x.md": b"x", "a/.git/config": b"secret", "__MACOSX/a/._x.md": b"junk", "a\\b\\y.md": b"y"}
    bundle = open_zip(pack(files), "Kurs.zip")
    assert (bundle.name, bundle.names, bundle.read("a/b/y.md")) == ("Kurs", ["a/b/y.md", "a/x.md"], b"y")
    inner = bundle.under("a")
    assert (inner.name, inner.names, inner.read("x.md")) == ("a", ["b/y.md", "x.md"], b"x")
    (tmp_path / "a").mkdir()
    (tmp_path / "a/x.md").write_bytes(b"x")
    assert open_folder(tmp_path).read("a/x.md") == b"x"


def test_a_torn_member_is_a_sentence_when_it_is_read():
    whole = pack({"a.md": random.Random(7).randbytes(1_000), "b.md": b"x"})
    torn = whole[:500] + bytes(20) + whole[520:]
    bundle = open_zip(torn, "x.zip")
    assert bundle.read("b.md") == b"x"
    with pytest.raises(Unpackable) as refused:
        bundle.read("a.md")
    assert "a.md" in refused.value.text()
