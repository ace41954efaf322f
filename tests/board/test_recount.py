"""A board's numbers equal a plain recount of everything that arrived: late, doubled and out of order too."""

import csv
import io
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from college.board import service
from college.board.shapes import Kind, Show
from college.core.clock import freeze
from college.core.permissions import Actor, Permission
from tests.support.board_recount import Recount
from tests.support.board_story import CHANCES, Event, Story
from tests.support.courses import publish_folder

SYSTEM = Actor.system()
#: Nine weeks after the story begins, in the middle of a week.
END = datetime(2026, 11, 12, 3, tzinfo=UTC)
#: The kinds whose people are counted over the whole board.
WHOLE = ("all", "opened", "unopened", "came", "never-came", "started", "waiting", "finished", "finished-one", "practised",
         "shown", "reached", "stuck", "calling", "called", "asking")  # fmt: skip
#: What each number of `CohortNumbers` counts.
NUMBERS = {"enrolled": "all", "silent": "stuck", "finished_one": "finished-one"}


def read(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def told(college, app, seed: int, events: int, people: int) -> Story:
    publish_folder(app, Path(app.config["COURSES_FOLDER"], "08-parcels"))
    story = Story(college, seed, people, ("refunds", "parcels"))
    story.happen(events, END)
    return story


def who(board, kind: str, **place) -> set:
    return {row.member.person_id for row in service.people_of(board, Show(Kind(kind), **place))}


def boards_of(story: Story) -> list[tuple]:
    """Read (board, the same numbers read together with others) of each cohort."""
    with freeze(END), story.college.work():
        together = service.numbers_of(story.cohorts)
        return [
            (service.board_of(SYSTEM, Permission.BOARD_VIEW, each, "zh"), asdict(together[each])) for each in story.cohorts
        ]


def recounted(story: Story, log: list[Event]) -> list[dict]:
    """Count each cohort anew from a list of events."""
    recount, found = Recount(log, story.lessons), []
    for cohort_id, followed in story.follows.items():
        lessons = {key: steps for key, steps in story.lessons.items() if key[0] in followed}
        found.append(recount.board(cohort_id, lessons, list(story.meetings.values()), END))
    return found


def differences(boards: list[tuple], wanted: list[dict]) -> list[str]:
    """Give every number and list of every board that is not what was recounted."""
    pairs = zip(boards, wanted, strict=True)
    return [f"cohort {at}: {fault}" for at, ((board, together), meant) in enumerate(pairs) for fault in _faults(board, meant, together)]


def wrong_files(story: Story, boards: list[tuple], wanted: list[dict], kinds: tuple[str, ...]) -> list[str]:
    """Give what stands otherwise in the files, with the people of these kinds."""
    with freeze(END), story.college.work():
        pairs = zip(story.cohorts, boards, wanted, strict=True)
        return [fault for cohort_id, (board, _together), meant in pairs for fault in _files(cohort_id, board, meant, kinds)]


def _faults(board, wanted, together) -> list[str]:
    numbers, people = asdict(board.numbers), wanted["people"]
    meant = {**wanted["totals"], **{name: len(people[NUMBERS.get(name, name)]) for name in numbers if name not in wanted["totals"]}}
    pairs = {f"the number {name}": (numbers[name], meant[name]) for name in numbers}
    pairs["read together with others"] = (together, meant)
    pairs |= {f"the people of {kind}": (who(board, kind), people[kind]) for kind in WHOLE}
    for course in board.summary.courses:
        for each in course.lessons:
            place = {"course_id": course.course.id, "lesson_id": each.lesson.id}
            begun, ended, stands = wanted["lessons"][course.course.id, each.lesson.id]
            told_of = (each.started, each.finished, {step.step_id: step.people for step in each.at})
            pairs[f"the lesson {each.lesson.id}"] = (told_of, (len(begun), len(ended), dict(stands)))
            pairs[f"who began {each.lesson.id}"] = (who(board, "started", **place), begun)
            pairs[f"who finished {each.lesson.id}"] = (who(board, "finished", **place), ended)
            pairs[f"who reached {each.lesson.id}"] = (who(board, "reached", **place), wanted["reached"][course.course.id, each.lesson.id])
            for step in each.at:
                pairs[f"who stands at {step.step_id}"] = (len(who(board, "at", step_id=step.step_id, **place)), step.people)
    stuck = {(each.course.id, each.lesson.id, each.step_id): each.people for each in board.summary.stuck_at}
    pairs["where they are stuck"] = (stuck, dict(wanted["stuck"]))
    for (course_id, lesson_id, step_id), count in stuck.items():
        pairs[f"who is stuck at {step_id}"] = (len(who(board, "stuck", course_id=course_id, lesson_id=lesson_id, step_id=step_id)), count)
    pairs |= _times(board, wanted)
    return [f"{what} is {is_told}, recounted {recounted}" for what, (is_told, recounted) in pairs.items() if is_told != recounted]


def _times(board, wanted) -> dict[str, tuple]:
    shown = {each.key for each in board.week_rows}
    weeks = {each.isoformat(): each_wanted for each, each_wanted in wanted["weeks"].items()}
    first = board.weeks.weeks[0].key
    pairs = {"the weeks": (sorted(key for key in weeks if key not in shown and key >= first), [])}
    for row in board.week_rows:
        if row.week is not None:
            active, ended = weeks.get(row.key, (set(), {}))
            told_of = (row.active, row.finishers, row.lessons)
            pairs[f"week {row.key}"] = (told_of, (len(active), len(ended), sum(ended.values())))
            pairs[f"who learned in {row.key}"] = (who(board, "active", week=row.key), set(active))
            pairs[f"who finished in {row.key}"] = (who(board, "done", week=row.key), set(ended))
    before = [each for key, each in weeks.items() if key < first]
    row = next((each for each in board.week_rows if each.key == "before"), None)
    told_of = (row.active, row.lessons) if row else (0, 0)
    pairs["before the weeks"] = (told_of, (len(set().union(*(a for a, _e in before))), sum(sum(e.values()) for _a, e in before)))
    came = {each.meeting_id: who(board, "there", meeting_id=each.meeting_id) for each in board.meetings}
    pairs["who came"] = (came, wanted["meetings"])
    pairs["how many came"] = ({each.meeting_id: (each.came, each.enrolled) for each in board.meetings}, wanted["rates"])
    return pairs


def _files(cohort_id, board, wanted, kinds: tuple[str, ...]) -> list[str]:
    """Compare what can be taken out with the recount."""
    people = wanted["people"]
    numbers = read(service.export_table(actor=SYSTEM, cohort_id=cohort_id, what="numbers", lang="zh"))
    whole = ["all", "opened", None, "came", "started", "practised", "finished-one", "finished", "shown", "stuck", "calling", "called", "asking"]
    meant = [str(len(people[kind])) if kind else "" for kind in whole]
    pairs = {"numbers": ([line[4] for line in numbers[1 : len(whole) + 1]], meant)}
    weeks = read(service.export_table(actor=SYSTEM, cohort_id=cohort_id, what="weeks", lang="zh"))
    pairs["weeks"] = ([line[4:] for line in weeks[1:]], [[str(n) for n in (r.active, r.lessons, r.finishers)] for r in board.week_rows])
    meetings = read(service.export_table(actor=SYSTEM, cohort_id=cohort_id, what="meetings", lang="zh"))
    pairs["meetings"] = ([line[2:4] for line in meetings[1:]], [[str(came), str(enrolled)] for came, enrolled in wanted["rates"].values()])
    for kind in kinds:
        lines = read(service.export_people(actor=SYSTEM, cohort_id=cohort_id, show=Show(Kind(kind)), lang="zh"))
        pairs[kind] = (len(lines) - 1, len(people[kind]))
    return [f"{what} is {is_told}, recounted {recounted}" for what, (is_told, recounted) in pairs.items() if is_told != recounted]


def _hold(story: Story, kinds: tuple[str, ...]) -> None:
    boards, wanted = boards_of(story), recounted(story, story.log)
    assert not differences(boards, wanted)
    assert not wrong_files(story, boards, wanted, kinds)
    unnoticed = [what for what, log in _spoilt(story).items() if not differences(boards, recounted(story, log))]
    assert not unnoticed, "the list may be wrong without anybody noticing, so the comparison is worth nothing"


def test_a_board_equals_a_plain_recount(college, app, refunds):
    _hold(told(college, app, seed=3, events=400, people=9), kinds=("calling",))


def _spoilt(story: Story) -> dict[str, list[Event]]:
    """Give the list of events with one thing wrong each time."""
    log, here = story.log, next(each for each in story.log if each.kind == "inside")
    stranger = replace(here, sent={**here.sent, "person_id": UUID(int=1)})
    in_time = [replace(each, sent={**each.sent, "waited": 0}) if each.kind == "step" else each for each in log]
    return {
        "one person more": [*log, stranger],
        "late steps taken as made when they arrived": in_time,
        "nobody ever left": [each for each in log if each.kind != "inside" or each.sent["is_in"]],
        "nobody at any meeting": [each for each in log if each.kind != "marked"],
        "questions never answered": [each for each in log if each.sent.get("status") not in ("answered", "asked_back")],
    }


@pytest.mark.full
@pytest.mark.parametrize("seed", [1, 20261122])
def test_a_board_equals_a_plain_recount_of_ten_thousand_events(college, app, refunds, seed):
    story = told(college, app, seed=seed, events=10_000, people=60)
    assert set(story.told) >= {*CHANCES} - {"asked", "arrived", "corrected", "entered", "left", "back", "changed"}
    _hold(story, WHOLE)
