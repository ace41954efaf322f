"""What must be true of every page the college serves, checked on each page that a test fetches."""

from collections import Counter

from bs4 import BeautifulSoup
from lxml import html as lxml_html
from lxml.etree import XPath
from lxml.html import HtmlElement

SPEECHLESS = {"hidden", "submit", "button", "image", "reset"}
DATA = {"application/json", "application/ld+json"}
EVERYTHING = XPath("descendant-or-self::*")
HANDLERS = XPath("descendant-or-self::*/@*[starts-with(name(), 'on')]")


def parse(html: str) -> BeautifulSoup:
    """Read a page as a browser would. With lxml: the tests read tens of thousands of pages, and it takes a third."""
    return BeautifulSoup(html, "lxml")


def page_faults(html: str) -> list[str]:
    """List in words what is wrong with a whole page; empty when all is well.

    Asked of tens of thousands of pages, so it reads lxml's own tree and each kind of element once.
    """
    page = lxml_html.document_fromstring(html.encode(), parser=lxml_html.HTMLParser(encoding="utf-8"))
    kinds: dict[str, list[HtmlElement]] = {}
    for each in EVERYTHING(page):
        if isinstance(each.tag, str):
            kinds.setdefault(each.tag, []).append(each)
    return [
        *_head_faults(page, kinds),
        *_id_faults(page, kinds),
        *_field_faults(kinds),
        *_form_faults(kinds),
        *_policy_faults(page, kinds),
        *_picture_faults(kinds),
    ]


def _words(element: HtmlElement) -> str:
    return "".join(element.itertext()).strip()


def _head_faults(page: HtmlElement, kinds: dict) -> list[str]:
    faults = []
    headings, titles = kinds.get("h1", []), kinds.get("title", [])
    if len(headings) != 1:
        faults.append(f"{len(headings)} h1 headings instead of one")
    elif not _words(headings[0]):
        faults.append("an h1 without words")
    if not titles or not _words(titles[0]):
        faults.append("no title")
    if page.tag != "html" or not page.get("lang"):
        faults.append("html without lang")
    return faults


def _id_faults(page: HtmlElement, kinds: dict) -> list[str]:
    counted = Counter(page.xpath("//@id"))
    twice = [f"id {name!r} {count} times" for name, count in counted.items() if count > 1]
    pointing = [tag.get("for") for tag in kinds.get("label", []) if tag.get("for") is not None]
    lost = [f"a label for {name!r}, which is nowhere" for name in pointing if name not in counted]
    described = [name for names in page.xpath("//@aria-describedby") for name in names.split()]
    return twice + lost + [f"described by {name!r}, which is nowhere" for name in described if name not in counted]


def _field_faults(kinds: dict) -> list[str]:
    labelled = {label.get("for") for label in kinds.get("label", [])}
    return [
        f"the field {field.get('name')!r} has no label"
        for kind in ("input", "select", "textarea")
        for field in kinds.get(kind, [])
        if field.get("type") not in SPEECHLESS and not _has_label(field, labelled)
    ]


def _has_label(field: HtmlElement, labelled: set) -> bool:
    if field.get("aria-label") or field.get("aria-labelledby") or field.get("id", "") in labelled:
        return True
    around = next(field.iterancestors("label"), None)
    return around is not None and bool(_words(around))


def _form_faults(kinds: dict) -> list[str]:
    faults = []
    for form in kinds.get("form", []):
        if form.get("method", "get").lower() != "post":
            continue
        action, fields = form.get("action"), list(form.iter("input"))
        if not action:
            faults.append("a POST form without an action")
        if not next((each.get("value") for each in fields if each.get("name") == "csrf_token"), None):
            faults.append(f"the form to {action} has no CSRF token")
        if any(each.get("type") == "file" for each in fields) and form.get("enctype") != "multipart/form-data":
            faults.append(f"the form to {action} cannot send its file")
    return faults


def _policy_faults(page: HtmlElement, kinds: dict) -> list[str]:
    faults = [f"style attribute on {each.getparent().tag}: {each[:60]}" for each in page.xpath("//@style")]
    faults += [f"style element: {_words(tag)[:60]}" for tag in kinds.get("style", [])]
    for script in kinds.get("script", []):
        if not script.get("src") and script.get("type") not in DATA:
            faults.append(f"inline script: {_words(script)[:60]}")
    faults += [f"{each.attrname} on {each.getparent().tag}" for each in HANDLERS(page)]
    for each in page.xpath("//@href"):
        if each.strip().lower().startswith("javascript:"):
            faults.append(f"javascript: address on {each.getparent().tag}")
    return faults


def _picture_faults(kinds: dict) -> list[str]:
    return [f"a picture without alt: {image.get('src', '')[:80]}" for image in kinds.get("img", []) if image.get("alt") is None]
