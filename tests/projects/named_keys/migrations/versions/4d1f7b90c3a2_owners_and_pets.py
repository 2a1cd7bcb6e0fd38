"""owners and pets

Revision ID: 4d1f7b90c3a2
Revises:
Create Date: 2025-03-18 10:12:44.301877

"""

import sqlalchemy as sa
from alembic import op

revision = "4d1f7b90c3a2"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "owners",
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("owner_id"),
    )
    op.create_table(
        "species",
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("latin", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_table(
        "pets",
        sa.Column("pet_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("species_code", sa.String(length=8), nullable=True),
        sa.ForeignKeyConstraint(["owner_id"], ["owners.owner_id"]),
        sa.ForeignKeyConstraint(["species_code"], ["species.code"]),
        sa.PrimaryKeyConstraint("pet_id"),
    )
    op.create_index(op.f("ix_pets_owner_id"), "pets", ["owner_id"], unique=False)
    op.create_table(
        "visits",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=120), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["owners.owner_id"]),
        sa.PrimaryKeyConstraint("visit_id"),
    )
    op.create_index(op.f("ix_visits_owner_id"), "visits", ["owner_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_visits_owner_id"), table_name="visits")
    op.drop_table("visits")
    op.drop_index(op.f("ix_pets_owner_id"), table_name="pets")
    op.drop_table("pets")
    op.drop_table("species")
    op.drop_table("owners")
