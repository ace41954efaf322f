"""The desk for writing"""

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('brought_picture',
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('brought_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['sha256'], ['picture.sha256'], name=op.f('fk_brought_picture_sha256_picture')),
    sa.PrimaryKeyConstraint('sha256', name=op.f('pk_brought_picture'))
    )
    with op.batch_alter_table('brought_picture', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_brought_picture_brought_at'), ['brought_at'], unique=False)

    op.create_table('counted_course',
    sa.Column('course_id', sa.String(length=64), nullable=False),
    sa.Column('mark', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_counted_course_course_id_course')),
    sa.PrimaryKeyConstraint('course_id', name=op.f('pk_counted_course'))
    )
    op.create_table('course_home',
    sa.Column('course_id', sa.String(length=64), nullable=False),
    sa.Column('district_code', sa.String(length=6), nullable=True),
    sa.Column('origin_course_id', sa.String(length=64), nullable=True),
    sa.Column('origin_numbers', sa.JSON(), nullable=False),
    sa.Column('lesson_order', sa.JSON(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_course_home_course_id_course')),
    sa.ForeignKeyConstraint(['created_by'], ['person.id'], name=op.f('fk_course_home_created_by_person')),
    sa.ForeignKeyConstraint(['district_code'], ['district.code'], name=op.f('fk_course_home_district_code_district')),
    sa.ForeignKeyConstraint(['origin_course_id'], ['course.id'], name=op.f('fk_course_home_origin_course_id_course')),
    sa.PrimaryKeyConstraint('course_id', name=op.f('pk_course_home'))
    )
    with op.batch_alter_table('course_home', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_course_home_district_code'), ['district_code'], unique=False)

    op.create_table('presence',
    sa.Column('course_id', sa.String(length=64), nullable=False),
    sa.Column('lesson_id', sa.String(length=64), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('part', sa.String(length=64), nullable=False),
    sa.Column('seen_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_presence_course_id_course')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_presence_person_id_person')),
    sa.PrimaryKeyConstraint('course_id', 'lesson_id', 'person_id', name=op.f('pk_presence'))
    )
    with op.batch_alter_table('presence', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_presence_seen_at'), ['seen_at'], unique=False)

    op.create_table('lesson_draft',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('course_id', sa.String(length=64), nullable=False),
    sa.Column('lesson_id', sa.String(length=64), nullable=False),
    sa.Column('zh', sa.Text(), nullable=False),
    sa.Column('en', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('base_revision_id', sa.Uuid(), nullable=True),
    sa.Column('base_mark', sa.String(length=64), nullable=False),
    sa.Column('touched', sa.JSON(), nullable=False),
    sa.Column('removed', sa.JSON(), nullable=False),
    sa.Column('screens_removed', sa.JSON(), nullable=False),
    sa.Column('aside', sa.JSON(), nullable=False),
    sa.Column('publish_on', sa.Date(), nullable=True),
    sa.Column('publish_by', sa.Uuid(), nullable=True),
    sa.Column('publish_version', sa.Integer(), nullable=True),
    sa.Column('publish_why', sa.String(length=200), nullable=False),
    sa.Column('publish_problem', sa.Text(), nullable=False),
    sa.Column('put_away_at', sa.DateTime(), nullable=True),
    sa.Column('created_by', sa.Uuid(), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('changed_by', sa.Uuid(), nullable=True),
    sa.Column('changed_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['base_revision_id'], ['revision.id'], name=op.f('fk_lesson_draft_base_revision_id_revision')),
    sa.ForeignKeyConstraint(['changed_by'], ['person.id'], name=op.f('fk_lesson_draft_changed_by_person')),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_lesson_draft_course_id_course')),
    sa.ForeignKeyConstraint(['created_by'], ['person.id'], name=op.f('fk_lesson_draft_created_by_person')),
    sa.ForeignKeyConstraint(['publish_by'], ['person.id'], name=op.f('fk_lesson_draft_publish_by_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lesson_draft')),
    sa.UniqueConstraint('course_id', 'lesson_id', name=op.f('uq_lesson_draft_course_id_lesson_id'))
    )
    with op.batch_alter_table('lesson_draft', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_lesson_draft_publish_on'), ['publish_on'], unique=False)

    op.create_table('reading',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('draft_id', sa.Uuid(), nullable=False),
    sa.Column('client_id', sa.Uuid(), nullable=False),
    sa.Column('reader_id', sa.Uuid(), nullable=False),
    sa.Column('asked_by', sa.Uuid(), nullable=False),
    sa.Column('asked', sa.String(length=400), nullable=False),
    sa.Column('asked_at', sa.DateTime(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=True),
    sa.Column('verdict', sa.String(length=8), nullable=True),
    sa.Column('answer', sa.String(length=1000), nullable=False),
    sa.Column('answered_at', sa.DateTime(), nullable=True),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.CheckConstraint("verdict IS NULL OR verdict IN ('good', 'change')", name=op.f('ck_reading_known_verdict')),
    sa.ForeignKeyConstraint(['asked_by'], ['person.id'], name=op.f('fk_reading_asked_by_person')),
    sa.ForeignKeyConstraint(['draft_id'], ['lesson_draft.id'], name=op.f('fk_reading_draft_id_lesson_draft')),
    sa.ForeignKeyConstraint(['reader_id'], ['person.id'], name=op.f('fk_reading_reader_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reading')),
    sa.UniqueConstraint('draft_id', 'client_id', name=op.f('uq_reading_draft_id_client_id'))
    )
    with op.batch_alter_table('reading', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reading_reader_id_reading_answered_at'), ['reader_id', 'answered_at'], unique=False)

    with op.batch_alter_table('course', schema=None) as batch_op:
        batch_op.add_column(sa.Column('sources', sa.JSON(), nullable=False, server_default='{}'))

    with op.batch_alter_table('lesson', schema=None) as batch_op:
        batch_op.add_column(sa.Column('checked_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('checked_version', sa.String(length=40), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('checked_by', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('checked_before', sa.JSON(), nullable=False, server_default='{}'))
        batch_op.add_column(sa.Column('withdrawn_by', sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_lesson_withdrawn_by_person'), 'person', ['withdrawn_by'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_lesson_checked_by_person'), 'person', ['checked_by'], ['id'])

    with op.batch_alter_table('revision', schema=None) as batch_op:
        batch_op.add_column(sa.Column('why', sa.String(length=200), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('returned_to', sa.Integer(), nullable=True))

    _take_days_over()



def downgrade():
    with op.batch_alter_table('revision', schema=None) as batch_op:
        batch_op.drop_column('returned_to')
        batch_op.drop_column('why')

    with op.batch_alter_table('lesson', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_lesson_checked_by_person'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_lesson_withdrawn_by_person'), type_='foreignkey')
        batch_op.drop_column('withdrawn_by')
        batch_op.drop_column('checked_before')
        batch_op.drop_column('checked_by')
        batch_op.drop_column('checked_version')
        batch_op.drop_column('checked_on')

    with op.batch_alter_table('course', schema=None) as batch_op:
        batch_op.drop_column('sources')

    with op.batch_alter_table('reading', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_reading_reader_id_reading_answered_at'))

    op.drop_table('reading')
    with op.batch_alter_table('lesson_draft', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_lesson_draft_publish_on'))

    op.drop_table('lesson_draft')
    with op.batch_alter_table('presence', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_presence_seen_at'))

    op.drop_table('presence')
    with op.batch_alter_table('course_home', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_course_home_district_code'))

    op.drop_table('course_home')
    op.drop_table('counted_course')
    with op.batch_alter_table('brought_picture', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_brought_picture_brought_at'))

    op.drop_table('brought_picture')


def _take_days_over():
    """Give each lesson the day on which its current text says that it was held beside a phone."""
    lesson = sa.table("lesson", *map(sa.column, ("course_id", "id", "current_revision_id", "checked_version")), sa.column("checked_on", sa.Date))
    revision = sa.table("revision", sa.column("id"), sa.column("content", sa.JSON))
    connection = op.get_bind()
    said = sa.select(lesson.c.course_id, lesson.c.id, revision.c.content).join(revision, revision.c.id == lesson.c.current_revision_id)
    for course_id, lesson_id, content in connection.execute(said).all():
        if content.get("checked_on"):
            day = {"checked_on": date.fromisoformat(content["checked_on"]), "checked_version": content["app_version"][:40]}
            connection.execute(lesson.update().where(lesson.c.course_id == course_id, lesson.c.id == lesson_id).values(day))
