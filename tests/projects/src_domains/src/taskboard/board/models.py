from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from taskboard.database import Base


class Board(Base):
    __tablename__ = "board"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
