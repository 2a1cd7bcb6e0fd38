from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from pinboard.db import Base


class Wall(Base):
    __tablename__ = "walls"

    id: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[str] = mapped_column(String(60))
