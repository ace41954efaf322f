"""Progress of two records of one person: what one did goes over to the kept one, her places are counted anew, and back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, delete, func, inspect, select, update

from college.core.db import UtcDateTime, db, insert_once
from college.progress import moving_places
from college.progress.engagement_own import move_days, move_days_back
from college.progress.models import HelpCall, StepDone, Tap
from college.progress.queries import chunks
from college.progress.shown_own import move_shown, move_shown_back

def done_counts(person_ids: Collection[UUID]) -> dict[UUID, int]:
    """Give how many steps each of these people has finished; whoever has none is left out."""
    found: dict[UUID, int] = {}
    for some in chunks(person_ids):
        counted = select(StepDone.person_id, func.count()).where(StepDone.person_id.in_(some))
        found.update(db.session.execute(counted.group_by(StepDone.person_id)).tuples().all())
    return found


def move_person(*, from_id: UUID, to_id: UUID) -> dict[str, Any]:
    """Move what ``from_id`` did to the kept record and count its places anew; give which, for `move_person_back`.

    What both have done, and what was the same tap of the same phone, is laid aside here and leaves the tables, so
    that no count of people ever meets the sleeping record. Places are laid aside with the values they had.
    """
    steps = {(row.course_id, row.step_id): row for row in _rows(StepDone, from_id)}
    courses = {course_id for course_id, _step_id in steps}
    both = {(row.course_id, row.step_id) for row in _rows(StepDone, to_id)} & set(steps)
    taps, calls = _move_by_client(Tap, from_id, to_id), _move_by_client(HelpCall, from_id, to_id)
    aside = [_packed(steps[key]) for key in sorted(both)]
    going = sorted(set(steps) - both)
    _drop_steps(from_id, both)
    for course_id, step_id in going:
        _give_step(course_id, step_id, from_id, to_id)
    return {
        "steps": [list(key) for key in going],
        "steps_aside": aside,
        "taps": taps[0],
        "taps_aside": taps[1],
        "help_calls": calls[0],
        "help_calls_aside": calls[1],
        "places": moving_places.join(from_id, to_id, courses),
        **move_days(from_id=from_id, to_id=to_id),
        **move_shown(from_id=from_id, to_id=to_id),
    }


def move_person_back(*, from_id: UUID, to_id: UUID, moved: dict[str, Any]) -> None:
    """Give back to ``from_id`` what `move_person` took from her and the kept record still has; count both anew."""
    for course_id, step_id in moved.get("steps", []):
        _give_step(course_id, step_id, to_id, from_id)
    for model, name in ((Tap, "taps"), (HelpCall, "help_calls")):
        for some in chunks([UUID(each) for each in moved.get(name, [])]):
            back = update(model).where(model.id.in_(some), model.person_id == to_id)
            db.session.execute(back.values(person_id=from_id))
    for model, name in ((StepDone, "steps_aside"), (Tap, "taps_aside"), (HelpCall, "help_calls_aside")):
        for packed in moved.get(name, []):
            insert_once(model, **_unpacked(model, packed) | {"person_id": from_id})
    moving_places.part(from_id, to_id, moved.get("places", []))
    move_days_back(from_id=from_id, to_id=to_id, moved=moved)
    move_shown_back(from_id=from_id, to_id=to_id, moved=moved)
    db.session.flush()


def _rows(model: Any, person_id: UUID) -> list[Any]:
    return list(db.session.scalars(select(model).where(model.person_id == person_id)))


def _give_step(course_id: str, step_id: str, from_id: UUID, to_id: UUID) -> None:
    mine = update(StepDone).where(
        StepDone.person_id == from_id, StepDone.course_id == course_id, StepDone.step_id == step_id
    )
    db.session.execute(mine.values(person_id=to_id), execution_options={"synchronize_session": False})


def _drop_steps(person_id: UUID, keys: Collection[tuple[str, str]]) -> None:
    for course_id, step_id in keys:
        mine = delete(StepDone).where(
            StepDone.person_id == person_id, StepDone.course_id == course_id, StepDone.step_id == step_id
        )
        db.session.execute(mine, execution_options={"synchronize_session": False})
    db.session.expire_all()


def _move_by_client(model: Any, from_id: UUID, to_id: UUID) -> tuple[list[str], list[dict[str, Any]]]:
    """Move taps or calls for help; give the ids of the moved ones, and those laid aside because both have them."""
    used = set(db.session.scalars(select(model.client_id).where(model.person_id == to_id)))
    mine = _rows(model, from_id)
    same, going = [row for row in mine if row.client_id in used], [row.id for row in mine if row.client_id not in used]
    aside = [_packed(row) for row in same]
    for row in same:
        db.session.delete(row)
    db.session.flush()
    for some in chunks(going):
        db.session.execute(update(model).where(model.id.in_(some)).values(person_id=to_id))
    return [str(each) for each in going], aside


def _packed(row: Any) -> dict[str, Any]:
    """Give a row as plain JSON, without whose it is."""
    names = [attribute.key for attribute in inspect(type(row)).column_attrs]
    return {name: _plain(getattr(row, name)) for name in names if name != "person_id"}


def _unpacked(model: Any, packed: Mapping[str, Any]) -> dict[str, Any]:
    columns = model.__table__.c
    return {name: _read(columns[name].type, value) for name, value in packed.items()}


def _read(kind: Any, value: Any) -> Any:
    if value is None or not isinstance(kind, Uuid | UtcDateTime):
        return value
    return UUID(value) if isinstance(kind, Uuid) else datetime.fromisoformat(value)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else str(value) if isinstance(value, UUID) else value
