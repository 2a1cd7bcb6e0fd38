from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from ledger.database import Base


class Teller(Base):
    __tablename__ = "teller"
    __table_args__ = {"schema": "books"}

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
