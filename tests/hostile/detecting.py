"""Notices what a page must not do: run what people typed, ask for a marked address, open a dialog, hold foreign elements."""

from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape, unescape
from unicodedata import normalize
from urllib.parse import quote, unquote, unquote_plus

import markdown
from jinja2 import Environment
from playwright.sync_api import BrowserContext, Page

from tests.hostile.payloads import MARK, Payload

#: Gives what a page of ours never holds, and pokes it: whatever waits for a finger or a mouse gets its event.
POKE = """() => {
  const found = [], running = /^(javascript|vbscript):/, addresses = ['href', 'xlink:href', 'src', 'action', 'formaction', 'data', 'srcset', 'poster'];
  const protocol = (text) => { try { return new URL(text, location.href).protocol } catch (e) { return '' } };
  const poke = (each, name) => { try { each.dispatchEvent(new Event(name)) } catch (e) { found.push('event ' + name) } };
  const press = (each) => each.requestSubmit ? each.requestSubmit() : each.dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true}));
  for (const each of document.querySelectorAll('*')) {
    const tag = each.localName;
    const isPhone = tag === 'iframe' && each.src.startsWith(location.origin + '/write/') && !each.hasAttribute('srcdoc');
    if (!isPhone && ['base', 'style', 'iframe', 'frame', 'frameset', 'object', 'embed', 'applet', 'marquee', 'plaintext', 'xmp', 'math', 'xss', 'template'].includes(tag)) found.push(tag);
    if (tag === 'script' && !each.src && !/json/.test(each.type)) found.push('script within the page');
    if (tag === 'script' && each.src && !each.src.startsWith(location.origin + '/static/js/')) found.push('script ' + each.src);
    if (tag === 'link' && !each.href.startsWith(location.origin + '/static/')) found.push('link ' + each.href);
    for (const one of Array.from(each.attributes)) {
      if (/^on/.test(one.name)) { found.push(one.name + ' on ' + tag); poke(each, one.name.slice(2)) }
      if (one.name === 'style' || one.name === 'srcdoc' || one.name === 'background') found.push(one.name + ' on ' + tag);
      if (addresses.includes(one.name)) {
        if (running.test(protocol(one.value))) { found.push('running address on ' + tag); press(each) }
        if (protocol(one.value) === 'data:' && tag !== 'img' && tag !== 'image') found.push('data address on ' + tag);
        if (/elsewhere|hostile-/.test(one.value)) found.push('marked address on ' + tag);
      }
    }
  }
  return found;
}"""


@dataclass
class Detector:
    """Watches one browser context; `ran`, `asked`, `dialogs` and `left` fill up while its pages are open."""

    context: BrowserContext
    ran: list[int] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.context.expose_binding("ran", lambda source, number: self.ran.append(number))
        self.context.on("request", self._asked)
        self.context.on("dialog", self._dialog)
        self.context.on("console", self._said)

    def _asked(self, request) -> None:
        if MARK in request.url or "elsewhere.example" in request.url:
            self.asked.append(request.url)

    def _dialog(self, dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def _said(self, message) -> None:
        if "Content Security Policy" in message.text or "Refused to" in message.text:
            self.refused.append(message.text)

    def take(self) -> list[str]:
        """Give in words what happened since the last time."""
        found = [f"ran {number}" for number in self.ran] + [f"asked {url}" for url in self.asked]
        found += [f"dialog {words}" for words in self.dialogs] + [f"refused: {words}" for words in self.refused]
        for each in (self.ran, self.asked, self.dialogs, self.refused):
            each.clear()
        return found


def foreign_in(page: Page) -> list[str]:
    """Poke an open page and give what it holds that no page of ours may hold."""
    return page.evaluate(POKE)


def _attribute(sign: str) -> Callable[[Payload], str]:
    return lambda one: f"<input value={sign}{one.text}{sign}>"


def _within(before: str, after: str) -> Callable[[Payload], str]:
    return lambda one: f"{before}{one.text}{after}"


def _rendered(one: Payload) -> str:
    return Environment(autoescape=True).from_string(one.text).render()


#: place → what a careless page would make of a payload there.
CARELESS: dict[str, Callable[[Payload], str]] = {
    "text": _within("<p>", "</p>"),
    "double": _attribute('"'),
    "single": _attribute("'"),
    "bare": _attribute(""),
    "textarea": _within("<textarea>", "</textarea>"),
    "title": _within("<title>", "</title>"),
    "comment": _within("<!-- ", " -->"),
    "style": _within("<style>p{", "}</style>"),
    "json": _within('<script type="application/json">{"a":"', '"}</script>'),
    "option": _within("<select><option>", "</option></select>"),
    "noframes": _within("<xmp>", "</xmp>"),
    "script": _within('<script>var a=({a:"', '"})</script>'),
    "script single": _within("<script>var a='", "'</script>"),
    "script template": _within("<script>var a=`", "`</script>"),
    "handler": _within("<b onclick=\"String('", "')\">x</b>"),
    "address": lambda one: f'<a href="{escape(one.text)}">x</a>',
    "raw address": _within('<a href="', '">x</a>'),
    "normalised": lambda one: normalize("NFKC", one.text),
    "unescaped": lambda one: unescape(one.text),
    "unescaped twice": lambda one: unescape(unescape(unquote(unquote(one.text)))),
    "unquoted": lambda one: unquote_plus(one.text),
    "inner": lambda one: one.text,
    "shape": _within("<p>", "</p>"),
    "markdown": lambda one: markdown.markdown(one.text, extensions=["md_in_html", "attr_list"]),
    "template": _rendered,
}


def careless_page(one: Payload) -> str:
    """Give a whole page as a careless college would serve it around one payload."""
    return f"<!doctype html><meta charset=utf-8><body><nav></nav><h1>x</h1><main>{CARELESS[one.place](one)}</main><footer>x</footer></body>"


def is_worked_out(one: Payload, text: str) -> bool:
    """Say whether a template worked a payload out instead of showing it."""
    return str(one.number * 99991) in text


def in_address(text: str) -> str:
    """Write a text as a value within an address."""
    return quote(text.encode("utf-8", "replace"), safe="")
