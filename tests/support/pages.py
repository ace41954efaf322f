"""What must be true of every page the college serves, checked on each page that a test fetches."""

from collections import Counter

from bs4 import BeautifulSoup, Tag

SPEECHLESS = {"hidden", "submit", "button", "image", "reset"}


def parse(html: str) -> BeautifulSoup:
    """Read a page as a browser would. With lxml: the tests read tens of thousands of pages, and it takes a third."""
    return BeautifulSoup(html, "lxml")


def page_faults(page: BeautifulSoup) -> list[str]:
    """List in words what is wrong with a whole page; empty when all is well."""
    return [
        *_head_faults(page),
        *_id_faults(page),
        *_field_faults(page),
        *_form_faults(page),
        *_policy_faults(page),
        *_picture_faults(page),
    ]


def _head_faults(page: BeautifulSoup) -> list[str]:
    faults = []
    if len(page.find_all("h1")) != 1:
        faults.append(f"{len(page.find_all('h1'))} h1 headings instead of one")
    elif not page.h1.get_text(strip=True):
        faults.append("an h1 without words")
    if page.title is None or not page.title.get_text(strip=True):
        faults.append("no title")
    if page.html is None or not page.html.get("lang"):
        faults.append("html without lang")
    return faults


def _id_faults(page: BeautifulSoup) -> list[str]:
    counted = Counter(tag["id"] for tag in page.find_all(id=True))
    twice = [f"id {name!r} {count} times" for name, count in counted.items() if count > 1]
    pointing = [tag["for"] for tag in page.find_all("label", attrs={"for": True})]
    lost = [f"a label for {name!r}, which is nowhere" for name in pointing if name not in counted]
    described = [name for tag in page.find_all(attrs={"aria-describedby": True}) for name in tag["aria-describedby"].split()]
    return twice + lost + [f"described by {name!r}, which is nowhere" for name in described if name not in counted]


def _field_faults(page: BeautifulSoup) -> list[str]:
    labelled = {label.get("for") for label in page.find_all("label")}
    return [
        f"the field {field.get('name')!r} has no label"
        for field in page.find_all(["input", "select", "textarea"])
        if field.get("type") not in SPEECHLESS and not _has_label(field, labelled)
    ]


def _has_label(field: Tag, labelled: set) -> bool:
    if field.get("aria-label") or field.get("aria-labelledby") or field.get("id") in labelled:
        return True
    around = field.find_parent("label")
    return around is not None and bool(around.get_text(strip=True))


def _form_faults(page: BeautifulSoup) -> list[str]:
    faults = []
    for form in page.find_all("form"):
        if form.get("method", "get").lower() != "post":
            continue
        if not form.get("action"):
            faults.append("a POST form without an action")
        token = form.find("input", attrs={"name": "csrf_token"})
        if token is None or not token.get("value"):
            faults.append(f"the form to {form.get('action')} has no CSRF token")
        if form.find("input", type="file") and form.get("enctype") != "multipart/form-data":
            faults.append(f"the form to {form.get('action')} cannot send its file")
    return faults


def _policy_faults(page: BeautifulSoup) -> list[str]:
    faults = [f"style attribute on {tag.name}: {tag['style'][:60]}" for tag in page.find_all(style=True)]
    faults += [f"style element: {tag.get_text()[:60]}" for tag in page.find_all("style")]
    for script in page.find_all("script"):
        is_data = script.get("type") in {"application/json", "application/ld+json"}
        if not script.get("src") and not is_data:
            faults.append(f"inline script: {script.get_text()[:60]}")
    for tag in page.find_all(True):
        faults += [f"{name} on {tag.name}" for name in tag.attrs if name.startswith("on")]
        if str(tag.get("href", "")).strip().lower().startswith("javascript:"):
            faults.append(f"javascript: address on {tag.name}")
    return faults


def _picture_faults(page: BeautifulSoup) -> list[str]:
    return [f"a picture without alt: {image.get('src', '')[:80]}" for image in page.find_all("img") if not image.has_attr("alt")]
