"""members

Revision ID: 4be1f07c92d5
Revises:
"""

import sqlalchemy as sa
from alembic import op

revision = "4be1f07c92d5"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "members",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("branch", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id", "branch", name=op.f("members_pk")),
        sa.UniqueConstraint("id", name=op.f("members_id_uniq")),
    )
    op.create_table(
        "tools",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("tools_pk")),
    )


def downgrade() -> None:
    op.drop_table("tools")
    op.drop_table("members")
