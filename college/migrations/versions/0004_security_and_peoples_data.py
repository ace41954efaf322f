"""Security and people's data"""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('address_failure',
    sa.Column('address_hash', sa.String(length=64), nullable=False),
    sa.Column('hour', sa.DateTime(), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('address_hash', 'hour', name=op.f('pk_address_failure'))
    )
    op.create_table('credential_failure',
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('locked_until', sa.DateTime(), nullable=True),
    sa.Column('last_at', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_credential_failure'))
    )
    with op.batch_alter_table('credential_failure', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_credential_failure_last_at'), ['last_at'], unique=False)

    op.create_table('forgotten_count',
    sa.Column('course_id', sa.String(length=64), nullable=False),
    sa.Column('step_id', sa.String(length=64), nullable=False),
    sa.Column('finished', sa.Integer(), nullable=False),
    sa.Column('wrong_taps', sa.Integer(), nullable=False),
    sa.Column('help_calls', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('course_id', 'step_id', name=op.f('pk_forgotten_count'))
    )
    op.create_table('key_saved',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('by', sa.Uuid(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_key_saved'))
    )
    with op.batch_alter_table('key_saved', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_key_saved_fingerprint'), ['fingerprint'], unique=False)

    op.create_table('quota',
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('span', sa.String(length=16), nullable=False),
    sa.Column('slot', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('began_at', sa.DateTime(), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('key', 'span', 'slot', name=op.f('pk_quota'))
    )
    with op.batch_alter_table('quota', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_quota_began_at'), ['began_at'], unique=False)

    op.create_table('retention_run',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('done_at', sa.DateTime(), nullable=True),
    sa.Column('counts', sa.JSON(), nullable=False),
    sa.Column('failed', sa.JSON(), nullable=False),
    sa.Column('by', sa.Uuid(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_retention_run'))
    )
    with op.batch_alter_table('retention_run', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_retention_run_at'), ['at'], unique=False)

    op.create_table('sms_code',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('phone_hash', sa.String(length=64), nullable=False),
    sa.Column('code_hash', sa.String(length=64), nullable=False),
    sa.Column('message_cipher', sa.Text(), nullable=True),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.Column('expires_at', sa.DateTime(), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('sent_at', sa.DateTime(), nullable=True),
    sa.Column('used_at', sa.DateTime(), nullable=True),
    sa.Column('visit', sa.String(length=32), nullable=True),
    sa.Column('session_id', sa.Uuid(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sms_code'))
    )
    with op.batch_alter_table('sms_code', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sms_code_expires_at'), ['expires_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_sms_code_phone_hash'), ['phone_hash'], unique=False)

    op.create_table('deletion',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('asked_at', sa.DateTime(), nullable=False),
    sa.Column('asked_by', sa.Uuid(), nullable=True),
    sa.Column('way', sa.String(length=12), nullable=False),
    sa.Column('note_cipher', sa.Text(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('before', sa.JSON(), nullable=False),
    sa.Column('purged_at', sa.DateTime(), nullable=True),
    sa.Column('taken_back_at', sa.DateTime(), nullable=True),
    sa.Column('taken_back_by', sa.Uuid(), nullable=True),
    sa.CheckConstraint("way IN ('own', 'phone', 'person', 'died', 'retention')", name=op.f('ck_deletion_known_way')),
    sa.ForeignKeyConstraint(['asked_by'], ['person.id'], name=op.f('fk_deletion_asked_by_person')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_deletion_person_id_person')),
    sa.ForeignKeyConstraint(['taken_back_by'], ['person.id'], name=op.f('fk_deletion_taken_back_by_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_deletion')),
    sa.UniqueConstraint('person_id', name=op.f('uq_deletion_person_id'))
    )
    with op.batch_alter_table('deletion', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_deletion_due_on'), ['due_on'], unique=False)

    op.create_table('handover',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('code_hash', sa.String(length=64), nullable=False),
    sa.Column('made_by', sa.Uuid(), nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.Column('expires_at', sa.DateTime(), nullable=False),
    sa.Column('may_confirm', sa.Boolean(), nullable=False),
    sa.Column('used_at', sa.DateTime(), nullable=True),
    sa.Column('visit', sa.String(length=32), nullable=True),
    sa.Column('session_id', sa.Uuid(), nullable=True),
    sa.Column('voided_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['made_by'], ['person.id'], name=op.f('fk_handover_made_by_person')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_handover_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_handover')),
    sa.UniqueConstraint('code_hash', name=op.f('uq_handover_code_hash')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_handover_token_hash'))
    )
    with op.batch_alter_table('handover', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_handover_expires_at'), ['expires_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_handover_made_by'), ['made_by'], unique=False)
        batch_op.create_index(batch_op.f('ix_handover_person_id'), ['person_id'], unique=False)

    op.create_table('person_merge',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('kept_id', sa.Uuid(), nullable=False),
    sa.Column('merged_id', sa.Uuid(), nullable=False),
    sa.Column('moved', sa.JSON(), nullable=False),
    sa.Column('merged_at', sa.DateTime(), nullable=False),
    sa.Column('merged_by', sa.Uuid(), nullable=True),
    sa.Column('parted_at', sa.DateTime(), nullable=True),
    sa.Column('parted_by', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['kept_id'], ['person.id'], name=op.f('fk_person_merge_kept_id_person')),
    sa.ForeignKeyConstraint(['merged_by'], ['person.id'], name=op.f('fk_person_merge_merged_by_person')),
    sa.ForeignKeyConstraint(['merged_id'], ['person.id'], name=op.f('fk_person_merge_merged_id_person')),
    sa.ForeignKeyConstraint(['parted_by'], ['person.id'], name=op.f('fk_person_merge_parted_by_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person_merge'))
    )
    with op.batch_alter_table('person_merge', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_person_merge_kept_id'), ['kept_id'], unique=False)
        batch_op.create_index('uq_person_merge_living', ['merged_id'], unique=True, sqlite_where=sa.text('parted_at IS NULL'), postgresql_where=sa.text('parted_at IS NULL'))

    op.create_table('recovery_code',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('code_hash', sa.String(length=64), nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.Column('used_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_recovery_code_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recovery_code'))
    )
    with op.batch_alter_table('recovery_code', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_recovery_code_person_id'), ['person_id'], unique=False)

    op.create_table('second_factor',
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('secret_cipher', sa.Text(), nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(), nullable=True),
    sa.Column('last_step', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_second_factor_person_id_person')),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_second_factor'))
    )
    op.create_table('transfer',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('from_cohort_id', sa.Uuid(), nullable=False),
    sa.Column('to_district', sa.String(length=6), nullable=False),
    sa.Column('asked_by', sa.Uuid(), nullable=True),
    sa.Column('asked_at', sa.DateTime(), nullable=False),
    sa.Column('accepted_at', sa.DateTime(), nullable=True),
    sa.Column('accepted_by', sa.Uuid(), nullable=True),
    sa.Column('to_cohort_id', sa.Uuid(), nullable=True),
    sa.Column('declined_at', sa.DateTime(), nullable=True),
    sa.Column('declined_by', sa.Uuid(), nullable=True),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['accepted_by'], ['person.id'], name=op.f('fk_transfer_accepted_by_person')),
    sa.ForeignKeyConstraint(['asked_by'], ['person.id'], name=op.f('fk_transfer_asked_by_person')),
    sa.ForeignKeyConstraint(['declined_by'], ['person.id'], name=op.f('fk_transfer_declined_by_person')),
    sa.ForeignKeyConstraint(['from_cohort_id'], ['cohort.id'], name=op.f('fk_transfer_from_cohort_id_cohort')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_transfer_person_id_person')),
    sa.ForeignKeyConstraint(['to_cohort_id'], ['cohort.id'], name=op.f('fk_transfer_to_cohort_id_cohort')),
    sa.ForeignKeyConstraint(['to_district'], ['district.code'], name=op.f('fk_transfer_to_district_district')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_transfer'))
    )
    with op.batch_alter_table('transfer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_transfer_from_cohort_id'), ['from_cohort_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_transfer_to_district_transfer_asked_at'), ['to_district', 'asked_at'], unique=False)
        batch_op.create_index('uq_transfer_waiting_person', ['person_id'], unique=True, sqlite_where=sa.text('accepted_at IS NULL AND declined_at IS NULL AND withdrawn_at IS NULL'), postgresql_where=sa.text('accepted_at IS NULL AND declined_at IS NULL AND withdrawn_at IS NULL'))

    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.create_index('ix_audit_entry_action_at', ['action', 'at'], unique=False)
        batch_op.create_index('ix_audit_entry_actor_id_at', ['actor_id', 'at'], unique=False)
        batch_op.create_index('ix_audit_entry_subject_at', ['subject', 'at'], unique=False)

    with op.batch_alter_table('card', schema=None) as batch_op:
        batch_op.add_column(sa.Column('paused_at', sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column('resumed_at', sa.DateTime(), nullable=True))

    with op.batch_alter_table('demo_mark', schema=None) as batch_op:
        batch_op.add_column(sa.Column('twins', sa.JSON(), nullable=True))

    with op.batch_alter_table('device_session', schema=None) as batch_op:
        batch_op.add_column(sa.Column('way', sa.String(length=16), nullable=False, server_default='card'))
        batch_op.add_column(sa.Column('browser_hash', sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column('is_new', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('known_at', sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column('confirmed_at', sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column('is_strong', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('given_by', sa.Uuid(), nullable=True))

    op.execute("UPDATE device_session SET way = 'password' WHERE kind = 'staff'")
    with op.batch_alter_table('device_session', schema=None) as batch_op:
        for name in ('way', 'is_new', 'is_strong'):
            batch_op.alter_column(name, server_default=None)

    with op.batch_alter_table('enrollment', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_enrollment_known_status'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_enrollment_known_status'), "status IN ('active', 'ended', 'hidden')")

    with op.batch_alter_table('password', schema=None) as batch_op:
        batch_op.add_column(sa.Column('is_short', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.drop_column('failure_count')
        batch_op.drop_column('locked_until')

    with op.batch_alter_table('password', schema=None) as batch_op:
        batch_op.alter_column('is_short', server_default=None)

    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.add_column(sa.Column('merged_into_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('hidden_at', sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column('forgotten_at', sa.DateTime(), nullable=True))
        batch_op.create_index(batch_op.f('ix_person_hidden_at'), ['hidden_at'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_person_merged_into_id_person'), 'person', ['merged_into_id'], ['id'])

    _end_twins()
    with op.batch_alter_table('role_grant', schema=None) as batch_op:
        batch_op.create_index('uq_role_grant_living', ['person_id', 'role', 'scope_kind', 'scope_key'], unique=True, sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))

    with op.batch_alter_table('staff_post', schema=None) as batch_op:
        batch_op.add_column(sa.Column('from_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('to_on', sa.Date(), nullable=True))


def _end_twins():
    """Leave one living grant of those that two hands gave in the same moment: nothing forbade it before."""
    op.execute(
        "UPDATE role_grant SET ended_at = CURRENT_TIMESTAMP WHERE ended_at IS NULL AND EXISTS ("
        "SELECT 1 FROM role_grant AS older WHERE older.ended_at IS NULL AND older.person_id = role_grant.person_id "
        "AND older.role = role_grant.role AND older.scope_kind = role_grant.scope_kind "
        "AND older.scope_key = role_grant.scope_key AND older.id < role_grant.id)"
    )


def downgrade():
    with op.batch_alter_table('staff_post', schema=None) as batch_op:
        batch_op.drop_column('to_on')
        batch_op.drop_column('from_on')

    with op.batch_alter_table('role_grant', schema=None) as batch_op:
        batch_op.drop_index('uq_role_grant_living', sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))

    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_person_merged_into_id_person'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_person_hidden_at'))
        batch_op.drop_column('forgotten_at')
        batch_op.drop_column('hidden_at')
        batch_op.drop_column('merged_into_id')

    with op.batch_alter_table('password', schema=None) as batch_op:
        batch_op.add_column(sa.Column('locked_until', sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column('failure_count', sa.Integer(), nullable=False, server_default='0'))
        batch_op.drop_column('is_short')

    op.execute("UPDATE enrollment SET status = 'ended' WHERE status = 'hidden'")
    with op.batch_alter_table('enrollment', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_enrollment_known_status'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_enrollment_known_status'), "status IN ('active', 'ended')")

    with op.batch_alter_table('device_session', schema=None) as batch_op:
        batch_op.drop_column('given_by')
        batch_op.drop_column('is_strong')
        batch_op.drop_column('confirmed_at')
        batch_op.drop_column('known_at')
        batch_op.drop_column('is_new')
        batch_op.drop_column('browser_hash')
        batch_op.drop_column('way')

    with op.batch_alter_table('demo_mark', schema=None) as batch_op:
        batch_op.drop_column('twins')

    with op.batch_alter_table('card', schema=None) as batch_op:
        batch_op.drop_column('resumed_at')
        batch_op.drop_column('paused_at')

    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.drop_index('ix_audit_entry_subject_at')
        batch_op.drop_index('ix_audit_entry_actor_id_at')
        batch_op.drop_index('ix_audit_entry_action_at')

    with op.batch_alter_table('transfer', schema=None) as batch_op:
        batch_op.drop_index('uq_transfer_waiting_person', sqlite_where=sa.text('accepted_at IS NULL AND declined_at IS NULL AND withdrawn_at IS NULL'), postgresql_where=sa.text('accepted_at IS NULL AND declined_at IS NULL AND withdrawn_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_transfer_to_district_transfer_asked_at'))
        batch_op.drop_index(batch_op.f('ix_transfer_from_cohort_id'))

    op.drop_table('transfer')
    op.drop_table('second_factor')
    with op.batch_alter_table('recovery_code', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_recovery_code_person_id'))

    op.drop_table('recovery_code')
    with op.batch_alter_table('person_merge', schema=None) as batch_op:
        batch_op.drop_index('uq_person_merge_living', sqlite_where=sa.text('parted_at IS NULL'), postgresql_where=sa.text('parted_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_person_merge_kept_id'))

    op.drop_table('person_merge')
    with op.batch_alter_table('handover', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_handover_person_id'))
        batch_op.drop_index(batch_op.f('ix_handover_made_by'))
        batch_op.drop_index(batch_op.f('ix_handover_expires_at'))

    op.drop_table('handover')
    with op.batch_alter_table('deletion', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_deletion_due_on'))

    op.drop_table('deletion')
    with op.batch_alter_table('sms_code', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sms_code_phone_hash'))
        batch_op.drop_index(batch_op.f('ix_sms_code_expires_at'))

    op.drop_table('sms_code')
    with op.batch_alter_table('retention_run', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_retention_run_at'))

    op.drop_table('retention_run')
    with op.batch_alter_table('quota', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_quota_began_at'))

    op.drop_table('quota')
    with op.batch_alter_table('key_saved', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_key_saved_fingerprint'))

    op.drop_table('key_saved')
    op.drop_table('forgotten_count')
    with op.batch_alter_table('credential_failure', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_credential_failure_last_at'))

    op.drop_table('credential_failure')
    op.drop_table('address_failure')
