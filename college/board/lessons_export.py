"""The numbers of a lesson as CSV: the same as on its page, from the same reading."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from college.board.lessons import LessonBoard, lesson_board
from college.board.shapes_lessons import EVERYBODY, MINE, Group, GroupNumbers, Number, StepRow
from college.board.words_lessons import number_words
from college.core import audit
from college.core.guard import ensure_somewhere
from college.core.permissions import Actor, Permission
from college.core.tables import csv_bytes


def export_lesson(*, actor: Actor, course_id: str, lesson_id: str, group: str, lang: str) -> tuple[bytes, str]:
    """Give what the page of a lesson shows of one group and of each cohort as CSV, and its title; keep that it was taken out.

    Only cohorts of which the actor may take boards out are in it.
    """
    ensure_somewhere(actor, Permission.BOARD_EXPORT)
    board = lesson_board(
        actor=actor, course_id=course_id, lesson_id=lesson_id, group=group, number=0, lang=lang,
        permission=Permission.BOARD_EXPORT,
    )  # fmt: skip
    people = board.chosen.people.value if board.chosen else 0
    audit.record(actor, "board.export", subject=f"course:{course_id}", what="lesson", lesson=board.lesson.id, people=people)
    return lesson_csv(board), board.title


def lesson_csv(board: LessonBoard) -> bytes:
    """Give one line for the lesson in each group, then one for each step in the chosen group."""
    head = [
        _("Who"), _("Step"), _("People"), _("Reached it"), _("Finished it"), _("Stopped here"), _("Wrong taps"),
        _("People who tapped wrong"), _("Calls for help"), _("Questions"), _("Answered"),
    ]  # fmt: skip
    lines = [_whole(each) for each in board.groups]
    if board.chosen:
        steps: Sequence[StepRow] = [*board.steps, *([board.gone] if board.gone else [])]
        lines += [_step(group_words(board.chosen.group), each) for each in steps]
    return csv_bytes([head, *lines])


def group_words(group: Group) -> str:
    """Say whose numbers these are."""
    if group.key == EVERYBODY:
        return _("Everybody who follows the course")
    if group.key == MINE:
        return _("My cohorts together")
    return _("%(cohort)s (%(district)s)", cohort=group.cohort_name, district=group.district)


def _whole(each: GroupNumbers) -> list[object]:
    numbers = (each.people, each.started, each.finished, each.stopped)
    rest = (each.wrong_people, each.help_calls, each.questions, each.answered)
    return [group_words(each.group), _("The whole lesson"), *map(_cell, numbers), "", *map(_cell, rest)]


def _step(who: str, step: StepRow) -> list[object]:
    each = step.numbers
    title = _("Step %(number)s: %(title)s", number=step.number, title=step.title) if step.number else _("Steps that are gone")
    numbers = (each.reached, each.finished, each.stopped, each.wrong_taps, each.wrong_people, each.help_calls)
    return [who, title, "", *map(_cell, numbers), _cell(each.questions), _cell(each.answered)]


def _cell(number: Number) -> object:
    return number_words(number) if number.is_few or number.is_about else number.value
