"""By which rule a course is finished, so that whoever has finished it is given a certificate: what a text may say; pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from college.library.drafts import TextDraft
from college.library.problems import N_, Notes

#: The key above a course's text, and what it may say: every lesson finished; also each practice done; each lesson
#: shown in person; or that nobody is given anything, as where the key is left out.
KEY, READ, PRACTISED, SHOWN, NONE = "certificate", "read", "practised", "shown", "none"
RULES = (READ, PRACTISED, SHOWN)


def rule_of(about: Mapping[str, Mapping[str, Any]]) -> str:
    """Give the rule of a published course out of what it says about itself, "" when it gives no certificate."""
    found = about.get("zh", {}).get(KEY, "")
    return found if found in RULES else ""


def check_rule(text: TextDraft, zh: TextDraft, notes: Notes) -> None:
    """Note a rule that nobody knows, and one that the English file says otherwise than the Chinese one."""
    found = text.value(KEY)
    if text is not zh and KEY in text.front and found != zh.value(KEY):
        notes.add(text.line_of(KEY), N_("“%(key)s” differs from the Chinese file; leave it out here."), key=KEY)
    elif found and found not in (*RULES, NONE):
        notes.add(text.line_of(KEY), N_("“certificate” must be one of: %(rules)s."), rules=", ".join((*RULES, NONE)))
