"""pits and stones

Revision ID: 5c20e7d91b64
Revises:
Create Date: 2025-09-02 14:20:31.570114

"""

import sqlalchemy as sa

from alembic import op

revision = "5c20e7d91b64"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pits",
        sa.Column("uid", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("uid"),
    )
    op.create_index(op.f("ix_pits_uid"), "pits", ["uid"], unique=False)
    op.create_table(
        "stones",
        sa.Column("uid", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("grams", sa.Integer(), nullable=True),
        sa.Column("pit_uid", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["pit_uid"], ["pits.uid"]),
        sa.PrimaryKeyConstraint("uid"),
    )
    op.create_index(op.f("ix_stones_pit_uid"), "stones", ["pit_uid"], unique=False)
    op.create_index(op.f("ix_stones_uid"), "stones", ["uid"], unique=False)
    op.create_table(
        "diggers",
        sa.Column("uid", sa.Integer(), nullable=False),
        sa.Column("plate", sa.String(length=60), nullable=False),
        sa.Column("pit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["pit_id"], ["pits.uid"]),
        sa.PrimaryKeyConstraint("uid"),
        sa.UniqueConstraint("plate"),
    )
    op.create_index(op.f("ix_diggers_pit_id"), "diggers", ["pit_id"], unique=False)
    op.create_index(op.f("ix_diggers_uid"), "diggers", ["uid"], unique=False)


def downgrade() -> None:
    op.drop_table("diggers")
    op.drop_table("stones")
    op.drop_table("pits")
