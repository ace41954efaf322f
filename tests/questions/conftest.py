"""A class that follows the shipped course, and another in a far district."""

import pytest

from tests.questions.classroom import COURSE, Class
from tests.support.college import XIHU


@pytest.fixture
def room(refunds, college) -> Class:
    """Have a class that follows the shipped course, and another in a far district."""
    cohort, far = college.cohort(courses=(COURSE,)), college.cohort(XIHU, courses=(COURSE,))
    return Class(
        college, cohort,
        student=college.student(cohort, "王桂明"), other=college.student(cohort, "李秀兰"),
        lecturer=college.lecturer(cohort), colleague=college.lecturer(cohort),
        far_lecturer=college.lecturer(far), far_student=college.student(far, "陈玉珍"),
    )  # fmt: skip
