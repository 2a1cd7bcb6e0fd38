"""depots and parcels

Revision ID: 6a0c41d2e9b7
Revises:
Create Date: 2025-06-11 09:40:12.118204

"""

import sqlalchemy as sa
from alembic import op

revision = "6a0c41d2e9b7"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "depots",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("town", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("town"),
    )
    op.create_table(
        "parcels",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("grams", sa.Integer(), nullable=True),
        sa.Column("depot_id", sa.String(length=26), nullable=False),
        sa.ForeignKeyConstraint(["depot_id"], ["depots.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_parcels_depot_id"), "parcels", ["depot_id"], unique=False)
    op.create_table(
        "vans",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("plate", sa.String(length=12), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("plate"),
    )


def downgrade() -> None:
    op.drop_table("vans")
    op.drop_index(op.f("ix_parcels_depot_id"), table_name="parcels")
    op.drop_table("parcels")
    op.drop_table("depots")
