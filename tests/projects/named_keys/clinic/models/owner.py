from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from clinic.core.database import Base


class Owner(Base):
    __tablename__ = "owners"

    owner_id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
