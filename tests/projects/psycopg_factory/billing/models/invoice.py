from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Numeric
from sqlalchemy.orm import Mapped, mapped_column

from billing.database import RecordModel


class Invoice(RecordModel):
    __tablename__ = "billing_invoices"
    __table_args__ = (CheckConstraint("amount > 0", name="amount"),)

    account_id: Mapped[int] = mapped_column(ForeignKey("billing_accounts.id"), index=True)
    amount: Mapped[Decimal] = mapped_column(Numeric(12, 2))
