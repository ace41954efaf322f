"""Pictures of steps: taken in, made small in a process that can be stopped, kept by their hash, put into the draft."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import update

from college.authoring.drafts import Conflict, Kept, draft_for, keep_part, locked_draft, place_of, texts_of
from college.authoring.models import LessonDraft
from college.authoring.models_pictures import BroughtPicture
from college.authoring.practising import Place
from college.authoring.rules import Texts, fingerprint
from college.authoring.rules_practice import PathScreen, Said, image_of, read, with_image, without_image
from college.core.clock import now
from college.core.db import db, insert_once, let_others_write
from college.core.errors import NotFound, RuleBroken
from college.core.guard import ensure
from college.core.permissions import Actor, Permission
from college.library import service as library

#: Letters that the words for a picture may have.
LONGEST_ALT = 120


@dataclass(frozen=True)
class StepPicture:
    """What a step shows as its picture. `path` and `alt` are those of its own picture, "" without one.

    drawn: the drawn screen that is its picture; practised: the first screen of its practice, shown where nothing else is.
    `base` is the mark of the whole step as it was opened.
    """

    place: Place
    draft: LessonDraft
    title: str
    has_english: bool
    base: str
    sha256: str
    path: str
    alt: Said
    drawn: PathScreen | None
    practised: PathScreen | None


def opened(*, actor: Actor, place: Place) -> StepPicture:
    """Give a step's picture to an author. Raises NotFound, and RuleBroken when it can only be written as text."""
    draft = draft_for(actor=actor, course_id=place.course_id, lesson_id=place.lesson_id)
    texts = _texts(draft, place)
    screens = read(texts)
    if screens is None:
        raise RuleBroken(_text_only())
    path, alt = image_of(texts) or ("", Said())
    sha256 = library.picture_hash(path, place.course_id, place.lesson_id) if path else ""
    practised = screens.path[0] if screens.path else None
    return StepPicture(
        place, draft, screens.title, screens.has_english, fingerprint(texts), sha256, path, alt, screens.shown, practised
    )


def fit(*, actor: Actor, place: Place, data: bytes) -> library.FitPicture:
    """Make a brought file fit for phones, for an author of the course. Raises UnfitPicture and TooMuch; changes nothing."""
    ensure(actor, Permission.COURSE_WRITE, place_of(place.course_id))
    let_others_write()
    return library.fit_upload(data)


def keep(*, actor: Actor, place: Place, fitted: library.FitPicture) -> None:
    """Keep a fitted picture until it is put into a text; twice is once. Unused it goes after 24 hours."""
    draft_for(actor=actor, course_id=place.course_id, lesson_id=place.lesson_id)
    library.keep_picture(fitted)
    keep_note(fitted.sha256)


def keep_note(sha256: str) -> None:
    """Note that a picture was brought just now; for pictures in files that are taken in, too."""
    again = update(BroughtPicture).where(BroughtPicture.sha256 == sha256).values(brought_at=now())
    if not db.session.execute(again).rowcount:
        insert_once(BroughtPicture, sha256=sha256, brought_at=now())


def put_in(*, actor: Actor, place: Place, sha256: str, alt: Said, base: str) -> Kept | Conflict:
    """Put a kept picture into a step's text, instead of any other. Put in twice is once. Raises NotFound."""
    library.picture(sha256)
    return _keep(actor, place, base, lambda texts: with_image(texts, library.picture_path(sha256), alt))


def take_out(*, actor: Actor, place: Place, base: str) -> Kept | Conflict:
    """Take a step's picture out of its text; the picture stays for a day."""
    draft = locked_draft(actor=actor, course_id=place.course_id, lesson_id=place.lesson_id)
    path, _alt = image_of(_texts(draft, place)) or ("", None)
    sha256 = library.picture_hash(path, place.course_id, place.lesson_id) if path else ""
    if sha256:
        keep_note(sha256)
    return _keep(actor, place, base, without_image)


def _keep(actor: Actor, place: Place, base: str, change: Callable[[Texts], Texts | None]) -> Kept | Conflict:
    draft = locked_draft(actor=actor, course_id=place.course_id, lesson_id=place.lesson_id)
    texts = change(_texts(draft, place))
    if texts is None:
        raise RuleBroken(_text_only())
    where = {"course_id": place.course_id, "lesson_id": place.lesson_id, "part": place.step_id}
    return keep_part(actor=actor, **where, texts=texts, base=base)


def _texts(draft: LessonDraft, place: Place) -> Texts:
    texts = texts_of(draft).part(place.step_id)
    if texts is None or place.step_id in (library.HEAD, library.INTRODUCTION):
        raise NotFound
    return texts


def _text_only() -> str:
    return _("This step holds signs that can only be written as text. Please open it as text.")
