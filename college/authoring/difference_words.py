"""A difference in plain lines, for a terminal: words and screens, [-gone-] and {+new+}."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from flask_babel import gettext as _

from college.library.service import Difference

#: Signs of unchanged words that stand on each side of a change.
_AROUND = 12


def lines_of(difference: Difference) -> list[str]:
    """Say what differs, line by line."""
    found = []
    for text in difference.texts:
        found.append(_("In Chinese:") if text.lang == "zh" else _("In English:"))
        found += [f"  {_field(each.key)}: {runs(each.runs)}" for each in text.fields]
        found += [f"  {name}: {runs(each)}" for name, each in ((_("Introduction"), text.intro), (_("For the lecturer"), text.notes)) if each]
        for step in text.changed_steps:
            found += [f"  {line}" for line in _step(step)]
    return found


def runs(found: Sequence) -> str:
    """Write runs of words on one line; long words that stayed are shortened."""
    last = len(found) - 1
    return "".join(_run(each, at == 0, at == last) for at, each in enumerate(found)).replace("\n", " ")


def _run(run: object, is_first: bool, is_last: bool) -> str:
    if run.kind == "new":
        return f"{{+{run.text}+}}"
    if run.kind == "gone":
        return f"[-{run.text}-]"
    before = "" if is_first else run.text[:_AROUND]
    after = "" if is_last else run.text[-_AROUND:]
    return run.text if len(run.text) <= 2 * _AROUND else f"{before}…{after}"


def _field(key: str) -> str:
    names = {
        "title": _("Title"), "summary": _("What it is about"), "objectives": _("What one can do afterwards"),
        "keypoints": _("Key points"), "minutes": _("Minutes"), "audience": _("For whom"),
        "certificate": _("When one is given a certificate"),
    }  # fmt: skip
    return names.get(key) or _("What of the app it shows")


def _step(step: object) -> Iterator[str]:
    title = "".join(run.text for run in step.title if run.kind != "gone" or step.kind == "gone")
    if step.kind == "new":
        yield _("New step %(number)s: %(title)s", number=step.number, title=title)
        return
    if step.kind == "gone":
        yield _("Step taken out: %(title)s", title=title)
        return
    yield _("Step %(number)s: %(title)s", number=step.number, title=runs(step.title) if step.is_renamed else title)
    if step.moved_from:
        yield "  " + _("It stood as step %(before)s and stands as step %(now)s now.", before=step.moved_from, now=step.number)
    yield from (f"  {runs(each)}" for each in (step.words, step.notes) if each)
    if step.picture_before or step.picture_after:
        yield "  " + _("Its picture is another one.")
    yield from (f"  {line}" for line in _screens(step.screens))


def _screens(screens: Iterable) -> Iterator[str]:
    for each in screens:
        if each.is_picture:
            yield _("The drawn picture is another one.")
        elif not each.before:
            yield _("Practice screen %(number)s is new.", number=each.number)
        elif not each.after:
            yield _("Practice screen %(number)s is gone.", number=each.number)
        elif each.is_new_target:
            yield _("On practice screen %(number)s one taps another place now.", number=each.number)
        elif each.before.screen != each.after.screen:
            yield _("Practice screen %(number)s shows another screen.", number=each.number)
        else:
            yield _("Practice screen %(number)s says or shows something else.", number=each.number)
        if each.said:
            yield "  " + runs(each.said)
