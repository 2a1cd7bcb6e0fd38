"""add users

Revision ID: add-users
Revises:
Create Date: 2025-01-01 00:00:00
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from shop.legacy import anything

revision = "add-users"
down_revision = None
branch_labels = None


def upgrade() -> None:
    op.create_table("users", sa.Column("id", sa.Integer(), nullable=False))


def downgrade() -> None:
    op.drop_table("users")
