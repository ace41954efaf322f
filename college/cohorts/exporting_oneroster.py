"""A cohort's roster as OneRoster 1.1 CSV files in a zip file: a bulk export of one class with its students. Pure."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from college.cohorts.exporting_rows import RosterRow
from college.core.tables import safe_cell

#: Every file that a manifest names; those that are not written are absent.
FILES = (
    "academicSessions categories classes classResources courses courseResources demographics enrollments lineItems "
    "orgs resources results users"
).split()
#: A moment inside a zip file: the same roster gives the same bytes.
_MOMENT = (2026, 1, 1, 0, 0, 0)
#: Surnames of two characters; any other Chinese surname has one.
TWO = frozenset("欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 令狐".split())  # fmt: skip

Line = Sequence[object]


@dataclass(frozen=True)
class ClassFacts:
    """What the files say of the class: its id and title, its district and its days."""

    cohort_id: UUID
    title: str
    district_code: str
    district_name: str
    starts_on: date
    ends_on: date


def oneroster_bytes(facts: ClassFacts, rows: Iterable[RosterRow]) -> bytes:
    """Give the zip file; whoever has left the class is not in it, as a bulk export asks."""
    people = [row for row in rows if row.is_active]
    ids = _ids(people)
    files = {
        "academicSessions": _sessions(facts),
        "orgs": _orgs(facts),
        "courses": _courses(facts),
        "classes": _classes(facts),
        "users": _users(facts, people, ids),
        "enrollments": _enrollments(facts, people, ids),
    }
    files = {"manifest": _manifest(files), **files}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name, lines in files.items():
            target.writestr(zipfile.ZipInfo(f"{name}.csv", _MOMENT), _csv(lines), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _csv(lines: Iterable[Line]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([safe_cell(cell) for cell in line] for line in lines)
    return text.getvalue().encode()


def _ids(people: Sequence[RosterRow]) -> dict[UUID, str]:
    """Give each person the number of the other system, or the college's own where that is missing or not hers alone."""
    counts = Counter(row.outside_id for row in people)
    return {row.person_id: row.outside_id if counts[row.outside_id] == 1 and row.outside_id else str(row.person_id) for row in people}


def _manifest(written: dict[str, list[Line]]) -> list[Line]:
    modes = [(f"file.{name}", "bulk" if name in written else "absent") for name in FILES]
    head = [("propertyName", "value"), ("manifest.version", "1.0"), ("oneroster.version", "1.1")]
    return [*head, *modes, ("source.systemName", "Senior College"), ("source.systemCode", "senior-college")]


def _sessions(facts: ClassFacts) -> list[Line]:
    head = "sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear".split(",")
    term = (f"term-{facts.cohort_id}", "", "", facts.title, "term", facts.starts_on, facts.ends_on, "", facts.ends_on.year)
    return [head, term]


def _orgs(facts: ClassFacts) -> list[Line]:
    head = "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId".split(",")
    return [head, (facts.district_code, "", "", facts.district_name, "school", facts.district_code, "")]


def _courses(facts: ClassFacts) -> list[Line]:
    head = "sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes".split(",")
    return [head, (f"course-{facts.cohort_id}", "", "", "", facts.title, "", "", facts.district_code, "", "")]


def _classes(facts: ClassFacts) -> list[Line]:
    head = (
        "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,"
        "termSourcedIds,subjects,subjectCodes,periods"
    ).split(",")
    place = (facts.district_code, f"term-{facts.cohort_id}", "", "", "")
    return [head, (facts.cohort_id, "", "", facts.title, "", f"course-{facts.cohort_id}", "", "scheduled", "", *place)]


def _users(facts: ClassFacts, people: Iterable[RosterRow], ids: dict[UUID, str]) -> list[Line]:
    head = (
        "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,"
        "middleName,identifier,email,sms,phone,agentSourcedIds,grades,password,metadata.ageBand,metadata.seat"
    ).split(",")
    lines: list[Line] = [head]
    for row in people:
        key, (family, given) = ids[row.person_id], parted(row.name)
        who = (key, "", "", "true", facts.district_code, "student", key, "", given, family, "", row.outside_id, "")
        lines.append((*who, row.phone, "", "", "", "", row.age_band, row.seat or ""))
    return lines


def _enrollments(facts: ClassFacts, people: Iterable[RosterRow], ids: dict[UUID, str]) -> list[Line]:
    head = "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate".split(",")
    lines: list[Line] = [head]
    for row in people:
        key = ids[row.person_id]
        place = (facts.cohort_id, facts.district_code, key)
        lines.append((f"{facts.cohort_id}-{key}", "", "", *place, "student", "false", row.from_on, ""))
    return lines


def parted(name: str) -> tuple[str, str]:
    """Give the family name and the given name of 王秀英, 欧阳修 or Anna Li; put together again they are the name."""
    if name.isascii():
        given, _space, family = name.rpartition(" ")
        return (family, given) if given else ("", name)
    at = 2 if name[:2] in TWO and len(name) > 2 else 1
    return (name[:at], name[at:]) if not set(name) & set("· ") and len(name) > at else ("", name)
