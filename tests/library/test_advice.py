"""What the check advises on a lesson: each advice is given where it is due, and a plain lesson gets none."""

import pytest

from college.library.advice import advise_shelf
from college.library.reading import read_shelf

NOTE = {
    "zh": "```teacher\n**多久**：十分钟。\n\n**课堂上常出的错**：点错。\n\n**可以这样说**：别急。\n```\n",
    "en": "```teacher\n**How long**: ten minutes.\n\n**What goes wrong in the room**: taps.\n\n**What to say**: no hurry.\n```\n",
}
HEAD = {"zh": "objectives: [我能找到首页。]\nkeypoints: [一, 二, 三]", "en": "objectives: [I can find home.]\nkeypoints: [one, two, three]"}
PRACTICE = "```practice\nscreen: home\nsay: 点一下。\ntarget: cart\n```\n"


def advice(tmp_path, *, zh: str = "点一下。", head=None, note=None, steps: int = 1, practised: int = 1) -> list[str]:
    """Give the sentences of advice on a small course; the arguments replace a part of its Chinese lesson."""
    folder = tmp_path / "01-small"
    folder.mkdir()
    (tmp_path / "features.yaml").write_text("- id: home\n  name: {zh: 首页, en: Home}\n  path: {zh: 首页, en: Home}\n", "utf-8")
    for lang, ending in (("zh", ".md"), ("en", ".en.md")):
        (folder / f"course{ending}").write_text("---\nid: small\ntitle: t\nsummary: s\naudience: a\nobjectives: [o]\n---\n", "utf-8")
        words = zh if lang == "zh" else "Tap it."
        top = (head if lang == "zh" and head is not None else HEAD[lang])
        told = note if note is not None else NOTE[lang]
        body = "".join(f"\n## 步 {{#s{n}}}\n{words}\n{PRACTICE if n < practised else ''}" for n in range(steps))
        (folder / f"01-one{ending}").write_text(
            f"---\nid: one\ntitle: t\nsummary: s\nminutes: 5\nfeature: home\n{top}\n---\n{told}{body}", "utf-8"
        )
    return [problem.sentence for problem in advise_shelf(read_shelf(tmp_path))]


def test_a_plain_lesson_needs_no_advice(tmp_path):
    assert advice(tmp_path) == []


@pytest.mark.parametrize(
    ("changed", "begins"),
    [
        ({"head": "objectives: [我能一, 我能二]\nkeypoints: [一, 二, 三]"}, "A lesson has one objective"),
        ({"head": "objectives: [学会一]\nkeypoints: [一, 二, 三]"}, "A lesson has one objective"),
        ({"head": "objectives: [我能一]\nkeypoints: [一, 二]"}, "Three to five"),
        ({"note": ""}, "The lecturer's note"),
        ({"zh": "字" * 36 + "。"}, "A sentence of"),
        ({"zh": ("字" * 34 + "。") * 12}, "The sentences are"),
        ({"steps": 3, "practised": 1}, "%(count)s of %(total)s steps"),
        ({"zh": "请你点一下。"}, "“%(word)s” is not said"),
        ({"zh": "喆玥祎鑫。"}, "Too many rare"),
        ({"zh": "看看物流。"}, "“%(word)s” needs its meaning"),
    ],
)
def test_each_advice_is_given_where_it_is_due(tmp_path, changed, begins):
    given = advice(tmp_path, **changed)
    assert given and all(sentence.startswith(begins) for sentence in given), given
