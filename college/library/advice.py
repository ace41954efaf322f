"""Advises on a lesson's words and make, beside the check: nothing here stops publishing, all of it helps a student."""

from __future__ import annotations

from collections.abc import Iterator

from college.library import rules_words as rules
from college.library.drafts import PairDraft, ScreenDraft, SectionDraft, Shelf, TextDraft
from college.library.problems import N_, Notes, Problem, in_order

MIN_KEYPOINTS, MAX_KEYPOINTS = 3, 5
#: What the lecturer's note of a lesson begins its paragraphs with.
NOTE_LEADS = {
    "zh": ("多久", "课堂上常出的错", "可以这样说"),
    "en": ("How long", "What goes wrong in the room", "What to say"),
}
_BEGINS = {"zh": "我", "en": "I "}


def advise_shelf(shelf: Shelf) -> list[Problem]:
    """Give what could be plainer or is missing in the lessons of a folder, by file and line."""
    found = [problem for course in shelf.courses for lesson in course.lessons for problem in _advise(lesson)]
    return in_order(found)


def _advise(lesson: PairDraft) -> Iterator[Problem]:
    for lang, text in lesson.both.items():
        notes = Notes(text.file)
        _head(text, lang, notes)
        _lecturers_note(text, lang, notes)
        _sentences(text, lang, notes)
        if lang == "zh":
            _practised(text, notes)
            _chinese(text, notes)
        yield from notes.problems


def _head(text: TextDraft, lang: str, notes: Notes) -> None:
    objectives = text.values("objectives")
    if len(objectives) != 1 or not objectives[0].startswith(_BEGINS[lang]):
        notes.add(text.line_of("objectives"), N_("A lesson has one objective, in one sentence that begins with 我能 (I can)."))
    if not MIN_KEYPOINTS <= len(text.values("keypoints")) <= MAX_KEYPOINTS:
        notes.add(text.line_of("keypoints"), N_("Three to five key points are easy to remember."))


def _lecturers_note(text: TextDraft, lang: str, notes: Notes) -> None:
    said = "\n".join(part.text for part in text.introduction.teacher_parts)
    missing = [lead for lead in NOTE_LEADS[lang] if f"**{lead}" not in said]
    if missing:
        notes.add(text.introduction.line, N_("The lecturer's note before the first step does not say: %(missing)s."),
                  missing=", ".join(missing))


def _sentences(text: TextDraft, lang: str, notes: Notes) -> None:
    texts = list(_learners_words(text))
    for line, words in texts:
        for sentence in rules.sentences(words, lang):
            if rules.length(sentence, lang) > rules.LONGEST[lang]:
                notes.add(line, N_("A sentence of %(count)s; %(limit)s are easy to read: %(words)s"),
                          count=rules.length(sentence, lang), limit=rules.LONGEST[lang], words=sentence)
    mean = rules.mean_length([words for _line, words in texts], lang)
    if mean > rules.LONGEST_MEAN[lang]:
        notes.add(1, N_("The sentences are %(mean)s long on average; %(limit)s are easy to read."),
                  mean=round(mean, 1), limit=rules.LONGEST_MEAN[lang])


def _practised(text: TextDraft, notes: Notes) -> None:
    practised = sum(1 for step in text.steps if step.practice)
    if text.steps and practised * 2 < len(text.steps):
        notes.add(1, N_("%(count)s of %(total)s steps are practised; let it be half of them."), count=practised, total=len(text.steps))


def _chinese(text: TextDraft, notes: Notes) -> None:
    texts = [*_learners_words(text), *((step.line, step.title) for step in text.steps)]
    for line, words in texts:
        for word in rules.unkind_words(words):
            notes.add(line, N_("“%(word)s” is not said to a student; write it in another way."), word=word)
    whole = "".join(words for _line, words in texts)
    rare = rules.rare_hanzi(whole)
    if len(rare) > (1 - rules.COMMON_SHARE) * max(len(whole), 1):
        notes.add(1, N_("Too many rare hanzi: %(rare)s."), rare="".join(dict.fromkeys(rare)))
    sections = [text.introduction, *text.steps]
    for at, word in rules.unexplained([_section_words(section) for section in sections]):
        notes.add(sections[at].line, N_("“%(word)s” needs its meaning here, where it is first used: “%(word)s就是……”."), word=word)


def _section_words(section: SectionDraft) -> str:
    return "\n".join([*(part.text for part in section.learner_parts), *(screen.say for screen in section.practice)])


def _learners_words(text: TextDraft) -> Iterator[tuple[int, str]]:
    """Give (line, words) of all that a student reads in sentences."""
    yield text.line_of("summary"), text.value("summary")
    for key in ("objectives", "keypoints"):
        yield from ((text.line_of(key), words) for words in text.values(key))
    for section in (text.introduction, *text.steps):
        yield from ((part.line, part.text) for part in section.learner_parts)
        for screen in section.practice:
            yield from _screen_words(screen)


def _screen_words(screen: ScreenDraft) -> Iterator[tuple[int, str]]:
    yield screen.line_of("say"), screen.say
    yield from ((screen.line_of(f"wrong.{key}"), words) for key, words in screen.wrong.items())
