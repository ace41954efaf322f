"""The spine second half"""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('worker_sign',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('seen_at', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_worker_sign'))
    )
    op.create_table('notice',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('key', sa.String(length=120), nullable=False),
    sa.Column('texts', sa.JSON(), nullable=False),
    sa.Column('url', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('read_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_notice_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice')),
    sa.UniqueConstraint('person_id', 'key', name=op.f('uq_notice_person_id_key'))
    )
    op.create_table('theme',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('feature_id', sa.String(length=64), nullable=False),
    sa.Column('title', sa.String(length=80), nullable=False),
    sa.Column('status', sa.String(length=12), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('closed_at', sa.DateTime(), nullable=True),
    sa.CheckConstraint("status IN ('new', 'looking', 'planned', 'changed', 'explained')", name=op.f('ck_theme_known_status')),
    sa.ForeignKeyConstraint(['created_by'], ['person.id'], name=op.f('fk_theme_created_by_person')),
    sa.ForeignKeyConstraint(['feature_id'], ['product_feature.id'], name=op.f('fk_theme_feature_id_product_feature')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_theme'))
    )
    with op.batch_alter_table('theme', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_theme_feature_id_theme_status'), ['feature_id', 'status'], unique=False)
        batch_op.create_index(batch_op.f('ix_theme_status_theme_created_at'), ['status', 'created_at'], unique=False)

    op.create_table('theme_move',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('theme_id', sa.Uuid(), nullable=False),
    sa.Column('client_id', sa.Uuid(), nullable=False),
    sa.Column('from_status', sa.String(length=12), nullable=False),
    sa.Column('to_status', sa.String(length=12), nullable=False),
    sa.Column('sentence', sa.Text(), nullable=False),
    sa.Column('moved_by', sa.Uuid(), nullable=False),
    sa.Column('moved_at', sa.DateTime(), nullable=False),
    sa.CheckConstraint("from_status IN ('new', 'looking', 'planned', 'changed', 'explained')", name=op.f('ck_theme_move_known_from')),
    sa.CheckConstraint("to_status IN ('new', 'looking', 'planned', 'changed', 'explained')", name=op.f('ck_theme_move_known_to')),
    sa.ForeignKeyConstraint(['moved_by'], ['person.id'], name=op.f('fk_theme_move_moved_by_person')),
    sa.ForeignKeyConstraint(['theme_id'], ['theme.id'], name=op.f('fk_theme_move_theme_id_theme')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_theme_move')),
    sa.UniqueConstraint('theme_id', 'client_id', name=op.f('uq_theme_move_theme_id_client_id'))
    )
    op.create_table('consent',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('version', sa.String(length=16), nullable=False),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('session_id', sa.Uuid(), nullable=True),
    sa.Column('given_at', sa.DateTime(), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_consent_person_id_person')),
    sa.ForeignKeyConstraint(['session_id'], ['device_session.id'], name=op.f('fk_consent_session_id_device_session')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consent'))
    )
    with op.batch_alter_table('consent', schema=None) as batch_op:
        batch_op.create_index('uq_consent_living', ['person_id', 'version'], unique=True, sqlite_where=sa.text('withdrawn_at IS NULL'), postgresql_where=sa.text('withdrawn_at IS NULL'))

    op.create_table('lesson_check',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('theme_id', sa.Uuid(), nullable=False),
    sa.Column('course_id', sa.String(length=64), nullable=False),
    sa.Column('lesson_id', sa.String(length=64), nullable=False),
    sa.Column('marked_at', sa.DateTime(), nullable=False),
    sa.Column('checked_at', sa.DateTime(), nullable=True),
    sa.Column('checked_by', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['checked_by'], ['person.id'], name=op.f('fk_lesson_check_checked_by_person')),
    sa.ForeignKeyConstraint(['course_id', 'lesson_id'], ['lesson.course_id', 'lesson.id'], name=op.f('fk_lesson_check_course_id_lesson_id_lesson')),
    sa.ForeignKeyConstraint(['theme_id'], ['theme.id'], name=op.f('fk_lesson_check_theme_id_theme')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lesson_check')),
    sa.UniqueConstraint('theme_id', 'course_id', 'lesson_id', name=op.f('uq_lesson_check_theme_id_course_id_lesson_id'))
    )
    with op.batch_alter_table('lesson_check', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_lesson_check_course_id_lesson_check_checked_at'), ['course_id', 'checked_at'], unique=False)

    op.create_table('help_call',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('client_id', sa.Uuid(), nullable=False),
    sa.Column('course_id', sa.String(length=64), nullable=False),
    sa.Column('lesson_id', sa.String(length=64), nullable=False),
    sa.Column('step_id', sa.String(length=64), nullable=False),
    sa.Column('called_by', sa.Uuid(), nullable=True),
    sa.Column('called_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['called_by'], ['person.id'], name=op.f('fk_help_call_called_by_person')),
    sa.ForeignKeyConstraint(['course_id', 'step_id'], ['step.course_id', 'step.id'], name=op.f('fk_help_call_course_id_step_id_step')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_help_call_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_help_call')),
    sa.UniqueConstraint('person_id', 'client_id', name=op.f('uq_help_call_person_id_client_id'))
    )
    with op.batch_alter_table('help_call', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_help_call_course_id_help_call_step_id'), ['course_id', 'step_id'], unique=False)

    op.create_table('question',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('client_id', sa.Uuid(), nullable=False),
    sa.Column('cohort_id', sa.Uuid(), nullable=False),
    sa.Column('district_code', sa.String(length=6), nullable=False),
    sa.Column('course_id', sa.String(length=64), nullable=False),
    sa.Column('lesson_id', sa.String(length=64), nullable=False),
    sa.Column('step_id', sa.String(length=64), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('status', sa.String(length=12), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('sent_at', sa.DateTime(), nullable=True),
    sa.Column('claimed_by', sa.Uuid(), nullable=True),
    sa.Column('claimed_at', sa.DateTime(), nullable=True),
    sa.Column('answered_at', sa.DateTime(), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(), nullable=True),
    sa.CheckConstraint("status IN ('draft', 'waiting', 'claimed', 'asked_back', 'answered', 'withdrawn')", name=op.f('ck_question_known_status')),
    sa.ForeignKeyConstraint(['claimed_by'], ['person.id'], name=op.f('fk_question_claimed_by_person')),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_question_cohort_id_cohort')),
    sa.ForeignKeyConstraint(['course_id', 'step_id'], ['step.course_id', 'step.id'], name=op.f('fk_question_course_id_step_id_step')),
    sa.ForeignKeyConstraint(['district_code'], ['district.code'], name=op.f('fk_question_district_code_district')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_question_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_question')),
    sa.UniqueConstraint('person_id', 'client_id', name=op.f('uq_question_person_id_client_id'))
    )
    with op.batch_alter_table('question', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_question_cohort_id_question_status_question_sent_at'), ['cohort_id', 'status', 'sent_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_question_course_id_question_step_id'), ['course_id', 'step_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_question_person_id_question_created_at'), ['person_id', 'created_at'], unique=False)

    op.create_table('evidence',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('theme_id', sa.Uuid(), nullable=False),
    sa.Column('question_id', sa.Uuid(), nullable=False),
    sa.Column('excerpt', sa.Text(), nullable=False),
    sa.Column('district_code', sa.String(length=6), nullable=False),
    sa.Column('age_band', sa.String(length=8), nullable=True),
    sa.Column('course_id', sa.String(length=64), nullable=False),
    sa.Column('lesson_id', sa.String(length=64), nullable=False),
    sa.Column('step_id', sa.String(length=64), nullable=False),
    sa.Column('raised_by', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('parted_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['course_id', 'step_id'], ['step.course_id', 'step.id'], name=op.f('fk_evidence_course_id_step_id_step')),
    sa.ForeignKeyConstraint(['district_code'], ['district.code'], name=op.f('fk_evidence_district_code_district')),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_evidence_question_id_question')),
    sa.ForeignKeyConstraint(['raised_by'], ['person.id'], name=op.f('fk_evidence_raised_by_person')),
    sa.ForeignKeyConstraint(['theme_id'], ['theme.id'], name=op.f('fk_evidence_theme_id_theme')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_evidence'))
    )
    with op.batch_alter_table('evidence', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_evidence_created_at'), ['created_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_evidence_theme_id_evidence_parted_at'), ['theme_id', 'parted_at'], unique=False)
        batch_op.create_index('uq_evidence_living_question', ['question_id'], unique=True, sqlite_where=sa.text('parted_at IS NULL'), postgresql_where=sa.text('parted_at IS NULL'))

    op.create_table('question_message',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('question_id', sa.Uuid(), nullable=False),
    sa.Column('author_id', sa.Uuid(), nullable=False),
    sa.Column('client_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=8), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('link_course', sa.String(length=64), nullable=True),
    sa.Column('link_lesson', sa.String(length=64), nullable=True),
    sa.Column('link_step', sa.String(length=64), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.CheckConstraint("kind IN ('answer', 'ask_back', 'reply')", name=op.f('ck_question_message_known_kind')),
    sa.ForeignKeyConstraint(['author_id'], ['person.id'], name=op.f('fk_question_message_author_id_person')),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_question_message_question_id_question')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_question_message')),
    sa.UniqueConstraint('question_id', 'client_id', name=op.f('uq_question_message_question_id_client_id'))
    )


def downgrade():
    op.drop_table('question_message')
    with op.batch_alter_table('evidence', schema=None) as batch_op:
        batch_op.drop_index('uq_evidence_living_question', sqlite_where=sa.text('parted_at IS NULL'), postgresql_where=sa.text('parted_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_evidence_theme_id_evidence_parted_at'))
        batch_op.drop_index(batch_op.f('ix_evidence_created_at'))

    op.drop_table('evidence')
    with op.batch_alter_table('question', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_question_person_id_question_created_at'))
        batch_op.drop_index(batch_op.f('ix_question_course_id_question_step_id'))
        batch_op.drop_index(batch_op.f('ix_question_cohort_id_question_status_question_sent_at'))

    op.drop_table('question')
    with op.batch_alter_table('help_call', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_help_call_course_id_help_call_step_id'))

    op.drop_table('help_call')
    with op.batch_alter_table('lesson_check', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_lesson_check_course_id_lesson_check_checked_at'))

    op.drop_table('lesson_check')
    with op.batch_alter_table('consent', schema=None) as batch_op:
        batch_op.drop_index('uq_consent_living', sqlite_where=sa.text('withdrawn_at IS NULL'), postgresql_where=sa.text('withdrawn_at IS NULL'))

    op.drop_table('consent')
    op.drop_table('theme_move')
    with op.batch_alter_table('theme', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_theme_status_theme_created_at'))
        batch_op.drop_index(batch_op.f('ix_theme_feature_id_theme_status'))

    op.drop_table('theme')
    op.drop_table('notice')
    op.drop_table('worker_sign')
