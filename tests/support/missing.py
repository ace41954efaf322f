"""What happens when a machine lacks a tool that some tests need: a skip with a reason, or an error in CI."""

import os

import pytest

REQUIRE = "COLLEGE_TESTS_REQUIRE"


def missing(tool: str, reason: str) -> None:
    """Skip the test that needs `tool` ("browser" or "postgresql"), or fail it.

    It fails where the comma separated COLLEGE_TESTS_REQUIRE names the tool: CI must not be
    green because half of its tests never ran.
    """
    required = {name.strip() for name in os.environ.get(REQUIRE, "").split(",")}
    if tool in required:
        pytest.fail(f"{tool} is required here and is missing: {reason}", pytrace=False)
    pytest.skip(f"needs {tool}: {reason}")
