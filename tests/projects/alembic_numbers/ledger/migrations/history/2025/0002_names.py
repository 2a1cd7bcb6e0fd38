from alembic import op
import sqlalchemy as sa

revision: str = '0002'
down_revision: str | None = '0001'


def upgrade() -> None:
    op.add_column('accounts', sa.Column('name', sa.String(80), nullable=True))


def downgrade() -> None:
    op.drop_column('accounts', 'name')
