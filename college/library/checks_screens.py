"""Checks of practice and picture fences against the drawn screens; part of the check of a course."""

from __future__ import annotations

from typing import TYPE_CHECKING

from college.library.drafts import ScreenDraft, SectionDraft
from college.library.problems import N_, Notes

if TYPE_CHECKING:
    from college.library.checks import DrawnScreens

MAX_PATH = 6
MAX_SENTENCE = 160
ANY = "*"


def check_screens(step: SectionDraft, screens: DrawnScreens, notes: Notes) -> None:
    """Check the screens of one step."""
    for draft in step.practice:
        _check_words(draft, notes)
    if len(step.practice) > MAX_PATH:
        notes.add(step.practice[MAX_PATH].line, N_("A practice has at most %(limit)s screens."), limit=MAX_PATH)
    if len(step.drawn) > 1:
        notes.add(step.drawn[1].line, N_("A picture block shows one screen."))
    for draft in (*step.practice, *step.drawn):
        _check_screen(draft, screens, notes)


def _check_words(draft: ScreenDraft, notes: Notes) -> None:
    if not draft.say:
        notes.add(draft.line, N_("“say” is missing: the sentence that asks for the tap."))
    if not draft.target:
        notes.add(draft.line, N_("“target” is missing: what is to be tapped."))
    for key, words in draft.wrong.items():
        if not words:
            notes.add(draft.line_of(f"wrong.{key}"), N_("The gentle words for “%(target)s” are missing."), target=key)
    for key, words in (("say", draft.say), *((f"wrong.{key}", words) for key, words in draft.wrong.items())):
        if len(words) > MAX_SENTENCE:
            notes.add(draft.line_of(key), N_("This sentence is longer than %(limit)s characters."), limit=MAX_SENTENCE)


def _check_screen(draft: ScreenDraft, screens: DrawnScreens, notes: Notes) -> None:
    if not draft.screen:
        notes.add(draft.line, N_("“screen” is missing: the name of the drawn screen."))
        return
    if draft.screen not in screens.names():
        notes.add(draft.line_of("screen"), N_("The screen “%(screen)s” is not drawn; there are: %(known)s."),
                  screen=draft.screen, known=", ".join(screens.names()))
        return
    if _check_values(draft, screens, notes):
        _check_targets(draft, screens.targets(draft.screen, draft.values), notes)


def _check_values(draft: ScreenDraft, screens: DrawnScreens, notes: Notes) -> bool:
    choices, is_fit = screens.value_choices(draft.screen), True
    for name, value in draft.values.items():
        line = draft.line_of(f"with.{name}")
        if name not in screens.value_names(draft.screen):
            notes.add(line, N_("The screen “%(screen)s” knows no “%(name)s”; it knows: %(known)s."), screen=draft.screen,
                      name=name, known=", ".join(sorted(choices)) or "-")
            is_fit = False
        elif value and choices.get(name) and value not in choices[name]:
            notes.add(line, N_("“%(name)s” cannot be “%(value)s”; choose one of: %(known)s."), name=name, value=value,
                      known=", ".join(choices[name]))
            is_fit = False
    return is_fit


def _check_targets(draft: ScreenDraft, targets: frozenset[str], notes: Notes) -> None:
    known = ", ".join(sorted(targets))
    if draft.target and draft.target not in targets:
        notes.add(draft.line_of("target"), N_("The screen “%(screen)s” has no “%(target)s” to tap; it has: %(known)s."),
                  screen=draft.screen, target=draft.target, known=known)
    for target in draft.wrong:
        if target == draft.target:
            notes.add(draft.line_of(f"wrong.{target}"), N_("“%(target)s” is the right tap; it needs no gentle words."), target=target)
        elif target != ANY and target not in targets:
            notes.add(draft.line_of(f"wrong.{target}"), N_("The screen “%(screen)s” has no “%(target)s” to tap; it has: %(known)s."),
                      screen=draft.screen, target=target, known=known)


def compare_screens(zh: list[ScreenDraft], en: list[ScreenDraft], line: int, notes: Notes) -> None:
    """Note where the English screens differ from the Chinese ones in more than their words."""
    if len(zh) != len(en):
        notes.add(line, N_("Here the English file has %(en)s screens and the Chinese one %(zh)s."), en=len(en), zh=len(zh))
        return
    for chinese, english in zip(zh, en, strict=True):
        for key, left, right in (("screen", chinese.screen, english.screen), ("with", chinese.values, english.values),
                                 ("target", chinese.target, english.target)):
            if left != right:
                notes.add(english.line_of(key), N_("“%(key)s” differs from the Chinese file."), key=key)
