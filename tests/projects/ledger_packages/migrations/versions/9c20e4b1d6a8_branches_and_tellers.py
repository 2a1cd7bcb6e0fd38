"""branches and tellers

Revision ID: 9c20e4b1d6a8
Revises:
"""

import sqlalchemy as sa
from alembic import op

revision = "9c20e4b1d6a8"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE SCHEMA IF NOT EXISTS books")
    op.create_table(
        "branch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("town", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("branch_pk")),
        schema="books",
    )
    op.create_table(
        "teller",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("teller_pk")),
        schema="books",
    )


def downgrade() -> None:
    op.drop_table("teller", schema="books")
    op.drop_table("branch", schema="books")
    op.execute("DROP SCHEMA books")
