"""Roster imports"""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('roster_import',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('cohort_id', sa.Uuid(), nullable=False),
    sa.Column('district_code', sa.String(length=6), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.Column('made_by', sa.Uuid(), nullable=True),
    sa.Column('file_name', sa.String(length=120), nullable=False),
    sa.Column('file_hash', sa.String(length=64), nullable=False),
    sa.Column('file_id', sa.Uuid(), nullable=True),
    sa.Column('rows_id', sa.Uuid(), nullable=True),
    sa.Column('job_id', sa.Uuid(), nullable=True),
    sa.Column('encoding', sa.String(length=20), nullable=False),
    sa.Column('by_hand', sa.JSON(), nullable=False),
    sa.Column('remarks', sa.JSON(), nullable=False),
    sa.Column('failed', sa.JSON(), nullable=False),
    sa.Column('counts', sa.JSON(), nullable=False),
    sa.Column('answers', sa.JSON(), nullable=False),
    sa.Column('changed_count', sa.Integer(), nullable=False),
    sa.Column('applied_at', sa.DateTime(), nullable=True),
    sa.Column('applied_by', sa.Uuid(), nullable=True),
    sa.Column('done_counts', sa.JSON(), nullable=False),
    sa.Column('deeds', sa.JSON(), nullable=False),
    sa.Column('undone_at', sa.DateTime(), nullable=True),
    sa.Column('undone_by', sa.Uuid(), nullable=True),
    sa.Column('undone_counts', sa.JSON(), nullable=False),
    sa.CheckConstraint("state IN ('reading', 'columns', 'open', 'applying', 'applied', 'undone', 'failed')", name=op.f('ck_roster_import_known_state')),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_roster_import_cohort_id_cohort')),
    sa.ForeignKeyConstraint(['district_code'], ['district.code'], name=op.f('fk_roster_import_district_code_district')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_roster_import'))
    )
    with op.batch_alter_table('roster_import', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_roster_import_cohort_id_roster_import_made_at'), ['cohort_id', 'made_at'], unique=False)



def downgrade():
    with op.batch_alter_table('roster_import', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_roster_import_cohort_id_roster_import_made_at'))

    op.drop_table('roster_import')
