"""OneRoster 1.1 and 1.2 as packed CSV files: its users as one sheet with the classes in which each is a student."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable
from datetime import date

from college.cohorts.roster_csv import cells, decode
from college.cohorts.roster_sheet import Book, Sheet, as_rows
from college.cohorts.roster_words import N_, Unreadable, say
from college.core.clock import today

#: The files that are looked at; any other is left packed.
MANIFEST, USERS, CLASSES, ENROLLMENTS, ROLES = "manifest.csv", "users.csv", "classes.csv", "enrollments.csv", "roles.csv"
WANTED = (MANIFEST, USERS, CLASSES, ENROLLMENTS, ROLES)
#: Bytes that one of them may be, and all of them together, once unpacked; parts that a packed file may have.
MAX_PART, MAX_UNPACKED, MAX_PARTS = 10_000_000, 25_000_000, 300
#: Lines that say who is in which class or has which role: several for each person.
MAX_LINES = 200_000

#: The headings of the sheet that is made.
HEAD = ("sourcedId", "status", "role", "familyName", "givenName", "sms", "ageBand", "class")
STUDENT, GONE = "student", frozenset({"tobedeleted", "inactive"})

_BROKEN = N_("This packed file is broken or was not copied completely. Take it out of the other system once more.")
_TOO_LARGE = N_("This packed file is far too large inside. Take out only the students of this district and upload that.")
_LOCKED = N_("This packed file has a password. Take it out of the other system without one.")
_TWICE = N_("This packed file holds “%(file)s” twice. Take it out of the other system once more.")
_NO_ONEROSTER = N_(
    "This packed file is no OneRoster file. Unpack it, and upload the table with the names: users.csv, or an .xlsx file."
)
_NOBODY = N_("This OneRoster file holds nobody. Take it out of the other system once more, with the students of this class.")
_DELTA = N_("This file holds only what changed since the last one (delta). Whoever is not in it is not missing.")
_AGENTS = N_("Links to family members are not taken over.")

Lines = list[dict[str, str]]


def is_one(data: bytes) -> bool:
    """Say whether a packed file holds OneRoster's users and is no workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = packed.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError):
        return False
    return "xl/workbook.xml" not in names and any(_wanted(name) == USERS for name in names)


def _wanted(name: str) -> str:
    """Give which of the files a part is, '' for none; one folder around all of them is common."""
    *folders, last = name.replace("\\", "/").split("/")
    is_plain = len(folders) <= 1 and not {"..", "", "__MACOSX"} & set(folders)
    return last.casefold() if is_plain and last.casefold() in WANTED else ""


def read(data: bytes) -> Book:
    """Give the users of a OneRoster file as a sheet. Raises `Unreadable` when it is torn, locked, a bomb or something else."""
    try:
        files = _unpacked(data)
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, NotImplementedError) as error:
        raise Unreadable(_BROKEN) from error
    except RuntimeError as error:
        raise Unreadable(_LOCKED) from error
    users = files.get(USERS, [])
    if not users or "sourcedid" not in users[0]:
        raise Unreadable(_NO_ONEROSTER)
    if len(users) == 1:
        raise Unreadable(_NOBODY)
    manifest = {line.get("propertyname", ""): line.get("value", "") for line in files.get(MANIFEST, [])[1:]}
    is_delta = manifest.get(f"file.{USERS[:-4]}", "").casefold() == "delta"
    said = [say(_DELTA)] if is_delta else []
    said += [say(_AGENTS)] if any(user.get("agentsourcedids") for user in users[1:]) else []
    version = "1.2" if ROLES in files or manifest.get("oneroster.version", "").startswith("1.2") else "1.1"
    return Book(f"OneRoster {version}", (_sheet(files),), tuple(said), is_delta)


def _unpacked(data: bytes) -> dict[str, Lines]:
    files: dict[str, Lines] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = [(_wanted(part.filename), part) for part in packed.infolist()]
        wanted = [(name, part) for name, part in parts if name]
        if len(parts) > MAX_PARTS or sum(part.file_size for _name, part in wanted) > MAX_UNPACKED:
            raise Unreadable(_TOO_LARGE)
        for name, part in wanted:
            if name in files:
                raise Unreadable(_TWICE, file=name)
            with packed.open(part) as opened:
                body = opened.read(MAX_PART + 1)
            if len(body) > MAX_PART:
                raise Unreadable(_TOO_LARGE)
            files[name] = _lines(body)
    return files


def _lines(body: bytes) -> Lines:
    """Give each line as heading → cell, the headings themselves first; headings in small letters without signs."""
    rows = iter(cells(decode(body)[0], MAX_LINES)) if body.strip() else iter(())
    head = [re.sub(r"^metadata\.|[\s_]", "", cell.strip("\ufeff ").casefold()) for cell in next(rows, [])]
    return [dict(zip(head, map(str.strip, row), strict=False)) for row in (head, *rows) if head]


def _sheet(files: dict[str, Lines]) -> Sheet:
    titles, roles = _titles(files.get(CLASSES, [])[1:]), _roles(files.get(ROLES, [])[1:])
    classes, in_class = _memberships(files.get(ENROLLMENTS, [])[1:], titles)
    return as_rows(USERS, [HEAD, *(_row(user, roles, classes, in_class) for user in files[USERS][1:])])


def _titles(lines: Iterable[dict[str, str]]) -> dict[str, str]:
    """Give the title of each class that is there, without the signs that part several classes."""
    titles: dict[str, str] = {}
    taken: set[str] = set()
    for line in lines:
        if line.get("status", "").casefold() in GONE:
            continue
        key = line.get("sourcedid", "")
        title = re.sub(r"\s*[,，;；、|\n]+\s*", " ", line.get("title") or line.get("classcode") or key)
        titles[key] = f"{title} ({key})" if title in taken else title
        taken.add(title)
    return titles


def _roles(lines: Iterable[dict[str, str]]) -> dict[str, set[str]]:
    """Give the roles of each person as 1.2 lists them: several for one."""
    roles: dict[str, set[str]] = {}
    for line in lines:
        if line.get("status", "").casefold() not in GONE and not _is_over(line):
            roles.setdefault(line.get("usersourcedid", ""), set()).add(line.get("role", "").casefold())
    return roles


def _is_over(line: dict[str, str]) -> bool:
    try:
        return date.fromisoformat(line.get("enddate", "")[:10]) < today()
    except ValueError:
        return False


def _memberships(lines: Iterable[dict[str, str]], titles: dict[str, str]) -> tuple[dict[str, list[str]], dict[str, set[str]]]:
    """Give by person the titles of the classes in which she is a student, and all roles that she has in classes."""
    classes: dict[str, list[str]] = {}
    roles: dict[str, set[str]] = {}
    for line in lines:
        key, person = line.get("classsourcedid", ""), line.get("usersourcedid", "")
        if line.get("status", "").casefold() in GONE or key not in titles or _is_over(line):
            continue
        role = line.get("role", "").casefold()
        roles.setdefault(person, set()).add(role)
        if role in (STUDENT, "") and titles[key] not in classes.setdefault(person, []):
            classes[person].append(titles[key])
    return classes, roles


def _row(
    user: dict[str, str], roles: dict[str, set[str]], classes: dict[str, list[str]], in_class: dict[str, set[str]]
) -> tuple[str, ...]:
    """Give one user as a row of `HEAD`; who is a student anywhere is one, whatever else she is."""
    key = user.get("sourcedid", "")
    own = roles.get(key, set()) | in_class.get(key, set()) | {user.get("role", "").casefold()} - {""}
    role = STUDENT if STUDENT in own else min(own, default="")
    given = " ".join(part for part in (user.get("givenname", ""), user.get("middlename", "")) if part)
    return (
        key,
        user.get("status", ""),
        role,
        user.get("familyname", ""),
        given,
        user.get("sms") or user.get("phone", ""),
        user.get("ageband", ""),
        "、".join(classes.get(key, ())),
    )
