from uuid import UUID, uuid4

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base


class Member(Base):
    __tablename__ = "members"

    id: Mapped[UUID] = mapped_column(primary_key=True, unique=True, default=uuid4)
    branch: Mapped[str] = mapped_column(String(40), primary_key=True, default="north")
    name: Mapped[str] = mapped_column(String(80))
