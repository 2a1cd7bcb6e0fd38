"""create walls

Revision ID: 5d0c7a91be34
Revises:
Create Date: 2025-02-11 09:30:00

"""

import sqlalchemy as sa
from alembic import op

revision = "5d0c7a91be34"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "walls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("wall_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["wall_id"], ["walls.id"]),
        sa.PrimaryKeyConstraint("id"),
    )


def downgrade() -> None:
    op.drop_table("notices")
    op.drop_table("walls")
