"""Two people wrote one piece at once: what is decided between them, and the words that gave way, to be put back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from college.accounts import service as accounts
from college.authoring import queries
from college.authoring.drafts import Conflict, Kept, conflict_at, draft_for, locked_draft, plain, text_at, write
from college.authoring.models import LessonDraft
from college.authoring.rules import Texts, fingerprint, with_ids
from college.authoring.rules_conflict import ASIDE_KEPT, CHOICES, together
from college.core.clock import now
from college.core.errors import NotFound
from college.core.permissions import Actor


@dataclass(frozen=True)
class Aside:
    """Words that gave way: whose they were and when, and who decided it."""

    id: UUID
    part: str
    texts: Texts
    by: str
    at: datetime
    instead_by: str
    instead_at: datetime


def settle(
    *, actor: Actor, course_id: str, lesson_id: str, part: str, mine: Texts, base: str, choice: str, form_id: UUID
) -> Kept | Conflict:
    """Decide between her words of a piece ("" is the whole text) and those that stand there.

    choice: one of CHOICES. base: the mark of what she was shown as the other's words; when somebody wrote again
    meanwhile nothing is decided, and the new conflict is given. What gives way stays among the draft's texts aside.
    The same form sent twice decides once. Raises NotFound like `draft_for`.
    """
    if choice not in CHOICES:
        raise NotFound
    draft, mine = locked_draft(actor=actor, course_id=course_id, lesson_id=lesson_id), plain(mine)
    there = text_at(draft, part) or Texts("")
    if there == mine or _has(draft, form_id):
        return Kept(draft, fingerprint(there))
    if base != fingerprint(there):
        return conflict_at(draft, part, mine)
    seen = conflict_at(draft, part, mine)
    if choice == "theirs":
        _put_aside(draft, actor, form_id, part, mine, actor.person_id, now().isoformat())
    else:
        _put_aside(draft, actor, form_id, part, there, seen.by, seen.at)
        _put_in(draft, actor, part, mine if choice == "mine" else together(part, there, mine))
    return Kept(draft, fingerprint(text_at(draft, part) or Texts("")))


def asides(*, actor: Actor, course_id: str, lesson_id: str) -> list[Aside]:
    """Give the words of a draft that gave way, the latest first."""
    return _asides(draft_for(actor=actor, course_id=course_id, lesson_id=lesson_id))


def put_aside_back(*, actor: Actor, course_id: str, lesson_id: str, aside_id: UUID, form_id: UUID) -> LessonDraft:
    """Put words that gave way where they stood; what stands there now gives way to them. Put back twice is once."""
    draft = locked_draft(actor=actor, course_id=course_id, lesson_id=lesson_id)
    found = next((each for each in draft.aside if each["id"] == str(aside_id)), None)
    if found is None:
        return draft
    part, there = found["part"], text_at(draft, found["part"])
    draft.aside = [each for each in draft.aside if each is not found]
    if there is not None:
        seen = conflict_at(draft, part, there)
        _put_aside(draft, actor, form_id, part, there, seen.by, seen.at)
    _put_in(draft, actor, part, Texts(found["zh"], found["en"]))
    return draft


def draft_by_id(draft_id: UUID) -> LessonDraft:
    """Give the draft of a conflict once more, for a caller who has been given the conflict. Raises NotFound."""
    found = queries.draft_by_id(draft_id)
    if found is None:
        raise NotFound
    return found


def names_of(person_ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Give whole names of colleagues."""
    return {each.id: each.name for each in accounts.people_by_ids({each for each in person_ids if each}).values()}


def _has(draft: LessonDraft, form_id: UUID) -> bool:
    return any(each["id"] == str(form_id) for each in draft.aside)


def _put_aside(
    draft: LessonDraft, actor: Actor, aside_id: UUID, part: str, texts: Texts, by: UUID | None, at: str
) -> None:
    if not texts.zh and not texts.en:
        return
    given = {
        "id": str(aside_id), "part": part, "zh": texts.zh, "en": texts.en, "by": str(by or ""), "at": at,
        "instead_by": str(actor.person_id or ""), "instead_at": now().isoformat(),
    }
    draft.aside = [*draft.aside, given][-ASIDE_KEPT:]


def _put_in(draft: LessonDraft, actor: Actor, part: str, texts: Texts) -> None:
    whole = Texts(draft.zh, draft.en)
    if part == "":
        whole = texts
    elif whole.part(part) is not None:
        whole = whole.with_part(part, texts)
    else:
        gone = next((each for each in draft.removed if each["id"] == part), {})
        whole = whole.with_step(texts, after=gone.get("after", "-"))
        draft.removed = [each for each in draft.removed if each["id"] != part]
    write(draft, actor, with_ids(whole), part)


def _asides(draft: LessonDraft) -> list[Aside]:
    rows = list(reversed(draft.aside))
    names = names_of(UUID(each[key]) for each in rows for key in ("by", "instead_by") if each[key])
    given = {str(key): name for key, name in names.items()}
    return [
        Aside(
            UUID(each["id"]), each["part"], Texts(each["zh"], each["en"]), given.get(each["by"], ""),
            datetime.fromisoformat(each["at"]), given.get(each["instead_by"], ""),
            datetime.fromisoformat(each["instead_at"]),
        )
        for each in rows
    ]
