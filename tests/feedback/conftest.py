"""A class whose questions are raised to themes, and the product manager who decides."""

import pytest

from tests.feedback.office import Office
from tests.questions.conftest import room

__all__ = ["office", "room"]


@pytest.fixture
def office(room) -> Office:
    """Have the class and a product manager."""
    return Office(room, room.college.product_manager())
