"""What the pages send on which a text is written: rows of words, fields above the steps, and whole texts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, StringField
from wtforms.validators import Length

from college.authoring.rules import Texts
from college.authoring.rules_heads import Heads
from college.authoring.rules_writing import MADE, WORDS, Row, Written, with_row, with_row_back, with_row_moved, without_row
from college.core.forms import Form, OnceForm, required, strip
from college.library.service import Block

#: A text, and a piece of one, may be so long on a page, in characters; a file holds 100,000 bytes.
MAX_TEXT, MAX_PIECE = 30_000, 8_000
#: Rows that a step may have.
MAX_ROWS = 40
#: A title or another field above the steps, in characters.
MAX_FIELD = 400
_DO = re.compile(r"^(up|down|out)-(\d{1,3})$")


class NewStepForm(OnceForm):
    """The title of a step that is added."""

    title = StringField(
        _l("What does one do in the new step?"), filters=[strip], description=_l("A verb and a thing, such as: Open “My Taobao”."),
        validators=[required(_l("Write in a few words what one does in this step.")), Length(max=60, message=_l("Please write at most %(max)d letters."))],
    )  # fmt: skip
    title_en = StringField(_l("The same in English; it can wait until you publish"), filters=[strip], validators=[Length(max=120)])


class MoveToForm(Form):
    """The lesson to which a step is moved."""

    lesson = SelectField(_l("To which lesson?"), validators=[required(_l("Choose a lesson."))])
    base = HiddenField()


@dataclass(frozen=True)
class Taken:
    """A row that was taken out in this very form, to be put back at its place."""

    row: Row
    at: int


@dataclass(frozen=True)
class PieceForm:
    """A step or an introduction as it was sent. ``problem`` says why it cannot be kept, "" when it can."""

    written: Written
    base: str
    do: str
    taken: Taken | None = None
    problem: str = ""
    #: The row to look at afterwards, from 0.
    row: int | None = None


def read_piece_form(form: Mapping[str, str], there: Written) -> PieceForm:
    """Read a sent step; what is made on other pages is taken from how it stands ``there``, and the button is heeded."""
    rows = tuple(_rows(form, there))
    sent = replace(there, title_zh=form.get("title_zh", "").strip(), title_en=form.get("title_en", "").strip(),
                   feature=form.get("feature", "").strip() if there.id else "", rows=rows)  # fmt: skip
    found = _heeded(PieceForm(sent, form.get("base", ""), form.get("do", "")), form)
    signs = sum(len(value) for name, value in form.items() if name.startswith(("zh-", "en-", "title_")))
    if signs > MAX_PIECE:
        return replace(found, problem=_("This step is far too long. Divide it: shorten it here and add a new step for the rest."))
    return found


def _rows(form: Mapping[str, str], there: Written) -> list[Row]:
    made = {kind: [row for row in there.rows if row.kind == kind] for kind in MADE}
    rows = []
    for at in range(MAX_ROWS):
        kind = form.get(f"kind-{at}", "")
        if kind in WORDS:
            rows.append(_words(form, kind, str(at)))
        elif made.get(kind):
            rows.append(made[kind].pop(0))
    return [*rows, *(row for left in made.values() for row in left)]


def _words(form: Mapping[str, str], kind: str, at: str) -> Row:
    zh, en = form.get(f"zh-{at}", ""), form.get(f"en-{at}", "")
    return Row(kind, Block(kind, zh) if zh.strip() or kind != "text" else None, Block(kind, en) if en.strip() else None)


def _heeded(found: PieceForm, form: Mapping[str, str]) -> PieceForm:
    """Do what the pressed button says: add a row, move it, take it out, put it back."""
    written, do = found.written, found.do
    if do.startswith("add-") and do[4:] in WORDS[1:]:
        return replace(found, written=with_row(written, do[4:]), row=len(written.rows))
    if do == "back" and form.get("taken-kind") in WORDS:
        at = int(form["taken-at"]) if form.get("taken-at", "").isdecimal() else len(written.rows)
        return replace(found, written=with_row_back(written, _words(form, form["taken-kind"], "taken"), at), row=at)
    move = _DO.match(do)
    if not move or int(move[2]) >= len(written.rows):
        return found
    at = int(move[2])
    if move[1] == "out":
        taken = Taken(written.rows[at], at) if written.rows[at].is_words else None
        return replace(found, written=without_row(written, at), taken=taken)
    by = -1 if move[1] == "up" else 1
    return replace(found, written=with_row_moved(written, at, by), row=at + by)


def read_heads_form(form: Mapping[str, str], there: Heads) -> tuple[Heads, str]:
    """Read the fields above the steps; give them and why they cannot be kept, "" when they can."""
    zh, en = dict(there.zh), dict(there.en)
    for lang, head in (("zh", zh), ("en", en)):
        head.update({name: _one_line(form.get(f"{name}_{lang}", "")) for name in there.texts})
        head.update({name: _items(form, name, lang) for name in there.lists})
    said = {name: form[name].strip() for name in there.once if name in form}
    zh.update({name: value for name, value in said.items() if name in zh or value not in ("", "none")})
    if not any(en[name] for name in (*there.texts, *there.lists)) and not there.en:
        en = {}
    too_long = any(len(value) > MAX_FIELD for name, value in form.items() if name not in ("csrf_token", "base"))
    problem = _("One of these is far too long: at most %(max)s letters.", max=MAX_FIELD) if too_long else ""
    return Heads(there.lesson_id, zh, en), problem


def _items(form: Mapping[str, str], name: str, lang: str) -> list[str]:
    found = [_one_line(form.get(f"{name}_{lang}_{at}", "")) for at in range(MAX_ROWS)]
    return [each for each in found if each]


def _one_line(words: str) -> str:
    return " ".join(words.split())


def read_step_text(form: Mapping[str, str], step_id: str) -> tuple[Texts, str]:
    """Read a step written as plain text; give it and why it cannot be kept, "" when it can."""
    texts = Texts(form.get("zh", ""), form.get("en", ""))
    for each in (texts.zh, texts.en):
        if len(each) > MAX_PIECE:
            return texts, _("This step is far too long. Divide it: shorten it here and add a new step for the rest.")
        if each.strip() and f"{{#{step_id}" not in _first_line(each):
            return texts, _("The first line must stay: two signs ##, the title, and then %(mark)s as it stood.", mark=f"{{#{step_id}}}")
    if not texts.zh.strip():
        return texts, _("A step cannot be empty. To take it out, press “Take this step out” in the lesson.")
    return texts, ""


def _first_line(text: str) -> str:
    first = text.strip("\r\n").partition("\n")[0]
    return first if first.startswith("##") and not first.startswith("###") else ""


def read_whole_text(form: Mapping[str, str], own_id: str) -> tuple[Texts, str]:
    """Read a whole text; give it and why it cannot be kept, "" when it can."""
    texts = Texts(form.get("zh", ""), form.get("en", ""))
    if max(len(texts.zh), len(texts.en)) > MAX_TEXT:
        return texts, _("This text is far too long. Divide it into several lessons.")
    for each in (texts.zh, texts.en):
        if each.strip() and not _begins_well(each, own_id):
            return texts, _("The beginning must stay: a line ---, the line “id: %(id)s”, and a second line --- before the first words.", id=own_id)
    return (texts, "") if texts.zh.strip() else (texts, _("The Chinese text cannot be empty."))


def _begins_well(text: str, own_id: str) -> bool:
    lines = [line.rstrip() for line in text.strip("\r\n").replace("\r\n", "\n").split("\n")]
    if lines[0] != "---" or "---" not in lines[1:]:
        return False
    head = lines[1 : lines.index("---", 1)]
    return any(re.fullmatch(rf"id:\s*[\"']?{re.escape(own_id)}[\"']?", line) for line in head)
