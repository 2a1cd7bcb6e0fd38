"""ovens

Revision ID: 6d1c0b7e94a2
Revises:
Create Date: 2023-05-11 09:12:44.218503

"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

# revision identifiers, used by Alembic.
revision = "6d1c0b7e94a2"
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "ovens",
        sa.Column("id", postgresql.UUID(as_uuid=True), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("heat", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "loaves",
        sa.Column("id", postgresql.UUID(as_uuid=True), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("oven_id", postgresql.UUID(as_uuid=True), nullable=False),
        sa.ForeignKeyConstraint(["oven_id"], ["ovens.id"]),
        sa.PrimaryKeyConstraint("id"),
    )


def downgrade():
    op.drop_table("loaves")
    op.drop_table("ovens")
