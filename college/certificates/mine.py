"""What a student does with her own certificates: sees them, and opens each as a paper."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from college.accounts import service as accounts
from college.certificates import paper, queries
from college.certificates.models import Certificate
from college.certificates.standing import asked_of, done_of
from college.certificates.words import done_words, paper_text
from college.core.db import db
from college.core.errors import NotAllowed, NotFound
from college.core.pages import language
from college.core.permissions import Actor


@dataclass(frozen=True)
class Mine:
    """One of her certificates as her page shows it."""

    certificate: Certificate
    title: str
    done: str
    #: The name on the paper that staff printed, where she is called something else today; else "".
    old_name: str


@dataclass(frozen=True)
class Held:
    """How somebody stands to the certificate of a course: she has it, or these lessons are missing, as ids in order."""

    has_one: bool
    missing: tuple[str, ...] = ()


def held(*, person_id: UUID, course_id: str) -> Held | None:
    """Give how she stands to a course's certificate; None where it gives none and she has none."""
    if queries.has_one(person_id, course_id):
        return Held(True)
    asked = asked_of([course_id]).get(course_id)
    return Held(False, tuple(asked.missing(done_of([person_id], [asked])[person_id, course_id]))) if asked else None


def mine_of(*, actor: Actor) -> list[Mine]:
    """Give whoever asks her own certificates, the latest first. Raises NotAllowed for nobody."""
    if actor.person_id is None:
        raise NotAllowed
    name = accounts.get_person(actor.person_id).name
    return [Mine(each, title_of(each), done_words(each), _old_name(each, name)) for each in queries.of_person(actor.person_id)]


def title_of(certificate: Certificate) -> str:
    """Give what the course was called on the day, in the reader's language."""
    return (language() == "en" and certificate.title_en) or certificate.title_zh


def _old_name(certificate: Certificate, name: str) -> str:
    return certificate.printed_name if certificate.printed_name and certificate.printed_name != name else ""


def my_paper(*, actor: Actor, certificate_id: UUID) -> bytes:
    """Draw one of her own certificates, with the name that she has now. Raises NotFound for anybody else's."""
    found = db.session.get(Certificate, certificate_id)
    if found is None or found.person_id != actor.person_id:
        raise NotFound
    return paper.draw([paper_text(found, accounts.get_person(found.person_id).name)]).pdf
