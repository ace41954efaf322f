"""A class in which a student left something everywhere; what is beside the database lies in a folder of the test."""

import pytest

from tests.privacy.people import Class

NAME, PHONE, OUTSIDE = "卞朵朵", "14000004321", "XH-77-4321"
OTHER, OTHER_PHONE = "芮安安", "14000008765"


@pytest.fixture
def beside(app, tmp_path, monkeypatch):
    """Give the folder that stands for the instance folder."""
    monkeypatch.setattr(app, "instance_path", str(tmp_path))
    return tmp_path


@pytest.fixture
def room(college, refunds, beside) -> Class:
    """Open a class."""
    return Class.of(college)
