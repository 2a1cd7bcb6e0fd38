"""shelves"""

from alembic import op
import sqlalchemy as sa

revision = "shelves"
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "shelf",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )


def downgrade():
    op.drop_table("shelf")
