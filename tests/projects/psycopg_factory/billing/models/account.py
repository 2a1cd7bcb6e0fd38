import enum

from sqlalchemy import Enum, String
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from billing.database import RecordModel


class Plan(enum.Enum):
    free = "free"
    paid = "paid"


class Account(RecordModel):
    __tablename__ = "billing_accounts"

    name: Mapped[str] = mapped_column(String(80), unique=True)
    plan: Mapped[Plan] = mapped_column(Enum(Plan, name="plan"), default=Plan.free)
    tags: Mapped[list[str]] = mapped_column(ARRAY(String(20)), default=list)
    extra: Mapped[dict] = mapped_column(JSONB, default=dict)
