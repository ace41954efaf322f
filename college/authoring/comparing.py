"""Two texts of one piece beside each other as a reader sees them, with the words marked in which they differ."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from markupsafe import escape

from college.authoring.models import LessonDraft
from college.authoring.rules import Texts
from college.authoring.rules_marking import Marked, marked
from college.library import service as library


@dataclass(frozen=True)
class Side:
    """One of two texts of a step (or of what stands above the steps) as a reader sees it, differences marked.

    ``notes`` are for lecturers. ``screens`` are its drawn screens, each with whether the other text has it too.
    """

    title: Marked
    words: Marked
    notes: Marked
    said: list[Marked]
    screens: list[tuple[library.PracticeScreen, bool]]
    picture: dict[str, Any] | None

    @property
    def only(self) -> list[str]:
        """Give the words that only this text has."""
        return [word for each in (self.title, self.words, self.notes, *self.said) for word in each.only]


@dataclass(frozen=True)
class Pair:
    """The two sides of one piece in one language; ``number`` is the step's, None for what is no step."""

    lang: str
    number: int | None
    theirs: Side
    mine: Side


def pairs(draft: LessonDraft, part: str, theirs: Texts, mine: Texts) -> list[Pair]:
    """Give both texts of a piece beside each other in each language in which they differ, of a whole text each piece.

    Nothing when one of them cannot be read at all: then they are shown as they were typed.
    """
    views = [_view(draft, part, each) for each in (theirs, mine)]
    if None in views:
        return []
    found: list[Pair] = []
    for lang in [lang for lang, differ in (("zh", theirs.zh != mine.zh), ("en", theirs.en != mine.en)) if differ]:
        sides = [_pieces(view, lang) for view in views]
        names = list(dict.fromkeys([*sides[1], *sides[0]]))
        for name in names if part == "" else [part]:
            pair = [side.get(name, _NOTHING) for side in sides]
            if pair[0] != pair[1]:
                found.append(_pair(lang, _number(views, name), *pair))
    return found


@dataclass(frozen=True)
class _Piece:
    """One piece before it is compared: title, rendered words and notes, words beside the screens, screens, a picture."""

    title: str = ""
    words: str = ""
    notes: str = ""
    said: tuple[str, ...] = ()
    screens: tuple[library.PracticeScreen, ...] = ()
    picture: dict[str, Any] | None = None


_NOTHING = _Piece()


def _view(draft: LessonDraft, part: str, texts: Texts) -> library.LessonView | None:
    """Look at a draft with one piece put in; a step that was taken out is looked at alone at its end."""
    whole = Texts(draft.zh, draft.en)
    if part == "":
        whole = texts
    elif whole.part(part) is not None:
        whole = whole.with_part(part, texts)
    elif texts.zh:
        whole = whole.with_step(texts, after="-")
    files = library.course_files(draft.course_id, instead={draft.lesson_id: (whole.zh, whole.en)})
    wanted = {name: text for name, text in files.texts.items() if _is_of(name, draft.lesson_id)}
    return library.look_at(replace(files, texts=wanted), draft.lesson_id).view


def _is_of(name: str, lesson_id: str) -> bool:
    stem = name.removesuffix(".md").removesuffix(".en")
    return stem == "course" or stem.partition("-")[2] == lesson_id


def _pieces(view: library.LessonView | None, lang: str) -> dict[str, _Piece]:
    if view is None or lang not in view.texts:
        return {}
    text = view.texts[lang]
    lists = "".join(f"<li>{escape(line)}</li>" for line in (*text.objectives, *text.keypoints))
    head = _Piece(title=str(escape(text.title)), words=f"<p>{escape(text.summary)}</p><ul>{lists}</ul>")
    found = {"head": head, "intro": _Piece(words=str(text.intro_html), notes=str(text.teacher_html))}
    for step in text.steps:
        said = tuple(str(escape(each)) for screen in step.practice for each in (screen.say, *screen.wrong.values()))
        drawn = (step.drawn,) if step.drawn else ()
        shown = (str(escape(step.title)), str(step.html), str(step.teacher_html))
        found[step.id] = _Piece(*shown, said, (*drawn, *step.practice), step.picture)
    return found


def _number(views: list[library.LessonView | None], name: str) -> int | None:
    for view in views:
        if view is not None and name in view.step_ids:
            return view.step_ids.index(name) + 1
    return None


def _pair(lang: str, number: int | None, theirs: _Piece, mine: _Piece) -> Pair:
    both = (theirs, mine)
    lines = marked(*([each.title, each.words, each.notes, *each.said] for each in both))
    sides = []
    for piece, other, found in zip(both, reversed(both), lines, strict=True):
        screens = [(each, each in other.screens) for each in piece.screens]
        sides.append(Side(*found[:3], [each for each in found[3:] if each.html], screens, piece.picture))
    return Pair(lang, number, *sides)
