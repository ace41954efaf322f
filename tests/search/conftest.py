"""A class that follows the shipped course and one in a far district, with an index over both."""

from dataclasses import dataclass
from uuid import UUID

import pytest

from college.core.permissions import Actor
from college.search import service
from tests.questions.classroom import Class, open_class
from tests.support.college import College
from tests.support.searching import catch_up


@dataclass
class Searching:
    """Looks for words as somebody."""

    make: College

    def __call__(self, words: str, who: UUID | None = None, lang: str = "zh", page: int = 1, **how) -> service.Found:
        with self.make.app.test_request_context():
            actor = self.make.actor(who) if who else Actor()
            return service.find(actor=actor, words=words, page=page, lang=lang, **how)

    def places(self, words: str, who: UUID | None = None, **how) -> list[tuple]:
        """Give what was found, as kind and ids."""
        return [(each.kind, each.lesson_id, each.step_id, each.question_id) for each in self(words, who, **how).page.items]

    def questions(self, words: str, who: UUID | None = None, **how) -> set[UUID]:
        """Give the questions among what was found."""
        return {each.question_id for each in self(words, who, **how).page.items if each.question_id}

    def catch_up(self, **how) -> int:
        """Bring the index up to date."""
        return catch_up(self.make, **how)


@pytest.fixture
def room(refunds, college) -> Class:
    """Have a class that follows the shipped course, and another in a far district."""
    return open_class(college)


@pytest.fixture
def search(room) -> Searching:
    """Look for words; the index knows everything that was published and asked before."""
    found = Searching(room.college)
    found.catch_up()
    return found
