"""What is asked of the index and of the misses, the same on both databases; nothing here asks who may see it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, delete, func, insert, or_, select, update

from college.core.db import db, insert_once
from college.search.models import Gram, SearchDocument, SearchMiss, SearchState
from college.search.rules import POSTINGS, Hit, Kind
from college.search.rules_misses import State

#: The kinds that everybody may find.
LESSONS = (Kind.LESSON.value, Kind.STEP.value)
_QUIETLY = {"synchronize_session": False}


@dataclass(frozen=True)
class Within:
    """The part of the index that one search may look into; ``places`` and ``refs`` are None where all are meant."""

    kinds: tuple[str, ...]
    places: tuple[str, ...] | None = None
    refs: tuple[str, ...] | None = None

    def where(self, model: type[Gram] | type[SearchDocument]) -> list[ColumnElement[bool]]:
        """Give the conditions on a table that has these three columns."""
        wanted = [(model.place, self.places), (model.ref, self.refs)]
        return [model.kind.in_(self.kinds), *(column.in_(values) for column, values in wanted if values is not None)]


def counts(within: Within, grams: Collection[str]) -> dict[str, int]:
    """Give in how many things each of these grams stands; those in none are left out."""
    rows = select(Gram.gram, func.count()).where(Gram.gram.in_(list(grams)), *within.where(Gram)).group_by(Gram.gram)
    return dict(db.session.execute(rows).tuples().all())


def documents(within: Within) -> int:
    """Count the things that are in this part of the index."""
    return db.session.scalar(select(func.count()).select_from(SearchDocument).where(*within.where(SearchDocument))) or 0


def postings(within: Within, grams: Collection[str]) -> list[tuple[str, Hit, int]]:
    """Give (gram, thing, weight) of these grams, at most `POSTINGS`, the things with the latest ids first where cut off."""
    columns = select(Gram.gram, Gram.kind, Gram.place, Gram.ref, Gram.weight)
    found = columns.where(Gram.gram.in_(list(grams)), *within.where(Gram)).limit(POSTINGS)
    if len(grams) == 1:
        found = found.order_by(Gram.ref.desc())
    return [(gram, Hit(kind, place, ref), weight) for gram, kind, place, ref, weight in db.session.execute(found)]


def looked_at() -> datetime | None:
    """Give until when changes were looked for, None when never."""
    return db.session.scalar(select(SearchState.looked_at))


def hold() -> None:
    """Hold the index until the end of this unit of work: two who write to it, or one who forgets, wait for each other."""
    insert_once(SearchState, id=1)
    db.session.execute(select(SearchState.id).with_for_update())


def keep_looked_at(moment: datetime | None) -> None:
    """Keep until when changes were looked for; None makes the next look go through everything."""
    hold()
    db.session.execute(update(SearchState).values(looked_at=moment))


def marks(kind: Kind, refs: Collection[str] | None = None) -> dict[tuple[str, str], str]:
    """Give the mark of each thing of a kind that is in the index, by (place, ref); of some, or of all."""
    rows = select(SearchDocument.place, SearchDocument.ref, SearchDocument.mark).where(SearchDocument.kind == kind.value)
    found = rows if refs is None else rows.where(SearchDocument.ref.in_(list(refs)))
    return {(place, ref): mark for place, ref, mark in db.session.execute(found)}


def take_out(where: ColumnElement[bool]) -> int:
    """Take things and their grams out of the index; ``where`` is a condition on `SearchDocument`. Give how many."""
    rows = db.session.execute(
        select(SearchDocument.kind, SearchDocument.place, SearchDocument.ref, SearchDocument.grams).where(where)
    ).all()
    for kind, place, ref, grams in rows:
        its = (Gram.gram.in_(grams), Gram.kind == kind, Gram.place == place, Gram.ref == ref)
        db.session.execute(delete(Gram).where(*its), execution_options=_QUIETLY)
    db.session.execute(delete(SearchDocument).where(where), execution_options=_QUIETLY)
    return len(rows)


def put_in(hit: Hit, mark: str, weights: dict[str, int]) -> tuple[dict[str, object], list[dict[str, object]]]:
    """Give the rows of a thing: of itself and of its grams, for `keep`."""
    key = {"kind": hit.kind, "place": hit.place, "ref": hit.ref}
    grams = sorted(weights)
    return {**key, "mark": mark, "grams": grams}, [{"gram": gram, "weight": weights[gram], **key} for gram in grams]


def keep(rows: Iterable[tuple[dict[str, object], list[dict[str, object]]]]) -> None:
    """Put things that are not in the index into it, in two statements."""
    things = list(rows)
    grams = [gram for _thing, its in things for gram in its]
    if things:
        db.session.execute(insert(SearchDocument), [thing for thing, _its in things])
    if grams:
        db.session.execute(insert(Gram), grams)


def empty() -> None:
    """Take everything out of the index."""
    for model in (Gram, SearchDocument):
        db.session.execute(delete(model), execution_options=_QUIETLY)


def add_miss(text: str, language: str, week: date, day: date) -> None:
    """Count one search without result; a text that was taught opens again, one that nobody needs stays away."""
    is_unneeded = db.session.scalar(
        select(SearchMiss.id).where(*_same(text, language), SearchMiss.state == State.UNNEEDED.value).limit(1)
    )
    state = (State.UNNEEDED if is_unneeded else State.OPEN).value
    insert_once(SearchMiss, text=text, language=language, week=week, last_on=day)
    counted = update(SearchMiss).where(*_same(text, language), SearchMiss.week == week)
    db.session.execute(counted.values(count=SearchMiss.count + 1, last_on=day), execution_options=_QUIETLY)
    mark_misses(text, language, State(state))


def miss(miss_id: UUID) -> SearchMiss | None:
    """Give one row of misses, or None."""
    return db.session.get(SearchMiss, miss_id, populate_existing=True)


def mark_misses(text: str, language: str, state: State) -> None:
    """Keep for every week of a text what a lecturer said about it."""
    same = update(SearchMiss).where(*_same(text, language))
    db.session.execute(same.values(state=state.value), execution_options=_QUIETLY)


def misses(states: Collection[State]) -> Select[tuple[str, str, int, date, date, str]]:
    """Select (text, language, count, first week, last day, state) of texts in these states, those sought most first."""
    total, last = func.sum(SearchMiss.count).label("count"), func.max(SearchMiss.last_on).label("last_on")
    rows = select(
        SearchMiss.text, SearchMiss.language, total, func.min(SearchMiss.week).label("first_week"), last,
        func.max(SearchMiss.state).label("state"),
    ).where(SearchMiss.state.in_([each.value for each in states]))  # fmt: skip
    return rows.group_by(SearchMiss.text, SearchMiss.language).order_by(total.desc(), last.desc(), SearchMiss.language, SearchMiss.text)


def miss_ids(texts: Collection[Row]) -> dict[tuple[str, str], UUID]:
    """Give the id of one row of each of these texts, by (text, language)."""
    rows = db.session.execute(
        select(SearchMiss.text, SearchMiss.language, SearchMiss.id).where(SearchMiss.text.in_([each.text for each in texts]))
    )
    return {(text, language): row_id for text, language, row_id in rows}


def forget_misses(words: Collection[str]) -> int:
    """Delete every text in which one of these words stands; give how many rows."""
    naming = [SearchMiss.text.contains(word, autoescape=True) for word in words]
    if not naming:
        return 0
    return db.session.execute(delete(SearchMiss).where(or_(*naming)), execution_options=_QUIETLY).rowcount


def _same(text: str, language: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return SearchMiss.text == text, SearchMiss.language == language
