"""How hard each product feature is for older people, for each hundred who reached its steps; never a small number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from college.cohorts import service as cohorts
from college.core.errors import NotFound
from college.core.guard import ensure
from college.core.permissions import COLLEGE, Actor, Permission
from college.feedback import rules
from college.feedback.rules import Rate
from college.library import service as library
from college.progress import service as progress
from college.progress.service import Friction
from college.questions import service as questions
from college.questions.service import StepCount

#: What is counted beside those who reached a feature: its name → people behind it, and how often.
MEASURES = ("help", "questions", "wrong", "stopped")


@dataclass(frozen=True)
class Counted:
    """What happened at the steps of one feature, among everybody or in one district."""

    friction: Friction = field(default_factory=Friction)
    asked: StepCount = field(default_factory=StepCount)

    def people(self) -> dict[str, int]:
        """Give the people behind each number."""
        of = self.friction
        return {
            "reached": of.reached,
            "help": of.helped,
            "questions": self.asked.people,
            "wrong": of.wrong_people,
            "stopped": of.stopped,
        }

    def times(self) -> dict[str, int]:
        """Give how often each thing happened."""
        of = self.friction
        return {"help": of.help_calls, "questions": self.asked.questions, "wrong": of.wrong_taps, "stopped": of.stopped}


@dataclass(frozen=True)
class FeatureFriction:
    """One product feature: how many reached it (None for few), and each measure for a hundred of them."""

    feature_id: str
    name: str
    reached: int | None
    rates: dict[str, Rate]


@dataclass(frozen=True)
class FrictionPage:
    """Features that somebody reached, the hardest first, and the districts that can be looked at alone."""

    rows: list[FeatureFriction]
    districts: list[tuple[str, str]]
    district_code: str


def friction_of(*, actor: Actor, district_code: str, lang: str) -> FrictionPage:
    """Give the friction of every feature, of one district or ("") of the college: the same few queries each time.

    Raises NotFound for a district in which nobody reached anything.
    """
    ensure(actor, Permission.FRICTION_VIEW, COLLEGE)
    groups = _steps_by_feature()
    by_district = _counts_by_district(groups)
    codes = sorted({code for _feature, code in by_district})
    if district_code and district_code not in codes:
        raise NotFound
    names = cohorts.district_names()
    features = library.features()
    rows = _district_rows(groups, by_district, district_code) if district_code else _college_rows(groups)
    shown = [
        FeatureFriction(feature_id, features[feature_id].name(lang), reached, rates)
        for feature_id, (reached, rates) in rows.items()
    ]
    return FrictionPage(_hardest_first(shown), [(code, names.get(code, code)) for code in codes], district_code)


def _steps_by_feature() -> dict[str, list[tuple[str, str]]]:
    groups: dict[str, list[tuple[str, str]]] = {feature_id: [] for feature_id in library.features()}
    for lesson in library.lessons():
        for step in lesson.in_language("zh").steps:
            groups[step.feature].append((lesson.course_id, step.id))
    return {feature_id: steps for feature_id, steps in groups.items() if steps}


def _counts_by_district(groups: Mapping[str, list[tuple[str, str]]]) -> dict[tuple[str, str], Counted]:
    hard = progress.step_friction_by_part(groups=groups, parts=cohorts.people_by_district())
    asked = questions.counts_by_step_and_district(groups=groups)
    return {key: Counted(hard.get(key, Friction()), asked.get(key, StepCount())) for key in {*hard, *asked}}


def _college_rows(groups: Mapping[str, list[tuple[str, str]]]) -> dict[str, tuple[int | None, dict[str, Rate]]]:
    hard, asked = progress.step_friction(groups=groups), questions.counts_by_step(groups=groups)
    counted = {feature_id: Counted(hard[feature_id], asked[feature_id]) for feature_id in groups}
    return {feature_id: _row(each, frozenset()) for feature_id, each in counted.items() if each.friction.reached}


def _district_rows(
    groups: Mapping[str, list[tuple[str, str]]], counted: Mapping[tuple[str, str], Counted], district_code: str
) -> dict[str, tuple[int | None, dict[str, Rate]]]:
    rows = {}
    for feature_id in groups:
        parts = {code: each.people() for (feature, code), each in counted.items() if feature == feature_id}
        if parts.get(district_code, {}).get("reached"):
            hidden = {
                name
                for name in ("reached", *MEASURES)
                if district_code in rules.hidden_parts({code: people[name] for code, people in parts.items()})
            }
            rows[feature_id] = _row(counted[feature_id, district_code], frozenset(hidden))
    return rows


def _row(counted: Counted, hidden: frozenset[str]) -> tuple[int | None, dict[str, Rate]]:
    """Give (reached, rates); ``hidden`` names what must not be shown lest another district be found by subtracting."""
    people, times = counted.people(), counted.times()
    if "reached" in hidden or rules.is_few(people["reached"]):
        return None, dict.fromkeys(MEASURES, Rate(None))
    rates = {
        name: Rate(None) if name in hidden else rules.rate(times[name], people[name], people["reached"])
        for name in MEASURES
    }
    return people["reached"], rates


def _hardest_first(rows: list[FeatureFriction]) -> list[FeatureFriction]:
    """Order by what is shown: most calls for help first, too small groups last."""
    return sorted(rows, key=lambda row: (row.reached is None, -(row.rates["help"].per_hundred or 0), -(row.reached or 0)))
