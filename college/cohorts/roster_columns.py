"""Which row of a roster holds the headings and which column holds what, by the names that people give them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from openpyxl.utils import get_column_letter

from college.cohorts.roster_aside import DELETED, ROLE, STATUS, SUSPENDED
from college.cohorts.roster_sheet import Row, Sheet
from college.cohorts.roster_words import N_, Said, say

NAME, FAMILY, GIVEN, PHONE, AGE = "name", "family", "given", "phone", "age"
OUTSIDE_ID, DISTRICT, GROUP, COLLEGE_ID = "outside_id", "district", "group", "college_id"
#: What a coordinator can point out by hand; the rest is only understood by its heading.
BY_HAND = (NAME, PHONE, AGE, OUTSIDE_ID, DISTRICT)
#: What is only understood by its heading, also where a person pointed the others out.
BY_HEADING = (ROLE, STATUS, SUSPENDED, DELETED, GROUP, COLLEGE_ID)

#: Headings by what they hold, the better one first: our own, Excel rosters', OneRoster's, Kolibri's, Moodle's and Canvas'.
HEADINGS: dict[str, str] = {
    NAME: "姓名 学员姓名 学生姓名 学员名字 老人姓名 名字 姓名全称 真实姓名 学员 name fullname studentname realname 姓名name",
    FAMILY: "familyname lastname surname 姓 姓氏",
    GIVEN: "givenname firstname 名",
    PHONE: "手机号 手机号码 手机 联系手机 移动电话 本人手机 本人电话 联系电话 联系方式 电话 电话号码 联系号码 "
    "mobile mobilephone mobilenumber cellphone cell sms phone2 phone phonenumber telephone tel phone1",
    AGE: "年龄段 年龄 岁数 周岁 ageband agegroup age",
    OUTSIDE_ID: "学号 学员编号 学员号 编号 工号 会员号 uuid sourcedid userid sisuserid idnumber identifier outsideid studentid "
    "studentnumber id username 用户名",
    DISTRICT: "区县 区/县 县区 所属区县 所在区县 所属区 所在区 城区 区 区划代码 district districtcode county",
    ROLE: "身份 角色 人员类别 用户类型 role roles role1 usertype type1",
    STATUS: "status 状态 在班状态",
    SUSPENDED: "suspended 停用 已停用",
    DELETED: "deleted 已删除",
    GROUP: "班级 所属班级 班级名称 所在班级 班名 分班 enrolledin cohort1 class classes classname section sections course1",
    COLLEGE_ID: "学堂编号 collegenumber",
}
#: What the college never keeps, whatever the roster brings.
NEVER = (
    "身份证 身份证号 身份证号码 身份证件号 证件号 证件号码 idcard idcardno idcardnumber 护照号 社保卡号 医保卡号 "
    "密码 password 银行卡 银行卡号 pin"
)
#: Birth dates: never kept; where the roster has no ages, the age band is taken from the first of them.
BIRTH = "出生日期 出生年月日 生日 出生年月 出生年份 出生年 birthday birthdate dateofbirth dob birthyear"

#: Filled rows from the top among which the headings are looked for: titles stand above them.
LOOKED_AT = 20
#: Filled rows from the end among which totals and signatures are looked for.
LAST_LOOKED_AT = 5

_TOTAL = re.compile(r"^(合\s*计|总\s*计|小\s*计|总人数|总数|共计|total|sum\b|共\s*\d+\s*[人名位]|以上共)", re.IGNORECASE)
_FOOTER = re.compile(r"^(制表|填表|审核|经办|负责人|备\s*注|说\s*明|注)(人|单位|日期|时间)?\s*[:：]")
_LONG_NUMBER = re.compile(r"\d{7,}")


def plain_heading(text: str) -> str:
    """Give a heading without case, spaces, signs and remarks in brackets: " 手机号码（必填）*" is 手机号码."""
    text = re.sub(r"[(\[【].*?[)\]】]", "", unicodedata.normalize("NFKC", text))
    return re.sub(r"[\s_*:\-.、。'\"\u200b\ufeff]+", "", text).casefold()


def keys_of(heading: str) -> tuple[str, ...]:
    """Give the names under which a heading may be known: the stable key in brackets first ("密码 (PASSWORD)")."""
    inner = re.findall(r"[(\[【]\s*([A-Za-z_ ]{2,30})\s*[)\]】]", unicodedata.normalize("NFKC", heading))
    keys = [plain_heading(key) for key in inner] + [plain_heading(heading)]
    return tuple(key for key in keys if key)


_RANK = {
    plain_heading(word): (kind, rank)
    for kind, words in HEADINGS.items()
    for rank, word in enumerate(words.split())
}  # fmt: skip
_NEVER = frozenset(plain_heading(word) for word in NEVER.split())
_BIRTH = frozenset(plain_heading(word) for word in BIRTH.split())


@dataclass(frozen=True)
class Columns:
    """Where the headings are and which column holds what.

    ``header_row`` is the number of that row as Excel shows it, 0 when there is none;
    ``where`` maps `NAME`, `PHONE` ... to a column counted from 0. ``born`` is the heading of the birth dates of
    which the age bands are taken, '' for none.
    """

    header_row: int
    where: dict[str, int] = field(default_factory=dict)
    never: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    born: str = ""

    @property
    def is_enough(self) -> bool:
        """Whether people can be read: a name, or both of its parts, has a column."""
        return NAME in self.where or {FAMILY, GIVEN} <= self.where.keys()


def recognise(cells: Sequence[str], header_row: int) -> Columns:
    """Say what each heading of a row holds; where two hold the same, the better known one is taken."""
    best: dict[str, tuple[int, int]] = {}
    never: dict[int, str] = {}
    births: list[int] = []
    for index, heading in enumerate(cells):
        keys = keys_of(heading)
        if any(key in _NEVER or key in _BIRTH for key in keys):
            never[index] = heading
            births += [index] if any(key in _BIRTH for key in keys) else []
            continue
        kind, rank = next((_RANK[key] for key in keys if key in _RANK), (None, 0))
        if kind and (kind not in best or rank < best[kind][0]):
            best[kind] = (rank, index)
    where = {kind: index for kind, (_, index) in best.items()}
    if NAME in where:
        where = {kind: index for kind, index in where.items() if kind not in (FAMILY, GIVEN)}
    born = ""
    if births and AGE not in where:
        where[AGE], born = births[0], never.pop(births[0])
    known = {*never, *where.values()}
    unused = tuple(cell for index, cell in enumerate(cells) if cell and index not in known)
    return Columns(header_row, where, tuple(never.values()), unused, born)


def find_columns(sheet: Sheet) -> Columns:
    """Find the headings among the first rows; without any, `Columns.is_enough` is false and a person points them out.

    A table of one column, or rows that begin with people at once, has ``header_row`` 0.
    """
    guesses = [recognise(row.cells, row.number) for row in sheet.rows[:LOOKED_AT]]
    best = max(guesses, key=lambda each: (each.is_enough, len(each.where), -each.header_row))
    if best.is_enough:
        return best
    for row in sheet.rows[:LOOKED_AT]:
        if len([cell for cell in row.cells if cell]) * 2 > sheet.width and not _holds_number(row):
            return Columns(row.number, recognise(row.cells, row.number).where)
        if _holds_number(row):
            return Columns(0)
    return Columns(0)


def _holds_number(row: Row) -> bool:
    return any(_LONG_NUMBER.search(cell) for cell in row.cells)


def people_rows(sheet: Sheet, columns: Columns) -> tuple[list[Row], list[Said]]:
    """Give the rows beneath the headings without totals, signatures and repeated headings, and say what was left."""
    rows = [row for row in sheet.rows if row.number > columns.header_row]
    header = next((row for row in sheet.rows if row.number == columns.header_row), None)
    people = [row for row in rows if header is None or row.cells != header.cells]
    said: list[Said] = []
    for row in list(reversed(people))[:LAST_LOOKED_AT]:
        first = next(cell for cell in row.cells if cell)
        if not (_TOTAL.match(first) or _FOOTER.match(first)):
            break
        people.remove(row)
        said.append(say(N_("Row %(row)s is a total or a signature and was left out."), row=row.number))
    return people, said[::-1]


def without_serial(columns: Columns, rows: Sequence[Row]) -> tuple[Columns, list[Said]]:
    """Take a column of outside ids for what it is when it only counts 1, 2, 3: such numbers name nobody elsewhere."""
    index = columns.where.get(OUTSIDE_ID)
    if index is None or not _only_counts([row.cell(index) for row in rows]):
        return columns, []
    where = {kind: column for kind, column in columns.where.items() if kind != OUTSIDE_ID}
    said = say(N_("Column %(column)s only counts the rows and was not kept."), column=column_letter(index))
    return replace(columns, where=where), [said]


def _only_counts(values: Sequence[str]) -> bool:
    numbers = [int(value.split(".")[0]) for value in values if re.fullmatch(r"\d{1,5}(\.0)?", value)]
    if len(numbers) < 2 or len(numbers) * 10 < len(values) * 8 or min(numbers) > 3:
        return False
    steps = sum(after - before == 1 for before, after in zip(numbers, numbers[1:], strict=False))
    return steps * 10 >= (len(numbers) - 1) * 8


def column_letter(index: int) -> str:
    """Give the letters under which Excel shows a column counted from 0."""
    return get_column_letter(index + 1)


def remarks_on(columns: Columns) -> list[Said]:
    """Say which columns were not read, and which are never kept."""
    said = []
    if columns.born:
        said.append(say(N_("Of “%(column)s” only the age band is kept, no date."), column=columns.born))
    if columns.never:
        said.append(
            say(
                N_("Not read and not kept: %(columns)s. The college keeps no birth dates, identity numbers or passwords."),
                columns="、".join(columns.never),
            )
        )
    if columns.unused:
        said.append(say(N_("Not needed: %(columns)s."), columns="、".join(columns.unused[:12])))
    return said
