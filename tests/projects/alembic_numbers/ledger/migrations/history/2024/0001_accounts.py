from alembic import op
import sqlalchemy as sa

revision: str = '0001'
down_revision: str | None = None


def upgrade() -> None:
    op.create_table('accounts', sa.Column('id', sa.Integer(), nullable=False))


def downgrade() -> None:
    op.drop_table('accounts')
