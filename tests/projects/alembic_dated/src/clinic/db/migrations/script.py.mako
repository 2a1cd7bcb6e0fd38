## The team's own form.
"""${message.capitalize()}${"." if not message.endswith(".") else ""}

Revision: ${up_revision}
Revises: ${down_revision | comma,n}
Created: ${create_date.strftime("%Y-%m-%d")}
"""
import sqlalchemy as sa
import sqlmodel

from alembic import op
${imports if imports else ""}

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
% if branch_labels:
branch_labels = ${repr(branch_labels)}
% endif


def upgrade():
    """Go up."""
    ${upgrades if upgrades else ""}


def downgrade():
    """Go down."""
    ${downgrades if downgrades else ""}
