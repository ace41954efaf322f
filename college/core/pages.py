"""How pages speak: language, text size, dates, masked names and numbers, lists a page at a time."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, g, has_request_context, request, url_for
from flask_babel import Babel, get_domain, get_locale, refresh
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup
from sqlalchemy import Select, func, select

from college.core.clock import LOCAL, now
from college.core.db import db
from college.core.numbers import phone_hidden

babel = Babel()

#: Language of a cookie or account → locale. Chinese is the default, whatever the browser says.
LOCALES = {"zh": "zh_Hans_CN", "en": "en"}
#: Text sizes: 20, 24 and 30 px (AGE_FRIENDLY AF-02; MIIT 2021 annex 2 asks for at least 30 at the top).
SIZES = ("standard", "large", "huge")
#: Sentences of templates that a process keeps translated, for each language.
SENTENCES_KEPT = 5_000
#: A choice of language or size is remembered for a year, in seconds.
REMEMBER = 365 * 24 * 3600

WEEKDAYS_ZH = "一二三四五六日"
#: How Chinese names a part of the day: the hour before which it ends, and its word.
HALVES = ((6, "凌晨"), (12, "上午"), (13, "中午"), (18, "下午"), (24, "晚上"))
WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Page:
    """One page of a list. ``page`` counts from 1; ``pages`` is at least 1."""

    items: list[Any]
    total: int
    page: int
    pages: int


def init_app(app: Flask) -> None:
    """Give templates their language, filters and helpers."""
    babel.init_app(app, locale_selector=_choose_locale)
    app.jinja_env.filters.update(
        name_masked=name_masked, phone_masked=phone_masked, phone_groups=phone_groups, day=day, day_short=day_short,
        weekday=weekday, moment=moment,
        moment_short=moment_short, clock=clock, phone_hidden=phone_hidden
    )
    app.jinja_env.globals.update(csrf_field=csrf_field, asset=asset)
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: _catalogue().ugettext(text),
        lambda one, many, number: _catalogue().ungettext(one, many, number),
        newstyle=True,
    )
    app.jinja_env.globals["_"] = _say
    app.context_processor(lambda: {"lang": language(), "text_size": text_size(), "voice_on": voice_on()})


def _choose_locale() -> str:
    """Give a request's locale; what runs outside one speaks Chinese unless `force_locale` says otherwise."""
    return LOCALES[language()] if has_request_context() else LOCALES["zh"]


def _say(sentence: str, /, **values: Any) -> Markup:
    """Translate a sentence of a template: what Jinja's own ``_`` does, without its detours, for thirty of them a page."""
    said = _catalogue().said
    found = said.get(sentence)
    if found is None:
        found = Markup(_catalogue().ugettext(sentence))
        if len(said) < SENTENCES_KEPT:
            said[sentence] = found
    return found % values if values or "%" in found else found


def _catalogue() -> Any:
    """Give the sentences in the language of this request, looked up once for its whole page."""
    found = g.get("catalogue")
    if found is None:
        found = get_domain().get_translations()
        if not hasattr(found, "said"):
            found.said = {}
        if has_request_context():
            g.catalogue = found
    return found


def language() -> str:
    """Give ``zh`` or ``en``: the reader's choice, else Chinese; outside a request, that of the present job."""
    if not has_request_context():
        return "en" if str(get_locale() or "").startswith("en") else "zh"
    chosen = g.get("shown_language") or kept_cookie("language") or "zh"
    return chosen if chosen in LOCALES else "zh"


def text_size() -> str:
    """Give the reader's text size: ``standard``, ``large`` or ``huge``."""
    chosen = (g.get("shown_size") or kept_cookie("size")) if has_request_context() else None
    return chosen if chosen in SIZES else "standard"


def show_as(*, language: str | None = None, size: str | None = None) -> None:
    """Show this one page in a language and a text size, whatever its reader has chosen: for looking at others' pages."""
    g.shown_language, g.shown_size = language, size
    g.pop("catalogue", None)
    refresh()


def voice_on() -> bool:
    """Say whether pages may offer to read aloud: yes, unless this phone was told no."""
    return not (has_request_context() and kept_cookie("voice") == "off")


def remember_display(
    response: Response, *, language: str | None = None, size: str | None = None, voice: str | None = None
) -> None:
    """Keep a choice of language, text size or reading aloud ("on", "off") on this phone for a year."""
    for name, value in (("language", language), ("size", size), ("voice", voice)):
        if value:
            keep_cookie(response, name, value, seconds=REMEMBER)


def keep_cookie(response: Response, name: str, value: str, *, seconds: int) -> None:
    """Set a cookie for ``seconds`` that no script reads; with https under a name that no neighbour can set."""
    is_https = current_app.config["SESSION_COOKIE_SECURE"]
    response.set_cookie(_cookie(name), value, max_age=seconds, samesite="Lax", httponly=True, secure=is_https)


def kept_cookie(name: str) -> str | None:
    """Give what `keep_cookie` set, None when this browser brings nothing of that name."""
    return request.cookies.get(_cookie(name))


def _cookie(name: str) -> str:
    return f"__Host-{name}" if current_app.config["SESSION_COOKIE_SECURE"] else name


def csrf_field() -> Markup:
    """Give the hidden field without which no form is accepted; made once for all forms of a page."""
    if "csrf_field" not in g:
        g.csrf_field = Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())
    return g.csrf_field


@cache
def asset(filename: str) -> str:
    """Give the address of a file under static/, marked with its content so that it may be cached for ever."""
    return url_for("static", filename=filename, v=_content_mark(filename))


def _content_mark(filename: str) -> str:
    path = Path(__file__).resolve().parents[2] / "static" / filename
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10]


def page_of(statement: Select[Any], page: int, per_page: int = 50) -> Page:
    """Run ``statement`` for one page (from 1; a page past the end gives the last) and count the whole."""
    total = db.session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0
    pages = max(1, -(-total // per_page))
    page = min(max(page, 1), pages)
    rows = db.session.execute(statement.limit(per_page).offset((page - 1) * per_page))
    items = list(rows.scalars()) if len(statement.selected_columns) == 1 or _is_entity(statement) else list(rows)
    return Page(items=items, total=total, page=page, pages=pages)


def page_of_list(items: list[Any], page: int, per_page: int = 50) -> Page:
    """Give one page (from 1; a page past the end gives the last) of a list that is in memory already."""
    pages = max(1, -(-len(items) // per_page))
    page = min(max(page, 1), pages)
    return Page(items=items[(page - 1) * per_page : page * per_page], total=len(items), page=page, pages=pages)


def _is_entity(statement: Select[Any]) -> bool:
    return len(statement.column_descriptions) == 1


def name_masked(name: str) -> str:
    """Give 王*明 for 王小明 and 王* for 王明: enough to know oneself, too little for a stranger."""
    letters = name.strip()
    if len(letters) <= 1:
        return letters
    if " " in letters and letters.isascii():
        return f"{letters.split()[0]} *"
    return letters[0] + "*" + (letters[-1] if len(letters) > 2 else "")


def phone_masked(head: str | None, tail: str | None) -> str:
    """Give 138****1234 of the first three and last four digits; empty when there is no number."""
    return f"{head}****{tail}" if head and tail else ""


def phone_groups(phone: str) -> str:
    """Give a telephone number in groups that are easy to read out: 140 0000 1234."""
    return f"{phone[:3]} {phone[3:7]} {phone[7:]}" if len(phone) == 11 and phone.isdigit() else phone


def day(value: date | datetime | None, lang: str | None = None) -> str:
    """Give 2026年11月21日 星期六, or Saturday 21 November 2026: in ``lang``, else as the reader chose."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(LOCAL).date()
    if (lang or language()) == "en":
        return f"{weekday(value, lang)} {value.day} {value.strftime('%B')} {value.year}"
    return f"{value.year}年{value.month}月{value.day}日 {weekday(value, lang)}"


def weekday(value: date | datetime, lang: str | None = None) -> str:
    """Give 星期六, or Saturday: in ``lang``, else as the reader chose. A moment is one of China's day."""
    on = value.astimezone(LOCAL) if isinstance(value, datetime) else value
    return WEEKDAYS_EN[on.weekday()] if (lang or language()) == "en" else f"星期{WEEKDAYS_ZH[on.weekday()]}"


def day_short(value: date | datetime | None, lang: str | None = None) -> str:
    """Give 12月5日, or 5 December, with the year when it is another: for sentences."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(LOCAL).date()
    is_this_year = value.year == now().astimezone(LOCAL).year
    if (lang or language()) == "en":
        return f"{value.day} {value.strftime('%B')}{'' if is_this_year else f' {value.year}'}"
    return f"{'' if is_this_year else f'{value.year}年'}{value.month}月{value.day}日"


def moment(value: datetime | None, lang: str | None = None) -> str:
    """Give 2026年11月21日 星期六 下午3点05分, in China's time: in ``lang``, else as the reader chose."""
    if value is None:
        return ""
    if (lang or language()) == "en":
        return f"{clock(value, lang)}, {day(value, lang)}"
    return f"{day(value, lang)} {clock(value, lang)}"


def clock(value: datetime | None, lang: str | None = None) -> str:
    """Give 下午3点05分, or 15:05, in China's time: in ``lang``, else as the reader chose."""
    if value is None:
        return ""
    local = value.astimezone(LOCAL)
    if (lang or language()) == "en":
        return local.strftime("%H:%M")
    half = next(word for end, word in HALVES if local.hour < end)
    hour = local.hour if local.hour <= 12 else local.hour - 12
    minute = f"{local.minute:02d}分" if local.minute else ""
    return f"{half}{hour}点{minute}"


def moment_short(value: datetime | None) -> str:
    """Give 11月21日 15:05, or 21 November 15:05, with the year when it is another: for the tables of desks."""
    if value is None:
        return ""
    local = value.astimezone(LOCAL)
    is_this_year, time = local.year == now().astimezone(LOCAL).year, local.strftime("%H:%M")
    if language() == "en":
        return f"{local.day} {local.strftime('%B')}{'' if is_this_year else f' {local.year}'} {time}"
    return f"{'' if is_this_year else f'{local.year}年'}{local.month}月{local.day}日 {time}"
