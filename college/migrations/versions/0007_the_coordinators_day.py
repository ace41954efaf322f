"""The coordinator's day"""

import sqlalchemy as sa
from alembic import op

from college.core import names

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('active_count',
    sa.Column('span', sa.String(length=8), nullable=False),
    sa.Column('on_day', sa.Date(), nullable=False),
    sa.Column('part', sa.String(length=36), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('opens', sa.Integer(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('counted_at', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('span', 'on_day', 'part', name=op.f('pk_active_count'))
    )
    with op.batch_alter_table('active_count', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_active_count_part'), ['part'], unique=False)

    op.create_table('district_snapshot',
    sa.Column('place', sa.String(length=40), nullable=False),
    sa.Column('cohorts', sa.Integer(), nullable=False),
    sa.Column('week', sa.Date(), nullable=False),
    sa.Column('taken_at', sa.DateTime(), nullable=False),
    sa.Column('enrolled', sa.Integer(), nullable=False),
    sa.Column('opened', sa.Integer(), nullable=False),
    sa.Column('came', sa.Integer(), nullable=False),
    sa.Column('started', sa.Integer(), nullable=False),
    sa.Column('finished', sa.Integer(), nullable=False),
    sa.Column('practised', sa.Integer(), nullable=False),
    sa.Column('shown', sa.Integer(), nullable=False),
    sa.Column('silent', sa.Integer(), nullable=False),
    sa.Column('calling', sa.Integer(), nullable=False),
    sa.Column('open_questions', sa.Integer(), nullable=False),
    sa.Column('lessons_finished', sa.Integer(), nullable=False),
    sa.Column('spread', sa.JSON(), nullable=False),
    sa.Column('lessons_median', sa.Float(), nullable=True),
    sa.Column('times_median', sa.Float(), nullable=True),
    sa.PrimaryKeyConstraint('place', 'week', name=op.f('pk_district_snapshot'))
    )
    op.create_table('active_day',
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('opens', sa.Integer(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('here_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_active_day_person_id_person')),
    sa.PrimaryKeyConstraint('person_id', 'day', name=op.f('pk_active_day'))
    )
    with op.batch_alter_table('active_day', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_active_day_day'), ['day'], unique=False)

    op.create_table('calendar_address',
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_calendar_address_person_id_person')),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_calendar_address')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_calendar_address_token_hash'))
    )
    op.create_table('certificate',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('course_id', sa.String(length=64), nullable=False),
    sa.Column('code', sa.String(length=16), nullable=False),
    sa.Column('rule', sa.String(length=12), nullable=False),
    sa.Column('title_zh', sa.String(length=120), nullable=False),
    sa.Column('title_en', sa.String(length=120), nullable=False),
    sa.Column('lesson_count', sa.Integer(), nullable=False),
    sa.Column('cohort_name', sa.String(length=120), nullable=False),
    sa.Column('district_name', sa.String(length=80), nullable=False),
    sa.Column('given_on', sa.Date(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('printed_at', sa.DateTime(), nullable=True),
    sa.Column('printed_name', sa.String(length=80), nullable=False),
    sa.Column('handed_at', sa.DateTime(), nullable=True),
    sa.Column('handed_by', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_certificate_course_id_course')),
    sa.ForeignKeyConstraint(['handed_by'], ['person.id'], name=op.f('fk_certificate_handed_by_person')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_certificate_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certificate')),
    sa.UniqueConstraint('code', name=op.f('uq_certificate_code')),
    sa.UniqueConstraint('person_id', 'course_id', name=op.f('uq_certificate_person_id_course_id'))
    )
    op.create_table('certificate_sweep',
    sa.Column('course_id', sa.String(length=64), nullable=False),
    sa.Column('mark', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_certificate_sweep_course_id_course')),
    sa.PrimaryKeyConstraint('course_id', name=op.f('pk_certificate_sweep'))
    )
    op.create_table('hand_edit',
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('field', sa.String(length=12), nullable=False),
    sa.Column('edited_by', sa.Uuid(), nullable=True),
    sa.Column('edited_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_hand_edit_person_id_person')),
    sa.PrimaryKeyConstraint('person_id', 'field', name=op.f('pk_hand_edit'))
    )
    op.create_table('roster_columns',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('district_code', sa.String(length=6), nullable=False),
    sa.Column('headings_key', sa.String(length=64), nullable=False),
    sa.Column('said_cipher', sa.Text(), nullable=False),
    sa.Column('said_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['district_code'], ['district.code'], name=op.f('fk_roster_columns_district_code_district')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_roster_columns')),
    sa.UniqueConstraint('district_code', 'headings_key', name=op.f('uq_roster_columns_district_code_headings_key'))
    )
    op.create_table('cohort_change',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('from_cohort_id', sa.Uuid(), nullable=False),
    sa.Column('to_cohort_id', sa.Uuid(), nullable=False),
    sa.Column('on_day', sa.Date(), nullable=False),
    sa.Column('why', sa.String(length=200), nullable=False),
    sa.Column('is_new_there', sa.Boolean(), nullable=False),
    sa.Column('left_there_on', sa.Date(), nullable=True),
    sa.Column('made_by', sa.Uuid(), nullable=True),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.Column('taken_back_at', sa.DateTime(), nullable=True),
    sa.Column('taken_back_by', sa.Uuid(), nullable=True),
    sa.CheckConstraint('from_cohort_id <> to_cohort_id', name=op.f('ck_cohort_change_leads_elsewhere')),
    sa.ForeignKeyConstraint(['from_cohort_id'], ['cohort.id'], name=op.f('fk_cohort_change_from_cohort_id_cohort')),
    sa.ForeignKeyConstraint(['made_by'], ['person.id'], name=op.f('fk_cohort_change_made_by_person')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_cohort_change_person_id_person')),
    sa.ForeignKeyConstraint(['taken_back_by'], ['person.id'], name=op.f('fk_cohort_change_taken_back_by_person')),
    sa.ForeignKeyConstraint(['to_cohort_id'], ['cohort.id'], name=op.f('fk_cohort_change_to_cohort_id_cohort')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cohort_change'))
    )
    with op.batch_alter_table('cohort_change', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_cohort_change_person_id'), ['person_id'], unique=False)

    op.create_table('cohort_snapshot',
    sa.Column('cohort_id', sa.Uuid(), nullable=False),
    sa.Column('district_code', sa.String(length=6), nullable=False),
    sa.Column('is_latest', sa.Boolean(), nullable=False),
    sa.Column('week', sa.Date(), nullable=False),
    sa.Column('taken_at', sa.DateTime(), nullable=False),
    sa.Column('enrolled', sa.Integer(), nullable=False),
    sa.Column('opened', sa.Integer(), nullable=False),
    sa.Column('came', sa.Integer(), nullable=False),
    sa.Column('started', sa.Integer(), nullable=False),
    sa.Column('finished', sa.Integer(), nullable=False),
    sa.Column('practised', sa.Integer(), nullable=False),
    sa.Column('shown', sa.Integer(), nullable=False),
    sa.Column('silent', sa.Integer(), nullable=False),
    sa.Column('calling', sa.Integer(), nullable=False),
    sa.Column('open_questions', sa.Integer(), nullable=False),
    sa.Column('lessons_finished', sa.Integer(), nullable=False),
    sa.Column('spread', sa.JSON(), nullable=False),
    sa.Column('lessons_median', sa.Float(), nullable=True),
    sa.Column('times_median', sa.Float(), nullable=True),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_cohort_snapshot_cohort_id_cohort')),
    sa.PrimaryKeyConstraint('cohort_id', 'week', name=op.f('pk_cohort_snapshot'))
    )
    with op.batch_alter_table('cohort_snapshot', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_cohort_snapshot_district_code_cohort_snapshot_is_latest'), ['district_code', 'is_latest'], unique=False)

    op.create_table('meeting',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('cohort_id', sa.Uuid(), nullable=False),
    sa.Column('series_id', sa.Uuid(), nullable=True),
    sa.Column('starts_at', sa.DateTime(), nullable=False),
    sa.Column('ends_at', sa.DateTime(), nullable=False),
    sa.Column('room', sa.String(length=80), nullable=False),
    sa.Column('note', sa.String(length=200), nullable=False),
    sa.Column('course_id', sa.String(length=64), nullable=True),
    sa.Column('lesson_id', sa.String(length=64), nullable=True),
    sa.Column('called_off_at', sa.DateTime(), nullable=True),
    sa.Column('created_by', sa.Uuid(), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.DateTime(), nullable=False),
    sa.Column('changed_by', sa.Uuid(), nullable=True),
    sa.CheckConstraint('ends_at > starts_at', name=op.f('ck_meeting_ends_after_start')),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_meeting_cohort_id_cohort')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting'))
    )
    with op.batch_alter_table('meeting', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_meeting_cohort_id_meeting_starts_at'), ['cohort_id', 'starts_at'], unique=False)

    op.create_table('seat',
    sa.Column('cohort_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('before', sa.Integer(), nullable=True),
    sa.CheckConstraint('number > 0', name=op.f('ck_seat_counted_from_one')),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_seat_cohort_id_cohort')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_seat_person_id_person')),
    sa.PrimaryKeyConstraint('cohort_id', 'number', name=op.f('pk_seat')),
    sa.UniqueConstraint('cohort_id', 'person_id', name=op.f('uq_seat_cohort_id_person_id'))
    )
    with op.batch_alter_table('seat', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_seat_person_id'), ['person_id'], unique=False)

    op.create_table('attendance',
    sa.Column('meeting_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('standing', sa.String(length=8), nullable=False),
    sa.Column('how', sa.String(length=8), nullable=False),
    sa.Column('marked_at', sa.DateTime(), nullable=False),
    sa.Column('received_at', sa.DateTime(), nullable=False),
    sa.Column('marked_by', sa.Uuid(), nullable=True),
    sa.Column('is_walk_in', sa.Boolean(), nullable=False),
    sa.Column('note', sa.String(length=120), nullable=False),
    sa.CheckConstraint("standing IN ('came', 'late', 'excused', 'absent')", name=op.f('ck_attendance_known_standing')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_attendance_meeting_id_meeting')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_attendance_person_id_person')),
    sa.PrimaryKeyConstraint('meeting_id', 'person_id', name=op.f('pk_attendance'))
    )
    with op.batch_alter_table('attendance', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attendance_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_attendance_received_at'), ['received_at'], unique=False)

    op.create_table('attendance_change',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('meeting_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('before', sa.String(length=8), nullable=False),
    sa.Column('after', sa.String(length=8), nullable=False),
    sa.Column('why', sa.String(length=120), nullable=False),
    sa.Column('changed_by', sa.Uuid(), nullable=True),
    sa.Column('changed_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_attendance_change_meeting_id_meeting')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_attendance_change_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attendance_change'))
    )
    with op.batch_alter_table('attendance_change', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attendance_change_meeting_id_attendance_change_person_id'), ['meeting_id', 'person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_attendance_change_person_id'), ['person_id'], unique=False)

    op.create_table('cohort_goal',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('cohort_id', sa.Uuid(), nullable=False),
    sa.Column('course_id', sa.String(length=64), nullable=False),
    sa.Column('lesson_id', sa.String(length=64), nullable=False),
    sa.Column('by_on', sa.Date(), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('reminded_at', sa.DateTime(), nullable=True),
    sa.Column('is_quiet', sa.Boolean(), nullable=False),
    sa.Column('removed_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_cohort_goal_cohort_id_cohort')),
    sa.ForeignKeyConstraint(['course_id', 'lesson_id'], ['lesson.course_id', 'lesson.id'], name=op.f('fk_cohort_goal_course_id_lesson_id_lesson')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cohort_goal')),
    sa.UniqueConstraint('cohort_id', 'course_id', 'lesson_id', name=op.f('uq_cohort_goal_cohort_id_course_id_lesson_id'))
    )
    op.create_table('meeting_helper',
    sa.Column('meeting_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_meeting_helper_meeting_id_meeting')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_meeting_helper_person_id_person')),
    sa.PrimaryKeyConstraint('meeting_id', 'person_id', name=op.f('pk_meeting_helper'))
    )
    with op.batch_alter_table('meeting_helper', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_meeting_helper_person_id'), ['person_id'], unique=False)

    op.create_table('shown_in_person',
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('course_id', sa.String(length=64), nullable=False),
    sa.Column('lesson_id', sa.String(length=64), nullable=False),
    sa.Column('shown_at', sa.DateTime(), nullable=False),
    sa.Column('seen_by', sa.Uuid(), nullable=False),
    sa.Column('received_at', sa.DateTime(), nullable=False),
    sa.Column('note', sa.String(length=120), nullable=False),
    sa.ForeignKeyConstraint(['course_id', 'lesson_id'], ['lesson.course_id', 'lesson.id'], name=op.f('fk_shown_in_person_course_id_lesson_id_lesson')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_shown_in_person_person_id_person')),
    sa.ForeignKeyConstraint(['seen_by'], ['person.id'], name=op.f('fk_shown_in_person_seen_by_person')),
    sa.PrimaryKeyConstraint('person_id', 'course_id', 'lesson_id', name=op.f('pk_shown_in_person'))
    )
    with op.batch_alter_table('shown_in_person', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_shown_in_person_course_id_shown_in_person_lesson_id'), ['course_id', 'lesson_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_shown_in_person_received_at'), ['received_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_shown_in_person_seen_by'), ['seen_by'], unique=False)

    op.create_table('walk_in',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('meeting_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('noted_by', sa.Uuid(), nullable=True),
    sa.Column('noted_at', sa.DateTime(), nullable=False),
    sa.Column('settled_at', sa.DateTime(), nullable=True),
    sa.Column('settled_by', sa.Uuid(), nullable=True),
    sa.Column('person_id', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_walk_in_meeting_id_meeting')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_walk_in_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_walk_in'))
    )
    with op.batch_alter_table('walk_in', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_walk_in_meeting_id'), ['meeting_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_walk_in_noted_at'), ['noted_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_walk_in_person_id'), ['person_id'], unique=False)

    with op.batch_alter_table('card', schema=None) as batch_op:
        batch_op.add_column(sa.Column('number', sa.String(length=8), nullable=True))
        batch_op.create_unique_constraint(batch_op.f('uq_card_number'), ['number'])

    with op.batch_alter_table('device_session', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_device_session_card_id'), ['card_id'], unique=False)

    with op.batch_alter_table('enrollment', schema=None) as batch_op:
        batch_op.add_column(sa.Column('away', sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column('brought_by', sa.Uuid(), nullable=True))

    with op.batch_alter_table('help_call', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_help_call_called_at'), ['called_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_help_call_called_by'), ['called_by'], unique=False)

    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.add_column(sa.Column('pinyin', sa.String(length=200), server_default='', nullable=False))
        batch_op.add_column(sa.Column('spellings', sa.String(length=200), server_default='', nullable=False))
        batch_op.create_index(batch_op.f('ix_person_merged_into_id'), ['merged_into_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_person_phone_tail'), ['phone_tail'], unique=False)

    with op.batch_alter_table('question', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_question_claimed_by'), ['claimed_by'], unique=False)

    with op.batch_alter_table('question_message', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_question_message_author_id'), ['author_id'], unique=False)

    with op.batch_alter_table('roster_import', schema=None) as batch_op:
        batch_op.add_column(sa.Column('mode', sa.String(length=8), server_default='add', nullable=False))
        batch_op.add_column(sa.Column('choices', sa.JSON(), server_default='{}', nullable=False))
        batch_op.add_column(sa.Column('before_id', sa.Uuid(), nullable=True))

    with op.batch_alter_table('step_done', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_step_done_received_at'), ['received_at'], unique=False)

    with op.batch_alter_table('tap', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_tap_tapped_at'), ['tapped_at'], unique=False)

    _keep_how_names_sound(op.get_bind())



def downgrade():
    with op.batch_alter_table('tap', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_tap_tapped_at'))

    with op.batch_alter_table('step_done', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_step_done_received_at'))

    with op.batch_alter_table('roster_import', schema=None) as batch_op:
        batch_op.drop_column('before_id')
        batch_op.drop_column('choices')
        batch_op.drop_column('mode')

    with op.batch_alter_table('question_message', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_question_message_author_id'))

    with op.batch_alter_table('question', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_question_claimed_by'))

    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_person_phone_tail'))
        batch_op.drop_index(batch_op.f('ix_person_merged_into_id'))
        batch_op.drop_column('spellings')
        batch_op.drop_column('pinyin')

    with op.batch_alter_table('help_call', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_help_call_called_by'))
        batch_op.drop_index(batch_op.f('ix_help_call_called_at'))

    with op.batch_alter_table('enrollment', schema=None) as batch_op:
        batch_op.drop_column('brought_by')
        batch_op.drop_column('away')

    with op.batch_alter_table('device_session', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_device_session_card_id'))

    with op.batch_alter_table('card', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_card_number'), type_='unique')
        batch_op.drop_column('number')

    with op.batch_alter_table('walk_in', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_walk_in_person_id'))
        batch_op.drop_index(batch_op.f('ix_walk_in_noted_at'))
        batch_op.drop_index(batch_op.f('ix_walk_in_meeting_id'))

    op.drop_table('walk_in')
    with op.batch_alter_table('shown_in_person', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_shown_in_person_seen_by'))
        batch_op.drop_index(batch_op.f('ix_shown_in_person_received_at'))
        batch_op.drop_index(batch_op.f('ix_shown_in_person_course_id_shown_in_person_lesson_id'))

    op.drop_table('shown_in_person')
    with op.batch_alter_table('meeting_helper', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_meeting_helper_person_id'))

    op.drop_table('meeting_helper')
    op.drop_table('cohort_goal')
    with op.batch_alter_table('attendance_change', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_attendance_change_person_id'))
        batch_op.drop_index(batch_op.f('ix_attendance_change_meeting_id_attendance_change_person_id'))

    op.drop_table('attendance_change')
    with op.batch_alter_table('attendance', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_attendance_received_at'))
        batch_op.drop_index(batch_op.f('ix_attendance_person_id'))

    op.drop_table('attendance')
    with op.batch_alter_table('seat', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_seat_person_id'))

    op.drop_table('seat')
    with op.batch_alter_table('meeting', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_meeting_cohort_id_meeting_starts_at'))

    op.drop_table('meeting')
    with op.batch_alter_table('cohort_snapshot', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_cohort_snapshot_district_code_cohort_snapshot_is_latest'))

    op.drop_table('cohort_snapshot')
    with op.batch_alter_table('cohort_change', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_cohort_change_person_id'))

    op.drop_table('cohort_change')
    op.drop_table('roster_columns')
    op.drop_table('hand_edit')
    op.drop_table('certificate_sweep')
    op.drop_table('certificate')
    op.drop_table('calendar_address')
    with op.batch_alter_table('active_day', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_active_day_day'))

    op.drop_table('active_day')
    op.drop_table('district_snapshot')
    with op.batch_alter_table('active_count', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_active_count_part'))

    op.drop_table('active_count')


def _keep_how_names_sound(connection):
    """Give everybody the keys by which names are sorted and found, a few hundred people at a time."""
    person = sa.table("person", sa.column("id", sa.Uuid()), *map(sa.column, ("name", "pinyin", "spellings")))
    keyed = person.update().where(person.c.id == sa.bindparam("who")).values(pinyin=sa.bindparam("sound"), spellings=sa.bindparam("typed"))
    waiting = sa.select(person.c.id, person.c.name).where(person.c.name != "").order_by(person.c.id).limit(500)
    rows = connection.execute(waiting).all()
    while rows:
        sounds = [{"who": row.id, "sound": names.pinyin(row.name), "typed": names.spellings(row.name)} for row in rows]
        connection.execute(keyed, sounds)
        rows = connection.execute(waiting.where(person.c.id > rows[-1].id)).all()
