"""boards

Revision ID: c41f0a9be2d7
Revises:
Create Date: 2024-05-02 08:00:00

"""

import sqlalchemy as sa
from alembic import op

revision = "c41f0a9be2d7"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "board",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def downgrade() -> None:
    op.drop_table("board")
