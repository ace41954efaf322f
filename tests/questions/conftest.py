"""A class that follows the shipped course, and another in a far district."""

import pytest

from tests.questions.classroom import Class, open_class


@pytest.fixture
def room(refunds, college) -> Class:
    """Have a class that follows the shipped course, and another in a far district."""
    return open_class(college)
