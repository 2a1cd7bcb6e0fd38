"""invoices"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.create_table(
        "billing_invoices",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint("amount > 0", name=op.f("billing_invoices_amount_check")),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["billing_accounts.id"],
            name=op.f("billing_invoices_account_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("billing_invoices_pkey")),
    )
    op.create_index(op.f("billing_invoices_account_id_idx"), "billing_invoices", ["account_id"])


def downgrade():
    op.drop_index(op.f("billing_invoices_account_id_idx"), table_name="billing_invoices")
    op.drop_table("billing_invoices")
