"""visit notes"""

import sqlalchemy as sa
from alembic import op

revision = 'd90b36e1f7aa'
down_revision = 'a7e2c4b19f05'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'visit_note',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('patient_id', sa.Integer(), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(['patient_id'], ['patient.id']),
        sa.PrimaryKeyConstraint('id'),
    )


def downgrade() -> None:
    op.drop_table('visit_note')
