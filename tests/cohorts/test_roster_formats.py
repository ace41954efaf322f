"""Rosters as other systems write them: OneRoster 1.1 and 1.2, Kolibri, Moodle and Canvas, each with its own traps."""

import io
import zipfile
from datetime import date

import pytest

from college.cohorts import roster_reading as reading
from college.cohorts.roster_picking import pick
from college.cohorts.roster_rules import KnownPeople, decide, listed
from college.cohorts.roster_words import Unreadable

DAY = date(2026, 11, 22)
USERS = "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password"
CLASSES = "sourcedId,status,title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,termSourcedIds"
ENROLLMENTS = "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate"


def packed(folder="", **files: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, text in files.items():
            target.writestr(f"{folder}{name}.csv", text)
    return out.getvalue()


def user(key, given, family, role="student", status="active", sms="", phone="", agents=""):
    return f"{key},{status},2026-11-01,true,o1,{role},{key},,{given},{family},,,,{sms},{phone},{agents},,geheim"


ONE = {
    "manifest": "propertyName,value\nmanifest.version,1.0\noneroster.version,1.1\nfile.users,bulk\nfile.classes,bulk\n",
    "users": "\n".join([
        USERS, user("u1", "秀英", "王", sms="14000000001", agents="u9"), user("u2", "建国", "李", phone="14000000002"),
        user("u3", "老师", "周", role="teacher"), user("u4", "走了", "张", status="tobedeleted"),
        user("u5", "玉珍", "陈"), user("u9", "儿子", "王", role="parent"),
    ]),
    "classes": f"{CLASSES}\nc1,active,\"一班, 上午\",,,A1,scheduled,,o1,\nc2,active,二班,,,A2,scheduled,,o1,\nc3,tobedeleted,旧班,,,,,,o1,",
    "enrollments": "\n".join([
        ENROLLMENTS, "e1,active,,c1,o1,u1,student,,,", "e2,active,,c2,o1,u2,student,,,", "e3,active,,c1,o1,u3,teacher,,,",
        "e4,tobedeleted,,c1,o1,u5,student,,,", "e5,active,,c2,o1,u5,student,,2026-09-01,2026-10-01", "e6,active,,c3,o1,u5,student,,,",
    ]),
}  # fmt: skip


def read(data: bytes, **wish):
    """Give the book, what was picked, and each row as (name, fate, telephone)."""
    book = reading.read(data)
    picked = pick(book, wish)
    rows = [
        listed(row, picked.columns, district_code="330102", district_name="上城区", today=DAY) for row in picked.people
    ]
    fates = decide([each for each, _phone in rows], KnownPeople([]))
    return book, picked, [(each.name, one.fate.value, phone) for (each, phone), one in zip(rows, fates, strict=True)]


@pytest.mark.parametrize("folder", ["", "roster/"])
def test_oneroster_takes_students_and_puts_staff_family_and_the_gone_aside(folder):
    book, picked, rows = read(packed(folder, **ONE))
    assert (book.encoding, book.is_partial) == ("OneRoster 1.1", False)
    assert rows == [
        ("王秀英", "new", "14000000001"), ("李建国", "new", "14000000002"), ("周老师", "aside", None),
        ("张走了", "aside", None), ("陈玉珍", "new", None), ("王儿子", "aside", None),
    ]  # fmt: skip
    assert "family" in picked.said[0].msgid
    assert not any("geheim" in cell for row in picked.people for cell in row.cells)


def test_one_class_of_several_is_chosen_and_who_left_it_is_not_in_it():
    _book, picked, _rows = read(packed(**ONE))
    assert {part.group: part.rows for part in picked.parts} == {"一班 上午": 1, "二班": 1, "": 6}
    assert [part.is_taken for part in picked.parts] == [False, False, True]
    assert read(packed(**ONE), sheet="users.csv", group="二班")[2] == [("李建国", "new", "14000000002")]
    assert len(read(packed(**ONE), group="旧班")[2]) == 6, "a class that is not there chooses nothing"


def test_oneroster_1_2_with_several_roles_for_one():
    users = "sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone\n"
    files = {
        "manifest": "propertyName,value\noneroster.version,1.2\nfile.users,delta\n",
        "users": users + "u1,,,true,a,,秀英,王,,,,14000000001,\nu2,,,true,b,,建国,李,,,,,\nu3,,,true,c,,小明,张,,,,,",
        "roles": "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId\n"
        "r1,,,u1,primary,teacher,,,o1,\nr2,,,u1,secondary,student,,,o1,\nr3,,,u2,primary,teacher,,,o1,\nr4,tobedeleted,,u3,primary,teacher,,,o1,\nr5,,,u3,primary,student,,,o1,",
    }
    book, picked, rows = read(packed(**files))
    assert (book.encoding, book.is_partial) == ("OneRoster 1.2", True)
    assert [fate for _name, fate, _phone in rows] == ["new", "aside", "new"]
    assert any("delta" in said.msgid for said in picked.said)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (packed(users="a,b\n1,2"), "no OneRoster"),
        (packed(users=""), "no OneRoster"),
        (packed(**ONE)[:-40], "broken"),
        (packed(**ONE)[:200], "broken"),
        (packed(**ONE).replace(b"users.csv", b"usurs.csv"), "packed file"),
        (packed(**{"../users": ONE["users"]}), "packed file"),
        (packed(users=USERS + "\n" + "x" * 12_000_000), "too large"),
        (packed(users=ONE["users"], **{f"part{at}": "" for at in range(400)}), "too large"),
        (packed(users=ONE["users"], **{"folder/users": ONE["users"]}), "twice"),
        (packed(users=USERS), "holds nobody"),
    ],
)
def test_a_torn_or_hostile_oneroster_file_is_told_in_a_sentence(data, words):
    with pytest.raises(Unreadable) as refused:
        reading.read(data)
    assert words in refused.value.said.msgid


def test_kolibri_with_localised_headings_and_classes():
    text = (
        "数据库 ID (UUID),用户名 (USERNAME),密码 (PASSWORD),全名 (FULL_NAME),用户类型 (USER_TYPE),标识符 (IDENTIFIER),"
        "出生年份 (BIRTH_YEAR),性别 (GENDER),已注册 (ENROLLED_IN),已分配 (ASSIGNED_TO)\n"
        'a1,wang,*,王秀英,LEARNER,,1957,FEMALE,"一班,二班",\na2,li,*,李建国,LEARNER,,1950,MALE,二班,\n'
        "a3,zhou,*,周老师,CLASS_COACH,,1970,,,一班\na4,adm,*,陈管理,ADMIN,,,,,\na5,sup,*,吴校长,SUPERUSER,,,,,\n"
    )
    _book, picked, rows = read(text.encode())
    assert [fate for _name, fate, _phone in rows] == ["new", "new", "aside", "aside", "aside"]
    assert {part.group: part.rows for part in picked.parts} == {"一班": 1, "二班": 2, "": 5}
    assert picked.columns.never == ("密码 (PASSWORD)",)
    assert picked.columns.born == "出生年份 (BIRTH_YEAR)"
    one, _ = listed(picked.people[0], picked.columns, district_code="330102", district_name="上城区", today=DAY)
    assert (one.outside_id, one.age_band) == ("a1", "65-69")
    assert [row[0] for row in read(text.encode(), group="一班")[2]] == ["王秀英"]


def test_moodle_with_suspended_and_deleted_people():
    text = (
        "username,firstname,lastname,email,idnumber,phone2,cohort1,course1,role1,suspended,deleted\n"
        "wang,秀英,王,w@example.org,S1,14000000001,一班,shop,student,0,0\n"
        "li,建国,李,l@example.org,S2,,二班,shop,student,1,0\nchen,玉珍,陈,c@example.org,S3,,二班,shop,student,0,1\n"
        "zhou,老师,周,z@example.org,S4,,一班,shop,editingteacher,0,0\n"
    )
    _book, picked, rows = read(text.encode())
    assert [row[:2] for row in rows] == [("王秀英", "new"), ("李建国", "aside"), ("陈玉珍", "aside"), ("周老师", "aside")]
    assert {part.group for part in picked.parts} == {"一班", "二班", ""}


def test_canvas_users():
    text = (
        "user_id,integration_id,login_id,password,first_name,last_name,full_name,sortable_name,short_name,email,status\n"
        'C1,,wang01,,秀英,王,王秀英,"王, 秀英",,w@example.org,active\nC2,,li02,,,,李建国,,,l@example.org,deleted\n'
        "C3,,zhang03,,,,张小明,,,,suspended\n"
    )
    _book, picked, rows = read(text.encode())
    assert rows == [("王秀英", "new", None), ("李建国", "aside", None), ("张小明", "aside", None)]
    one, _ = listed(picked.people[0], picked.columns, district_code="330102", district_name="上城区")
    assert one.outside_id == "C1"
