"""Tables of what people type into rosters and what the college understands by it."""

import pytest

from college.cohorts import roster_values as values


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("王小明", "王小明"),
        (" 王　明 ", "王明"),
        ("王 明", "王明"),
        ("\u200b李喆\ufeff玥", "李喆玥"),
        ("阿依古丽·买买提", "阿依古丽·买买提"),
        ("王秀英（班长）", "王秀英"),
        ("王秀英(组长", "王秀英"),
        ("Ａｎｎａ　Li", "Anna Li"),
        ("张三，", "张三"),
        ("䶮大伟", "䶮大伟"),
        ("Mary O'Neil", "Mary O'Neil"),
        ("王秀英2", "王秀英2"),
    ],
)
def test_names_are_kept_as_they_are_called(typed, name):
    assert values.name_of(typed)[::2] == (name, None)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "missing"),
        ("（备注）", "missing"),
        ("\u200b", "missing"),
        ("12345", "not a name"),
        ("张三/李四", "one person"),
        ("=cmd|' /C calc'!A0", "one name"),
        ("<b>王</b>", "one name"),
        ("王\ue000明", "could not be read"),
        ("王\ufffd明", "could not be read"),
        ("王" * 41, "too long"),
    ],
)
def test_what_is_no_name_is_told(typed, words):
    assert words in values.name_of(typed)[2].msgid


def test_a_note_in_brackets_is_cut_off_with_a_remark():
    assert "brackets" in values.name_of("王秀英（班长）")[1].msgid
    assert values.name_of("王秀英")[1] is None


def test_two_spellings_of_one_name_share_a_key():
    assert values.name_key("阿依古丽·买买提") == values.name_key("阿依古丽•买买提") == values.name_key("阿依古丽 买买提")
    assert values.name_key("Anna Li") == values.name_key("anna li")


@pytest.mark.parametrize(
    "typed",
    [
        "14000000005", "140 0000 0005", "140-0000-0005", "+86 14000000005", "0086-140-0000-0005", "8614000000005",
        "１４０００００００05", "14000000005.0", "1.4000000005E+10", "（140）00000005", "\u200b14000000005",
    ],
)  # fmt: skip
def test_a_mobile_number_is_understood_however_it_was_typed(typed):
    assert values.phone_of(typed) == ("14000000005", None)


@pytest.mark.parametrize("typed", ["", "无", "没有", "-", "/", "暂无", "0"])
def test_no_number_is_no_mistake(typed):
    assert values.phone_of(typed) == (None, None)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("1.40E+10", "column is numeric"),
        ("1.4E10", "column is numeric"),
        ("1400000005", "11 digits"),
        ("140000000055", "11 digits"),
        ("12000000005", "13 to 19"),
        ("057187654321", "not a mobile number"),
        ("0571-87654321", "not a mobile number"),
        ("87654321", "not a mobile number"),
        ("14000000005/14000000006", "two numbers"),
        ("14000000005(儿子)", "words in this cell"),
        ("问女儿", "words in this cell"),
    ],
)
def test_what_is_no_mobile_number_is_told(typed, words):
    phone, said = values.phone_of(typed)
    assert phone is None
    assert words in said.msgid


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("14000000005", "140****0005"),
        ("1400000005", "140*****05"),
        ("140000000055", "140*******55"),
        ("8765", "876*"),
        ("问女儿", "问女儿"),
    ],
)
def test_a_number_is_never_shown_whole(typed, shown):
    assert values.masked(typed) == shown


@pytest.mark.parametrize(
    ("typed", "band"),
    [
        ("67", "65-69"), ("67岁", "65-69"), ("67.0", "65-69"), ("６７周岁", "65-69"), ("50", "50-54"), ("91", "85+"),
        ("65-69", "65-69"), ("65~69岁", "65-69"), ("85岁以上", "85+"), ("85+", "85+"), ("43", None), ("", None), ("无", None),
    ],
)  # fmt: skip
def test_an_age_becomes_a_band_of_five_years(typed, band):
    assert values.age_band_of(typed) == (band, None)


@pytest.mark.parametrize("typed", ["1957-03-02", "1957", "老年", "60-69"])
def test_what_is_no_age_is_not_kept_and_told(typed):
    band, said = values.age_band_of(typed)
    assert band is None
    assert said is not None


def test_an_identity_number_is_never_kept_as_a_number_of_the_roster():
    assert values.outside_id_of("330102195703020011")[0] is None
    assert values.outside_id_of("33010219570302001X")[1] is not None
    assert values.outside_id_of("2024000123.0") == ("2024000123", None)


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("", True), ("上城区", True), ("上城", True), ("杭州市上城区", True), ("浙江省杭州市上城区", True), ("330102", True),
        ("330102001", True), ("上城区清波街道", True), ("江干区", True), ("杭州江干", True), ("西湖区", False), ("下城区", False),
        ("330106", False), ("余杭", False),
    ],
)  # fmt: skip
def test_a_district_is_the_same_by_its_names_and_its_code(typed, same):
    assert values.is_same_district(typed, code="330102", name="上城区") is same


@pytest.mark.parametrize(
    ("typed", "code", "name", "remark", "wrong"),
    [
        ("江干区", "330102", "上城区", "江干区", None), ("杭州市江干区", "330114", "钱塘区", "江干区", None),
        ("330103", "330105", "拱墅区", "下城区", None), ("下城", "330105", "拱墅区", "下城区", None),
        ("江干区", "330106", "西湖区", None, "上城区、钱塘区"), ("330103", "330102", "上城区", None, "拱墅区"),
        ("临安", "330112", "临安区", None, None), ("杭州市余杭区", "330110", "余杭区", None, None),
        ("南昌市西湖区", "330106", "西湖区", None, ""), ("余杭区", "330113", "临平区", None, ""),
    ],
)  # fmt: skip
def test_an_abolished_district_counts_as_what_it_became_or_is_asked(typed, code, name, remark, wrong):
    said, fault = values.look_at_district(typed, code=code, name=name)
    assert (said and said.values["old"]) == remark
    assert (fault and fault.values.get("now", "")) == wrong


def test_a_telephone_is_never_kept_as_a_student_number():
    assert values.outside_id_of("14000000005")[0] is None and values.outside_id_of("1.4000000005E+10")[0] is None
    assert "telephone" in values.outside_id_of("140 0000 0005")[1].msgid


def test_a_number_that_the_college_hid_is_no_mistake():
    assert values.phone_of("140****0005") == (None, None)
    assert values.hidden_phone("140****0005") and values.hidden_phone("14000000005") is None
