"""Both languages complete: every sentence of the code in both catalogues, filled, unfuzzy, compiled, in plain words."""

import re
from functools import cache

import pytest
from babel.messages import extract, mofile, pofile

from tests.support.sources import ROOT, lines_with, listed, texts

KEYWORDS = {"_": None, "_l": None, "N_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2), "lazy_ngettext": (1, 2)}
METHODS = [("college/**.py", "python"), ("templates/**.html", "jinja2")]
LANGUAGES = ("zh", "en")
#: AF-43, AF-52, AF-64: words that help nobody.
BANNED = "无效|非法|参数|系统异常|点击这里|老人|老头|令牌|缓存"
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def _folder(language: str):
    return ROOT / "college" / "translations" / language / "LC_MESSAGES"


@cache
def _in_code() -> dict[str, str]:
    """Give each sentence of the code with the place where it stands."""
    found = {}
    rows = extract.extract_from_dir(str(ROOT), METHODS, keywords=KEYWORDS, directory_filter=lambda folder: ".venv" not in folder)
    for file_name, line, message, _comments, _context in rows:
        found.setdefault(message if isinstance(message, str) else message[0], f"{file_name}:{line}")
    return found


@cache
def _catalogue(language: str) -> dict:
    with open(_folder(language) / "messages.po", "rb") as file:
        catalogue = pofile.read_po(file, locale={"zh": "zh_Hans_CN", "en": "en"}[language])
    return {_key(message.id): message for message in catalogue if message.id}


def _key(message_id) -> str:
    return message_id if isinstance(message_id, str) else message_id[0]


def _strings(message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string)


def test_sentences_are_found_in_the_code():
    assert len(_in_code()) > 20, "the extraction finds nothing: this whole file would prove nothing"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_of_the_code_is_in_the_catalogue(language):
    missing = [f"{place}: {sentence}" for sentence, place in _in_code().items() if sentence not in _catalogue(language)]
    assert not missing, listed(missing)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_of_the_catalogue_has_left_the_code(language):
    left = [sentence for sentence in _catalogue(language) if sentence not in _in_code()]
    assert not left, listed(left)


def test_both_catalogues_hold_the_same_sentences():
    zh, en = (set(_catalogue(language)) for language in LANGUAGES)
    assert zh == en, listed(sorted(zh ^ en))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_filled_and_sure(language):
    poor = [
        f"{'fuzzy' if message.fuzzy else 'empty'}: {sentence}"
        for sentence, message in _catalogue(language).items()
        if message.fuzzy or not all(each.strip() for each in _strings(message))
    ]
    assert not poor, listed(poor)


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_the_same_in_every_language(language):
    odd = []
    for sentence, message in _catalogue(language).items():
        forms = message.id if isinstance(message.id, tuple) else (message.id,)
        wanted = {name for form in forms for name in PLACEHOLDER.findall(form)}
        odd += [f"{sentence} → {text}" for text in _strings(message) if set(PLACEHOLDER.findall(text)) != wanted]
    assert not odd, listed(odd)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_equals_the_written_one(language):
    with open(_folder(language) / "messages.mo", "rb") as file:
        compiled = {_key(message.id): _strings(message) for message in mofile.read_mo(file) if message.id}
    written = {sentence: _strings(message) for sentence, message in _catalogue(language).items()}
    assert compiled == written, listed(sorted(key for key in compiled.keys() | written.keys() if compiled.get(key) != written.get(key)))


def test_chinese_is_plain():
    poor = [
        f"{sentence} → {text}"
        for sentence, message in _catalogue("zh").items()
        for text in _strings(message)
        if re.search(BANNED, text) or text.strip() in {"确定", "取消", "提交", "OK"}
    ]
    assert not poor, listed(poor)


def test_chinese_is_chinese():
    """A sentence without one hanzi was forgotten; short labels of only signs and placeholders are left alone."""
    poor = []
    for sentence, message in _catalogue("zh").items():
        for text in _strings(message):
            bare = PLACEHOLDER.sub("", text)
            if re.search(r"[A-Za-z]{4,}", bare) and not re.search(r"[\u4e00-\u9fff]", bare):
                poor.append(f"{sentence} → {text}")
    assert not poor, listed(poor)


def test_no_chinese_sentence_stands_in_a_page_template_or_view():
    """Words for people go through the catalogue; the drawn app keeps its labels, 中文 names itself."""
    pages = {name: text for name, text in texts("templates", ".html").items() if not name.startswith("templates/practice/")}
    without_comments = {name: re.sub(r"\{#.*?#\}", lambda m: re.sub(r"[^\n]", " ", m.group()), text, flags=re.S) for name, text in pages.items()}
    found = lines_with(without_comments, r"^(?!.*lang=.zh).*[\u4e00-\u9fff]{2,}")
    assert not found, listed(found)
