"""tasks

Revision ID: 09ae55d7c1b3
Revises: c41f0a9be2d7
Create Date: 2024-06-11 08:00:00

"""

import sqlalchemy as sa
from alembic import op

revision = "09ae55d7c1b3"
down_revision = "c41f0a9be2d7"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("board_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["board_id"], ["board.id"]),
        sa.PrimaryKeyConstraint("id"),
    )


def downgrade() -> None:
    op.drop_table("task")
