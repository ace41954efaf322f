"""The door to cohorts for every other feature: districts, cohorts, enrollments and the accounts of staff."""

from college.cohorts.changing import change_cohort
from college.cohorts.districts import ensure_districts, load_districts
from college.cohorts.editing import Details, create_cohort, team_of
from college.cohorts.following import MINE, OTHERS, cohort_parts, part_of, part_sizes, people_parts
from college.cohorts.forgetting import HANDOUTS, forget
from college.cohorts.goals import (
    change_goal,
    claim_reminding,
    goals_between,
    goals_for_students,
    goals_of,
    goals_to_remind,
    lesson_keys,
    put_goal_back,
    reminder_key,
    remove_goal,
    removed_goal,
    set_goals,
)
from college.cohorts.hiding import (
    cohorts_ever_of,
    contact_afterwards,
    has_moved,
    hidden_within,
    hide_enrollments,
    moved_among,
    show_enrollments,
)
from college.cohorts.handing_over import Resting, resting_cards
from college.cohorts.membership import (
    BulkEnrolled,
    ClassOf,
    active_cohorts_of,
    bulk_enroll,
    class_of,
    cohort_courses,
    cohort_for,
    cohort_ids_in,
    courses_of,
    courses_by_cohort,
    courses_of_cohorts,
    district_names,
    end_enrollment,
    enroll,
    enrolled,
    enrollment_for,
    held_by_enrollment,
    people_by_cohort,
    people_by_district,
    refuse_archived,
    refuse_moved,
    restore_enrollment,
    scope_of,
    teacher_contact,
    visible_cohorts,
)
from college.cohorts.models import Cohort, CohortCourse, District, Enrollment
from college.cohorts.models_goals import CohortGoal
from college.cohorts.models_hand_edits import HandEdit
from college.cohorts.models_seats import Seat
from college.cohorts.models_transfers import Transfer
from college.cohorts.moving import (
    move_person,
    move_person_back,
    people_within,
    places_of,
)
from college.cohorts.own_data import OWN_TABLES, own_data
from college.cohorts.queries import classes_of, cohorts_by_ids, stays_in
from college.cohorts.queries_districts import (
    cohorts_of_people,
    districts_archived_since,
    districts_of,
    in_several,
    living_cohort_ids,
    living_counts,
    living_per_district,
    people_now,
)
from college.cohorts.rules_goals import REMIND_BEFORE, is_due, of_now
from college.cohorts.rules_goals import spread as spread_goals
from college.cohorts.retention import SWEEPS, left_before
from college.cohorts.seats import give as give_seats
from college.cohorts.seats import seats_of
from college.cohorts.staff import create_staff
from college.cohorts.transfers import Waiting as WaitingTransfer
from college.cohorts.transfers import accept as accept_transfer
from college.cohorts.transfers import choosable_cohorts as cohorts_for_transfer
from college.cohorts.transfers import decline as decline_transfer
from college.cohorts.transfers import forget_transfers, transfer_for, transfers_of
from college.cohorts.transfers import waiting_count as waiting_transfer_count
from college.cohorts.transfers import waiting_page as waiting_transfers
from college.cohorts.cards import start_again as print_card_again
from college.cohorts.handing_over import give_handover
from college.cohorts.imports import request_apply as apply_import
from college.cohorts.imports import say_columns as say_import_columns
from college.cohorts.imports import start as start_import
from college.cohorts.imports_columns import remembered_in as remembered_columns
from college.cohorts.people import SOMEBODY_ELSE, Added, IsItTheSame, Known, add_student, unmask_phone
from college.cohorts.posts import give_post
from college.cohorts.rules import derived_id
from college.cohorts.transfers import ask as ask_transfer

__all__ = [
    "REMIND_BEFORE",
    "change_cohort",
    "change_goal",
    "claim_reminding",
    "goals_between",
    "goals_for_students",
    "goals_of",
    "goals_to_remind",
    "is_due",
    "lesson_keys",
    "of_now",
    "put_goal_back",
    "reminder_key",
    "remembered_columns",
    "remove_goal",
    "removed_goal",
    "say_import_columns",
    "set_goals",
    "spread_goals",
    "stays_in",
    "Added",
    "BulkEnrolled",
    "ClassOf",
    "Cohort",
    "CohortCourse",
    "CohortGoal",
    "Details",
    "District",
    "Enrollment",
    "HANDOUTS",
    "IsItTheSame",
    "Known",
    "HandEdit",
    "MINE",
    "OTHERS",
    "OWN_TABLES",
    "Resting",
    "SOMEBODY_ELSE",
    "Seat",
    "SWEEPS",
    "Transfer",
    "WaitingTransfer",
    "accept_transfer",
    "active_cohorts_of",
    "add_student",
    "apply_import",
    "ask_transfer",
    "bulk_enroll",
    "class_of",
    "classes_of",
    "cohort_courses",
    "cohort_for",
    "cohort_ids_in",
    "cohort_parts",
    "cohorts_by_ids",
    "cohorts_of_people",
    "districts_of",
    "in_several",
    "living_cohort_ids",
    "living_counts",
    "living_per_district",
    "districts_archived_since",
    "people_now",
    "cohorts_ever_of",
    "contact_afterwards",
    "cohorts_for_transfer",
    "courses_by_cohort",
    "courses_of",
    "courses_of_cohorts",
    "create_cohort",
    "create_staff",
    "decline_transfer",
    "derived_id",
    "district_names",
    "end_enrollment",
    "enroll",
    "enrolled",
    "enrollment_for",
    "ensure_districts",
    "forget",
    "forget_transfers",
    "give_handover",
    "give_post",
    "give_seats",
    "has_moved",
    "held_by_enrollment",
    "hidden_within",
    "hide_enrollments",
    "left_before",
    "load_districts",
    "move_person",
    "move_person_back",
    "moved_among",
    "own_data",
    "part_of",
    "part_sizes",
    "people_by_cohort",
    "people_by_district",
    "people_parts",
    "people_within",
    "places_of",
    "print_card_again",
    "refuse_archived",
    "refuse_moved",
    "resting_cards",
    "restore_enrollment",
    "scope_of",
    "seats_of",
    "show_enrollments",
    "start_import",
    "teacher_contact",
    "team_of",
    "transfer_for",
    "transfers_of",
    "unmask_phone",
    "visible_cohorts",
    "waiting_transfer_count",
    "waiting_transfers",
]
