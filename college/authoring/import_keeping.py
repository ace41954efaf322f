"""Uploaded courses as they lie between looking and writing: encrypted for a day, read at once or, when large, by a job."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import timedelta
from uuid import UUID, uuid5

from flask_babel import gettext as _

from college.accounts import service as accounts
from college.authoring import importing
from college.authoring.drafts import place_of
from college.core import audit, files, jobs
from college.core.clock import now
from college.core.db import run_in_unit
from college.core.errors import NotFound, RuleBroken
from college.core.files import StoredFile
from college.core.guard import ensure, ensure_somewhere
from college.core.permissions import Actor, Permission
from college.library import service as library
from college.library.service import FitPicture, Parcel, ParcelPicture, ParcelText, Remark, Unpackable

KIND = "course.read"
#: How long an uploaded course lies here, read or not.
LIES = timedelta(hours=24)
#: Bytes up to which a file is read while she waits; a larger one is read by a job.
AT_ONCE = 1_000_000
_PURPOSE = "course-import:"


@dataclass(frozen=True)
class Lying:
    """An upload: its id, its name, and what was read of it; None while a job still reads."""

    id: UUID
    name: str
    parcel: Parcel | None
    job: jobs.Job | None


def start(*, actor: Actor, form_id: UUID, file_name: str, data: bytes, into: str = "") -> UUID:
    """Take an upload and read it; give the id of the import. The same file sent twice by one form is one import.

    Raises RuleBroken with a plain sentence when a small file cannot be read; a large one is read by a job.
    """
    _ensure(actor, into)
    import_id = uuid5(form_id, f"{into}/{hashlib.sha256(data).hexdigest()}")
    if files.row(import_id) is not None or files.row(_read_id(import_id)) is not None:
        return import_id
    if len(data) <= AT_ONCE:
        parcel = _read(data, file_name, actor, into)
        _keep(import_id, parcel, file_name, actor.person_id, into)
        return import_id
    files.keep(file_name[-100:], "application/zip", data, owner_id=actor.person_id, expires_at=now() + LIES, purpose=_PURPOSE + into, file_id=import_id)
    jobs.enqueue(KIND, actor=actor, payload={"file": str(import_id), "into": into}, job_id=_job_id(import_id))
    return import_id


def lying(*, actor: Actor, import_id: UUID, into: str = "") -> Lying:
    """Give an upload: for a new course to the person who brought it, for a course that is here to all its authors.

    Raises NotFound for others, and when its day is over.
    """
    _ensure(actor, into)
    read, raw = files.row(_read_id(import_id)), files.row(import_id)
    row = read or raw
    is_hers = row is not None and row.purpose == _PURPOSE + into and bool(into or row.owner_id == actor.person_id)
    if row is not None and not is_hers:
        audit.record_refusal(actor, "access.refused", subject="course.import", permission=Permission.COURSE_START.value)
    if row is None or not is_hers or row.expires_at <= now():
        raise NotFound
    job = jobs.get(_job_id(import_id), Actor.system()) if raw is not None and read is None else None
    data = files.read(read.id) if read is not None else None
    return Lying(import_id, row.name, unpacked(data) if data else None, job)


@jobs.handler(KIND)
def read_large(job: jobs.Running) -> dict[str, object]:
    """Read a large upload. Run again after its worker died, it finds what it read or begins anew."""
    import_id, into, actor = UUID(job.payload["file"]), job.payload["into"], accounts.actor_for(job.person_id)
    raw = files.row(import_id)
    data = files.read(import_id)
    if raw is None or data is None or files.row(_read_id(import_id)) is not None:
        return {}
    name = raw.name
    job.report(0, 2)
    parcel = _read(data, name, actor, into)
    job.report(1, 2)

    def keep() -> None:
        job.hold()
        _keep(import_id, parcel, name, actor.person_id, into)
        files.discard(import_id)

    run_in_unit(keep)
    return {}


def _ensure(actor: Actor, into: str) -> None:
    if into:
        ensure(actor, Permission.COURSE_WRITE, place_of(into))
    else:
        ensure_somewhere(actor, Permission.COURSE_START)


def _read(data: bytes, name: str, actor: Actor, into: str) -> Parcel:
    try:
        return library.read_packed(data, name, seed=importing.seed_of(actor), into=into)
    except Unpackable as error:
        raise RuleBroken(error.text(_)) from error


def _keep(import_id: UUID, parcel: Parcel, name: str, owner_id: UUID | None, into: str) -> StoredFile:
    name = name.replace("\\", "/").rsplit("/", 1)[-1].strip()[-100:] or "course.zip"
    return files.keep(
        name, "application/json", packed(parcel), owner_id=owner_id, expires_at=now() + LIES, purpose=_PURPOSE + into, file_id=_read_id(import_id)
    )


def _read_id(import_id: UUID) -> UUID:
    return uuid5(import_id, "read")


def _job_id(import_id: UUID) -> UUID:
    return uuid5(import_id, "job")


def packed(parcel: Parcel) -> bytes:
    """Pack what was read, to be put away."""
    pictures = [
        {"path": each.path, "original": each.original, "size": [each.fit.width, each.fit.height], "data": base64.b64encode(each.fit.data).decode()}
        for each in parcel.pictures
    ]
    plain = {
        "name": parcel.name, "is_ours": parcel.is_ours, "course_id": parcel.course_id, "title": parcel.title,
        "texts": [asdict(each) for each in parcel.texts], "remarks": [asdict(each) for each in parcel.remarks], "pictures": pictures,
    }  # fmt: skip
    return json.dumps(plain, ensure_ascii=False).encode()


def unpacked(data: bytes) -> Parcel:
    """Give back what `packed` put away."""
    plain = json.loads(data)
    return Parcel(
        plain["name"], plain["is_ours"], plain["course_id"], plain["title"],
        [ParcelText(**each) for each in plain["texts"]],
        [_picture(each) for each in plain["pictures"]],
        [Remark(**each) for each in plain["remarks"]],
    )  # fmt: skip


def _picture(plain: dict) -> ParcelPicture:
    data = base64.b64decode(plain["data"])
    return ParcelPicture(plain["path"], plain["original"], FitPicture(hashlib.sha256(data).hexdigest(), data, *plain["size"]))
