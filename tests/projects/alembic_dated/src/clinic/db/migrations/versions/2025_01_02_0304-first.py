"""First.

Revision: a1b2c3d4e5f6
Revises:
Created: 2025-01-02
"""
import sqlalchemy as sa
import sqlmodel

from alembic import op


revision = 'a1b2c3d4e5f6'
down_revision = None


def upgrade():
    """Go up."""
    op.create_table('patient',
        sa.Column('id', postgresql.UUID(as_uuid=True), nullable=False),
        sa.Column('name', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.PrimaryKeyConstraint('id'),
    )
    op.create_index('idx_patient_name', 'patient', ['name'])


def downgrade():
    """Go down."""
    op.drop_index('idx_patient_name', table_name='patient')
    op.drop_table('patient')
