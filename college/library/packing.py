"""Zips of course files: made so that the same files give the same bytes, and opened so that nothing gets out of them."""

from __future__ import annotations

import io
import os
import re
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from college.library.problems import N_

#: Bytes of a packed file that is opened at all; an upload is no larger (COLLEGE_MAX_UPLOAD_BYTES).
MAX_PACKED = 10_000_000
#: Files and folders of a zip or folder, and bytes of all texts and pictures in it once unpacked.
MAX_MEMBERS, MAX_UNPACKED = 2_000, 60_000_000
#: Bytes of one text and of all texts, characters of a name.
MAX_TEXT, MAX_TEXTS, MAX_NAME = 500_000, 5_000_000, 200
TEXTS = (".md", ".markdown", ".mdx", ".rmd", ".yaml", ".yml", ".toml")
PICTURES = (".jpg", ".jpeg", ".png", ".webp")
#: Folders that hold tools, not words.
TOOLS = frozenset({"__MACOSX", "node_modules", "__pycache__", "_site"})

TOO_LARGE = N_("This file is larger than %(limit)s MB. Take large pictures and films out of the folder and pack it again.")
#: The oldest moment that a zip can name: the same for every file, so that the same files give the same bytes.
_MOMENT = (1980, 1, 1, 0, 0, 0)
_UTF8_NAME, _LOCKED = 0x800, 0x1
_DRIVE = re.compile(r"^[A-Za-z]:")
_WEB = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<[!?a-zA-Z]")
#: What zipfile raises on files that are torn, locked or made to deceive.
_READER_FAILS = (
    zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, EOFError, RuntimeError, IndexError,
)  # fmt: skip


class Unpackable(Exception):
    """The file or folder is not taken; an English msgid and what fills it."""

    def __init__(self, sentence: str, **params: object) -> None:
        super().__init__(sentence, params)
        self.sentence = sentence
        self.params = {key: str(value) for key, value in params.items()}

    def __reduce__(self) -> tuple[object, ...]:
        return _unpackable, (self.sentence, self.params)

    def text(self, translate: Callable[[str], str] = str) -> str:
        """Give the filled sentence."""
        return translate(self.sentence) % self.params if self.params else translate(self.sentence)


def _unpackable(sentence: str, params: dict[str, str]) -> Unpackable:
    return Unpackable(sentence, **params)


class Bundle:
    """The files of a zip or folder by their path in it; a file is read when it is asked for, texts and pictures alone."""

    def __init__(self, name: str, sizes: Mapping[str, int], read: Callable[[str], bytes]) -> None:
        self.name = name
        self.sizes = dict(sizes)
        self._read = read

    @property
    def names(self) -> list[str]:
        """Give the paths of all files, whatever they are, in order."""
        return sorted(self.sizes)

    def has(self, path: str) -> bool:
        """Say whether there is such a file."""
        return path in self.sizes

    def read(self, path: str) -> bytes:
        """Give the bytes of a text or picture. Raises Unpackable when it cannot be read."""
        try:
            return self._read(path)
        except _READER_FAILS as error:
            raise Unpackable(N_("The file “%(file)s” in it is torn or locked. Pack the folder again, without a password."), file=path) from error

    def under(self, folder: str) -> Bundle:
        """Give what lies below a folder of it as a bundle of its own; "" is itself."""
        if not folder:
            return self
        start = f"{folder}/"
        sizes = {path[len(start) :]: size for path, size in self.sizes.items() if path.startswith(start)}
        return Bundle(PurePosixPath(folder).name, sizes, lambda path: self._read(start + path))


def pack(files: Mapping[str, bytes]) -> bytes:
    """Pack files by their paths into a zip; the same files give the same bytes, names are UTF-8."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for path in sorted(files):
            member = zipfile.ZipInfo(path, _MOMENT)
            member.create_system, member.external_attr = 3, (stat.S_IFREG | 0o644) << 16
            is_picture = path.lower().endswith(PICTURES)
            member.compress_type = zipfile.ZIP_STORED if is_picture else zipfile.ZIP_DEFLATED
            packed.writestr(member, files[path], compresslevel=9)
    return out.getvalue()


def open_zip(data: bytes, name: str) -> Bundle:
    """Look into a zip without unpacking it; `name` is the file's. Raises Unpackable for whatever is not taken."""
    if len(data) > MAX_PACKED:
        raise Unpackable(TOO_LARGE, limit=MAX_PACKED // 1_000_000)
    if not data.startswith(b"PK"):
        raise Unpackable(_foreign(data))
    try:
        packed = zipfile.ZipFile(io.BytesIO(data))
    except _READER_FAILS as error:
        raise Unpackable(N_("This zip file is torn or is none. Pack the folder again and choose the new file.")) from error
    members = _members(packed)
    return Bundle(_stem(name), {path: each.file_size for path, each in members.items()}, lambda path: packed.read(members[path]))


def open_folder(folder: Path) -> Bundle:
    """Look into a folder, without following a link. Raises Unpackable for whatever is not taken."""
    root = folder.resolve()
    sizes = dict(_walk(root))
    _refuse_sizes(sizes)
    return Bundle(root.name, sizes, lambda path: _read_plain(root / path))


def _foreign(data: bytes) -> str:
    if _WEB.match(data[:400]):
        return N_("This is a web page that was only named like a zip file. Download the zip file itself and choose that.")
    return N_("This is not a zip file. Pack the course's folder as a zip and choose that.")


def _members(packed: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    infos = packed.infolist()
    _refuse_count(len(infos))
    members: dict[str, zipfile.ZipInfo] = {}
    seen: set[str] = set()
    for info in infos:
        path = _fit_path(_decoded(info))
        _refuse_member(info, path)
        if not info.is_dir() and not path.endswith("/") and not _is_hidden(path):
            _refuse_doubled(path, seen)
            members[path] = info
    _refuse_sizes({path: info.file_size for path, info in members.items()})
    return members


def _refuse_count(count: int) -> None:
    if count > MAX_MEMBERS:
        raise Unpackable(N_("It holds more than %(limit)s files. Pack only the folder with the texts and pictures of one course."), limit=MAX_MEMBERS)


def _refuse_member(info: zipfile.ZipInfo, path: str) -> None:
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind and kind not in (stat.S_IFREG, stat.S_IFDIR):
        raise Unpackable(_A_LINK, file=path)
    if info.flag_bits & _LOCKED:
        raise Unpackable(N_("The file “%(file)s” in it is locked with a password. Pack the folder again without one."), file=path)
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Unpackable(N_("The file “%(file)s” in it is packed in a way that is not read here. Pack the folder as a plain zip."), file=path)


_A_LINK = N_("“%(file)s” is a link to another place, not a file. Take it out and try again.")


def _decoded(info: zipfile.ZipInfo) -> str:
    """Give a member's name: UTF-8 where it says so, else the bytes as UTF-8 or, as Chinese Windows writes them, GB18030."""
    name = info.orig_filename
    if info.flag_bits & _UTF8_NAME:
        return name
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name


def _fit_path(name: str) -> str:
    """Give a path with plain strokes. Raises Unpackable when it leads out of the folder or cannot be shown."""
    path = unicodedata.normalize("NFC", name.replace("\\", "/"))
    if path.startswith("/") or _DRIVE.match(path) or ".." in path.split("/"):
        raise Unpackable(N_("“%(file)s” leads out of the folder. Nothing of this file is taken."), file=_short(path))
    if len(path) > MAX_NAME or any(unicodedata.category(each) in ("Cc", "Cs") for each in path):
        raise Unpackable(N_("The name “%(file)s” is too long or holds signs that cannot be shown. Rename the file and try again."), file=_short(path))
    return re.sub(r"/{2,}", "/", path).removeprefix("./")


def _short(path: str) -> str:
    shown = "".join(each if each.isprintable() else "�" for each in path)
    return shown if len(shown) <= 60 else f"{shown[:57]}…"


def _is_hidden(path: str) -> bool:
    return any(part.startswith(".") or part in TOOLS for part in path.split("/"))


def _refuse_doubled(path: str, seen: set[str]) -> None:
    if path.casefold() in seen:
        raise Unpackable(N_("Two files in it have the same name, but for small and large letters: “%(file)s”. Rename one of them."), file=path)
    seen.add(path.casefold())


def _refuse_sizes(sizes: Mapping[str, int]) -> None:
    wanted = {path: size for path, size in sizes.items() if path.lower().endswith(TEXTS + PICTURES)}
    if sum(wanted.values()) > MAX_UNPACKED:
        raise Unpackable(N_("Unpacked, its texts and pictures are larger than %(limit)s MB. Make the pictures smaller, or bring the course in parts."), limit=MAX_UNPACKED // 1_000_000)
    if sum(size for path, size in wanted.items() if path.lower().endswith(TEXTS)) > MAX_TEXTS:
        raise Unpackable(N_("Its texts together are larger than %(limit)s MB. Bring the course in parts."), limit=MAX_TEXTS // 1_000_000)
    long = next((path for path, size in wanted.items() if size > MAX_TEXT and path.lower().endswith(TEXTS)), None)
    if long:
        raise Unpackable(N_("The text “%(file)s” is larger than %(limit)s kB; divide it into several."), file=long, limit=MAX_TEXT // 1000)


def _walk(root: Path) -> Iterator[tuple[str, int]]:
    waiting, count = [root], 0
    while waiting:
        for entry in sorted(os.scandir(waiting.pop()), key=lambda each: each.name):
            if _is_hidden(entry.name):
                continue
            count += 1
            _refuse_count(count)
            path = Path(entry.path).relative_to(root).as_posix()
            if entry.is_symlink():
                raise Unpackable(_A_LINK, file=_short(path))
            if entry.is_dir(follow_symlinks=False):
                waiting.append(Path(entry.path))
            elif entry.is_file(follow_symlinks=False):
                yield _fit_path(path), entry.stat(follow_symlinks=False).st_size


def _read_plain(path: Path) -> bytes:
    """Read a file that is no link: it may have become one since the folder was looked at."""
    with open(os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0)), "rb") as file:
        return file.read(MAX_UNPACKED)


def _stem(name: str) -> str:
    stem = name.replace("\\", "/").rsplit("/", 1)[-1].removesuffix(".zip").strip()
    return stem[:100] or "course"
