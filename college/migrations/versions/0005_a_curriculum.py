"""A curriculum: tracks, recordings, search"""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('gram',
    sa.Column('gram', sa.String(length=32), nullable=False),
    sa.Column('kind', sa.String(length=8), nullable=False),
    sa.Column('place', sa.String(length=129), nullable=False),
    sa.Column('ref', sa.String(length=64), nullable=False),
    sa.Column('weight', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('gram', 'kind', 'place', 'ref', name=op.f('pk_gram')),
    sqlite_with_rowid=False
    )
    op.create_table('search_document',
    sa.Column('kind', sa.String(length=8), nullable=False),
    sa.Column('place', sa.String(length=129), nullable=False),
    sa.Column('ref', sa.String(length=64), nullable=False),
    sa.Column('mark', sa.String(length=80), nullable=False),
    sa.Column('grams', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('kind', 'place', 'ref', name=op.f('pk_search_document'))
    )
    with op.batch_alter_table('search_document', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_search_document_ref'), ['ref'], unique=False)

    op.create_table('search_miss',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('text', sa.String(length=30), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('week', sa.Date(), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('last_on', sa.Date(), nullable=False),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.CheckConstraint("state IN ('open', 'taught', 'unneeded')", name=op.f('ck_search_miss_known_state')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_search_miss')),
    sa.UniqueConstraint('text', 'language', 'week', name=op.f('uq_search_miss_text_language_week'))
    )
    with op.batch_alter_table('search_miss', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_search_miss_last_on'), ['last_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_search_miss_state_search_miss_last_on'), ['state', 'last_on'], unique=False)

    op.create_table('search_state',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('looked_at', sa.DateTime(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_search_state'))
    )
    op.create_table('sound',
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('media_type', sa.String(length=32), nullable=False),
    sa.Column('data', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('sha256', name=op.f('pk_sound'))
    )
    op.create_table('track',
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('names', sa.JSON(), nullable=False),
    sa.Column('for_whom', sa.JSON(), nullable=False),
    sa.Column('course_ids', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_track'))
    )
    op.create_table('recording',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('client_id', sa.Uuid(), nullable=False),
    sa.Column('course_id', sa.String(length=64), nullable=False),
    sa.Column('step_id', sa.String(length=64), nullable=False),
    sa.Column('lang', sa.String(length=2), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('media_type', sa.String(length=32), nullable=False),
    sa.Column('seconds', sa.Float(), nullable=False),
    sa.Column('is_measured', sa.Boolean(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('spoken_hash', sa.String(length=64), nullable=False),
    sa.Column('recorded_by', sa.Uuid(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('removed_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['course_id', 'step_id'], ['step.course_id', 'step.id'], name=op.f('fk_recording_course_id_step_id_step')),
    sa.ForeignKeyConstraint(['recorded_by'], ['person.id'], name=op.f('fk_recording_recorded_by_person')),
    sa.ForeignKeyConstraint(['sha256'], ['sound.sha256'], name=op.f('fk_recording_sha256_sound')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recording')),
    sa.UniqueConstraint('client_id', name=op.f('uq_recording_client_id'))
    )
    with op.batch_alter_table('recording', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_recording_course_id_recording_step_id'), ['course_id', 'step_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_recording_recorded_by'), ['recorded_by'], unique=False)
        batch_op.create_index(batch_op.f('ix_recording_sha256'), ['sha256'], unique=False)

    with op.batch_alter_table('question', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_question_sent_at'), ['sent_at'], unique=False)

    with op.batch_alter_table('question_message', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_question_message_created_at'), ['created_at'], unique=False)



def downgrade():
    with op.batch_alter_table('question_message', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_question_message_created_at'))

    with op.batch_alter_table('question', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_question_sent_at'))

    with op.batch_alter_table('recording', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_recording_sha256'))
        batch_op.drop_index(batch_op.f('ix_recording_recorded_by'))
        batch_op.drop_index(batch_op.f('ix_recording_course_id_recording_step_id'))

    op.drop_table('recording')
    op.drop_table('track')
    op.drop_table('sound')
    op.drop_table('search_state')
    with op.batch_alter_table('search_miss', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_search_miss_state_search_miss_last_on'))
        batch_op.drop_index(batch_op.f('ix_search_miss_last_on'))

    op.drop_table('search_miss')
    with op.batch_alter_table('search_document', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_search_document_ref'))

    op.drop_table('search_document')
    op.drop_table('gram')
