"""How the pages of making a practice are put together: the screens of a step, drawn, titled and labelled."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from college.authoring import practising, screen_names
from college.authoring.drafts import Conflict, Kept
from college.authoring.forms_practice import BaseForm, placed
from college.authoring.practising import Opened, Place
from college.authoring.routes_conflicts import conflict_answer
from college.authoring.rules_labels import Label
from college.authoring.rules_practice import ANY, MAX_PATH, MAX_SENTENCE, PathScreen
from college.core.errors import NotFound
from college.core.guard import current_actor
from college.core.pages import language, page_of_list
from college.library import service as library

#: Where the practice of a step is made.
STEP = "/write/<slug:course>/<slug:lesson>/steps/<slug:step>/practice"
#: Drawings on one page to choose from: three rows on a desk.
SCREENS_SHOWN = 9
#: What templates ask about a screen.
_SAYS = {
    "placed": placed,
    "title_of": lambda screen: screen_names.title_of(screen, language()),
    "takes_words": lambda screen: bool(library.screens().value_choices(screen)),
}


def opened(course: str, lesson: str, step: str) -> Opened:
    """Give the screens of a step to whoever asks."""
    return practising.opened(actor=current_actor(), place=Place(course, lesson, step))


def path_of(found: Opened) -> tuple[PathScreen, ...]:
    """Give the screens of a practice in order."""
    return found.screens.path if found.screens else ()


def has_english(found: Opened) -> bool:
    """Say whether the step is written in English too."""
    return bool(found.screens and found.screens.has_english)


def target_of(found: Opened, at: int) -> Label | None:
    """Give the label of the place to tap, None where none is chosen."""
    screen = found.screen(at)
    return practising.labels(screen).get(screen.target or "")


def card(found: Opened, at: int) -> dict[str, Any]:
    """Give all that the page of a practice shows of one of its screens."""
    screen = found.screen(at)
    labels = practising.labels(screen)
    return {
        "at": at, "screen": screen, "title": screen_names.title_of(screen.screen, language()),
        "drawing": practising.draw(screen, language()), "label": labels.get(screen.target or ""),
        "wrong": [(None if key == ANY else labels.get(key), said) for key, said in screen.wrong.items()],
        "takes_words": bool(library.screens().value_choices(screen.screen)),
    }  # fmt: skip


def screens_page(found: Opened, at: int, form: BaseForm) -> str:
    """Show the drawn screens to choose from, by what the address asks for. Raises NotFound for a number that is none."""
    if not 0 <= at <= min(len(path_of(found)) + 1, MAX_PATH):
        raise NotFound
    words, group = request.args.get("q", "").strip()[:40], request.args.get("group", "")
    names = screen_names.find(words, group if group in screen_names.GROUPS else "")
    page = page_of_list(names, request.args.get("page", 1, int), SCREENS_SHOWN)
    groups, titles = screen_names.group_names(language()), {name: screen_names.title_of(name, language()) for name in page.items}
    shown = {"words": words, "group": group, "groups": groups, "page": page, "titles": titles}
    return show("authoring/practice_screens.html", found, at=at, form=form, drawings=practising.drawings(page.items, language()), **shown)


def form_page(template: str, found: Opened, at: int, form: Any, **more: Any) -> str:
    """Show a question about one screen, with its drawing."""
    screen = found.screen(at)
    if not form.base.data:
        form.base.data = found.base
    label = practising.labels(screen).get(screen.target or "")
    shown = {"drawn": practising.draw(screen, language()), "title": screen_names.title_of(screen.screen, language()), **more}
    return show(template, found, at=at, form=form, screen=screen, label=label, longest=MAX_SENTENCE, **shown)


def show(template: str, found: Opened, **more: Any) -> str:
    """Show a page of a step's screens; where only Markdown can say them, the page that says so."""
    address = address_of(found.place)
    if found.screens is None:
        return render_template("authoring/practice_unreadable.html", found=found, address=address)
    return render_template(template, found=found, address=address, **_SAYS, **more)


def after(kept: Kept | Conflict, place: Place, endpoint: str, at: int | None = None) -> AnyResponse:
    """Go on to the next question; when somebody else changed the same screens meanwhile, show both."""
    if isinstance(kept, Conflict):
        return conflict_answer(kept, part=place.step_id, page=_url(place, ".practice"))
    return go_to(place, endpoint, at)


def go_to(place: Place, endpoint: str, at: int | None = None) -> AnyResponse:
    """Lead to a page of the practice."""
    return redirect(_url(place, endpoint, **({} if at is None else {"at": at})), 303)


def _url(place: Place, endpoint: str, **more: int) -> str:
    return url_for(endpoint, **address_of(place), **more)


def address_of(place: Place) -> dict[str, str]:
    """Give what the addresses of a step are built of."""
    return {"course": place.course_id, "lesson": place.lesson_id, "step": place.step_id}
