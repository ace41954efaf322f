"""The door to cohorts for every other feature: districts, cohorts, enrollments and the accounts of staff."""

from college.cohorts.districts import ensure_districts, load_districts
from college.cohorts.editing import Details, create_cohort
from college.cohorts.membership import (
    BulkEnrolled,
    ClassOf,
    active_cohorts_of,
    bulk_enroll,
    class_of,
    cohort_courses,
    cohort_for,
    courses_of,
    district_names,
    end_enrollment,
    enroll,
    enrolled,
    enrollment_for,
    held_by_enrollment,
    refuse_archived,
    restore_enrollment,
    scope_of,
    teacher_contact,
    visible_cohorts,
)
from college.cohorts.models import Cohort, District, Enrollment
from college.cohorts.staff import create_staff

__all__ = [
    "BulkEnrolled",
    "ClassOf",
    "Cohort",
    "Details",
    "District",
    "Enrollment",
    "active_cohorts_of",
    "bulk_enroll",
    "class_of",
    "cohort_courses",
    "cohort_for",
    "courses_of",
    "create_cohort",
    "create_staff",
    "district_names",
    "end_enrollment",
    "enroll",
    "enrolled",
    "enrollment_for",
    "ensure_districts",
    "held_by_enrollment",
    "load_districts",
    "refuse_archived",
    "restore_enrollment",
    "scope_of",
    "teacher_contact",
    "visible_cohorts",
]
