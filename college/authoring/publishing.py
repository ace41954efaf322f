"""Publishing from the web: asked for with a form, done by a job through the same check and store as files."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID, uuid5

from flask_babel import gettext as _

from college.accounts import service as accounts
from college.authoring import queries, scheduling_words
from college.authoring.courses import order_of
from college.authoring.drafts import draft_for, locked_draft, place_of, texts_of, write
from college.authoring.models import LessonDraft
from college.authoring.rules import COURSE_TEXT, Texts
from college.authoring.rules_taking import taken
from college.core import jobs
from college.core.clock import now
from college.core.db import db, new_id, run_in_unit
from college.core.errors import CollegeError, NotFound, RuleBroken
from college.core.guard import ensure
from college.core.permissions import Actor, Permission
from college.library import service as library

KIND = "lessons.publish"
#: Longest "why", in letters.
WHY_LONGEST = 200
#: Words that gave way and are kept with a draft.
ASIDE_KEPT = 20


def start(
    *, actor: Actor, course_id: str, versions: Mapping[str, int], why: str, form_id: UUID
) -> UUID:
    """Ask for texts of a course to be published now; give the job's id. The same form sent twice is one job.

    versions: lesson id ("course" is the course's own text) → the draft's version that she saw. A course that nobody
    sees yet publishes its own text too. Raises RuleBroken when a text was changed since she saw it.
    """
    ensure(actor, Permission.COURSE_WRITE, place_of(course_id))
    job_id = uuid5(form_id, course_id)
    if jobs.is_known(job_id):
        return job_id
    versions = with_course_text(course_id, versions)
    if changed_since(course_id, versions):
        raise RuleBroken(_("The text was changed after you opened this page. Please look at it once more, then publish."))
    payload = {"course": course_id, "versions": dict(versions), "why": why}
    return jobs.enqueue(KIND, actor=actor, payload=payload, job_id=job_id).id


def start_return(*, actor: Actor, course_id: str, lesson_id: str, number: int, seen: int, form_id: UUID) -> UUID:
    """Ask for an earlier revision's text to be published again as a new revision; give the job's id.

    seen: the number of the revision that was current when she looked. Raises RuleBroken for an unknown revision.
    """
    ensure(actor, Permission.COURSE_WRITE, place_of(course_id))
    job_id = uuid5(form_id, f"{course_id}/{lesson_id}")
    if jobs.is_known(job_id):
        return job_id
    try:
        again, base = library.edition(course_id, lesson_id, number), library.edition(course_id, lesson_id, seen)
    except NotFound:
        raise RuleBroken(_("There is no such version.")) from None
    payload = {
        "course": course_id, "versions": {lesson_id: 0}, "returned_to": {lesson_id: number}, "base": str(base.id),
        "again": str(again.id), "why": _("Back to revision %(number)s", number=number),
    }  # fmt: skip
    return jobs.enqueue(KIND, actor=actor, payload=payload, job_id=job_id).id


def publish_job(*, actor: Actor, course_id: str, job_id: UUID) -> jobs.Job:
    """Give how far publishing is, to every author of the course. Raises NotFound."""
    ensure(actor, Permission.COURSE_WRITE, place_of(course_id))
    job = jobs.get(job_id, Actor.system())
    if job.kind != KIND or job.payload.get("course") != course_id:
        raise NotFound
    return job


def with_course_text(course_id: str, versions: Mapping[str, int]) -> dict[str, int]:
    """Add the course's own text where the course was never published and its text is being written."""
    own = queries.draft(course_id, COURSE_TEXT)
    standing = library.standings([course_id]).get(course_id)
    is_new = standing is None or standing.published_at is None
    return {COURSE_TEXT: own.version, **versions} if own and is_new else dict(versions)


def changed_since(course_id: str, versions: Mapping[str, int]) -> list[str]:
    """Give those of these texts that are no longer at the version that was seen."""
    drafts = {each.lesson_id: each for each in queries.drafts(course_id)}
    return [each for each, version in versions.items() if each not in drafts or drafts[each].version != version]


def take_published(*, actor: Actor, course_id: str, lesson_id: str) -> LessonDraft:
    """Bring what was published meanwhile into the draft; words that give way are kept aside with it."""
    draft = locked_draft(actor=actor, course_id=course_id, lesson_id=lesson_id)
    there = _there(course_id, lesson_id)
    theirs, base = Texts(there.zh, there.en), _base_of(draft)
    if (draft.base_revision_id, draft.base_mark) == (there.revision_id, there.mark):
        return draft
    found, gave_way = taken(base, texts_of(draft), theirs)
    write(draft, actor, found)
    _put_aside(draft, actor, gave_way)
    draft.base_revision_id, draft.base_mark = there.revision_id, there.mark
    return draft


def keep_mine(*, actor: Actor, course_id: str, lesson_id: str, seen: str) -> LessonDraft:
    """Let the draft stand over what was published meanwhile, which she has seen (its revision's id, or its mark).

    Raises RuleBroken when something else was published since she looked.
    """
    draft = locked_draft(actor=actor, course_id=course_id, lesson_id=lesson_id)
    there = _there(course_id, lesson_id)
    if seen != str(there.revision_id or there.mark):
        raise RuleBroken(_("Something was published once more just now. Please look at it first."))
    draft.base_revision_id, draft.base_mark = there.revision_id, there.mark
    db.session.flush()
    return draft


def withdraw(*, actor: Actor, course_id: str, lesson_id: str, why: str) -> bool:
    """Hide a lesson from students; see `library.withdraw`. Raises RuleBroken for one that was never published."""
    draft_for(actor=actor, course_id=course_id, lesson_id=lesson_id)
    _there(course_id, lesson_id)
    return library.withdraw(actor=actor, place=place_of(course_id), lesson_id=lesson_id, why=why)


def bring_back(*, actor: Actor, course_id: str, lesson_id: str) -> bool:
    """Show a withdrawn lesson to students again; see `library.bring_back`. Raises RuleBroken for one that was never published."""
    draft_for(actor=actor, course_id=course_id, lesson_id=lesson_id)
    _there(course_id, lesson_id)
    return library.bring_back(actor=actor, place=place_of(course_id), lesson_id=lesson_id)


@jobs.handler(KIND)
def publish(job: jobs.Running) -> dict[str, Any]:
    """Check, render and store; run again after its worker died, it finds what it did. Gives what happened, by lesson."""
    payload, actor = job.payload, accounts.actor_for(job.person_id)
    try:
        result = _published_before(job) or _publish(job, actor)
    except CollegeError as refused:
        if "on" not in payload:
            raise
        result = {"refused": getattr(refused, "sentence", "") or _("You are no author of this course any more.")}
    if "on" in payload and not result.get("published") and not result.get("unchanged"):
        db.session.rollback()
        run_in_unit(lambda: scheduling_words.say_it_failed(payload, actor, result))
    return result


def _publish(job: jobs.Running, actor: Actor) -> dict[str, Any]:
    course_id, versions = job.payload["course"], job.payload["versions"]
    ensure(actor, Permission.COURSE_WRITE, place_of(course_id))
    is_return = "again" in job.payload
    changed = [] if is_return else changed_since(course_id, versions)
    if changed:
        return {"changed": changed}
    instead = _again(job.payload) if is_return else _words(course_id, versions)
    job.report(0, 3)
    try:
        files = library.course_files(course_id, instead=instead, order=order_of(course_id, queries.home(course_id)))
        ready = library.prepare_web(files, list(versions))
    except library.NotFit as unfit:
        return {"unfit": [problem.text(_) for problem in unfit.problems[:20]]}
    finally:
        db.session.rollback()
    job.report(2, 3)
    try:
        return run_in_unit(lambda: _store(job, actor, ready, instead))
    except library.Overtaken as overtaken:
        return {"overtaken": overtaken.lesson_ids}


def _store(job: jobs.Running, actor: Actor, ready: library.Ready, instead: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    job.hold()
    course_id, versions, is_return = job.payload["course"], job.payload["versions"], "again" in job.payload
    drafts = {each: queries.draft(course_id, each, locks=True) for each in sorted(versions)}
    if not is_return:
        changed = [each for each, draft in drafts.items() if draft is None or draft.version != versions[each]]
        if changed:
            return {"changed": changed}
    own = drafts.get(COURSE_TEXT)
    change = library.WebChange(
        bases={each: UUID(job.payload["base"]) if is_return else draft.base_revision_id for each, draft in drafts.items()},
        why=job.payload["why"],
        course_mark=own.base_mark if own else "",
        order=tuple(order_of(course_id, queries.home(course_id))),
        returned_to=job.payload.get("returned_to", {}),
        revision_ids={each: uuid5(job.id, each) for each in versions},
    )
    outcome = library.store_web(actor=actor, place=place_of(course_id), ready=ready, change=change)
    for lesson_id, draft in drafts.items():
        if draft is not None:
            _follow(draft, actor, course_id, instead[lesson_id] if is_return else None)
    return {"published": _ids(outcome.published), "unchanged": _ids(outcome.unchanged), "texts": list(versions)}


def _follow(draft: LessonDraft, actor: Actor, course_id: str, returned: tuple[str, str] | None) -> None:
    """Let a draft go on from what is published now; words of it that were never published are kept aside."""
    there = _there(course_id, draft.lesson_id)
    if returned is not None and texts_of(draft) != Texts(*returned):
        base, hers = _base_of(draft), texts_of(draft)
        unseen = {part: piece for part in _parts_of(hers) if (piece := hers.part(part)) and piece != base.part(part)}
        write(draft, actor, Texts(*returned))
        _put_aside(draft, actor, unseen)
    draft.base_revision_id, draft.base_mark = there.revision_id, there.mark
    draft.publish_on = draft.publish_by = draft.publish_version = None
    draft.publish_why = draft.publish_problem = ""
    db.session.flush()


def _put_aside(draft: LessonDraft, actor: Actor, pieces: Mapping[str, Texts]) -> None:
    """Keep words that gave way with the draft, to be read and put back."""
    at = now().isoformat()
    gone = [
        {"id": str(new_id()), "part": part, "zh": piece.zh, "en": piece.en, "by": str(draft.changed_by or ""), "at": at,
         "instead_by": str(actor.person_id or ""), "instead_at": at}
        for part, piece in pieces.items()
    ]  # fmt: skip
    draft.aside = [*draft.aside, *gone][-ASIDE_KEPT:]
    db.session.flush()


def _there(course_id: str, lesson_id: str) -> library.Written:
    """Give what is published of a text. Raises RuleBroken when it never was."""
    found = library.written_or_none(course_id, "" if lesson_id == COURSE_TEXT else lesson_id)
    if found is None:
        raise RuleBroken(_("Students do not see this text yet."))
    return found


def _base_of(draft: LessonDraft) -> Texts:
    """Give the published text from which a draft began, empty for a new one and for a course's own text."""
    if draft.base_revision_id is None:
        return Texts("")
    base = library.edition_written(draft.base_revision_id)
    return Texts(base.zh, base.en)


def _parts_of(texts: Texts) -> tuple[str, ...]:
    return (library.HEAD, library.INTRODUCTION, *library.cut(texts.zh).step_ids)


def _words(course_id: str, lesson_ids: Collection[str]) -> dict[str, tuple[str, str]]:
    return {each.lesson_id: (each.zh, each.en) for each in queries.drafts(course_id) if each.lesson_id in lesson_ids}


def _again(payload: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    found = library.edition_written(UUID(payload["again"]))
    return {lesson_id: (found.zh, found.en) for lesson_id in payload["versions"]}


def _published_before(job: jobs.Running) -> dict[str, Any]:
    """Give what this very job published before its worker died, empty when it did not come so far."""
    done = [each for each in job.payload["versions"] if library.edition_of(uuid5(job.id, each))]
    return {"published": done, "unchanged": [], "texts": list(job.payload["versions"])} if done else {}


def _ids(addresses: list[str]) -> list[str]:
    return [each.partition("/")[2] for each in addresses]
