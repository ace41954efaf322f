"""Rows of a roster that are nobody to be enrolled: staff, family, and whom the other system lost. Pure."""

from __future__ import annotations

import re

from college.cohorts.roster_sheet import Row
from college.cohorts.roster_words import N_, Said, say

ROLE, STATUS, SUSPENDED, DELETED = "role", "status", "suspended", "deleted"

#: Roles by the names of OneRoster, Kolibri, Moodle and Excel files, without signs between their letters.
STAFF_ROLES = frozenset(
    "teacher administrator admin districtadministrator siteadministrator systemadministrator principal counselor aide "
    "proctor coach classcoach facilitycoach superadmin superuser editingteacher noneditingteacher manager coursecreator "
    "instructor ta designer "
    "老师 教师 讲师 助教 班主任 协调员 管理员 工作人员 志愿者".split()
)
FAMILY_ROLES = frozenset("parent guardian relative observer 家长 家属 监护人 子女 联系人 紧急联系人".split())
GONE = frozenset(
    "tobedeleted inactive deleted suspended ended left hasleft withdrawn 已退学 退学 已注销 注销 已结束 已离班 离班 已退班 退班 停用 已停用".split()
)
#: What is said of whom the other system lost.
GONE_SAID = N_("Marked as gone in the roster, so nobody is added.")
_YES = frozenset("1 true yes y 是 deleted suspended".split())


def aside_of(row: Row, where: dict[str, int]) -> Said | None:
    """Say why a row is left aside, None for a student who is there."""
    role = re.sub(r"[\W_]", "", row.cell(where.get(ROLE)).casefold())
    if role in STAFF_ROLES:
        return say(N_("Works for the college and is not made a student. Staff get their roles from the operator."))
    if role in FAMILY_ROLES:
        return say(N_("Family and contacts are not taken over. Only students are."))
    if re.sub(r"[\s_]", "", row.cell(where.get(STATUS)).casefold()) in GONE or _says_yes(row, where):
        return say(GONE_SAID)
    return None


def _says_yes(row: Row, where: dict[str, int]) -> bool:
    return any(row.cell(where.get(kind)).strip().casefold() in _YES for kind in (SUSPENDED, DELETED))
